"""Every outcome for every right it exists for, on real servers: what the operator supplies is what Amazon reads."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import NOTICED, Installation
from tests.e2e.servers import MailServers
from tests.e2e.terminal import Terminal
from tests.mails import AMAZON, answer, notice, signed

from noticed.core.values import Value

LIMITS = "[limits]\nprobation = 0\nnew_recipients_per_day = 0\naccount_per_day = 0\namazon_per_day = 0"
PLAN = ("--set", "root_cause=a", "--set", "actions_taken=b", "--set", "prevention=c")
PROVED = ("--set", "attest=yes", "--attach", "analysis.png")
CHART = """\
attest = true
attach = ["analysis.png"]
[[claim_chart]]
claim = 1
element = "a hinge"
present = "no"
fact = "The lid is loose."
"""


class Told(Value):
    """One decision, and what Amazon must read of it."""

    right: str
    outcome: str
    words: tuple[str, ...]
    reads: tuple[str, ...]
    store: str = "com"


TOLD = (
    Told(right="Trademark", outcome="not_infringing", words=(*PROVED, "--set", "supply=BrandCo's wholesaler"),
         reads=("does not infringe", "Where the goods come from (analysis.png):\n- BrandCo's wholesaler")),
    Told(right="Trademark", outcome="own_rights", words=("--set", "own_number=5,123,456", "--attach", "analysis.png"),
         reads=("under a right of our own", "Number: 5,123,456 (analysis.png)")),
    Told(right="Trademark", outcome="fixed", words=("--set", "edits=a word taken out"),
         reads=("We have corrected the page", "- a word taken out")),
    Told(right="Copyright", outcome="not_infringing", words=(*PROVED, "--set", "our_work=Photographed by Li Jing"),
         reads=("Our pictures and texts", "- Photographed by Li Jing")),
    Told(right="Utility patent", outcome="not_infringing", words=("--slots", "chart.toml"),
         reads=("every element of at least one independent claim", "claim 1, a hinge: not present. The lid is loose.")),
    Told(right="Utility patent", outcome="infringing", words=PLAN, reads=("accept it", "Root cause\n- a")),
    Told(right="Design patent", outcome="not_infringing", words=(*PROVED, "--set", "earliest_sale=3 May 2021"),
         reads=("seen side by side", "We have sold this product since 2021-05-03 (analysis.png).")),
    Told(right="Counterfeit", outcome="not_infringing", words=PROVED, reads=("is genuine", "Attached: analysis.png")),
    Told(right="Counterfeit", outcome="infringing", words=PLAN, reads=("accept it",)),
    Told(right="", outcome="reason_unknown", words=(), reads=("does not say which right", "first letter, to ")),
    Told(right="", outcome="never_listed", words=("--set", "attest=yes"), reads=("never listed or sold",)),
    Told(right="Trademark", outcome="not_infringing", words=PROVED, store="de",
         reads=("Das Produkt verletzt dieses Recht nicht", "Anlagen: analysis.png")),
)  # fmt: skip


@pytest.fixture
def seller(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    """One installation whose cadence is one letter."""
    (tmp_path / "analysis.png").write_bytes(b"\x89PNG evidence")
    (tmp_path / "chart.toml").write_text(CHART)
    made = Installation(tmp_path, servers, dns, attempts="1", limits=LIMITS)
    made.once()
    return made


def complain(seller: Installation, number: int, told: Told) -> str:
    """A genuine notice of a complainant of its own; gives the complaint id."""
    complaint = f"109876543{number:02}"
    raw = notice(
        date=seller.now,
        to=seller.seller,
        complaint=complaint,
        complainant=f"ip@owner{number}-{seller.complainant.partition('@')[2]}",
        owner=f"Owner {number}",
        asins=(f"B0C12345{number:02}",),
        kind=told.right,
        dispute=f"notice-dispute@amazon.{told.store}",
        sender=f"notice@amazon.{told.store}",
    ).replace(b"Amazon.com", f"Amazon.{told.store}".encode())
    seller.servers.deliver(seller.seller, signed(raw, f"amazon.{told.store}"))
    return complaint


def about(mails: list[EmailMessage], complaint: str) -> EmailMessage:
    (only,) = [m for m in mails if complaint in m["Subject"]]
    return only


def test_each_outcome_for_each_right_reaches_amazon_with_its_proof(seller: Installation) -> None:
    complaints = {told: complain(seller, number, told) for number, told in enumerate(TOLD, 10)}
    seller.once()
    cases = {case["complaint_ids"][0]: case["case"] for case in seller.json("cases")}
    assert len(cases) == len(TOLD)
    for told, complaint in complaints.items():
        words = [str(seller.folder / w) if w.endswith((".png", ".toml")) and "=" not in w else w for w in told.words]
        seller.run("decide", cases[complaint], told.outcome, *words)
    seller.once()
    mails = [m for a in {AMAZON, "notice-dispute@amazon.de"} for m in seller.arrived(a) if m["To"] == a]
    assert len(mails) == len(TOLD)
    for told, complaint in complaints.items():
        mail = about(mails, complaint)
        body = mail.get_body(("plain",))
        assert body is not None
        text = body.get_content().replace("\r\n", "\n")
        assert all(read in text for read in told.reads), (told, text)
        assert mail["To"] == f"notice-dispute@amazon.{told.store}"
        attached = [part.get_filename() for part in mail.iter_attachments()]
        assert attached == (["analysis.png"] if "analysis.png" in text else [])
    assert {case["state"] for case in seller.json("cases")} == {"with_amazon"}


def test_what_cannot_be_said_is_one_line_and_sends_nothing(seller: Installation) -> None:
    complain(seller, 10, TOLD[4])
    seller.once()
    name, png = seller.case()["case"], str(seller.folder / "analysis.png")
    before = seller.json("letters")
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
