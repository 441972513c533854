"""Waiting for mail on many connections at once: news, silence, cuts, restarts, and servers that cry wolf."""

import queue
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.contract.mail.broken import to
from tests.contract.mail.conftest import DovecotWorld
from tests.e2e.proxy import Proxy, Rule
from tests.e2e.script import Peer, ScriptedServer
from tests.e2e.servers import wait_until

from noticed.adapters import imap_waits, imap_watch
from noticed.adapters.imap import ImapMail
from noticed.adapters.imap_watch import ImapWatch
from noticed.adapters.server import Server
from noticed.ports import MailSession, Transient

RAW = b"Subject: x\r\n\r\ny\r\n"
SOON = 5.0
"""Seconds: a busy machine."""


class Watched:
    """A watch over some servers, and what it says."""

    def __init__(self, watch: ImapWatch) -> None:
        self.watch = watch
        self.due: queue.Queue[str] = queue.Queue()
        self.unchanged: queue.Queue[str] = queue.Queue()
        watch.start(self.due.put, self.unchanged.put)

    def read(self, account: str = "acme", *mailboxes: str) -> None:
        """What a poll does."""
        with self.watch.mail(account).connect() as session:
            for mailbox in mailboxes or ("INBOX", "Junk"):
                state = session.examine(mailbox)
                session.uids_after(0)
                session.passed(mailbox, state)

    def is_due(self, seconds: float = SOON) -> bool:
        try:
            return bool(self.due.get(timeout=seconds))
        except queue.Empty:
            return False

    def says_unchanged(self, seconds: float = SOON) -> bool:
        try:
            return bool(self.unchanged.get(timeout=seconds))
        except queue.Empty:
            return False


@contextmanager
def watching(servers: Mapping[str, Server], every: float = 600, *, idle: bool = True) -> Iterator[Watched]:
    watch = ImapWatch({name: ImapMail(server) for name, server in servers.items()}, every, idle=idle)
    watched = Watched(watch)
    try:
        for _ in servers:
            assert watched.is_due(), "every account is due at once"
        yield watched
    finally:
        watch.close()


def through(proxy: Proxy, world: DovecotWorld) -> dict[str, Server]:
    """One account, behind a proxy that hears every word."""
    return {"acme": to(proxy.port, username=world.user, secret=lambda: "secret", timeout=5)}


@pytest.mark.parametrize("mailbox", ["INBOX", "Junk"])
@pytest.mark.parametrize("idle", [True, False])
def test_news_make_an_account_due(dovecot: DovecotWorld, mailbox: str, *, idle: bool) -> None:
    dovecot.deliver(RAW, "Junk")
    with watching({"acme": dovecot.server()}, 600 if idle and mailbox == "INBOX" else 1, idle=idle) as watched:
        watched.read()
        assert watched.says_unchanged()
        assert not watched.is_due(0.1)
        dovecot.deliver(RAW, mailbox)
        assert watched.is_due()
        watched.read()
        assert watched.says_unchanged()
        assert not watched.is_due(0.1)


def test_what_came_between_reading_and_waiting_makes_it_due_at_once(dovecot: DovecotWorld) -> None:
    with watching({"acme": dovecot.server()}) as watched:
        with watched.watch.mail("acme").connect() as session:
            state = session.examine("INBOX")
            dovecot.deliver(RAW)
            session.uids_after(0)
            session.passed("INBOX", state)
        assert watched.is_due()


def test_the_connection_is_the_same_at_every_poll_and_another_where_it_is_in_use(dovecot: DovecotWorld) -> None:
    with watching({"acme": dovecot.server()}) as watched:
        sessions: list[MailSession] = []
        for _ in range(3):
            with watched.watch.mail("acme").connect() as session:
                session.passed("INBOX", session.examine("INBOX"))
                sessions.append(session)
                with watched.watch.mail("acme").connect() as other:
                    assert other is not session
                    assert other.examine("INBOX").exists == 0
            time.sleep(2 * imap_watch.REST_AFTER)  # it begins to wait, and is called back
        assert sessions[0] is sessions[1] is sessions[2]


def test_looks_at_many_accounts_begin_at_few_instants_and_never_later_than_planned() -> None:
    spread = [(seconds / 7, now / 11) for seconds in range(8, 500) for now in range(0, 300, 7)]
    instants = [(now + imap_waits.together(seconds, now)) / imap_waits.TOGETHER for seconds, now in spread]
    assert all(abs(each - round(each)) < 1e-6 for each in instants)
    early = [seconds - imap_waits.together(seconds, now) for seconds, now in spread]
    assert all(0 <= each <= imap_waits.TOGETHER for each in early)
    assert imap_waits.together(0.25, 3.1) == 0.25


def test_a_look_at_an_unchanged_mailbox_is_one_round_trip(dovecot: DovecotWorld) -> None:
    with Proxy(dovecot.servers.ports["imap"]) as proxy, watching(through(proxy, dovecot), 1) as watched:
        dovecot.deliver(RAW, "Junk")
        watched.read()
        assert watched.says_unchanged()
        before = proxy.flights
        for looks in (1, 2, 3):
            assert watched.says_unchanged()
            assert proxy.flights - before == looks


def test_a_connection_that_was_cut_makes_it_due_at_once(dovecot: DovecotWorld) -> None:
    with Proxy(dovecot.servers.ports["imap"]) as proxy, watching(through(proxy, dovecot)) as watched:
        watched.read("acme", "INBOX")
        assert watched.says_unchanged()
        proxy.cut()
        assert watched.is_due(2)
        watched.read("acme", "INBOX")
        assert watched.says_unchanged()


def test_a_server_that_falls_silent_is_given_up_and_polled(
    dovecot: DovecotWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_watch, "ANSWER", 0.5)
    with Proxy(dovecot.servers.ports["imap"]) as proxy, watching(through(proxy, dovecot), 1) as watched:
        watched.read("acme", "INBOX")
        assert watched.says_unchanged()
        proxy.once(Rule(b"NOOP", "silence"))
        assert watched.is_due()
        watched.read("acme", "INBOX")
        assert watched.says_unchanged()


def test_a_server_that_restarts_is_transient_and_then_as_before(dovecot: DovecotWorld) -> None:
    dovecot.deliver(RAW)
    with dovecot.mail().connect() as session, watching({"acme": dovecot.server()}) as watched:
        session.examine("INBOX")
        watched.read("acme", "INBOX")
        assert watched.says_unchanged()
        dovecot.servers.stop("dovecot")
        try:
            assert watched.is_due()
            for ask in (lambda: session.uids_after(0), watched.read):
                with pytest.raises(Transient):
                    ask()
        finally:
            dovecot.servers.start("dovecot")
        watched.read("acme", "INBOX")
        assert watched.says_unchanged()


def wolf(peer: Peer) -> None:
    """Tells of new mail as soon as somebody waits, and never has any."""
    peer.say("* OK [CAPABILITY IMAP4rev1 IDLE] ready")
    waiting = ""
    for line in peer.lines():
        tag, _, command = line.decode().partition(" ")
        if command == "IDLE":
            waiting = tag
            peer.say("+ idling", "* 4 EXISTS")
            continue
        if command.startswith("EXAMINE"):
            peer.say("* 3 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 4] ok")
        if command.startswith("CAPABILITY"):
            peer.say("* CAPABILITY IMAP4rev1 IDLE")
        peer.say(f"{waiting if tag == 'DONE' else tag} OK done")


def test_a_server_that_cries_wolf_is_polled_a_few_times_and_then_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_watch, "REST_AFTER", 0.01)
    with ScriptedServer(wolf) as server, watching({"acme": to(server.port)}) as watched:
        polls, until = 0, time.monotonic() + 3
        while time.monotonic() < until:
            watched.read("acme", "INBOX")
            polls += watched.is_due(1)
        assert 10 < polls <= 21


def flooding(peer: Peer) -> None:
    """Keeps telling as fast as it can, once it is waited on."""
    peer.say("* OK ready")
    for line in peer.lines():
        tag, _, command = line.partition(b" ")
        if command == b"IDLE":
            peer.say("+ idling")
            while True:
                peer.send(b"* OK still here, still here, still here\r\n" * 5000)
        if command.startswith(b"CAPABILITY"):
            peer.say("* CAPABILITY IMAP4rev1 IDLE")
        if command.startswith(b"EXAMINE"):
            peer.say("* 0 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 1] ok")
        peer.say(tag + b" OK done")


def test_a_server_that_never_stops_talking_keeps_the_thread_from_no_other(dovecot: DovecotWorld) -> None:
    with ScriptedServer(flooding) as server, watching({"flood": to(server.port), "acme": dovecot.server()}) as watched:
        watched.read("flood", "INBOX")
        watched.read("acme", "INBOX")
        assert watched.due.get(timeout=SOON) == "flood"
        dovecot.deliver(RAW)
        assert watched.due.get(timeout=SOON) == "acme"
        assert watched.watch.alive()


def test_a_server_whose_idle_is_known_to_lie_is_only_asked() -> None:
    with ScriptedServer(wolf) as server, watching({"acme": to(server.port, idle=False)}, 1) as watched:
        watched.read("acme", "INBOX")
        assert watched.says_unchanged()
        assert watched.says_unchanged()
        assert b" NOOP\r\n" in server.heard
        assert b" IDLE\r\n" not in server.heard


def test_only_so_many_connections_are_kept_open_to_one_provider(dovecot: DovecotWorld) -> None:
    server = replace(dovecot.server(), connections=2)
    with watching({str(n): server for n in range(4)}, 1) as watched:
        for n in range(4):
            watched.read(str(n), "INBOX")
        said = {watched.unchanged.get(timeout=SOON) for _ in range(4)}
        assert said == {"0", "1"}, "the others have no connection to look on"
        due = {watched.due.get(timeout=SOON) for _ in range(4)}
        assert due == {"2", "3"}, "they are polled instead"


def test_many_accounts_wait_in_one_thread_and_none_is_forgotten(dovecot: DovecotWorld) -> None:
    worlds = {str(n): DovecotWorld(dovecot.servers) for n in range(12)}
    with watching({name: world.server() for name, world in worlds.items()}) as watched:
        for name in worlds:
            watched.read(name, "INBOX")
        assert {watched.unchanged.get(timeout=SOON) for _ in worlds} == set(worlds)
        for world in worlds.values():
            world.deliver(RAW)
        assert {watched.due.get(timeout=SOON) for _ in worlds} == set(worlds)


def test_a_watch_that_is_closed_hangs_up(dovecot: DovecotWorld) -> None:
    with Proxy(dovecot.servers.ports["imap"]) as proxy:
        with watching(through(proxy, dovecot)) as watched:
            watched.read("acme", "INBOX")
            assert watched.says_unchanged()
            assert watched.watch.alive()
        assert not watched.watch.alive()
        wait_until(lambda: not proxy.open, "no connection is left")
