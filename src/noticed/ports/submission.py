"""An account's submission server, driven step by step."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from noticed.core.values import Value
from noticed.ports.errors import Transient


class Answer(Value):
    """A complete SMTP reply (RFC 5321 section 4.2)."""

    code: int
    text: str

    @property
    def accepted(self) -> bool:
        return 200 <= self.code < 300


class InDoubt(Exception):
    """The final dot was sent and no complete reply came back: perhaps accepted, perhaps not (RFC 1047)."""


def nothing() -> None:
    """Do nothing meanwhile."""


class Submitting(Protocol):
    """One SMTP connection, driven step by step so that the caller knows the phase."""

    def begin(self, sender: str, recipients: Sequence[str]) -> bool:
        """Say what ``envelope`` of the same would say, where the server takes it in one flight; whether it was said.

        Its answers are had by ``envelope``. Nothing is begun where that is called for another. Raises ``Transient``.
        """

    def answered(self) -> bool:
        """Whether all answers to what was begun are here, so that ``envelope`` waits for nobody; waits a few
        milliseconds for them at most."""

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        """MAIL FROM and every RCPT TO; the answers in the order of ``recipients``.

        Raises ``Transient`` or ``Permanent`` where MAIL FROM is refused or the connection breaks:
        nothing was accepted then.
        """

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        """DATA, the message and the final dot; the complete answer to the dot.

        ``meanwhile``, which raises nothing, happens while the server thinks over it.
        Raises ``Transient`` or ``Permanent`` when it ended before the final dot was written, ``InDoubt`` after.
        """

    def reset(self) -> None:
        """RSET; errors are ignored."""


class Submission(Protocol):
    """An account's submission server."""

    def connect(self) -> AbstractContextManager[Submitting]:
        """EHLO, TLS and login; leaving the context says QUIT and never raises because of it."""


class Refusal(Transient):
    """A complete SMTP reply that refused; ``answer`` says how, ``hint`` what may cure it."""

    def __init__(self, verb: str, answer: Answer, hint: str = "") -> None:
        super().__init__(f"{verb}: {answer.code} {answer.text}" + (f"; {hint}" if hint else ""))
        self.verb = verb
        self.answer = answer


MakeSubmission = Callable[[str], Submission]
"""The submission server of an account, by its name."""
