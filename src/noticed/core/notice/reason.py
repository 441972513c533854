"""Whether a notice says why: a kind of right and with it something concrete, as a number, a mark, a work."""

import re
from itertools import chain, islice

from noticed.core.notice.bought import test_buy
from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import is_masked
from noticed.core.notice.concrete import MASK, is_a_kind, is_concrete
from noticed.core.notice.described import is_described, is_empty, is_quoted, tells
from noticed.core.notice.fields import ASIN, MAX_NUMBERS
from noticed.core.notice.fold import fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.nobody import is_nobody
from noticed.core.notice.rights import BRAND, CAPITALS, Found, Right, named_marks, types_in
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.tidied import is_greeted
from noticed.core.notice.weighing import weighing

_TERM = re.compile(
    r"[(（「『“\"„«]\s?(?!(?:ASIN|SKU|DMCA|IP|TERM|USPTO|EUIPO|WIPO|JPO|RCD|EUTM|FBA|URL|TM|X{3,})\b)"
    rf"[{CAPITALS}][{CAPITALS}0-9&' -]{{2,40}}\s?[)）」』”\"“»]"
)
"""A word in capitals, in brackets or quotes, behind the kind of misuse: "Potential trademark misuse (OAKLEAF)"."""
_QUOTED = re.compile(
    r"[“”„«「『《\"]\s?([^\W\d_][^“”„«»「」『』《》\"\n]{1,80})\s?[”“»」』》\"]"
    r"|(?<!\w)['‘’‚]([^\W\d_][^'‘’‚“”„\"\n]{2,60})['’‘](?!\w)"
)
"""A work in quotes, or in single ones as within a quoted letter."""
_WITHIN = re.compile(r"[^\W\d_] $")
"""What stands before a word that is no label: "our earlier message: …"."""
_NUMBERED = re.compile(r"[\W\d_xX]*|[^\d\n]{0,30}\d{9,13}\W*")
"""A value with no letters, or with a few before the number of a complaint."""
_CLAIMED = 3
"""Words of a value that says what is claimed, at least."""
_CLOSE = 14
"""Characters between a quoted work and the word for its right."""
_PAUSE = re.compile(r"[,;、，；]")
_COLON = re.compile(r":\s")
_TOLD = 6
"""Small words behind a colon that describe something, at least."""
_CAPITALS = 5
"""Letters of a mark in capitals that is no abbreviation, at least."""
_MARK = re.compile(
    rf"(?<![\w-])(?!(?:ASIN|FBA|SKU|PDF|USPTO|EUIPO|X{{3,}}|B0[A-Z0-9]{{8}})\b)[{CAPITALS}][{CAPITALS}0-9&'’-]{{3,}}[®™]?[\"”“»」]?[\s-]$"
)
"""A mark in capitals before the word for it: "its TOLLIVER trademark"."""


def reason_stated(
    sheet: Sheet, right: Right | None, numbers: tuple[Found, ...], owner: str | None = None, *, complained: bool = False
) -> bool:
    """Whether a type is named and something concrete with it: a number, a brand, a work, a described reason.

    ``owner``: the complainant as he is named; ``complained``: the notice is about an infringement, not about its end.
    """
    if right is None:
        return False
    if numbers:
        return True
    told = fold(owner or "")
    if _is_stated(sheet, told):
        return True
    if any(is_concrete(sheet, hit) for hit in sheet.hits if hit.base == "number"):
        return True
    if any(_TERM.search(value[:200]) for _, value in sheet.values("type")) or _is_beside_its_kind(sheet, told):
        return True
    if _names_a_brand(sheet, right) or _quotes_a_work(sheet, right, told) or _gives_a_reason(sheet):
        return True
    if _tells_behind_colon(sheet) or (right.ip_type is IpType.TRADEMARK and _names_a_mark_again(sheet, told)):
        return True
    return is_quoted(sheet, told) or (complained and is_described(sheet, told))


def _is_stated(sheet: Sheet, owner: str) -> bool:
    """Whether a label for what is complained of, or for a work, has a value that says it."""
    for hit, value in sheet.values("statement", "work"):
        own = hit.base == "statement"
        if hit.start < sheet.body or (own and (_is_within(sheet, hit) or is_a_kind(sheet, value))):
            continue
        if len(value) <= 2 or _is_missing(sheet, fold(value[:40])) or _NUMBERED.fullmatch(value):
            continue
        if not own or not is_empty(sheet, hit.value, hit.end, owner):
            return True
    return False


def _is_missing(sheet: Sheet, said: str) -> bool:
    """Whether the first clause of a value says that there is none: "none", but not "white seams, no hologram"."""
    found = (voice.owner.missing.search(said) for voice in sheet.voices)
    return any(each is not None and not _PAUSE.search(said, 0, each.start()) for each in found)


def _is_within(sheet: Sheet, hit: Hit) -> bool:
    """Whether a word before it makes it a part of a sentence."""
    return _WITHIN.search(sheet.page.text[max(hit.start - 3, 0) : hit.start]) is not None


def _speaks_of_owner(sheet: Sheet, start: int, end: int) -> bool:
    return any(sheet.says(voice.owner.words, start, end) for voice in sheet.voices)


def _tells_behind_colon(sheet: Sheet) -> bool:
    """Whether a sentence names a right and goes on behind a colon with a few words: "counterfeit: the zip has another
    letter than the real one"."""
    page = sheet.page
    for start, _, _ in types_in(page.folded, sheet.voices):
        low, high = page.sentence(start)
        if start < sheet.body or any(low <= hit.start < high for hit in sheet.hits if hit.strong):
            continue
        colon = _COLON.search(page.text, _told_from(page.text, low, start), high)
        told = page.folded[colon.end() : high] if colon else ""
        others = (each for v in sheet.voices for each in (v.notice.account_health, v.notice.says, v.owner.words))
        rules = (rule.any for v in sheet.voices for rule in v.kinds if rule.name is NoticeKind.RETRACTION)
        health = any(each.search(told) for each in chain(others, rules))
        health = health or any(v.notice.appealed.search(page.folded[low:high]) for v in sheet.voices)
        small = sum(word[0].islower() for word in told.split())
        if small >= _TOLD and not health and "@" not in told and "asin" not in told:
            return True
    return False


def _told_from(text: str, low: int, start: int) -> int:
    """Where in a sentence the colon may stand: behind the right, or behind a few words where that comes in brackets."""
    head = text[low:start]
    return (
        low + len(head.split(":")[0])
        if head.endswith(("(", "（")) and len(head.split(":")[0].split()) > _CLAIMED
        else start
    )


def _names_a_mark_again(sheet: Sheet, owner: str) -> bool:
    """Whether a word with which a sentence about a mark begins, or one in capitals in it or right before it, is no
    ordinary one and no complainant: "the name TELLARIS. That is a protected mark", "Quellbach is another's mark"."""
    page, found = sheet.page, weighing(sheet)
    for start, _, right in types_in(page.folded, sheet.voices):
        low, high = page.sentence(start)
        if start < sheet.body or right is not IpType.TRADEMARK or _speaks_of_owner(sheet, low, high):
            continue
        before = page.sentence(max(low - 2, 0))[0] if page.text[max(low - 2, 0) : low].strip() else low
        for span in found.spans:
            near = max(before, sheet.body) <= span.start < high and not span.form and not is_masked(sheet, span.text)
            told = found.telling(span) if near and not is_greeted(sheet, span.start) else []
            if len(told) == 1 and told[0] not in owner:
                again = len(span.words) == 1 and page.folded.count(told[0]) > 1 and span.start >= low
                if again or any(word.isupper() and len(word) >= _CAPITALS for word in span.text.split()[-1:]):
                    return True
    return False


def _is_beside_its_kind(sheet: Sheet, owner: str) -> bool:
    """Whether beside the type, or as one ("Reason: the lid shows its fox"), under a label that may be another's, stands
    what is claimed; what a sentence ends with ("if it is a notice of infringement:") is no label."""
    told = [(hit, value) for hit, value in sheet.values("type") if not _is_within(sheet, hit)]
    kinds = [any(True for _ in types_in(fold(value[:200]), sheet.voices)) for _, value in told]
    if any(kinds) and any(not named and len(v.split()) >= _CLAIMED for named, (_, v) in zip(kinds, told, strict=True)):
        return True
    return any(tells(sheet, hit.value, hit.end, owner) for hit, _ in told if hit.start >= sheet.body)


def _gives_a_reason(sheet: Sheet) -> bool:
    """Whether a reason is described; "a counterfeit of B0C1234567" is none, nor that nothing was bought to test it, nor
    what the reader may answer: "if you have never sold it"."""
    answers = [match.span() for voice in sheet.voices for match in voice.notice.unsold.matches(sheet.page.folded)]
    said = (match for voice in sheet.voices for match in voice.notice.reasons.finditer(sheet.page.folded))
    found = (match for match in said if not any(low <= match.start() < high for low, high in answers))
    reasons = (match for match in found if not ASIN.fullmatch(sheet.page.text, max(match.end() - 10, 0), match.end()))
    reasons = (match for match in reasons if not MASK.match(sheet.page.folded, match.end()))
    reasons = (match for match in reasons if not _is_general(sheet, match.start()))
    tests = [voice.notice.test_buys for voice in sheet.voices]
    bought = test_buy(sheet) is not None
    return any(bought or not any(each.search(match[0]) for each in tests) for match in reasons)


def _is_general(sheet: Sheet, place: int) -> bool:
    """Whether a sentence says what rules and rights are: "typical infringements are a brand in the title"."""
    start, end = sheet.page.sentence(place)
    return any(sheet.says(voice.notice.rulebook, start, end) for voice in sheet.voices)


def _quotes_a_work(sheet: Sheet, right: Right, owner: str) -> bool:
    """Whether a statement of what is complained of quotes something: "copies its calendar «A Year in the Moor»". Where
    the right is copyright, whatever is quoted is its work, but for what tells how to appeal."""
    rules = [
        rule.any
        for voice in sheet.voices
        for rule in voice.kinds
        if rule.name in {NoticeKind.COMPLAINT, NoticeKind.SUSPECTED}
    ]
    owners = [voice.owner.words for voice in sheet.voices]
    for match in islice(_QUOTED.finditer(sheet.page.text), MAX_NUMBERS):
        start, end = sheet.page.sentence(match.start())
        sentence = sheet.page.folded[start:end]
        health = any(v.notice.account_health.search(sentence) or v.notice.says.search(sentence) for v in sheet.voices)
        own = fold(match[1] or match[2])
        close = sheet.page.folded[max(match.start() - _CLOSE, start) : min(match.end() + _CLOSE, end)].replace(own, "")
        if match.start() >= sheet.body and any(True for _ in types_in(close, sheet.voices)):
            return True
        general = any(v.notice.generic.search(own) for v in sheet.voices)
        kinds = general or any(True for _ in types_in(own, sheet.voices)) or any(said.search(own) for said in owners)
        if (
            match.start() >= sheet.body
            and not health
            and not kinds
            and not _is_a_word(match[1] or match[2])
            and not (own.rstrip().endswith((".", "。")) and is_empty(sheet, *match.span(1 if match[1] else 2), owner))
            and (
                right.ip_type is IpType.COPYRIGHT
                or (owner and owner in sentence and owner not in own)
                or any(said.search(sentence) for said in (*rules, *owners))
                or any(True for _ in types_in(sentence, sheet.voices))
            )
        ):
            return True
    return False


def _is_a_word(text: str) -> bool:
    """Whether what is quoted is one small word, which is a state and no work: it stays as "resolved"."""
    return text.islower() and len(text.split()) == 1


def _names_a_brand(sheet: Sheet, right: Right) -> bool:
    """Whether a word for a mark is followed by the mark, in capitals or quoted: "the trademark QUILLWORTH"; any right
    by a name in brackets: "a registered design (PEBBLEPORT)"."""
    text = sheet.page.text
    for start, end, named in types_in(sheet.page.folded, sheet.voices):
        if start < sheet.body:
            continue
        if _TERM.match(text, end + text.startswith(" ", end)):
            return True
        if named is IpType.TRADEMARK and (
            BRAND.match(text[end : end + 40]) or _MARK.search(text[max(start - 40, 0) : start])
        ):
            return True
    if any(_is_of_somebody(sheet, logo.end()) for v in sheet.voices for logo in v.notice.logos.finditer(sheet.new)):
        return True
    return right.ip_type is IpType.TRADEMARK and any(True for _ in named_marks(sheet))


def _is_of_somebody(sheet: Sheet, place: int) -> bool:
    """Whether a name stands here that is no ordinary word."""
    name = capitals(sheet.dialects).first_name(sheet.page.text[place : sheet.page.sentence(place)[1]].lstrip())
    return bool(name) and not is_nobody(sheet, name)
