"""What would end a case is never read out of its denial."""

import pytest
from tests.corpus.read_corpus import dialects, marketplaces

from noticed.core.mail.model import Address, Message
from noticed.core.notice.extract import read_notice
from noticed.core.notice.model import NoticeKind

ENDINGS = {NoticeKind.RETRACTION, NoticeKind.REINSTATEMENT}


@pytest.mark.parametrize(
    "sentence",
    [
        "The complaint has not been retracted.",
        "Die Beschwerde wurde nicht zurückgezogen.",
        "La réclamation n'a pas été retirée.",
        "Il reclamo non è stato ritirato.",
        "La reclamación no ha sido retirada.",
        "De klacht is niet ingetrokken.",
        "Skarga nie została wycofana.",
        "A reclamação não foi retirada.",
        "Anmälan har inte återkallats.",
        "权利所有者尚未撤回投诉。",
    ],
)
def test_a_denied_retraction_ends_nothing(sentence: str) -> None:
    text = f"{sentence}\n\nASIN: B0C1234567\nComplaint ID: 10987654321\n"
    message = Message(from_=(Address(name="Amazon", spec="notice@amazon.com"),), subject="Policy Warning", text=text)
    assert read_notice(message, dialects(), marketplaces()).kind not in ENDINGS
