"""The trail cannot be rewritten; single values can."""

import pytest
from sqlalchemy import create_engine, make_url, text
from tests.contract.store.examples import DAY, NOW, a_line

from noticed.core.journal import REMOVED, broken
from noticed.ports import Store


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET text = 'other'",
        "UPDATE journal SET text = '(removed)', event = 'other'",
        "UPDATE journal SET text = '(removed)', facts = NULL, account = NULL",
        "DELETE FROM journal",
    ],
)
def test_the_journal_is_append_only(shared: Store, shared_url: str, statement: str) -> None:
    with shared.write() as tx:
        tx.journal.add(a_line("as it was"))
    url = make_url(shared_url)
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url)
    with pytest.raises(Exception, match="the journal is append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    with shared.read() as tx:
        assert [line.text for line in tx.journal.of_case("N-7K3F")] == ["as it was"]


def test_the_journal_is_read_in_the_order_it_was_written(store: Store) -> None:
    with store.write() as tx:
        tx.journal.add(a_line("first", at=NOW))
        tx.journal.add(a_line("second, by a clock set back", at=NOW - DAY))
        tx.journal.add(a_line("of no case", case=None, at=NOW))
    with store.read() as tx:
        assert [line.text for line in tx.journal.of_case("N-7K3F")] == ["first", "second, by a clock set back"]
        assert [line.text for line in tx.journal.since(NOW)] == ["first", "of no case"]


def test_a_fact_is_set_changed_and_forgotten(store: Store) -> None:
    with store.write() as tx:
        assert tx.facts.get("paused") is None
        tx.facts.set("paused", "by acme")
        tx.facts.set("paused", "")
        tx.facts.set("live_since", NOW.isoformat())
        assert tx.facts.all() == {"live_since": NOW.isoformat(), "paused": ""}
        tx.facts.set("paused", None)
        tx.facts.set("never", None)
    with store.read() as tx:
        assert tx.facts.all() == {"live_since": NOW.isoformat()}


def test_the_lines_of_a_case_are_chained(store: Store) -> None:
    with store.write() as tx:
        tx.journal.add(a_line("first"))
        tx.journal.add(a_line("another case's", case="N-2222"))
        tx.journal.add(a_line("of no case", case=None))
        tx.journal.add(a_line("second\0\ud800", facts={"rule": "row 1", "names": ["日本", "\ud800"]}))
    with store.write() as tx:
        tx.journal.add(a_line("third, a transaction later"))
    with store.read() as tx:
        chain = tx.journal.sealed("N-7K3F")
        assert [line.text for line in chain] == [line.text for line in tx.journal.of_case("N-7K3F")]
        assert broken("N-7K3F", chain) == []
        assert broken("N-7K3F", chain[1:]) != []


def test_the_words_of_a_line_can_be_removed_and_nothing_else_about_it(store: Store) -> None:
    with store.write() as tx:
        tx.journal.add(a_line("about ip@brand.example", case="N-AAAA"))
        tx.journal.add(a_line("IP@Brand.example is suppressed", case=None))
        tx.journal.add(a_line("100% other", case=None))
    with store.write() as tx:
        before = tx.journal.sealed("N-AAAA")
        tx.journal.blank("N-AAAA")
        assert tx.journal.blank_mentions("ip@brand.example") == 1
        assert tx.journal.blank_mentions("%") == 1
    with store.read() as tx:
        assert [line.text for line in tx.journal.of_case("N-AAAA")] == [REMOVED]
        assert [(x.at, x.event, x.digest, x.seal) for x in tx.journal.sealed("N-AAAA")] == [
            (x.at, x.event, x.digest, x.seal) for x in before
        ]
        assert [line.text for line in tx.journal.since(NOW)] == [REMOVED] * 3
