"""Every value comes back from the store as it went in."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.store.examples import NOW, a_case, a_line, a_row, any_value

from noticed.core.case.model import Case
from noticed.ports import Cursor, InboxRow, JournalLine, Letter, Store, Tx

often = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class _NeverMind(Exception):
    """Rolls an example back, so that the next one finds the store empty."""


@contextmanager
def rolled_back(store: Store) -> Iterator[Tx]:
    with suppress(_NeverMind), store.write() as tx:
        yield tx
        raise _NeverMind


@often
@given(cursor=any_value(Cursor), later=any_value(Cursor))
def test_a_cursor_comes_back(store: Store, cursor: Cursor, later: Cursor) -> None:
    later = replace(later, account=cursor.account, mailbox=cursor.mailbox)
    with rolled_back(store) as tx:
        for one in (cursor, later):
            tx.mailboxes.save(one)
            assert tx.mailboxes.get(one.account, one.mailbox) == one
        assert tx.mailboxes.all() == (later,)


@often
@given(row=any_value(InboxRow), later=any_value(InboxRow))
def test_a_received_message_comes_back_and_keeps_its_bytes_and_place(
    store: Store, row: InboxRow, later: InboxRow
) -> None:
    with rolled_back(store) as tx:
        row_id = tx.inbox.add(row)
        assert row_id is not None
        row = replace(row, id=row_id)
        assert tx.inbox.get(row_id) == row
        tx.inbox.save(replace(later, id=row_id))
        kept = ("id", "account", "mailbox", "uidvalidity", "uid", "raw", "sha256", "size")
        assert tx.inbox.get(row_id) == replace(later, **{name: getattr(row, name) for name in kept})


@often
@given(case=any_value(Case), later=any_value(Case))
def test_a_case_comes_back_with_all_its_parts(store: Store, case: Case, later: Case) -> None:
    later = replace(later, case=case.case)
    with rolled_back(store) as tx:
        tx.cases.add(case)
        assert tx.cases.get(case.case) == case
        tx.cases.save(later)
        assert tx.cases.get(case.case) == later
        assert tx.cases.all() == (later,)


@often
@given(letter=any_value(Letter))
def test_a_letter_comes_back(store: Store, letter: Letter) -> None:
    with rolled_back(store) as tx:
        tx.outbox.add(letter)
        assert tx.outbox.get(letter.letter) == letter
        tx.outbox.save(letter)
        assert tx.outbox.all() == (letter,)


@often
@given(line=any_value(JournalLine))
def test_a_journal_line_comes_back(store: Store, line: JournalLine) -> None:
    with rolled_back(store) as tx:
        tx.journal.add(line)
        (found,) = tx.journal.since(line.at)
        assert replace(found, id=line.id) == line


@often
@given(times=st.lists(any_value(JournalLine).map(lambda line: line.at), min_size=2))
def test_times_sort_as_times(store: Store, times: list[datetime]) -> None:
    with rolled_back(store) as tx:
        for number, time in enumerate(times):
            tx.cases.add(a_case(f"N-{number}", opened_at=time))
        assert [case.opened_at for case in tx.cases.all()] == sorted(times)


def test_a_time_without_a_zone_is_refused_by_the_database_too(store: Store) -> None:
    with pytest.raises(ValueError, match="without a zone"), store.write() as tx:
        tx.cases.due(datetime(2026, 11, 24))  # noqa: DTZ001


def test_text_that_no_database_takes_is_kept_escaped(store: Store) -> None:
    with store.write() as tx:
        row_id = tx.inbox.add(a_row())
        assert row_id is not None
        tx.inbox.save(replace(a_row(), id=row_id, error="bad \ud800 and \0", evidence={"rule": "\ud800\0"}))
        tx.journal.add(a_line(text="a \0 in a subject"))
    with store.read() as tx:
        row = tx.inbox.get(row_id)
        assert row is not None
        assert row.error == "bad \\ud800 and \\x00"
        assert row.evidence == {"rule": "\ud800\0"}
        assert tx.journal.since(NOW)[0].text == "a \\x00 in a subject"
