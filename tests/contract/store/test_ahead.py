"""Cases read ahead for the letters that leave next: as they are, whoever changes them in between."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.examples import NOW, a_case, a_letter, a_line, a_row
from tests.contract.store.test_exhibits import an_exhibit

from noticed.adapters.store.engine import open_store
from noticed.core.case.model import Case
from noticed.core.journal import broken
from noticed.ports import InboxStatus, Letter, Refused, Store, Tx

STOP = "notice_stop"
NAMES = tuple(f"N-{number}" for number in range(1, 8))


def filled(store: Store) -> None:
    with store.write() as tx:
        for name in NAMES:
            tx.cases.add(replace(a_case(), case=name))
            tx.outbox.add(replace(a_letter(f"{name}.1"), case=name))
            tx.journal.add(a_line(case=name, event=STOP))


def asked(tx: Tx, name: str) -> tuple[Case | None, tuple[Letter, ...], Letter | None, list[tuple[str, str]]]:
    lines = [(line.event, line.text) for line in tx.journal.of_case(name, STOP)]
    return tx.cases.get(name), tx.outbox.of_case(name), tx.outbox.get(f"{name}.1"), lines


def test_what_is_read_ahead_is_what_would_be_read(store: Store) -> None:
    filled(store)
    with store.read() as tx:
        plainly = [asked(tx, name) for name in NAMES]
    for first in range(len(NAMES)):
        with store.write() as tx:
            tx.ahead(NAMES[first:], STOP)
            assert [asked(tx, name) for name in NAMES] == plainly


def test_what_is_written_after_it_was_read_ahead_is_seen(store: Store) -> None:
    filled(store)
    for first in range(4):
        with store.write() as tx:
            tx.ahead(NAMES[first:], STOP)
    last = NAMES[4]
    with store.write() as tx:
        case, letter = tx.cases.get(last), tx.outbox.get(f"{last}.1")
        assert case is not None
        assert letter is not None
        tx.cases.save(replace(case, attempts=case.attempts + 1))
        tx.outbox.save(replace(letter, answer="250 2.0.0 Ok"))
        tx.outbox.add(replace(a_letter(f"{last}.2"), case=last, created_at=NOW + timedelta(hours=1)))
        tx.journal.add(a_line(case=last, event=STOP))
        here = asked(tx, last)
    with store.write() as tx:
        tx.ahead(NAMES[4:], STOP)
        assert asked(tx, last) == here
    with store.read() as tx:
        assert asked(tx, last) == here
    assert [letter.letter for letter in here[1]] == [f"{last}.1", f"{last}.2"]
    assert len(here[3]) == 2


def written_and_broken_off(tx: Tx) -> None:
    tx.ahead(NAMES, STOP)
    tx.outbox.add(replace(a_letter(f"{NAMES[0]}.2"), case=NAMES[0]))
    tx.journal.add(a_line(case=NAMES[0], event=STOP))
    raise InterruptedError


def test_a_transaction_that_is_rolled_back_leaves_nothing_known(store: Store) -> None:
    filled(store)
    with store.read() as tx:
        before = asked(tx, NAMES[0])
    with pytest.raises(InterruptedError), store.write() as tx:
        written_and_broken_off(tx)
    with store.write() as tx:
        tx.ahead(NAMES, STOP)
        assert asked(tx, NAMES[0]) == before


def test_what_another_process_commits_is_seen(shared: Store, shared_url: str) -> None:
    filled(shared)
    for first in range(4):
        with shared.write() as tx:
            tx.ahead(NAMES[first:], STOP)
    other = open_store(shared_url)
    with other.write() as tx:
        tx.outbox.add(replace(a_letter(f"{NAMES[4]}.2"), case=NAMES[4]))
        tx.journal.add(a_line(case=NAMES[4], event=STOP))
        theirs = asked(tx, NAMES[4])
    other.close()
    with shared.write() as tx:
        tx.ahead(NAMES[4:], STOP)
        assert asked(tx, NAMES[4]) == theirs


def test_a_new_case_has_the_letters_and_lines_that_were_written_before_it(store: Store) -> None:
    """The order within a transaction is free: what is known of a new case is asked for nowhere."""
    for name, letter_first in (("N-NEW1", True), ("N-NEW2", False)):
        letter, case = replace(a_letter(f"{name}.1"), case=name), replace(a_case(), case=name)
        with store.write() as tx:
            if letter_first:
                tx.outbox.add(letter)
                tx.journal.add(a_line(case=name, event=STOP))
            tx.cases.add(case)
            assert [x.letter for x in tx.outbox.of_case(name)] == ([letter.letter] if letter_first else [])
            if not letter_first:
                tx.outbox.add(letter)
                tx.journal.add(a_line(case=name, event=STOP))
            with pytest.raises(Refused, match="exists"):
                tx.outbox.add(letter)
            tx.outbox.add(replace(letter, letter=f"{name}.2"))
            tx.journal.add(a_line(case=name, event="note"))
            assert [x.letter for x in tx.outbox.of_case(name)] == [f"{name}.1", f"{name}.2"]
        with store.write() as tx:
            with pytest.raises(Refused, match="exists"):
                tx.outbox.add(letter)
            tx.journal.add(a_line(case=name, event="note"))
        with store.read() as tx:
            assert [x.letter for x in tx.outbox.of_case(name)] == [f"{name}.1", f"{name}.2"]
            lines = tx.journal.sealed(name)
            assert len(lines) == 3
            assert broken(name, lines) == []


def all_of(tx: Tx, name: str) -> tuple[object, ...]:
    trail = [[line.text for line in tx.journal.of_case(name, event)] for event in (None, STOP, "note")]
    return tx.outbox.of_case(name), trail, tx.inbox.of_case(name, octets=0), tx.exhibits.of_case(name)


def add_to(tx: Tx, number: int, name: str) -> None:
    tx.outbox.add(replace(a_letter(f"{name}.{number}"), case=name))
    tx.journal.add(a_line(case=name, event=STOP, text=f"stopped {number}"))
    tx.journal.add(a_line(case=name, event="note", text=f"noted {number}"))
    row = tx.inbox.add(a_row(f"{name} {number}".encode(), uid=100 * number + int(name[2:])))
    assert row is not None
    kept = tx.inbox.get(row)
    assert kept is not None
    tx.inbox.save(replace(kept, case=name, status=InboxStatus.DONE))
    tx.exhibits.add(replace(an_exhibit(f"{number}.pdf"), case=name))


def test_what_is_gathered_of_many_cases_is_what_each_of_them_has(store: Store) -> None:
    with store.write() as tx:
        for name in NAMES:
            tx.cases.add(replace(a_case(), case=name))
        for name in NAMES[1:]:
            add_to(tx, 1, name)
    with store.read() as tx:
        plainly = {name: all_of(tx, name) for name in NAMES}
    with store.read() as tx:
        for some in (NAMES[:4], NAMES[4:]):
            tx.gather(some)
            assert {name: all_of(tx, name) for name in some} == {name: plainly[name] for name in some}
        assert all_of(tx, NAMES[1]) == plainly[NAMES[1]]
        tx.gather(())


def test_what_is_written_after_it_was_gathered_is_seen(store: Store) -> None:
    name = NAMES[0]
    with store.write() as tx:
        tx.cases.add(replace(a_case(), case=name))
        add_to(tx, 1, name)
    with store.write() as tx:
        tx.gather([name])
        all_of(tx, name)
        add_to(tx, 2, name)
        (first, second) = tx.exhibits.of_case(name)
        tx.exhibits.save(replace(first, removed_at=NOW))
        (row, _) = tx.inbox.of_case(name, octets=0)
        tx.inbox.save(replace(row, category="notice"))
        here = all_of(tx, name)
        assert [x.removed_at for x in tx.exhibits.of_case(name)] == [NOW, None]
        assert [x.category for x in tx.inbox.of_case(name, octets=0)] == ["notice", None]
        assert second.name == "2.pdf"
    with store.read() as tx:
        assert all_of(tx, name) == here
    with store.write() as tx:
        tx.gather([name])
        tx.exhibits.blank(name)
        tx.inbox.blank(row.id)
        tx.journal.blank(name)
        tx.outbox.blank(f"{name}.1")
        gone = all_of(tx, name)
    with store.read() as tx:
        assert all_of(tx, name) == gone != here
