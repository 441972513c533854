"""What the submission adapter makes of servers that lie, mumble and vanish."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.e2e.script import Peer, Play, ScriptedServer, smtp

from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission, stuffed
from noticed.ports import Answer, InDoubt, Permanent, Refusal, Submitting, Transient

LETTER = b"Subject: Which right?\r\n\r\nOne line is enough.\r\n"


def submission(port: int, *, host: str = "127.0.0.1", timeout: float = 2) -> SmtpSubmission:
    server = Server(
        host=host, port=port, tls="none", username="seller@shop.test", secret=lambda: "hunter2", timeout=timeout
    )
    return SmtpSubmission(server, reply_timeout=0.5)


@contextmanager
def line_to(answers: dict[str, bytes | Play]) -> Iterator[Submitting]:
    with ScriptedServer(smtp(answers)) as server, submission(server.port).connect() as line:
        yield line


def send_to(answers: dict[str, bytes | Play]) -> Answer:
    with line_to(answers) as line:
        line.envelope("seller@shop.test", ["owner@brand.test"])
        return line.data(LETTER)


def hang_up(_: Peer) -> None:
    """Close the connection."""


def stay_silent(_: Peer) -> None:
    time.sleep(2)


def say_and_hang_up(octets: bytes) -> Play:
    return lambda peer: peer.send(octets)


@pytest.mark.parametrize(
    "octets", [b"", b"2", b"25", b"250", b"250 ", b"250 ok", b"250 ok\r", b"250-ok\r\n", b"250 ok\n"]
)
def test_an_answer_cut_short_is_in_doubt(octets: bytes) -> None:
    with line_to({"DOT": say_and_hang_up(octets)}) as line:
        line.envelope("seller@shop.test", ["owner@brand.test"])
        with pytest.raises(InDoubt):
            line.data(LETTER)


@pytest.mark.parametrize(
    "octets", [b"hello\r\n", b"abc ok\r\n", b"2500 ok\r\n", b"354 go on\r\n", b"100 wait\r\n", b"250" + b"x" * 5000]
)
def test_an_answer_that_says_nothing_is_in_doubt(octets: bytes) -> None:
    with line_to({"DOT": octets}) as line:
        line.envelope("seller@shop.test", ["owner@brand.test"])
        with pytest.raises(InDoubt):
            line.data(LETTER)


def test_no_answer_within_the_time_is_in_doubt() -> None:
    with line_to({"DOT": stay_silent}) as line:
        line.envelope("seller@shop.test", ["owner@brand.test"])
        with pytest.raises(InDoubt):
            line.data(LETTER)


def test_the_patience_for_a_final_dot_is_for_that_alone() -> None:
    """Each later answer on the connection has the server's time again, which is much shorter."""
    with ScriptedServer(smtp({"RSET": stay_silent})) as server:
        patient = SmtpSubmission(submission(server.port, timeout=0.5)._server, reply_timeout=30)
        with patient.connect() as line:
            line.envelope("seller@shop.test", ["owner@brand.test"])
            assert line.data(LETTER).accepted
            begun = time.monotonic()
            line.reset()
            assert time.monotonic() - begun < 1.9


def drip(peer: Peer) -> None:
    """An octet now and then, for ever: each within the time a silent server is given."""
    for octet in b"250 " + b"x" * 1000:
        peer.send(bytes([octet]))
        time.sleep(0.1)


@pytest.mark.parametrize(("verb", "seconds"), [("DOT", 0.5), ("MAIL", 2.0)])
def test_an_answer_that_never_ends_is_waited_for_no_longer_than_none(verb: str, seconds: float) -> None:
    begun = time.monotonic()
    with pytest.raises((InDoubt, Transient)):
        send_to({verb: drip})
    assert seconds <= time.monotonic() - begun < seconds + 3


@pytest.mark.parametrize("code", [250, 251, 421, 451, 452, 550, 552, 554])
def test_a_complete_answer_is_believed_whatever_it_is(code: int) -> None:
    answer = send_to({"DOT": f"{code}-first\r\n{code} second\r\n".encode()})
    assert answer == Answer(code=code, text="first second")


@pytest.mark.parametrize("ending", [b"421 busy\r\n", b"500 what\r\n", b"nonsense\r\n", hang_up])
def test_a_goodbye_that_fails_changes_nothing(ending: bytes | Play) -> None:
    assert send_to({"QUIT": ending}).accepted


@pytest.mark.parametrize("verb", ["GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("octets", [b"", b"2", b"250 ok", b"nonsense\r\n"])
def test_what_breaks_before_the_final_dot_is_transient(verb: str, octets: bytes) -> None:
    with pytest.raises(Transient) as trouble:
        send_to({verb: say_and_hang_up(octets)})
    assert "127.0.0.1:" in str(trouble.value)


@pytest.mark.parametrize(
    ("verb", "octets", "code"),
    [
        ("GREETING", b"554 no service\r\n", 554),
        ("EHLO", b"502 no EHLO here\r\n", 502),
        ("AUTH", b"454 4.7.0 try again later\r\n", 454),
        ("MAIL", b"452 4.3.1 disk full\r\n", 452),
        ("MAIL", b"553 5.7.1 not your address\r\n", 553),
        ("RCPT", b"421 4.3.2 going down\r\n", 421),
        ("DATA", b"451 4.3.0 not now\r\n", 451),
    ],
)
def test_a_refusal_says_which_verb_and_how(verb: str, octets: bytes, code: int) -> None:
    with pytest.raises(Refusal) as refusal:
        send_to({verb: octets})
    assert refusal.value.answer.code == code


def test_without_ehlo_there_is_no_helo() -> None:
    with ScriptedServer(smtp({"EHLO": b"500 what\r\n"})) as server:
        with pytest.raises(Refusal), submission(server.port).connect():
            pass
        assert b"HELO" not in server.heard.upper()
        assert b"AUTH" not in server.heard.upper()


@pytest.mark.parametrize("code", [530, 534, 535, 538])
def test_a_refused_login_is_tried_once_and_is_permanent(code: int) -> None:
    with ScriptedServer(smtp({"AUTH": f"{code} 5.7.8 <seller@shop.test> go away\r\n".encode()})) as server:
        with pytest.raises(Permanent) as refusal, submission(server.port).connect():
            pass
        assert server.heard.count(b"AUTH") == 1
    assert "seller@" not in str(refusal.value)


def test_a_server_that_only_knows_login_is_told_name_and_password_in_two_lines() -> None:
    answers: dict[str, bytes | Play] = {
        "EHLO": b"250-ready\r\n250 AUTH=LOGIN\r\n",
        "AUTH": b"334 VXNlcm5hbWU6\r\n",
        "C2VSBGVYQHNOB3AUDGVZDA": b"334 UGFzc3dvcmQ6\r\n",
        "AHVUDGVYMG": b"235 ok\r\n",
    }
    with line_to(answers) as line:
        assert line.envelope("seller@shop.test", ["owner@brand.test"])[0].accepted


def test_addresses_in_an_answer_are_left_out() -> None:
    with line_to({"RCPT": b"550 5.1.1 <owner@brand.test>: owner@brand.test unknown,\x1b[31m see mail\r\n"}) as line:
        (answer,) = line.envelope("seller@shop.test", ["owner@brand.test"])
    assert answer == Answer(code=550, text="5.1.1 <…>: … unknown, [31m see mail")


def test_a_server_that_is_not_there_is_transient() -> None:
    with ScriptedServer(hang_up) as server:
        port = server.port
    with pytest.raises(Transient), submission(port).connect():
        pass


def test_no_plain_connection_leaves_this_machine() -> None:
    with pytest.raises(Permanent, match="tls"), submission(587, host="192.0.2.1").connect():
        pass


@given(st.binary(max_size=200) | st.text("\r\n.a", max_size=30).map(str.encode))
def test_no_body_holds_an_end_or_a_bare_line_end(raw: bytes) -> None:
    body = stuffed(raw)
    assert body.endswith(b"\r\n")
    assert b"\r\n.\r\n" not in b"\r\n" + body
    rest = body.replace(b"\r\n", b"")
    assert b"\r" not in rest
    assert b"\n" not in rest
    assert all(not line.startswith(b".") or line.startswith(b"..") for line in body.split(b"\r\n"))


FLIGHT = b"250-ready\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n"


def test_an_envelope_goes_in_one_flight_where_the_server_offers_it() -> None:
    said: list[bytes] = []

    def hears_it_all_first(peer: Peer) -> None:
        said.extend(peer.line() for _ in range(3))
        peer.say("250 ok", "250 ok", "550 5.1.1 nobody", "250 ok")
        said.append(peer.line())
        peer.say("250 reset")
        peer.line()

    with line_to({"EHLO": FLIGHT, "MAIL": hears_it_all_first}) as line:
        answers = line.envelope("seller@shop.test", ["owner@brand.test", "gone@brand.test", "seller@shop.test"])
        line.reset()
    assert [answer.code for answer in answers] == [250, 550, 250]
    assert said == [
        b"RCPT TO:<owner@brand.test>",
        b"RCPT TO:<gone@brand.test>",
        b"RCPT TO:<seller@shop.test>",
        b"RSET",
    ]


@pytest.mark.parametrize("reply", [b"421 4.7.0 later\r\n", b"550 5.7.1 not you\r\n"])
def test_a_sender_refused_in_a_flight_is_refused_whatever_is_said_of_the_rest(reply: bytes) -> None:
    with line_to({"EHLO": FLIGHT, "MAIL": reply, "RCPT": b"503 5.5.1 MAIL first\r\n"}) as line:
        with pytest.raises(Refusal, match="MAIL") as refused:
            line.envelope("seller@shop.test", ["owner@brand.test", "seller@shop.test"])
        assert refused.value.answer.code == int(reply[:3])


def test_an_envelope_that_was_begun_is_said_once_and_its_answers_come_when_they_are_asked_for() -> None:
    said: list[bytes] = []

    def hears_it(peer: Peer) -> None:
        said.append(peer.line())
        peer.send(b"250 ok\r\n550 5.1.1 nobody\r\n")
        said.append(peer.line())
        peer.say("250 reset")

    with line_to({"EHLO": FLIGHT, "MAIL": hears_it}) as line:
        assert line.begin("seller@shop.test", ["gone@brand.test"])
        assert answered_in_time(line)
        answers = line.envelope("seller@shop.test", ["gone@brand.test"])
        line.reset()
    assert [answer.code for answer in answers] == [550]
    assert said == [b"RCPT TO:<gone@brand.test>", b"RSET"]


def test_an_envelope_that_was_begun_for_another_letter_is_taken_back_first() -> None:
    said: list[bytes] = []

    def hears_it(peer: Peer) -> None:
        peer.say("250 ok")
        for line in peer.lines():
            said.append(line)
            peer.say("550 5.1.1 nobody" if b"first" in line else "250 ok")

    with line_to({"EHLO": FLIGHT, "MAIL": hears_it}) as line:
        line.begin("seller@shop.test", ["first@brand.test"])
        answers = line.envelope("seller@shop.test", ["second@brand.test"])
    assert said[:4] == [
        b"RCPT TO:<first@brand.test>",
        b"RSET",
        b"MAIL FROM:<seller@shop.test>",
        b"RCPT TO:<second@brand.test>",
    ]
    assert [answer.code for answer in answers] == [250]


def answered_in_time(line: Submitting, seconds: float = 2) -> bool:
    """Whether the answers to what was begun come."""
    until = time.monotonic() + seconds
    while not line.answered() and time.monotonic() < until:
        time.sleep(0.01)
    return line.answered()


@pytest.mark.parametrize("part", [0, 8, 11, 24, 30])
def test_an_envelope_is_not_answered_by_a_part_of_it(part: int) -> None:
    asked, whole = threading.Event(), b"250 ok\r\n250-2.1.5 so far\r\n250 and on\r\n"

    def says_a_part(peer: Peer) -> None:
        peer.line()
        peer.send(whole[:part])
        asked.wait(10)
        peer.send(whole[part:])

    with line_to({"EHLO": FLIGHT, "MAIL": says_a_part}) as line:
        line.begin("seller@shop.test", ["owner@brand.test"])
        assert not answered_in_time(line, seconds=0.2)
        asked.set()
        assert [a.code for a in line.envelope("seller@shop.test", ["owner@brand.test"])] == [250]


def test_an_envelope_is_not_answered_by_a_server_that_hangs_up() -> None:
    def hangs_up(peer: Peer) -> None:
        peer.line()
        peer.say("250 ok", "421 4.3.2 closing")

    with line_to({"EHLO": FLIGHT, "MAIL": hangs_up}) as line:
        line.begin("seller@shop.test", ["owner@brand.test"])
        assert not answered_in_time(line, seconds=0.2)
        with pytest.raises(Refusal, match="421"):
            line.envelope("seller@shop.test", ["owner@brand.test"])


def test_nobody_waits_for_a_server_that_thinks_long_over_an_envelope_that_was_begun() -> None:
    thought = threading.Event()

    def thinks(peer: Peer) -> None:
        peer.line()
        thought.wait(10)
        peer.say("250 ok", "250 ok")

    with line_to({"EHLO": FLIGHT, "MAIL": thinks}) as line:
        assert line.begin("seller@shop.test", ["owner@brand.test"])
        assert not line.answered()
        thought.set()
        assert [a.code for a in line.envelope("seller@shop.test", ["owner@brand.test"])] == [250]


def test_nothing_is_begun_where_the_server_takes_one_command_at_a_time() -> None:
    with line_to({}) as line:
        assert not line.begin("seller@shop.test", ["owner@brand.test"])
        assert not line.answered()
        assert [a.code for a in line.envelope("seller@shop.test", ["owner@brand.test"])] == [250]
        assert line.data(LETTER).code == 250
