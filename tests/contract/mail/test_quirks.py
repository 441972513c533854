"""What is known of each provider, against servers that behave as it does."""

import base64
from collections.abc import Sequence

import pytest
from tests.contract.mail.broken import session_with, to
from tests.e2e.script import Peer, Play, ScriptedServer, imap

from noticed import data
from noticed.adapters import packaged
from noticed.adapters.imap import ImapMail
from noticed.app.accounts import account
from noticed.ports import Permanent
from noticed.service.account import Account
from noticed.service.watched import watched
from noticed.settings import Account as Settings

PROVIDERS = data.providers()


def of(provider: str) -> Account:
    """An account of this provider as the services know it, by nothing but its file and the defaults."""
    servers = {"imap": {"host": "imap.test", "auth": "oauth2"}, "smtp": {"host": "smtp.test", "auth": "oauth2"}}
    row = {
        "name": "a",
        "provider": provider,
        "store_name": "A",
        "email": "a@b.test",
        "marketplaces": ("US",),
        **servers,
    }
    made = Settings.model_validate(row)
    return account(made, {m.code: m for m in packaged.marketplaces()}, packaged.senders())


def encoded(name: str) -> str:
    """A mailbox name as it travels (RFC 3501 section 5.1.3)."""
    out, run = "", ""
    for sign in [*name, ""]:
        if sign and not " " <= sign <= "~":
            run += sign
            continue
        if run:
            out += "&" + base64.b64encode(run.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
            run = ""
        out += "&-" if sign == "&" else sign
    return out


def listed(*names: tuple[str, str]) -> dict[str, bytes | Play]:
    """A server with these mailboxes: (flags, name)."""
    lines = "".join(f'* LIST ({flags}) "/" "{encoded(name)}"\r\n' for flags, name in (("", "INBOX"), *names))
    return {"LIST": lines.encode()}


def seen(of_account: Account, *names: tuple[str, str]) -> tuple[str, ...]:
    with session_with(listed(*names)) as session:
        return watched(of_account, session)


@pytest.mark.parametrize("provider", [name for name, known in PROVIDERS.items() if known.identify])
def test_who_wants_to_know_us_first_is_told_before_a_mailbox_is_opened(provider: str) -> None:
    """NetEase: "Unsafe Login" at EXAMINE for whoever has not said ID after LOGIN. It announces no ID."""
    order: list[bytes] = []

    def netease(peer: Peer) -> None:
        peer.say("* OK ready")
        for line in peer.lines():
            tag, _, command = line.partition(b" ")
            verb = command.split(b" ")[0].upper()
            order.append(verb)
            if verb == b"CAPABILITY":
                peer.say("* CAPABILITY IMAP4rev1")
            if verb == b"EXAMINE" and b"ID" not in order:
                peer.say(tag + b" NO EXAMINE Unsafe Login. Please contact kefu@188.com for help")
                continue
            if verb == b"EXAMINE":
                peer.say("* 0 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 1] ok")
            peer.say(tag + b" OK done")

    known = PROVIDERS[provider]
    sayings = tuple((s.says, s.cure["en"]) for s in known.sayings)
    with (
        ScriptedServer(netease) as server,
        ImapMail(to(server.port, identify=known.identify, sayings=sayings)).connect() as session,
    ):
        session.examine("INBOX")
    assert order.index(b"LOGIN") < order.index(b"ID") < order.index(b"EXAMINE")


def test_without_it_the_cure_is_said() -> None:
    known = PROVIDERS["163"]
    sayings = tuple((s.says, s.cure["en"]) for s in known.sayings)
    answers: dict[str, bytes | Play] = {"EXAMINE": b"TAG NO EXAMINE Unsafe Login. Please contact kefu@188.com\r\n"}
    with (
        ScriptedServer(imap(answers)) as server,
        ImapMail(to(server.port, sayings=sayings)).connect() as session,
        pytest.raises(Permanent, match=r"config\.mail\.163\.com"),
    ):
        session.examine("INBOX")


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_the_server_s_own_marks_come_before_any_table(provider: str) -> None:
    names = (("\\HasNoChildren \\Sent", "Odoslaná pošta"), ("\\Junk", "Nevyžiadaná"), ("", "Sent"))
    assert seen(of(provider), *names) == ("INBOX", "Nevyžiadaná", "Odoslaná pošta")


def languages(use: str) -> Sequence[tuple[str, str]]:
    """(language, name) of all of them."""
    names = data.table("folders.toml")[use]
    assert isinstance(names, dict)
    return [(language, name) for language, several in names.items() for name in several]


@pytest.mark.parametrize("language", sorted({language for language, _ in languages("sent")}))
def test_unmarked_folders_are_known_in_every_language(language: str) -> None:
    plain = of("plain")
    sent = [name for x, name in languages("sent") if x == language]
    junk = [name for x, name in languages("junk") if x == language]
    for name in sent:
        assert seen(plain, ("", name)) == ("INBOX", name)
    for name in junk:
        assert seen(plain, ("", name), ("", "Sent")) == ("INBOX", name, "Sent")
    assert seen(of("gmail"), ("", f"[Gmail]/{sent[0]}"), ("", f"[Gmail]/{junk[0]}")) == (
        "INBOX",
        f"[Gmail]/{junk[0]}",
        f"[Gmail]/{sent[0]}",
    )


def test_the_table_has_every_language_that_is_read() -> None:
    spoken = {dialect.language for dialect in packaged.dialects(None)}
    assert {language for language, _ in languages("sent")} == {language for language, _ in languages("junk")} == spoken


@pytest.mark.parametrize(
    ("provider", "sent", "junk"),
    [
        ("qq", "Sent Messages", "Junk"),
        ("exmail", "Sent Messages", "Junk"),
        ("163", "已发送", "垃圾邮件"),
        ("126", "已发送", "广告邮件"),
        ("aliyun", "已发送", "垃圾邮件"),
        ("gmail", "[Gmail]/Sent Mail", "[Gmail]/Spam"),
        ("outlook", "Sent Items", "Junk Email"),
        ("outlook", "送信済みアイテム", "迷惑メール"),
        ("yahoo", "Sent", "Bulk Mail"),
        ("icloud", "Sent Messages", "Junk"),
        ("zoho", "Sent", "Spam"),
        ("fastmail", "Sent", "Spam"),
        ("plain", "INBOX.Sent", "INBOX.Spam"),
        ("plain", "INBOX/Gesendet", "INBOX/Spamverdacht"),
    ],
)
def test_each_provider_s_folders_without_marks(provider: str, sent: str, junk: str) -> None:
    assert seen(of(provider), ("", "Archive/Sent"), ("", sent), ("", junk)) == ("INBOX", junk, sent)
