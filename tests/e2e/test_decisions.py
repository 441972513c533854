"""Every outcome for every right it exists for, on real servers: what the operator supplies is what Amazon reads."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.e2e.decided import CHART, DEACTIVATED, RECORD, SUSPECTED, TOLD, Told
from tests.e2e.dns import DnsServer
from tests.e2e.installation import NOTICED, Installation
from tests.e2e.servers import MailServers
from tests.e2e.terminal import Terminal
from tests.mails import AMAZON, answer, notice, signed, suspicion
from tests.papers import PNG

from noticed.app.build import opened
from noticed.cli.supplied import supplied
from noticed.core.case.model import Case, Outcome
from noticed.core.case.options import fitting, right_of_case
from noticed.ports import Refused
from noticed.service import checklist, decisions
from noticed.service.context import Context
from noticed.service.finding import case_of
from noticed.settings import load

DISPUTE = {store: f"notice-dispute@amazon.{store}" for store in ("com", "de", "co.uk", "fr", "it", "es", "co.jp")}
LIMITS = "[limits]\nprobation = 0\nnew_recipients_per_day = 0\naccount_per_day = 0\namazon_per_day = 0"


@pytest.fixture
def seller(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    """One installation whose cadence is one letter."""
    (tmp_path / "analysis.png").write_bytes(PNG)
    (tmp_path / "chart.toml").write_text(CHART)
    made = Installation(tmp_path, servers, dns, attempts="1", limits=LIMITS)
    made.once()
    return made


def complain(seller: Installation, number: int, told: Told) -> str:
    """A genuine notice of a complainant of its own, about an ASIN of its own, which it gives."""
    asin, dispute = f"B0C12345{number:02}", f"notice-dispute@amazon.{told.store}"
    raw = notice(
        date=seller.now,
        to=seller.seller,
        complaint=f"109876543{number:02}",
        complainant=f"ip@owner{number}-{seller.complainant.partition('@')[2]}",
        owner=f"Owner {number}",
        asins=(asin,),
        kind=told.right,
        dispute=dispute,
        sender=f"notice@amazon.{told.store}",
    ).replace(b"Amazon.com", f"Amazon.{told.store}".encode())
    if told.notice == DEACTIVATED:
        assert RECORD.encode() in raw
        raw = raw.replace(RECORD.encode(), DEACTIVATED.encode())
        raw = raw.replace(b"Notice: Policy Warning", b"Your account is deactivated")
    if told.notice == SUSPECTED:
        raw = suspicion(date=seller.now, to=seller.seller, asin=asin, dispute=dispute)
    seller.servers.deliver(seller.seller, signed(raw, f"amazon.{told.store}"))
    return asin


def decided(services: Context, folder: Path, case: str, told: Told) -> str:
    """The decision as the operator makes it: a product is down before a complaint is accepted. Gives the letter."""
    values = dict(w.split("=", 1) for w, before in zip(told.words[1:], told.words, strict=False) if before == "--set")
    slots = folder / "chart.toml" if "chart.toml" in told.words else None
    extra = supplied(values, slots, [folder / "analysis.png"] if "--attach" in told.words else [])
    outcome = Outcome(told.outcome)
    if outcome is Outcome.INFRINGING:
        with pytest.raises(Refused, match="not marked as done: snapshot, offer:"):
            decisions.decide(services, case, outcome, "", extra)
        with services.store.write() as tx:
            lines = ("snapshot", "offer", "siblings", "stock")
            checklist.mark(tx, services, case_of(tx, case), lines, note="looked at twice")
    letter = decisions.decide(services, case, outcome, "", extra).letter
    assert letter is not None
    return letter.body


def alike(one: Case, other: Case) -> bool:
    """Whether two cases are about the same sort of right, and the same sort of notice."""
    same = right_of_case(one) == right_of_case(other) and one.kind == other.kind
    return same and one.action == other.action


def about(mails: list[EmailMessage], asin: str) -> EmailMessage:
    (only,) = [m for m in mails if asin in m["Subject"]]
    return only


def test_each_outcome_for_each_right_reaches_amazon_with_its_proof(seller: Installation) -> None:
    asins = {told: complain(seller, number, told) for number, told in enumerate(TOLD, 10)}
    seller.once()
    rows = seller.json("cases")
    cases = {case["asins"][0]: case["case"] for case in rows}
    assert len(cases) == len(TOLD)
    with opened(load(seller.settings, {})) as services, services.store.read() as tx:
        for asin in asins.values():
            case = case_of(tx, cases[asin])
            told_of = {told.outcome for told, of in asins.items() if alike(case_of(tx, cases[of]), case)}
            assert set(fitting(case)) <= told_of, "what is offered has a story"
    reasons = {told: case["reason"] for told, asin in asins.items() for case in rows if case["asins"] == [asin]}
    assert {reasons[told] for told in TOLD if told.notice == SUSPECTED} == {"suspected"}
    assert {reasons[told] for told in TOLD if told.notice == DEACTIVATED} == {"account"}
    with opened(load(seller.settings, {})) as services:
        texts = {told: decided(services, seller.folder, cases[asin], told) for told, asin in asins.items()}
    seller.once()
    mails = [m for a in {AMAZON, *DISPUTE.values()} for m in seller.arrived(a) if m["To"] == a]
    assert len(mails) == sum(not told.pasted for told in TOLD)
    for told, asin in asins.items():
        text, attached = texts[told], None
        if not told.pasted:
            mail = about(mails, asin)
            body = mail.get_body(("plain",))
            assert body is not None
            text = body.get_content().replace("\r\n", "\n")
            assert mail["To"] == f"notice-dispute@amazon.{told.store}"
            attached = [part.get_filename() for part in mail.iter_attachments()]
            assert attached == (["analysis.png"] if "analysis.png" in text else [])
        assert all(read in text for read in told.reads), (told, text)
    states = {case["asins"][0]: case["state"] for case in seller.json("cases")}
    assert {states[asins[told]] for told in TOLD if not told.pasted} == {"with_amazon"}
    assert {states[asins[told]] for told in TOLD if told.pasted} == {"with_operator"}


def test_what_cannot_be_said_is_one_line_and_sends_nothing(seller: Installation) -> None:
    complain(seller, 10, TOLD[4])
    seller.once()
    name, png = seller.case()["case"], str(seller.folder / "analysis.png")
    before = seller.json("letters")
    clocks = {row["clock"]: row for row in seller.json("calendar")}
    assert clocks.keys() == {"stock", "violation_on_record", "follow_up"}
    assert (clocks["stock"]["case"], clocks["stock"]["binds"], len(clocks["stock"]["alarms"])) == (name, "funds", 2)
    assert "3 clocks" in seller.run("calendar", str(seller.folder / "mine.ics"), "--names")
    files = [(seller.folder / file).read_text() for file in ("mine.ics", "noticed.ics")]
    assert [(file.count("BEGIN:VEVENT"), "B0C1234510" in file) for file in files] == [(3, True), (3, False)]
    marked = seller.run("checklist", name, "snapshot", "--note", "screenshots kept")
    assert "screenshots kept" in marked
    assert "is no line of the checklist" in seller.run("checklist", name, "shelf", status=1)
    assert [row["line"] for row in seller.json("checklist", name) if row["done_at"]] == ["snapshot"]
    wrong = {
        (): f"{name}: name an outcome: reason_unknown, not_infringing (analysis, attest)",
        ("not_infringing", "--attach", png): "this letter still needs attest",
        ("not_infringing", "--attach", png, "--set", "attest=no"): 'only "yes" attests',
        ("own_rights", "--set", "own_number=1"): "own_number needs proof",
        ("fixed", "--set", "edit=x"): '"edit" is nothing a letter asks for: this one takes edits, attest',
        (
            "not_infringing",
            "--set",
            "attest=yes",
            "--set",
            "claim_chart=1|a|yes",
        ): "of claim 1 every element is present",
    }
    for words, line in wrong.items():
        shown = seller.run("decide", name, *words, status=1)
        assert line in shown
        assert len(shown.strip().splitlines()) == 1
    assert seller.json("letters") == before

    with Terminal([*NOTICED, "decide", name], seller.folder, seller.environment) as terminal:
        terminal.expect("letter to Amazon: no infringement (utility patent), by mail to notice-dispute@amazon.com")
        assert terminal.end() == 0
    with Terminal([*NOTICED, "decide", name, "not_infringing"], seller.folder, seller.environment) as terminal:
        terminal.answer("Why it does not infringe (text, or @FILE)", f"@{png}")
        terminal.answer("I stand by it", "yes")
        assert terminal.end() == 0
    seller.once()
    assert "is open since" in seller.run("decide", name, "never_listed", "--set", "attest=yes", status=1)
    inquiry = seller.arrived(f"ip@owner10-{seller.complainant.partition('@')[2]}")[0]
    court = "We filed a complaint in the United States District Court, case no. 1:26-cv-01234."
    seller.receive(answer(inquiry, date=seller.now, text=court, sender=str(inquiry["To"]), to=seller.seller))
    assert "lawyer" in seller.run("decide", name, "never_listed", "--set", "attest=yes", status=1)
    assert "lawyer" in seller.run("write", name, status=1)
