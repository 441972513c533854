"""Waiting for mail over connections that are cut, fall silent or end with their server."""

import threading
import time

import pytest
from tests.contract.mail.broken import to
from tests.contract.mail.conftest import DovecotWorld
from tests.e2e.proxy import Proxy, Rule
from tests.e2e.script import ScriptedServer, imap

from noticed.adapters.imap import ImapMail
from noticed.ports import Transient


def test_a_server_without_idle_is_slept_for_and_wakes_on_stop() -> None:
    stop = threading.Event()
    with ScriptedServer(imap({})) as server, ImapMail(to(server.port), stop).connect() as session:
        session.examine("INBOX")
        threading.Timer(0.2, stop.set).start()
        started = time.monotonic()
        assert session.wait(30) is False
        assert time.monotonic() - started < 2


def test_a_wait_ends_soon_after_stop(dovecot: DovecotWorld) -> None:
    stop = threading.Event()
    with ImapMail(dovecot.server(), stop).connect() as session:
        session.examine("INBOX")
        threading.Timer(0.2, stop.set).start()
        started = time.monotonic()
        assert session.wait(30) is False
        assert time.monotonic() - started < 3


def test_a_connection_cut_while_waiting_is_noticed_at_once(dovecot: DovecotWorld) -> None:
    with Proxy(dovecot.servers.ports["imap"]) as proxy:
        mail = ImapMail(to(proxy.port, username=dovecot.user, secret=lambda: "secret", timeout=5))
        with mail.connect() as session:
            session.examine("INBOX")
            threading.Timer(0.3, proxy.cut).start()
            started = time.monotonic()
            with pytest.raises(Transient):
                session.wait(30)
            assert time.monotonic() - started < 3


def test_a_connection_that_went_silent_is_noticed_when_the_wait_is_over(dovecot: DovecotWorld) -> None:
    with Proxy(dovecot.servers.ports["imap"]) as proxy:
        proxy.once(Rule(b"IDLE\r\n", "silence"))
        mail = ImapMail(to(proxy.port, username=dovecot.user, secret=lambda: "secret", timeout=0.5))
        with mail.connect() as session:
            session.examine("INBOX")
            started = time.monotonic()
            with pytest.raises(Transient):
                session.wait(0.5)
            assert time.monotonic() - started < 3


def test_a_server_that_restarts_is_transient_and_then_as_before(dovecot: DovecotWorld) -> None:
    dovecot.deliver(b"Subject: x\r\n\r\ny\r\n")
    with dovecot.mail().connect() as session:
        session.examine("INBOX")
        dovecot.servers.stop("dovecot")
        try:
            with pytest.raises(Transient):
                session.uids_after(0)
            with pytest.raises(Transient), dovecot.mail().connect():
                pass
        finally:
            dovecot.servers.start("dovecot")
    with dovecot.mail().connect() as session:
        assert session.examine("INBOX").exists == 1
