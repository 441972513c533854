"""A seller whose servers take no password: a login by a person, tokens that are renewed, and one that was revoked."""

import os
import pty
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import NOTICED, Installation
from tests.e2e.servers import MailServers
from tests.issuer import CLIENT, AuthorizationServer
from tests.mails import notice, signed

from noticed.adapters.imap import ImapMail
from noticed.adapters.oauth.grant import GrantFile
from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission
from noticed.ports import Permanent


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    with MailServers(oauth=True) as running:
        yield running


def the_issuer(servers: MailServers) -> AuthorizationServer:
    assert servers.issuer is not None
    return servers.issuer


class Shop(Installation):
    """The same seller, with a registration at the issuer in the place of a password."""

    def __init__(self, folder: Path, servers: MailServers, dns: DnsServer, provider: str) -> None:
        super().__init__(folder, servers, dns)
        self.issuer = the_issuer(servers)
        self.issuer.user = self.seller
        kind = "google" if provider == "gmail" else "microsoft"
        places = f'authorize_url = "{self.issuer.url}/authorize"\ntoken_url = "{self.issuer.url}/common/token"\n'
        text = self.settings.read_text().replace('password = { file = "key" }\n', f'provider = "{provider}"\n')
        text = text.replace("[account.imap]\n", '[account.imap]\nauth = "oauth2"\ntls = "implicit"\n')
        text = text.replace("[account.smtp]\n", '[account.smtp]\nauth = "oauth2"\ntls = "implicit"\n')
        registration = f'[oauth.{kind}]\nclient_id = "{CLIENT}"\nauthority = "{self.issuer.url}"\n{places}'
        registration += f'ca_file = "{servers.ca_file}"\n'
        self.settings.write_text(text.replace("[[account]]", f"{registration}[[account]]"))
        self.tokens = GrantFile(folder / "var" / "tokens", "acme")

    def log_in(self) -> str:
        """``noticed login`` in a terminal, with a person at it; what it said."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [*NOTICED, "login", "acme"], env={**self.environment, "COLUMNS": "2000"}, stdin=theirs, stdout=theirs,
            stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        said, answered = b"", False
        while True:
            try:
                octets = os.read(ours, 65536)
            except OSError:
                break
            if not octets:
                break
            said += octets
            text = said.decode("utf-8", "replace")
            if not answered and "ABCD-EFGH" in text:
                answered = True
                self.issuer.type_code()
            if not answered and "paste it here" in text:
                answered = True
                url = re.search(r"https://localhost:\d+/authorize\?\S+", text)
                assert url, text
                os.write(ours, self.issuer.allow(url[0]).encode() + b"\n")
        os.close(ours)
        assert process.wait(60) == 0, said.decode()
        return said.decode()

    def end_token(self) -> str:
        """The access token is as good as over; the refresh token that stands beside it."""
        kept = self.tokens.read()
        assert kept is not None
        self.tokens.write(replace(kept, access_ends=datetime.now(UTC)))
        self.issuer.access.clear()
        return kept.refresh_token


def test_at_google_the_last_address_of_the_browser_is_pasted(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    shop = Shop(tmp_path, servers, dns, "gmail")
    assert "nobody has logged in yet: noticed login acme" in shop.run("check", status=1)
    said = shop.log_in()
    assert "login_hint=" in said
    kept = shop.tokens.read()
    assert kept is not None
    assert kept.refresh_token not in said
    checked = shop.run("check")
    assert checked.count("logged in over TLS") == 2


def test_a_shop_without_a_password_is_read_and_written_for(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    shop = Shop(tmp_path, servers, dns, "outlook")
    shop.log_in()
    checked = shop.run("check")
    assert "acme login" in checked
    assert "logged in over TLS" in checked
    shop.once()
    raw = signed(notice(date=shop.now, to=shop.seller, complainant=shop.complainant))
    shop.receive(raw)
    shop.once(timedelta(minutes=1))  # Microsoft lets out one letter in two seconds
    assert len(shop.arrived(shop.complainant)) == 1
    old = shop.end_token()
    asked = len(shop.issuer.asked)
    shop.once(timedelta(days=5))
    assert len(shop.arrived(shop.complainant)) == 2
    kept = shop.tokens.read()
    assert kept is not None
    assert kept.refresh_token != old
    assert shop.issuer.asked[asked:] == ["refresh_token"], "once, for reading and sending"


def test_a_revoked_login_stops_after_three_alarms_and_goes_on_after_a_new_one(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    shop = Shop(tmp_path, servers, dns, "outlook")
    shop.log_in()
    shop.once()
    shop.end_token()
    shop.issuer.revoke()
    before = shop.issuer.asked.count("refresh_token")
    for _ in range(4):
        shop.once(timedelta(minutes=3))
    tried = shop.issuer.asked.count("refresh_token") - before
    said = _status(shop)
    assert "stopped: " in said
    assert "log in again: noticed login acme" in said
    assert 3 <= tried <= 6, "three to read, and three to send the alarm"
    shop.log_in()
    shop.receive(signed(notice(date=shop.now, to=shop.seller, complainant=shop.complainant)))
    shop.once(timedelta(minutes=1))
    assert len(shop.arrived(shop.complainant)) == 1
    (alarm,) = [m for m in shop.arrived(shop.boss) if "imap stopped" in str(m["Subject"])]
    assert "noticed login acme" in alarm.get_content()


def _status(shop: Shop) -> str:
    done = subprocess.run([*NOTICED, "status"], capture_output=True, text=True, env=shop.environment, check=False)
    return done.stdout


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_both_mechanisms_reach_both_servers(mechanism: str) -> None:
    with MailServers(oauth=True, mechanisms=mechanism) as servers:
        issuer = the_issuer(servers)
        _, given = issuer.give()
        for port, connect in (("imaps", ImapMail), ("submissions", SmtpSubmission)):
            refused: list[str] = []

            def at(token: str, port: str = port, refused: list[str] = refused) -> Server:
                return Server(
                    host="localhost",
                    port=servers.ports[port],
                    username=issuer.user,
                    secret=lambda: token,
                    auth="oauth2",
                    refused=lambda: refused.append(port),
                    ca_file=str(servers.ca_file),
                )

            with connect(at(given["access_token"])).connect():
                assert refused == []
            with pytest.raises(Permanent, match="it refused the login"), connect(at("wrong")).connect():
                pass
            assert refused == [port]
