"""The connection to the submission server breaks at every octet: what was taken is never sent again.

The server knows the truth, the program may only know less: a letter that was taken is ``submitted`` or
``in_doubt``, one that was not is ``queued`` or ``in_doubt``. Our own copy settles the doubts.
"""

import pytest
from tests.faults.extent import LONG, every
from tests.faults.office import Office
from tests.faults.receiver import Play, usual

from noticed.ports import LetterStatus

BOUNDARIES = ("GREETING", "EHLO", "AUTH", "MAIL", "RCPT 1", "RCPT 2", "RCPT 3", "DATA", "DOT", "QUIT")


def test_wherever_the_server_hangs_up_a_letter_is_taken_once() -> None:
    everything, before_dot, after_dot = _dialogue()
    ends = [Play(octets=n, end="close") for n in range(everything + 1)]
    ends += [Play(octets=n, end="reset") for n in (*range(0, before_dot, every(4)), *range(before_dot, everything + 1))]
    with Office(len(ends)) as office:
        for play in ends:
            letter, taken = office.send_next(play)
            assert play.octets is not None
            if play.octets < before_dot:
                assert (letter.status, taken) == (LetterStatus.QUEUED, 0), play
            elif play.octets < after_dot:
                assert (letter.status, taken) == (LetterStatus.IN_DOUBT, 1), play
            else:
                assert (letter.status, taken) == (LetterStatus.SUBMITTED, 1), play
        _all_arrive_once(office, len(ends))
    print(f"{len(ends)} cuts at {everything + 1} octets: every letter taken once")


def test_a_server_that_dies_at_the_dot_without_taking_the_letter() -> None:
    _, before_dot, after_dot = _dialogue()
    ends = [Play(octets=n, end=end, takes=False) for n in range(before_dot, after_dot) for end in ("close", "reset")]
    with Office(len(ends)) as office:
        for play in ends:
            letter, taken = office.send_next(play)
            assert (letter.status, taken) == (LetterStatus.IN_DOUBT, 0), play
        _all_arrive_once(office, len(ends))


def test_a_server_that_hangs_up_in_the_middle_of_the_message() -> None:
    ends = [Play(heard=n, end=end) for n in range(0, 2000, 64 * every(4)) for end in ("close", "reset")]
    with Office(len(ends)) as office:
        for play in ends:
            letter, taken = office.send_next(play)
            assert taken == 0
            assert letter.status in {LetterStatus.QUEUED, LetterStatus.IN_DOUBT}, play
        _all_arrive_once(office, len(ends))


@pytest.mark.parametrize("cut", [0, 2] if LONG else [2])
def test_a_server_that_falls_silent(cut: int) -> None:
    ends = [(verb, _said_before(verb) + cut) for verb in BOUNDARIES]
    with Office(len(ends), patience=0.7) as office:
        for verb, octets in ends:
            letter, taken = office.send_next(Play(octets=octets, end="stall"))
            expected = {"DOT": (LetterStatus.IN_DOUBT, 1), "QUIT": (LetterStatus.SUBMITTED, 1)}
            assert (letter.status, taken) == expected.get(verb, (LetterStatus.QUEUED, 0)), verb
        _all_arrive_once(office, len(ends))


def _all_arrive_once(office: Office, count: int) -> None:
    office.settle()
    letters = office.world.letters()
    assert [x.letter for x in letters if x.status is not LetterStatus.SUBMITTED] == []
    assert office.taken() == dict.fromkeys((x.letter for x in letters), 1)
    assert len(letters) == count


def _dialogue() -> tuple[int, int, int]:
    """Octets the server says in all, before its answer to the dot, and after that answer."""
    before_dot = _said_before("DOT")
    return _said_before("QUIT") + len(usual("QUIT")), before_dot, _said_before("QUIT")


def _said_before(verb: str) -> int:
    return sum(len(usual(v)) for v in BOUNDARIES[: BOUNDARIES.index(verb)])
