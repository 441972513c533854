"""A complainant and his address are found where a sentence or a card of a notice has them (contacts.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice, words

from noticed.core.mail.message import read_message
from noticed.core.notice.extract import read_notice

CONTACTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("contacts.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", CONTACTS)
def test_who_complained_and_where_he_is_reached_are_read_together(language: str) -> None:
    misread = {}
    for case in CONTACTS[language]:
        read = notice(case["said"])
        expected = (case.get("owner"), tuple(filter(None, (case.get("email"),))))
        if (read.rights_owner_name, read.rights_owner_emails) != expected:
            misread[case["said"]] = (read.rights_owner_name, read.rights_owner_emails)
    assert misread == {}


def test_what_stands_before_an_address_of_amazons_makes_no_stranger_of_the_next() -> None:
    text = (
        "A maker reported the product as counterfeit.\n\nSend invoices of your supplier to notice-dispute@amazon.com, "
        "or ask the company (hello@sedgewren.example) to take the report back.\n\nASIN: B0C1234567\n"
    )
    assert notice(text).rights_owner_emails == ("hello@sedgewren.example",)


def test_the_suppliers_address_behind_amazons_stays_a_strangers() -> None:
    text = (
        "A rights owner reported the product as counterfeit.\n\nWrite to notice-dispute@amazon.com, and your supplier "
        "(sales@factory.example) may send invoices.\n\nASIN: B0C1234567\n"
    )
    assert notice(text).rights_owner_emails == ()


SIDE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("readers_side.toml").read_text("utf-8"))
LABELLED = "Complaint ID: 18734561231\nRights owner: Larch Ltd\n"


@pytest.mark.parametrize("between", [" ", "\n\n"])
@pytest.mark.parametrize("language", SIDE)
def test_nobody_on_the_readers_side_is_written_to(language: str, between: str) -> None:
    """Who sells to him, and who works with him, in the same paragraph and the next, the complainant named or not."""
    report, lines = SIDE[language]["report"], SIDE[language]["of"]
    texts = [f"{report}{between}{line}\n\n{named}" for line in lines for named in ("", LABELLED)]
    assert {text: found for text in texts if (found := notice(text).rights_owner_emails)} == {}


ONLY = {
    "ines@ibarra-dibujos.example": "La ilustradora Inés Ibarra nos presentó la queja 18734561231: su publicación "
    "B0C1234567 copia sus derechos de autor. La dimos de baja.\n\nLo más rápido suele ser hablar con ella: "
    "ines@ibarra-dibujos.example.\n",
    "hq@quast-foto.example": "Anlass war eine Meldung von Heide Quast über eine Verletzung ihres Urheberrechts "
    "(18734561231). Wir haben B0C1234567 entfernt.\n\nAndernfalls erreichen Sie Frau Quast unter "
    "hq@quast-foto.example.\n",
    "recht@ruempker-pat.example": "Die Laternenhof GmbH meldet, dass B0C1234567 ihr Patent verletzt (18734561231). Das "
    "Angebot ist entfernt.\n\nAnsprechpartner: Patentanwälte Rümpker & Sohn, recht@ruempker-pat.example\n",
}


@pytest.mark.parametrize("spec", ONLY)
def test_the_only_address_in_a_complaint_is_the_complainants_where_it_spells_a_name_in_it(spec: str) -> None:
    assert notice(ONLY[spec]).rights_owner_emails == (spec,)


def test_the_only_address_in_an_answer_may_be_a_suppliers() -> None:
    text = (
        "We looked at your appeal about complaint 18734561231 (trademark, B0C1234567). The papers that Bright Metals "
        "Ltd sent (sales@brightmetals.example) do not name the product, so the listing stays down. Send us more.\n"
    )
    assert notice(text).rights_owner_emails == ()


def test_a_company_on_an_invoice_names_nobody() -> None:
    text = (
        "关于投诉 18734561231（商标侵权，B0C1234567），我们无法接受您的申诉：\n\n"
        "1）发票上的公司名称与您的账户名称不一致；\n"
        "2）营业执照上的公司地址无法核实。\n"
    )
    assert notice(text).rights_owner_name is None


def test_the_footer_of_a_mailing_list_names_nobody_to_write_to() -> None:
    raw = (
        b"From: Amazon <notice@amazon.com>\r\nTo: legal@seller.example\r\nSubject: [mail] Notice\r\n"
        b"List-Id: Marketplace mail <mail.osprey.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"A rights owner reported your listing for trademark infringement; we removed it.\r\n\r\nASIN: B0C1234567\r\n"
        b"Rights owner: Larch Ltd\r\nRights owner email: ip@larch.example\r\nComplaint ID: 18734561231\r\n\r\n-- \r\n"
        b"Leave the list: mail-leave@osprey.example\r\nQuestions: master@lists.osprey.example\r\n"
    )
    assert read_notice(read_message(raw), *words()).rights_owner_emails == ("ip@larch.example",)


def test_a_line_in_a_block_that_says_where_to_write_to_amazon_is_nobodys_name() -> None:
    text = (
        "Your product was reported as covered by a patent (complaint 18734561231). The listing is deactivated.\n\n"
        "ASIN: B0C1234567\n\nTo settle the matter, write or call:\n* Imre Toldy, patent attorney\n"
        "* toldy@toldy-ip.example\nThe person who complained can withdraw by writing to notice-dispute@amazon.com.\n"
    )
    assert notice(text).rights_owner_name == "Imre Toldy, patent attorney"


def test_a_country_is_no_complainant_and_a_firm_named_after_one_is() -> None:
    text = (
        "Someone who owns a trade mark in {} has told us that your goods bear it. We removed B0C1234567 (18734561231)."
    )
    assert notice(text.format("Canada")).rights_owner_name is None
    labelled = "We removed B0C1234567 after a complaint (18734561231).\n\nRights owner: Canada Woodworks\n"
    assert notice(labelled).rights_owner_name == "Canada Woodworks"


def test_the_last_word_of_a_name_over_two_lines_is_no_label() -> None:
    text = (
        "We disabled a listing after a report.\n\nASIN\n    B0C1234567\nInfringement\ntype\n    Copyright\n"
        "Rights owner\nname\n    Saltmarsh Letterpress\n    Company\nRights owner\nemail\n    ip@saltmarsh.example\n"
    )
    assert notice(text).rights_owner_name == "Saltmarsh Letterpress Company"


def test_what_the_owner_says_is_not_his_name() -> None:
    text = (
        "Hemos retirado B0C1234567 (marca, 18734561231).\n\nLo que nos dice el titular: “Lotes destinados a Brasil "
        "con el código raspado; precio de origen, 9 €.”\n\nDatos de contacto del titular:\n-- Perfumería Almadraba\n"
    )
    assert notice(text, sender="notice@amazon.es").rights_owner_name == "Perfumería Almadraba"


def test_two_sentences_over_an_address_are_no_name() -> None:
    text = (
        "We removed B0C1234567 (trademark, 18734561231).\n\nThe goods were taken off Amazon.ca. You can reach the "
        "owner at\n-- brand@fernhollow.example\n"
    )
    assert notice(text).rights_owner_name is None


def test_a_name_whose_second_line_ends_with_its_legal_form_is_read_whole() -> None:
    text = (
        "We removed a listing.\n\nASIN\n  B0C1234567\nType\n  Design Patent\nName of the\nrights owner\n"
        "  Peregrine & Moss\n  Lighting, Inc.\nE-mail of the\nrights owner\n  ip@peregrine.example\n"
    )
    assert notice(text).rights_owner_name == "Peregrine & Moss Lighting, Inc."


def test_a_right_of_authors_behind_the_type_names_no_author() -> None:
    text = (
        "Un titulaire affirme que la fiche recopie un texte. Votre offre a été désactivée.\n\nASIN : B0C1234567\n"
        "Type d'infraction : Droit d'auteur - texte\nNuméro de réclamation : 18734561231\n\n"
        "Coordonnées du titulaire des droits :\n-- Solenne Kervadec\n-- solenne@kervadec.example\n"
    )
    assert notice(text, sender="notice@amazon.fr").rights_owner_name == "Solenne Kervadec"


def test_what_follows_an_address_in_brackets_is_the_rest_of_its_sentence() -> None:
    text = (
        "您好，我们收到商标所有人 Pinewhistle Toys Inc.（联系方式：ip@pinewhistle.example）的投诉，"
        "称您的商品使用了其商标，现已停止该商品的销售。\n商品：B0C1234567\n投诉编号：18734561231\n"
    )
    assert notice(text).rights_owner_name == "Pinewhistle Toys Inc."


@pytest.mark.parametrize(
    "said",
    [
        "Mail sent to notice@amazon.com is not read.",
        "Bitte antworten Sie nicht an notice@amazon.com; das Postfach wird nicht gelesen.",
        "N'écrivez pas à notice@amazon.com, personne ne consulte cette boîte.",
        "La casella notice@amazon.com è riservata agli invii automatici, non la usi.",
        "El buzón notice@amazon.com no admite respuestas.",
        "As mensagens para notice@amazon.com não são lidas.",
        "Stuur geen mail naar notice@amazon.com, die komt niet aan.",
        "Prosimy nie pisać na notice@amazon.com, nikt tam nie zagląda.",
        "Skriv inte till notice@amazon.com, ingen läser där.",
        "Sayın satıcı, notice@amazon.com adresine yazmayın, bu kutu okunmuyor.",
        "请勿写信至 notice@amazon.com，无人查看。",
        "notice@amazon.com 宛のメールは確認しておりません。",
    ],
)
def test_an_address_that_nobody_reads_is_none_to_write_to(said: str) -> None:
    greeting = {
        "请": "您好，权利人投诉您的商品。",
        "notice@amazon.com 宛": "平素よりお世話になっております。権利者から申し立てがありました。",
    }
    before = next((text for start, text in greeting.items() if said.startswith(start)), "")
    read = notice(
        f"{before}{said}\n\nASIN: B0C1234567\nComplaint ID: 18734561231\n", sender="seller-notification@amazon.com"
    )
    assert read.amazon_emails == ()


@pytest.mark.parametrize("store", ["patents@kestrel.example", "me@seller.example"])
def test_behind_a_link_stands_who_is_written_to_and_who_gets_a_copy_but_not_the_reader(store: str) -> None:
    found = notice(
        f"<p>Following a report by <a href='mailto:ip%40kestrel.example?cc={store.replace('@', '%40')}'>Kestrel Forge "
        "Ltd</a>, the owner of U.S. Patent No. 10,412,889, we have deactivated B0C1234567.</p>",
        is_html=True,
    )
    assert found.rights_owner_name == "Kestrel Forge Ltd"
    assert found.rights_owner_emails == ("ip@kestrel.example", *(() if store.startswith("me@") else (store,)))


def test_an_address_behind_a_link_may_have_any_sign_of_an_address() -> None:
    said = "<p>Following a report by <a href='mailto:ip%26brands@kestrel.example'>Kestrel Forge Ltd</a>, the owner of "
    found = notice(f"{said}U.S. Patent No. 10,412,889, we have deactivated B0C1234567.</p>", is_html=True)
    assert found.rights_owner_emails == ("ip&brands@kestrel.example",)
