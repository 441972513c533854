"""What comes back, on real servers: who answered, in which case, what it says, and what it moves."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import AMAZON, answer, bounce, notice, signed

DAY = timedelta(days=1)
Install = Callable[..., Installation]


@pytest.fixture
def install(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Install:
    def make(**changes: str) -> Installation:
        return Installation(tmp_path, servers, dns, **changes)

    return make


def asked(seller: Installation) -> None:
    """A notice came, and the inquiry went out."""
    seller.once()
    seller.receive(signed(notice(date=seller.now, to=seller.seller, complainant=seller.complainant)))


def says(seller: Installation, text: str, sender: str = "", *, new: bool = False, subject: str = "") -> None:
    """Somebody, by default the complainant, answers the last letter, or writes anew."""
    letter = None if new else seller.arrived(seller.complainant)[-1]
    raw = answer(letter, date=seller.now, text=text, sender=sender or seller.complainant, to=seller.seller)
    if subject:
        raw = re.sub(rb"(?m)^Subject: .*\n(?:[ \t].*\n)*", f"Subject: {subject}\n".encode(), raw, count=1)
    seller.receive(raw)


def test_machines_answer_and_the_ladder_goes_on_but_waits_for_who_is_away(install: Install) -> None:
    seller = install()
    asked(seller)
    says(seller, "Please verify that you are a human: click the link to deliver your message.")
    says(seller, "Ihre Anfrage wurde unter der Ticketnummer 4821 erfasst. Wir melden uns schnellstmöglich bei Ihnen.")
    back = seller.now + 9 * DAY
    says(seller, f"Ich bin bis einschließlich {back:%d.%m.%Y} nicht im Büro.", subject="Automatische Antwort")
    assert seller.case()["state"] == "with_complainant"
    seller.once(5 * DAY)
    assert len(seller.arrived(seller.complainant)) == 1, "nobody is there to read it"
    seller.once(6 * DAY)
    assert len(seller.arrived(seller.complainant)) == 2


def test_counsel_who_writes_anew_waits_in_the_pen_is_attached_once_and_remembered(install: Install) -> None:
    seller = install()
    asked(seller)
    case = seller.case()["case"]
    says(seller, "We act for the owner of the right in complaint 10987654321.", "e.lind@lawfirm.example", new=True)
    assert seller.case()["state"] == "with_complainant"
    assert case in seller.run("pen")
    told = next(m for m in seller.arrived(seller.boss) if "may have answered" in str(m["Subject"]))
    found = re.search(r"noticed pen attach (\d+) (\S+)", told.get_content())
    assert found
    assert found[2] == case
    seller.run("pen", "attach", found[1], case)
    assert (seller.case()["state"], seller.case()["reason"]) == ("with_operator", "replied")
    says(seller, "One more thing.", "e.lind@lawfirm.example", new=True, subject="Amazon complaint, further")
    assert "e.lind@lawfirm.example" not in seller.run("pen")
    assert seller.run("show", case).count("e.lind@lawfirm.example") >= 2
    seller.once(20 * DAY)
    assert len(seller.arrived(seller.complainant)) == 1


def test_a_demand_for_money_stops_everything_and_comes_with_the_advice_to_pay_nothing(install: Install) -> None:
    seller = install()
    asked(seller)
    says(seller, "We will withdraw once you have paid our licence fee of 900 GBP.")
    assert (seller.case()["state"], seller.case()["reason"]) == ("with_operator", "replied")
    assert "Pay nothing before you have checked who owns the right" in " ".join(seller.run("digest").split())
    seller.once(20 * DAY)
    assert len(seller.arrived(seller.complainant)) == 1


def test_a_returned_letter_stands_in_the_contact_log(install: Install) -> None:
    seller = install(attempts="1")
    asked(seller)
    (inquiry,) = seller.arrived(seller.complainant)
    seller.receive(bounce(inquiry, seller.complainant, date=seller.now, to=seller.seller))
    seller.run("decide", seller.case()["case"], "reason_unknown", "--note", "the letter came back")
    seller.once()
    (to_amazon,) = [m for m in seller.arrived(AMAZON) if m["To"] == AMAZON]
    assert "returned as undeliverable" in to_amazon.get_content()
