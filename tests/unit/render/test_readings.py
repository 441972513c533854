"""Under a letter stands what it says in the operator's language: every letter has its reading, with the same gaps."""

from pathlib import Path

import pytest
from jinja2 import meta

from noticed.adapters.packaged import letter_templates
from noticed.render.letters import parse_templates
from noticed.render.templates import environment

TEMPLATES = parse_templates(letter_templates(None))
NAMES = sorted({name for name, _ in TEMPLATES.by_kind})


@pytest.mark.parametrize("kind", NAMES)
def test_a_reading_speaks_of_exactly_what_its_letter_speaks_of(kind: str) -> None:
    letter, reading = TEMPLATES.by_kind[kind, "en"], TEMPLATES.by_kind[kind, "en.zh"]
    for part in ("subject", "body"):
        spoken = [meta.find_undeclared_variables(environment().parse(getattr(t, part))) for t in (letter, reading)]
        assert spoken[0] == spoken[1]
    assert (letter.to, letter.cc, letter.slots) == (reading.to, reading.cc, reading.slots)


def test_a_letter_that_was_reworded_loses_the_packaged_reading(tmp_path: Path) -> None:
    own = tmp_path / "letters" / "inquiry" / "en.txt"
    own.parent.mkdir(parents=True)
    own.write_text(letter_templates(None)["inquiry", "en"].replace("Hello", "Dear all"), encoding="utf-8")
    texts = letter_templates(tmp_path)
    assert ("inquiry", "en.zh") not in texts
    assert ("follow_up", "en.zh") in texts
