"""Labels in many words (labels.toml): the same six values are read from every set of them, in lines and in a table."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

LABELS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))
COLONS = {"fr": " : ", "zh": "：", "ja": "："}


def lines(hello: str, rows: list[tuple[str, str]], colon: str) -> str:
    return f"{hello}\n\n" + "\n".join(f"{label}{colon}{value}" for label, value in rows)


def table(hello: str, rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    return f"<p>{hello}</p><table>{cells}</table>"


@pytest.mark.parametrize("is_html", [False, True], ids=["lines", "table"])
@pytest.mark.parametrize("language", LABELS)
def test_values_are_read_whatever_their_labels_are_called(language: str, is_html: bool) -> None:
    wrong = {}
    for asin, kind, right, number, complaint, owner, email in LABELS[language]["sets"]:
        rows = [
            (asin, "B0C1234567"),
            (kind, right),
            (number, "5543210"),
            (complaint, "18734561231"),
            (owner, "Gladiola Hortik"),
            (email, "ip@gladiola.example"),
        ]
        hello = LABELS[language]["hello"]
        text = table(hello, rows) if is_html else lines(hello, rows, COLONS.get(language, ": "))
        read = notice(text, sender="seller-notification@amazon.com", is_html=is_html)
        found = (read.asins, read.ip_numbers, read.complaint_ids, read.rights_owner_name, read.rights_owner_emails)
        wanted = (("B0C1234567",), ("5543210",), ("18734561231",), "Gladiola Hortik", ("ip@gladiola.example",))
        if found != wanted or read.ip_type is None:
            wrong[owner] = found
    assert not wrong
