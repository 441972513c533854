"""The rows of the tests as texts with what is known of them: what is in each file, and how it is told there."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.unit.notice.test_deeds import MAY_BE, SAID
from tests.unit.notice.test_sentences import KINDS

Row = tuple[str, str, Mapping[str, str]]
"""Language, text, question → answer."""
Table = Mapping[str, Any]
FOLDER = Path(__file__).parents[1] / "unit" / "notice"
FIELDS = {"kind": "kind", "action": "action", "reason_stated": "reason", "ends": "ends"}
"""Field of a notice → what is asked."""
_ACTIONS = {"removed": "listing_removed", "risk": "listing_at_risk", "content": "content_removed"}


def known(given: Table) -> dict[str, str]:
    """The answers that a table of fields has."""
    return {question: _said(given[field]) for field, question in FIELDS.items() if field in given}


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def rows() -> Iterator[tuple[str, Row]]:
    """Every row, with the name of its file."""
    for name, read in _READERS.items():
        for row in read(tomllib.loads((FOLDER / name).read_text("utf-8"))):
            yield name, row


def _by_field(found: Table) -> Iterator[Row]:
    for field, question in FIELDS.items():
        for language, value, text in found.get(field, {}).get("said", ()):
            yield language, text, {question: value}


def _by_kind(found: Table) -> Iterator[Row]:
    """Kind, perhaps action, text, whatever stands between."""
    for language, each in found.items():
        for row in each["said"]:
            yield language, row[-1], dict(zip(("kind", "action")[: len(row) - 1], row, strict=False))


def _unended(found: Table) -> Iterator[Row]:
    for language, each in found.items():
        yield from ((language, _titled(subject, text), {"ends": "no"}) for subject, text in each["none"])
        yield from ((language, _titled(subject, text), {"kind": kind}) for kind, subject, text in each["ended"])


def _no_endings(found: Table) -> Iterator[Row]:
    for language, texts in found.items():
        for text in texts:
            yield language, text if isinstance(text, str) else _titled(*text), {"ends": "no"}


def _everyday(found: Table) -> Iterator[Row]:
    for language, each in found.items():
        yield from ((language, _titled(row["subject"], row["text"]), known(row)) for row in each)


def _freely(found: Table) -> Iterator[Row]:
    for language, each in found.items():
        yield from ((language, _titled(subject, text), known(wanted)) for subject, text, wanted in each["said"])


def _elsewhere(found: Table) -> Iterator[Row]:
    yield from ((language, text, {"kind": "other"}) for language, text in found["relayed"].items())
    for language in sorted(found.keys() - {"still", "relayed"}):
        for subject, text in found[language]["said"]:
            yield language, _titled(subject, text), {"kind": "other"}


def _deeds(found: Table) -> Iterator[Row]:
    yield from (("en", f"{found['en']['reported']}\n{text}", {"action": action}) for text, action in MAY_BE)
    for language, words in found.items():
        for name, (opening, kind, action) in SAID.items():
            for text in words[name]:
                yield language, f"{words[opening]}\n{text}", {"kind": kind, "action": action}


def _shut(found: Table) -> Iterator[Row]:
    for language, words in found.items():
        for said in words["said"]:
            for text in (f"{said} {words['report']}", f"{words['report']}\n\n{said}"):
                yield language, text, {"kind": "account_suspension", "action": "account_deactivated"}
        yield from ((language, text, {"kind": "complaint"}) for text in words["listing"])


def _structures(found: Table) -> Iterator[Row]:
    yield from ((row["language"], row["text"], known(row)) for row in found["case"])


def _sentences(found: Table) -> Iterator[Row]:
    for language, words in found.items():
        for name, kind in KINDS.items():
            yield from ((language, text, {"kind": kind}) for text in words[name])
        for name, action in _ACTIONS.items():
            for done in words[name]:
                yield language, f"{words['report'][0]} {done}", {"kind": "complaint", "action": action}


def _titled(subject: str, text: str) -> str:
    return f"{subject}\n\n{text}"


_READERS: Mapping[str, Callable[[Table], Iterator[Row]]] = {
    "told.toml": _by_field,
    "romance.toml": _by_field,
    "prose.toml": _by_kind,
    "endings.toml": _by_kind,
    "unlike.toml": _by_kind,
    "kinds.toml": _by_kind,
    "unended.toml": _unended,
    "no_endings.toml": _no_endings,
    "no_endings_titled.toml": _no_endings,
    "everyday.toml": _everyday,
    "freely_east.toml": _freely,
    "elsewhere.toml": _elsewhere,
    "deeds.toml": _deeds,
    "shut.toml": _shut,
    "structures.toml": _structures,
    "sentences.toml": _sentences,
}
