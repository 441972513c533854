"""Wordings that were once misread, mended by a rule."""

import pytest
from tests.unit.notice.reading import notice

from noticed.core.notice.fold import fold
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.phrase import phrases

TAIL = "\n\nASIN: B0C1234567\nComplaint ID: 18734561231\n"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Die Gladiola Garten GmbH hat uns gemeldet, dass Ihr Angebot ihre Marke verletzt.", "Gladiola Garten GmbH"),
        ("Die Gladiola GmbH (ip@gladiola.example) hat Ihr Angebot gemeldet. Wir haben es entfernt.", "Gladiola GmbH"),
        ("In the last week Oak Trading LLC reported that your listing infringes its mark.", "Oak Trading LLC"),
        (
            "In the last week Oak Trading LLC (ip@oak.example) reported your listing for infringement.",
            "Oak Trading LLC",
        ),
    ],
)
def test_neither_an_article_nor_the_beginning_of_the_sentence_is_part_of_a_name(text: str, owner: str) -> None:
    assert notice(text + TAIL).rights_owner_name == owner


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("You have a week to respond.", 7),
        ("Please respond within a week or we will remove your listing.", 7),
        ("Please reply within a day.", 1),
        ("You have a month to respond.", 30),
        ("Respond within a fortnight.", 14),
        ("Your invoices of the last week were not readable.", None),
        ("Funds are held for a month.", None),
        ("Bitte antworten Sie innerhalb einer Woche auf diese Nachricht, sonst entfernen wir Ihr Angebot.", 7),
        ("Sie haben eine Woche Zeit, um auf diese Nachricht zu antworten.", 7),
        ("Bitte antworten Sie binnen eines Monats auf die Nachricht und das Angebot.", 30),
        ("Vous avez une semaine pour répondre, sinon nous retirerons votre offre de la vente.", 7),
        ("Veuillez répondre sous huitaine à ce message, sinon nous retirerons votre offre de la vente.", 8),
        ("Répondez dans un délai d'une semaine, sinon nous retirerons votre offre de la vente.", 7),
        ("Hai una settimana per rispondere, altrimenti rimuoveremo la tua offerta dal negozio.", 7),
        ("Tienes una semana para responder a este mensaje o eliminaremos tu oferta de la tienda.", 7),
        ("Tem uma semana para responder, caso contrário removeremos a sua oferta da loja.", 7),
        ("U heeft een week om te reageren, anders verwijderen wij uw aanbieding uit de winkel.", 7),
        ("Odpowiedz w ciągu tygodnia, w przeciwnym razie usuniemy Twoją ofertę ze sklepu.", 7),
        ("Masz tydzień na odpowiedź, w przeciwnym razie usuniemy Twoją ofertę ze sklepu.", 7),
        ("Odpowiedz w ciągu miesiąca, w przeciwnym razie usuniemy Twoją ofertę ze sklepu.", 30),
        ("Svara inom en vecka, annars tar vi bort din produkt från vår butik.", 7),
        ("Bir hafta içinde yanıt verin, aksi halde ürün bilgilerinizi sitemizden kaldıracağız.", 7),
        ("一週間以内にご返信ください。ご返信がない場合、出品を削除いたします。", 7),
        ("请在一周内回复我们，否则您的商品信息将被移除。", 7),
        ("您有半个月的时间提出申诉，否则您的商品信息将被移除。", 15),
    ],
)
def test_a_deadline_without_a_digit_is_one(text: str, days: int | None) -> None:
    assert notice(f"{text}\n\nASIN: B0C1234567").deadline_days == days


@pytest.mark.parametrize(
    ("text", "asins"),
    [
        ("ASIN: b0c1234567", ("B0C1234567",)),
        ("ASIN b0cxk2m4t7", ("B0CXK2M4T7",)),
        ("Affected ASINs: b0c1234567, B0C7654321, B0c1234567", ("B0C1234567", "B0C7654321")),
        ("The part b0c1234567 is not meant.", ()),
        ("ASIN: bothersome", ()),
    ],
)
def test_an_asin_in_small_letters_counts_behind_its_label(text: str, asins: tuple[str, ...]) -> None:
    assert notice(f"We removed your listing after a report of a rights owner.\n{text}\n").asins == asins


def test_a_gap_behind_an_option_may_be_empty() -> None:
    found = phrases(["we [have] * (removed|closed)"])
    for text in ("we removed it", "we have removed it", "we have now removed it", "we then closed it"):
        assert found.search(fold(text)), text
    assert not found.search(fold("weremoved it"))


ROWS = (
    ("Amazon<notice@amazon.com>", "2026-04-21 08:15", "seller@huiyu.example", "有关您的亚马逊商品信息"),
    ("发件人", "日期", "收件人", "主题"),
    ("From", "Date", "To", "Subject"),
)
INNER = (
    "您好，权利所有者 Gantry Cycle Co.（gantry@ipwatch.example）举报下列商品侵犯其外观设计专利 US D 998,877。",
    "我们已将商品信息移除。",
    "ASIN：B0CJ6MX2VD",
    "投诉编号：18822930475",
)


@pytest.mark.parametrize("labels", ROWS[1:], ids=["zh", "en"])
@pytest.mark.parametrize("is_html", [False, True], ids=["bars", "table"])
def test_a_forward_whose_header_is_a_table_is_unwrapped(labels: tuple[str, ...], is_html: bool) -> None:
    """NetEase (163, Lingxi) writes the header of what it forwards as a table."""
    pairs = list(zip(labels, ROWS[0], strict=True))
    if is_html:
        rows = "".join(f"<tr><td>{a}</td><td>{b.replace('<', '&lt;')}</td></tr>" for a, b in pairs)
        text = f"<div>fyi</div><table>{rows}</table>" + "".join(f"<div>{line}</div>" for line in INNER)
    else:
        text = "fyi\n\n---- 转发的邮件 ----\n" + "".join(f"| {a} | {b} |\n" for a, b in pairs) + "\n".join(INNER)
    read = notice(text, sender="cangku@huiyu.example", subject="转发", is_html=is_html)
    assert (read.kind, read.wrapped, read.language) == (NoticeKind.COMPLAINT, "inline", "zh")
    assert read.rights_owner_emails == ("gantry@ipwatch.example",)
    assert read.complaint_ids == ("18822930475",)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Your APEX evaluation is closed. Your listing remains active and no further action will be taken.", "none"),
        ("The evaluation was closed without a decision; your listings stay available.", "none"),
        ("The evaluation is closed. We removed your listing, because you did not reply.", "listing_removed"),
        ("Your listing will be removed unless you reply before the evaluation is closed.", "listing_at_risk"),
        (
            "Das Bewertungsverfahren wurde abgeschlossen. Ihr Angebot ist weiterhin verfügbar, Sie müssen nichts tun.",
            "none",
        ),
        ("APEX 评估已结束。您的商品仍在销售，我们不会移除您的商品信息。", "none"),
    ],
)
def test_an_evaluation_that_is_over_puts_nothing_at_risk(text: str, action: str) -> None:
    read = notice(f"{text}\n\nASIN: B0C1234567", subject="APEX", sender="patent-evaluation@amazon.com")
    assert (read.kind, read.action) == (NoticeKind.PATENT_EVALUATION, action)
