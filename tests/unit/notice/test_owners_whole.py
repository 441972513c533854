"""A name is whole where a sentence ends before it, or a word of it is cut short."""

import tomllib
from pathlib import Path

import pytest
from tests.unit.notice.reading import notice

from noticed.adapters import packaged
from noticed.core.mail.message import read_message
from noticed.core.notice.extract import read_notice

WHOLE = tomllib.loads(Path(__file__).with_name("whole.toml").read_text("utf-8"))
TAIL = "\n\nASIN: B0C1234567\nComplaint ID: 18734561231\n"
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("later/notices/s-nl-02-octrooi-risico.eml", "Ir. Hendrik Oosterling"),
        ("unseen/notices/x-en-015-2025-in-date-deadline.eml", "Mayurpankh Handlooms Pvt. Ltd."),
        ("unseen/notices/z-en-001-2016-prose-no-labels.eml", "Gaitskell & Daughters"),
    ],
)
def test_a_stop_before_a_name_or_in_it_cuts_nothing_off(file: str, name: str) -> None:
    message = read_message((CORPUS / file).read_bytes())
    assert read_notice(message, packaged.dialects(None), ()).rights_owner_name == name


@pytest.mark.parametrize("language", WHOLE)
def test_neither_a_comma_a_bracket_a_quote_nor_a_stop_cuts_a_name(language: str) -> None:
    owners = {said: (notice(said + TAIL).rights_owner_name, owner) for said, owner in WHOLE[language]["said"]}
    assert {said: pair for said, pair in owners.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize(
    "text",
    [
        "The items were removed.\n\nL.L.C. (ip@tessellate.example) reported it.",
        "S'il retire sa plainte (droits@verrerie.example), nous rétablirons votre offre.",
        "Lorsqu'elle retire sa plainte, nous rétablirons votre offre.",
        "GmbH & Co. KGaA hat uns gemeldet, dass Ihr Angebot ihre Marke verletzt.",
    ],
)
def test_a_fragment_is_no_name(text: str) -> None:
    assert notice(text + TAIL).rights_owner_name is None
