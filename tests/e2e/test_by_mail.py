"""The digest is answered from a phone, over real servers: what was asked for happens, once, and nothing else does."""

import email
import email.policy
import re
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import dkim
import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import notice, signed
from tests.papers import pdf

DAY = timedelta(days=1)
SIGNED = [b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"mime-version", b"content-type"]
SAID = {
    "en": {
        "code": "Answer code",
        "wait": "1 wait 3d",
        "comes": "it comes back on",
        "file": "1 evidence",
        "kept": "kept",
    },
    "zh": {"code": "回复码", "wait": "1 等 3天", "comes": "再提醒您", "file": "1 证据", "kept": "已保存"},
}
CLOSE = {"en": ("1 close", "closed"), "zh": ("1 关闭", "已结案")}


class Phone:
    """The operator, whose provider signs; ``own``: he reads and writes in the seller's own mailbox, unsigned."""

    def __init__(self, folder: Path, servers: MailServers, dns: DnsServer, language: str, *, own: bool = False) -> None:
        self.seller, self.servers, self.own = Installation(folder, servers, dns, attempts="1"), servers, own
        self.boss = self.seller.seller if own else self.seller.boss
        emails = f'emails = ["{self.boss}"]\nby_mail = true\nlanguage = "{language}"'
        text = self.seller.settings.read_text().replace(f'emails = ["{self.seller.boss}"]', emails)
        self.seller.settings.write_text(text)
        self.key, self.number = dns.publish("boss.example", "s1"), 0

    def flagged(self) -> str:
        """One letter, no answer: the case is with the operator."""
        seller = self.seller
        seller.receive(signed(notice(date=seller.now, to=seller.seller, complainant=seller.complainant)))
        while self.state() == "with_complainant":
            seller.once(5 * DAY)
        assert self.state() == "with_operator"
        return str(seller.case()["case"])

    def state(self) -> str:
        return str(self.seller.case()["state"])

    def arrived(self, word: str) -> list[EmailMessage]:
        """What the operator got whose text has this word, oldest first."""
        mails = [email.message_from_bytes(m.raw, policy=email.policy.default) for m in self.servers.messages(self.boss)]
        return [m for m in mails if isinstance(m, EmailMessage) and word in _text(m)]

    def digest(self, code: str) -> EmailMessage:
        """The digest of today."""
        self.seller.run("digest", "--send")
        self.seller.once(timedelta(minutes=1))
        return self.arrived(code)[-1]

    def answer(self, digest: EmailMessage, words: str, *files: tuple[str, bytes]) -> bytes:
        """As a mail program makes it: the words above the quoted text."""
        self.number += 1
        mail = EmailMessage()
        mail["From"], mail["To"] = self.boss, str(digest["Reply-To"] or digest["From"])
        mail["Subject"], mail["In-Reply-To"] = f"Re: {digest['Subject']}", str(digest["Message-ID"])
        mail["Date"], mail["Message-ID"] = format_datetime(self.seller.now), f"<a{self.number}@phone.boss.example>"
        quoted = "\n".join(f"> {line}" for line in _text(digest).splitlines())
        mail.set_content(f"{words}\n\nOn Tue, 24 Nov 2026 at 08:30, noticed wrote:\n{quoted}\n")
        for name, content in files:
            mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        return mail.as_bytes(policy=email.policy.SMTP)

    def signed(self, raw: bytes) -> bytes:
        return bytes(dkim.sign(raw, b"s1", b"boss.example", self.key, include_headers=SIGNED)) + raw

    def send(self, raw: bytes) -> None:
        """It arrives at the seller's mailbox, and is read."""
        if self.own:
            self.servers.append(self.boss, raw, "Sent")
        self.seller.receive(raw)
        self.seller.once(timedelta(minutes=1))


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_digest_is_answered_from_a_phone(tmp_path: Path, servers: MailServers, dns: DnsServer, language: str) -> None:
    phone, said = Phone(tmp_path, servers, dns, language), SAID[language]
    case = phone.flagged()
    scan = pdf("invoice")
    phone.send(phone.signed(phone.answer(phone.digest(said["code"]), said["file"], ("invoice.pdf", scan))))
    assert case in _text(phone.arrived(said["kept"])[-1])
    phone.seller.run("evidence", case, "save", "invoice.pdf", "--to", str(tmp_path / "saved.pdf"))
    assert (tmp_path / "saved.pdf").read_bytes() == scan

    phone.send(phone.signed(phone.answer(phone.digest(said["code"]), said["wait"])))
    assert case in _text(phone.arrived(said["comes"])[-1])
    phone.seller.once(3 * DAY)

    words, done = CLOSE[language]
    closing = phone.signed(phone.answer(phone.digest(said["code"]), words))
    phone.send(closing)
    assert phone.state() == "closed"
    assert case in _text(phone.arrived(done)[-1])

    before = len(servers.messages(phone.boss))
    phone.send(closing)  # replayed
    assert len(servers.messages(phone.boss)) == before


def test_what_is_forged_unsigned_changed_or_late_does_nothing(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    phone = Phone(tmp_path, servers, dns, "en")
    phone.flagged()
    digest = phone.digest("Answer code")
    answer = phone.answer(digest, "1 close")
    code = re.search(r"Answer code (\S+)", _text(digest))
    assert code
    forged = [
        answer,  # not signed
        phone.signed(answer).replace(b"1 close", b"1 remove"),
        phone.signed(answer.replace(phone.boss.encode(), b"boss@elsewhere.example")),
        phone.signed(answer.replace(code[1].encode(), code[1][:-2].encode())),
        phone.signed(phone.answer(digest, "")),  # the digest, forwarded back
    ]
    for raw in forged:
        phone.send(raw)
        assert phone.state() == "with_operator"
    phone.seller.now += 4 * DAY
    phone.send(phone.signed(answer))
    assert phone.state() == "with_operator"


def test_one_mailbox_is_account_and_operator(tmp_path: Path, servers: MailServers, dns: DnsServer) -> None:
    phone = Phone(tmp_path, servers, dns, "zh", own=True)
    phone.flagged()
    phone.send(phone.answer(phone.digest("回复码"), "1 关闭"))
    assert phone.state() == "closed"
