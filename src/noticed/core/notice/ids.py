"""Complaint ids of a notice, in the order of the text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from noticed.core.notice.announced import is_called_right, precedes_right
from noticed.core.notice.fields import COMPLAINT_ID, is_counted
from noticed.core.notice.fold import squeeze
from noticed.core.notice.hits import Hit
from noticed.core.notice.id_words import begins_word, complaint_words, counting_words, follows_word, is_word
from noticed.core.notice.items import is_item
from noticed.core.notice.known import all_labels
from noticed.core.notice.legend import is_told_column
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.products import asins
from noticed.core.notice.rights import Found, types_in
from noticed.core.notice.sheet import Sheet

_OF_COMPLAINTS = frozenset({NoticeKind.COMPLAINT, NoticeKind.ACCOUNT_SUSPENSION, NoticeKind.RETRACTION})
_OF_OWNERS = frozenset({"owner", "owner_email", "contact"})
"""Labels behind whose values the id may be told that a letter has to quote."""
_IDS = 10
"""Digits of a complaint id since 2019, at least."""
_LONG = 4
"""Letters of a label that is no preposition, at least."""
_ALIKE = 6
"""First digits that only complaints of the same days share."""
_REACH = 70
"""Characters between the word for a complaint and its number."""
_BEHIND = 40
"""Characters in which it may follow."""
_ITEM = 100
"""Characters between two ids of a list."""
_ANOTHER = re.compile(r"\d{6}")
"""How a number begins that the word before it announces."""
_ASIDE = re.compile(r"[(（][^()（）]{0,90}[)）]")
_MAX = 500
"""More numbers than any notice has."""


@lru_cache(maxsize=2)
def complaint_ids(sheet: Sheet) -> tuple[Found, ...]:
    """Numbers that the word for a complaint announces, and further ones of its list; never Amazon's case numbers."""
    found: dict[str, Found] = {}
    products = {item.text for item in asins(sheet)}
    announced = list(_announced(sheet)) or list(_spoken_of(sheet))
    announced += [item for item in _siblings(sheet, announced) if item not in announced]
    for start, text in sorted(announced, key=lambda item: (item[0] < sheet.body, item[0])):
        if text not in products:
            found.setdefault(text, Found(text=text, start=start))
    return tuple(found.values())


def _announced(sheet: Sheet) -> Iterator[tuple[int, str]]:
    words, joiners = complaint_words(sheet.dialects)
    last_end = -1
    for match in islice(COMPLAINT_ID.finditer(sheet.page.text), _MAX):
        covering = _label_of(sheet, match.start())
        continues = last_end >= 0 and _continues(sheet.page.folded[last_end : match.start()], joiners)
        if covering is not None and not (continues and covering.base == "asin" and covering.start > last_end):
            announced = covering.base == "complaint_id" or (
                covering.base in {"ignore", "asin"} and follows_word(sheet, match.start(), words)
            )
        else:
            announced = continues or follows_word(sheet, match.start(), words) or _is_spoken_of(sheet, match, words)
            announced = announced or _is_one_of(sheet, match)
        listed = is_item(sheet, match, words) or is_told_column(sheet, match) or _is_explained(sheet, match, words)
        short = len(match[0]) < _IDS
        if len(match[0]) != _IDS + 1 and (precedes_right(sheet, match.end()) or is_called_right(sheet, match.end())):
            continue
        if (announced and not (short and is_counted(sheet.page.text, *match.span()))) or listed:
            last_end = match.end()
            yield match.start(), match[0]


def _is_one_of(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether what stands for one of several complaints precedes its number: "the first, 9917702361, was withdrawn"."""
    folded, low = sheet.page.folded, max(match.start() - _BEHIND, sheet.page.sentence(match.start())[0])
    end = low + len(folded[low : match.start()].rstrip(" ,:(（\n"))
    words = (voice.notice.one_of for voice in sheet.voices) if len(match[0]) >= _IDS else ()
    return any(found.end() == end for each in words for found in each.between(folded, low, end))


def _is_explained(sheet: Sheet, match: re.Match[str], words: frozenset[str]) -> bool:
    """Whether brackets behind a number say that it is a complaint's: "please keep 164… (the number of the report)"."""
    aside = _ASIDE.match(sheet.page.folded, match.end() + sheet.page.folded.startswith(" ", match.end()))
    found = re.findall(r"[^\W\d_]{3,}", aside[0]) if aside else []
    labels = all_labels(sheet.dialects)
    return (
        len(match[0]) >= _IDS
        and any(begins_word(word, words) for word in found)
        and not any(labels.get(squeeze(word)) in {"ignore", "phone"} for word in found if len(word) >= _LONG)
    )


def _siblings(sheet: Sheet, known: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Numbers as long as that of an announced complaint that begin alike, as those of the same day do, or that a word
    for a number announces in its sentence: "it withdrew complaint 164…, but not number 171…"."""
    begins = {text[:_ALIKE] for _, text in known if len(text) == _IDS + 1}
    for match in islice(COMPLAINT_ID.finditer(sheet.page.text), _MAX) if begins else ():
        alike = match[0][:_ALIKE] in begins or _is_counted_beside(sheet, match, known)
        if alike and len(match[0]) == _IDS + 1 and _label_of(sheet, match.start()) is None:
            yield match.start(), match[0]


def _is_counted_beside(sheet: Sheet, match: re.Match[str], known: Sequence[tuple[int, str]]) -> bool:
    """Whether a complaint is announced in its sentence, and before it a word for a number that is of no other thing."""
    low, high = sheet.page.sentence(match.start())
    if not any(low <= start < high and len(text) == len(match[0]) for start, text in known):
        return False
    before = re.findall(r"[^\W\d_]+", sheet.page.folded[max(low, match.start() - _REACH) : match.start()])[-5:]
    counting = [word for word in counting_words(sheet.voices) if len(word) > _LONG]
    labels = all_labels(sheet.dialects)
    others = any(labels.get(squeeze(word)) in {"ignore", "phone"} for word in before if len(word) >= _LONG)
    return bool(before) and before[-1] in counting and not others


def _continues(between: str, joiners: frozenset[str]) -> bool:
    """Whether a list of ids goes on: a comma or "and" between two, each with its product in brackets or without."""
    if len(between) > _ITEM:
        return False
    bare = _ASIDE.sub("", between)
    return len(bare) <= 12 and (not bare.strip(" ,;/|、，\n-–") or bare.strip(" ,;/、，\n") in joiners)


def _spoken_of(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Numbers as long as theirs in a sentence that says somebody complains, where none is announced."""
    _, joiners = complaint_words(sheet.dialects)
    last_end = -1
    for match in islice(COMPLAINT_ID.finditer(sheet.page.text), _MAX):
        covering = [hit for hit in sheet.hits if hit.value <= match.start() < hit.end and hit.base not in _OF_OWNERS]
        if len(match[0]) != _IDS + 1:
            continue
        if (
            covering
            and covering[-1].base == "work"
            and match[0] == sheet.page.text[covering[-1].value : covering[-1].end].strip()
        ):
            yield match.start(), match[0]
        if covering and not _is_bare(sheet, covering[-1], match):
            continue
        if match.start() < sheet.body:
            kinds = (rule for voice in sheet.voices for rule in voice.kinds if rule.name is not NoticeKind.OTHER)
            if any(rule.subject.matches(sheet.subject) for rule in kinds):
                yield match.start(), match[0]
            continue
        low, high = sheet.page.sentence(match.start())
        sentence = sheet.page.folded[low:high]
        rules = (rule.any for v in sheet.voices for rule in v.kinds if rule.name in _OF_COMPLAINTS)
        continues = last_end >= 0 and _continues(sheet.page.folded[last_end : match.start()], joiners)
        if continues or any(each.search(sentence) for each in rules) or _is_quoted(sheet, match, low, sentence):
            last_end = match.end()
            yield match.start(), match[0]


def _is_bare(sheet: Sheet, hit: Hit, match: re.Match[str]) -> bool:
    """Whether a number is all there is under "Number": what stands so under a heading may be of the complaint."""
    alone = sheet.page.text[hit.value : hit.end].strip(" \n\t.") == match[0]
    said = squeeze(sheet.page.folded[hit.start : hit.value])
    return alone and said in counting_words(sheet.dialects)


def _is_quoted(sheet: Sheet, match: re.Match[str], low: int, sentence: str) -> bool:
    """Whether the reader is to quote a number to the complainant, or it stands on a line of its own under no other word
    than one for a number."""
    line = sheet.page.lines[sheet.page.line_at(match.start())]
    before = re.findall(r"[^\W\d_]+", sheet.page.folded[max(low, line.start) : match.start()])
    counting = counting_words(sheet.dialects)
    if not sheet.page.text[match.end() : line.end].strip(" .") and len(before) == 1 and before[0] in counting:
        return True
    labels = all_labels(sheet.dialects)
    if any(labels.get(squeeze(word)) in {"ignore", "phone"} for word in before[-3:]):
        return False
    start, end = sheet.page.paragraph(match.start())
    near = sheet.page.folded[max(start, match.start() - _ITEM) : min(end, match.end() + _ITEM)]
    return any(voice.owner.words.search(text) for voice in sheet.voices for text in (sentence, near))


def _label_of(sheet: Sheet, offset: int) -> Hit | None:
    """The label whose value begins with this number, or lists it."""
    covering = [hit for hit in sheet.hits if hit.value <= offset < hit.end]
    if not covering:
        return None
    hit = covering[-1]
    before = sheet.page.folded[hit.value : offset]
    if hit.base == "complaint_id":
        if _is_elses(sheet, before):
            return None
        return hit if len(before) <= 200 and not re.search(r"[^\W\d_]{12}", before.replace(" ", "")) else None
    return hit if hit.base in {"number", "ignore", "phone", "asin"} and len(before) <= 60 else None


def _is_elses(sheet: Sheet, before: str) -> bool:
    """Whether behind an id the words for another number follow: "Complaint ID 164… | Support case 129…"."""
    labels = all_labels(sheet.dialects)
    rest = re.split(r"\d", before)[-1] if re.search(r"\d", before) else ""
    cell = re.split(r"[|/\t]", rest)[-1]
    words = re.findall(r"[^\W\d_]{3,}", rest)
    if any(labels.get(squeeze(word)) in {"ignore", "phone"} for word in words):
        return True
    return cell != rest and any(
        labels.get(squeeze(word)) != "complaint_id" for word in re.findall(r"[^\W\d_]{4,}", cell)
    )


def _is_spoken_of(sheet: Sheet, match: re.Match[str], words: frozenset[str]) -> bool:
    """Whether the sentence speaks of a complaint a little before a number as long as theirs: "your complaint of
    counterfeit goods 164…". Ten digits or twelve may be a mark's where the word for one stands between."""
    if not _IDS <= len(match[0]) <= _IDS + 2:
        return False
    low, _ = sheet.page.sentence(match.start())
    before = sheet.page.folded[max(low, match.start() - _REACH) : match.start()]
    places = list(re.finditer(r"[^\W\d_]+", before))
    last = next((found for found in reversed(places) if is_word(found[0], words)), None)
    if last is None:
        return _is_before_word(sheet, match.end(), words)
    between = before[last.end() :]
    if re.search(r"\d|@", between):
        return _is_before_word(sheet, match.end(), words)
    named = [right for _, _, right in types_in(between, sheet.voices)]
    labels = all_labels(sheet.dialects)
    short = (
        3 if named and named[-1] is not IpType.COUNTERFEIT else 1
    )  # "complaint of a mark 174…": "de" is no label here
    words_between = re.findall(rf"[^\W\d_]{{{short},}}", between)
    if any(labels.get(squeeze(word)) == "ignore" for word in words_between):
        return False
    return len(match[0]) == _IDS + 1 or not named or named[-1] is IpType.COUNTERFEIT


def _is_before_word(sheet: Sheet, end: int, words: frozenset[str]) -> bool:
    """Whether the word for a complaint follows the number, as it does in Turkish: "164… numaralı şikayet"."""
    follows = sheet.page.folded[end : end + _BEHIND]
    behind, *rest = re.split(r"[.,;:()\n。，]|(?=\d)", follows.removeprefix(", "), maxsplit=1)
    if rest and _ANOTHER.match(rest[0]):  # "case 963… – complaint 180…"
        return False
    found = [word[0] for word in re.finditer(r"[^\W\d_]+", behind)]
    if follows.startswith(", "):  # "164…, the number of her complaint"
        told = {all_labels(sheet.dialects).get(squeeze(word)) for word in found}
        found = found if "number" in told and "ignore" not in told else []
    else:
        found = found[:3]
    return any(word.startswith(label) for word in found for label in words if len(label) > 5)
