"""Names that a sentence of a notice points at: "Oak Ltd has told us", "on behalf of Oak Ltd". Never raises."""

import re
from collections.abc import Iterator
from functools import lru_cache

from noticed.core.notice.brand import brand_of
from noticed.core.notice.capitals import Capitals, capitals
from noticed.core.notice.clean import clean_name, is_masked
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.nobody import is_nobody, is_small, is_small_firm, is_written, words_in
from noticed.core.notice.phrase import Group, Slot, phrases
from noticed.core.notice.rights import Found, types_in
from noticed.core.notice.sheet import Sheet

_INSIDE = r"[^\n\t,;:()（）。<>@]"
_NAME = rf"(?P<name>(?:\([\u3400-\u9fff]\))?{_INSIDE}{{2,80}}?(?:\([^\W\d_]{{1,20}}\)(?:\s?{_INSIDE}{{2,60}}?)?)?"
"""With a place in brackets, or a Japanese legal form in them: "Oak (UK) Ltd", "(株)甲"."""
_LATIN = re.compile(r"(?<![A-Z])[A-Z][A-Za-z0-9&.,'’ \u00c0-\u024f-]{1,70}(?=[^A-Za-z0-9]{0,3}$)")
_ARTICLE = 4
"""Characters of an article and a blank: with one, names begin too."""
_CUT = 4
"""Characters of a word that is cut short, with its stop."""
_BACK = 40
"""Characters before a place in a word in which a name may begin."""
_SAID = 3
"""Small words that no name has."""
_WORD = 6
"""Characters of a small word and a blank, at most."""
_JOINS = re.compile(r"\s([^\W\d_]{1,5})\s[^\W\d_a-z]")
_CLAUSE = re.compile(r"[,;:，；：、]")
_QUOTED = re.compile(r"(?<!\w)[\"“„«‘'][^\W\d_a-z][^\"“”„«»’‘]{1,80}[\"“”»’']\Z")
"""A name in quotes at the end."""
_CODE = re.compile(r"[a-z]\d")
"""The kind of a publication at the end of a patent's number: "EP 1 234 567 B1 and"."""
_BESIDE = 1
"""Characters between the word for the complainant and his name, at most."""
_BEHIND_DENIAL = 60
"""Characters before a name in which it is denied."""
_DAY = re.compile(r"\s{0,3}[^\W\d_]{1,6}\s([^\W\d_]{4,20}),?\s{1,3}(?=\S)")
"""A small word, a word, and more behind them."""


class Name(Found):
    """A name and where it stands."""


@lru_cache(maxsize=64)
def _name_patterns(dialect: Dialect, written: Capitals) -> Group:
    """Not up to the stop of an abbreviation, and with a legal form behind a comma."""
    pattern = rf"{_NAME}(?:,\s{written.form})?)(?!{written.inside})"
    slots = {"name": Slot(pattern=pattern, width=100, never="\n;<>@")}
    return Group(phrases([text], slots) for text in dialect.owner.names)


def names_in_sentences(sheet: Sheet) -> Iterator[Name]:
    """Names that a phrase of the dialect points at."""
    for dialect in sheet.voices:
        named = _name_patterns(dialect, capitals(sheet.dialects)).found(sheet.page.folded)
        matched = [(*match.span("name"), match.start(), pattern.texts[0]) for pattern, each in named for match in each]
        opening = capitals(sheet.dialects).opening
        behind = {
            first
            for start, _, first, _ in matched
            if 0 < start - first <= _WORD and not opening.match(sheet.page.text, first)
        }
        found = sorted(
            (start + _WORD + 1 if start == first and start in behind else start, start, end, phrase)
            for start, end, first, phrase in matched
        )  # "from Oak Ltd we received" comes before "From Oak Ltd"
        for _, start, end, phrase in (each for each in found if not _is_denied(sheet, each[1])):
            raw = _to_its_form(sheet, _pointed(sheet, start, end, phrase), start)
            name = _before_stop(sheet, clean_name(sheet, up_to_form(sheet, behind_owner(sheet, raw))), start, end)
            if not name or is_masked(sheet, raw) or name.startswith(_no_beginnings(dialect)):
                continue
            if all(is_small(sheet, word) or _CODE.fullmatch(word) for word in words_in(name)) or ASIN.match(name):
                continue
            if _is_ours(sheet, name) or _goes_on(sheet, name, start, end) or _is_said(sheet, name):
                continue
            if is_written(sheet, name) or is_lower(sheet) or is_small_firm(sheet, name):
                yield Name(text=name, start=start)


def _is_denied(sheet: Sheet, start: int) -> bool:
    """Whether a denial stands before a name in its clause: "not the maker Oak Ltd complained, but …"."""
    low, _ = sheet.page.sentence(start)
    low = max(low, start - _BEHIND_DENIAL)
    before = _CLAUSE.split(sheet.page.folded[low:start])[-1]
    if not any(voice.words.denials.search(before) for voice in sheet.voices):
        return False
    ends = (found.end() for voice in sheet.voices for found in voice.owner.words.finditer(before))
    return all(len(before) - end > _BESIDE for end in ends)  # "without the owner Oak Ltd's consent" names him


def is_lower(sheet: Sheet) -> bool:
    """Whether it is said that a name has no capital: "small letters included"."""
    return any(voice.owner.lower.search(sheet.page.folded) for voice in sheet.voices)


def _before_stop(sheet: Sheet, name: str | None, start: int, end: int) -> str | None:
    """``name`` without the stop of the sentence that ends with it: "by Ann Oak. Has she …"."""
    stops = name is not None and name.endswith(".") and sheet.page.sentence(start)[1] <= end + 1
    return without_stop(sheet, name) if stops and name else name


def _pointed(sheet: Sheet, start: int, end: int, phrase: str) -> str:
    """What a phrase points at; where it opens with the name, or goes on behind it with a gap, the run of capitals."""
    if phrase.startswith("{"):
        return _opening(sheet, start, end)
    found = (_running(sheet, start) if "} *" in phrase else sheet.page.text[start:end]).lstrip("、， ")
    opening = capitals(sheet.dialects).opening.match(found)
    wide = found[:1] >= "\u2e80"
    return found[opening.end() :] if opening and (wide or opening.end() > _ARTICLE) else found


def _to_its_form(sheet: Sheet, name: str, start: int) -> str:
    """``name``, or all of it where a phrase goes on with a word that joins its words: "Toys | for Kids Ltd"."""
    written = capitals(sheet.dialects)
    joins = _JOINS.match(sheet.page.text, start + len(name))
    if joins is None or joins[1] not in written.joining or not sheet.page.text.startswith(name, start):
        return name
    whole = written.first_name(sheet.page.text[start : sheet.page.sentence(start)[1]])
    further = whole.startswith(name) and written.company.search(name) is None and written.company.search(whole)
    return whole if further else name


def _running(sheet: Sheet, start: int) -> str:
    """The capitalised words from ``start`` on, up to one that speaks of the reader or names a right."""
    written = capitals(sheet.dialects)
    yours = {fold(word) for voice in sheet.voices for word in voice.names.yours}
    kept: list[str] = []
    for word in written.first_name(sheet.page.text[start : sheet.page.sentence(start)[1]]).split():
        folded = fold(word)
        other = folded in yours or folded in written.nobody or any(True for _ in types_in(folded, sheet.voices))
        if kept and other and word not in written.joining:
            break
        kept.append(word)
    while kept and kept[-1] in written.joining:
        kept.pop()
    return " ".join(kept)


def _goes_on(sheet: Sheet, name: str, start: int, end: int) -> bool:
    """Whether a name runs over the end of a sentence: not where a short word is cut there (Ir., Pvt. Ltd.)."""
    at = sheet.page.text.find(name, start, end)
    if at < 0:
        return sheet.page.sentence(start)[1] < end
    stop = sheet.page.sentence(at)[1]
    last = sheet.page.text[at:stop].split()[-1]
    addressed = fold(last).rstrip(".") in capitals(sheet.dialects).courtesy
    return stop < at + len(name) and len(last) > _CUT and not addressed


def _is_said(sheet: Sheet, name: str) -> bool:
    """Whether more small words stand in it than a name has, and no legal form: "Oak is used in your listing"."""
    joining = capitals(sheet.dialects).joining
    small = [word for word in name.split() if word[0].islower() and word not in joining]
    return len(small) >= _SAID and capitals(sheet.dialects).company.search(name) is None


def _is_ours(sheet: Sheet, name: str) -> bool:
    """ "Your listings", "Amazon.de has", "Oak your listings": no firm is called so."""
    first = fold(name.partition(" ")[0])
    rest = name.partition(" ")[2]
    if brand_of(sheet.dialects).is_all(first) and rest and rest == rest.lower():
        return True
    yours = {fold(word) for dialect in sheet.voices for word in dialect.names.yours}
    goes_on = capitals(sheet.dialects).company.search(name) is None and not yours.isdisjoint(fold(name).split())
    return first in yours or goes_on


@lru_cache(maxsize=64)
def _no_beginnings(dialect: Dialect) -> tuple[str, ...]:
    """Words of a script without blanks that begin no name: "about", "against you"."""
    return tuple(word for word in dialect.names.nobody if word >= "\u2e80")


def _opening(sheet: Sheet, start: int, end: int) -> str:
    """The name with which a sentence opens ("Oak Ltd has told us"): its capitalised words, no pronoun among them; where
    they are of a script without blanks, the words in Latin letters, or a company."""
    text = sheet.page.text[start:end]
    if any(char >= "\u2e80" for char in text):
        latin = _LATIN.search(text)
        company = capitals(sheet.dialects).company
        return latin[0] if latin else text if company.search(sheet.page.text[start : end + 3]) else ""
    if sheet.page.text[max(start - 1, 0) : start].isalnum():  # more words than a name has stand before the phrase
        text = sheet.page.text[max(start - _BACK, sheet.page.sentence(start)[0]) : end]
    quoted = _QUOTED.search(text)  # "The firm “Oak Lights” has", but not "the owners of the mark “Oak”"
    whole = (
        quoted is not None and capitals(sheet.dialects).unopened(f"{text[: quoted.start()].strip()} A").strip() == "A"
    )
    name = quoted[0] if quoted and whole else capitals(sheet.dialects).last_name(text)
    form = capitals(sheet.dialects).company.search(text)
    if not name and is_small_firm(sheet, text):
        name = text
    if form and form[0][0].isupper() and not capitals(sheet.dialects).company.search(name):
        name = capitals(sheet.dialects).last_name(text[: form.end()]) or name
    words = words_in(name)
    label = squeeze(name) in all_labels(sheet.dialects)
    nobodys = all(is_small(sheet, word) for word in words)
    greets = "\n\n" in sheet.page.text[end : end + 3]
    return "" if start < sheet.body or label or nobodys or greets else name


_STREET = re.compile(r"[^\W\d_]{1,5}\s\d{1,5}\s")
"""A number behind a small word: "of 14 Mill Lane"."""


def up_to_form(sheet: Sheet, name: str) -> str:
    """``name`` up to its legal form, where a sentence goes on behind that: "Oak AG vor", "Oak Ltd. They"."""
    for form in capitals(sheet.dialects).company.finditer(name):
        rest = name[form.end() :].lstrip()
        goes_on = rest[:1].islower() and capitals(sheet.dialects).company.search(rest) is None
        goes_on = goes_on or _STREET.match(rest) is not None
        ends, after = form[0].endswith(".") or rest.startswith("."), rest.lstrip(". ")
        begins = bool(after) and ends and is_nobody(sheet, after.split(maxsplit=1)[0])
        if form.start() and (goes_on or begins):
            return name[: form.end()] if goes_on else without_stop(sheet, name[: form.end()])
    return name


def without_stop(sheet: Sheet, name: str) -> str:
    """``name`` without the full stop of its sentence; one of an abbreviation stays."""
    abbreviated = re.search(rf"{capitals(sheet.dialects).abbreviated}$", fold(name))
    return name if abbreviated else name.rstrip(".")


def behind_owner(sheet: Sheet, text: str) -> str:
    """``text`` behind the word for the complainant, where it has one: "rights owner Oak Ltd," names Oak Ltd."""
    ends = [match.end() for voice in sheet.voices for match in voice.owner.words.finditer(fold(text))]
    return _behind_day(sheet, text[max(ends) :] if ends else text)


def _behind_day(sheet: Sheet, text: str) -> str:
    """``text`` without the day it begins with: "On Monday Oak Ltd" names Oak Ltd, but "Monday Ltd" itself."""
    found = _DAY.match(text)
    days = (day for voice in sheet.voices for names in voice.auto_reply.weekdays for day in names.split("|"))
    return text[found.end() :] if found and fold(found[1]) in map(fold, days) else text
