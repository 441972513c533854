"""Each path that a conversation can take, told once on real servers: what comes back, what it moves, what is sent.

The answers of people are one table: many complainants, one shop, three rounds.
"""

import re
from dataclasses import field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import AMAZON, answer, clearance, notice, signed

from noticed.core.values import Value

DAY = timedelta(days=1)
LIMITS = "[limits]\nprobation = 0\nnew_recipients_per_day = 0\naccount_per_day = 0\namazon_per_day = 0"


class Path_(Value):  # noqa: N801  # pathlib's name is taken
    """What one complainant answers, and what becomes of it."""

    text: str
    reason: str | None
    """Why it is with the operator; None: it goes on waiting."""
    shown: str
    """What the case says of it."""
    asin: str
    brand: str
    language: str = field(default="on Amazon.com")
    """How the inquiry to them begins."""


PATHS = (
    Path_(brand="lone.example", asin="B0A0000001", text="B", reason="replied",
          shown="B, it was not meant for this product or for us"),
    Path_(brand="reason.example", asin="B0A0000002", text="It is our design patent US D1,034,512, the folding arm.",
          reason="replied", shown="D1,034,512"),
    Path_(brand="refuses.example", asin="B0A0000003", text="We will not withdraw our complaint.", reason="replied",
          shown="they refuse"),
    Path_(brand="asks.example", asin="B0A0000004", text="Please send us the invoices of your supplier.",
          reason="replied", shown="they ask for something"),
    Path_(brand="wrong.example", asin="B0A0000005", reason="suppressed",
          text="I am the wrong person for this. Please write to trademarks@other-firm.example instead.",
          shown="complainant_emails=trademarks@other-firm.example"),
    Path_(brand="unsure.example", asin="B0A0000006", text="Blue, on Thursdays.", reason="replied",
          shown="the answer was not understood: read it"),
    Path_(brand="stop.example", asin="B0A0000007", text="Do not write to us again.", reason="suppressed",
          shown="no more letters"),
    Path_(brand="condition.example", asin="B0A0000008", reason="replied",
          text="We will withdraw the complaint if you delete the listing first.", shown="on a condition"),
    Path_(brand="told.example", asin="B0A0000009", reason="retraction_promised", shown="Amazon was told",
          text="We have already told Amazon that we withdraw our complaint."),
    Path_(brand="court.example", asin="B0A0000010", reason="legal", shown="court",
          text="We have filed suit, case 1:26-cv-01234, U.S. District Court; a temporary restraining order."),
    Path_(brand="kanzlei.de", asin="B0A0000011", text="Wir ziehen die Beschwerde nicht zurück.", reason="replied",
          shown="they refuse", language="Amazon teilt uns mit"),
)  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    return Installation(tmp_path, servers, dns, limits=LIMITS)


def filed(path: Path_, number: int) -> str:
    return f"1410000{number:04d}"


def who(shop: Installation, path: Path_) -> str:
    """An address of this story alone."""
    return f"{shop.seller.partition('@')[0]}@{path.brand}"


def standing(shop: Installation) -> dict[str, dict[str, Any]]:
    """Complaint id → its row."""
    return {name: row for row in shop.json("cases") for name in row["complaint_ids"]}


def test_every_answer_of_a_person_stops_the_ladder_and_says_what_it_is(shop: Installation) -> None:
    shop.once()
    for number, path in enumerate(PATHS):
        mine = {"complaint": filed(path, number), "asins": (path.asin,), "complainant": who(shop, path)}
        shop.servers.deliver(shop.seller, signed(notice(date=shop.now, to=shop.seller, **mine)))  # type: ignore[arg-type]
    shop.once()
    for path in PATHS:
        (letter,) = shop.arrived(who(shop, path))
        assert path.language in str(letter.get_body(("plain",)))
        reply = answer(letter, date=shop.now, text=path.text, sender=who(shop, path), to=shop.seller)
        shop.servers.deliver(shop.seller, reply)
    shop.once()
    rows = standing(shop)
    for number, path in enumerate(PATHS):
        row = rows[filed(path, number)]
        assert (row["state"], row["reason"]) == ("with_operator", path.reason), path.text
        assert path.shown in " ".join(shop.run("show", str(row["case"])).split()), path.text
    shop.once(20 * DAY)
    assert [len(shop.arrived(who(shop, path))) for path in PATHS] == [1] * len(PATHS), "nobody is asked again"
    assert "noticed decide" in shop.run("digest")


def test_a_promised_retraction_is_coached_and_closes_only_when_the_last_asin_is_cleared(shop: Installation) -> None:
    shop.once()
    both = ("B0C1234567", "B0C7654321")
    shop.receive(signed(notice(date=shop.now, to=shop.seller, complainant=shop.complainant, asins=both)))
    (inquiry,) = shop.arrived(shop.complainant)
    promise = "Thank you for writing. We will withdraw the complaint."
    shop.receive(answer(inquiry, date=shop.now, text=promise, sender=shop.complainant, to=shop.seller))
    assert (shop.case()["state"], shop.case()["reason"]) == ("with_operator", "retraction_promised")
    (coach,) = [x for x in shop.json("letters") if x["kind"] == "retraction_steps"]
    assert coach["status"] == "held", "it is written at once and waits for one word"
    shop.run("approve", coach["letter"])
    shop.once()
    steps = str(shop.arrived(shop.complainant)[-1].get_body(("plain",)))
    assert all(word in steps for word in ("10987654321", *both))
    assert shop.case()["state"] != "closed"

    shop.now += DAY
    shop.receive(signed(clearance(date=shop.now, to=shop.seller, asin=both[0])))
    assert shop.case()["state"] != "closed"
    stuck = " ".join(shop.run("show", shop.case()["case"]).split())
    assert re.search(rf"still down: {both[1]}, though others were cleared on \w+ \d+ \w+", stuck), stuck
    before = len([x for x in shop.json("letters") if x["kind"] == "retraction_steps"])
    shop.once(12 * DAY)
    again = [x for x in shop.json("letters") if x["kind"] == "retraction_steps"]
    assert (shop.case()["reason"], len(again)) == ("retraction_promised", before + 1), "it asks again, at the set time"
    assert again[-1]["status"] == "held"
    forwarded = "Here is what we sent to Amazon:\n\nWe retract complaint 10987654321 for B0C1234567 and B0C7654321."
    shop.receive(answer(None, date=shop.now, text=forwarded, sender=shop.complainant, to=shop.seller))
    moved = shop.case()["state"], shop.case()["reason"]
    assert moved == ("with_operator", "retraction_promised"), "a copy is a promise, not the thing itself"
    shop.receive(signed(clearance(date=shop.now, to=shop.seller, asin=both[1])))
    assert (shop.case()["state"], shop.case()["disposition"]) == ("closed", "retracted")
    shop.once(20 * DAY)
    assert len(shop.arrived(shop.complainant)) == 2, "the inquiry and the coach letter that was approved"


def test_two_notices_of_one_complainant_are_one_thread_and_can_be_parted_and_joined(shop: Installation) -> None:
    shop.once()
    mine = {"to": shop.seller, "complainant": shop.complainant}
    shop.receive(signed(notice(date=shop.now, **mine)))  # type: ignore[arg-type]
    shop.receive(signed(notice(date=shop.now, complaint="14200000001", asins=("B0D1111111",), **mine)))  # type: ignore[arg-type]
    assert shop.case()["complaint_ids"] == ["10987654321", "14200000001"]
    reminder = notice(date=shop.now, **mine).replace(b"Policy Warning", b"Reminder: Policy Warning")  # type: ignore[arg-type]
    shop.servers.deliver(shop.seller, signed(reminder))
    shop.once(5 * DAY)
    assert len(shop.json("cases")) == 1, "what is told again is no second case"
    inquiry, follow_up = shop.arrived(shop.complainant)
    assert follow_up["In-Reply-To"] == inquiry["Message-ID"]
    assert "14200000001" in str(follow_up.get_body(("plain",)))

    first = shop.case()["case"]
    shop.run("split", first, "14200000001")
    rows = standing(shop)
    second = str(rows["14200000001"]["case"])
    assert second != first
    shop.receive(signed(clearance(date=shop.now, to=shop.seller, complaint="14200000001", asin="B0D1111111")))
    assert {name: row["state"] for name, row in standing(shop).items()}["14200000001"] == "closed"
    assert standing(shop)["10987654321"]["state"] != "closed", "each closes alone"

    other = signed(
        notice(date=shop.now, to=shop.seller, complainant="ip@licensee-firm.example", complaint="14200000002")
    )
    shop.receive(other)
    third = str(standing(shop)["14200000002"]["case"])
    shop.run("merge", third, first)
    rows = {str(row["case"]): row for row in shop.json("cases")}
    assert "14200000002" in rows[first]["complaint_ids"]
    assert (rows[third]["state"], rows[third]["disposition"]) == ("closed", "duplicate")


def test_the_file_of_a_complainant_is_the_accounts_own_unless_the_operator_shares_it(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    (tmp_path / "shop").mkdir()
    shop = Installation(tmp_path / "shop", servers, dns, limits=LIMITS)
    other = f"second-{shop.seller}"
    text = shop.settings.read_text()
    account = text[text.index("[[account]]") :].replace('"acme"', '"second"').replace(shop.seller, other)
    shop.settings.write_text(f"{text}\n{account}")
    shop.once()
    shop.receive(signed(notice(date=shop.now, to=shop.seller, complainant=shop.complainant)))
    shop.now += DAY
    shop.receive(signed(clearance(date=shop.now, to=shop.seller)))
    servers.deliver(
        other, signed(notice(date=shop.now, to=other, complainant=shop.complainant, complaint="14300000001"))
    )
    shop.once()
    later = str(standing(shop)["14300000001"]["case"])
    file = re.compile(r"Their file\s+(.*)")
    assert "retracted: 1" not in shop.run("show", later), "one client's business is not another's"
    shop.settings.write_text(shop.settings.read_text().replace("[operator]", "[operator]\nshare_history = true"))
    shared = file.search(shop.run("show", later))
    assert shared
    assert "cases with them: 2" in shared[1]
    assert "retracted: 1" in shared[1]


def test_what_amazon_answers_is_told_apart_and_a_clearance_that_fits_two_cases_closes_neither(
    shop: Installation,
) -> None:
    shop.once()
    for number, brand in enumerate(("one.example", "two.example")):
        mine = {"complaint": f"1440000000{number}", "complainant": f"{shop.seller.partition('@')[0]}@{brand}"}
        shop.receive(signed(notice(date=shop.now, to=shop.seller, **mine)))  # type: ignore[arg-type]
    unnamed = clearance(date=shop.now, to=shop.seller).replace(b"Complaint ID: 10987654321\n", b"")
    shop.receive(signed(unnamed))
    assert {row["state"] for row in shop.json("cases")} == {"with_complainant"}, "nobody guesses which"
    told = [str(m["Subject"]) for m in shop.arrived(shop.boss)]
    assert any("which case" in subject for subject in told), told

    case = str(standing(shop)["14400000000"]["case"])
    shop.once(4 * DAY)
    shop.run("decide", case, "reason_unknown", "--note", "nobody answers")
    shop.once()
    (asked,) = [m for m in shop.arrived(AMAZON) if m["To"] == AMAZON]
    before = standing(shop)["14400000000"]
    receipt = answer(asked, date=shop.now, sender=AMAZON, to=shop.seller, headers=(("Auto-Submitted", "auto-replied"),),
                     text="Thank you for contacting Amazon. We have received your message and will reply.")  # fmt: skip
    shop.receive(signed(receipt))
    after = standing(shop)["14400000000"]
    assert (after["state"], after["reason"]) == (before["state"], before["reason"]), "a receipt moves nothing"
    assert "Amazon acknowledged" in shop.run("show", case)
    refused = answer(asked, date=shop.now, sender=AMAZON, to=shop.seller,
                     text="We reviewed your appeal for complaint 14400000000. We have not been able to reinstate "
                     "your listing. Please send us invoices dated within the last 365 days.")  # fmt: skip
    shop.receive(signed(refused))
    row = standing(shop)["14400000000"]
    assert (row["state"], row["reason"]) == ("with_operator", "amazon_answered")
    asks = "Please send us invoices dated within the last 365 days"
    assert asks in " ".join(shop.run("show", case).split())
    assert asks in " ".join(shop.run("digest").split())
