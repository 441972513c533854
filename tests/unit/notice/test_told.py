"""What is read in prose by its shape, where no phrase foresaw the sentence (told.toml, romance.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import read

FILES = ("told.toml", "romance.toml")
TOLD: dict[str, Any] = {}
for name in FILES:
    for field, rows in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8")).items():
        TOLD.setdefault(field, {"said": []})["said"].extend(rows["said"])


def shown(value: object) -> str:
    """A value as told.toml writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, tuple) else str(value or "")


@pytest.mark.parametrize("field", TOLD)
def test_a_sentence_nobody_foresaw_is_read_by_its_shape(field: str) -> None:
    wanted = {text: value for _, value, text in TOLD[field]["said"]}
    seen = {text: shown(getattr(read(language, text), field)) for language, _, text in TOLD[field]["said"]}
    assert {text: value for text, value in seen.items() if value != wanted[text]} == {}


@pytest.mark.parametrize(
    "said",
    [
        "Oi, equipe da Casa Jandaia.\n\nRecebemos a defesa de vocês sobre a denúncia 18734561231. O titular da marca "
        "diz que nunca vendeu para vocês e B0C1234567 segue fora do ar.",
        "Beste Weverij Rietveen,\n\nWe kregen uw bezwaar tegen klacht 18734561231 over het merk. Er verandert niets.",
        "Hallo Team Gladiola!\n\nDanke für die Unterlagen zur Beschwerde 18734561231. Die Marke gehört einem anderen.",
        "Bonjour la Maison Tournesol,\n\nNous avons lu votre recours contre la plainte 18734561231 (marque).",
    ],
)
def test_whom_a_letter_greets_did_not_complain(said: str) -> None:
    assert notice(said).rights_owner_name is None


@pytest.mark.parametrize(
    ("said", "store"),
    [
        ("Gladiola Ltd owns utility patents in the United States that B0C1234567 uses.", "US"),
        ("Die Gladiola GmbH besitzt ein US-Patent, das B0C1234567 verletzt.", "US"),
        ("Gladiola SARL détient un brevet d'utilité américain que B0C1234567 reproduit.", "US"),
        ("Gladiola S.r.l. ha un brevetto statunitense che B0C1234567 viola.", "US"),
        ("Gladiola, S.L. tiene una patente estadounidense que B0C1234567 infringe.", "US"),
        ("A Gladiola Lda. tem uma patente norte-americana que B0C1234567 viola.", "US"),
        ("Gladiola B.V. heeft een Amerikaans octrooi waarop B0C1234567 inbreuk maakt.", "US"),
        ("Gladiola sp. z o.o. ma amerykański patent, który B0C1234567 narusza.", "US"),
        ("Gladiola AB har ett amerikanskt patent som B0C1234567 gör intrång i.", "US"),
        ("Gladiola Ltd. Şti., B0C1234567 ürününün ABD patentini ihlal ettiğini bildirdi.", "US"),
        ("株式会社花島の米国特許を B0C1234567 が侵害しているとの申し立てがありました。", "US"),
        ("Gladiola Ltd owns a European patent that B0C1234567 uses.", None),
        ("Die Gladiola GmbH besitzt ein europäisches Patent, das B0C1234567 verletzt.", None),
        ("Gladiola B.V. heeft een Europees octrooi waarop B0C1234567 inbreuk maakt.", None),
    ],
)
def test_a_right_of_the_united_states_says_which_store(said: str, store: str | None) -> None:
    assert notice(f"{said}\n\nComplaint ID: 18734561231", sender="notice@amazon.com").marketplace == store


def test_a_subject_that_names_the_account_suspends_nobody() -> None:
    said = (
        "権利者から偽造品である旨の申告を受けました。末尾の商品の出品を停止しております。B0C1234567 苦情ID 12345678901"
    )
    assert notice(said, subject="Amazon出品用アカウントに関する重要なお知らせ").kind == "complaint"
    closed = "権利者から商標権侵害の申告が重なったため、出品用アカウントを停止しました。"
    assert notice(closed, subject="出品用アカウントの停止").kind == "account_suspension"
