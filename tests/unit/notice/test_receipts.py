"""What only says that a letter of ours arrived answers no appeal, though its subject is the one we wrote."""

import pytest
from tests.unit.notice.reading import words

from noticed.core.mail.model import Address, Message
from noticed.core.notice.drift import unexplained
from noticed.core.notice.extract import read_notice
from noticed.core.notice.model import NoticeKind

BY_MACHINE = (("auto-submitted", "auto-replied"),)
RECEIPT = "Thank you for contacting Amazon. We have received your message and will reply soon."


def amazons(text: str, headers: tuple[tuple[str, str], ...] = BY_MACHINE) -> Message:
    """An answer to a letter of ours to Amazon."""
    sender = Address(name="Amazon", spec="notice-dispute@amazon.com")
    return Message(from_=(sender,), subject="Re: Complaint 10987654321, B0C1234567", text=text, headers=headers)


@pytest.mark.parametrize(
    "text",
    [
        RECEIPT,
        "Vielen Dank, dass Sie Amazon kontaktiert haben. Wir haben Ihre Nachricht erhalten und melden uns.",
        "Merci d'avoir contacté Amazon. Nous avons bien reçu votre message.",
        "Grazie per aver contattato Amazon. Abbiamo ricevuto il tuo messaggio.",
        "Gracias por contactar con Amazon. Hemos recibido su mensaje.",
        "感谢您联系亚马逊。我们已收到您的邮件。",
        "Amazonにお問い合わせいただきありがとうございます。お問い合わせを受け付けました。",
    ],
)
def test_an_automatic_receipt_is_no_answer_to_an_appeal(text: str) -> None:
    message = amazons(text)
    read = read_notice(message, *words())
    assert read.kind is NoticeKind.OTHER
    assert unexplained(message, read, words()[0]) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thank you for contacting Amazon. We have reviewed your appeal and cannot reinstate it.", "appeal_response"),
        ("We have processed your appeal and cannot reinstate your listing.", "appeal_response"),
        (f"{RECEIPT} The rights owner has retracted complaint 10987654321.", "retraction"),
    ],
)
def test_an_automatic_message_that_says_more_is_what_it_says(text: str, kind: str) -> None:
    assert read_notice(amazons(text), *words()).kind == kind


def test_the_header_that_says_so_is_none_of_the_signed_ones() -> None:
    signed = amazons(RECEIPT, headers=())
    assert read_notice(signed, *words(), by_machine=lambda: True).kind is NoticeKind.OTHER


def test_a_person_who_thanks_for_a_message_answers_it() -> None:
    assert read_notice(amazons(RECEIPT, headers=()), *words()).kind is NoticeKind.APPEAL_RESPONSE
