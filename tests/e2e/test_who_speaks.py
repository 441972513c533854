"""Who writes back, on real servers: one shop, many complainants, and for each somebody else who writes.

After five days it is seen who is asked again: whoever was answered, by a person or by the operator himself, is not.
"""

from collections.abc import Callable
from dataclasses import field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers
from tests.mails import AMAZON, answer, bounce, notice, signed

from noticed.app.build import opened
from noticed.core.values import Value
from noticed.settings import load

DAY = timedelta(days=1)
LIMITS = "[limits]\nprobation = 0\nnew_recipients_per_day = 0\naccount_per_day = 0\namazon_per_day = 0"
Writes = Callable[[Installation, EmailMessage, str], tuple[str, bytes]]
"""(mailbox it lands in, message) of what is written back to a letter to somebody."""


class Voice(Value):
    """Somebody writes, and what becomes of the case."""

    brand: str
    writes: Writes
    reason: str | None
    """Why it is with the operator; None: it goes on waiting, and is asked again."""
    shown: str = field(default="")
    """What its journal says of it."""


def says(text: str, sender: str = "", *, new: bool = False, html: str = "", **headers: str) -> Writes:
    """An answer in the thread, or a mail of its own; ``sender``: a local part at the complainant's domain, or whole."""

    def write(shop: Installation, letter: EmailMessage, who: str) -> tuple[str, bytes]:
        own = sender if "@" in sender else f"{sender}@{who.partition('@')[2]}" if sender else who
        more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        quoted = "".join(f"> {line}\n" for line in letter.get_content().splitlines()) if "{quote}" in text else ""
        said = text.replace("{quote}", quoted)
        return "INBOX", answer(
            None if new else letter, date=shop.now, text=said, sender=own, to=shop.seller, headers=more
        )

    return write


def returned(status: str) -> Writes:
    return lambda shop, letter, who: ("INBOX", bounce(letter, who, date=shop.now, status=status, to=shop.seller))


def returned_as_a_page(shop: Installation, letter: EmailMessage, who: str) -> tuple[str, bytes]:
    """As the mail servers of China do it: no fields, a page that says so."""
    message = EmailMessage()
    message["From"], message["To"] = "PostMaster@mail.example", shop.seller
    message["Subject"] = "系统退信/The email is returned"
    message["Message-ID"] = f"<returned-{who.replace('@', '-')}@mail.example>"
    message.set_content(
        f"<html><body><p>抱歉，您的邮件被退回来了……</p><p>收信人：{who}</p><p>退信原因：550 User not found</p>"
        f"<p>{letter['Subject']}</p><p>Message-ID: {letter['Message-ID'].replace('<', '&lt;')}</p></body></html>",
        subtype="html",
    )
    return "INBOX", message.as_bytes()


def by_hand(to: str = "", *, new: bool = False) -> Writes:
    """The operator, from his own mail program: the copy lies in Sent."""

    def write(shop: Installation, letter: EmailMessage, who: str) -> tuple[str, bytes]:
        raw = answer(None if new else letter, date=shop.now, text="Please call me.", sender=shop.seller, to=to or who)
        return "Sent", raw

    return write


def unattended(shop: Installation, letter: EmailMessage, _: str) -> tuple[str, bytes]:
    """Amazon's machine answers the copy."""
    text = "Thank you for contacting Amazon. This mailbox is not monitored. Please use Seller Central."
    raw = answer(letter, date=shop.now, text=text, sender=AMAZON, to=shop.seller, headers=(("X-Amazon-Auto-Reply", "true"),))  # fmt: skip  # noqa: E501
    return "INBOX", signed(raw)


VOICES = (
    Voice(brand="full.example", writes=returned("4.2.2"), reason=None),
    Voice(brand="gone.example", writes=returned("5.1.1"), reason="bounced", shown="5.1.1"),
    Voice(brand="policy.example", writes=returned("5.7.1"), reason="bounced", shown="5.7.1"),
    Voice(brand="zurueck.cn", writes=returned_as_a_page, reason="bounced"),
    Voice(brand="amazons.example", writes=unattended, reason=None, shown="a machine of Amazon"),
    Voice(brand="ticket.example", reason=None, shown="automatic",
          writes=says("Your request #4711 has been received.", Auto_Submitted="auto-replied")),
    Voice(brand="byhand.example", writes=by_hand(), reason="taken_over", shown="yourself"),
    Voice(brand="anew.example", writes=by_hand(new=True), reason="taken_over", shown="yourself"),
    Voice(brand="friend.example", writes=by_hand("me@friend-of-ours.example"), reason=None),
    Voice(brand="agent.example", reason="replied", shown="e.lind@agency-elsewhere.example",
          writes=says("We are the agent of the owner. Which units do you mean?", "e.lind@agency-elsewhere.example")),
    Voice(brand="colleague.example", reason="replied", shown="boss@colleague.example",
          writes=says("Re your question on complaint {id}: it is our trademark.", "boss", new=True)),
    Voice(brand="subject.example", reason=None,
          writes=says("Hello, buy our boxes.", "sales@boxes-elsewhere.example", new=True)),
    Voice(brand="between.example", reason="replied", shown="they refuse",
          writes=says("Hello,\n\n{quote}\nNo. The complaint stands, we will not withdraw it.\n\nAna Prado")),
    Voice(brand="several.example", reason="replied", shown="they refuse; they demand",
          writes=says("We will not withdraw our complaint. Pay us USD 5,000 for the past.")),
    Voice(brand="letters.example", writes=says("C: counsel@somebody-else.example"), reason="replied",
          shown="complainant_emails=counsel@somebody-else.example"),
    Voice(brand="a.example", writes=says("A. It is trademark 7,311,902"), reason="replied", shown="7,311,902"),
    Voice(brand="forward.example", reason="retraction_promised", shown="Amazon was told",
          writes=says("FYI\n\n---------- Forwarded message ---------\nFrom: IP <ip@forward.example>\n"
                      "Date: Tue, Nov 24, 2026 at 10:00 AM\nSubject: Retraction\nTo: <notice-retraction@amazon.com>\n\n"
                      "We retract complaint {id}. It was filed in error.", new=True)),
)  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    return Installation(tmp_path, servers, dns, limits=LIMITS)


def filed(number: int) -> str:
    return f"1460000{number:04d}"


def test_whoever_writes_is_known_and_only_people_stop_the_ladder(shop: Installation) -> None:
    shop.once()
    who = {voice: f"ip-{shop.seller.partition('@')[0]}@{voice.brand}" for voice in VOICES}
    for number, voice in enumerate(VOICES):
        raw = notice(date=shop.now, to=shop.seller, complaint=filed(number), asins=(f"B0E000{number:04d}",),
                     complainant=who[voice], owner=f"Owner {number}")  # fmt: skip
        if number % 2:  # what a forwarding provider puts on top discards no notice
            raw = b"Auto-Submitted: auto-generated\nPrecedence: bulk\n" + raw
        shop.servers.deliver(shop.seller, signed(raw))
    shop.once()
    for number, voice in enumerate(VOICES):
        (letter,) = shop.arrived(who[voice])
        mailbox, raw = voice.writes(shop, letter, who[voice])
        raw = raw.replace(b"{id}", filed(number).encode())
        if mailbox == "Sent":
            shop.servers.append(shop.seller, raw)
        else:
            shop.servers.deliver(shop.seller, raw)
    shop.once()
    rows = {row["complaint_ids"][0]: row for row in shop.json("cases")}
    with opened(load(shop.settings, {})) as services, services.store.read() as tx:
        journal = {row["case"]: "\n".join(x.text for x in tx.journal.of_case(row["case"])) for row in rows.values()}
    for number, voice in enumerate(VOICES):
        row = rows[filed(number)]
        state = "with_operator" if voice.reason else "with_complainant"
        assert (row["state"], row["reason"]) == (state, voice.reason), voice.brand
        assert voice.shown in journal[row["case"]], voice.brand
    shop.once(5 * DAY)
    asked = {voice.brand: len(shop.arrived(who[voice])) for voice in VOICES}
    assert asked == {voice.brand: 1 if voice.reason else 2 for voice in VOICES}
