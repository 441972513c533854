"""What a large store is asked for, without reading all of it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from tests.contract.store.examples import DAY, MINUTE, NOW, a_case, a_letter, a_line

from noticed.adapters.store.engine import open_store
from noticed.core.case.model import CaseComplaint, LetterKind, State
from noticed.ports import Cursor, LetterStatus, Opened, Store


def test_open_cases_and_those_closed_lately(store: Store) -> None:
    with store.write() as tx:
        assert not tx.cases.some()
        tx.cases.add(a_case("N-1", opened_at=NOW + DAY))
        tx.cases.add(a_case("N-2", state=State.WITH_OPERATOR))
        tx.cases.add(a_case("N-3", state=State.CLOSED, closed_at=NOW))
        tx.cases.add(a_case("N-4", state=State.CLOSED, closed_at=NOW - DAY))
        tx.cases.add(a_case("N-5", account="beta"))
    with store.read() as tx:
        assert tx.cases.some()
        assert [case.case for case in tx.cases.open()] == ["N-2", "N-5", "N-1"]
        assert [case.case for case in tx.cases.open("acme")] == ["N-2", "N-1"]
        assert [case.case for case in tx.cases.closed_since(NOW - MINUTE)] == ["N-3"]
        assert tx.cases.closed_since(NOW) == ()


def test_notices_are_counted_by_account_and_marketplace(store: Store) -> None:
    two = (CaseComplaint(complaint_id="1"), CaseComplaint(complaint_id="2"), CaseComplaint(complaint_id="2"))
    with store.write() as tx:
        tx.cases.add(a_case("N-1", marketplace="US", complaints=two))
        tx.cases.add(a_case("N-2", marketplace="US", complaints=(CaseComplaint(complaint_id=None),)))
        tx.cases.add(a_case("N-3", marketplace="US", complaints=(), state=State.CLOSED))
        tx.cases.add(a_case("N-4", marketplace="DE", opened_at=NOW - DAY))
        tx.cases.add(a_case("N-5", account="beta"))
        counted = set(tx.cases.opened_since(NOW - MINUTE))
    assert counted == {
        Opened(account="acme", marketplace="US", notices=4),
        Opened(account="beta", marketplace=None, notices=1),
    }


def test_a_complainant_is_known_by_address_and_by_registrable_domain(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case("N-1", complainant_emails=("ip@legal.brandco.example", "owner@gmail.com")))
        assert tx.cases.writes_to("acme", "owner@gmail.com")
        assert not tx.cases.writes_to("beta", "owner@gmail.com")
        assert tx.cases.writes_to("acme", "", ("brandco.example",))
        assert not tx.cases.writes_to("acme", "", ("gmail.co", "notbrandco.example"))
        assert not tx.cases.writes_to("acme", "ip@brandco.example")


def test_letters_of_a_time_and_the_newest_of_a_kind(store: Store) -> None:
    with store.write() as tx:
        assert not tx.outbox.some()
        assert tx.outbox.latest(LetterKind.DIGEST) is None
        sent = {"status": LetterStatus.SUBMITTED}
        tx.outbox.add(a_letter("a", **sent, submitted_at=NOW))
        tx.outbox.add(a_letter("b", **sent, submitted_at=NOW + DAY))
        tx.outbox.add(a_letter("c"))
        tx.outbox.add(a_letter("d", kind=LetterKind.DIGEST, created_at=NOW - DAY, **sent))
        tx.outbox.add(a_letter("e", kind=LetterKind.DIGEST, created_at=NOW + MINUTE, **sent))
        tx.outbox.add(a_letter("f", kind=LetterKind.DIGEST, created_at=NOW + DAY, status=LetterStatus.REFUSED))
        assert tx.outbox.some()
        assert [letter.letter for letter in tx.outbox.submitted_since(NOW)] == ["b"]
        assert tx.outbox.latest(LetterKind.DIGEST) == NOW + MINUTE
        assert tx.outbox.recipients_until("acme", NOW + MINUTE) == {"legal@brandco.example"}
        assert tx.outbox.recipients_until("acme", NOW) == frozenset()
        assert tx.outbox.recipients_until("beta", NOW + MINUTE) == frozenset()


def test_what_servers_said_of_nothing_new_is_a_poll_of_all_that_was_read_before(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    with store.write() as tx:
        tx.mailboxes.save(Cursor(account="acme", mailbox="INBOX", polled_at=NOW))
        tx.mailboxes.save(Cursor(account="acme", mailbox="Junk"))
        tx.mailboxes.save(Cursor(account="acme", mailbox="Sent", polled_at=NOW, error="cannot be opened"))
        tx.mailboxes.save(Cursor(account="beta", mailbox="INBOX", polled_at=NOW))
        tx.mailboxes.seen({"acme": later, "gone": later})
        polled = {(c.account, c.mailbox): c.polled_at for c in tx.mailboxes.all()}
    assert polled == {
        ("acme", "INBOX"): later,
        ("acme", "Junk"): None,
        ("acme", "Sent"): NOW,
        ("beta", "INBOX"): NOW,
    }


def test_facts_are_found_by_what_they_begin_with(store: Store) -> None:
    with store.write() as tx:
        for name in ("trouble:imap:acme", "trouble:smtp:acme", "TROUBLE:x", "troubled", "trouble_x"):
            tx.facts.set(name, name)
        assert list(tx.facts.beginning("trouble:")) == ["trouble:imap:acme", "trouble:smtp:acme"]
        assert list(tx.facts.beginning("trouble_")) == ["trouble_x"]


def test_sqlite_reads_what_is_new_by_its_index_and_never_the_whole_table(tmp_path: Path) -> None:
    """Its planner, which keeps no statistics, would rather go through a million rows in the order asked for."""
    opened = open_store(f"sqlite:///{tmp_path / 'noticed.db'}")
    asked: list[tuple[str, Any]] = []

    @event.listens_for(opened._database.engine, "before_cursor_execute")
    def _note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    with opened.write() as tx:
        tx.cases.add(a_case(state=State.CLOSED, closed_at=NOW))
        tx.outbox.add(a_letter(status=LetterStatus.SUBMITTED, submitted_at=NOW))
        tx.journal.add(a_line())
    asked.clear()
    with opened.read() as tx:
        assert tx.cases.closed_since(NOW - DAY)
        assert tx.cases.opened_since(NOW - DAY)
        assert tx.outbox.submitted_since(NOW - DAY)
        assert tx.journal.since(NOW - DAY)
    opened.close()
    with closing(sqlite3.connect(tmp_path / "noticed.db")) as connection:
        plans = [
            line[3] for query, values in asked for line in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)
        ]
    assert len(asked) >= 8
    scans = [line for line in plans if line.startswith("SCAN ") and "ix_complaints_second" not in line]
    assert scans == []
