"""An older copy of the store is put back while the world went on: it searches first, and no letter goes twice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, answer, clearance, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Disposition, Outcome, Reason, State
from noticed.ports import LetterStatus, Permanent
from noticed.service import decisions, digest, recovery, setaside, status
from noticed.service.extra import Extra

DAY = timedelta(days=1)
SETTLE = timedelta(minutes=16)


def backed_up(world: World, folder: Path) -> str:
    """A backup of now; the URL by which it is put back."""
    file = folder / "copy.db"
    world.store.backup(str(file), replace=False, at=world.clock.now())
    return f"sqlite:///{file}"


def journal(world: World) -> list[str]:
    with world.store.read() as tx:
        return [line.event for line in tx.journal.since(START - DAY)]


def move_last_copy(world: World, mailbox: str) -> None:
    """Our copy of the last letter lies there alone."""
    copy = next(m for m in reversed(world.server.messages(SELLER)) if b"X-Noticed-Letter: N-" in m.raw)
    world.server.remove(SELLER, copy.uid)
    world.server.deliver(SELLER, copy.raw, mailbox, copy.received_at)


def test_after_a_restore_no_letter_goes_twice_and_the_ladder_goes_on(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    url = backed_up(world, tmp_path)
    world.sleep(4 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 2
    before = world.case()

    world.on(url)
    world.sleep(timedelta(hours=1))
    with world.store.read() as tx:
        assert recovery.of(tx, "acme") is not None
    assert any("searches first" in line.text for line in status.look(world.context, DAY).lines)
    assert "searches first" in digest.as_text(world.context)
    world.sleep(SETTLE)
    assert journal(world)[-1] == "search_done"
    assert len(world.arrived(COMPLAINANT)) == 2
    assert world.case().attempts == 2
    assert (world.case().plan_at, world.case().state) == (before.plan_at, before.state)
    assert [x.status for x in world.letters()] == [LetterStatus.SUBMITTED] * 2
    assert [x.message_id for x in world.letters()] == [m["Message-ID"] for m in world.arrived(COMPLAINANT)]

    world.sleep(4 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 3
    assert "last reminder" in world.arrived(COMPLAINANT)[-1].get_content()
    world.sleep(4 * DAY)
    assert world.case().reason is Reason.NO_REPLY


def test_an_account_whose_file_is_broken_at_the_restore_searches_first_when_it_is_mended(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    url = backed_up(world, tmp_path)
    world.on(url)
    whole = world.context
    acme = whole.accounts["acme"]
    email = "spare@seller.example"
    identity = replace(acme.identity, email=email)
    spare = replace(acme, name="spare", identity=identity, addresses=frozenset({email}))
    world.context = replace(whole, accounts={"spare": spare}, operator_account="spare")
    world.once()
    world.context = replace(whole, store=world.store)
    with world.store.read() as tx:
        assert recovery.of(tx, "acme") is not None
    world.once()
    world.sleep(SETTLE)
    assert "search_done" in journal(world)
    with world.store.read() as tx:
        assert recovery.of(tx, "acme") is None


def test_what_happened_after_the_backup_is_read_before_anything_leaves(tmp_path: Path) -> None:
    """A case that opened, was written to and was answered; a second letter; a decision; a retraction."""
    world = World()
    other = {"complaint": "10987654399", "asins": ["B0C7654321"], "complainant": "ip@other.example"}
    world.receive(signed(notice(date=START)))
    url = backed_up(world, tmp_path)
    world.receive(signed(notice(date=START, **other)))  # type: ignore[arg-type]
    (inquiry,) = world.arrived("ip@other.example")
    world.sleep(4 * DAY)
    world.receive(answer(inquiry, date=world.clock.now(), sender="ip@other.example"))
    world.sleep(8 * DAY)
    decisions.decide(world.context, world.cases()[0].case, Outcome.REASON_UNKNOWN, "", Extra())
    world.once()
    before = world.cases()
    letters = len(world.letters())

    world.on(url)
    world.once()
    world.sleep(SETTLE)
    after = world.cases()
    assert [(c.case, c.state, c.reason, c.attempts, c.outcome) for c in after] == [
        (c.case, c.state, c.reason, c.attempts, c.outcome) for c in before
    ]
    assert len(world.letters()) == letters
    assert len(world.arrived(COMPLAINANT)) == 3
    assert len(world.arrived("ip@other.example")) == 2
    assert len([m for m in world.arrived(AMAZON) if m["To"] == AMAZON]) == 1
    world.receive(signed(clearance(date=world.clock.now())))
    assert world.cases()[0].disposition is Disposition.RETRACTED


def test_a_copy_put_back_by_hand_is_known_by_the_file_beside_the_store(tmp_path: Path) -> None:
    """``cp`` of the closed file bears no mark: the number of dialogues beside it is larger than its own."""
    file = tmp_path / "noticed.db"
    world = World()
    world.on(f"sqlite:///{file}")
    world.once()
    world.receive(signed(notice(date=START)))
    world.store.close()
    saved = file.read_bytes()
    world.on(f"sqlite:///{file}")
    world.sleep(4 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 2
    world.store.close()
    file.write_bytes(saved)

    world.on(f"sqlite:///{file}")
    world.sleep(DAY)  # long after the last letter's copy must have come: one search is enough
    assert world.case().attempts == 2
    assert "search_done" in journal(world)
    world.sleep(3 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 3


def test_a_restart_is_no_restore(tmp_path: Path) -> None:
    world = World()
    url = f"sqlite:///{tmp_path / 'noticed.db'}"
    world.on(url)
    world.receive(signed(notice(date=START)))
    for _ in range(3):
        world.store.close()
        world.on(url)
        world.sleep(4 * DAY)
    assert "search_first" not in journal(world)
    assert len(world.arrived(COMPLAINANT)) == 3


def test_a_lost_store_is_not_begun_anew_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "noticed.db"
    world = World()
    world.on(f"sqlite:///{file}")
    world.receive(signed(notice(date=START)))
    world.store.close()
    for path in tmp_path.glob("noticed.db*"):
        if not path.name.endswith(".dialogues"):
            path.unlink()
    world.on(f"sqlite:///{file}")
    with pytest.raises(Permanent, match="noticed rebuild"):
        world.once()
    assert len(world.arrived(COMPLAINANT)) == 1


def test_nothing_leaves_while_the_mailboxes_cannot_be_searched(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    url = backed_up(world, tmp_path)
    world.sleep(4 * DAY)
    world.on(url)
    world.server.break_after = 0
    for _ in range(3):
        world.sleep(DAY)
    assert len(world.arrived(COMPLAINANT)) == 2
    world.server.break_after = None
    world.sleep(DAY)
    assert world.case().attempts in {2, 3}
    assert len(world.arrived(COMPLAINANT)) == world.case().attempts


def test_a_search_that_could_not_open_sent_is_none(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    url = backed_up(world, tmp_path)
    world.sleep(4 * DAY)
    move_last_copy(world, "Sent")
    world.server.shut.add("Sent")
    world.on(url)
    for _ in range(2):
        world.sleep(DAY)
    assert len(world.arrived(COMPLAINANT)) == 2, "the follow-up's only copy lies in Sent"
    world.server.shut.clear()
    world.sleep(DAY)
    assert "search_done" in journal(world)
    assert world.case().attempts == 2
    assert len(world.arrived(COMPLAINANT)) == 2


def test_a_copy_that_lies_in_all_mail_alone_is_found(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    url = backed_up(world, tmp_path)
    world.sleep(4 * DAY)
    move_last_copy(world, "All Mail")
    world.on(url)
    world.once()
    world.sleep(SETTLE)
    assert world.case().attempts == 2
    assert len(world.arrived(COMPLAINANT)) == 2


def test_a_made_up_copy_cannot_start_a_ladder_that_was_stopped(tmp_path: Path) -> None:
    """The name of the next letter can be computed by whoever has the last: it silences, and never sends."""
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START))
    assert world.case().reason is Reason.REPLIED
    world.on(backed_up(world, tmp_path))
    world.once()
    key = "N-AAAA.2." + 20 * "a"
    forged = f"X-Noticed-Letter: {key.replace('N-AAAA', world.case().case)}\n".encode()
    world.receive(forged + answer(None, date=START, sender=SELLER, to=COMPLAINANT))
    world.sleep(SETTLE)
    assert (world.case().state, world.case().attempts) == (State.WITH_OPERATOR, 1)
    world.sleep(20 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1


def test_digests_of_the_lost_days_are_not_sent_again(tmp_path: Path) -> None:
    world = World()
    url = backed_up(world, tmp_path)
    world.sleep(DAY)
    digests = len(world.arrived(BOSS))
    world.on(url)
    world.once()
    world.sleep(SETTLE)
    assert len(world.arrived(BOSS)) == digests
    assert not setaside.listed(world.context, setaside.SHUNTED)
