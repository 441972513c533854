"""docs/errors.md holds every message ``check`` and ``run`` can print, in both languages, each with what to do."""

import re
from pathlib import Path

from tests.unit.render.said import lines
from tests.unit.render.test_words import entry

from noticed.data import words

PAGE = Path(__file__).parents[3] / "docs" / "errors.md"
TABLES = ("run", "settings", "secret", "store", "server", "files", "check")
FINE = frozenset(
    f"said.check.{key}"
    for key in (
        *("mode", "alone", "words", "zone", "sound", "room", "clock", "dns"),
        *("imap", "over_tls", "without_tls", "amazon", "smtp", "test_sent"),
        *("channel_took", "ping_set", "ping_heard"),
        *("provider_pinned", "verify", "records", "copies"),
    )
)
"""What ``check`` says when nothing is wrong."""


BESIDE = frozenset(
    {
        *("said.command.no_account", "said.command.failed_checks", "said.command.cannot_write", "said.command.bug"),
        *("said.agency.skipped", "said.agency.no_registration"),
    }
)
"""Of other tables, what the two say as well."""
RUN = ("app/", "settings/", "adapters/")
"""Whose every sentence is one of ``check`` or ``run``, but for these:"""
ELSEWHERE = ("said.evidence.", "said.agency.", "said.command.", "said.happened.notice_why")
"""Of decisions, logins, backups; what the two say of these tables stands in BESIDE."""


def shown(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}").replace("|", "\\|")


def test_the_page_holds_every_message_in_both_languages_with_its_cure() -> None:
    rows = [re.split(r"(?<!\\)\|", line)[1:4] for line in PAGE.read_text(encoding="utf-8").splitlines() if "|" in line]
    page = [tuple(cell.strip() for cell in row) for row in rows if row and set(row[0].strip()) != {"-"}]
    listed = {(english, chinese) for english, chinese, _ in page}
    english, chinese = words()["en"], words()["zh"]
    tables = tuple(f"said.{table}." for table in TABLES)
    spoken = {key for where, line in lines() if where.startswith(RUN) and (key := entry(line))}
    own = {key for key in spoken if not key.startswith(ELSEWHERE)} | BESIDE
    errors = [key for key in english if (key in own or key.startswith(tables)) and key not in FINE]
    missing = {key for key in errors if (shown(english[key]), shown(chinese[key])) not in listed}
    assert not missing, "add them to docs/errors.md"
    said = {(shown(english[key]), shown(chinese[key])) for key in english if key.startswith("said.")}
    assert listed - {("It says", "中文")} <= said, "the page has rows that nobody says"
    assert all(cure for _, _, cure in page)
