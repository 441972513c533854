"""An account gets another name in the settings: nobody is written to again, and its cases go on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mails import COMPLAINANT, answer, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import State
from noticed.ports import Refused, Transient
from noticed.service import letterbox, renamed, status, steps
from noticed.service.account import Account

DAY = timedelta(days=1)


def with_letter() -> World:
    world = World()
    world.receive(signed(notice(date=world.clock.now())))
    assert len(world.arrived(COMPLAINANT)) == 1
    return world


def call_it(world: World, name: str) -> None:
    (account,) = world.context.accounts.values()
    world.context = replace(world.context, accounts={name: replace(account, name=name)}, operator_account=name)


def test_whoever_was_written_to_is_not_written_to_again() -> None:
    world = with_letter()
    call_it(world, "acme-eu")
    world.sleep(timedelta(minutes=5))
    assert [case.account for case in world.cases()] == ["acme-eu"]
    assert len(world.arrived(COMPLAINANT)) == 1
    world.sleep(5 * DAY)
    world.sleep(5 * DAY)
    first, *later = world.arrived(COMPLAINANT)
    assert [mail["Subject"] for mail in later if first["Message-ID"] not in mail["References"]] == []
    assert len(later) == 2, "the ladder goes on where it stood"


def test_an_answer_is_heard_and_a_pause_holds_under_the_new_name() -> None:
    world = with_letter()
    letterbox.pause(world.context, "acme")
    (letter,) = world.arrived(COMPLAINANT)
    call_it(world, "acme-eu")
    world.sleep(5 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1, "paused as before"
    letterbox.resume(world.context, "acme-eu")
    world.receive(answer(letter, date=world.clock.now()))
    assert world.case().state is State.WITH_OPERATOR
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_daemon_that_still_has_the_old_name_reads_and_sends_nothing() -> None:
    world = with_letter()
    before = world.context
    call_it(world, "acme-eu")
    world.once()
    after, world.context = world.context, before
    for _ in range(3):
        world.clock.set(world.clock.now() + timedelta(minutes=10))
        steps.poll_account(before, before.accounts["acme"])
        steps.work(before)
    assert [case.account for case in world.cases()] == ["acme-eu"]
    assert len(world.arrived(COMPLAINANT)) == 1
    assert not status.look(before, DAY).healthy
    world.context = after
    call_it(world, "acme")
    world.sleep(timedelta(minutes=10))
    assert [case.account for case in world.cases()] == ["acme"], "and back again"
    assert len(world.arrived(COMPLAINANT)) == 1


def test_while_a_letter_is_under_way_the_name_stays() -> None:
    world = with_letter()
    call_it(world, "acme-eu")
    with world.store.alone("submit:acme") as mine:
        assert mine
        with pytest.raises(Transient, match="stop it first"):
            renamed.follow(world.context)
    assert [case.account for case in world.cases()] == ["acme"]


def test_another_address_is_another_account() -> None:
    world = with_letter()
    (acme,) = world.context.accounts.values()
    email = "other@seller.example"
    identity = replace(acme.identity, email=email)
    other: Account = replace(acme, name="other", identity=identity, addresses=frozenset({email}))
    world.context = replace(
        world.context, accounts={"other": other}, operator_account="other", mail=lambda _: world.server.mail(email)
    )
    world.at(START + DAY)
    assert [case.account for case in world.cases()] == ["acme"]
    with pytest.raises(Refused):
        world.context.account_of("acme")


def test_a_mailbox_that_was_begun_to_be_read_under_the_new_name_is_followed() -> None:
    """Both names stood in the settings for a moment, and the first look under the new one was broken off."""
    world = with_letter()
    with world.store.write() as tx:
        (inbox, *_) = [c for c in tx.mailboxes.all() if c.mailbox == "INBOX"]
        begun = replace(inbox, account="acme-eu", polled_at=None)
        tx.mailboxes.save(begun)
        tx.mailboxes.cover(begun, 1, 1, 1)
        row = tx.inbox.get(1)
        assert row is not None
        tx.inbox.add(replace(row, account="acme-eu", id=0))
    call_it(world, "acme-eu")
    world.sleep(timedelta(minutes=5))
    assert [case.account for case in world.cases()] == ["acme-eu"]
    assert len(world.arrived(COMPLAINANT)) == 1
