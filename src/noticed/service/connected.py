"""One connection for the letters that an account has due: opened for the first of them, closed after the last.

What went wrong on it ends it, and the next letter has another. A server that closed it between two letters (many take
only so many on one) is called again, once: before any of a letter was said, nothing can have been accepted.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from noticed.ports import Answer, Permanent, Refusal, Submission, Submitting, Transient, nothing

_HANGS_UP = 421


class Connected:
    """See ``ports.Submitting``; a context manager."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._stack = ExitStack()
        self._line: Submitting | None = None
        self._used = False
        self.works = False
        """For whoever drives it: whether it is known by now, and noted, that the server can be reached."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()

    def open(self) -> Submitting:
        """The connection. Raises as ``ports.Submission.connect``."""
        if self._line is None:
            self._line, self._used = self._stack.enter_context(self._submission.connect()), False
        return self._line

    def begin(self, sender: str, recipients: Sequence[str]) -> bool:
        """See the port; never raises: what broke shows at the envelope, on a connection of its own."""
        try:
            return self._line is not None and self._line.begin(sender, recipients)
        except (Transient, Permanent):
            self.drop()
            return False

    def answered(self) -> bool:
        """See the port."""
        return self._line is not None and self._line.answered()

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        """See the port."""
        line, used, self._used = self.open(), self._used, True
        try:
            return line.envelope(sender, recipients)
        except Transient as broken:
            self.drop()
            if not used or (isinstance(broken, Refusal) and broken.answer.code != _HANGS_UP):
                raise
        except BaseException:
            self.drop()
            raise
        try:
            self.open()
        except Permanent as refused:  # it took the login a moment ago: the letter is not to blame
            raise Transient(str(refused)) from refused
        return self.envelope(sender, recipients)

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        """See the port."""
        try:
            answer = self.open().data(raw, meanwhile)
        except BaseException:
            self.drop()
            raise
        if answer.code == _HANGS_UP:
            self.drop()
        return answer

    def reset(self) -> None:
        """See the port."""
        self.open().reset()

    def drop(self) -> None:
        """End it; the next letter has another."""
        self._line = None
        self._stack.close()
