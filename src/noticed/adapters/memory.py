"""Twins of the lines to the outside, in memory: for tests and dry runs.

Promises: the same contract tests hold for these and for Postfix and DNS (for IMAP: ``adapters.memory_mail``).
What is set on a twin to make it fail stays until it is used up or taken back. Raises as the ports say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from noticed.adapters.memory_mail import MemoryMail, MemoryMailServer
from noticed.adapters.smtp import is_address, with_crlf
from noticed.core.mail.model import Key, KeyStatus
from noticed.core.values import Value
from noticed.ports import Answer, InDoubt, Permanent, Refusal, Transient, nothing

__all__ = [
    "MemoryMail",
    "MemoryMailServer",
    "MemoryNotifier",
    "MemoryResolver",
    "MemorySubmission",
    "Submitted",
]


class Submitted(Value):
    """A letter that really arrived."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


class MemorySubmission:
    """See ``ports.Submission``. What arrives lies in ``submitted`` and in the mailboxes of its recipients."""

    def __init__(self, server: MemoryMailServer) -> None:
        self._server = server
        self.submitted: list[Submitted] = []
        self.refuse_login = False
        self.answers: dict[str, Answer] = {}
        """What RCPT TO says to an address; every other address is accepted."""
        self.sender_answer: Answer | None = None
        """A refusal of MAIL FROM."""
        self.data_answers: list[Answer] = []
        """What the next final dots are answered with."""
        self.lose_answers = 0
        """Letters still to be accepted without an answer."""
        self.break_before_dot = 0
        """Letters still to be broken off before the final dot."""
        self.rewrite: Callable[[bytes], bytes] | None = None
        """What the server makes of a letter before it passes it on."""
        self.keep_copies = False
        """Whether the sender's own copies lie in ``kept`` and arrive nowhere."""
        self.kept: list[bytes] = []

    @contextmanager
    def connect(self) -> Iterator["MemorySubmitting"]:
        """Log in. Raises ``Permanent`` where that is refused."""
        if self.refuse_login:
            raise Permanent("memory: it refused the login (535); check user name and password")
        yield MemorySubmitting(self)

    def accept(self, letter: Submitted) -> None:
        """Let a letter arrive."""
        self.submitted.append(letter)
        raw = self.rewrite(letter.raw) if self.rewrite else letter.raw
        for address in letter.recipients:
            if self.keep_copies and address == letter.sender:
                self.kept.append(raw)
            else:
                self._server.deliver(address, raw)


class MemorySubmitting:
    """See ``ports.Submitting``."""

    def __init__(self, submission: MemorySubmission) -> None:
        self._submission = submission
        self._sender = ""
        self._recipients: list[str] = []

    def begin(self, sender: str, recipients: Sequence[str]) -> bool:  # noqa: ARG002  # the envelope says it
        """See the port."""
        return True

    def answered(self) -> bool:
        """It has no time to think."""
        return True

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        """See the port."""
        if not all(is_address(address) for address in (sender, *recipients)):
            raise Permanent("memory: a letter's sender or recipient is not a mail address")
        if self._submission.sender_answer is not None:
            raise Refusal("MAIL", self._submission.sender_answer)
        if self._recipients:
            raise Refusal("MAIL", Answer(code=503, text="5.5.1 Error: nested MAIL command"))
        accepted = Answer(code=250, text="2.1.5 Ok")
        answers = tuple(self._submission.answers.get(address, accepted) for address in recipients)
        self._sender = sender
        pairs = zip(recipients, answers, strict=True)
        self._recipients = [address for address, answer in pairs if answer.accepted]
        return answers

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        """See the port."""
        if not self._recipients:
            raise Refusal("DATA", Answer(code=554, text="5.5.1 Error: no valid recipients"))
        submission, recipients, self._recipients = self._submission, tuple(self._recipients), []
        if submission.break_before_dot:
            submission.break_before_dot -= 1
            raise Transient("memory: the connection broke")
        answer = submission.data_answers.pop(0) if submission.data_answers else Answer(code=250, text="2.0.0 Ok")
        if answer.accepted:
            submission.accept(Submitted(sender=self._sender, recipients=recipients, raw=with_crlf(raw)))
        meanwhile()
        if submission.lose_answers:
            submission.lose_answers -= 1
            raise InDoubt("memory: the letter was sent and no complete answer came back")
        return answer

    def reset(self) -> None:
        """Forget the envelope."""
        self._recipients = []


class MemoryResolver:
    """See ``ports.Resolver``: keys from a dictionary of name and TXT record; ``failing`` names are errors."""

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        self.keys = dict(keys or {})
        self.failing: set[str] = set()

    def key(self, name: str) -> Key:
        """See the port."""
        name = name.lower().rstrip(".")
        if name in self.failing:
            return Key(name=name, status=KeyStatus.ERROR)
        text = self.keys.get(name)
        if text is None:
            return Key(name=name, status=KeyStatus.MISSING)
        return Key(name=name, status=KeyStatus.FOUND, text=text, nameserver="memory")

    def texts(self, name: str) -> tuple[str, ...] | None:
        """See the port."""
        found = self.key(name)
        return None if found.status is KeyStatus.ERROR else (found.text,) if found.text else ()


class MemoryNotifier:
    """See ``ports.Notifier``: keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def ready(self) -> None:
        """Starting is over."""
        self.said.append("ready")

    def alive(self, status: str) -> None:
        """A sign of life."""
        self.said.append(status)

    def stopping(self) -> None:
        """The end has begun."""
        self.said.append("stopping")
