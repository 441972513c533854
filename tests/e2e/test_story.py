"""The main job on real servers: Dovecot, Postfix, DNS on loopback, and the real ``noticed`` process."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import AMAZON, answer, bounce, clearance, notice, signed

DAY = timedelta(days=1)
Install = Callable[..., Installation]


@pytest.fixture
def install(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Install:
    def make(**changes: str) -> Installation:
        return Installation(tmp_path, servers, dns, **changes)

    return make


def begun(seller: Installation) -> None:
    """The first look at the empty mailbox, then a notice."""
    seller.once()
    seller.receive(a_notice(seller))


def a_notice(seller: Installation, **more: object) -> bytes:
    """A genuine notice to this seller."""
    return signed(notice(date=seller.now, to=seller.seller, complainant=seller.complainant, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("attempts", range(1, 7))
def test_from_the_notice_to_the_letter_to_amazon(install: Install, attempts: int) -> None:
    seller = install(attempts=str(attempts), limits="")
    begun(seller)
    held = next(x["letter"] for x in seller.json("letters") if x["status"] == "held")
    seller.run("approve", held)  # the default probation: the first letter after going live
    seller.once()
    (inquiry,) = seller.arrived(seller.complainant)
    assert inquiry["Cc"] == AMAZON
    assert seller.case()["state"] == "with_complainant"
    for _ in range(attempts):
        seller.once(4 * DAY)
    case = seller.case()
    assert (case["state"], case["reason"], case["attempts"]) == ("with_operator", "no_reply", attempts)
    letters = seller.arrived(seller.complainant)
    assert len(letters) == attempts
    if attempts > 1:
        assert "last reminder" in letters[-1].get_content()
        assert letters[-1]["In-Reply-To"] == letters[-2]["Message-ID"]
    digest = seller.run("digest")
    assert all(word in digest for word in (case["case"], "10987654321", "B0C1234567"))

    seller.run("decide", case["case"], "reason_unknown", "--note", "they never answered")
    seller.once()
    to_amazon = [m for m in seller.arrived(AMAZON) if m["To"] == AMAZON]
    assert len(to_amazon) == 1
    text = to_amazon[0].get_content()
    assert text.count(seller.complainant) >= attempts, "the contact log names every attempt"
    assert seller.case()["state"] == "with_amazon"

    seller.receive(signed(clearance(date=seller.now, to=seller.seller)))
    assert (seller.case()["state"], seller.case()["disposition"]) == ("closed", "retracted")
    assert len(seller.arrived(seller.complainant)) == attempts


def test_a_human_answer_stops_the_ladder_also_after_the_flag(install: Install) -> None:
    seller = install(attempts="1")
    begun(seller)
    seller.once(4 * DAY)
    assert seller.case()["reason"] == "no_reply"
    (inquiry,) = seller.arrived(seller.complainant)
    seller.receive(answer(inquiry, date=seller.now, sender=seller.complainant, to=seller.seller))
    assert seller.case()["reason"] == "replied"
    assert any("reply" in str(m["Subject"]) for m in seller.arrived(seller.boss))


def test_a_bounce_of_the_copy_is_a_note_and_of_the_complainants_copy_goes_to_the_operator(install: Install) -> None:
    seller = install()
    begun(seller)
    (inquiry,) = seller.arrived(seller.complainant)
    seller.receive(bounce(inquiry, AMAZON, date=seller.now, to=seller.seller))
    assert seller.case()["state"] == "with_complainant"
    seller.receive(bounce(inquiry, seller.complainant, date=seller.now, to=seller.seller))
    assert seller.case()["reason"] == "bounced"


def test_postfix_itself_returns_a_letter_and_the_operator_gets_the_case(install: Install) -> None:
    seller = install()
    seller.complainant = f"vanished-x@{seller.complainant.partition('@')[2]}"
    begun(seller)
    seller.servers.wait_for(seller.seller, 3)  # the notice, our copy, the report
    seller.once()
    assert seller.case()["reason"] == "bounced"


@pytest.mark.parametrize("how", ["unsigned", "lookalike", "signed by somebody else"])
def test_a_forged_notice_leads_to_no_letter_and_a_genuine_copy_after_it_does(install: Install, how: str) -> None:
    seller = install()
    seller.once()
    plain = notice(date=seller.now, to=seller.seller, complainant=seller.complainant)
    forged = {
        "unsigned": plain,
        "lookalike": signed(plain.replace(b"notice@amazon.com>", b"notice@arnazon.com>"), "arnazon.com"),
        "signed by somebody else": signed(plain, "forwarder.example"),
    }[how]
    seller.receive(forged)
    assert seller.json("cases") == []
    assert seller.json("letters") == [x for x in seller.json("letters") if x["kind"] in {"digest", "alert"}]
    seller.receive(a_notice(seller))
    assert len(seller.arrived(seller.complainant)) == 1


def test_a_server_that_renames_letters_is_understood(install: Install) -> None:
    seller = install(host="ses")
    begun(seller)
    seller.once()
    (inquiry,) = seller.arrived(seller.complainant)
    assert inquiry["Message-ID"].endswith("@email.amazonses.test>")
    assert seller.json("letters")[0]["status"] == "submitted"
    seller.once(4 * DAY)
    _, follow_up = seller.arrived(seller.complainant)
    assert follow_up["In-Reply-To"] == inquiry["Message-ID"]
    seller.receive(answer(follow_up, date=seller.now, sender="counsel@lawfirm.example", to=seller.seller))
    assert (seller.case()["state"], seller.case()["reason"]) == ("with_operator", "replied")


def test_check_says_what_the_provider_writes_and_whether_amazons_mail_verifies(install: Install) -> None:
    seller = install()
    seller.once()
    word = b"Authentication-Results: mx.seller.example; dkim=pass; dmarc=pass header.from=amazon.com\r\n"
    for number in range(3):
        raw = word + a_notice(seller, complaint=f"1098765432{number}")
        seller.receive(raw.replace(b"We removed", b"We have removed") if number == 1 else raw)
    said = seller.run("check")
    assert "2 of the last 3 mails of Amazon verify by our own check" in said
    assert "mx.seller.example" in said
    assert "dkim dmarc" in said


def test_a_notice_to_somebody_else_waits_for_the_operator(install: Install) -> None:
    seller = install()
    seller.once()
    raw = signed(notice(date=seller.now, to="another@seller.example", complainant=seller.complainant))
    seller.receive(raw)
    assert (seller.case()["state"], seller.case()["reason"]) == ("with_operator", "unverified")
    assert seller.arrived(seller.complainant) == []


def test_uidvalidity_changed_twice_and_the_cursor_deleted_change_nothing(install: Install) -> None:
    seller = install()
    begun(seller)
    before = [(m.flags, m.raw) for m in seller.stored()]
    for _ in range(2):
        seller.servers.set_uidvalidity(seller.seller)
        seller.once()
    _forget_cursors(seller)
    seller.once()
    assert len(seller.json("cases")) == 1
    assert len(seller.arrived(seller.complainant)) == 1
    assert [(m.flags, m.raw) for m in seller.stored()][: len(before)] == before


def _forget_cursors(seller: Installation) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(seller.folder / "var" / "noticed.db")) as store, store:
        store.execute("DELETE FROM mailboxes")


def test_what_was_there_before_is_found_by_the_first_look(install: Install) -> None:
    seller = install()
    for number in range(20):
        seller.servers.deliver(seller.seller, b"From: a@b.example\r\nSubject: order %d\r\n\r\nhello\r\n" % number)
    seller.servers.deliver(seller.seller, a_notice(seller))
    seller.once()
    assert seller.case()["attempts"] == 1
    assert len(seller.arrived(seller.complainant)) == 1


def test_a_wrong_password_stops_after_three_tries_and_says_so_in_one_line(install: Install) -> None:
    seller = install()
    (seller.folder / "key").write_text("wrong")
    for _ in range(4):
        seller.once(timedelta(minutes=10))
    shown = seller.run("status", status=1)
    assert "stopped" in shown
    assert "wrong" not in shown


def test_wrong_settings_are_one_listing_and_exit_2(install: Install) -> None:
    seller = install()
    seller.settings.write_text('mode = "loud"\n[[account]]\nname = "two words"\nnonsense = 1\n')
    shown = seller.run("cases", status=2)
    assert len([line for line in shown.splitlines() if line.startswith("noticed: ")]) >= 3


def test_a_decision_that_lacks_something_is_one_line_and_changes_nothing(install: Install) -> None:
    seller = install(attempts="1")
    begun(seller)
    seller.once(4 * DAY)
    before = (seller.json("cases"), seller.json("letters"))
    shown = seller.run("decide", seller.case()["case"], "own_rights", status=1)
    assert len(shown.strip().splitlines()) == 1
    assert (seller.json("cases"), seller.json("letters")) == before


def test_every_command_answers(install: Install, tmp_path: Path) -> None:
    seller = install()
    begun(seller)
    name = seller.case()["case"]
    for words in (["show", name], ["why", name], ["letters", name], ["quarantine"], ["shunted", "list"], ["digest"]):
        assert seller.run(*words).strip()
    seller.run("export", name, str(tmp_path / "case.zip"))
    assert (tmp_path / "case.zip").stat().st_size > 1000
    assert "ok" in seller.run("check")
    seller.run("pause")
    seller.run("resume")
    seller.run("set", name, "rights_owner_name=BrandCo")
    assert seller.case()["rights_owner_name"] == "BrandCo"


def test_shadow_writes_and_sends_nothing_and_approve_sends_what_was_approved(install: Install) -> None:
    seller = install(mode='"shadow"')
    begun(seller)
    assert seller.arrived(seller.complainant) == []
    (written,) = [x for x in seller.json("letters") if x["kind"] == "inquiry"]
    assert written["status"] == "written"
    seller.settings.write_text(seller.settings.read_text().replace('"shadow"', '"approve"'))
    seller.run("approve", written["letter"])
    seller.once()
    assert len(seller.arrived(seller.complainant)) == 1
