"""What was done is known by a noun and a verb of one clause where no phrase says it (deeds.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import read

DEEDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("deeds.toml").read_text("utf-8"))
SAID = {
    "removed": ("reported", "complaint", "listing_removed"),
    "risk": ("reported", "complaint", "listing_at_risk"),
    "content": ("reported", "complaint", "content_removed"),
    "nothing": ("reported", "complaint", "none"),
    "back": ("withdrawn", "retraction", "reinstated"),
    "not_back": ("withdrawn", "retraction", "none"),
}
MAY_BE = [
    ("If your product was delisted by mistake, let us know.", "none"),
    ("Was your product delisted by mistake?", "none"),
    ("The item has not been delisted so far.", "listing_at_risk"),
    ("The item will not be delisted if you answer.", "listing_at_risk"),
    ("The item may be delisted.", "listing_at_risk"),
    ("The item was delisted and may be bought by nobody.", "listing_removed"),
    ("The photos of your product were stripped from the page.", "content_removed"),
    ("Because of the photos, your product was delisted.", "listing_removed"),
    ("Your privileges may be suspended.", "none"),
    ("The items at the end of this email are concerned.", "none"),
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("language", DEEDS)
def test_what_was_done_is_known_by_its_parts(language: str, said: str) -> None:
    opening, *wanted = SAID[said]
    read_as = {text: read(language, f"{DEEDS[language][opening]}\n{text}") for text in DEEDS[language][said]}
    found = {text: [n.kind.value, n.action.value] for text, n in read_as.items()}
    assert {text: each for text, each in found.items() if each != wanted} == {}


def test_what_was_done_in_other_words_is_a_guess() -> None:
    found = read("en", f"{DEEDS['en']['reported']}\nI had to suppress your ASIN.")
    assert [each.guess for each in found.evidence if each.field == "action"] == [True]


@pytest.mark.parametrize(("text", "action"), MAY_BE)
def test_what_may_be_is_not_what_was_done(text: str, action: str) -> None:
    assert read("en", f"{DEEDS['en']['reported']}\n{text}").action == action


@pytest.mark.parametrize(
    "said",
    [
        "We removed one violation from your account, but B0C1234567 stays blocked.",
        "Sales of B0C1234567 were stopped. Your account is not affected.",
        "We stopped the sale of B0C1234567 on your account.",
        "If it happens again, we may stop sales on your account. B0C1234567 was removed.",
    ],
)
def test_what_is_done_to_a_listing_does_not_close_the_account(said: str) -> None:
    report = "A rights owner reported trademark infringement (complaint 18734561231)."
    assert notice(f"{report} {said}").kind == "complaint"


OF_THE_ACCOUNT = [
    ("en", "Your Amazon.com Seller Account"),
    ("de", "Ihr Verkäuferkonto bei Amazon.de"),
    ("fr", "Votre Compte Vendeur Amazon.fr"),
    ("es", "Su cuenta de vendedor de Amazon.es"),
    ("it", "Il tuo account venditore Amazon.it"),
    ("pt", "A sua conta de vendedor na Amazon.com.br"),
    ("nl", "Uw verkopersaccount bij Amazon.nl"),
    ("pl", "Twoje konto sprzedawcy Amazon.pl"),
    ("sv", "Ditt säljarkonto på Amazon.se"),
    ("tr", "Amazon.com.tr satıcı hesabınız"),
]
"""Subjects of real mail, which say nothing of what is in it."""
SHUT: dict[str, Any] = tomllib.loads(Path(__file__).with_name("shut.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", SHUT)
def test_a_seller_who_may_sell_no_more_is_told_so_in_any_words(language: str) -> None:
    report, said = SHUT[language]["report"], SHUT[language]["said"]
    kinds = {text: read(language, f"{text} {report}").kind.value for text in said}
    kinds |= {text: kind for text in said if (kind := read(language, f"{report}\n\n{text}").kind.value) != kinds[text]}
    assert {text: kind for text, kind in kinds.items() if kind != "account_suspension"} == {}


@pytest.mark.parametrize("language", SHUT)
def test_what_is_done_to_a_listing_in_the_shop_shuts_no_shop(language: str) -> None:
    kinds = {text: read(language, text).kind.value for text in SHUT[language]["listing"]}
    assert {text: kind for text, kind in kinds.items() if kind != "complaint"} == {}


@pytest.mark.parametrize(("language", "subject"), OF_THE_ACCOUNT)
def test_a_subject_that_only_names_the_account_shuts_no_shop(language: str, subject: str) -> None:
    assert notice(SHUT[language]["listing"][0], subject=subject).kind == "complaint"
