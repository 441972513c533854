"""Where the number of a right can be looked up."""

import pytest

from noticed.core.notice.model import Complaint, IpType
from noticed.core.notice.registers import check_digit, register_link, registers


@pytest.mark.parametrize(
    ("right", "number", "link"),
    [
        (IpType.UTILITY_PATENT, "US 9,214,775 B1", "https://patents.google.com/patent/US9214775B1/en"),
        (IpType.UTILITY_PATENT, "10,045,612", "https://patents.google.com/patent/US10045612B2/en"),
        (IpType.DESIGN_PATENT, "USD953129S1", "https://patents.google.com/patent/USD953129S1/en"),
        (IpType.DESIGN_PATENT, "D1,034,512", "https://patents.google.com/patent/USD1034512S1/en"),
        (IpType.DESIGN_PATENT, "004561237-0002", "https://euipo.europa.eu/eSearch/#details/designs/004561237-0002"),
        (IpType.PATENT, "EP 2 123 456 B1", "https://worldwide.espacenet.com/patent/search?q=pn%3DEP2123456B1"),
        (IpType.TRADEMARK, "UK00003512290", "https://trademarks.ipo.gov.uk/ipo-tmcase/page/Results/1/UK00003512290"),
        (IpType.TRADEMARK, "018847362", "https://euipo.europa.eu/eSearch/#details/trademarks/018847362"),
        (
            IpType.TRADEMARK,
            "97/654321",
            "https://tsdr.uspto.gov/#caseNumber=97654321&caseType=SERIAL_NO&searchType=statusSearch",
        ),
        (IpType.COPYRIGHT, "VA 2-184-556", "https://publicrecords.copyright.gov/"),
        (IpType.UTILITY_PATENT, "USRE49,123 E1", "https://patents.google.com/patent/USRE49123E1/en"),
        (IpType.PATENT, "PP12,345", "https://patents.google.com/patent/USPP12345P2/en"),
        (IpType.PATENT, "US 2021/0123456 A1", "https://patents.google.com/patent/US20210123456A1/en"),
        (IpType.PATENT, "GB 2,257,858", "https://worldwide.espacenet.com/patent/search?q=pn%3DGB2257858"),
        (IpType.PATENT, "FR 3 087 654 B1", "https://worldwide.espacenet.com/patent/search?q=pn%3DFR3087654B1"),
        (IpType.PATENT, "特許第6543210号", "https://www.j-platpat.inpit.go.jp/c1801/PU/JP-6543210/15/en"),
        (IpType.PATENT, "20 2025 106 621.1", "https://register.dpma.de/DPMAregister/pat/register?AKZ=2020251066211"),
        (IpType.PATENT, "DE 20 2025 106 621", "https://register.dpma.de/DPMAregister/pat/register?AKZ=2020251066211"),
        (IpType.PATENT, "20 2025 106 621.2", None),
        (
            IpType.TRADEMARK,
            "DE 30 2019 118 427",
            "https://register.dpma.de/DPMAregister/marke/register/302019118427/DE",
        ),
        (IpType.TRADEMARK, "EUTM 018847362", "https://euipo.europa.eu/eSearch/#details/trademarks/018847362"),
        (IpType.TRADEMARK, "IR 1234567", "https://www3.wipo.int/madrid/monitor/en/showData.jsp?ID=ROM.1234567"),
        (
            IpType.COUNTERFEIT,
            "US 5123456",
            "https://tsdr.uspto.gov/#caseNumber=5123456&caseType=US_REGISTRATION_NO&searchType=statusSearch",
        ),
        (IpType.DESIGN_PATENT, "UK 6123456", "https://www.registered-design.service.gov.uk/find/6123456"),
        (IpType.DESIGN_PATENT, "90045612370002", "https://www.registered-design.service.gov.uk/find/90045612370002"),
        (IpType.DESIGN_PATENT, "DM/076118", None),
        (IpType.PATENT, "ZL 2017 1 0601862.3", None),
        (IpType.DESIGN_PATENT, "6123456", None),
        (IpType.TRADEMARK, "6123456", None),
        (None, "6123456", None),
    ],
)
def test_a_register_is_only_named_where_it_is_certain(right: IpType | None, number: str, link: str | None) -> None:
    assert register_link(right, number) == link


def test_the_check_digit_of_the_german_office() -> None:
    assert check_digit("202025106621") == "1"
    assert check_digit("302025229148") == "9"


def test_each_number_goes_by_the_right_of_its_complaint() -> None:
    complaints = (
        Complaint(ip_type=IpType.TRADEMARK, ip_numbers=("UK00003512290",)),
        Complaint(ip_type=IpType.DESIGN_PATENT, ip_numbers=("D1,034,512", "6123456")),
        Complaint(ip_numbers=("VA 2-184-556",)),
    )
    assert list(registers(complaints, IpType.COPYRIGHT)) == ["UK00003512290", "D1,034,512", "VA 2-184-556"]
