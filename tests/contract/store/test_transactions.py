"""All of a transaction or none of it; writers one after the other; readers see one moment."""

import threading
from contextlib import closing, suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.store.examples import a_case, a_letter, a_line

from noticed.adapters.store.engine import open_store
from noticed.ports import Store


def test_an_exception_undoes_everything(store: Store) -> None:
    with suppress(KeyboardInterrupt), store.write() as tx:
        tx.facts.set("paused", "yes")
        tx.journal.add(a_line())
        raise KeyboardInterrupt
    with store.read() as tx:
        assert tx.facts.all() == {}
        assert tx.journal.of_case("N-7K3F") == ()


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"readonly|read-only"), store.read() as tx:
        tx.facts.set("paused", "yes")
    with store.write() as tx:
        tx.facts.set("paused", "no")


def test_a_transaction_inside_another_is_refused(store: Store) -> None:
    with store.write() as tx:
        with pytest.raises(RuntimeError, match="inside a transaction"), store.read():
            pass
        tx.facts.set("paused", "yes")
    with store.read() as tx:
        assert tx.facts.get("paused") == "yes"


def test_what_a_writer_knew_is_read_anew_where_another_has_written_since(shared_url: str) -> None:
    one, other = open_store(shared_url), open_store(shared_url)
    with closing(one), closing(other):
        with one.write() as tx:
            tx.outbox.add(a_letter())
            tx.cases.add(a_case())
            assert tx.facts.get("paused") is None
        for store, subject in ((one, "first"), (other, "second"), (one, "third"), (other, "fourth"), (one, "fifth")):
            with store.write() as tx:
                letter, case = tx.outbox.get("N-7K3F.1"), tx.cases.get("N-7K3F")
                assert letter is not None
                assert case is not None
                assert case.rights_owner_name == (tx.facts.get("subject") or a_case().rights_owner_name)
                assert letter.subject in {case.rights_owner_name, a_letter().subject}
                tx.outbox.save(replace(letter, subject=subject))
                tx.cases.save(replace(case, rights_owner_name=subject))
                tx.facts.set("subject", subject)
            with suppress(KeyboardInterrupt), store.write() as tx:
                tx.facts.set("subject", "undone")
                tx.outbox.save(replace(letter, subject="undone"))
                raise KeyboardInterrupt


def test_threads_that_count_lose_no_count(store: Store) -> None:
    def count() -> None:
        for _ in range(25):
            with store.write() as tx:
                tx.facts.set("count", str(int(tx.facts.get("count") or 0) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert tx.facts.get("count") == "100"


def test_a_reader_sees_one_moment(shared: Store) -> None:
    def write() -> None:
        with shared.write() as tx:
            tx.facts.set("paused", "yes")

    with shared.read() as tx:
        assert tx.facts.get("paused") is None
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert tx.facts.get("paused") is None
    with shared.read() as tx:
        assert tx.facts.get("paused") == "yes"


def test_a_lease_is_held_by_one(store: Store) -> None:
    with store.alone("submit:acme") as mine, store.alone("submit:acme") as again, store.alone("poll:acme") as other:
        assert (mine, again, other) == (True, False, True)
        with store.write() as tx:
            tx.facts.set("paused", "no")
    with store.alone("submit:acme") as mine:
        assert mine


def test_two_stores_in_memory_know_nothing_of_each_other() -> None:
    one, other = open_store("sqlite://"), open_store("sqlite://")
    with one.write() as tx:
        tx.facts.set("paused", "yes")
    with other.read() as tx, one.alone("a") as a, other.alone("a") as b:
        assert tx.facts.all() == {}
        assert (a, b) == (True, True)
    one.close()
    other.close()


@settings(max_examples=50, deadline=None)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_lease_has_any_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("lease")
    store = open_store(f"sqlite:///{folder / 'noticed.db'}")
    with store.alone(name) as mine, store.alone(name) as again:
        assert (mine, again) == (True, False)
    assert {file.parent for file in folder.rglob("*")} == {folder}
    store.close()
