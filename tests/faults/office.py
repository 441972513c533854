"""A whole installation in memory whose letters leave by the real SMTP adapter, one at a time, when the test says so."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Self

from tests.faults.receiver import Play, Receiver
from tests.mails import SELLER, notice, signed
from tests.unit.service.world import World

from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission
from noticed.core.case.model import LetterKind
from noticed.ports import Letter, LetterStatus
from noticed.service import letterbox, steps, trouble
from noticed.service.context import Limits
from noticed.service.submit import submit

_SECOND = timedelta(seconds=1)
_NO_LIMITS = Limits(probation=0, account_per_day=0, amazon_per_day=0, new_recipients_per_day=0)


class Office:
    """``count`` first letters, each to another complainant, due a second after one another; a context manager.

    ``patience``: seconds the adapter waits for an answer.
    """

    def __init__(self, count: int, patience: float = 5.0) -> None:
        self.world = World(limits=_NO_LIMITS)
        self.receiver = Receiver(self.world.server.deliver)
        server = Server(
            host="127.0.0.1",
            port=self.receiver.port,
            tls="none",
            username=SELLER,
            secret=lambda: "secret",
            timeout=patience,
        )
        self.world.context = replace(self.world.context, submission=lambda _: SmtpSubmission(server, patience))
        letterbox.pause(self.world.context, None)
        for number in range(count):
            raw = notice(
                date=self.world.clock.now(), complaint=str(10900000000 + number), complainant=f"ip@b{number}.example"
            )
            self.world.server.deliver(SELLER, signed(raw))
        self.world.once()
        letters = self.world.letters()
        self.names = [x.letter for x in letters]
        with self.world.store.write() as tx:
            for seconds, letter in enumerate(letters, 1):
                tx.outbox.save(replace(letter, due_at=self.world.clock.now() + seconds * _SECOND))
        letterbox.resume(self.world.context, None)

    def __enter__(self) -> Self:
        self.receiver.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.receiver.__exit__(kind, error, trace)

    def send_next(self, play: Play, *, patiently: bool = False) -> tuple[Letter, int]:
        """The next letter becomes due and is tried once, as ``play`` says; the letter afterwards, and how often
        the server took it.

        With ``patiently`` a server in trouble is left alone for a while, as in earnest; else nobody waits, and what
        else is due then (an alert, a new version) leaves too.
        """
        name = self.names.pop(0)
        self.receiver.play = play
        self.world.clock.set(self.world.clock.now() + (timedelta(minutes=6) if patiently else _SECOND))
        self._submit(patiently=patiently)
        letter = self.letter(name)
        taken = self.taken()[name]
        self.receiver.play = Play()
        if not patiently:
            self._submit(patiently=False)
        return letter, taken

    def letter(self, name: str) -> Letter:
        """As it is now."""
        with self.world.store.read() as tx:
            letter = tx.outbox.get(name)
        assert letter
        return letter

    def alerts(self) -> list[str]:
        """Subjects of the alarms so far."""
        with self.world.store.read() as tx:
            return [x.subject for x in tx.outbox.all() if x.kind is LetterKind.ALERT]

    def work(self) -> None:
        """Whatever is due is tried."""
        self._submit(patiently=True)

    def _submit(self, *, patiently: bool) -> None:
        if not patiently:
            with self.world.store.write() as tx:
                trouble.clear_all(tx)
        submit(self.world.context, steps.last_look)

    def taken(self) -> Counter[str]:
        """How often the server took each letter, by our own name for it; digests and alerts are left out."""
        names = (_name(raw) for _, raw in self.receiver.taken)
        return Counter(name for name in names if name.startswith("N-"))

    def settle(self) -> None:
        """Doubts are looked into, what was not taken is tried again, what is held is approved by the operator."""
        for _ in range(3):
            with self.world.store.write() as tx:
                trouble.clear_all(tx)
            self.world.sleep(timedelta(hours=7))
            for letter in self.world.letters():
                if letter.status is LetterStatus.HELD:
                    letterbox.approve(self.world.context, letter.letter)
            self.world.once()


def _name(raw: bytes) -> str:
    """N-7K3F.1: the case and the number of the letter, without the rest of its key."""
    key = raw.partition(b"X-Noticed-Letter: ")[2].partition(b"\r\n")[0].decode()
    return ".".join(key.split(".")[:2])
