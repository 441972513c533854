"""Several letters on one connection, and what becomes of it when a server has enough of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from noticed.ports import Answer, InDoubt, Permanent, Refusal, Transient, nothing
from noticed.service.connected import Connected

WELL = Answer(code=250, text="ok")
BUSY = Refusal("MAIL", Answer(code=450, text="busy"))
ENOUGH = Refusal("MAIL", Answer(code=421, text="enough"))
BROKEN = Transient("the connection broke")


class Server:
    """Says what it is told to, letter by letter; None: all is well."""

    def __init__(self, *says: Exception | Answer | None, logins: Sequence[Exception | None] = ()) -> None:
        self.says, self.logins = list(says), list(logins)
        self.opened = self.closed = self.letters = 0

    @contextmanager
    def connect(self) -> Iterator["Server"]:
        login = self.logins.pop(0) if self.logins else None
        if login:
            raise login
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def begin(self, sender: str, recipients: Sequence[str]) -> bool:
        return False

    def answered(self) -> bool:
        return False

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        said = self.says.pop(0) if self.says else None
        if isinstance(said, Transient | Permanent):
            raise said
        self.answer = said or WELL
        return (WELL,) * len(recipients)

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        if isinstance(self.answer, Exception):
            raise self.answer
        self.letters += 1
        return self.answer

    def reset(self) -> None:
        pass


def send(line: Connected) -> Answer:
    line.open()
    line.envelope("me@x.example", ["you@y.example"])
    return line.data(b"x")


def test_letters_share_a_connection_that_is_opened_for_the_first_and_closed_after_the_last() -> None:
    server = Server()
    with Connected(server) as line:
        assert server.opened == 0
        for _ in range(3):
            assert send(line) is WELL
        line.reset()
        assert (server.opened, server.closed) == (1, 0)
    assert (server.opened, server.closed, server.letters) == (1, 1, 3)


@pytest.mark.parametrize("why", [BROKEN, ENOUGH])
def test_a_server_that_closed_it_between_two_letters_is_called_again_once(why: Transient) -> None:
    server = Server(None, why)
    with Connected(server) as line:
        send(line)
        assert send(line) is WELL
    assert (server.opened, server.closed, server.letters) == (2, 2, 2)
    server = Server(None, why, why)
    with Connected(server) as line:
        send(line)
        with pytest.raises(Transient):
            send(line)
    assert (server.opened, server.closed, server.letters) == (2, 2, 1)


@pytest.mark.parametrize("why", [BUSY, BROKEN, ENOUGH])
def test_what_a_fresh_connection_says_is_the_answer(why: Transient) -> None:
    server = Server(why)
    with Connected(server) as line, pytest.raises(Transient) as said:
        send(line)
    assert said.value is why
    assert server.opened == 1


def test_a_refusal_on_a_used_connection_is_the_letters() -> None:
    server = Server(None, BUSY)
    with Connected(server) as line:
        send(line)
        with pytest.raises(Refusal):
            send(line)
        assert send(line) is WELL
    assert server.opened == 2, "and the next has another"


def test_after_a_doubt_and_after_421_the_next_letter_has_another_connection() -> None:
    server = Server(InDoubt("no answer"), Answer(code=421, text="enough"))
    with Connected(server) as line:
        with pytest.raises(InDoubt):
            send(line)
        assert send(line).code == 421
        assert send(line) is WELL
    assert (server.opened, server.closed) == (3, 3)


def test_a_login_that_is_refused_when_called_again_fails_no_letter_for_good() -> None:
    server = Server(None, BROKEN, logins=[None, Permanent("it refused the login")])
    with Connected(server) as line:
        send(line)
        with pytest.raises(Transient):
            send(line)
