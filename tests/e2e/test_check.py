"""``noticed check``, failure by failure: at real servers, or at scripted ones that speak like a provider's."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import dkim
import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.script import ScriptedServer, imap, smtp
from tests.e2e.servers import PASSWORD, MailServers
from tests.mails import notice, signed
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR

from noticed.adapters.store.engine import open_store
from noticed.app import checking
from noticed.app.checking import check_all
from noticed.render.phrases import Phrases
from noticed.settings import SettingsError, load

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


class Shop:
    """Settings of one account, at real or scripted servers."""

    def __init__(self, folder: Path, dns: DnsServer, language: str = "en") -> None:
        self.folder, self.dns, self.language = folder, dns, language
        self.email, self.more, self.account = "shop@check.example", "", ""
        self.servers: dict[str, str] = {}
        (folder / "key").write_text(PASSWORD)
        (folder / "key").chmod(0o600)
        self.settings = folder / "settings.toml"
        dns.texts |= {f"{SELECTOR}._domainkey.{domain}": RECORD for domain in AMAZON_DOMAINS}

    def at(self, servers: MailServers, email: str, provider: str = "plain") -> None:
        """At the real servers, as if they were this provider's."""
        self.email, ca = email, f'tls = "implicit", ca_file = "{servers.ca_file}"'
        self.account += f'provider = "{provider}"\n'
        self.servers = {
            "imap": f'host = "127.0.0.1", port = {servers.ports["imaps"]}, {ca}',
            "smtp": f'host = "127.0.0.1", port = {servers.ports["submissions"]}, {ca}',
        }

    def scripted(self, provider: str, **ports: int) -> None:
        """At servers that say what a test lets them, as if they were this provider's."""
        self.account += f'provider = "{provider}"\n'
        for kind in ("imap", "smtp"):
            port = ports.get(kind, 1)
            self.servers[kind] = f'host = "127.0.0.1", port = {port}, tls = "none", auth = "password"'

    def check(self, *, send_test: bool = False) -> list[str]:
        """The lines, without their numbers, in the operator's language."""
        mailboxes = f", {self.more}" if self.more else ""
        self.settings.write_text(f"""
[operator]
emails = ["boss@check.example"]
language = "{self.language}"
[dns]
nameservers = ["{self.dns.address}"]
[[account]]
name = "acme"
email = "{self.email}"
store_name = "Acme"
marketplaces = ["US"]
password = {{ file = "key" }}
imap = {{ {self.servers["imap"]}{mailboxes} }}
smtp = {{ {self.servers["smtp"]} }}
{self.account}
""")
        self.settings.chmod(0o600)
        return self.seen(send_test=send_test)

    def seen(self, *, send_test: bool = False) -> list[str]:
        say = Phrases(self.language, "UTC")
        marks = {(True, False): "ok", (True, True): "note", (False, False): "bad"}
        found = check_all(load(self.settings, {}), send_test=send_test)
        return [f"{marks[x.ok, x.note]} {say.part(x.what)}: {say.line(x.text)}" for x in found]


@pytest.fixture
def shop(tmp_path: Path, dns: DnsServer) -> Shop:
    return Shop(tmp_path, dns)


def line(lines: list[str], *words: str) -> str:
    """The one line with all of these words."""
    (found,) = (each for each in lines if all(word in each for word in words))
    return found


LOGINS = [
    ("plain", b"TAG NO [AUTHENTICATIONFAILED] wrong\r\n", "check user name and password", "请检查用户名和密码"),
    ("qq", b"TAG NO LOGIN Login error password error\r\n", "Tencent wants the authorisation code", "腾讯要的是授权码"),
    ("exmail", b"TAG NO Login fail. Account is abnormal\r\n", "or client password", "客户端专用密码"),
    ("163", b"TAG NO ERR.LOGIN.PASSERR\r\n", "it wants the authorisation code", "要填授权码，不是邮箱密码"),
    ("gmail", b"TAG NO [ALERT] Application-specific password required\r\n", "apppasswords", "应用专用密码"),
    ("outlook", b"TAG NO AUTHENTICATE failed.\r\n", "Microsoft takes no passwords here", "微软这里不接受密码"),
    ("yahoo", b"TAG NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials\r\n", "app password", "应用专用密码"),
    ("icloud", b"TAG NO [AUTHENTICATIONFAILED] failed\r\n", "App-Specific Passwords", "App 专用密码"),
]


@pytest.mark.parametrize(("provider", "says", "english", "chinese"), LOGINS, ids=[row[0] for row in LOGINS])
def test_a_refused_login_names_this_provider_s_cure(
    tmp_path: Path, dns: DnsServer, provider: str, says: bytes, english: str, chinese: str
) -> None:
    for language, cure in (("en", english), ("zh", chinese)):
        (tmp_path / language).mkdir()
        shop = Shop(tmp_path / language, dns, language)
        with ScriptedServer(imap({"LOGIN": says})) as server:
            shop.scripted(provider, imap=server.port)
            told = line(shop.check(), "bad acme IMAP", "127.0.0.1")
        assert cure in told
        assert ("refused the login" if language == "en" else "拒绝登录") in told


def test_unsafe_login_says_how_to_lift_it(shop: Shop) -> None:
    with ScriptedServer(imap({"EXAMINE": b"TAG NO EXAMINE Unsafe Login. Please contact kefu@188.com\r\n"})) as server:
        shop.scripted("163", imap=server.port)
        told = line(shop.check(), "bad acme IMAP")
    assert "NetEase blocks clients it does not know" in told
    assert "config.mail.163.com" in told


def test_smtp_auth_switched_off_at_microsoft(shop: Shop) -> None:
    says = b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox\r\n"
    with ScriptedServer(smtp({"AUTH": says})) as server:
        shop.scripted("outlook", smtp=server.port)
        told = line(shop.check(), "bad acme SMTP")
    assert "the administrator turns on 'Authenticated SMTP'" in told


def test_a_test_mail_taken_for_spam_says_what_to_do_and_a_refused_one_why(shop: Shop) -> None:
    with ScriptedServer(smtp({"DOT": b"554 DT:SPM 163 smtp11,D8CowA\r\n"})) as server:
        shop.scripted("163", smtp=server.port)
        told = line(shop.check(send_test=True), "bad test mail")
        assert b"RCPT TO:<boss@check.example>" in server.heard
    assert "was refused: 554 DT:SPM" in told
    assert "send one like it by hand from web mail first" in told


def test_tls_where_none_is_spoken_and_a_name_nobody_knows(shop: Shop) -> None:
    with ScriptedServer(smtp({})) as server:
        shop.scripted("plain", smtp=server.port)
        shop.servers["smtp"] = f'host = "127.0.0.1", port = {server.port}, tls = "implicit"'
        shop.servers["imap"] = 'host = "imap.nowhere.invalid"'
        told = shop.check()
    assert "it speaks no TLS there; nothing was sent to it; check port and tls" in line(told, "bad acme SMTP")
    assert "its name cannot be looked up; check host" in line(told, "bad acme IMAP")


def test_folder_names_are_compared_with_those_there_are(shop: Shop, servers: MailServers) -> None:
    shop.at(servers, "folders@check.example")
    servers.append(shop.email, signed(notice(date=NOW, to=shop.email)), "Umleitung")
    shop.more = 'mailboxes = ["INBOX", "Umleitungen"]'
    told = line(shop.check(), "bad acme IMAP")
    assert "there is no mailbox Umleitungen; there are: " in told
    assert "Umleitung" in told.partition("there are: ")[2]


def test_hidden_folders_and_thirty_days_are_noted_with_the_provider_s_way(shop: Shop, servers: MailServers) -> None:
    shop.at(servers, "window@check.example", "qq")
    servers.append(shop.email, b"From: a@b.example\r\nSubject: old\r\n\r\nx\r\n", "INBOX", NOW - 29 * DAY)
    told = line(shop.check(), "note acme IMAP", "the oldest message shown is 29 days old")
    assert "web mail > Settings > Account" in told
    with ScriptedServer(imap({"LIST": b'* LIST () "/" "INBOX"\r\n'})) as server:
        shop.servers["imap"] = f'host = "127.0.0.1", port = {server.port}, tls = "none"'
        told = line(shop.check(), "note acme IMAP", "no Junk folder is shown over IMAP")
    assert "QQ and Exmail show only the last 30 days, and no folders of your own" in told


def test_last_notices_and_a_mailbox_without_amazon(shop: Shop, servers: MailServers) -> None:
    shop.at(servers, "amazon@check.example")
    told = line(shop.check(), "note acme Amazon")
    assert "no mail from Amazon in 30 days: is this the mailbox you registered with Amazon?" in told
    servers.deliver(shop.email, signed(notice(date=NOW, to=shop.email)))
    told = line(shop.check(), "ok acme Amazon")
    assert "mails in 30 days: 1, from addresses that send notices: 1; the last on" in told


def test_what_the_provider_writes_is_measured(shop: Shop, servers: MailServers) -> None:
    shop.at(servers, "results@check.example")
    raw = signed(notice(date=NOW, to=shop.email))
    servers.deliver(shop.email, b"Authentication-Results: mx.check.example; dkim=pass; spf=pass; dmarc=pass\r\n" + raw)
    told = shop.check()
    assert "writes mx.check.example into 1 of the last 1 mails: dkim dmarc spf; no id is pinned" in "\n".join(told)
    assert line(told, "ok acme DKIM", "1 of the last 1 mails of Amazon verify by our own check")
    shop.account += 'authserv_ids = ["other.example"]\n'
    assert line(shop.check(), "note acme provider", "do not fit the pinned other.example: set authserv_ids")


def own_copy(shop: Shop, results: str = "") -> bytes:
    """A letter of ours as it comes back."""
    head = f"Authentication-Results: mx.check.example; {results}\r\n".encode() if results else b""
    fields = {
        "From": f"Acme <{shop.email}>",
        "To": "ip@brand.example",
        "Subject": "Amazon complaint",
        "Date": format_datetime(NOW),
        "Message-ID": "<N-7K3F.1.abc@own.example>",
        "X-Noticed-Letter": "N-7K3F.1.abc",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain",
    }
    text = "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\nHello\r\n"
    return head + text.encode()


def test_our_own_letters_are_looked_at_as_receivers_do(shop: Shop, servers: MailServers, dns: DnsServer) -> None:
    shop.at(servers, "shop@own.example")
    told = shop.check()
    lacks = (
        "own.example has no record of SPF, DMARC: letters may be taken for spam; publish what your mail provider says"
    )
    assert line(told, "note acme domain") == f"note acme domain: {lacks}"
    assert line(told, "ok acme letters", "no copy of a letter tells yet")

    dns.texts["own.example"] = "v=spf1 include:spf.check.example -all"
    dns.texts["_dmarc.own.example"] = "v=DMARC1; p=none"
    servers.append(shop.email, own_copy(shop, "spf=fail"), "Sent")  # has not travelled
    servers.deliver(shop.email, own_copy(shop))  # has passed no border
    assert line(shop.check(), "ok acme letters", "no copy of a letter tells yet")
    servers.deliver(shop.email, own_copy(shop, "spf=softfail; dkim=none; dmarc=fail"))
    told = shop.check()
    assert line(told, "ok acme domain", "own.example has SPF and DMARC records")
    shown = line(told, "note acme letters")
    assert "of the last 1 that tell it pass: SPF 0/1, DKIM 0/1, DMARC 0/1; letters may be taken for spam" in shown
    shop.language = "zh"
    assert "请按邮箱服务商的说明为 own.example 设置 SPF、DKIM 和 DMARC" in line(shop.check(), "note acme 我方信件")


def test_a_signed_letter_of_ours_verifies_by_our_own_check(shop: Shop, servers: MailServers, dns: DnsServer) -> None:
    shop.at(servers, "shop@mail.signed.example")
    dns.texts["mail.signed.example"] = "v=spf1 -all"
    dns.texts["_dmarc.signed.example"] = "v=DMARC1; p=reject"
    raw, key = own_copy(shop), dns.publish("signed.example", "s1")
    names = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]
    signature = dkim.sign(raw, b"s1", b"signed.example", key, include_headers=names)
    servers.deliver(shop.email, signature + raw)
    told = shop.check()
    assert line(told, "ok acme domain", "mail.signed.example has SPF and DMARC records")
    assert line(told, "ok acme letters", "of the last 1 that tell it pass: SPF –, DKIM 1/1, DMARC –")


def test_permissions_disk_and_a_clock_that_is_behind(
    shop: Shop, servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.at(servers, "machine@check.example")
    assert line(shop.check(), "ok permissions", "the settings are yours alone")
    shop.settings.chmod(0o644)
    assert line(shop.seen(), "note permissions", f"others can read {shop.settings}: chmod 600 {shop.settings}")
    shop.settings.chmod(0o666)
    assert line(shop.seen(), "bad permissions", f"others can change {shop.settings}: chmod 600 {shop.settings}")
    monkeypatch.setattr(checking, "_LITTLE", 2**60)
    told = line(shop.seen(), "bad disk")
    assert told.endswith(f"free in {shop.folder / 'var'}: make room, or move store.url")

    store = open_store(load(shop.settings, {}).store.url)
    with store.write() as tx:
        tx.facts.set("last_time", (NOW + DAY).isoformat())
    store.close()
    told = line(shop.seen(), "bad clock")
    assert "earlier than the last time on record: set it right (timedatectl set-ntp true)" in told


def test_the_key_file_others_can_read_is_named_with_its_cure(shop: Shop, servers: MailServers) -> None:
    shop.at(servers, "machine@check.example")
    key = shop.folder / "key"
    key.chmod(0o644)
    with pytest.raises(SettingsError) as refused:
        shop.check()
    assert f"{key} can be read by others: chmod 600 {key}" in str(refused.value.problems)


def test_mail_from_the_future_says_that_clocks_differ(shop: Shop, servers: MailServers) -> None:
    shop.at(servers, "future@check.example")
    servers.append(shop.email, b"From: a@b.example\r\nSubject: soon\r\n\r\nx\r\n", "INBOX", NOW + timedelta(hours=2))
    told = line(shop.check(), "bad acme IMAP", "minutes in the future")
    assert "this machine's clock is slow, or the server's fast" in told


def test_dns_that_does_not_answer(shop: Shop, servers: MailServers) -> None:
    shop.at(servers, "dns@check.example")
    shop.dns.failing.add(checking._KNOWN_KEY)
    try:
        assert line(shop.check(), "bad DNS", "no answer: without DNS no notice can be verified; set dns.nameservers")
    finally:
        shop.dns.failing.discard(checking._KNOWN_KEY)
