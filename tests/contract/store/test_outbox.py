"""No letter twice, none lost, none changed once it is frozen."""

from dataclasses import replace

import pytest
from tests.contract.store.examples import DAY, MINUTE, NOW, a_case, a_letter

from noticed.core.case.model import LetterKind
from noticed.ports import Delivery, Letter, LetterStatus, Phase, Refused, Store


def names(letters: tuple[Letter, ...]) -> list[str]:
    return [letter.letter for letter in letters]


def test_a_letter_is_claimed_once_as_it_shall_leave(store: Store) -> None:
    with store.write() as tx:
        tx.outbox.add(a_letter(phase=Phase.DATA, tries=1))
    frozen = a_letter(raw=b"frozen")
    with store.write() as tx:
        claimed = tx.outbox.claim(frozen, "one", NOW)
    with store.write() as tx:
        assert tx.outbox.claim(frozen, "two", NOW) is None
        assert tx.outbox.claim(a_letter("N-NONE.1"), "two", NOW) is None
        letter = tx.outbox.get("N-7K3F.1")
    assert letter is not None
    assert letter == claimed
    assert (letter.status, letter.owner, letter.tries) == (LetterStatus.SUBMITTING, "one", 2)
    assert (letter.started_at, letter.phase, letter.raw) == (NOW, Phase.ENVELOPE, b"frozen")


def test_frozen_bytes_never_change(store: Store) -> None:
    frozen = a_letter(raw=b"frozen")
    with store.write() as tx:
        tx.outbox.add(a_letter())
        tx.outbox.save(frozen)
        tx.outbox.save(replace(frozen, answer="450 later"))
    for other in (None, b"thawed"):
        with pytest.raises(ValueError, match="frozen"), store.write() as tx:
            tx.outbox.save(replace(frozen, raw=other))
    with store.read() as tx:
        assert tx.outbox.get("N-7K3F.1") == replace(frozen, answer="450 later")


def test_a_claim_that_is_given_back_drops_the_bytes_of_a_first_try_alone(store: Store) -> None:
    with store.write() as tx:
        tx.outbox.add(a_letter())
        for begun, kept in ((0, None), (1, b"frozen")):
            queued = replace(a_letter(), tries=begun)
            tx.outbox.save(queued)
            claimed = tx.outbox.claim(replace(queued, raw=b"frozen"), "one", NOW)
            assert claimed is not None
            given = tx.outbox.give_back(claimed)
            assert given == tx.outbox.get(queued.letter) == replace(queued, raw=kept, started_at=NOW)
            assert tx.outbox.due(NOW)
    with store.read() as tx:
        assert tx.outbox.get(a_letter().letter) == given


@pytest.mark.parametrize("end", [LetterStatus.SUBMITTED, LetterStatus.REFUSED, LetterStatus.CANCELLED])
def test_a_letter_that_has_ended_never_goes_back(store: Store, end: LetterStatus) -> None:
    with store.write() as tx:
        tx.outbox.add(a_letter(status=end))
    for status in set(LetterStatus) - {end}:
        with pytest.raises(ValueError, match="cannot become"), store.write() as tx:
            tx.outbox.save(a_letter(status=status))
    with store.write() as tx:
        tx.outbox.save(a_letter(status=end, answer="250 ok"))


def test_a_letter_exists_once(store: Store) -> None:
    with store.write() as tx:
        tx.outbox.add(a_letter())
    with pytest.raises(Refused, match=r"N-7K3F\.1 exists"), store.write() as tx:
        tx.outbox.add(a_letter())
    with pytest.raises(LookupError), store.write() as tx:
        tx.outbox.save(a_letter("N-7K3F.2"))


def test_letters_are_due_oldest_first_and_not_before_their_time(store: Store) -> None:
    with store.write() as tx:
        tx.outbox.add(a_letter("a", due_at=NOW))
        tx.outbox.add(a_letter("b", due_at=NOW - DAY))
        tx.outbox.add(a_letter("c", due_at=NOW - DAY, retry_at=NOW + MINUTE))
        tx.outbox.add(a_letter("d", due_at=None, created_at=NOW - 2 * DAY))
        tx.outbox.add(a_letter("e", due_at=NOW + MINUTE))
        tx.outbox.add(a_letter("f", status=LetterStatus.HELD))
        assert [due.letter for due in tx.outbox.due(NOW)] == ["d", "b", "a"]
        assert [due.letter for due in tx.outbox.due(NOW + MINUTE)] == ["d", "b", "c", "a", "e"]
        assert [due.since for due in tx.outbox.due(NOW)] == [NOW - 2 * DAY, NOW - DAY, NOW]


def test_letters_are_listed_in_the_order_they_were_written(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case())
        for number in (2, 10, 9):
            tx.outbox.add(a_letter(f"N-7K3F.{number}", case="N-7K3F"))
        tx.outbox.add(a_letter("D-1", kind=LetterKind.DIGEST, status=LetterStatus.SUBMITTED))
        assert names(tx.outbox.of_case("N-7K3F")) == ["N-7K3F.2", "N-7K3F.10", "N-7K3F.9"]
        assert names(tx.outbox.all()) == ["N-7K3F.2", "N-7K3F.10", "N-7K3F.9", "D-1"]
        assert names(tx.outbox.all(LetterStatus.SUBMITTED)) == ["D-1"]


def test_what_the_server_said_of_each_recipient_is_kept_in_order(store: Store) -> None:
    said = (
        Delivery(address="b@x.example", code=250, text="ok"),
        Delivery(address="a@x.example", code=450, text="later"),
    )
    with store.write() as tx:
        tx.outbox.add(a_letter())
        tx.outbox.save(a_letter(deliveries=said[:1]))
        tx.outbox.save(a_letter(deliveries=said))
    with store.read() as tx:
        assert tx.outbox.all() == (a_letter(deliveries=said),)


def test_a_bounce_finds_its_letter_by_message_id(store: Store) -> None:
    with store.write() as tx:
        tx.outbox.add(a_letter())
        assert names(tx.outbox.by_message_id(["<x@y>", "<N-7K3F.1@acme.example>"])) == ["N-7K3F.1"]
        assert tx.outbox.by_message_id([]) == ()


def test_open_dialogues_are_those_not_settled(store: Store) -> None:
    with store.write() as tx:
        for status in LetterStatus:
            tx.outbox.add(a_letter(status.value, status=status))
        assert names(tx.outbox.open_dialogues()) == ["submitting", "in_doubt"]


def test_limits_count_what_left_or_perhaps_left_for_others(store: Store) -> None:
    with store.write() as tx:
        tx.outbox.add(a_letter("sent", status=LetterStatus.SUBMITTED, submitted_at=NOW))
        tx.outbox.add(a_letter("before", status=LetterStatus.SUBMITTED, submitted_at=NOW - MINUTE))
        tx.outbox.add(a_letter("under way", status=LetterStatus.SUBMITTING, started_at=NOW))
        tx.outbox.add(a_letter("in doubt", status=LetterStatus.IN_DOUBT, started_at=NOW))
        tx.outbox.add(a_letter("old doubt", status=LetterStatus.IN_DOUBT, started_at=NOW - DAY))
        tx.outbox.add(a_letter("queued", started_at=NOW))
        tx.outbox.add(a_letter("digest", kind=LetterKind.DIGEST, status=LetterStatus.SUBMITTED, submitted_at=NOW))
        tx.outbox.add(a_letter("other", account="beta", status=LetterStatus.SUBMITTED, submitted_at=NOW))
        assert names(tx.outbox.sent_since("acme", NOW)) == ["sent", "under way", "in doubt"]
        assert [tx.outbox.many_sent_since("acme", NOW, many) for many in (1, 3, 4)] == [True, True, False]


def test_it_is_known_when_somebody_was_last_written_to(store: Store) -> None:
    sent = LetterStatus.SUBMITTED
    with store.write() as tx:
        tx.outbox.add(a_letter("1", status=sent, submitted_at=NOW - DAY, to=("a@x.example",), cc=("c@x.example",)))
        tx.outbox.add(a_letter("2", status=sent, submitted_at=NOW, to=("a@x.example", "b@x.example")))
        tx.outbox.add(a_letter("3", status=LetterStatus.IN_DOUBT, to=("d@x.example",)))
        assert tx.outbox.written_to("acme", "a@x.example") == NOW
        assert tx.outbox.written_to("acme", "c@x.example") == NOW - DAY
        for same in ("A@X.example", "a+ip@x.example", "a@x.example."):
            assert tx.outbox.written_to("acme", same) == NOW
        for never in ("d@x.example", "@x.example", "_@x.example", "aa@x.example", "a@x.example.else.example", '"'):
            assert tx.outbox.written_to("acme", never) is None
        assert tx.outbox.written_to("beta", "a@x.example") is None


def test_the_last_thing_an_outbox_did_is_known(store: Store) -> None:
    with store.write() as tx:
        assert tx.outbox.last_activity("acme") is None
        tx.outbox.add(a_letter("1", created_at=NOW, started_at=NOW + MINUTE))
        tx.outbox.add(a_letter("2", created_at=NOW))
        assert tx.outbox.last_activity("acme") == NOW + MINUTE
