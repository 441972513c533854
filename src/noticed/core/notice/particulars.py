"""What else the seller must know: a test buy, orders, an evaluation and its clock, a court and its case number.

The words stand in the dialects, the shapes of numbers here. Of all languages: a court's name is printed in its own.
Never raises; every value stands in the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from noticed.core.notice.bought import test_buy
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.model import NoticeKind, Particulars
from noticed.core.notice.phrase import Group, Slot, phrases
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

_MAX = 20
"""More of a kind than any notice has."""
_ORDER = re.compile(r"(?<![\d-])\d{3}-\d{7}-\d{7}(?![\d-])")
"""Amazon's order numbers, in every store."""
_IN_ORDERS = re.compile(r"-\d{7}-")
_DOCKET = re.compile(
    r"(?<![\w-])\d:\d{2}-(?:cv|mc|md)-\d{3,6}(?:-[A-Za-z]{2,5}){0,3}(?![\w-])"
    r"|[(（]20\d{2}[)）]\s?[\u4e00-\u9fff]{1,4}\d{0,4}[\u4e00-\u9fff]{1,5}\d{1,6}\s?号"
    r"|(?:令和|平成)\d{1,2}年\s?[(（][\u30a1-\u30fa][)）]\s?第\d{1,6}号",
    re.IGNORECASE,
)
"""Case numbers whose shape is enough: of the federal courts of the US, and of China's and Japan's courts."""
_IN_DOCKETS = ("-cv-", "-mc-", "-md-", "号")
"""Each has one of these: a text without them is not searched."""
_SLOTS = {
    "id": r"(?P<value>(?=[a-z-]{0,12}\d)[a-z0-9][a-z0-9-]{3,24})(?![\w-])",
    "number": r"(?P<value>(?:\d{1,4}\s?)?[a-z]{0,3}\.?\s?\d{1,6}\s?[/-]\s?\d{2,6}(?:\s[a-z]{1,4}(?![\w]))?)(?![\w/-])",
}
"""What announced ids and case numbers look like; in folded text."""
_WIDTH = 40


class Read(Value):
    """The particulars, and the place of each: (field, start)."""

    particulars: Particulars
    places: tuple[tuple[str, int], ...]


def particulars(sheet: Sheet, kind: NoticeKind, deadline_days: int | None) -> Read:
    """What the text says beside the complaints; a deadline of an evaluation is the notice's own."""
    bought = test_buy(sheet)
    orders = _once(_shaped(sheet, _ORDER) if _IN_ORDERS.search(sheet.page.text) else ())
    evaluations = _once(_found(sheet, _evaluation_ids(sheet.dialects)))
    dockets = _once(
        (
            *(_shaped(sheet, _DOCKET) if any(map(sheet.page.folded.__contains__, _IN_DOCKETS)) else ()),
            *_found(sheet, _court_numbers(sheet.dialects)),
        )
    )
    courts = _once(_courts(sheet))
    told = Particulars(
        test_buy=bought is not None,
        order_ids=_texts(orders),
        evaluation_ids=_texts(evaluations),
        evaluation_deadline_days=deadline_days if kind is NoticeKind.PATENT_EVALUATION else None,
        court_cases=_texts(dockets),
        courts=_texts(courts),
    )
    places = [("test_buy", bought)] if bought is not None else []
    for field, found in (
        ("order_ids", orders),
        ("evaluation_ids", evaluations),
        ("court_cases", dockets),
        ("courts", courts),
    ):
        places += [(field, item.start) for item in found]
    return Read(particulars=told, places=tuple(places))


def _shaped(sheet: Sheet, shape: re.Pattern[str]) -> Iterator[Found]:
    return (Found(text=m[0], start=m.start()) for m in islice(shape.finditer(sheet.page.text), _MAX))


def _found(sheet: Sheet, announcements: Group) -> Iterator[Found]:
    for _, announced in announcements.found(sheet.page.folded):
        for match in announced[:_MAX]:
            start, end = match.span("value")
            yield Found(text=sheet.page.text[start:end], start=start)


@lru_cache(maxsize=8)
def _evaluation_ids(dialects: tuple[Dialect, ...]) -> Group:
    return _announced((text for dialect in dialects for text in dialect.notice.evaluation_ids), "id")


@lru_cache(maxsize=8)
def _court_numbers(dialects: tuple[Dialect, ...]) -> Group:
    return _announced((text for dialect in dialects for text in dialect.court.numbers), "number")


def _announced(texts: Iterable[str], slot: str) -> Group:
    return Group(phrases([text], {slot: Slot(pattern=_SLOTS[slot], width=_WIDTH)}) for text in dict.fromkeys(texts))


def _courts(sheet: Sheet) -> Iterator[Found]:
    """Names of courts, as printed; blanks made one."""
    for _, names in _court_names(sheet.dialects).found(sheet.page.folded):
        for match in names[:_MAX]:
            yield Found(text=" ".join(sheet.page.text[match.start() : match.end()].split()), start=match.start())


@lru_cache(maxsize=8)
def _court_names(dialects: tuple[Dialect, ...]) -> Group:
    """Courts of all countries."""
    return Group(dialect.court.names for dialect in dialects)


def _once(found: Iterator[Found] | Sequence[Found]) -> tuple[Found, ...]:
    """Each value once, in the order of the text; of two where one is within the other the longer."""
    kept: dict[str, Found] = {}
    end = -1
    for item in sorted(found, key=lambda item: (item.start, -len(item.text))):
        if item.start >= end:
            end = item.start + len(item.text)
            kept.setdefault(item.text, item)
    return tuple(kept.values())[:_MAX]


def _texts(found: Sequence[Found]) -> tuple[str, ...]:
    return tuple(item.text for item in found)
