"""Only the new words of an answer count: not what we wrote ourselves, not who signed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.read_corpus import dialects

from noticed.core.mail import quote

OURS = "Hello, we sell B0C1234567 on Amazon.\nWhich right do you mean?\nReference N-7K3F"
QUOTED = "\n".join(f"> {line}" for line in OURS.split("\n"))


def new_text(text: str, sender: str = "") -> str:
    return quote.new_text(text, dialects(), sender)


ANSWER = "We withdrew the complaint today, it was meant for another listing."


@pytest.mark.parametrize(
    "history",
    [
        f"On Tue, Nov 24, 2026 at 9:12 AM Acme <shop@seller.example>\nwrote:\n\n{QUOTED}",
        f"On Tuesday, November 24, 2026 at 09:12:00 AM EST, Acme <shop@seller.example> wrote:\n\n {OURS}",
        f"Am Di., 24. Nov. 2026 um 08:30 Uhr schrieb Acme <shop@seller.example>:\n{QUOTED}",
        f"Le mar. 24 nov. 2026 à 08:30, Acme <shop@seller.example> a écrit :\n{QUOTED}",
        f"El mar, 24 nov 2026 a las 9:05, Acme (<shop@seller.example>)\nescribió:\n\n{QUOTED}",
        f"2026年11月24日(火) 10:00 Acme <shop@seller.example>:\n\n{QUOTED}",
        f'在 2026-11-24 15:39:57，"Acme" <shop@seller.example> 写道：\n\n{OURS}',
        f'At 2026-11-24 01:06:03, "Acme" <shop@seller.example> wrote:\n{QUOTED.replace("> ", ">")}',
        f"-----Original Message-----\nFrom: Acme <shop@seller.example>\nSent: Tuesday\nTo: a\nSubject: x\n\n{OURS}",
        f"________________________________\nFrom: Acme\nSent: 24 November 2026 09:12\nTo: a@b.example\n\n{OURS}",
        f"Von: Acme <shop@seller.example>\nGesendet: 24.11.2026 07:00\nAn: a\nBetreff: x\n\n{OURS}",
        f"De : Acme <shop@seller.example>\nEnvoyé : mardi\nÀ : a\nObjet : x\n\n{OURS}",
        f'------------&nbsp;原始邮件&nbsp;------------\n发件人: "Acme" <s@b.example>;\n发送时间: 2026年\n\n{OURS}',
        f'---原始邮件---\n发件人: "Acme"<s@b.example>\n发送时间: 2026年11月24日(周二) 晚上9:02\n\n{OURS}',
        f"发件人： Acme\n发送时间： 2026-11-24 08:11\n收件人： a@b.example\n主题： x\n{OURS}",
        f"--------------------------------\n发 件 人：Acme\n收 件 人：a\n主　题：x\n\n{OURS}",
        f"-------- 转发邮件信息 --------\n发件人：Acme\n发送日期：2026-11-24\n收件人：a\n主题：x\n\n{OURS}",
        f"差出人: Acme <shop@seller.example>\n送信日時: 2026年11月24日 10:00\n宛先: a\n件名: x\n\n{OURS}",
        f"> On 24 Nov 2026, at 21:03, Acme <shop@seller.example> wrote:\n> \n{QUOTED}",
        QUOTED,
    ],
)
def test_history_below_an_answer_is_left_out(history: str) -> None:
    assert new_text(f"Hi,\n\n{ANSWER}\n\n{history}") == f"Hi,\n\n{ANSWER}"


def test_an_answer_below_the_history_is_found() -> None:
    text = f"On Tue, Nov 24, 2026 at 9:12 AM Acme <shop@seller.example> wrote:\n\n{QUOTED}\n\n{ANSWER}\n\nBronwyn"
    assert new_text(text, sender="Bronwyn Tate") == ANSWER


def test_answers_between_quoted_lines_are_kept_one_a_line() -> None:
    text = (
        "See below.\n\nOn 24 Nov 2026 at 9:12, Acme <shop@seller.example> wrote:\n"
        "> Which right do you mean?\nOur design patent D1,034,512.\n> Which part?\nThe handle.\n> Reference N-7K3F"
    )
    assert new_text(text) == "See below.\n\nOur design patent D1,034,512.\nThe handle."


@pytest.mark.parametrize(
    "signature",
    [
        "Ana Prado",
        "Ana",
        "Ana Prado\nBrandCo S.r.l.\nTel. +39 02 0000000",
        "Kind regards,\nAna Prado\nHead of Brand Protection, BrandCo",
        "Met vriendelijke groet / Kind regards,\nAna\n\nThis e-mail may contain privileged information.",
        "-- \nAna Prado\nwww.brand.example",
        "Mit freundlichen Grüßen\nAna Prado",
        "Cordialement,\nAna",
        "祝好\n王志强\n东莞市拓森五金制品有限公司",
        "Ana\n\nSent from my iPhone",
        "Envoyé de mon iPhone",
        "发自我的iPhone",
        "Kuźnia Dębno Sp. z o.o.\nKRS 0000123456",
        "Verrerie Prado SARL\nZone des Genêts, 12000 Rodez",
        "Ana Prado\nPrado & Stowe Ltd | Brand Protection\n+44 20 7946 0613",
        "Prado Mills\nLeeds LS1 4AP",
    ],
)
def test_a_signature_is_left_out(signature: str) -> None:
    assert new_text(f"{ANSWER}\n\n{signature}\n", sender="Ana Prado") == ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "B",
        "A. It is this patent: US 11,203,948",
        "C: please write to intake@lawfirm.example instead",
        "Our trademark: 5,204,118",
        "Hello,\n\nOn your page we found this in 2025:\nthe picture of our lamp.",
        "Thanks,\nwe have looked into it and will answer next week.",
        "We retract.\n\nB0C1234567",
        "Our mark is this one:\n\nEIN 1234567890",
    ],
)
def test_a_short_answer_is_no_signature(text: str) -> None:
    assert new_text(text) == text


@pytest.mark.parametrize(
    "answer",
    [
        "Thank you, but we will not withdraw the complaint.",
        "Ihre Lampe verletzt unser Design.",
        "Grazie, ma non ritireremo la segnalazione.",
        "Gracias, pero no retiraremos la denuncia.",
        "Obrigado, mas não retiraremos a denúncia.",
        "dziękuję, ale skargi nie wycofamy.",
        "Tack, men vi återkallar inte anmälan.",
        "Vänligen skicka era fakturor.",
        "Beste verkoper, wij trekken de klacht niet in.",
        "Teşekkürler, ama şikayeti geri çekmeyeceğiz.",
        "谢谢,但我们不会撤回投诉。",
    ],
)
def test_an_answer_that_begins_as_a_closing_does_is_none(answer: str) -> None:
    assert new_text(f"Hello,\n\n{answer}\n\nBest regards\nAna") == f"Hello,\n\n{answer}"


@pytest.mark.parametrize(
    "closing",
    ["Thank you for your understanding.", "Thanks, and kind regards from Leeds", "Tack på förhand", "谢谢,祝好"],
)
def test_a_closing_that_goes_on_is_one_all_the_same(closing: str) -> None:
    assert new_text(f"{ANSWER}\n\n{closing}\nAna", sender="Ana Prado") == ANSWER


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "answer",
    [
        "We will retract once you pay $2,500.",
        "our design is D912,345",
        "请支付 5000 美元",
        "登録第6123456号",
        "On 3 Oct 2025 we paid.",
    ],
)
@pytest.mark.parametrize(
    "history",
    [
        "On Thu, Oct 9, 2025 at 8:00 AM Acme <shop@seller.example> wrote:\n> Hi",
        "On Thu, Oct 9, 2025 at 8:00 AM Acme Home\nGoods <shop@seller.example> wrote:\n> Hi",
        "On Thu, Oct 9, 2025 at 8:00 AM Acme <shop@seller.example>\nwrote:\n\n> Hi",
        "On Thu, Oct 9, 2025\nat 8:00 AM Acme Home Goods <shop@seller.example>\nwrote:\n> Hi",
        "Am Do., 9. Okt. 2025 um 08:00 Uhr schrieb Acme <shop@seller.example>:\n\n> Hi",
        "czw., 9 paź 2025 o 08:00 Acme <shop@seller.example> napisał(a):\n> Hi",
        "2025年10月9日(木) 8:00 Acme <shop@seller.example>:\n> Hi",
        '在 2025-10-09 08:00:33，"Acme" <shop@seller.example> 写道：\n>Hi',
        "Acme <shop@seller.example>, 9 Eki 2025 Per, 08:00 tarihinde şunu yazdı:\n\n> Hi",
        "> On Oct 9, 2025, at 8:00, Acme <shop@seller.example> wrote:\n> \n> Hi",
    ],
)
def test_the_last_line_of_an_unsigned_answer_is_kept(answer: str, history: str, gap: str) -> None:
    assert new_text(f"Hello,\n\n{answer}{gap}{history}") == f"Hello,\n\n{answer}"


@given(st.text(alphabet="ab >:-\n@<.1Oonwrte发件人：", max_size=300))
def test_any_text_has_new_words_or_none(text: str) -> None:
    assert len(new_text(text)) <= len(text)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "line", ["> x\n", "-----\n", "From: a\n", "On 2026 <a@b.c> wrote:\n", "Regards\n", "\n", "x" * 50]
)
def test_long_texts_take_bounded_time(line: str) -> None:
    new_text(line * 20_000)
