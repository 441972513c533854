"""What complainants answer, and what we take it for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.adapters.packaged import dialects
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Reply, ReplyKind
from noticed.core.mail.reply import read_reply

ENGLISH = tuple(dialect for dialect in dialects(None) if dialect.language == "en")


def _reply(text: str, *headers: str) -> Reply:
    head = ["From: Ana Prado <ana@brand.example>", "Date: Tue, 24 Nov 2026 10:00:00 +0000", *headers]
    charset = "Content-Type: text/plain; charset=utf-8"
    return read_reply(read_message("\n".join([*head, charset, "", text]).encode()), ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "We have withdrawn our complaint.",
        "The complaint was submitted in error.",
        "I withdrew the report this morning.",
        "Hi, the retraction has been submitted to Amazon today.",
        "Our client has instructed us to withdraw the notice. The withdrawal was lodged today.",
    ],
)
def test_a_retraction_is_a_plain_statement(text: str) -> None:
    assert _reply(text).reply_kind is ReplyKind.RETRACTS


@pytest.mark.parametrize(
    "text",
    [
        "If you stop selling, we will retract the complaint.",
        "Once you sign, we withdraw our complaint.",
        "Pay us USD 5,000 and the complaint is withdrawn.",
        "We have not withdrawn our complaint.",
        "We will not retract the complaint.",
        "The complaint cannot be retracted.",
        "We will consider a retraction. Please send your invoices.",
        "Unless you pay, nothing was submitted in error.",
        "Did you say the complaint was submitted in error? It was not.",
        "As soon as your stock is destroyed, we retract the complaint.",
        "Thank you for your message.",
        "",
    ],
)
def test_a_condition_a_denial_or_a_demand_is_no_retraction(text: str) -> None:
    assert _reply(text).reply_kind is not ReplyKind.RETRACTS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We won't retract. The complaint stands.", ReplyKind.REFUSES),
        ("Pay USD 1,000 and we talk. A settlement agreement is attached.", ReplyKind.DEMANDS),
        ("Please send us your invoices and photos of the packaging.", ReplyKind.ASKS_FOR_INFORMATION),
        ("Your product infringes our design patent D1,034,512.", ReplyKind.GIVES_REASON),
        ("A. US 11,203,948", ReplyKind.GIVES_REASON),
        ("B", ReplyKind.GIVES_REASON),
        ("b.", ReplyKind.GIVES_REASON),
        ("C: intake@lawfirm.example", ReplyKind.UNRELATED),
        ("You have the wrong person, I never filed this.", ReplyKind.UNRELATED),
        ("We make phone stands at a good price. MOQ 500.", ReplyKind.UNRELATED),
    ],
)
def test_an_answer_is_taken_for_what_it_does(text: str, kind: ReplyKind) -> None:
    assert _reply(text).reply_kind is kind


def test_our_own_quoted_words_are_not_the_answer() -> None:
    text = "Which listing?\n\nOn 24 Nov 2026 at 9:12, Acme <shop@seller.example> wrote:\n> If it was submitted in error"
    reply = _reply(text)
    assert reply.reply_kind is not ReplyKind.RETRACTS
    assert reply.new_text == "Which listing?"


def test_an_absence_is_a_machine_s_with_a_day() -> None:
    reply = _reply("I am out of the office until 2 December 2026.", "Auto-Submitted: auto-replied")
    assert reply.reply_kind is ReplyKind.AUTO_REPLY
    assert reply.away_until == datetime(2026, 12, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am away until 2026-12-02.", datetime(2026, 12, 3, tzinfo=UTC)),
        ("Back on 12/02/2026.", datetime(2026, 12, 3, tzinfo=UTC)),
        ("I will return on January 4.", datetime(2027, 1, 5, tzinfo=UTC)),
        ("I am away until further notice.", None),
        ("Back on 99/99/2026.", None),
        ("Away until 2 December 2031.", None),
    ],
)
def test_a_day_of_return_is_read_as_it_is_written(text: str, day: datetime | None) -> None:
    assert _reply(text, "Auto-Submitted: auto-replied").away_until == day


def test_a_ticket_system_s_person_is_a_person() -> None:
    headers = ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All")
    assert _reply("We have withdrawn our complaint.", *headers).reply_kind is ReplyKind.RETRACTS
    assert _reply("Your request has been received.", *headers).reply_kind is ReplyKind.AUTO_REPLY


def test_amazon_acknowledges_and_its_machine_answers() -> None:
    amazon = b"From: Amazon <notice-dispute@amazon.com>\n\nWe have received your message."
    assert read_reply(read_message(amazon), ENGLISH).reply_kind is ReplyKind.AMAZON_ACKNOWLEDGES
    nobody = b"From: nobody@bounces.amazon.com\nX-Amazon-Auto-Reply: true\n\nNot read."
    assert read_reply(read_message(nobody), ENGLISH).reply_kind is ReplyKind.AUTO_REPLY


def test_a_bounce_is_hard_or_soft() -> None:
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n<ana@brand.example>:\n"
    hard = read_message(f"{head}550 5.1.1 no mailbox here".encode())
    soft = read_message(f"{head}452 4.2.2 mailbox full, will retry".encode())
    assert read_reply(hard, ENGLISH).reply_kind is ReplyKind.BOUNCE_HARD
    assert read_reply(soft, ENGLISH).reply_kind is ReplyKind.BOUNCE_SOFT


def test_what_an_answer_newly_tells_is_named() -> None:
    text = "It is our design patent D1,034,512, ASIN B0C1234567. Write to counsel@lawfirm.example."
    assert set(_reply(text).states) == {"ip_type", "ip_numbers", "asins", "rights_owner_emails"}


def test_a_court_s_signs_in_an_answer_are_shown() -> None:
    reply = _reply("We filed a lawsuit in the Northern District.\nA temporary restraining order was entered.")
    assert any("temporary restraining order" in line for line in reply.court_signs)


@given(st.text(max_size=400))
def test_any_answer_is_read(text: str) -> None:
    assert _reply(text).reply_kind in ReplyKind


def test_court_signs_in_a_mass_mailing_are_no_automatic_answer() -> None:
    served = "You are served with the summons. A temporary restraining order was entered."
    reply = _reply(served, "Precedence: bulk", "Auto-Submitted: auto-generated")
    assert reply.court_signs
    assert reply.reply_kind is not ReplyKind.AUTO_REPLY
