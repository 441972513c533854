"""What is read in prose by its shape, where no phrase foresaw the sentence (told.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import read

TOLD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("told.toml").read_text("utf-8"))


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
