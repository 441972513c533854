"""What an address of a notice is weighed by, whether it is the complainant's: what the rules made of it, how it is
spelled, what stands around it. Never raises.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from noticed.core.notice.addresses import is_elses, is_stranger
from noticed.core.notice.capitals import capitals
from noticed.core.notice.helpers import is_outside
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.ordinary import ordinary_of, plain_words
from noticed.core.notice.printed_addresses import Address, find_addresses
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.spelling import host_spells, local_spells
from noticed.core.notice.surroundings import stems, surroundings
from noticed.core.values import Value, kept

_WORD = re.compile(r"[a-z]+")
_STEM = 6
"""Letters by which a word of an address counts."""
_BEFORE = 250
"""Characters of a sentence before and behind an address that are looked at."""
_ABOVE = 200
"""Characters of the sentence before that one."""


class Addresses(Value):
    """Those of one notice that are neither Amazon's nor the reader's own."""

    sheet: Sheet
    kind: NoticeKind
    owners: Sequence[Name]
    ruled: frozenset[str]
    """Those that the rules take for the complainant's."""

    @kept
    def found(self) -> tuple[Address, ...]:
        """Each once, in order."""
        every: dict[str, Address] = {}
        for address in find_addresses(self.sheet):
            host = address.spec.rpartition("@")[2]
            if address.spec not in self.sheet.own and not is_amazon(host, self.sheet.marketplaces):
                every.setdefault(address.spec, address)
        return tuple(every.values())


def address_traits(addresses: Addresses, address: Address) -> list[str]:
    """What is known of one."""
    near = surroundings(addresses.sheet)
    return [
        f"kind {addresses.kind}",
        "ruled" if address.spec in addresses.ruled else "not ruled",
        *_ruled_out(addresses.sheet, address),
        *_others(addresses, address),
        *_spelled(addresses, address),
        *near.around(address.start, address.end),
        *near.heading(address.start),
        *near.place(address.start, address.end),
        *_sentence(addresses, address),
    ]


def _ruled_out(sheet: Sheet, address: Address) -> list[str]:
    """By which rules it is somebody else's."""
    said = {
        "stranger": is_stranger(sheet, address),
        "else's": is_elses(sheet, address),
        "outside": is_outside(sheet, address),
    }
    return [each for each, is_so in said.items() if is_so]


def _others(addresses: Addresses, address: Address) -> list[str]:
    """What other addresses there are."""
    others = [other for other in addresses.found if other.spec != address.spec]
    taken = [other for other in others if other.spec in addresses.ruled]
    host = address.spec.rpartition("@")[2]
    found = [f"others {min(len(others), 3)}", f"number {min(addresses.found.index(address), 3)}"]
    found += ["other ruled"] if taken else []
    found += ["host of other"] if any(other.spec.endswith(f"@{host}") for other in others) else []
    return [*found, "host of ruled"] if any(other.spec.endswith(f"@{host}") for other in taken) else found


def _spelled(addresses: Addresses, address: Address) -> list[str]:
    """Its words, and whether it spells the owner's name."""
    local, _, host = address.spec.rpartition("@")
    found = [f"local {word[:_STEM]}" for word in _WORD.findall(local)]
    found += [f"host {word[:_STEM]}" for word in _WORD.findall(host.rpartition(".")[0])]
    if not addresses.owners:
        return [*found, "no owner"]
    ordinary = ordinary_of(addresses.sheet)
    words = plain_words(addresses.owners[0].text, capitals(addresses.sheet.dialects).joining)
    found.append("spelled by host" if host_spells(address.spec, words, ordinary) else "not spelled by host")
    return [*found, "spelled by local"] if local_spells(address.spec, words, ordinary) else found


def _sentence(addresses: Addresses, address: Address) -> list[str]:
    """The words of its sentence, and of the one before."""
    page = addresses.sheet.page
    low, high = page.sentence(address.start)
    low, high = max(low, address.start - _BEFORE), min(max(high, address.end), address.end + _BEFORE)
    before, behind = stems(page.folded[low : address.start]), stems(page.folded[address.end : high])
    found = [f"before {word}" for word in before] + [f"behind {word}" for word in behind]
    found += [f"before {first} {second}" for first, second in pairwise(before)]
    if low > addresses.sheet.body:
        start, _ = page.sentence(max(low - 2, 0))
        found += [f"sentence before {word}" for word in stems(page.folded[max(start, low - _ABOVE) : low])]
    for name in addresses.owners[:1]:
        found += ["name before"] if name.text in page.text[low : address.start] else []
        found += ["name behind"] if name.text in page.text[address.end : high] else []
    return found
