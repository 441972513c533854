"""Addresses that are named like somebody whom the text names: whose host is a name of its, or that stand behind one.

Never raises.
"""

import re

from noticed.core.notice.capitals import capitals
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import alphanumeric, fold
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.printed_addresses import Address, find_addresses
from noticed.core.notice.sheet import Sheet

_LONGEST, _TOLD = 24, 4
"""Characters of a name in a script without blanks, at most; and of a part of it that tells it from others."""
_SCRIPT = re.compile(r"([\u2e80-\uff00]{4,24})\s?[(（]\s?\Z")
_NAME = re.compile(r"[\u30a0-\u30ff\u3400-\u9fff]{4}")
_RUN = re.compile(r"[^\W_]+")
_HOST = 5
"""Letters of a host that are a name, at least."""
_STATED = frozenset({NoticeKind.COMPLAINT, NoticeKind.RETRACTION})


def is_owners_host(sheet: Sheet, address: Address) -> bool:
    """Whether the host is the name under the owner's label: "Pallas Grove Inc." of pallasgrove.com."""
    host = _host(address)
    names = (alphanumeric(fold(value.split("\n", 1)[0])) for _, value in sheet.values("owner"))
    return len(host) >= _HOST and any(name.startswith(host) for name in names)


def _host(address: Address) -> str:
    """The letters and digits of a host's own name: "pallasgrove" of mail.pallas-grove.com."""
    return alphanumeric(fold(address.spec.rpartition("@")[2].rpartition(".")[0].rpartition(".")[2]))


def is_named(sheet: Sheet, address: Address) -> bool:
    """Whether its host is a name that stands in a sentence about the complainant: "Pell & Harrow" of pellharrow.com."""
    host = _host(address)
    if len(host) < _HOST:
        return False
    return any(_is_in_name(sheet, host, *_squeezed(sheet, small)) for small in (frozenset(), _joining(sheet)))


def _joining(sheet: Sheet) -> frozenset[str]:
    return capitals(sheet.dialects).joining


def _is_in_name(sheet: Sheet, host: str, squeezed: str, places: list[int]) -> bool:
    found = squeezed.find(host)
    while found >= 0:
        place = places[found]
        low, high = sheet.page.sentence(place)
        sentence = sheet.page.folded[low:high]
        inside = any(other.start <= place < other.end for other in find_addresses(sheet))
        about = _is_about_owner(sheet, sentence) or ASIN.search(sheet.page.text[low:high]) is not None
        if place >= sheet.body and not inside and not sheet.page.text[place].islower() and about:
            return True
        found = squeezed.find(host, found + 1)
    return False


def is_named_again(sheet: Sheet, address: Address) -> bool:
    """In a script without blanks: whether a part of the name before its bracket, of four characters that are no legal
    form, stands in a sentence about the complainant before."""
    page = sheet.page
    named = _SCRIPT.search(page.text, max(address.start - _LONGEST, sheet.body), address.start)
    if named is None:
        return False
    name = capitals(sheet.dialects).company.sub(" ", named[1])
    for part in (name[at : at + _TOLD] for at in range(len(name) - _TOLD + 1)):
        place = page.text.find(part, sheet.body, named.start()) if _NAME.fullmatch(part) else -1
        if place >= 0 and _is_about_owner(sheet, page.folded[slice(*page.sentence(place))]):
            return True
    return False


def _squeezed(sheet: Sheet, joining: frozenset[str]) -> tuple[str, list[int]]:
    """The letters and digits of the text but for the words that join those of a name, each with its place."""
    places = [
        place for word in _RUN.finditer(sheet.page.folded) if word[0] not in joining for place in range(*word.span())
    ]
    return "".join(sheet.page.folded[place] for place in places), places


def _is_about_owner(sheet: Sheet, sentence: str) -> bool:
    """Whether a sentence says that somebody complains, or speaks of him or of who acts for him."""
    spoken = (phrase for v in sheet.voices for phrase in (v.owner.words, v.owner.agents, v.owner.behalf))
    return reports(sheet, sentence) or any(phrase.search(sentence) for phrase in spoken)


def reports(sheet: Sheet, sentence: str) -> bool:
    """Whether a sentence says that somebody complains, or that he takes his complaint back."""
    rules = (rule for voice in sheet.voices for rule in voice.kinds if rule.name in _STATED)
    return any(rule.any.search(sentence) for rule in rules) or any(_tells(voice, sentence) for voice in sheet.voices)


def _tells(dialect: Dialect, sentence: str) -> bool:
    """Whether it says that somebody told Amazon of a right, and nobody on Amazon's side or the reader's."""
    rules = (rule for rule in dialect.kinds if rule.name is NoticeKind.COMPLAINT)
    if dialect.notice.told.search(sentence) is None or not any(rule.also.search(sentence) for rule in rules):
        return False
    return not any(other.search(sentence) for other in (dialect.notice.untold, dialect.owner.outsiders))
