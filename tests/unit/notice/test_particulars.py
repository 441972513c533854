"""What else the seller must know: a test buy, orders, an evaluation, a court and its case number."""

import pytest
from tests.unit.notice.reading import BLOCK, notice

from noticed.core.notice.fold import printed
from noticed.core.notice.model import Particulars
from noticed.core.notice.report import as_report


def said(text: str) -> Particulars:
    return notice(f"We removed your listing after a report of a rights owner.\n{text}{BLOCK}").particulars


@pytest.mark.parametrize(
    "text",
    [
        "The rights owner made a test buy.",
        "A rights owner bought your item in order 114-5538201-9944723.",
        "Der Rechteinhaber hat einen Testkauf durchgeführt und die Ware geprüft. Wir haben Ihr Angebot entfernt.",
        "Le titulaire des droits a effectué un achat test. Nous avons retiré votre offre de la vente.",
        "Il titolare dei diritti ha effettuato un acquisto di prova. Abbiamo rimosso la tua offerta.",
        "El titular de los derechos realizó una compra de prueba. Hemos retirado tu oferta de la venta.",
        "O titular dos direitos fez uma compra de teste. Removemos a sua oferta da nossa loja.",
        "De rechthebbende heeft een testaankoop gedaan. Wij hebben uw aanbieding verwijderd.",
        "Właściciel praw wykonał zakup testowy. Usunęliśmy Twoją ofertę ze sprzedaży.",
        "Rättighetsinnehavaren har gjort ett testköp. Vi har tagit bort din produkt från vår butik.",
        "Hak sahibi test alımı yaptı. Ürün bilgilerinizi sitemizden kaldırdık ve bu nedenle yazıyoruz.",
        "権利者がテスト購入を行い、商品を確認しました。出品を削除いたしました。",
        "权利所有者进行了测试购买，并检查了商品。我们已移除您的商品信息。",
    ],
)
def test_a_test_buy_is_told_in_every_language(text: str) -> None:
    read = notice(text)
    assert read.particulars.test_buy
    assert next(item.line for item in read.evidence if item.field == "test_buy") in printed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Infringement type: Counterfeit without a test buy",
        "No test buy was made.",
        "Verletzungsart: Fälschung ohne Testkauf. Wir haben Ihr Angebot entfernt, weil der Rechteinhaber es meldete.",
        "侵权类型：假冒（未进行测试购买）。我们已移除您的商品信息。",
        "If you dispute the test buy, write to us.",
    ],
)
def test_no_test_buy_is_none(text: str) -> None:
    assert not notice(text).particulars.test_buy


def test_orders_are_told_once_each_with_their_line() -> None:
    read = notice("Test buy in order 114-5538201-9944723, again 114-5538201-9944723 and 302-1234567-7654321." + BLOCK)
    assert read.particulars.order_ids == ("114-5538201-9944723", "302-1234567-7654321")
    assert read.complaint_ids == ("18734561231",)
    assert as_report(read)["order_ids"] == ["114-5538201-9944723", "302-1234567-7654321"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Your APEX ID is APEX-0012345.", ("APEX-0012345",)),
        ("APEX ID: 99881234", ("99881234",)),
        ("Ihre APEX-ID: 4711-0815", ("4711-0815",)),
        ("APEX编号：12345678", ("12345678",)),
        ("APEX ID stands in your agreement.", ()),
    ],
)
def test_the_id_of_an_evaluation_is_told(text: str, names: tuple[str, ...]) -> None:
    assert said(text).evaluation_ids == names


def test_the_clock_of_an_evaluation_is_told_as_such() -> None:
    text = "You are invited to a neutral evaluation (APEX). Answer within 21 days. APEX ID: 99881234\nASIN: B0C1234567"
    told = notice(text, subject="APEX: invitation", sender="patent-evaluation@amazon.com").particulars
    assert (told.evaluation_ids, told.evaluation_deadline_days) == (("99881234",), 21)
    assert said("You have 7 days.").evaluation_deadline_days is None


@pytest.mark.parametrize(
    ("text", "courts", "numbers"),
    [
        (
            "See Case No. 1:25-cv-01234-ABC in the United States District Court for the Northern District of Illinois.",
            ("United States District Court for the Northern District of Illinois",),
            ("1:25-cv-01234-ABC",),
        ),
        ("Das Landgericht München hat entschieden (Az. 21 O 1234/25).", ("Landgericht München",), ("21 O 1234/25",)),
        ("Le tribunal judiciaire de Paris, RG n° 25/01234", ("tribunal judiciaire de Paris",), ("25/01234",)),
        ("Il Tribunale di Milano, R.G. 1234/2025", ("Tribunale di Milano",), ("1234/2025",)),
        ("广州知识产权法院（2026）粤03民初1234号", ("广州知识产权法院",), ("(2026)粤03民初1234号",)),
        ("東京地方裁判所 令和7年（ワ）第12345号", ("東京地方裁判所",), ("令和7年(ワ)第12345号",)),
        ("Case ID: 15512345678 of Seller Support, tracking 1Z-22/33", (), ()),
    ],
)
def test_a_court_and_its_case_are_told_as_printed(text: str, courts: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    told = said(text)
    assert (told.courts, told.court_cases) == (courts, numbers)
