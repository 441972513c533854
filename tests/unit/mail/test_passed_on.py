"""A copy of what somebody wrote to Amazon: said to be a retraction, and never taken for the retraction itself."""

from email.message import EmailMessage

import pytest

from noticed.adapters.packaged import dialects
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Act, Reply, ReplyKind
from noticed.core.mail.reply import read_reply

ALL = tuple(dialects(None))
WROTE = "we retract complaint 10987654321 for B0C1234567. It was filed in error."
GMAIL = (
    "---------- Forwarded message ---------\nFrom: IP <{sender}>\nDate: Tue, Nov 24, 2026 at 10:00 AM\n"
    "Subject: Retraction\nTo: <{to}>\n\n\nHello,\n{said}\n"
)
OUTLOOK = (
    "-----Ursprüngliche Nachricht-----\nVon: IP <{sender}>\nGesendet: Dienstag, 24. November 2026 10:00\n"
    "An: {to}\nBetreff: Rücknahme\n\nHallo,\n{said}\n"
)
APPLE = (
    "Begin forwarded message:\n\nFrom: IP <{sender}>\nSubject: Retraction\nDate: 24. November 2026 at 10:00:00 CET\n"
    "To: {to}\n\n{said}\n"
)
NETEASE = (
    '-------- 转发邮件信息 --------\n发件人："IP" <{sender}>\n发送日期：2026-11-24 10:00:00\n收件人：{to}\n'
    "主题：撤诉\n\n{said}\n"
)


def reply(text: str, *attached: str) -> Reply:
    message = EmailMessage()
    message["From"], message["To"] = "Ana Prado <ana@brand.example>", "shop@seller.example"
    message["Date"] = "Tue, 24 Nov 2026 11:00:00 +0000"
    message.set_content(text)
    for inner in attached:
        enclosed = EmailMessage()
        enclosed["From"], enclosed["To"] = "ip@brand.example", "notice-retraction@amazon.com"
        enclosed["Subject"] = "Retraction"
        enclosed.set_content(inner)
        message.add_attachment(enclosed)
    return read_reply(read_message(message.as_bytes()), ALL)


@pytest.mark.parametrize("shape", [GMAIL, OUTLOOK, APPLE, NETEASE])
@pytest.mark.parametrize("above", ["", "See below.\n\n", "FYI, done.\n\n"])
@pytest.mark.parametrize(
    "said",
    [
        WROTE,
        "hiermit nehmen wir die Beschwerde 10987654321 zurück.",
        "nous retirons notre plainte 10987654321.",
        "ritiriamo il reclamo 10987654321.",
        "retiramos la reclamación 10987654321.",
        "申し立て 10987654321 を取り下げます。",
        "投诉 10987654321 已撤回。",
    ],
)
def test_what_the_complainant_wrote_to_amazon_is_told_apart_in_every_shape(shape: str, above: str, said: str) -> None:
    seen = reply(above + shape.format(sender="ip@brand.example", to="notice-retraction@amazon.com", said=said))
    assert seen.reply_kind is ReplyKind.RETRACTS
    assert Act.TOLD_AMAZON in seen.acts
    assert not seen.unsure


def test_an_attached_copy_counts_like_one_in_the_text() -> None:
    assert reply("For your records.", f"Hello,\n{WROTE}").reply_kind is ReplyKind.RETRACTS


@pytest.mark.parametrize(
    ("sender", "to", "said"),
    [
        ("shop@seller.example", "notice-retraction@amazon.com", WROTE),
        ("ip@brand.example", "shop@seller.example", WROTE),
        ("ip@brand.example", "notice@amazon.evil.example", WROTE),
        ("ip@brand.example", "notice-dispute@amazon.com", "we will retract the complaint if they pay."),
        ("ip@brand.example", "notice-dispute@amazon.com", "please keep the listing down."),
    ],
)
def test_what_others_wrote_or_wrote_to_others_or_on_a_condition_is_none(sender: str, to: str, said: str) -> None:
    assert reply("FYI\n\n" + GMAIL.format(sender=sender, to=to, said=said)).reply_kind is not ReplyKind.RETRACTS


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("We sent this by mistake: we will not retract the complaint.", ReplyKind.REFUSES),
        ("Once you have paid USD 5,000 we send this:", ReplyKind.DEMANDS),
    ],
)
def test_what_stands_above_it_wins(above: str, kind: ReplyKind) -> None:
    copy = GMAIL.format(sender="ip@brand.example", to="notice-retraction@amazon.com", said=WROTE)
    assert reply(f"{above}\n\n{copy}").reply_kind is kind


def test_a_copy_without_a_header_is_read_by_its_words() -> None:
    said = f"Here is what we sent to Amazon:\n\nW{WROTE[1:]}"
    assert reply(said).reply_kind is ReplyKind.RETRACTS


def forwarded(sender: str, said: str, above: str = "Anna, this came to my address.") -> Reply:
    """A message of a colleague, from shop@seller.example's own house, that forwards what ``sender`` wrote to him."""
    copy = GMAIL.format(sender=sender, to="office@seller.example", said=said)
    head = "From: Sofia <office@seller.example>\nTo: shop@seller.example\nSubject: Fwd: complaint\n"
    raw = f"{head}Date: Tue, 24 Nov 2026 11:00:00 +0000\n\n{above}\n\n{copy}"
    return read_reply(read_message(raw.encode()), ALL)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("we withdrew the complaint on Friday with Amazon's form.", ReplyKind.RETRACTS),
        ("we will not withdraw the complaint.", ReplyKind.REFUSES),
        ("which factory makes these for you?", ReplyKind.ASKS_FOR_INFORMATION),
        ("we withdraw the complaint as soon as you have paid 500 euros.", ReplyKind.DEMANDS),
        ("it is our registered design 008812347-0003.", ReplyKind.GIVES_REASON),
    ],
)
def test_an_answer_that_somebody_else_received_counts_as_it_stands(said: str, kind: ReplyKind) -> None:
    assert forwarded("marks@brand.example", said).reply_kind is kind


def test_what_the_forwarder_says_himself_goes_before() -> None:
    said = forwarded("marks@brand.example", WROTE, "We do not withdraw the complaint, whatever they wrote.")
    assert said.reply_kind is ReplyKind.REFUSES


@pytest.mark.parametrize("sender", ["shop@seller.example", "legal@seller.example", "notice@amazon.com"])
def test_a_letter_of_our_own_house_or_of_amazon_is_nobodys_answer(sender: str) -> None:
    assert forwarded(sender, WROTE).reply_kind is not ReplyKind.RETRACTS
