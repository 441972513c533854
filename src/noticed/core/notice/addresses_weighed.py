"""Which addresses are the complainant's, by what was learned of other mails: asked after the rules.

Rules take an address only where the text says whose it is. Where it says so in words that nobody foresaw it is taken
if all that is known of it makes it likely, as a guess, and one that is likely a stranger's is left. Never raises.
"""

from collections.abc import Sequence

from noticed.core.learned.questions import YES, Ask, Sort
from noticed.core.learned.weights import NOTHING
from noticed.core.notice.address_traits import Addresses, address_traits
from noticed.core.notice.beside import is_the_readers
from noticed.core.notice.disclaimed import nobody_complained
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet

_TAKEN, _LEFT = 0.6, 0.33
"""Chances from which an address is taken that the rules leave, and below which one is left that they take; chosen on
mails that were not learned from."""
_LABELS = frozenset({"owner", "owner_email", "agent"})
_NOBODYS = frozenset({NoticeKind.OTHER, NoticeKind.SUSPECTED})
"""Kinds of mail in which nobody complained."""


def addresses_weighed(
    sheet: Sheet, kind: NoticeKind, ruled: tuple[Address, ...], owners: Sequence[Name]
) -> tuple[Address, ...]:
    """The complainant's addresses in the order of the text; ``ruled``: as the rules find them."""
    learned = sheet.dialect.learned.get(Sort.ADDRESSES, NOTHING)
    if not learned.rows or kind in _NOBODYS or nobody_complained(sheet) is not None:
        return ruled
    addresses = Addresses(sheet=sheet, kind=kind, owners=owners, ruled=frozenset(address.spec for address in ruled))
    found = {address.spec: address for address in ruled}
    labels = [hit for hit in sheet.hits if hit.strong and hit.base in _LABELS]
    for address in addresses.found:
        if address.spec in found and any(hit.value <= address.start < hit.end for hit in labels):
            continue  # nothing is surer
        chance = learned.weigh(frozenset(address_traits(addresses, address))).chances(Ask.THEIRS).get(YES, 0.0)
        if address.spec not in found and chance >= _TAKEN and not is_the_readers(sheet, address):
            found[address.spec] = Address(spec=address.spec, start=address.start, end=address.end, guess=True)
        elif chance < _LEFT:
            found.pop(address.spec, None)
    return tuple(sorted(found.values(), key=lambda address: address.start))
