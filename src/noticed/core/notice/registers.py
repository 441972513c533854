"""Where a person can look a right up (reference: playbook section 5). Links are shown, never fetched by us.

Only where the right and the office are certain; bare digits that fit several registers get none. Never raises.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from noticed.core.notice.fields import bare
from noticed.core.notice.model import IpType

_GOOGLE = "https://patents.google.com/patent/{}/en"
_ESPACENET = "https://worldwide.espacenet.com/patent/search?q=pn%3D{}"
_DPMA = "https://register.dpma.de/DPMAregister/"
_EUIPO = "https://euipo.europa.eu/eSearch/#details/"
_TSDR = "https://tsdr.uspto.gov/#caseNumber={}&caseType={}&searchType=statusSearch"

Links = tuple[tuple[re.Pattern[str], str], ...]
"""Shape of a bare number and the link for it; ``{}`` are its groups."""


def _links(*pairs: tuple[str, str]) -> Links:
    return tuple((re.compile(shape), link) for shape, link in pairs)


_PATENTS = _links(
    (r"(?:US)?D(\d{6,7}?)(?:S1?)?", _GOOGLE.format("USD{}S1")),
    (r"(?:US)?RE(\d{5,6})(?:E1?)?", _GOOGLE.format("USRE{}E1")),
    (r"(?:US)?PP(\d{4,5})(?:P[23]?)?", _GOOGLE.format("USPP{}P2")),
    (r"US(20[0-3]\d{8}[AP]\d)", _GOOGLE.format("US{}")),
    (r"US(20[0-3]\d{8})", _GOOGLE.format("US{}A1")),
    (r"US(\d{7,8}B[12])", _GOOGLE.format("US{}")),
    (r"US(\d{7,8})", _GOOGLE.format("US{}B2")),
    (r"(EP\d{7}(?:[AB]\d)?)", _ESPACENET),
    (r"(FR\d{7}(?:[AB]\d)?)", _ESPACENET),
    (r"(GB\d{7}[AB]?)", _ESPACENET),
    (r"特許(?:登録)?第(\d{7})号", "https://www.j-platpat.inpit.go.jp/c1801/PU/JP-{}/15/en"),
)
_OF_RIGHT: Mapping[IpType, Links] = {
    IpType.UTILITY_PATENT: _links(
        (r"(\d{7,8}B[12])", _GOOGLE.format("US{}")), (r"(\d{7,8})", _GOOGLE.format("US{}B2"))
    ),
    IpType.DESIGN_PATENT: _links(
        (r"(?:EU|EM|REUD|RCD)?(\d{9})(\d{4})", _EUIPO + "designs/{}-{}"),
        (r"(?:UK|GB)?(9\d{13})", "https://www.registered-design.service.gov.uk/find/{}"),
        (r"(?:UK|GB)([1-6]\d{6})", "https://www.registered-design.service.gov.uk/find/{}"),
    ),
}
_MARKS = _links(
    (r"(UK\d{11})", "https://trademarks.ipo.gov.uk/ipo-tmcase/page/Results/1/{}"),
    (r"(?:EU|EUTM|EM)(\d{9})", _EUIPO + "trademarks/{}"),
    (r"(0\d{8})", _EUIPO + "trademarks/{}"),
    (r"(?:US)?([789]\d{7})", _TSDR.format("{}", "SERIAL_NO")),
    (r"US(\d{7})", _TSDR.format("{}", "US_REGISTRATION_NO")),
    (r"(?:DE)?(30\d{10})", _DPMA + "marke/register/{}/DE"),
    (r"(?:IR|WO)(\d{5,7}[A-Z]?)", "https://www3.wipo.int/madrid/monitor/en/showData.jsp?ID=ROM.{}"),
)
_COPYRIGHTS = _links((r"(?:VA|TX|PA|SR)U?\d{7,10}", "https://publicrecords.copyright.gov/"))
_DE_PATENT = re.compile(r"(?:DE)?([1256]0(?:19|20)\d{2}\d{6})(\d)?(?:[AUBCT]\d)?")


class _Complaint(Protocol):
    """A complaint of a notice, or of a case."""

    @property
    def ip_type(self) -> IpType | None: ...
    @property
    def ip_numbers(self) -> tuple[str, ...]: ...


def registers(complaints: Iterable[_Complaint], ip_type: IpType | None) -> dict[str, str]:
    """Number → link, where the register is certain; ``ip_type`` is the right of a complaint that names none."""
    pairs = ((number, complaint.ip_type or ip_type) for complaint in complaints for number in complaint.ip_numbers)
    return {number: link for number, right in pairs if (link := register_link(right, number))}


def register_link(ip_type: IpType | None, number: str) -> str | None:
    """Where ``number`` can be looked up by a person, or None where its office is not certain."""
    plain = bare(number)
    if ip_type in {IpType.UTILITY_PATENT, IpType.DESIGN_PATENT, IpType.PATENT}:
        return _german(plain) or _first(_PATENTS, plain) or _first(_OF_RIGHT.get(ip_type, ()), plain)
    if ip_type in {IpType.TRADEMARK, IpType.COUNTERFEIT, IpType.TRADE_DRESS}:
        return _first(_MARKS, plain)
    return _first(_COPYRIGHTS, plain) if ip_type is IpType.COPYRIGHT else None


def _first(links: Links, plain: str) -> str | None:
    for shape, link in links:
        found = shape.fullmatch(plain)
        if found:
            return link.format(*found.groups())
    return None


def _german(plain: str) -> str | None:
    """A file number of the DPMA: two digits for the kind, the year, six more, and perhaps a check digit."""
    found = _DE_PATENT.fullmatch(plain)
    check = check_digit(found[1]) if found else None
    if found is None or check is None or found[2] not in {None, check}:
        return None
    return f"{_DPMA}pat/register?AKZ={found[1]}{check}"


def check_digit(digits: str) -> str | None:
    """Of twelve digits of the DPMA: 11 less the sum, weighted 13 to 2, modulo 11; None where that is 10."""
    rest = -sum(weight * int(digit) for weight, digit in zip(range(13, 1, -1), digits, strict=True)) % 11
    return None if rest == 10 else str(rest)
