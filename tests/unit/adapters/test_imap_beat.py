"""What a waiting connection says, and what it makes of anything a server may answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.adapters.imap_beat import Beat
from noticed.ports import MailboxState

STATE = MailboxState(uidvalidity=7, uid_next=4, exists=3)
OPENED = b"* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] next (4)\r\nw1 OK done\r\n"
SAME = b"* STATUS Junk (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 7)\r\n"


def waiting(*others: str, idle: bool = True, modseq: bool = False, state: MailboxState = STATE) -> Beat:
    """A wait that has begun, with nothing new."""
    beat = Beat(dict.fromkeys(("INBOX", *others), state), idle=idle, modseq=modseq)
    assert beat.begin() == b'w1 EXAMINE "INBOX"\r\n' + (b"w2 IDLE\r\n" if idle else b"")
    assert not beat.settled
    beat.heard(OPENED + (b"+ idling\r\n" if idle else b""))
    return beat


def quiet(beat: Beat) -> bool:
    return beat.settled and not beat.news and not beat.gone


def test_a_wait_begins_with_the_mailbox_as_it_was_read() -> None:
    assert quiet(waiting())
    assert quiet(waiting(idle=False))


@pytest.mark.parametrize(
    "said",
    [
        OPENED.replace(b"3 EXISTS", b"4 EXISTS"),
        OPENED.replace(b"UIDNEXT 4", b"UIDNEXT 5"),
        OPENED.replace(b"UIDVALIDITY 7", b"UIDVALIDITY 8"),
        b"w1 NO there is none\r\n",
        b"w1 OK done\r\n",
    ],
)
def test_what_came_before_the_wait_is_news(said: bytes) -> None:
    beat = Beat({"INBOX": STATE}, idle=True, modseq=False)
    beat.begin()
    beat.heard(said + b"+ idling\r\n")
    assert beat.news
    assert beat.settled


def test_a_server_that_leaves_the_next_uid_out_is_believed_its_count() -> None:
    beat = Beat({"INBOX": STATE}, idle=True, modseq=False)
    beat.begin()
    beat.heard(OPENED.replace(b"UIDNEXT", b"UNSEEN") + b"+ idling\r\n")
    assert quiet(beat)


def test_a_look_is_one_flight_and_its_answers_come_in_any_order() -> None:
    beat = waiting("Junk")
    said = b'DONE\r\nw3 NOOP\r\nw4 STATUS "Junk" (MESSAGES UIDNEXT UIDVALIDITY)\r\nw5 IDLE\r\n'
    assert beat.look() == said
    beat.heard(b"w2 OK idle\r\n" + SAME + b"w4 OK\r\nw3 OK\r\n+ idling\r\n")
    assert quiet(beat)


def test_a_name_is_quoted_and_in_modified_utf_7() -> None:
    assert b'STATUS "&UXaZGQ-\\"x" (' in waiting('其餙"x').look()


@pytest.mark.parametrize(
    "said",
    [
        SAME.replace(b"UIDNEXT 4", b"UIDNEXT 5") + b"w4 OK\r\n",
        SAME.replace(b"MESSAGES 3", b"MESSAGES 4") + b"w4 OK\r\n",
        b"* STATUS Junk (MESSAGES 3 UIDVALIDITY 7)\r\nw4 OK\r\n",
        b"w4 OK\r\n",
        b"w4 NO there is none\r\n",
        b"* 4 EXISTS\r\n" + SAME + b"w4 OK\r\n",
    ],
)
def test_whatever_is_not_certainly_nothing_is_news(said: bytes) -> None:
    beat = waiting("Junk")
    beat.look()
    beat.heard(b"w2 OK idle\r\nw3 OK\r\n" + said + b"+ idling\r\n")
    assert beat.news
    assert beat.settled


def test_changes_that_are_counted_settle_what_the_numbers_leave_open() -> None:
    beat = waiting("Junk", modseq=True, state=MailboxState(uidvalidity=7, uid_next=4, exists=3, modseq=90))
    assert b"HIGHESTMODSEQ)" in beat.look()
    beat.heard(
        b"w2 OK\r\nw3 OK\r\n* STATUS Junk (MESSAGES 9 UIDNEXT 9 UIDVALIDITY 7 HIGHESTMODSEQ 90)\r\nw4 OK\r\n+\r\n"
    )
    assert quiet(beat)


def test_mail_is_told_of_while_it_waits() -> None:
    beat = waiting()
    beat.heard(b"* OK Still here\r\n* 2 EXPUNGE\r\n")
    assert quiet(beat)
    beat.heard(b"* 4 EXI")
    assert not beat.news
    assert not beat.between
    beat.heard(b"STS\r\n")
    assert beat.news


@pytest.mark.parametrize("said", [b"* BYE\r\n", b"* STATUS {4}\r\n", b"zz OK\r\n", b"x" * 70_000])
def test_what_cannot_be_followed_ends_it(said: bytes) -> None:
    beat = waiting()
    beat.heard(said)
    assert beat.gone


def test_a_server_that_refuses_idle_is_looked_at_without() -> None:
    beat = Beat({"INBOX": STATE}, idle=True, modseq=False)
    beat.begin()
    beat.heard(OPENED + b"w2 BAD no idle\r\n")
    assert quiet(beat)
    assert beat.look() == b"w3 NOOP\r\n"


def test_a_server_that_ends_idle_by_itself_makes_news() -> None:
    beat = waiting()
    beat.heard(b"w2 OK enough\r\n")
    assert beat.news


def test_a_wait_ends_when_everything_is_answered() -> None:
    beat = waiting()
    assert beat.leave() == b"DONE\r\n"
    assert not beat.settled
    beat.heard(b"w2 OK\r\n")
    assert quiet(beat)
    assert waiting(idle=False).leave() == b"w2 NOOP\r\n"


@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([OPENED, SAME, b"+ x\r\n", b"w2 OK\r\n", b"w4 OK"]))))
def test_nothing_a_server_says_raises(pieces: list[bytes]) -> None:
    beat = Beat({"INBOX": STATE, "Junk": STATE}, idle=True, modseq=True)
    beat.begin()
    for piece in pieces:
        beat.heard(piece)
        if beat.settled:
            beat.look()
