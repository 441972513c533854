"""Every answer a submission server may give at every step: the letter ends as promised, and never twice.

A temporary refusal comes back later, a final one waits for a person; the complainant refused is a failed letter;
Amazon's copy refused makes a version without it; nothing goes to Amazon without the complainant, or to anybody
without our own copy; what cannot be understood after the dot is in doubt.
"""

from collections import Counter

import pytest
from tests.faults.office import Office
from tests.faults.receiver import Play
from tests.mails import AMAZON, SELLER

from noticed.core.case.model import Reason
from noticed.ports import LetterStatus
from noticed.service import trouble

TEMPORARY = (b"421", b"450", b"451", b"452", b"454")
FINAL = (b"500", b"535", b"550", b"552", b"554", b"571")
GARBAGE = (b"nonsense", b"25", b"999 what", b"250-and then nothing more\r\nnonsense")
VERBS = ("GREETING", "EHLO", "AUTH", "MAIL", "RCPT 1", "RCPT 2", "RCPT 3", "DATA", "DOT", "QUIT")

QUEUED, HELD, REFUSED = LetterStatus.QUEUED, LetterStatus.HELD, LetterStatus.REFUSED
SUBMITTED, IN_DOUBT = LetterStatus.SUBMITTED, LetterStatus.IN_DOUBT


def _ends(verb: str, answer: bytes) -> set[LetterStatus]:
    """What the letter may be when the dialogue is over."""
    if verb == "QUIT":
        return {SUBMITTED}
    if answer in GARBAGE:
        return {IN_DOUBT} if verb == "DOT" else {QUEUED}
    if answer in TEMPORARY:
        return {QUEUED}
    if verb == "AUTH":
        return {QUEUED}  # no fault of the letter: the account stops after three
    if verb in {"GREETING", "EHLO"}:
        return {QUEUED, HELD}
    return {REFUSED} if verb in {"RCPT 1", "RCPT 2"} else {HELD}


@pytest.mark.parametrize("verb", VERBS)
def test_every_answer_at(verb: str) -> None:
    answers = (*TEMPORARY, *FINAL, *GARBAGE)
    with Office(len(answers)) as office:
        names = list(office.names)
        for answer in answers:
            letter, took = office.send_next(Play(answers={verb: answer + b" as the test says\r\n"}))
            assert letter.status in _ends(verb, answer), (verb, answer, letter.answer, letter.hold_reason)
            assert took == (letter.status in {SUBMITTED, IN_DOUBT}), (verb, answer)
        office.settle()
        _nobody_was_left_out(office)
        taken = office.taken()
        assert max(taken.values()) == 1
        failed = {name for name, answer in zip(names, answers, strict=True) if _ends(verb, answer) == {REFUSED}}
        assert set(taken) - set(names) == ({f"{n[:-1]}2" for n in failed} if verb == "RCPT 2" else set())
        assert set(names) - set(taken) == failed
        if verb == "RCPT 1":
            reasons = Counter(c.reason for c in office.world.cases())
            assert reasons == {None: len(names) - len(failed), Reason.LETTER_FAILED: len(failed)}


@pytest.mark.parametrize("reset", [*TEMPORARY, *FINAL, *GARBAGE])
def test_whatever_the_server_says_to_rset(reset: bytes) -> None:
    with Office(1) as office:
        play = Play(answers={"RCPT 2": b"450 later\r\n", "RSET": reset + b" as you like\r\n"})
        letter, took = office.send_next(play)
        assert (letter.status, took) == (QUEUED, 0)
        office.settle()
        assert office.taken() == {letter.letter: 1}


@pytest.mark.parametrize("first", [b"250", b"450", b"550"])
@pytest.mark.parametrize("second", [b"250", b"450", b"550"])
@pytest.mark.parametrize("third", [b"250", b"450", b"550"])
def test_all_recipients_or_none(first: bytes, second: bytes, third: bytes) -> None:
    says = {f"RCPT {n}": code + b" as the test says\r\n" for n, code in enumerate((first, second, third), 1)}
    with Office(1) as office:
        letter, took = office.send_next(Play(answers=says))
        everybody = {first, second, third} == {b"250"}
        assert (letter.status is SUBMITTED) == everybody
        assert took == everybody
        office.settle()
        _nobody_was_left_out(office)
        assert max(office.taken().values(), default=0) <= 1


def test_refused_credentials_stop_the_account_after_three_tries() -> None:
    with Office(5) as office:
        for _ in range(5):
            office.send_next(Play(answers={"AUTH": b"535 5.7.8 no\r\n"}), patiently=True)
        with office.world.store.read() as tx:
            found = trouble.get(tx, "acme", "smtp")
        assert found
        assert found.stopped
        assert office.receiver.logins == 3
        assert not office.taken()


def _nobody_was_left_out(office: Office) -> None:
    """Of each message taken: the complainant has it, ourselves have it, and Amazon has it never alone."""
    for recipients, raw in office.receiver.taken:
        if b"\r\nX-Noticed-Letter: N-" in raw:
            assert any(r.startswith("ip@b") for r in recipients), recipients
            assert SELLER in recipients
            assert set(recipients) - {AMAZON, SELLER} == {r for r in recipients if r.startswith("ip@b")}
