"""Letters of many accounts leave side by side: a server that stalls delays its own accounts and nothing else."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.contract.store.examples import a_letter
from tests.e2e.servers import wait_until
from tests.mails import notice, signed
from tests.unit.service.agency import account
from tests.unit.service.world import BOSS, START, World

from noticed.adapters.memory import MemoryNotifier
from noticed.adapters.store.engine import open_store
from noticed.app.daemon import Daemon
from noticed.app.turns import OF_ONE_SERVER, THREADS
from noticed.core.case.model import LetterKind
from noticed.ports import Answer, InboxStatus, Letter, LetterStatus, Mail, Submitting, nothing
from noticed.service import steps
from noticed.service.context import Context


class Quiet:
    """A watch that has nothing to say."""

    def __init__(self, mail: Callable[[str], Mail]) -> None:
        self.mail = mail

    def start(self, due: Callable[[str], None], unchanged: Callable[[str], None]) -> None:
        self.due = due

    def alive(self) -> bool:
        return True

    def close(self) -> None:
        pass


class Tarpit:
    """Takes a letter, and says nothing to its final dot before it is let go."""

    def __init__(self) -> None:
        self.go, self.envelopes = threading.Event(), threading.Event()
        self.envelopes.set()
        self.waiting = self.taken = self.greeted = 0

    @contextmanager
    def connect(self) -> Iterator[Submitting]:
        yield self

    def begin(self, sender: str, recipients: Sequence[str]) -> bool:
        return False

    def answered(self) -> bool:
        return False

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        self.greeted += 1
        assert self.envelopes.wait(30)
        return tuple(Answer(code=250, text="2.1.5 Ok") for _ in recipients)

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        self.waiting += 1
        assert self.go.wait(30)
        self.taken += 1
        return Answer(code=250, text="2.0.0 Ok")

    def reset(self) -> None:
        pass


class House:
    """Some accounts whose server is a tarpit, and one whose server works; each has letters to its operator due."""

    def __init__(self, folder: Path, slow: int, letters: int) -> None:
        self.world = world = World(store=open_store(f"sqlite:///{folder}/noticed.db"))
        self.tarpit, self.notifier = Tarpit(), MemoryNotifier()
        names = [f"slow{n}" for n in range(slow)]
        accounts = {name: account(world, name, f"{name}@seller.example") for name in names}
        world.context = replace(
            world.context,
            accounts={**accounts, **world.context.accounts},
            mail=lambda name: world.server.mail(world.seller if name == "acme" else f"{name}@seller.example"),
            submission=lambda name: world.submission if name == "acme" else self.tarpit,
        )
        with world.store.write() as tx:
            for name in (*names, "acme"):
                for n in range(letters):
                    tx.outbox.add(self.letter(name, n))
        self.servers = dict.fromkeys(names, "tarpit") | {"acme": "works"}
        self.lives: list[Daemon] = []
        self.next_life()

    def next_life(self) -> None:
        context = replace(self.world.context, owner=f"life {len(self.lives)}")
        self.daemon = Daemon(context, self.notifier, Quiet(context.mail), self.servers, self.servers)
        self.lives.append(self.daemon)

    @staticmethod
    def letter(name: str, number: int) -> Letter:
        return a_letter(
            f"A-{name}-{number}",
            account=name,
            kind=LetterKind.ALERT,
            approved=True,
            to=(BOSS,),
            cc=(),
            created_at=START,
            due_at=START,
        )

    def has_new_mail(self) -> bool:
        with self.world.store.read() as tx:
            return tx.inbox.with_status(InboxStatus.NEW) != ()

    def left(self, name: str, status: LetterStatus) -> int:
        with self.world.store.read() as tx:
            return sum(x.account == name and x.kind is LetterKind.ALERT for x in tx.outbox.all(status))


@pytest.mark.timeout(60)
def test_a_server_that_stalls_delays_only_its_own_letters(tmp_path: Path) -> None:
    house = House(tmp_path, slow=THREADS + 4, letters=1)
    house.daemon.start()
    try:
        wait_until(lambda: house.left("acme", LetterStatus.SUBMITTED) == 1, "the letter of the other server", 10)
        assert house.tarpit.taken == 0
        assert house.tarpit.waiting <= OF_ONE_SERVER
    finally:
        house.tarpit.go.set()
        house.daemon.stop()


@pytest.mark.timeout(60)
def test_a_reload_waits_for_the_letter_in_hand_alone_and_meanwhile_everything_goes_on(tmp_path: Path) -> None:
    house = House(tmp_path, slow=1, letters=5)
    house.daemon.start()
    wait_until(lambda: house.tarpit.waiting == 1, "a letter in hand", 10)
    ending = threading.Thread(target=house.daemon.stop)
    ending.start()
    before = house.daemon.worked_at
    wait_until(lambda: house.daemon.worked_at > before, "the steps go on: else the watchdog ends the daemon", 10)
    house.tarpit.go.set()
    ending.join(20)
    assert not ending.is_alive()
    assert house.tarpit.taken == 1
    assert house.left("slow0", LetterStatus.SUBMITTED) == 1
    assert house.left("slow0", LetterStatus.QUEUED) == 4, "they are the next life's"


@pytest.mark.timeout(60)
def test_the_end_waits_so_long_and_no_longer_for_a_server_that_does_not_answer(tmp_path: Path) -> None:
    house = House(tmp_path, slow=1, letters=2)
    house.daemon.start()
    wait_until(lambda: house.tarpit.waiting == 1, "a letter in hand", 10)
    assert house.daemon.stop(answer=0.5) == ("slow0",)
    house.next_life()
    house.daemon.start()
    try:
        with house.world.store.write() as tx:
            tx.outbox.add(house.letter("acme", 9))
        wait_until(lambda: house.left("acme", LetterStatus.SUBMITTED) == 3, "letters of the other server", 10)
        assert house.left("slow0", LetterStatus.SUBMITTING) == 1, "nobody else touches it"
        house.tarpit.go.set()
        house.lives[0].last_letters()
        wait_until(
            lambda: house.left("slow0", LetterStatus.SUBMITTED) == 2, "the answer counts; the next life goes on", 10
        )
    finally:
        house.tarpit.go.set()
        house.daemon.stop()
    assert house.tarpit.taken == 2


@pytest.mark.timeout(60)
def test_once_the_end_was_asked_for_no_data_begins(tmp_path: Path) -> None:
    """The next settings may say that nothing leaves: a letter whose envelope is said only now goes back."""
    house = House(tmp_path, slow=1, letters=1)
    house.tarpit.envelopes.clear()
    house.daemon.start()
    wait_until(lambda: house.tarpit.greeted == 1, "an envelope in hand", 10)
    assert house.daemon.stop(answer=0.2) == ("slow0",)
    house.tarpit.envelopes.set()
    house.daemon.last_letters()
    assert (house.tarpit.waiting, house.left("slow0", LetterStatus.QUEUED)) == (0, 1)


@pytest.mark.timeout(60)
def test_what_comes_while_a_step_is_in_hand_does_not_wait_for_the_next_tick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a notice in a hundred is answered three seconds late."""
    begun, ended, go = list[float](), list[float](), threading.Event()

    def slow(_: Context) -> None:
        begun.append(time.monotonic())
        if len(begun) > 1:
            return
        assert go.wait(30)
        ended.append(time.monotonic())

    house = House(tmp_path, slow=0, letters=0)
    monkeypatch.setattr(steps, "prepare", slow)
    house.daemon.start()
    try:
        wait_until(lambda: begun != [], "the step in hand", 10)
        house.world.server.deliver(house.world.seller, signed(notice(date=START)))
        house.daemon._polls.add("acme")
        wait_until(house.has_new_mail, "the poll", 10)
        go.set()
        wait_until(lambda: len(begun) > 1, "the next step", 20)
        assert begun[1] - ended[0] < 0.5
    finally:
        go.set()
        house.daemon.stop()
