"""What a second reader found: each of these once went wrong."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, answer, bounce, clearance, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.calendar import Hours
from noticed.core.case.model import Disposition, LetterKind, Plan, Reason, State
from noticed.core.values import Value
from noticed.ports import Answer, LetterStatus, Mail, MailboxState, MailSession, Permanent, Phase, Refused
from noticed.service import alerts, anew, decisions, digest, letterbox, status, steps, trouble
from noticed.service.account import Account, Mode
from noticed.service.context import Context
from noticed.service.explain import explain
from noticed.service.extra import Extra
from noticed.service.submit import submit

DAY = timedelta(days=1)


def changed(world: World, **changes: object) -> None:
    """The same installation under other settings."""
    world.context = type(world.context)(**{**vars(world.context), **changes})


def test_a_refused_smtp_login_stops_the_account_after_three_tries() -> None:
    world = World()
    world.submission.refuse_login = True
    world.receive(signed(notice(date=START)))
    for _ in range(10):
        world.sleep(timedelta(minutes=10))
    with world.store.read() as tx:
        wrong = trouble.get(tx, "acme", "smtp")
    assert wrong is not None
    assert (wrong.count, wrong.stopped) == (3, True)
    assert world.letters()[0].status is LetterStatus.QUEUED
    world.submission.refuse_login = False
    letterbox.resume(world.context, None)
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1
    with world.store.read() as tx:
        assert trouble.get(tx, "acme", "smtp") is None


def test_a_paused_account_is_not_polled_for_letters_that_cannot_leave() -> None:
    world = World(hold=timedelta(minutes=15))
    world.receive(signed(notice(date=START)))
    letterbox.pause(world.context, None)
    world.clock.set(START + timedelta(hours=1))

    def look(_: Context, account: Account) -> bool:
        raise AssertionError(f"{account.name} is paused: why look?")

    assert submit(world.context, look) == 0


def test_a_letter_tried_before_shadow_mode_came_does_not_leave_in_it() -> None:
    world = World()
    world.submission.answers[COMPLAINANT] = Answer(code=450, text="4.7.1 greylisted")
    world.receive(signed(notice(date=START)))
    world.submission.answers.clear()
    changed(world, mode=Mode.SHADOW)
    world.sleep(timedelta(hours=1))
    assert world.arrived(COMPLAINANT) == []
    assert world.letters()[0].status is LetterStatus.WRITTEN


def test_a_letter_queued_in_auto_waits_for_approval_once_that_is_the_mode() -> None:
    world = World(hold=timedelta(minutes=15))
    world.receive(signed(notice(date=START)))
    changed(world, mode=Mode.APPROVE)
    world.sleep(timedelta(hours=1))
    assert world.letters()[0].status is LetterStatus.HELD
    letterbox.approve(world.context, world.letters()[0].letter)
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1


def test_what_was_in_a_dialogue_when_the_answer_came_is_not_sent_again() -> None:
    world = World()
    world.submission.answers[COMPLAINANT] = Answer(code=450, text="4.7.1 greylisted")
    world.receive(signed(notice(date=START)))
    letter = world.letters()[0]
    with world.store.write() as tx:  # the dialogue is open while another thread reads the answer
        tx.outbox.claim(letter, "somebody", world.clock.now())
    world.server.deliver(SELLER, answer(None, date=START))
    steps.last_look(world.context, world.context.accounts["acme"])
    assert world.case().reason is Reason.REPLIED
    world.submission.answers.clear()
    world.sleep(timedelta(hours=1))
    assert world.arrived(COMPLAINANT) == []
    assert world.letters()[0].status is LetterStatus.CANCELLED


def test_a_letter_that_breaks_the_program_waits_and_the_next_one_leaves() -> None:
    class Broken(Value):
        """A submission nobody foresaw."""

    world = World()
    working = world.context.submission
    changed(world, submission=lambda _: Broken())
    world.receive(signed(notice(date=START)))
    assert world.letters()[0].status is LetterStatus.HELD
    changed(world, submission=working)
    world.receive(
        signed(notice(date=START, complaint="10987654399", asins=["B0C7654321"], complainant="ip@other.example"))
    )
    assert len(world.arrived("ip@other.example")) == 1


def test_a_follow_up_whose_time_came_in_the_night_leaves_in_the_morning() -> None:
    world = World()
    policy = world.context.policy
    hours = Hours(start=time(9), end=time(17))
    changed(world, policy=type(policy)(**{**vars(policy), "sending_hours": hours}))
    world.receive(signed(notice(date=START)))
    assert len(world.arrived(COMPLAINANT)) == 1
    world.at(START + 6 * DAY - timedelta(hours=3))  # the daemon was down; in the US it is Sunday night
    assert len(world.arrived(COMPLAINANT)) == 1
    world.sleep(timedelta(hours=12))
    assert len(world.arrived(COMPLAINANT)) == 2


def test_no_version_without_copy_is_written_when_the_case_moved_on() -> None:
    world = World()
    world.submission.answers[AMAZON] = Answer(code=450, text="4.7.1 greylisted")
    world.receive(signed(notice(date=START)))
    letter = world.letters()[0]
    world.receive(answer(None, date=START))
    with world.store.write() as tx:
        tx.outbox.add(type(letter)(**{**vars(letter), "letter": f"{letter.case}.9", "phase": Phase.ENVELOPE,
                                      "status": LetterStatus.SUBMITTING}))  # fmt: skip
        flying = tx.outbox.get(f"{letter.case}.9")
        assert flying is not None
        anew.without_copy(tx, world.context, flying, "550 no such user")
    assert [x.status for x in world.letters()] == [LetterStatus.CANCELLED, LetterStatus.REFUSED]
    assert world.case().state is State.WITH_OPERATOR
    assert world.arrived(BOSS)


def test_the_operators_answer_to_an_alert_is_no_answer_of_the_complainant() -> None:
    world = World(hold=timedelta(minutes=15))
    world.receive(signed(notice(date=START)))
    (alert,) = [m for m in world.arrived(BOSS) if "leaves at" in m["Subject"]]
    world.receive(answer(alert, date=START, text="Fine, let it go.", sender=BOSS))
    assert world.case().state is State.WITH_COMPLAINANT
    world.sleep(timedelta(hours=1))
    assert len(world.arrived(COMPLAINANT)) == 1


def test_an_answer_of_somebody_who_calls_himself_amazon_team_is_heard() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START, sender=f"Amazon Brand Protection <{COMPLAINANT}>"))
    assert world.case().reason is Reason.REPLIED


def test_an_answer_with_a_mail_of_amazons_attached_is_heard() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = COMPLAINANT, SELLER, f"Re: {inquiry['Subject']}"
    reply["Message-ID"], reply["In-Reply-To"] = "<with-attachment@brand.example>", inquiry["Message-ID"]
    reply.set_content("It is trademark 7311902, see what Amazon wrote to us.")
    reply.add_attachment(email.message_from_bytes(notice(date=START, to=COMPLAINANT), policy=email.policy.default))
    world.receive(reply.as_bytes())
    assert world.case().reason is Reason.REPLIED


def test_a_stranger_under_our_own_address_does_not_take_a_case_over() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    forged = answer(None, date=START, sender=SELLER, to=COMPLAINANT)
    world.receive(forged)
    assert world.case().state is State.WITH_COMPLAINANT
    world.receive(forged.replace(b"answer-", b"really-"), "Sent")
    assert world.case().reason is Reason.TAKEN_OVER


def test_a_letter_in_doubt_that_came_back_was_sent() -> None:
    world = World()
    world.submission.lose_answers = 1
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.server.remove(SELLER, world.server.messages(SELLER)[-1].uid)  # our own copy is not found
    world.receive(bounce(inquiry, COMPLAINANT, date=START))
    assert (world.case().reason, world.case().attempts) == (Reason.BOUNCED, 1)


def test_a_draft_leaves_the_case_where_it_is() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    before = world.case()
    for kind in (LetterKind.SETTLEMENT_OPENING, LetterKind.COUNTER_NOTICE):
        done = decisions.write_to_complainant(world.context, before.case, kind, Extra())
        assert done.letter is not None
        assert (done.letter.status, done.letter.to) == (LetterStatus.WRITTEN, ())
    assert world.case() == before


def test_a_letter_written_by_hand_counts_and_starts_no_ladder() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(answer(world.arrived(COMPLAINANT)[0], date=START))
    decisions.write_to_complainant(world.context, world.case().case, LetterKind.FOLLOW_UP, Extra())
    world.once()
    assert (world.case().attempts, world.case().plan) == (2, Plan.ANSWER)
    world.sleep(20 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 2
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.NO_REPLY)


def test_what_cannot_be_resumed_cannot_be_after_it_was_closed_and_reopened() -> None:
    world = World()
    world.receive(signed(notice(date=START, to="somebody-else@seller.example")))
    case = world.case()
    assert case.reason is Reason.UNVERIFIED
    decisions.close(world.context, case.case, Disposition.RESOLVED, "")
    decisions.resume(world.context, case.case, "")
    assert world.case().reason is Reason.REOPENED
    with pytest.raises(Refused, match="unverified"):
        decisions.resume(world.context, case.case, "")


def test_a_complaint_that_returns_has_a_clock_of_its_own_and_is_affected_again() -> None:
    world = World()
    world.receive(signed(notice(date=START, deadline=10)))
    world.receive(signed(clearance(date=START)))
    assert world.case().state is State.CLOSED
    world.sleep(30 * DAY)
    world.receive(signed(notice(date=world.clock.now(), deadline=12)))
    case = world.case()
    assert case.reason is Reason.REOPENED
    assert case.deadline_at is not None
    assert case.deadline_at > world.clock.now() + 11 * DAY
    assert not case.complaints[0].cleared


def test_a_doubtful_alert_makes_no_alert() -> None:
    world = World()
    with world.store.write() as tx:
        alerts.raise_alert(tx, world.context, account=None, cause="x", subject="something", lines=["happened"])
        queued = next(iter(tx.outbox.all(LetterStatus.QUEUED)))
        letter = tx.outbox.claim(queued, "gone", START)
        assert letter is not None
        tx.outbox.save(type(letter)(**{**vars(letter), "phase": Phase.DATA}))
    for _ in range(3):
        world.sleep(timedelta(hours=1))
    with world.store.read() as tx:
        assert [x.letter for x in tx.outbox.all() if x.kind is LetterKind.ALERT] == [queued.letter]


def test_a_digest_that_breaks_stops_no_letter() -> None:
    world = World()
    changed(world, digest_at="half past eight")
    world.receive(signed(notice(date=START)))
    assert len(world.arrived(COMPLAINANT)) == 1


def test_one_account_is_not_resumed_while_everything_is_paused() -> None:
    world = World()
    letterbox.pause(world.context, None)
    with pytest.raises(Refused, match="everything is paused"):
        letterbox.resume(world.context, "acme")
    with pytest.raises(Refused, match="not in the settings"):
        letterbox.resume(world.context, "nobody")


class WithoutJunk:
    """A server that lists Junk and will not open it."""

    def __init__(self, session: MailSession) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def examine(self, mailbox: str) -> MailboxState:
        """Every mailbox but one."""
        if mailbox == "Junk":
            raise Permanent("Junk cannot be opened")
        return self._session.examine(mailbox)


class WithoutJunkMail:
    """Its line."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail

    @contextmanager
    def connect(self) -> Iterator[WithoutJunk]:
        """Log in."""
        with self._mail.connect() as session:
            yield WithoutJunk(session)


def test_a_mailbox_that_cannot_be_opened_stops_neither_the_others_nor_the_letters() -> None:
    world = World()
    mail = world.context.mail("acme")
    changed(world, mail=lambda _: WithoutJunkMail(mail))
    world.receive(signed(notice(date=START)))
    assert len(world.arrived(COMPLAINANT)) == 1
    seen = status.look(world.context, timedelta(hours=1))
    assert [line.what for line in seen.lines if not line.ok] == ["acme Junk"]
    assert "Junk cannot be opened" in digest.as_text(world.context)


def test_why_says_that_shadow_sends_nothing() -> None:
    world = World(mode=Mode.SHADOW)
    world.receive(signed(notice(date=START)))
    case = world.case()
    with world.store.read() as tx:
        said = explain(world.context, tx, case)
    assert any('is written: mode = "shadow" sends nothing' in line for line in said)
