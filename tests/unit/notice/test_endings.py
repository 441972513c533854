"""Why a listing is back, and whose deactivation is told: the listing's or the account's (endings.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import read

ENDINGS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("endings.toml").read_text("utf-8"))
TITLED: dict[str, list[list[str]]] = tomllib.loads(
    Path(__file__).with_name("no_endings_titled.toml").read_text("utf-8")
)
NONE: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("no_endings.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", ENDINGS)
def test_a_record_in_the_account_suspends_nobody_and_what_is_back_says_why(language: str) -> None:
    found = {text: (kind, action) for kind, action, text in ENDINGS[language]["said"]}
    notices = {text: read(language, text) for text in found}
    seen = {text: (each.kind.value, each.action.value) for text, each in notices.items()}
    assert {text: said for text, said in seen.items() if said != found[text]} == {}


@pytest.mark.parametrize("language", NONE)
def test_what_is_denied_promised_or_asked_of_the_listing_ends_nothing(language: str) -> None:
    kinds = {text: read(language, text).kind.value for text in NONE[language]}
    assert [text for text, kind in kinds.items() if kind in {"retraction", "reinstatement"}] == []


@pytest.mark.parametrize("language", TITLED)
def test_a_subject_ends_nothing_that_the_text_below_it_does_not_state(language: str) -> None:
    kinds = {text: notice(text, subject=subject).kind.value for subject, text in TITLED[language]}
    assert [text for text, kind in kinds.items() if kind in {"retraction", "reinstatement"}] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "À la suite d'un signalement (18734561231), deux photos ont été retirées de B0C1234567 (droit d'auteur).",
        ),
        ("es", "Tras la reclamación 18734561231 (derechos de autor) se retiraron dos fotos de B0C1234567."),
        ("it", "Dopo il reclamo 18734561231 (diritto d'autore) due foto sono state ritirate da B0C1234567."),
    ],
)
def test_pictures_that_are_withdrawn_withdraw_no_complaint(language: str, text: str) -> None:
    assert read(language, text).kind == "complaint"


def test_an_ending_does_not_run_over_a_blank_line() -> None:
    text = (
        "Bir hak sahibinin marka şikayeti (18734561231) nedeniyle aşağıdaki ürünler kaldırıldı.\n\nŞikayete konu olan "
        "ürünler\nB0C1234567\n\nYeniden satış yapmak isterseniz faturalarınızı iletin.\n"
    )
    assert read("tr", text).kind == "complaint"


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("fr", "Comment rétablir mon offre ?", "Faites retirer la plainte 18734561231 par Lumitrec SAS."),
        ("fr", "Rétractation reçue ?", "Nous attendons la confirmation du plaignant pour la plainte 18734561231."),
        ("es", "Retractación 18734561231", "La carta de retractación parece falsificada. La denuncia se mantiene."),
        ("es", "Oferta B0C1234567 no restablecida", "Hemos decidido no restablecer su oferta B0C1234567."),
        ("it", "Ritiro del reclamo 18734561231", "Non abbiamo ricevuto alcun ritiro del reclamo 18734561231."),
        ("it", "I: ritrattazione", "Il tuo allegato sul reclamo 18734561231 è illeggibile. Inviacelo di nuovo."),
        ("pt", "Retratação inválida", "A retratação da denúncia 18734561231 não vem do endereço do titular."),
        ("pt", "Pagamentos restabelecidos", "As ofertas afetadas pela denúncia 18734561231 continuam inativas."),
    ],
)
def test_a_subject_that_only_names_an_ending_asks_for_it_or_denies_it_ends_nothing(
    language: str, subject: str, text: str
) -> None:
    assert notice(text, subject=subject).kind.value not in {"retraction", "reinstatement"}
