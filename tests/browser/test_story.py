"""The operator's day at the desk on real servers: Dovecot, Postfix, DNS, the daemon, and ``noticed web`` beside it."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from tests.browser.hands import click, field, log_in, next_page, text
from tests.e2e.dns import DnsServer
from tests.e2e.installation import NOTICED, Installation, stop
from tests.e2e.servers import MailServers, wait_until
from tests.mails import AMAZON, answer, notice, signed


@contextmanager
def desk(seller: Installation) -> Iterator[str]:
    """``noticed web`` in the background; the link it prints."""
    command = [*NOTICED, "web", "--listen", "127.0.0.1:0"]
    out = seller.folder / "web.out"
    with out.open("wb") as file, (seller.folder / "web.log").open("wb") as log:
        running = subprocess.Popen(command, env=seller.environment, stdout=file, stderr=log)
    try:
        wait_until(lambda: "#" in out.read_text(), "the link", 30)
        found = re.search(r"http://127\.0\.0\.1:\d+/login#\w+", out.read_text())
        assert found
        yield found[0]
    finally:
        assert stop(running) == 0


def test_a_letter_is_read_changed_approved_and_really_arrives_and_a_decision_goes_to_amazon_with_its_evidence(
    browser: Chrome, tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns, mode='"approve"', attempts="1")
    chinese = seller.settings.read_text().replace("[operator]", '[operator]\nlanguage = "zh"')
    seller.settings.write_text(chinese)
    servers.deliver(seller.seller, b"From: a@b.example\r\nSubject: hello\r\n\r\nold mail\r\n")
    raw = signed(notice(date=datetime.now(UTC), to=seller.seller, complainant=seller.complainant))
    daemon = seller.start_daemon()
    try:
        servers.deliver(seller.seller, raw)
        wait_until(lambda: any(x["status"] == "held" for x in seller.json("letters")), "the letter", 60, step=1.5)
        with desk(seller) as link:
            log_in(browser, link)
            _change_and_approve(browser)
            servers.wait_for(seller.complainant, 1, seconds=60)
            (letter,) = seller.arrived(seller.complainant)
            assert "Dear colleagues at the brand," in letter.get_content()
            assert letter["Cc"] == AMAZON
            said = "We see no connection with our trademark number 7311902, but we will not withdraw."
            reply = answer(letter, date=datetime.now(UTC), sender=seller.complainant, to=seller.seller, text=said)
            servers.deliver(seller.seller, reply)
            wait_until(lambda: seller.case()["reason"] == "replied", "the answer", 60, step=1.5)
            _decide(browser, tmp_path)
            wait_until(lambda: _to_amazon(seller), "the letter to Amazon", 60, step=1.5)
    finally:
        assert stop(daemon) == 0
    (letter,) = [m for m in seller.arrived(AMAZON) if m["To"] == AMAZON]
    assert [file.get_filename() for file in letter.iter_attachments()] == ["comparison.png"]
    assert "four legs" in str(letter.get_body(("plain",)))
    assert "#" not in (seller.folder / "web.log").read_text(), "the link stands in no log"
    assert seller.complainant not in (seller.folder / "web.log").read_text()


def _to_amazon(seller: Installation) -> bool:
    return any(m["To"] == AMAZON for m in seller.arrived(AMAZON))


def _change_and_approve(browser: Chrome) -> None:
    """Read the letter with its reading, change a line of it, approve the new version."""
    click(browser, "首封询问信")
    assert "您指的是哪个商标" in text(browser), "it is told in the operator's language"
    click(browser, "修改这封信")
    body = browser.find_element(By.ID, "body")
    changed = str(body.get_attribute("value")).replace("Hello,", "Dear colleagues at the brand,", 1)
    body.clear()
    body.send_keys(changed)
    click(browser, "存为新版本")
    assert "Dear colleagues at the brand," in text(browser)
    click(browser, "批准，发出")
    assert "已批准" in text(browser)


def _decide(browser: Chrome, folder: Path) -> None:
    """Say that nothing is infringed, with a picture; read it; send it."""
    picture = folder / "comparison.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"evidence" * 40)
    click(browser, "今天")
    assert "7311902" in text(browser), "what they wrote is read on the card"
    click(browser, "查看并决定")
    click(browser, "未侵权")
    field(browser, "为什么不侵权").send_keys("Our rack has four legs, theirs has three.")
    field(browser, "信中所写属实").click()
    browser.find_element(By.ID, "files").send_keys(str(picture))
    click(browser, "看看这封信")
    assert "four legs" in text(browser)
    assert "comparison.png" in text(browser)
    with next_page(browser):
        browser.find_element(By.CSS_SELECTOR, 'button[value="send"]').click()
    assert "已决定" in text(browser)
