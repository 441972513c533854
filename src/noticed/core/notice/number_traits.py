"""Whatever in a notice may be the number of a complaint, of a right or of a product, and what each is weighed by: its
shape, what the rules made of it, what stands around it. Never raises.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from noticed.core.learned.questions import NumberOf
from noticed.core.notice.bought import is_test_buys
from noticed.core.notice.fields import ASIN, COMPLAINT_ID, MAX_NUMBERS, STRONG, WHOLE, bare, isbn10, numbers_in
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.numbers import of_link
from noticed.core.notice.other_numbers import is_others
from noticed.core.notice.rights import Found
from noticed.core.notice.shaped import called_else
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.surroundings import stems, surroundings
from noticed.core.values import Value

_MOST = 60
"""Numbers of a notice that are weighed."""
_FEWEST, _LONG = 5, 11
"""Digits of a right's number, at least, and of a complaint's since 2019."""
_OLD = 10
"""Digits of a complaint's number before."""
_SHAPE, _DIGITS = 16, 14
"""Characters of a shape, and digits that are told apart."""
_ALIKE = 6
"""First digits that complaints of one day share."""
_FAR = 400
"""Characters behind the place of a number in which it is looked for."""
_BEFORE, _BEHIND = 150, 100
"""Characters of its sentence before and behind it that are looked at."""
_PART = re.compile(r"\d[ /-]\Z")
"""Before digits that belong to others: "030 5550142"."""
_TOUCHED = re.compile(r"(?<=[A-Za-z\u2e80-\uffff][./])\d{10,12}(?![\w@]|[.,/-]\d)")
"""Digits behind "No." or a slash with no blank."""
_NO_DIGIT = re.compile(r"\D")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
_TOLD = ("label ", "above ", "under ", "-0 ", "-1 ")
"""Traits that say another thing of a long number than of a short one."""


class Number(Value):
    """A number and what the rules made of it."""

    text: str
    start: int
    ruled: NumberOf
    called: str | None = None
    """By a word near it: ``phone``, ``ignore`` (an order, a case), ``other`` (an invoice and the like)."""


class Numbers(Value):
    """Those of one notice."""

    sheet: Sheet
    kind: NoticeKind
    right: IpType | None
    found: Mapping[str, Number]
    """By its digits and letters alone."""


def numbers_of(sheet: Sheet, ruled: Mapping[NumberOf, tuple[Found, ...]]) -> dict[str, Number]:
    """All that may be one, by its digits and letters; ``ruled``: what rules found, products with letters aside."""
    found: dict[str, Number] = {}
    for role, items in ruled.items():
        for item in items:
            if not ASIN.fullmatch(item.text):
                found.setdefault(bare(item.text), Number(text=item.text, start=item.start, ruled=role))
    for number in _unruled(sheet, tuple(found.values())):
        if len(found) < _MOST:
            found.setdefault(bare(number.text), number)
    return found


def _unruled(sheet: Sheet, known: Collection[Number]) -> Iterator[Number]:
    """Numbers of which the rules made nothing, not those that are part of others, or others once more."""
    told = {_told(number.text) for number in known}
    places = [range(number.start, number.start + len(number.text)) for number in known]
    ids = (*islice(COMPLAINT_ID.finditer(sheet.new), MAX_NUMBERS), *islice(_TOUCHED.finditer(sheet.new), MAX_NUMBERS))
    others = [(match.start(), match[0]) for match in ids if not of_link(sheet, match.start())]
    for start, text in (*numbers_in(sheet.new), *others):
        is_part = any(start in place for place in places) or _PART.search(sheet.page.text, max(start - 2, 0), start)
        if not is_part and not ASIN.fullmatch(text) and len(_told(text)) >= _FEWEST and _told(text) not in told:
            called = called_else(sheet, start, start + len(text))
            is_other = is_others(sheet, start, start + len(text), -1) or is_test_buys(sheet, start)
            called = called or ("other" if is_other else None)
            yield Number(text=text, start=start, ruled=NumberOf.OTHER, called=called)


def _told(text: str) -> str:
    """The digits of a number: "EU 018447902" and "018447902" are one."""
    return _NO_DIGIT.sub("", text)


def number_traits(numbers: Numbers, key: str) -> list[str]:
    """What is known of the number with this ``key``."""
    number, page, near = numbers.found[key], numbers.sheet.page, surroundings(numbers.sheet)
    place = page.text.find(number.text, number.start, number.start + _FAR)
    start = place if place >= 0 else number.start
    end = start + len(number.text)
    (low, high), line = page.sentence(start), page.lines[page.line_at(start)]
    low, high = max(low, line.start, start - _BEFORE), min(max(high, end), line.end, end + _BEHIND)
    stand = [
        *near.around(start, end),
        *near.heading(start),
        *near.place(start, end),
        *[f"before {word}" for word in stems(page.folded[low:start])],
        *[f"behind {word}" for word in stems(page.folded[end:high])],
    ]
    digits = min(_digits(number), _DIGITS)
    return [
        f"kind {numbers.kind}",
        f"right {numbers.right}",
        *_writing(number),
        *_others(numbers, key),
        f"called {number.called}",
        *stand,
        *[f"{each} {digits}" for each in stand if each.startswith(_TOLD)],
    ]


def _digits(number: Number) -> int:
    return len(_told(number.text))


def _shape(number: Number) -> str:
    return _LETTER.sub("A", _DIGIT.sub("0", number.text))[:_SHAPE]


def _writing(number: Number) -> list[str]:
    """How it is written."""
    text, shape = number.text, _shape(number)
    found = [f"ruled {number.ruled}", f"digits {_digits(number)}", f"shape {shape}", f"{shape} ruled {number.ruled}"]
    if text.isdigit() and _OLD <= len(text) <= _LONG:
        found += [f"begins {text[0]}", f"begins {len(text)} {text[:2]}"]
    if STRONG.fullmatch(text) or WHOLE.fullmatch(text):
        found.append("strong")
    return [*found, "book"] if isbn10(text) else found


def _others(numbers: Numbers, key: str) -> list[str]:
    """What else there is."""
    others = [number for other, number in numbers.found.items() if other != key]
    own, shape = numbers.found[key], _shape(numbers.found[key])
    alike = sum(_shape(number) == shape for number in others)
    found = [f"alike {min(alike, 3)}", f"others {min(len(others), 4)}"]
    begins = own.text[:_ALIKE]
    found += [f"begins as {n.ruled}" for n in others if n.text.startswith(begins) and len(n.text) == len(own.text)][:1]
    found += [f"other {role}" for role in sorted({number.ruled for number in others})]
    if not any(number.ruled is NumberOf.COMPLAINT or _digits(number) >= _OLD for number in others):
        found.append(f"alone {min(_digits(own), _DIGITS)}")
    return [*found, "longer" if any(_digits(number) == _LONG for number in others) else "none longer"]
