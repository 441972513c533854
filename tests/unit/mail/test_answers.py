"""One answer in many words (answers.toml): what it does is known whatever the language."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from noticed.adapters.packaged import dialects
from noticed.core.mail.message import read_message
from noticed.core.mail.reply import read_reply

ANSWERS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("answers.toml").read_text("utf-8"))
WORDS = dialects(None)
HEAD = "From: ip@gladiola.example\r\nSubject: Re: complaint\r\nContent-Type: text/plain; charset=utf-8"


@pytest.mark.parametrize("language", ANSWERS)
def test_what_an_answer_does_is_known_however_it_is_put(language: str) -> None:
    wrong = {}
    for kind, answers in ANSWERS[language].items():
        for answer in answers:
            found = read_reply(read_message(f"{HEAD}\r\n\r\n{answer}\r\n".encode()), WORDS).reply_kind.value
            if found != kind:
                wrong[answer] = found
    assert not wrong


@pytest.mark.parametrize(
    "answer",
    [
        "The retraction is on its way as soon as you sign the agreement.",
        "We have not lifted the complaint.",
        "You told Amazon that the report was a mistake; it was not.",
        "The complaint is removed only when you take down all listings.",
        "We could ask Amazon to put your listing back, but first send the invoices.",
        "Your lawyer asked Amazon to withdraw the complaint, we did not.",
        "No retraction has gone out to Amazon.",
        "Once payment is received the retraction is in.",
        "Has the report been removed?",
        "The retraction is done when the money is there.",
        "We have lifted complaints in the past, but not this one.",
        "Die Meldung ist erst vom Tisch, wenn Sie gezahlt haben.",
        "Amazon wurde nicht mitgeteilt, dass unsere Meldung ein Irrtum war.",
        "Die Rücknahme wird eingereicht, sobald Ihre Unterlassungserklärung vorliegt.",
        "Sie haben Amazon gebeten, das Angebot freizugeben. Das lehnen wir ab.",
        "Wäre die Beschwerde aufgehoben, hätten wir Sie informiert.",
        "Nous n'avons pas retiré la plainte.",
        "La plainte est retirée si vous payez 500 euros.",
        "Vous avez demandé à Amazon de rétablir votre annonce, nous nous y opposons.",
        "Il reclamo non è stato ritirato.",
        "Il reclamo verrà ritirato dopo il pagamento.",
        "La denuncia no está retirada.",
        "Si usted firma, la denuncia queda retirada.",
        "De klacht is niet ingetrokken.",
        "De klacht is pas ingetrokken als u betaalt.",
        "Skarga nie została wycofana.",
        "Anmälan är inte återkallad.",
        "Şikayet geri alınmadı.",
        "Şikayet ödeme yapılırsa geri alınacak.",
        "投诉还没有撤销。",
        "付款后投诉就取消了。",
        "收到保证书后我们把投诉撤回。",
        "您要求亚马逊恢复链接,我们不同意。",
        "撤诉申请尚未提交。",
        "申告はまだ取り下げておりません。",
        "お支払い後に取り下げました旨をご連絡します。",
        "申告を取り下げるかどうか検討中です。",
    ],
)
def test_what_is_conditional_denied_asked_or_reported_is_no_retraction(answer: str) -> None:
    found = read_reply(read_message(f"{HEAD}\r\n\r\n{answer}\r\n".encode()), WORDS)
    assert found.reply_kind.value != "retracts"
