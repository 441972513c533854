"""Tokens: got by a person once, renewed before they end, kept whole, and never said aloud."""

import multiprocessing
import os
import signal
import stat
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.issuer import CLIENT, AuthorizationServer

from noticed import data
from noticed.adapters.oauth.application import Application, Issuer
from noticed.adapters.oauth.grant import Grant, GrantFile
from noticed.adapters.oauth.issuers import issuer
from noticed.adapters.oauth.tokens import MARGIN, Tokens
from noticed.app.logins import ending
from noticed.ports import Permanent, Transient

AGAIN = "noticed login acme"
Make = Callable[[str], Issuer]


@pytest.fixture(scope="module")
def server() -> Iterator[AuthorizationServer]:
    with AuthorizationServer() as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(server: AuthorizationServer) -> None:
    server.revoke()
    server.asked.clear()
    server.lifetime, server.refresh_ends, server.rotates, server.delay, server.down = 3600, None, True, 0.0, False


def application(server: AuthorizationServer, kind: str) -> Application:
    known = data.issuers()[kind]
    return Application(
        issuer=kind,
        name=known.name,
        client_id=CLIENT,
        client_secret=lambda: "no secret at all",
        scopes=known.scopes,
        idle=timedelta(days=known.idle_days),
        authority=server.url,
        tenant="common",
        authorize_url=f"{server.url}/authorize",
        token_url=f"{server.url}/common/token",
        ca_file=server.ca_file,
    )


def logged_in(server: AuthorizationServer, kind: str) -> Grant:
    """A person logs in."""
    opened: list[str] = []

    def show(url: str, code: str) -> None:
        opened.append(url)
        if code:
            assert code == "ABCD-EFGH"
            server.type_code()

    return issuer(application(server, kind)).log_in("shop@oauth.test", show, lambda: server.allow(opened[0]))


KINDS = pytest.mark.parametrize("kind", ["google", "microsoft"])


@KINDS
def test_a_person_logs_in_and_every_connection_has_a_token(
    server: AuthorizationServer, tmp_path: Path, kind: str
) -> None:
    file = GrantFile(tmp_path / "tokens", "acme")
    grant = logged_in(server, kind)
    file.write(grant)
    tokens = Tokens(file, issuer(application(server, kind)), AGAIN)
    assert tokens() == tokens() == grant.access_token
    assert len([kind for kind in server.asked if kind == "refresh_token"]) == 0, "it is good for an hour"
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert grant.access_token not in repr(grant)
    assert grant.refresh_token not in repr(grant)


@KINDS
def test_a_token_is_renewed_when_it_is_about_to_end_and_the_rotated_one_is_kept(
    server: AuthorizationServer, tmp_path: Path, kind: str
) -> None:
    file = GrantFile(tmp_path, "acme")
    old = logged_in(server, kind)
    file.write(old)
    now = old.refreshed_at
    tokens = Tokens(file, issuer(application(server, kind), lambda: now), AGAIN, lambda: now)
    now = old.access_ends - MARGIN - timedelta(seconds=1)
    assert tokens() == old.access_token
    now = old.access_ends - MARGIN + timedelta(seconds=1)
    first = tokens()
    assert first != old.access_token
    kept = file.read()
    assert kept is not None
    assert (kept.access_token, kept.granted_at) == (first, old.granted_at)
    assert kept.refresh_token != old.refresh_token
    assert server.refresh == {kept.refresh_token}
    assert Tokens(file, issuer(application(server, kind)), AGAIN)() == first, "another process reads it"


def test_an_issuer_that_does_not_rotate_keeps_its_refresh_token(server: AuthorizationServer, tmp_path: Path) -> None:
    server.rotates = False
    file = GrantFile(tmp_path, "acme")
    server.rotates = True
    old = logged_in(server, "google")
    server.rotates = False
    file.write(replace(old, access_ends=old.refreshed_at))
    assert Tokens(file, issuer(application(server, "google")), AGAIN)() != old.access_token
    kept = file.read()
    assert kept is not None
    assert kept.refresh_token == old.refresh_token


@KINDS
def test_many_connections_renew_once(server: AuthorizationServer, tmp_path: Path, kind: str) -> None:
    file = GrantFile(tmp_path, "acme")
    file.write(replace(logged_in(server, kind), access_ends=datetime.now(UTC)))
    server.asked.clear()
    server.delay = 0.2
    several = [Tokens(file, issuer(application(server, kind)), AGAIN) for _ in range(3)]  # as three processes have them
    got: list[str] = []
    threads = [threading.Thread(target=lambda t=tokens: got.append(t())) for tokens in several for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == 12
    assert len(set(got)) == 1
    assert server.asked == ["refresh_token"]


@KINDS
def test_a_revoked_login_says_how_to_cure_it_and_shows_nothing(
    server: AuthorizationServer, tmp_path: Path, kind: str
) -> None:
    file = GrantFile(tmp_path, "acme")
    grant = replace(logged_in(server, kind), access_ends=datetime.now(UTC))
    file.write(grant)
    server.revoke()
    with pytest.raises(
        Permanent, match=r"invalid_grant.*ended or was revoked; log in again: noticed login acme"
    ) as caught:
        Tokens(file, issuer(application(server, kind)), AGAIN)()
    assert grant.refresh_token not in str(caught.value)
    assert caught.value.__cause__ is None


@KINDS
def test_an_issuer_out_of_reach_is_tried_again(server: AuthorizationServer, tmp_path: Path, kind: str) -> None:
    file = GrantFile(tmp_path, "acme")
    grant = replace(logged_in(server, kind), access_ends=datetime.now(UTC))
    file.write(grant)
    tokens = Tokens(file, issuer(application(server, kind)), AGAIN)
    server.down = True
    with pytest.raises(Transient, match="gave no token now"):
        tokens()
    elsewhere = replace(application(server, kind), authority="https://127.0.0.1:9", token_url="https://127.0.0.1:9/t")
    with pytest.raises(Transient):
        Tokens(file, issuer(elsewhere), AGAIN)()
    untrusted = replace(application(server, kind), ca_file=None)
    with pytest.raises(Permanent, match="not to be trusted"):
        Tokens(file, issuer(untrusted), AGAIN)()
    assert file.read() == grant
    server.down = False
    assert tokens() != grant.access_token


def test_a_token_the_server_did_not_take_is_renewed_before_its_time(
    server: AuthorizationServer, tmp_path: Path
) -> None:
    file = GrantFile(tmp_path, "acme")
    file.write(logged_in(server, "microsoft"))
    tokens = Tokens(file, issuer(application(server, "microsoft")), AGAIN)
    first = tokens()
    tokens.refused()
    assert tokens() != first


def test_nobody_logged_in_another_client_and_a_file_others_can_read(
    server: AuthorizationServer, tmp_path: Path
) -> None:
    file = GrantFile(tmp_path, "acme")
    made = issuer(application(server, "google"))
    with pytest.raises(Permanent, match="nobody has logged in yet: noticed login acme"):
        Tokens(file, made, AGAIN)()
    grant = logged_in(server, "google")
    file.write(replace(grant, client_id="another"))
    with pytest.raises(Permanent, match="made for another client id"):
        Tokens(file, made, AGAIN)()
    file.path.chmod(0o644)
    with pytest.raises(Permanent, match="can be read by others: chmod 600"):
        Tokens(file, made, AGAIN)()
    file.path.chmod(0o600)
    file.path.write_text('{"issuer": "google"')
    with pytest.raises(Permanent, match="holds no tokens"):
        Tokens(file, made, AGAIN)()


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("http://127.0.0.1:8629/?state=another&code=4/0abcdefghij", "of another login"),
        ("http://127.0.0.1:8629/?error=access_denied", "was not allowed"),
        ("http://127.0.0.1:8629/", "no code|another login"),
    ],
)
def test_what_is_pasted_must_be_this_login_s(server: AuthorizationServer, pasted: str, said: str) -> None:
    with pytest.raises(Permanent, match=said):
        issuer(application(server, "google")).log_in("shop@oauth.test", lambda *_: None, lambda: pasted)


def test_a_code_that_is_not_typed_in_time_ends(server: AuthorizationServer) -> None:
    def forget(url: str, code: str) -> None:
        server._devices.clear()

    with pytest.raises(Permanent, match="was not typed in time"):
        issuer(application(server, "microsoft")).log_in("shop@oauth.test", forget, str)


def _keep_writing(folder: Path, grant: Grant) -> None:
    file = GrantFile(folder, "acme")
    for number in range(100_000):
        with file.locked():
            file.write(replace(grant, access_token=f"{number:06d}" + "x" * 20_000))


def test_a_process_that_is_killed_while_it_writes_leaves_a_whole_file(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    grant = Grant(
        issuer="google", client_id=CLIENT, refresh_token="r", access_token="", access_ends=now, granted_at=now,
        refreshed_at=now,
    )  # fmt: skip
    file, make = GrantFile(tmp_path, "acme"), multiprocessing.get_context("fork")
    for _ in range(12):
        writer = make.Process(target=_keep_writing, args=(tmp_path, grant))
        writer.start()
        before = file.path.stat().st_mtime_ns if file.path.exists() else 0
        while not file.path.exists() or file.path.stat().st_mtime_ns == before:
            time.sleep(0.002)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join(10)
        kept = file.read()
        assert kept is not None
        assert len(kept.access_token) == 20_006
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
        with file.locked():
            pass


def test_ends_are_known_ahead(server: AuthorizationServer) -> None:
    server.refresh_ends = 604_799
    google = logged_in(server, "google")
    ends = ending(google, data.issuers()["google"], AGAIN)
    assert timedelta(days=6, hours=23) < ends.at - google.granted_at < timedelta(days=7)
    assert timedelta(days=2) < ends.at - ends.warn_from < timedelta(days=3)
    assert "log in again before: noticed login acme" in ends.why
    server.refresh_ends = None
    microsoft = logged_in(server, "microsoft")
    idle = ending(microsoft, data.issuers()["microsoft"], AGAIN)
    assert idle.at - microsoft.refreshed_at == timedelta(days=90)
    assert idle.at - idle.warn_from == timedelta(days=14)
