"""Cases read ahead for the letters that leave next: as they are, whoever changes them in between."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.examples import NOW, a_case, a_letter, a_line

from noticed.adapters.store.engine import open_store
from noticed.core.case.model import Case
from noticed.ports import Letter, Store, Tx

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
