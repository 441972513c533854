"""Amazon's own sentences in a notice, signs of a court case, and what its printed addresses are for."""

from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import NOTICE_BOXES
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.phrase import Group
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet

_MAX_SENTENCES = 12
_MAX_SIGNS = 10


def amazon_says(sheet: Sheet, kind: NoticeKind) -> tuple[str, ...]:
    """Sentences on what Amazon decided and what may be done about it, verbatim, blanks aside."""
    phrases = [
        *sheet.dialect.actions.values(),
        sheet.dialect.notice.account_health,
        sheet.dialect.notice.retraction,
        sheet.dialect.notice.says,
        *(rule.any for rule in sheet.dialect.kinds if rule.name is kind),
    ]
    places = {sheet.page.sentence(match.start()) for phrase in phrases for match in phrase.matches(sheet.new)}
    sentences = [" ".join(sheet.page.text[start:end].split()) for start, end in sorted(places) if start >= sheet.body]
    return tuple(dict.fromkeys(text[:500] for text in sentences if len(text) > 10))[:_MAX_SENTENCES]


def court_signs(sheet: Sheet) -> tuple[str, ...]:
    """Lines that look like a court case."""
    signs = _court_signs(sheet.dialects)
    places = sorted({match.start() for match in signs.finditer(sheet.page.folded)})
    return tuple(dict.fromkeys(sheet.page.quote(place) for place in places))[:_MAX_SIGNS]


@lru_cache(maxsize=8)
def _court_signs(dialects: tuple[Dialect, ...]) -> Group:
    return Group(dialect.court.signs for dialect in dialects)


def dispute_address(sheet: Sheet, addresses: tuple[Address, ...]) -> str | None:
    """The printed address of the dispute team; failing that a notice address that is not for retractions alone."""
    for address in addresses:
        if "dispute" in address.spec.partition("@")[0]:
            return address.spec
    for address in addresses:
        local = address.spec.partition("@")[0]
        if local in NOTICE_BOXES and not _about_retraction(sheet, address):
            return address.spec
    return None


def retraction_address(sheet: Sheet, addresses: tuple[Address, ...]) -> str | None:
    """The printed address a rights owner sends a retraction to."""
    for address in addresses:
        if "retraction" in address.spec.partition("@")[0]:
            return address.spec
    return next((address.spec for address in addresses if _about_retraction(sheet, address)), None)


def _about_retraction(sheet: Sheet, address: Address) -> bool:
    start, end = sheet.page.sentence(address.start)
    line = sheet.page.lines[sheet.page.line_at(address.start)]
    low, high = min(start, line.start), max(end, line.end)
    return any(sheet.says(dialect.notice.retraction, low, high) for dialect in sheet.voices)
