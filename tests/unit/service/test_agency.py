"""Several clients, several operators: each is told of his own accounts, in his language, and of no other."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.desks import Client, Served
from tests.mails import SELLER, answer, notice, signed
from tests.unit.service.agency import ANN, BEAR, BOSS, CANARIES, MORNING, Agency

from noticed.core.case.model import Disposition, LetterKind, State
from noticed.ports import InboxRow, InboxStatus, JournalLine, LetterStatus, Refused
from noticed.render.phrases import Phrases
from noticed.service import (
    complainants,
    credentials,
    decisions,
    digest,
    letterbox,
    retention,
    setaside,
    stats,
    status,
    trouble,
)
from noticed.service.account import LoginEnds, Mode
from noticed.service.alerts import tell_of_broken
from noticed.service.export import export

DAY = timedelta(days=1)


def canaries_in(text: str) -> list[str]:
    return [word for word in CANARIES if word.lower() in text.lower()]


def a_busy_day(agency: Agency) -> None:
    """Everything that is ever said of a client: a case, answers, a held and a forged message, trouble, a pause."""
    agency.receive(signed(notice(date=agency.clock.now())))
    agency.notice_to_bear()
    agency.sleep(timedelta(minutes=30))
    (letter,) = agency.arrived("ip@canary-brand.example")
    said = answer(letter, date=agency.clock.now(), sender="ip@canary-brand.example", to=BEAR, text="CanaryBrand: no.")
    agency.server.deliver(BEAR, said)
    forged = notice(date=agency.clock.now(), to=BEAR, owner="CanaryBrand Ltd", asins=("B0CANARY11",))
    agency.server.deliver(BEAR, forged)
    threat = answer(
        None, date=agency.clock.now(), to=BEAR, sender="law@canary-brand.example",
        text="A lawsuit has been filed in the District Court against BearCanary Store. Summons, case no. 1:26-cv-1.",
    )  # fmt: skip
    agency.server.deliver(BEAR, threat)
    agency.once()
    with agency.store.write() as tx:
        for _ in range(3):
            line = "imap.bear-canary.example:993: it refused the login"
            trouble.record(tx, agency.context, "bear", "imap", line, permanent=True)
        trouble.record(tx, agency.context, "bear", "smtp", "smtp.bear-canary.example: no", permanent=False)
        at = agency.clock.now()
        tx.journal.add(JournalLine(at=at, account="bear", event="answer_not_believed", text="BearCanary"))
    letterbox.pause(agency.context, "bear")


def test_nothing_of_one_client_reaches_the_other_s_operator() -> None:
    agency = Agency(share_history=False)
    a_busy_day(agency)
    agency.at(MORNING)
    agency.sleep(timedelta(hours=25))
    boss, ann = agency.said_to(BOSS), agency.said_to(ANN)
    assert canaries_in(boss) == []
    assert {"BEARCANARY"} ^ set(canaries_in(ann)) | {"bear"} <= {*CANARIES, "bear"}
    assert "B0CANARY11" in ann
    assert "B0C1234567" in boss
    assert "B0C1234567" not in ann
    assert "seller.example" not in ann.replace("boss@seller.example", "")
    assert canaries_in(agency.said_to(SELLER)) == [], "nor the client's own mailbox"
    assert canaries_in("\n".join(m["Subject"] for m in agency.arrived("ip@brand.example"))) == []


def test_nothing_of_one_client_is_seen_beside_another() -> None:
    agency = Agency()
    a_busy_day(agency)
    agency.at(MORNING)
    seen = agency.context.only("acme")
    with agency.store.read() as tx:
        acme = next(case for case in tx.cases.all() if case.account == "acme")
        bear = next(case for case in tx.cases.all() if case.account == "bear")
    texts = [digest.as_text(seen), digest.as_html(seen)]
    texts += [f"{line.what} {line.text}" for line in status.look(seen, DAY).lines]
    texts += [group.name for group in stats.figures(seen).groups]
    texts += [str(row.account) for row in setaside.listed(seen, setaside.QUARANTINE)]
    with agency.store.write() as tx:
        packed = zipfile.ZipFile(io.BytesIO(export(agency.context, tx, acme.case)))
        texts += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    assert canaries_in("\n".join(texts)) == []
    assert bear.case not in "\n".join(texts)


@pytest.mark.parametrize("only", ["acme", BOSS])
def test_the_desk_of_one_operator_shows_nothing_of_the_other(only: str) -> None:
    agency = Agency()
    a_busy_day(agency)
    agency.at(MORNING)
    with agency.store.read() as tx:
        bear = next(case for case in tx.cases.all() if case.account == "bear")
        letter = tx.outbox.of_case(bear.case)[0].letter
        aside = [row.id for row in tx.inbox.with_status(InboxStatus.HELD) if row.account == "bear"]
    with Served(agency.context) as served:
        client = Client(served)
        client.log_in(only)
        pages = ["/", "/cases", "/letters", "/aside", "/health", "/cases?state=", f"/cases/{bear.case}"]
        pages += [f"/letters/{letter}", f"/cases/{bear.case}/decide", *(f"/aside/{number}" for number in aside)]
        for page in pages:
            found = client.get(page)
            assert canaries_in(found.text) == [], page
            assert bear.case not in found.text.replace(page, ""), page
        assert client.get(f"/cases/{bear.case}").status == 404
        assert client.post("/health/pause", account="bear").status in {404, 409}


def test_each_operator_gets_his_digest_in_his_language() -> None:
    agency = Agency()
    bear = replace(agency.context.accounts["bear"], language="zh")
    agency.change(accounts={**agency.context.accounts, "bear": bear})
    agency.notice_to_bear()
    agency.at(MORNING)
    agency.at(MORNING)
    with agency.store.read() as tx:
        digests = [x for x in tx.outbox.all() if x.kind is LetterKind.DIGEST and x.created_at == MORNING]
    assert [x.to for x in digests] == [(BOSS,), (ANN,)]
    assert [x.account for x in digests] == ["acme", "bear"]
    assert "Nothing needs you" in digests[0].body
    assert "B0CANARY11" in digests[1].body
    assert "没有要决定的事" in digests[1].body


def test_a_mailbox_of_the_agency_s_own_writes_to_every_operator() -> None:
    agency = Agency(sends_all=True)
    agency.at(MORNING)
    with agency.store.read() as tx:
        digests = [x for x in tx.outbox.all() if x.kind is LetterKind.DIGEST and x.created_at == MORNING]
    assert {x.account for x in digests} == {"acme"}
    assert [x.to for x in digests] == [(BOSS,), (ANN,)]


def test_modes_differ_by_account() -> None:
    agency = Agency()
    bear = replace(agency.context.accounts["bear"], mode=Mode.SHADOW)
    agency.change(accounts={**agency.context.accounts, "bear": bear})
    agency.notice_to_bear()
    agency.receive(signed(notice(date=agency.clock.now())))
    by = {letter.account: letter.status for letter in agency.letters()}
    assert by == {"bear": LetterStatus.WRITTEN, "acme": LetterStatus.SUBMITTED}


def test_an_account_that_is_paused_by_its_settings_sends_nothing_and_is_read() -> None:
    agency = Agency()
    bear = replace(agency.context.accounts["bear"], paused=True)
    agency.change(accounts={**agency.context.accounts, "bear": bear})
    agency.notice_to_bear()
    (letter,) = agency.letters()
    assert letter.status is LetterStatus.QUEUED
    assert agency.arrived("ip@canary-brand.example") == []
    with pytest.raises(Refused, match="paused by its settings"):
        letterbox.resume(agency.context, "bear")
    agency.change(accounts={**agency.context.accounts, "bear": replace(bear, paused=False)})
    agency.once()
    assert len(agency.arrived("ip@canary-brand.example")) == 1


def test_a_skipped_file_is_said_once_to_the_installation_s_operator_and_its_mail_waits() -> None:
    agency = Agency()
    whole = agency.context
    accounts = {"acme": whole.accounts["acme"]}
    agency.change(accounts=accounts, broken=("accounts.d/second.toml:9: imap.port: must be 1 or more",))
    with agency.store.write() as tx:
        tx.inbox.add(replace(a_row(agency), account="bear"))
    for _ in range(3):
        tell_of_broken(agency.context)
        agency.once()
    said = agency.said_to(BOSS)
    assert said.count("accounts.d/second.toml:9: imap.port: must be 1 or more") >= 1
    assert len([m for m in agency.arrived(BOSS) if "account file was skipped" in m["Subject"]]) == 1
    assert not status.look(agency.context, DAY).healthy
    with agency.store.read() as tx:
        (row,) = [tx.inbox.get(n) for n in tx.inbox.due(agency.clock.now())]
    assert row is not None
    assert (row.account, row.status, row.attempts) == ("bear", InboxStatus.NEW, 0)
    agency.change(accounts=whole.accounts, broken=())
    agency.once()
    assert {case.account for case in agency.cases()} == {"bear"}


def a_row(agency: Agency) -> InboxRow:
    raw, now = signed(notice(date=agency.clock.now(), to=BEAR)), agency.clock.now()
    return InboxRow(
        account="bear", mailbox="INBOX", uidvalidity=1, uid=77, raw=raw, sha256=sha256(raw).hexdigest(),
        size=len(raw), received_at=now, fetched_at=now,
    )  # fmt: skip


def test_a_login_that_ends_is_said_to_whoever_it_concerns_once() -> None:
    agency = Agency()
    ends = LoginEnds(at=MORNING + 2 * DAY, warn_from=MORNING, why="the login at Google ends: noticed login bear")
    agency.change(login_ends=lambda name: ends if name == "bear" else None)
    assert credentials.warn(agency.context) == 0
    agency.at(MORNING)
    agency.sleep(timedelta(hours=1))
    assert "bear: the login ends soon" in agency.said_to(ANN)
    assert "login ends" not in agency.said_to(BOSS)
    assert sum("login ends soon" in m["Subject"] for m in agency.arrived(ANN)) == 1
    assert any(not line.ok and line.what == "bear login" for line in status.look(agency.context, DAY).lines)


def test_one_complainant_of_two_clients_has_two_cases_that_do_not_know_of_each_other() -> None:
    agency = Agency()
    agency.receive(signed(notice(date=agency.clock.now(), complainant="ip@canary-brand.example")))
    agency.notice_to_bear()
    assert {case.account for case in agency.cases()} == {"acme", "bear"}
    assert all(case.state is State.WITH_COMPLAINANT for case in agency.cases())
    cases = agency.cases()
    with agency.store.read() as tx:
        for case in cases:
            told = complainants.in_words(complainants.file_of(tx, agency.context, case), Phrases("en", "UTC"))
            assert "1" in told
            assert "2" not in told


def test_what_is_removed_of_one_clients_cases_is_told_to_nobody_elses_operator() -> None:
    agency = Agency(keep=timedelta(days=30))
    agency.notice_to_bear()
    (case,) = agency.cases()
    decisions.close(agency.context, case.case, Disposition.RESOLVED, "")
    for _ in range(35):
        agency.sleep(timedelta(days=1))
    (bear,) = agency.cases()
    assert bear.complainant_emails == ()
    told = {who: "\n".join(str(m.get_body(("plain",))) for m in agency.arrived(who)) for who in (BOSS, ANN)}
    assert "closed cases" in told[ANN]
    assert "closed cases" not in told[BOSS]


def test_who_was_forgotten_in_one_clients_case_is_told_to_nobody_elses_operator() -> None:
    agency = Agency()
    agency.notice_to_bear()
    (case,) = agency.cases()
    decisions.close(agency.context, case.case, Disposition.RESOLVED, "")
    agency.sleep(DAY)
    retention.forget(agency.context, "ip@canary-brand.example")
    agency.sleep(DAY)
    told = {who: "\n".join(str(m.get_body(("plain",))) for m in agency.arrived(who)) for who in (BOSS, ANN)}
    assert f"forgotten: {case.case}" in told[ANN]
    assert case.case not in told[BOSS]
