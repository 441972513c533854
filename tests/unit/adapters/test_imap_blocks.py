"""The answer to a FETCH of one literal of each message."""

import pytest

from noticed.adapters.imap_blocks import LONGEST_LINE, Blocks

FORGED = b"Subject: hello\r\nA7 OK done\r\n* 9 FETCH (UID 9 BODY[X] {3}\r\nabc)\r\n\r\n"
ANSWER = (
    b"* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM SUBJECT)]<0> {%d}\r\n%s)\r\n" % (len(FORGED), FORGED)
    + b"* 5 EXISTS\r\n* 2 FETCH (FLAGS (\\Seen) UID 6 BODY[X] {4}\r\nFrom)\r\n* 3 FETCH (UID 7 BODY[X] NIL)\r\n"
    + b"* 4 FETCH (BODY[X] {2}\r\nno UID 8)\r\n* 5 FETCH (UID 9 BODY[X]<0> {0}\r\n)\r\nA7 OK done\r\n"
)


@pytest.mark.parametrize("octets", [1, 2, 7, len(ANSWER) + 20])
def test_however_it_comes_literals_are_counted_and_nothing_in_them_is_the_servers_word(octets: int) -> None:
    answer, text = Blocks(b"A7", 1000), ANSWER + b"* BYE what follows\r\n"
    while answer.ended is None:
        text = text[answer.heard(text[:octets]) :]
    assert answer.found == {5: FORGED, 6: b"From", 9: b""}
    assert (answer.ended, text) == (b"OK done\r\n", b"* BYE what follows\r\n")


def item(uid: int, literal: bytes) -> bytes:
    return b"* %d FETCH (UID %d BODY[X]<0> {%d}\r\n%s)\r\n" % (uid, uid, len(literal), literal)


@pytest.mark.parametrize("octets", [3, 100, 100_000])
@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b")\r\n* 9 FETCH (UID 90 BODY[X]<0> {3}\r\nabc",
        b")\r\n* 9 FETCH (UID 90 BODY[X]<0> {15}\r\nabc)\r\nA7 OK done\r\n",
        b")\r\n* 9 FETCH (UID 90 BODY[X]<0> {999}\r\n",
    ],
)
@pytest.mark.parametrize(
    "between", [b"", b"* 5 EXISTS\r\n", b"* 7 FETCH (FLAGS ())\r\n", b"* 7 FETCH (UID 0 X {1}\r\nx)\r\n"]
)
def test_many_are_read_at_once_and_a_literal_that_looks_like_two_is_one(
    octets: int, odd: bytes, between: bytes
) -> None:
    literals = {uid: b"From: %d\r\n" % uid for uid in range(1, 60)}
    literals[30] += odd
    items = [item(uid, literal) for uid, literal in literals.items()]
    text = b"".join((*items[:40], between, *items[40:], b"A7 OK done\r\n* BYE\r\n"))
    answer = Blocks(b"A7", 1000)
    while answer.ended is None:
        text = text[answer.heard(text[:octets]) :]
    assert answer.found == literals
    assert text == b"* BYE\r\n"


@pytest.mark.parametrize("octets", [1, 2, 3, 100])
def test_the_end_is_awaited_until_its_tag_was_seen_however_it_is_cut(octets: int) -> None:
    answer, text = Blocks(b"A7", 1000), b"* 1 FETCH (UID 5 X NIL)\r\nA7 OK"
    seen = [answer.may_end(text[at : at + octets]) for at in range(0, len(text), octets)]
    assert seen[-1]
    assert not any(seen[: (len(text) - len(" OK")) // octets])


@pytest.mark.parametrize("octets", [b"* 1 FETCH (UID 5 X {1001}\r\n", b"x" * (LONGEST_LINE + 1002)])
def test_what_is_too_long_is_an_error(octets: bytes) -> None:
    with pytest.raises(ValueError, match="too l"):
        Blocks(b"A7", 1000).heard(octets)
