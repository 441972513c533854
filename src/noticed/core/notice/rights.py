"""Which right a notice names."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import islice

from noticed.core.notice.bought import test_buy
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.legal_forms import either
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

_SEVERAL = 3
"""Rights that are named together in general."""
_REACH = 45
"""Characters between two items of a list."""

_LISTED = 2
"""Rights before "or other rights" that are named in general, at least."""
_ARTICLES = 2
"""Words before the right that a label's value begins with, at most: "Swedish", "a German"."""
_SMALL = 3
"""Letters of an article or a preposition, at most."""

CAPITALS = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x250) if chr(code).isupper())
BRAND = re.compile(
    rf"\s?[\"\'“”„«「『‘(]{{0,2}}(?!US|EU|UK|DE|ASIN|FBA|X{{3,}}\b|B0[A-Z0-9]{{8}})"
    rf"(?:[{CAPITALS}]{{2,}} (?=[{CAPITALS}]{{3}}))?[{CAPITALS}][{CAPITALS}0-9&'-]{{3,}}(?![\w:])|\s?[\"“”„«「『‘]\w"
)
"""A mark behind the word for one: in capitals, or quoted."""
_HIDING = frozenset({"title", "owner", "owner_email", "ignore"})
"""Labels under which words for rights are none."""
_STOPS = (".", "。")
"""With one of these a reason ends that is a sentence: what a label says in a word goes before it."""
_MARKS = 300
"""Words for a mark that are looked at."""


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
    named: bool = True
    """Whether a word names it."""


@lru_cache(maxsize=2)
def rights(sheet: Sheet, owner: str = "") -> tuple[Right, ...]:
    """Rights in the order in which they count: the type's label, then number labels and prose as they stand.

    ``owner``: as he is named; the words of his name are none.
    """
    told = sorted(sheet.values("type"), key=lambda each: each[1].split("\n", 1)[0].endswith(_STOPS))
    labelled = [right for hit, value in told for right in (*_first(sheet, value, hit.value), *_next(sheet, hit))[:1]]
    prose = sorted(
        (*_of_numbers(sheet), *_of_prose(sheet, fold(owner))), key=lambda right: (right.start < sheet.body, right.start)
    )
    if not labelled and prose and prose[0].ip_type is IpType.TRADEMARK and _fakes(prose):
        prose = _without_owners(sheet, prose)
    if labelled and labelled[0].ip_type is IpType.PATENT:
        finer = [r for r in prose if r.ip_type in {IpType.UTILITY_PATENT, IpType.DESIGN_PATENT}]
        labelled[0] = Right(ip_type=finer[0].ip_type, start=labelled[0].start) if finer else labelled[0]
    elif not labelled and not prose:
        prose = [Right(ip_type=IpType.TRADEMARK, start=place, guess=True) for place in named_marks(sheet)]
    elif not labelled and prose[0].ip_type is IpType.TRADEMARK and test_buy(sheet) is not None:
        prose = [*_fakes(prose)[:1], *prose]
    elif not labelled and {right.ip_type for right in prose} == {IpType.PATENT, IpType.UTILITY_PATENT}:
        prose[0] = Right(ip_type=IpType.UTILITY_PATENT, start=prose[0].start, guess=True)
    return (*labelled, *prose)


def _fakes(found: Sequence[Right]) -> list[Right]:
    """Where goods that were bought to be tested are called counterfeit: whose mark is on them names it, too."""
    return [right for right in found if right.ip_type is IpType.COUNTERFEIT]


def _without_owners(sheet: Sheet, found: Sequence[Right]) -> list[Right]:
    """Rights but the marks that only say who reports a counterfeit: "a trademark owner reported that it is fake"; one
    with its number is at issue."""
    told = [match.span() for voice in sheet.voices for match in voice.owner.words.matches(sheet.page.folded)]
    texts = ((each, sheet.page.text[each.start : each.start + _REACH // 2]) for each in found)
    bare = (each for each, text in texts if not any(map(str.isdigit, text.split(",")[0].split("B0")[0])))
    owned = (each for each in bare if each.ip_type is IpType.TRADEMARK)
    owners = [each for each in owned if any(low <= each.start < high for low, high in told)]
    return [each for each in found if each not in owners]


def ip_type(found: tuple[Right, ...], kind: NoticeKind) -> Right | None:
    """The right of the notice; a neutral evaluation is always about a utility patent."""
    if kind is NoticeKind.PATENT_EVALUATION:
        return Right(ip_type=IpType.UTILITY_PATENT, start=found[0].start if found else 0, guess=not found)
    return found[0] if found else None


@lru_cache(maxsize=2)
def mentions(sheet: Sheet) -> tuple[tuple[int, int, IpType], ...]:
    """(start, end, right) of every word for a right in a notice."""
    return tuple(types_in(sheet.page.folded, sheet.voices))


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
    general = [match.span() for voice in sheet.voices for match in voice.notice.generic.finditer(folded)]
    for dialects in (sheet.voices, sheet.dialects):
        for offset, _, right in types_in(folded, dialects):
            if any(low <= offset < high for low, high in general):
                continue
            yield Right(ip_type=right, start=start + offset)
            return


def _next(sheet: Sheet, hit: Hit) -> Iterator[Right]:
    """The right of the label that the value of a type's begins with: "Right: a UK trade mark UK00003871204"."""
    for other in sheet.hits:
        base, _, right = other.key.partition(".")
        if base == "number" and right and other.start >= hit.value:
            between = sheet.page.text[hit.value : other.start].strip(" \n")
            if "\n" not in between and len(between.split()) <= _ARTICLES:
                yield Right(ip_type=IpType(right), start=other.start)
            return


def _of_numbers(sheet: Sheet) -> Iterator[Right]:
    for hit, value in sheet.values("number"):
        right = hit.key.partition(".")[2]
        if right and value and any(char.isdigit() for char in value):
            yield Right(ip_type=IpType(right), start=hit.start, guess=True)


def _of_prose(sheet: Sheet, owner: str) -> Iterator[Right]:
    """Words for a right in sentences that do not list rights in general."""
    found = mentions(sheet)
    general = _general(sheet, found)
    for start, end, right in found:
        if any(low <= start < high or low < end <= high for low, high in general):
            continue
        hiding = (hit for hit in sheet.hits if hit.base in _HIDING and hit.value <= start < hit.end)
        if any(hit.base != "ignore" or not _is_all(sheet, hit, end - start) for hit in hiding):
            continue
        low, high = sheet.page.sentence(start)
        if sheet.page.folded[low:high].rstrip(" \n\"')").endswith(("?", "？")):
            continue
        if _in_address(sheet, start, end) or _in_name(sheet, start, end, owner):
            continue
        yield Right(ip_type=right, start=start, guess=True)


def _is_all(sheet: Sheet, hit: Hit, letters: int) -> bool:
    """Whether a value is a right and nothing else: "Subject: design right"."""
    return len(sheet.page.text[hit.value : hit.end].strip()) - letters <= _SMALL


def _general(sheet: Sheet, found: Sequence[tuple[int, int, IpType]]) -> list[tuple[int, int]]:
    """Where rights are named in general: by a phrase, with what follows in its list, or three and more in a row."""
    joiners = {fold(word) for dialect in sheet.voices for word in dialect.words.joiners}
    spans = [match.span() for voice in sheet.voices for match in voice.notice.generic.finditer(sheet.page.folded)]
    for start, end, _ in found if spans else ():
        for number, (low, high) in enumerate(spans):
            if 0 < start - high <= _REACH and _lists(sheet.page.folded[high:start], joiners):
                spans[number] = low, end  # grown, not one more: a text may be a list of thousands
    spans = [(_first_of(sheet, found, low, joiners), high) for low, high in spans]
    return [*spans, *_rows(sheet, found, joiners)]


def _first_of(sheet: Sheet, found: Sequence[tuple[int, int, IpType]], low: int, joiners: Set[str]) -> int:
    """Where a list begins that goes on with others in general: "copyright, trademark or other rights"."""
    first = sheet.page.folded[low : low + _REACH].split(maxsplit=1)[:1]
    if not first or (first[0] not in joiners and first[0][0] < "\u2e80"):
        return low
    start, listed = low, 0
    for begin, end, _ in reversed(found):
        if end <= start and start - end <= _REACH and _joins(sheet.page.folded[end:start], joiners):
            start, listed = begin, listed + 1
    return start if listed >= _LISTED else low


def _rows(sheet: Sheet, found: Sequence[tuple[int, int, IpType]], joiners: Set[str]) -> Iterator[tuple[int, int]]:
    """Where three rights or more are listed: "copyright, trademarks and patents"."""
    run: list[tuple[int, int, IpType]] = []
    for word in (*found, (len(sheet.page.folded) + _REACH, 0, IpType.PATENT)):
        between = sheet.page.folded[run[-1][1] : word[0]][:_REACH] if run else ""
        if run and not _joins(between, joiners):
            if len({right for _, _, right in run}) >= _SEVERAL:
                yield run[0][0], run[-1][1]
            run = []
        run.append(word)


def _lists(between: str, joiners: Set[str]) -> bool:
    """Whether what stands between two rights says that the second one is a further one: "or", ", the"."""
    return _joins(between, joiners) and (
        between.lstrip().startswith((",", "，", "、", "/")) or not joiners.isdisjoint(between.split())
    )


def _joins(between: str, joiners: Set[str]) -> bool:
    """Whether what stands between two rights makes a list of them: "or", ", des", "et d'un"."""
    said = between.strip(" ,/、，")
    return said in {"", *joiners} or (
        not said.endswith(".") and all(len(word) <= _SMALL or word in joiners for word in re.split(r"[\s,'’]+", said))
    )


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


def named_marks(sheet: Sheet) -> Iterator[int]:
    """Where the word that marks are labelled with stands before one in prose: "it names the mark CORWEN"."""
    found = islice(_marks(sheet.voices).finditer(sheet.page.folded, sheet.body), _MARKS)
    return (match.start() for match in found if BRAND.match(sheet.page.text, match.end(), match.end() + 40))


@lru_cache(maxsize=64)
def _marks(voices: tuple[Dialect, ...]) -> re.Pattern[str]:
    """The words that are labels of a mark's number, in prose too: "it names the mark CORWEN"."""
    labels = (label for voice in voices for label, key in voice.labels.items() if key == "number.trademark")
    return re.compile(rf"(?<![^\W\d_])(?:{either(label for label in labels if len(label) > 3)})(?=[ \"„“«])")
