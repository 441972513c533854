"""Wordings that sellers and their advisers report of real notices, each read as what it is."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_label_layouts import OPENINGS

REPORT = "Hello,\n\nWe received a report from a rights owner about the items below and removed them.\n\n"
DEADLINES = [
    pytest.param(language, sentence, days, id=f"{language}-{number}")
    for language, said in tomllib.loads((Path(__file__).parent / "deadlines.toml").read_text("utf-8")).items()
    for number, (sentence, days) in enumerate(said.items())
]
IDS = "ASIN: B0C1234567\nComplaint ID: 16914539521\n"
SENT = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Copyright", "copyright"),
        ("Copyright Image", "copyright"),
        ("Trademark", "trademark"),
        ("Trademark on Product", "trademark"),
        ("Trademark on Product Detail Page", "trademark"),
        ("Trademark misuse", "trademark"),
        ("Potential Trademark Text Misuse", "trademark"),
        ("Trademark Logo Misuse", "trademark"),
        ("Counterfeit", "counterfeit"),
        ("Counterfeit without a test buy", "counterfeit"),
        ("COUNTERFEIT WITHOUT A TEST BUY", "counterfeit"),
        ("inauthentic", "counterfeit"),
        ("Design Patent", "design_patent"),
        ("Design Right", "design_patent"),
        ("Potential Registered Design Misuse (FERNLEAF)", "design_patent"),
        ("Utility Patent", "utility_patent"),
        ("Patent", "patent"),
        ("Parallel import", "trademark"),
        ("Trade dress", "trade_dress"),
        ("商标侵权（产品或包装）", "trademark"),
        ("商标侵权（商品详情页）", "trademark"),
        ("版权（图片）", "copyright"),
        ("外观设计专利", "design_patent"),
        ("发明专利", "utility_patent"),
        ("实用新型", "patent"),
        ("假冒（未进行测试购买）", "counterfeit"),
        ("假冒商品（不带测试购买）", "counterfeit"),
        ("商业外观", "trade_dress"),
        ("Markenrechtsverletzung (Produkt)", "trademark"),
        ("Markenrechtsverletzung (Produktdetailseite)", "trademark"),
        ("Urheberrechtsverletzung", "copyright"),
        ("Verletzung eines eingetragenen Designs", "design_patent"),
        ("Designnutzungsrecht", "design_patent"),
        ("Patentrechtsverletzung", "patent"),
        ("Gebrauchsmuster", "patent"),
        ("Gemeinschaftsgeschmacksmuster", "design_patent"),
        ("Fälschung", "counterfeit"),
        ("商標権", "trademark"),
        ("著作権", "copyright"),
        ("意匠権", "design_patent"),
        ("特許権", "patent"),
        ("実用新案権", "patent"),
        ("偽造品", "counterfeit"),
        ("真贋", "counterfeit"),
        ("droit d'auteur", "copyright"),
        ("dessin ou modèle", "design_patent"),
        ("brevet", "patent"),
        ("Contrefaçon de marque", "trademark"),
        ("diritto d'autore", "copyright"),
        ("brevetto", "patent"),
        ("contraffazione", "counterfeit"),
        ("derechos de autor", "copyright"),
        ("diseño", "design_patent"),
        ("falsificación", "counterfeit"),
        ("merkrecht", "trademark"),
        ("handelsmerk", "trademark"),
        ("auteursrecht", "copyright"),
        ("octrooi", "patent"),
        ("znak towarowy", "trademark"),
        ("prawa autorskie", "copyright"),
        ("varumärke", "trademark"),
        ("upphovsrätt", "copyright"),
        ("marca", "trademark"),
        ("direitos autorais", "copyright"),
        ("ticari marka", "trademark"),
        ("telif hakkı", "copyright"),
    ],
)
def test_a_type_is_known_by_its_name(said: str, right: str) -> None:
    assert notice(f"{REPORT}{IDS}Infringement type: {said}\n").ip_type == right


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Trademark number: 5123456", "5123456"),
        ("Trademark number :88123456", "88123456"),
        ("-- Trademark number 5123456", "5123456"),
        ("Patent number: US10863700B1", "US10863700B1"),
        ("Patent number: US 8567123 B2", "US 8567123 B2"),
        ("Design Right number: DM / 076580", "DM / 076580"),
        ("Design patent number: USD814432S", "USD814432S"),
        ("Design patent number: D891,204", "D891,204"),
        ("IP asserted: 9,214,775", "9,214,775"),
        ("Trademark number: UK00003377120", "UK00003377120"),
        ("Trademark number: TMA987,654", "TMA987,654"),
        ("Copyright registration number: VA 2-184-556", "VA 2-184-556"),
        ("Copyright registration number: VA0002184556", "VA0002184556"),
        ("商标号：40201914", "40201914"),
        ("商標番号：6123456", "6123456"),
    ],
)
def test_a_number_is_read_as_it_is_printed(line: str, number: str) -> None:
    assert notice(f"{REPORT}{IDS}{line}\n").ip_numbers == (number,)


@pytest.mark.parametrize(
    "label",
    [
        "Complaint ID",
        "Complaint id",
        "Co mpla int ID",
        "ComplaintID",
        "投诉编号",
        "投诉 ID",
        "投诉ID",
        "侵权投诉编号",
        "Beschwerdenummer",
        "Beschwerde-ID",
        "苦情 ID",
        "苦情ＩＤ",
        "申し立て番号",
        "ID de la réclamation",
    ],
)
def test_a_complaint_id_is_announced_in_these_words(label: str) -> None:
    assert notice(f"{REPORT}ASIN: B0C1234567\n{label}: 16914539521\n").complaint_ids == ("16914539521",)


@pytest.mark.parametrize(
    "block",
    [
        "These are the rights owner's contact details:\n\n-- Ana Prado\n-- ana@brand.example\n",
        "These are the rights owner's contact details:\n-- Ana Prado, ana@brand.example\n",
        "If you want to resolve this dispute, contact the rights owner:\n– Ana Prado\n– ana@brand.example\n",
        "Please work directly with the rights owner:\n• Ana Prado • ana@brand.example\n",
        "Rights owner name: Ana Prado\nRights owner email: ana@brand.example\n",
        "Rightsownername: Ana Prado\nRightsowneremail: ana@brand.example\n",
        "权利所有者：Ana Prado\n联系邮箱：ana@brand.example\n",
        "权利所有者的联系方式：\nAna Prado\nana@brand.example\n",
        "Kontaktdaten des Rechteinhabers:\nAna Prado\nana@brand.example\n",
        "権利者の連絡先：\nAna Prado\nana@brand.example\n",
    ],
)
def test_the_complainant_is_read_from_his_block(block: str) -> None:
    read = notice(f"{REPORT}{block}\n{IDS}Infringement type: Trademark\n")
    assert (read.rights_owner_name, read.rights_owner_emails) == ("Ana Prado", ("ana@brand.example",))


@pytest.mark.parametrize(
    "contact",
    [
        "Rights owner email: ***********",
        "Rights owner email: [email protected]",
        "Rights owner: [Removed personal information]",
    ],
)
def test_masked_contact_data_are_nobodys(contact: str) -> None:
    read = notice(f"{REPORT}{IDS}Infringement type: Trademark\n{contact}\n")
    assert (read.rights_owner_name, read.rights_owner_emails) == (None, ())


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("If you do not provide the information within 90 days, your inventory will be removed.", 90),
        ("This record stays on your account up to 180 days after the listing was deactivated.", None),
        ("Your funds may be held for up to 90 days.", None),
        ("Please send invoices from the last 365 days.", None),
        ("Send us a plan of action within 17 days.", 17),
        ("Respond within 72 hours.", 3),
        ("The listing is restored if the claimant files no suit within 10 days.", None),
        ("We answer appeals within 48 hours.", None),
    ],
)
def test_a_deadline_binds_the_seller_or_it_is_none(sentence: str, days: int | None) -> None:
    assert notice(f"{REPORT}{IDS}Infringement type: Trademark\n\n{sentence}\n").deadline_days == days


@pytest.mark.parametrize(("language", "sentence", "days"), DEADLINES)
def test_a_deadline_is_read_in_words_and_figures(language: str, sentence: str, days: int) -> None:
    read = notice(f"{OPENINGS[language]}\n\n{IDS}\n{sentence}\n", sent=SENT)
    assert (read.deadline_days or 0) == days


@pytest.mark.parametrize(
    ("glued", "address"),
    [
        ("Please emailseller-performance-policy@amazon.comand let us know.", "seller-performance-policy@amazon.com"),
        ("Write to us at notice-retraction@amazon.comor use the form.", "notice-retraction@amazon.com"),
    ],
)
def test_an_address_ends_where_amazons_domain_ends(glued: str, address: str) -> None:
    read = notice(f"{REPORT}{IDS}\n{glued}\n")
    assert [found.endswith(address) for found in read.amazon_emails] == [True]


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Policy&nbsp;Warning", f"{REPORT}{IDS}", "complaint"),
        (
            "Your Amazon.com Seller Account",
            "Hello,\n\nYour selling account has been deactivated because of rights owner "
            "complaints about trademark infringement. ASIN: B0C1234567",
            "account_suspension",
        ),
        (
            "Notice",
            "Hello,\n\nThis is not a complaint of a rights owner: our systems found a Suspected Intellectual "
            "Property Violation (trademark). ASIN: B0C1234567",
            "suspected",
        ),
        (
            "Appeal",
            "Hello,\n\nWe cannot accept your appeal because it does not address the report. Complaint ID: 16914539521",
            "appeal_response",
        ),
        (
            "Appeal",
            "Hello,\n\nYour message does not confirm an error has taken place. We are unable to accept additional "
            "criteria on retractions, such as restrictions. Complaint ID: 16914539521",
            "appeal_response",
        ),
        (
            "Cleared",
            "Hello,\n\nThe violation is cleared for ASIN B0C1234567: the rights owner retracted the complaint.",
            "retraction",
        ),
        (
            "UPNE",
            "Hello,\n\nThe owner of U.S. Patent No. 9,214,775 asked for a neutral evaluation. You have two choices. "
            "Send Exhibit 2 to patent-evaluation@amazon.com within three weeks. ASIN: B0C1234567",
            "patent_evaluation",
        ),
        (
            "Votre compte",
            "Cher client,\n\nNous vous contactons car nous avons reçu une plainte du titulaire des droits : "
            "nous avons supprimé les offres pour violation des droits de distribution sélective. ASIN : B0C1234567\n"
            "- Maison Vela\n- droits@vela.example",
            "complaint",
        ),
    ],
)
def test_a_message_is_known_by_what_it_says(subject: str, text: str, kind: str) -> None:
    assert notice(text, subject=subject).kind == kind
