"""Who is polled next: first come, first served, and one stalled server leaves threads for the others."""

import threading
from collections import Counter

from tests.e2e.servers import wait_until

from noticed.adapters.imap_timers import Timers
from noticed.app.turns import OF_ONE_SERVER, Turns


class Polled:
    """Polls that last until they are let go."""

    def __init__(self, servers: dict[str, str]) -> None:
        self.lock = threading.Lock()
        self.running: set[str] = set()
        self.count: Counter[str] = Counter()
        self.go = threading.Event()
        self.stalled = "stalled"
        self.servers = servers
        self.polls = Turns(self.poll, servers, "poll")

    def poll(self, account: str) -> None:
        with self.lock:
            assert account not in self.running, "by one thread at a time"
            self.running.add(account)
            self.count[account] += 1
        if self.servers[account] == self.stalled:
            self.go.wait(10)
        with self.lock:
            self.running.discard(account)


def test_a_server_that_stalls_delays_only_its_own_accounts() -> None:
    servers = {f"slow{n}": "stalled" for n in range(40)} | {f"good{n}": "well" for n in range(40)}
    world = Polled(servers)
    for name in servers:
        world.polls.add(name)
    wait_until(lambda: sum(world.count[f"good{n}"] for n in range(40)) == 40, "every account of the other server")
    assert len(world.running) == OF_ONE_SERVER
    world.go.set()
    wait_until(lambda: world.count.total() == 80, "the stalled ones, later")
    world.polls.stop(5)


def test_of_two_that_are_due_at_once_the_stalled_one_keeps_no_thread_from_the_other() -> None:
    """The one thread that is idle is woken once for both."""
    for _ in range(200):
        _two_at_once(Polled({"first": "well", "slow": "stalled", "good": "well"}))


def _two_at_once(world: Polled) -> None:
    world.polls.add("first")
    wait_until(lambda: world.count["first"] == 1 and not world.running, "an idle thread", step=0.0001)
    world.polls.add("slow")
    world.polls.add("good")
    wait_until(lambda: world.count["good"] == 1, "the other", 2)
    world.go.set()
    world.polls.stop(5)


def test_an_account_that_is_due_again_while_it_is_polled_is_polled_once_more() -> None:
    world = Polled({"acme": "stalled"})
    world.polls.add("acme")
    wait_until(lambda: world.running == {"acme"}, "the poll")
    for _ in range(5):
        world.polls.add("acme")
    world.go.set()
    wait_until(lambda: world.count["acme"] == 2, "the second poll")
    world.polls.stop(5)
    assert world.count["acme"] == 2


def test_what_is_due_after_the_end_is_not_begun() -> None:
    done = threading.Event()

    def poll(account: str) -> None:
        if account == "b":
            done.set()

    polls = Turns(poll, {"a": "x", "b": "x"}, "poll")
    polls.add("a")
    polls.add("b")
    assert done.wait(5)
    polls.stop(5)
    polls.add("a")  # begins nothing any more


def test_the_newest_word_about_a_thing_counts() -> None:
    timers: Timers[str] = Timers()
    a, b = "a", "b"
    timers.plan(a, 5)
    timers.plan(b, 3)
    timers.plan(a, 1)
    timers.plan(b, 4)
    assert timers.first == 1
    assert list(timers.due(2)) == ["a"]
    assert timers.first == 4
    assert list(timers.due(10)) == ["b"]
    assert timers.first is None
