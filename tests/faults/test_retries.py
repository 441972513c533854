"""When a letter that was not taken is tried again, what becomes of its account, and what is kept of every recipient."""

from datetime import timedelta

import pytest
from tests.faults.office import Office
from tests.faults.receiver import Play
from tests.mails import AMAZON, SELLER

from noticed.core.case.model import Reason, State
from noticed.ports import LetterStatus
from noticed.service import trouble

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("verb", "answer", "least", "most"),
    [
        ("RCPT 1", b"450 4.7.1 greylisted", 5 * MINUTE, 15 * MINUTE),
        ("RCPT 1", b"451 4.7.1 try later", 5 * MINUTE, 15 * MINUTE),
        ("DOT", b"451 4.3.0 try later", 5 * MINUTE, 15 * MINUTE),
        ("RCPT 1", b"452 4.2.2 over quota", 6 * HOUR, 6 * HOUR),
        ("RCPT 2", b"450 4.2.2 mailbox full", 6 * HOUR, 6 * HOUR),
        ("DOT", b"452 4.3.1 no space", 6 * HOUR, 6 * HOUR),
    ],
)
def test_a_letter_is_tried_again_in_minutes_and_where_a_mailbox_is_full_in_hours(
    verb: str, answer: bytes, least: timedelta, most: timedelta
) -> None:
    with Office(1) as office:
        letter, took = office.send_next(Play(answers={verb: answer + b"\r\n"}))
        assert (letter.status, took) == (LetterStatus.QUEUED, 0)
        assert letter.retry_at
        assert least <= letter.retry_at - office.world.clock.now() <= most


def test_a_letter_nobody_takes_is_tried_more_and_more_seldom_and_given_up_after_four_days() -> None:
    with Office(1) as office:
        name = office.names[0]
        begun = office.world.clock.now()
        office.send_next(Play(answers={"RCPT 1": b"450 4.7.1 later\r\n"}))
        office.receiver.play = Play(answers={"RCPT 1": b"450 4.7.1 later\r\n"})
        waits = []
        while (letter := office.letter(name)).status is LetterStatus.QUEUED:
            assert letter.retry_at
            waits.append(letter.retry_at - office.world.clock.now())
            office.world.clock.set(letter.retry_at)
            office.world.once()
        assert letter.status is LetterStatus.REFUSED
        assert waits == sorted(waits)
        assert waits[-1] >= 30 * MINUTE
        assert timedelta(days=4) <= office.world.clock.now() - begun <= timedelta(days=5)
        assert (office.world.case().state, office.world.case().reason) == (State.WITH_OPERATOR, Reason.LETTER_FAILED)


@pytest.mark.parametrize("verb", ["GREETING", "MAIL", "RCPT 1", "RCPT 3", "DATA", "DOT"])
def test_a_server_that_hangs_up_on_us_is_left_alone_by_the_whole_account(verb: str) -> None:
    with Office(3) as office:
        office.receiver.play = Play(answers={verb: b"421 4.7.0 too many connections\r\n"})
        office.world.clock.set(office.world.clock.now() + MINUTE)  # all three are due
        office.work()
        assert office.receiver.connections == 1
        with office.world.store.read() as tx:
            found = trouble.get(tx, "acme", "smtp")
        assert found
        assert "421" in found.text
        office.work()
        office.work()
        assert office.receiver.connections == 2  # the third came within half a minute
        office.receiver.play = Play()
        office.settle()
        assert set(office.taken().values()) == {1}
        assert len(office.taken()) == 3


@pytest.mark.parametrize("verb", ["MAIL", "RCPT 1", "RCPT 3", "DATA", "DOT"])
def test_a_refusal_by_policy_is_an_alarm_for_the_account_and_is_not_tried_again(verb: str) -> None:
    with Office(1) as office:
        letter, took = office.send_next(Play(answers={verb: b"550 5.7.1 sending denied for this account\r\n"}))
        assert took == 0
        assert letter.status in {LetterStatus.HELD, LetterStatus.REFUSED}
        assert letter.retry_at is None
        assert "5.7.1" in f"{letter.answer} {letter.hold_reason}"
        assert [subject for subject in office.alerts() if "policy" in subject]


@pytest.mark.parametrize("answer", [b"552 5.3.4 too large", b"554 5.6.0 content refused"])
def test_what_is_refused_after_the_dot_is_held_with_the_server_s_words(answer: bytes) -> None:
    with Office(1) as office:
        letter, took = office.send_next(Play(answers={"DOT": answer + b"\r\n"}))
        assert (letter.status, took) == (LetterStatus.HELD, 0)
        assert answer.decode() in (letter.hold_reason or "")


@pytest.mark.parametrize(
    "codes", [(250, 250, 250), (250, 450, 250), (450, 250, 250), (250, 250, 550), (250, 550, 250), (550, 250, 250)]
)
def test_what_the_server_said_of_every_recipient_is_kept(codes: tuple[int, ...]) -> None:
    says = {f"RCPT {n}": f"{code} {code // 100}.1.0 as the test says\r\n".encode() for n, code in enumerate(codes, 1)}
    with Office(1) as office:
        letter, _ = office.send_next(Play(answers=says))
        assert tuple(d.code for d in letter.deliveries) == codes
        assert [d.address for d in letter.deliveries] == ["ip@b0.example", AMAZON, SELLER]
        assert all(d.text.endswith("as the test says") for d in letter.deliveries)
