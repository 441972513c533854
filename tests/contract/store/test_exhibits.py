"""Evidence in the store: the file comes back as it was, and stays until its case is removed."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy.exc import IntegrityError
from tests.contract.store.examples import DAY, NOW, a_case

from noticed.core.case.exhibits import ExhibitKind
from noticed.ports import Exhibit, Store

FILE = bytes(range(256)) * 40


def an_exhibit(name: str = "发票 1.pdf", content: bytes = FILE) -> Exhibit:
    return Exhibit(
        case="N-7K3F",
        name=name,
        kind=ExhibitKind.INVOICE,
        content_type="application/pdf",
        size=len(content),
        sha256=sha256(content).hexdigest(),
        dated=date(2026, 5, 3),
        source="command",
        added_at=NOW,
        content=content,
    )


def test_a_file_comes_back_as_it_was_and_only_where_it_is_asked_for(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case())
        tx.exhibits.add(an_exhibit())
        tx.exhibits.add(an_exhibit("b.png", b"another"))
    with store.read() as tx:
        light, _ = tx.exhibits.of_case("N-7K3F")
        whole, second = tx.exhibits.of_case("N-7K3F", whole=True)
        assert tx.exhibits.of_case("N-OTHER") == ()
    assert whole == replace(an_exhibit(), id=whole.id)
    assert light == replace(whole, content=b"")
    assert second.name == "b.png"


def test_what_is_said_of_it_changes_and_the_file_never(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case())
        tx.exhibits.add(an_exhibit())
        (found,) = tx.exhibits.of_case("N-7K3F")
        tx.exhibits.save(
            replace(found, expires=date(2027, 1, 1), removed_at=NOW + DAY, removed_why="prices", content=b"x")
        )
    with store.read() as tx:
        (saved,) = tx.exhibits.of_case("N-7K3F", whole=True)
    assert (saved.expires, saved.removed_at, saved.removed_why) == (date(2027, 1, 1), NOW + DAY, "prices")
    assert (saved.content, saved.sha256) == (FILE, sha256(FILE).hexdigest())


def test_a_name_stands_for_one_file_of_a_case(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case())
        tx.exhibits.add(an_exhibit())
    with pytest.raises(IntegrityError), store.write() as tx:
        tx.exhibits.add(an_exhibit(content=b"another"))


def test_what_is_blanked_leaves_kind_time_and_hash(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case())
        tx.exhibits.add(an_exhibit())
        tx.exhibits.blank("N-7K3F")
    with store.read() as tx:
        (left,) = tx.exhibits.of_case("N-7K3F", whole=True)
    assert (left.content, left.name, left.kind) == (b"", f"removed-{left.id}", ExhibitKind.INVOICE)
    assert left.sha256 == sha256(FILE).hexdigest()
