"""Where rules misread a mail, the words of it are weighed by what was learned of others (weighed.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

from noticed.core.notice.model import NoticeKind

MAILS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("weighed.toml").read_text("utf-8"))["mail"]
LANGUAGES = sorted({mail["language"] for mail in MAILS})
FIELDS = ("kind", "action", "reason_stated")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_in_words_that_no_rule_foresaw_is_read(language: str) -> None:
    read = [(mail, notice(mail["text"], subject=mail["subject"])) for mail in MAILS if mail["language"] == language]
    found = [(mail["text"], {field: getattr(seen, field) for field in FIELDS}) for mail, seen in read]
    assert found == [(mail["text"], {field: mail[field] for field in FIELDS}) for mail, _ in read]


def test_what_words_alone_say_is_shown_as_a_guess_with_its_line() -> None:
    text = (
        "Hallo,\nwir mussten B0C7RWK18E aus dem Verkauf nehmen. Anlass ist der Vorwurf einer Urheberrechtsverletzung, "
        "den der Verlag Ostermoor an uns herangetragen hat. Wenden Sie sich an ihn oder antworten Sie uns."
    )
    guessed = {each.field: each.line for each in notice(text).evidence if each.guess}
    assert "Urheberrechtsverletzung" in guessed["kind"]


def test_what_speaks_of_putting_goods_up_again_brings_nothing_back() -> None:
    text = (
        "Dear seller,\n\nToday we closed four of your offers on Amazon.com:\nB00QW7LK3E B01A5TRMV2 B00ZN8HD6K "
        "B0178PYXCS. An agency claims that the pictures shown there belong to it and calls their use an infringement "
        "of its copyright.\n\nAmazon doesn't judge who is right in such a quarrel. Speak to the agency "
        "(licensing@harrowgate-pictures.example) and, once the two of you see eye to eye, let it call off its claim in "
        "a message to copyright@amazon.com. Putting the four products up again before that day may cost you your right "
        "to sell.\n\nYours truly,\nListing Compliance"
    )
    read = notice(text, subject="Your Amazon Listings")
    assert (read.kind, read.action) == ("complaint", "listing_removed")


def test_words_alone_hide_no_mail_and_close_no_account() -> None:
    text = (
        "Bonjour,\n\nUn achat test (commande 405-2217846-9930155) a conduit Horlogerie Vésubie SARL à conclure que "
        "vous vendez des produits contrefaits. Nous avons donc fermé les fiches suivantes :\n\nB095HXZZD3\n"
        "B09V7FT5HZ\n\nLe réclamant : Horlogerie Vésubie SARL <litiges@vesubie.example>\n"
        "Notre dossier : réclamation 17085348971"
    )
    assert notice(text, subject="Votre Compte Vendeur Amazon.fr").kind is NoticeKind.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\nfrom today on you are no longer one of the sellers of Amazon.com. Too many owners of trademarks "
        "have written to us about what you sell; their letters concerned B0C7RWK18E and B095HXZZD3 among others."
        "\n\nWhat would change our mind: invoices of the last year, and a plan that says what went wrong and how you "
        "will keep it from happening again. Your balance stays with us for 90 days.\n\nSeller Performance",
        "Guten Tag,\n\nIhre Berechtigung, auf Amazon.de zu verkaufen, haben wir Ihnen heute entzogen. Der Grund sind "
        "die vielen Beschwerden von Markeninhabern, zuletzt die Beschwerde 17085348971 zu B095HXZZD3.\n\nSenden Sie "
        "uns einen Maßnahmenplan: Was ist geschehen? Was haben Sie unternommen? Wie verhindern Sie es künftig? "
        "Guthaben werden bis auf Weiteres einbehalten.\n\nIhr Team der Verkäuferleistung",
    ],
)
def test_an_account_that_was_closed_in_words_that_no_rule_knows_is_told(text: str) -> None:
    read = notice(text, subject="Your selling account")
    assert (read.kind, read.action) == ("account_suspension", "account_deactivated")


@pytest.mark.parametrize(
    "why",
    ["we could not verify your identity", "your tax registration has expired", "you sold goods that the law forbids"],
)
def test_an_account_that_was_closed_for_other_things_is_none_of_ours(why: str) -> None:
    text = f"Hello,\n\nyour selling account has been deactivated because {why}. Your funds are held for 90 days."
    assert notice(text, subject="Your selling account").kind is NoticeKind.OTHER


def test_a_sentence_alone_is_not_overruled() -> None:
    text = "We are writing to let you know that a rights owner retracted its complaint 18734561231 about B0C1234567."
    assert notice(text).kind is NoticeKind.RETRACTION


@pytest.mark.parametrize(
    ("kind", "subject", "text"),
    [
        (
            "complaint",
            "您的商品",
            "您好，\n\n【处理结果】商品 B0CW9PT4LM 已从商城撤下\n【举报事由】著作权——图案系擅自翻印\n"
            "【登记号】VA 2-418-905\n【举报方】Corvane Textile Studio\n【举报方邮箱】licensing@corvane.example\n"
            "【案号】投诉 20188246073\n\n想恢复销售，您有两条路：一是取得 Corvane Textile Studio 的书面授权并上传；"
            "二是请该公司自行登录后台撤销投诉。",
        ),
        (
            "appeal_response",
            "Reply to your plan",
            "Dear Seller,\n\nwe looked at the plan you handed in. With it your account cannot be switched on again, "
            "for it leaves three things open:\n(1) what led to the infringement in the first place;\n(2) which steps "
            "you took afterwards, one by one;\n(3) valid papers - we cannot use the ones attached.\n\nPerhaps the "
            "deactivation was a mistake. In that case show us why no right of the brand was ever touched.",
        ),
        (
            "other",
            "Al momento non puoi vendere",
            "Buongiorno,\n\nda oggi non puoi vendere su Amazon.it: abbiamo disattivato il tuo account e le tue offerte "
            "non sono visibili. Ti avevamo chiesto da chi compri B093FMLQ6D e B08M2TCZX9, ma dalla tua risposta non si "
            "capisce se il fornitore sia autorizzato.\n\nPer essere riammesso ci servono le fatture degli ultimi 365 "
            "giorni, con i dati completi di chi le ha emesse, oppure una sua lettera di autorizzazione.",
        ),
    ],
)
def test_what_a_rule_takes_for_an_end_is_none_where_nothing_else_speaks_for_it(
    kind: str, subject: str, text: str
) -> None:
    read = notice(text, subject=subject)
    assert read.kind == kind
    assert read.action != "reinstated"


def test_an_answer_to_an_appeal_ends_a_case_in_words_that_rules_doubt() -> None:
    text = (
        "Hello,\n\nWe agree with what you wrote to us on Tuesday: B0DMT4R8QZ may be sold again on Amazon.ca from "
        "today. The complaint (18990473215) that set a design patent against it is closed and has left your Account "
        "Health page.\n\nNo further step is needed."
    )
    read = notice(text, subject="Good news about B0DMT4R8QZ")
    assert (read.kind, read.action) == ("reinstatement", "reinstated")


def test_what_a_rule_could_only_guess_was_done_is_what_the_words_of_a_short_mail_say() -> None:
    text = (
        "Hallo, Käthe Größner (k.groessner@groessner-form.example) schreibt uns: \"Der Haken 'Welle' ist meinem "
        'Gemeinschaftsgeschmacksmuster 006548812-0003 nachgemacht." Es geht um Ihren Artikel B0BXT934B2; er kann auf '
        "Amazon.de derzeit nicht mehr gekauft werden. Ob der Vorwurf stimmt, beurteilen wir nicht. Einigen Sie sich "
        "bitte mit Frau Größner oder legen Sie Widerspruch ein. Sie brauchen dabei die Beschwerde-ID 17620493851."
    )
    assert notice(text).action == "listing_removed"


def test_what_is_on_sale_again_was_reinstated_in_whatever_words() -> None:
    text = (
        "Dear Northquay Supplies,\n\nThanks for the paperwork, which we find convincing. From this evening shoppers on "
        "Amazon.com can order B07C4QXM2L from you as before.\n\nKind regards,\nNotice Dispute Team"
    )
    read = notice(text, subject="Re: Important information about your listings on Amazon.com")
    assert (read.kind, read.action) == ("reinstatement", "reinstated")


def test_a_recall_whose_maker_has_a_patent_is_no_complaint() -> None:
    text = (
        "Dear Seller,\n\nWe removed your listing B07TTQ5N1C (Brand: Lumenfox headlamp) because we received "
        "a report that the battery may overheat. It violates our product safety policy. The maker, Lumenfox GmbH "
        "(safety@lumenfox.example), holds patent EP 3 111 222 on the battery housing and asked us to inform all "
        "sellers about the recall.\n\nPlease send a test report under UN 38.3 by 20 December 2026.\n\nProduct Safety"
    )
    assert notice(text, subject="Policy violation: restricted product removed").kind is NoticeKind.OTHER


def test_an_invitation_to_write_is_no_label_of_the_owners() -> None:
    text = (
        "Hello,\n\nWe removed your product from Amazon.com because its page says that it kills insects. Such products "
        "may only be offered by sellers who have passed our training.\n\nASIN: B08ZKX4W7Q\nPolicy: Pesticides and "
        "pesticide devices\n\nWrite to pesticides@amazon.com if you think that the policy does not apply."
    )
    assert notice(text, subject="Your Amazon.com listings").kind is NoticeKind.OTHER
