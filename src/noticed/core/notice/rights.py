"""Which right a notice names, and under which numbers."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from noticed.core.notice.capitals import either
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import STRONG, WHOLE, numbers_in, unusual
from noticed.core.notice.fold import fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

_NO_DIGIT = re.compile(r"\D")
_SIGN = re.compile(r"[^0-9A-Za-z]")
_NEAR = 30
_OTHER = frozenset({"complaint_id", "ignore", "phone", "title", "owner_email"})
"""Labels whose values are no numbers of rights."""
_REACH = 45
"""Characters between the word for a right and its number."""


class Found(Value):
    """A value and where it stands."""

    text: str
    start: int
    guess: bool = False


class Right(Value):
    """A right and where it was named."""

    ip_type: IpType
    start: int
    guess: bool = False


@lru_cache(maxsize=2)
def rights(sheet: Sheet, owner: str = "") -> tuple[Right, ...]:
    """Rights in the order in which they count: the type's label, then number labels and prose as they stand.

    ``owner``: as he is named; the words of his name are none.
    """
    labelled = [right for hit, value in sheet.values("type") for right in _first(sheet, value, hit.value)]
    prose = sorted(
        (*_of_numbers(sheet), *_of_prose(sheet, fold(owner))), key=lambda right: (right.start < sheet.body, right.start)
    )
    if labelled and labelled[0].ip_type is IpType.PATENT:
        finer = [r for r in prose if r.ip_type in {IpType.UTILITY_PATENT, IpType.DESIGN_PATENT}]
        labelled[0] = Right(ip_type=finer[0].ip_type, start=labelled[0].start) if finer else labelled[0]
    elif not labelled and {right.ip_type for right in prose} == {IpType.PATENT, IpType.UTILITY_PATENT}:
        prose[0] = Right(ip_type=IpType.UTILITY_PATENT, start=prose[0].start, guess=True)
    return (*labelled, *prose)


def ip_type(found: tuple[Right, ...], kind: NoticeKind) -> Right | None:
    """The right of the notice; a neutral evaluation is always about a utility patent."""
    if kind is NoticeKind.PATENT_EVALUATION:
        return Right(ip_type=IpType.UTILITY_PATENT, start=found[0].start if found else 0, guess=not found)
    return found[0] if found else None


def types_in(folded: str, dialects: Sequence[Dialect]) -> Iterator[tuple[int, int, IpType]]:
    """(start, end, right) of every word for a right, the longer reading where two begin alike."""
    found: list[tuple[int, int, IpType]] = []
    for dialect in dialects:
        for phrases, matches in dialect.of_rights.found(folded):
            found.extend((match.start(), -match.end(), dialect.right_of[phrases]) for match in matches)
    end = -1
    for start, negative, right in sorted(found, key=lambda item: item[:2]):
        if start >= end:
            end = -negative
            yield start, end, right


def _first(sheet: Sheet, value: str, start: int) -> Iterator[Right]:
    line = value.split("\n", 1)[0][:200]
    folded = sheet.page.folded[start : start + len(line) + 4]
    for dialects in (sheet.voices, sheet.dialects):
        for offset, _, right in types_in(folded, dialects):
            yield Right(ip_type=right, start=start + offset)
            return


def _of_numbers(sheet: Sheet) -> Iterator[Right]:
    for hit, value in sheet.values("number"):
        right = hit.key.partition(".")[2]
        if right and value and any(char.isdigit() for char in value):
            yield Right(ip_type=IpType(right), start=hit.start, guess=True)


def _of_prose(sheet: Sheet, owner: str) -> Iterator[Right]:
    """Words for a right in sentences that do not list rights in general."""
    general = [m.span() for d in sheet.voices for m in d.notice.generic.finditer(sheet.page.folded)]
    for start, end, right in types_in(sheet.page.folded, sheet.voices):
        if any(low <= start < high or low < end <= high for low, high in general):
            continue
        if any(
            hit.base in {"title", "owner", "owner_email", "ignore"} and hit.value <= start < hit.end
            for hit in sheet.hits
        ):
            continue
        low, high = sheet.page.sentence(start)
        if sheet.page.folded[low:high].rstrip(" \n\"')").endswith(("?", "？")):
            continue
        if _in_address(sheet, start, end) or _in_name(sheet, start, end, owner):
            continue
        yield Right(ip_type=right, start=start, guess=True)


def _in_name(sheet: Sheet, start: int, end: int, owner: str) -> bool:
    """Whether the word is part of the owner's name: "Oak Design AB"."""
    if not owner:
        return False
    low = max(end - len(owner), 0)
    return sheet.page.folded.find(owner, low, start + len(owner)) >= 0


_WORD = 80  # characters of an address beside the word, at most
_IN_ADDRESS = ("@", "://", "www.")
_PRINTED = re.compile(r"[!-~]+")


def _in_address(sheet: Sheet, start: int, end: int) -> bool:
    """Whether the word is part of a mail or web address."""
    text = sheet.page.text
    before, behind = text[max(start - _WORD, 0) : start], text[end : end + _WORD]
    if not any(map(f"{before}{text[start:end]}{behind}".__contains__, _IN_ADDRESS)):
        return False
    left, right = _PRINTED.match(before.removesuffix("\n")[::-1]), _PRINTED.match(behind)
    word = (left[0][::-1] if left else "") + text[start:end] + (right[0] if right else "")
    return any(map(word.__contains__, _IN_ADDRESS))


def ip_numbers(sheet: Sheet, taken: frozenset[str]) -> tuple[Found, ...]:
    """Numbers of rights as printed: under their labels, behind the word for a right, or of an unmistakable shape."""
    found: dict[str, Found] = {}
    for hit, _ in sheet.values("number"):
        for labelled in _of_label(sheet, hit, taken):
            found.setdefault(_key(labelled.text), labelled)
    for hit, _ in sheet.values("type"):
        for labelled in _of_label(sheet, hit, taken):
            if sum(map(str.isdigit, labelled.text)) >= 6 and not _of_link(sheet, labelled.start):
                found.setdefault(_key(labelled.text), labelled)
    for offset, number in numbers_in(sheet.page.text):
        if (
            _NO_DIGIT.sub("", number) in taken
            or _key(number) in found
            or _covered(sheet, offset)
            or _money(sheet, offset, number)
            or _of_link(sheet, offset)
        ):
            continue
        digits = sum(map(str.isdigit, number))
        strong = any(shape.fullmatch(number) for shape in (STRONG, WHOLE)) or number.find("第") > 0
        if strong or (digits >= 5 and _is_named(sheet, offset, number)):
            found.setdefault(_key(number), Found(text=number, start=offset, guess=not strong))
    return tuple(sorted(found.values(), key=lambda item: item.start))


def _of_label(sheet: Sheet, hit: Hit, taken: frozenset[str]) -> Iterator[Found]:
    value = sheet.page.text[hit.value : hit.end]
    for offset, number in list(numbers_in(value)) or unusual(value):
        if number not in taken and sum(map(str.isdigit, number)) >= 4 and not _covered(sheet, hit.value + offset, hit):
            yield Found(text=number, start=hit.value + offset)


def _key(number: str) -> str:
    return _SIGN.sub("", number).upper().removeprefix("US")


def _covered(sheet: Sheet, offset: int, but: Hit | None = None) -> bool:
    """Whether the place belongs to a label that announces something else; that of a complaint to its line alone."""
    return any(
        (_beside(sheet, hit, offset) if hit.base == "complaint_id" else hit.value <= offset < hit.end)
        for hit in sheet.hits
        if hit is not but and hit.base in _OTHER and hit.value >= (but.value if but else 0)
    )


def _beside(sheet: Sheet, hit: Hit, offset: int) -> bool:
    """Whether the place is close behind a label, with no line between."""
    near = hit.value <= offset < hit.value + _NEAR
    return near and "\n" not in sheet.page.text[hit.value : offset].lstrip(" \t\n:-")


_LINK_BEFORE = re.compile(r"://(?:[!-~…]|\s(?=\.{3}|…)|(?:(?<=\.\.\.)|(?<=…))\s){1,160}$")


def _of_link(sheet: Sheet, offset: int) -> bool:
    """Whether the digits are part of a link, or its end behind what a program left out of it."""
    return _LINK_BEFORE.search(sheet.page.text[max(offset - 170, 0) : offset]) is not None


def _money(sheet: Sheet, offset: int, number: str) -> bool:
    text = sheet.page.text
    return bool(
        re.search(r"[$€£¥]\s?$", text[max(offset - 3, 0) : offset])
        or re.match(r"\s?(?:USD|EUR|GBP|CNY|RMB|JPY|[$€£¥元円])", text[offset + len(number) : offset + len(number) + 5])
    )


def _follows_right(sheet: Sheet, offset: int) -> bool:
    """Whether the word for a right stands a little before, in the same sentence, no other number between."""
    low = max(offset - _REACH, 0)
    before = sheet.page.folded[low:offset]
    cut = max(before.rfind("\n\n"), before.rfind("。"), before.rfind("; "))
    before = before[cut + 1 :]
    label = max((hit.value for hit in sheet.hits if low <= hit.start and hit.value <= offset), default=low)
    before = before[max(len(before) - (offset - label), 0) :]
    words = [end for _, end, _ in types_in(before, sheet.voices)]
    return bool(words) and not re.search(r"\d{3}|@", before[words[-1] :])


def _is_named(sheet: Sheet, offset: int, number: str) -> bool:
    """Whether a right stands before the number, or behind it, or the abbreviation of a register."""
    end = offset + len(number)
    return _follows_right(sheet, offset) or _is_announced(sheet, offset) or _precedes_right(sheet, end)


def _precedes_right(sheet: Sheet, end: int) -> bool:
    """Whether the language puts the right behind its number, as in "2020 05512 sayılı tasarım"."""
    behind = sheet.page.folded[end : end + _REACH]
    found = _numbered(sheet.dialects).match(behind)
    return found is not None and next(types_in(behind[found.end() :], sheet.voices), None) is not None


@lru_cache(maxsize=16)
def _numbered(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(fold(word) for dialect in dialects for word in dialect.words.numbered)})\s")


def _is_announced(sheet: Sheet, offset: int) -> bool:
    """Whether an abbreviation of a register stands right before: TM no., Reg. No., Serial No., EUTM."""
    before = sheet.page.folded[max(offset - 40, 0) : offset]
    return _announcing(sheet.dialects).search(before) is not None


@lru_cache(maxsize=16)
def _announcing(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """The words of a register, "no." behind them, at the end of a text."""
    words = [fold(word) for dialect in dialects for word in dialect.notice.registers]
    number = either(word for dialect in dialects for word in dialect.words.numbering)
    several = either(word for word in words if " " in word)
    one = either(word for word in words if " " not in word)
    mark = rf"(?:{number})[.°o]{{0,2}}"
    return re.compile(rf"(?<![a-z])(?:(?:{one})\.?\s{mark}|(?:{several})(?:\s{mark})?|eutm|rcd|reud)[:#]?\s?$")
