"""Our own copy is the receipt: found under whatever name a provider gave it, and timed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mails import COMPLAINANT, SELLER, answer, bounce, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import LetterKind, Reason, State
from noticed.ports import Letter, LetterStatus, Refused
from noticed.service import copy_delays, decisions, digest, receipts, status
from noticed.service.extra import Extra

DAY = timedelta(days=1)
SES = "<0100018f-000000@email.amazonses.com>"


def renamed(raw: bytes) -> bytes:
    """As Amazon SES does it: Message-ID and Date are its own."""
    raw = re.sub(rb"(?m)^Message-ID: .*$", b"Message-ID: " + SES.encode() + b"\r", raw, count=1)
    return re.sub(rb"(?m)^Date: .*$", b"Date: Wed, 25 Nov 2026 11:22:33 +0000\r", raw, count=1)


def outlook(raw: bytes) -> bytes:
    """As Outlook.com does it: ours is kept in a header of its own, and say that strangers' X- headers are dropped."""
    ours = re.search(rb"(?m)^Message-ID: (.*?)\r?$", raw)
    assert ours is not None
    raw = re.sub(rb"(?m)^X-Noticed-Letter: .*\n", b"", renamed(raw), count=1)
    return b"X-Microsoft-Original-Message-ID: " + ours[1] + b"\r\n" + raw


def stripped(raw: bytes) -> bytes:
    """The worst: no name of ours is left in the header, but for the reference in the Subject."""
    return re.sub(rb"(?m)^X-Noticed-Letter: .*\n", b"", renamed(raw), count=1)


def asked(world: World) -> None:
    world.receive(signed(notice(date=START)))


def the_letter(world: World) -> Letter:
    return next(letter for letter in world.letters() if letter.step == 0)


@pytest.mark.parametrize("rewrite", [renamed, outlook, stripped])
def test_a_copy_under_another_name_settles_a_doubt(rewrite: object) -> None:
    world = World()
    world.submission.rewrite = rewrite  # type: ignore[assignment]
    world.submission.lose_answers = 1
    asked(world)
    world.sleep(timedelta(minutes=1))
    letter = the_letter(world)
    assert (letter.status, letter.copy_id) == (LetterStatus.SUBMITTED, SES)
    assert len(world.arrived(COMPLAINANT)) == 1
    assert world.case().attempts == 1


@pytest.mark.parametrize("rewrite", [renamed, outlook, stripped])
@pytest.mark.parametrize("mailbox", ["Sent", "Junk", "Archive", "All Mail"])
def test_the_search_finds_a_copy_under_another_name_wherever_it_lies(rewrite: object, mailbox: str) -> None:
    """Polls do not see it: it lies where none looks, or came to lie there a moment ago."""
    world = World()
    world.submission.rewrite = rewrite  # type: ignore[assignment]
    world.submission.lose_answers = 1
    world.submission.keep_copies = True
    asked(world)
    assert the_letter(world).status is LetterStatus.IN_DOUBT
    (kept,) = world.submission.kept
    world.server.deliver(SELLER, kept, mailbox)
    account = world.context.account_of("acme")
    with world.context.mail("acme").connect() as session:
        found = receipts.search(account, session, the_letter(world), START)
    assert found is (mailbox != "Archive")


def test_another_letter_of_the_case_is_no_copy_of_this_one() -> None:
    world = World()
    world.submission.rewrite = stripped
    asked(world)
    world.submission.keep_copies = True
    world.submission.lose_answers = 1
    world.sleep(4 * DAY)
    second = next(letter for letter in world.letters() if letter.step == 1)
    assert second.status is LetterStatus.IN_DOUBT
    world.sleep(timedelta(minutes=16))
    second = next(letter for letter in world.letters() if letter.step == 1)
    assert second.status is LetterStatus.HELD, "the first letter's copy is no receipt for the second"


def test_a_copy_of_another_name_is_not_the_operator_s_own_letter() -> None:
    """What lies in Sent under a name we do not know would stop the ladder."""
    world = World()
    world.submission.rewrite = stripped
    world.submission.keep_copies = True
    asked(world)
    (kept,) = world.submission.kept
    world.receive(kept, "Sent")
    assert (world.case().state, the_letter(world).copy_id) == (State.WITH_COMPLAINANT, SES)


def test_answers_and_the_next_letter_name_the_letter_as_it_travelled() -> None:
    world = World()
    world.submission.rewrite = renamed
    asked(world)
    world.submission.rewrite = None
    world.sleep(4 * DAY)
    first, second = world.arrived(COMPLAINANT)
    assert first["Message-ID"] == SES
    assert (second["In-Reply-To"], second["References"]) == (SES, SES)
    stranger = answer(first, date=START + 5 * DAY, sender="counsel@lawfirm.example")
    stranger = re.sub(rb"(?m)^Subject: .*$", b"Subject: your letter", stranger)
    assert SES.encode() in stranger
    world.receive(stranger)
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, "replied")


def test_a_bounce_of_a_renamed_letter_is_of_its_case() -> None:
    world = World()
    world.submission.rewrite = stripped
    asked(world)
    (letter,) = world.arrived(COMPLAINANT)
    world.receive(bounce(letter, COMPLAINANT, date=START))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, "bounced")


def test_whoever_has_a_letter_cannot_rename_it() -> None:
    world = World()
    asked(world)
    (letter,) = world.arrived(COMPLAINANT)
    forged = re.sub(rb"(?m)^Message-ID: .*$", b"Message-ID: <x@evil.example>", letter.as_bytes(), count=1)
    world.receive(forged)
    assert the_letter(world).copy_id is None


def late(world: World, minutes: Sequence[int]) -> None:
    """Letters whose copies took so long."""
    with world.store.write() as tx:
        letter = tx.outbox.of_case(world_case)[0] if (world_case := tx.cases.all()[0].case) else None
        assert letter is not None
        for number, minute in enumerate(minutes):
            at = START + timedelta(hours=number)
            name = f"{letter.case}.{number + 50}"
            tx.outbox.add(
                replace(letter, letter=name, started_at=at, copied_at=at + timedelta(minutes=minute), message_id=name)
            )


def test_the_delay_of_a_copy_is_kept_with_its_letter() -> None:
    world = World()
    world.submission.keep_copies = True
    asked(world)
    world.clock.set(START + timedelta(minutes=7))
    world.server.deliver(SELLER, world.submission.kept[0])
    world.clock.set(START + timedelta(minutes=9))
    world.once()
    assert the_letter(world).copied_at == START + timedelta(minutes=7)
    with world.store.read() as tx:
        assert timedelta(minutes=7) in tx.outbox.copy_delays("acme")


def test_a_settle_that_is_too_short_is_said_everywhere() -> None:
    world = World()
    asked(world)
    with world.store.read() as tx:
        assert copy_delays.warning(tx, world.context, "acme") is None
    late(world, [1] * 150)
    with world.store.read() as tx:
        assert copy_delays.warning(tx, world.context, "acme") is None
    late_world = World()
    asked(late_world)
    late(late_world, [1, 2, 8])
    with late_world.store.read() as tx:
        said = copy_delays.warning(tx, late_world.context, "acme")
    assert said is not None
    assert 'set settle = "24m"' in said
    assert '"24m"' in digest.as_text(late_world.context)
    health = status.look(late_world.context, timedelta(days=999))
    assert [line.ok for line in health.lines if line.text == said] == [True]


def test_one_slow_copy_of_two_hundred_is_an_accident() -> None:
    world = World()
    asked(world)
    late(world, [1] * 199 + [300])
    with world.store.read() as tx:
        assert copy_delays.settle_needed(tx, "acme") == timedelta(minutes=15)


def test_a_made_up_copy_with_an_odd_name_keeps_no_letter_from_being_written() -> None:
    world = World()
    world.submission.keep_copies = True
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    forged = inquiry.as_bytes().replace(inquiry["Message-ID"].encode(), "<a\u202eb@x.example>".encode())
    world.receive(forged)
    world.sleep(timedelta(days=5))
    assert len(world.arrived(COMPLAINANT)) == 2


def test_a_letter_in_doubt_that_is_answered_has_arrived_and_is_not_written_again() -> None:
    world = World()
    world.submission.lose_answers = 1
    world.submission.keep_copies = True
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.sleep(timedelta(minutes=5))
    world.receive(answer(inquiry, date=world.clock.now(), text="Who are you?"))
    assert [x.status for x in world.letters()] == [LetterStatus.SUBMITTED]
    assert (world.case().attempts, world.case().reason) == (1, Reason.REPLIED)
    decisions.resume(world.context, world.case().case, "")
    for _ in range(3):
        world.sleep(timedelta(days=1))
    assert [x.kind for x in world.letters()] == [LetterKind.INQUIRY, LetterKind.FOLLOW_UP]
    assert len(world.arrived(COMPLAINANT)) == 2


def test_nobody_is_written_to_while_a_letter_to_him_may_be_on_its_way() -> None:
    world = World()
    world.submission.lose_answers = 1
    world.submission.keep_copies = True
    world.receive(signed(notice(date=START)))
    case = world.case().case
    with pytest.raises(Refused, match="is under way"):
        decisions.write_to_complainant(world.context, case, None, Extra())
    world.receive(answer(None, date=START, text=f"About {case}: who are you?"))
    assert world.case().reason is Reason.REPLIED
    with pytest.raises(Refused, match="is under way"):
        decisions.resume(world.context, case, "")
    assert len(world.arrived(COMPLAINANT)) == 1
    for raw in world.submission.kept:
        world.server.deliver(world.seller, raw)
    world.sleep(timedelta(hours=1))
    assert [x.status for x in world.letters()] == [LetterStatus.SUBMITTED]
    decisions.resume(world.context, case, "")
    world.sleep(timedelta(days=5))
    assert [x.kind for x in world.letters()] == [LetterKind.INQUIRY, LetterKind.FOLLOW_UP]
