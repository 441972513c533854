"""Numbers of rights that nothing announces: what is left when every other number has its meaning. Never raises."""

from collections.abc import Collection

from noticed.core.notice.fields import STRONG, bare, is_asin, numbers_in
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.numbers import is_elses
from noticed.core.notice.other_numbers import is_others
from noticed.core.notice.rights import Found, Right
from noticed.core.notice.sheet import Sheet

_KINDS = frozenset({NoticeKind.COMPLAINT, NoticeKind.SUSPECTED})
"""Mail that says by which right …"""
_REGISTERED = frozenset(IpType) - {IpType.COPYRIGHT}
"""… and rights that are registered under bare digits: a book has such a number, too."""
_DIGITS = range(6, 11)
"""Of a number that a register knows and no complaint has today; postal codes have fewer."""
_POSTAL = "〒"


def left_over(
    sheet: Sheet, kind: NoticeKind, right: Right | None, numbers: tuple[Found, ...], ids: Collection[Found]
) -> tuple[Found, ...]:
    """``numbers``, or where there is none the only number that nothing explains, as a guess; with several complaints
    one for each: "Mark relied on: 4,987,360", or a column of a table whose name nobody knows."""
    if numbers or kind not in _KINDS or right is None or right.ip_type not in _REGISTERED:
        return numbers
    taken = frozenset(item.text for item in ids)
    found = {
        bare(number): Found(text=number, start=offset, guess=True)
        for offset, number in numbers_in(sheet.new)
        if offset >= sheet.body and _may_be(sheet, offset, number) and not is_elses(sheet, (), offset, number, taken)
    }
    return tuple(found.values()) if len(found) <= max(1, len(ids)) else ()


def _may_be(sheet: Sheet, offset: int, number: str) -> bool:
    """Whether a number is one of a register by its shape, and of no order, invoice, parcel by the word before it or its
    hyphen."""
    plain = "-" not in number and sum(map(str.isdigit, number)) in _DIGITS
    if is_asin(number) or not (plain or STRONG.fullmatch(number)):
        return False
    return sheet.page.text[:offset].rstrip()[-1:] != _POSTAL and not is_others(sheet, offset, offset + len(number), -1)
