"""Thousands of large forgeries in quarantine: what is told of them costs no memory for their bytes."""

import hashlib
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.mails import answer, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Outcome, Reason, State
from noticed.ports import InboxRow, InboxStatus
from noticed.service import decisions, digest, setaside, status
from noticed.service.extra import Extra
from noticed.service.unread import unread

MANY, LARGE = 200, 200_000


def row(number: int, raw: bytes, **more: Any) -> InboxRow:
    return InboxRow(
        account="acme",
        mailbox="INBOX",
        uidvalidity=9,
        uid=number + 1,
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        received_at=START,
        fetched_at=START,
        **more,
    )


def full(world: World, status: InboxStatus) -> None:
    """Somebody has sent this many large messages."""
    with world.store.write() as tx:
        for number in range(MANY):
            raw = b"From: x@evil.example\r\nSubject: %d\r\n\r\n" % number + b"x" * LARGE
            tx.inbox.add(row(number, raw, status=status, retry_at=START + timedelta(days=9)))


def peak(act: Callable[[], object]) -> int:
    """Octets of memory that it takes at the most."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def is_unread(world: World) -> object:
    with world.store.read() as tx:
        return unread(tx, "acme")


LOOKS: dict[str, tuple[InboxStatus, Callable[[World], object]]] = {
    "digest": (InboxStatus.QUARANTINED, lambda world: digest.as_text(world.context)),
    "status": (InboxStatus.SHUNTED, lambda world: status.look(world.context, timedelta(minutes=5))),
    "list": (InboxStatus.QUARANTINED, lambda world: setaside.listed(world.context, setaside.QUARANTINE)),
    "unread": (InboxStatus.NEW, is_unread),
}


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_told_of_many_large_messages_needs_none_of_their_bytes(look: str) -> None:
    world = World()
    kind, act = LOOKS[look]
    full(world, kind)
    act(world)
    assert peak(lambda: act(world)) < MANY * LARGE / 5


@pytest.mark.parametrize("look", ["digest", "letter"])
def test_a_case_with_many_large_answers_is_told_and_written_about_without_all_of_them(look: str) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    with world.store.write() as tx:
        (case,) = tx.cases.all()
        for number in range(MANY):
            raw = answer(None, date=START) + b"x" * LARGE + b"%d" % number
            tx.inbox.add(row(number, raw, status=InboxStatus.DONE, category="reply", case=case.case))
        tx.cases.save(replace(case, state=State.WITH_OPERATOR, reason=Reason.REPLIED))
    acts: dict[str, Callable[[], object]] = {
        "digest": lambda: digest.as_text(world.context),
        "letter": lambda: decisions.decide(world.context, case.case, Outcome.REASON_UNKNOWN, "", Extra()),
    }
    digest.as_text(world.context)
    assert peak(acts[look]) < MANY * LARGE / 5
