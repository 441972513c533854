"""Which of Amazon's stores a notice is about.

A country-specific sender decides, then what the text names; an amazon.com sender alone proves nothing, and
amazon.com is only a prefix of amazon.com.mx.
"""

import re
from functools import lru_cache

from noticed.core.marketplace import Marketplace
from noticed.core.notice.addresses import amazon_addresses
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.legal_forms import either
from noticed.core.notice.phrase import Group
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet

_US_LINK = re.compile(r"sellercentral\.amazon\.com(?<![\w.-].{24})(?![\w.-])")
"""What stands before it is looked at from behind: a pattern is found faster by how it begins. So are the others."""
_HUNG = r"-(?![a-z]{2,20}(?![\w@/-]|\.\w))"
"""What goes on behind a hyphen as a name of a host, and not as "your Amazon.de-Team" does."""
_STORE = re.compile(rf"amazon\.(?<![\w-].{{7}})(?:[a-z]{{2,3}})(?:\.[a-z]{{2}})?(?!\w|{_HUNG}|\.[a-z]{{2}})")
_COM = re.compile(r"amazon\.com(?:(?<![\w@.-].{10})|(?<=www\..{10}))(?![\w-]|\.[a-z])")
_IN_ADDRESS = frozenset(".@-_")
_US_FORM = re.compile(r"(?:US|U\.S\.)|D ?[\d,]{6,9}|(?:VA|TX|PA|SR)u?[\d -]")


def marketplace(sheet: Sheet, links: tuple[str, ...], numbers: tuple[Found, ...]) -> str | None:
    """Code of the store, or None where nothing says."""
    domain = sheet.sender.rpartition("@")[2]
    own = _of_domain(sheet, domain)
    if own and own != "US":
        return own
    text = sheet.page.folded + "\n" + "\n".join(links).lower()
    for code in (_named(sheet, sheet.page.folded), _contact(sheet), _named(sheet, text)):
        if code and code != "US":
            return code
    if (spoken := _spoken(sheet)) and spoken != "US":
        return spoken
    return "US" if spoken or _is_american(sheet, text, numbers) else None


def _of_domain(sheet: Sheet, domain: str) -> str | None:
    matching = [m for m in sheet.marketplaces if domain == m.domain or domain.endswith(f".{m.domain}")]
    return max(matching, key=lambda market: len(market.domain)).code if matching else None


def _named(sheet: Sheet, text: str) -> str | None:
    """The first country-specific store a text names, in a word, an address or a link."""
    for match in _STORE.finditer(text):
        code = next((m.code for m in sheet.marketplaces if m.domain == match[0]), None)
        if code and code != "US":
            return code
    return None


def _spoken(sheet: Sheet) -> str | None:
    """The first store that is named by its country: "Amazon UK", "our Spanish store"."""
    codes, names = _spellings(sheet.marketplaces)
    found = names.search(sheet.page.folded)
    said = [(found.start(), codes[found[0]])] if found else []
    for voice in sheet.voices:
        if places := dict(voice.of_stores.found(sheet.page.folded)):
            said += [(places[words][0].start(), code) for code, words in voice.stores.items() if words in places]
    return min(said)[1] if said else None


@lru_cache(maxsize=8)
def _spellings(marketplaces: tuple[Marketplace, ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """The code of each spelling that is no domain, and where one stands."""
    codes = {fold(name): market.code for market in marketplaces for name in market.names if "." not in name}
    return codes, re.compile(rf"(?<![a-z0-9])(?:{either(codes)})(?![a-z0-9])")


def _contact(sheet: Sheet) -> str | None:
    for address in amazon_addresses(sheet):
        code = _of_domain(sheet, address.spec.rpartition("@")[2])
        if code and code != "US":
            return code
    return None


def _is_american(sheet: Sheet, text: str, numbers: tuple[Found, ...]) -> bool:
    if _COM.search(text) or _US_LINK.search(text):
        return True
    if any(address.spec.endswith("@amazon.com") for address in amazon_addresses(sheet)):
        return True
    return any(_US_FORM.match(number.text) for number in numbers) or _speaks_of_us(sheet, text)


def _speaks_of_us(sheet: Sheet, text: str) -> bool:
    """Whether rights of the United States are spoken of, not only named in an address."""
    found = (match for match in _american(sheet.dialects).finditer(text))
    return any(
        text[max(m.start() - 1, 0) : m.start()] not in _IN_ADDRESS and text[m.end() : m.end() + 1] != "@" for m in found
    )


@lru_cache(maxsize=8)
def _american(dialects: tuple[Dialect, ...]) -> Group:
    return Group(dialect.notice.american for dialect in dialects)
