"""A new user's first minutes, in both languages: init on a terminal, the look in shadow, go-live, the first letter."""

import os
import stat
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import NOTICED, Installation
from tests.e2e.servers import PASSWORD, MailServers
from tests.e2e.terminal import Terminal
from tests.mails import notice, signed
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR

LANGUAGES = {
    "en": {
        "mailbox": "1. The mailbox Amazon writes to",
        "bad_address": "must be one plain address",
        "provider": "Its provider",
        "imap": "IMAP server",
        "smtp": "SMTP server",
        "secret": "2. Its app password",
        "refused": "it refused the login",
        "ca_file": "File of the authority",
        "again": "Type it again",
        "in": "That works: logged in.",
        "store": "3. Your store's name",
        "marketplaces": "4. Marketplaces",
        "no_market": "is no marketplace",
        "copies": "Copy to Amazon: US notice-dispute@amazon.com, DE ",
        "operator": "5. Where the daily digest goes",
        "attempts": "6. Letters without an answer",
        "too_many": "must be 6 or less",
        "found": "Mail found: 1 that may concern you",
        "would": "Letters it would send: 1",
        "kind": "first letter",
        "live": "noticed go-live",
        "dns": "DNS: answers",
        "unread": "The mailbox could not be read yet.",
        "nothing": "No notice was found",
    },
    "zh": {
        "mailbox": "1. 亚马逊给您发通知的邮箱",
        "bad_address": "必须是单个邮箱地址",
        "provider": "邮箱服务商",
        "imap": "IMAP 服务器",
        "smtp": "SMTP 服务器",
        "secret": "2. 授权码",
        "refused": "拒绝登录",
        "ca_file": "CA 文件",
        "again": "请再输入一次",
        "in": "登录成功。",
        "store": "3. 您在亚马逊的店铺名",
        "marketplaces": "4. 您经营的站点",
        "no_market": "没有这个站点",
        "copies": "抄送亚马逊：US notice-dispute@amazon.com, DE ",
        "operator": "5. 每日摘要发到哪个邮箱",
        "attempts": "6. 连续几封信没有答复",
        "too_many": "不能大于 6",
        "found": "可能与您有关的邮件：1 封",
        "would": "将要发送的信：1 封",
        "kind": "首封询问信",
        "live": "noticed go-live",
        "dns": "DNS：正常应答",
        "unread": "邮箱暂时读不了。",
        "nothing": "没有侵权投诉通知",
    },
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_six_questions_lead_to_the_first_letter(
    tmp_path: Path, servers: MailServers, dns: DnsServer, language: str
) -> None:
    shown, shop, boss = LANGUAGES[language], f"first-{language}@newcomer.example", f"chef-{language}@boss.example"
    complainant = f"ip-{language}@brand-first.example"
    dns.texts |= {f"{SELECTOR}._domainkey.{domain}": RECORD for domain in AMAZON_DOMAINS}
    servers.deliver(shop, signed(notice(date=datetime.now(UTC), to=shop, complainant=complainant)))
    environ = {"LC_ALL": {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[language]}
    environ["NOTICED__DNS__NAMESERVERS"] = f'["{dns.address}"]'
    with Terminal([*NOTICED, "init"], tmp_path, environ) as terminal:
        terminal.answer(shown["mailbox"], "shop at qq")
        terminal.expect(shown["bad_address"])
        terminal.answer(shown["mailbox"], shop)
        refused(terminal, servers, shown)
        terminal.answer(shown["again"], PASSWORD, hidden=True)
        terminal.expect(shown["in"])
        terminal.answer(shown["store"], "深圳优品")
        terminal.answer(shown["marketplaces"], "US, XX")
        terminal.expect(shown["no_market"])
        terminal.answer(shown["marketplaces"], "us，amazon.de")
        terminal.answer(shown["copies"], "")
        terminal.answer(shown["operator"], boss)
        terminal.answer(shown["attempts"], "9")
        terminal.expect(shown["too_many"])
        terminal.answer(shown["attempts"], "")
        for what in ("dns", "found", "would", "kind", "live"):
            terminal.expect(shown[what])
        assert terminal.end() == 0, terminal.screen
    assert PASSWORD not in terminal.screen
    written(tmp_path, language)
    assert not servers.messages(complainant)
    live(tmp_path, servers, environ, complainant)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_mailbox_that_cannot_be_read_is_not_told_to_be_empty(
    tmp_path: Path, servers: MailServers, language: str
) -> None:
    shown, shop = LANGUAGES[language], f"locked-{language}@newcomer.example"
    environ = {"LC_ALL": {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[language]}
    with Terminal([*NOTICED, "init"], tmp_path, environ) as terminal:
        terminal.answer(shown["mailbox"], shop)
        refused(terminal, servers, shown)
        terminal.answer(shown["again"], "", hidden=True)
        terminal.answer(shown["store"], "Acme")
        terminal.answer(shown["marketplaces"], "DE, US")
        terminal.answer(shown["copies"].replace("US notice-dispute@amazon.com, DE ", "DE "), "")
        terminal.answer(shown["operator"], "")
        terminal.answer(shown["attempts"], "")
        terminal.expect(shown["unread"])
        assert terminal.end() == 1
    assert shown["nothing"] not in terminal.screen
    assert "noticed go-live" not in terminal.screen


def refused(terminal: Terminal, servers: MailServers, shown: dict[str, str]) -> None:
    """The servers are named, and do not take the password."""
    terminal.answer(shown["provider"], "12")
    terminal.answer(shown["imap"], f"127.0.0.1:{servers.ports['imaps']}")
    terminal.answer(shown["smtp"], f"127.0.0.1:{servers.ports['submissions']}")
    terminal.answer(shown["secret"], "mistyped", hidden=True)
    terminal.answer(shown["ca_file"], str(servers.ca_file))
    terminal.expect(shown["refused"])


def written(folder: Path, language: str) -> None:
    """The settings are whole, commented, private, and name the account after the mailbox."""
    settings = folder / "settings.toml"
    table = tomllib.loads(settings.read_text(encoding="utf-8"))
    assert (table["mode"], table["operator"]["language"]) == ("shadow", language)
    assert table["cadence"]["standard"]["attempts"] == 3
    (account,) = table["account"]
    assert (account["name"], account["marketplaces"]) == (f"first-{language}", ["US", "DE"])
    for file in (settings, folder / account["password"]["file"]):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in settings.read_text(encoding="utf-8")


def live(folder: Path, servers: MailServers, environ: dict[str, str], complainant: str) -> None:
    """After go-live the letter of the shadow look waits for a word, and leaves by it."""

    def noticed(*words: str) -> str:
        done = subprocess.run(
            [*NOTICED, *words], cwd=folder, env={**os.environ, **environ}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    noticed("go-live")
    letter = next(line.split()[0] for line in noticed("letters").splitlines() if line.startswith("N-"))
    noticed("approve", letter)
    noticed("once")
    servers.wait_until_queue_is_empty()
    assert len(servers.messages(complainant)) == 1


def test_check_says_what_is_worth_a_look_and_mails_only_the_operator(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns)
    told = seller.run("check", "--send-test")
    assert "note  acme Amazon: no mail from Amazon in 30 days: is this the mailbox you registered with Amazon?" in told
    assert "digest 08:30 = 00:30 UTC" in told
    servers.wait_until_queue_is_empty()
    (test,) = seller.arrived(seller.boss)
    assert (test["Subject"], test["To"]) == ("noticed: test", seller.boss)

    servers.deliver(seller.seller, signed(notice(date=seller.now, to=seller.seller)))
    (tmp_path / "key").write_text("mistyped")
    failed = seller.run("check", "--language", "zh", status=1)
    assert "不通  acme IMAP：127.0.0.1" in failed
    assert "拒绝登录（AUTHENTICATIONFAILED）；请检查用户名和密码。" in failed
    assert failed.endswith("noticed: 有 2 项检查未通过\n")
