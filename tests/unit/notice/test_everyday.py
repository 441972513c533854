"""Short notices as they are written on any day, of which each says things in words of its own (everyday.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

from noticed.core.notice.report import as_report

ROWS: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("everyday.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", ROWS)
def test_a_short_notice_in_everyday_words_is_read(language: str) -> None:
    missed: dict[str, dict[str, object]] = {}
    for row in ROWS[language]:
        seen = as_report(notice(row["text"], subject=row["subject"]))
        wanted = {key: value for key, value in row.items() if key not in ("subject", "text")}
        found = {key: seen[key] or "" for key, value in wanted.items() if (seen[key] or "") != value}
        missed |= {row["text"]: found} if found else {}
    assert missed == {}
