"""Whose the mail addresses of a notice are: a letter goes to who complained, and to nobody else (addressed.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

MAILS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("addressed.toml").read_text("utf-8"))["mail"]
LANGUAGES = sorted({mail["language"] for mail in MAILS})


@pytest.mark.parametrize("language", LANGUAGES)
def test_insurers_customs_and_other_strangers_get_no_letter(language: str) -> None:
    mails = [mail for mail in MAILS if mail["language"] == language]
    found = [(mail["text"], sorted(notice(mail["text"]).rights_owner_emails)) for mail in mails]
    assert found == [(mail["text"], mail["theirs"]) for mail in mails]


def test_the_only_address_of_a_complaint_is_the_complainants_in_whatever_words() -> None:
    text = (
        "Dear Tidewell Supply,\n\nOttoline Brandvold, whose address is o.brandvold@torque-patents.example, believes "
        "that three products you offer (B06W9KT2XR, B06XH4PZ7N and B06Y1DVC8M) make use of an invention protected by "
        "utility patent US 8,973,406, and has asked Amazon to look into it. Quote complaint 2417093851."
    )
    assert notice(text).rights_owner_emails == ("o.brandvold@torque-patents.example",)


def test_a_complaint_may_be_called_a_case() -> None:
    text = (
        "Diese Angebote sind gesperrt: B08XTQ4NRM\n\nWer hat sich beschwert? Drehwerk GmbH & Co. KG\n"
        "Kontakt plagiate@drehwerk-bits.example\nWorauf stützt sich die Beschwerde? Fälschung, Marke DREHWERK\n"
        "Vorgang 20570183316\n"
    )
    assert notice(text).complaint_ids == ("20570183316",)
    assert notice(f"{text}Beschwerde-ID: 18734561231\n").complaint_ids == ("18734561231",)


def test_a_number_of_ten_digits_that_nothing_else_claims_is_an_old_complaints() -> None:
    text = (
        "B0126ZKT9V can no longer be bought from you: it bears the trademark of Brightmoor Watchworks, which may drop "
    )
    assert notice(f"{text}the claim, numbered 1580443917.").complaint_ids == ("1580443917",)
    assert notice(f"{text}the claim. The book is 8501104620.").complaint_ids == ()
    seen = notice(f"{text}the claim, numbered 1580443917.").evidence
    assert [each.guess for each in seen if each.field == "complaint_ids"] == [True]


def test_complaints_of_one_day_are_told_together() -> None:
    text = (
        "Beanstandetes Produkt\tVorgang\nB0BRT7X4KZ\t17510394826\nB0BRV2N9QL\t17510394834\n\n"
        "Die Mühlbächer Angelgeräte KG macht eine Markenverletzung geltend (Marke 30 2019 112 407).\n"
    )
    assert notice(text).complaint_ids == ("17510394826", "17510394834")
