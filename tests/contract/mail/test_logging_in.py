"""Logging in to IMAP: what is said, what is not, and what a refusal means."""

import logging

import pytest
from tests.contract.mail.broken import hang_up, session_with, to
from tests.contract.mail.conftest import DovecotWorld
from tests.e2e.script import Peer, Play, ScriptedServer, imap

from noticed.adapters.imap import ImapMail
from noticed.ports import Permanent, Transient


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"TAG NO [AUTHENTICATIONFAILED] seller@shop.test: bad hunter2\r\n", Permanent),
        (b"TAG NO Login fail. Password is incorrect\r\n", Permanent),
        (b"TAG BAD no\r\n", Permanent),
        (b"TAG NO [UNAVAILABLE] try again\r\n", Transient),
        (b"TAG NO [LIMIT] too many connections\r\n", Transient),
        (b"* BYE bye\r\n", Transient),
        (hang_up, Transient),
    ],
)
def test_a_refused_login_says_whether_to_try_again(answer: bytes | Play, kind: type[Exception]) -> None:
    with ScriptedServer(imap({"LOGIN": answer})) as server:
        with pytest.raises(kind) as refusal, ImapMail(to(server.port)).connect():
            pass
        assert server.heard.count(b"LOGIN") == 1
    assert "hunter2" not in str(refusal.value)
    assert "@" not in str(refusal.value)


def test_a_mailbox_behind_a_wall_is_permanent_and_one_in_use_is_not() -> None:
    for answer, kind in ((b"TAG NO Unsafe Login. Contact us\r\n", Permanent), (b"TAG NO [INUSE] wait\r\n", Transient)):
        with (
            ScriptedServer(imap({"EXAMINE": answer})) as server,
            ImapMail(to(server.port)).connect() as session,
            pytest.raises(kind),
        ):
            session.examine("INBOX")


def test_who_we_are_is_said_before_a_mailbox_is_opened_and_says_nothing_else() -> None:
    with (
        ScriptedServer(imap({})) as server,
        ImapMail(to(server.port, identify=True)).connect() as session,
    ):
        session.examine("INBOX")
    said = bytes(server.heard)
    assert said.index(b"LOGIN") < said.index(b' ID ("name" "noticed" "version" "') < said.index(b"EXAMINE")
    with (
        ScriptedServer(imap({"ID": b"TAG BAD what\r\n"})) as server,
        ImapMail(to(server.port, identify=True)).connect(),
    ):
        pass


def test_a_server_that_does_not_want_to_know_who_we_are_is_read_all_the_same() -> None:
    with session_with({" ID ": b"TAG BAD what\r\n"}, identify=True) as session:
        assert session.uids_after(0) == ()


def test_a_password_beyond_ascii_is_sent_all_the_same() -> None:
    with (
        ScriptedServer(imap({"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n"})) as server,
        ImapMail(to(server.port, secret=lambda: "pässwort")).connect(),
    ):
        assert b"AUTHENTICATE PLAIN" in server.heard


def test_a_token_is_shown_as_a_token() -> None:
    with (
        ScriptedServer(imap({"AUTHENTICATE": _take_token})) as server,
        pytest.raises(Transient),
        ImapMail(to(server.port, auth="oauth2")).connect(),
    ):
        pass
    assert b"AUTHENTICATE XOAUTH2" in server.heard
    assert b"LOGIN" not in server.heard.replace(b"LOGINDISABLED", b"")


def _take_token(peer: Peer) -> None:
    peer.say("+ ")
    peer.line()


def test_nothing_of_the_dialogue_is_logged(dovecot: DovecotWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    dovecot.deliver(b"From: someone@elsewhere.test\r\n\r\ny\r\n")
    with dovecot.mail().connect() as session:
        session.examine("INBOX")
        session.summaries([1])
    assert "someone" not in caplog.text
    assert "secret" not in caplog.text
    assert dovecot.user not in caplog.text
