"""A dialect file with a mistake is refused by name; nothing in the code knows a language."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.unit.notice.reading import words

from noticed.core.notice.dates import read_date
from noticed.core.notice.dialect import parse_dialect
from noticed.core.notice.words import DeadlineWords


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ({"tongue": {}}, "xx.tongue"),
        ({"labels": {"asins": ["ASIN"]}}, "xx.labels.asins"),
        ({"labels": {"asin": "ASIN"}}, "xx.labels.asin"),
        ({"labels": {"number": {"plant": ["Plant"]}}}, "xx.labels.number.plant"),
        ({"types": {"plant": ["plant"]}}, "xx.types.plant"),
        ({"actions": {"none": ["* a"]}}, "xx.actions.none"),
        ({"kind": {"name": "complaint"}}, "xx.kind"),
        ({"kind": [{"name": "gossip"}]}, r"xx.kind\[1\].name"),
        ({"kind": [{"any": ["a"]}]}, r"xx.kind\[1\]"),
        ({"deadline": {"numbers": {"one": "1"}}}, "xx.deadline.numbers"),
        ({"deadline": {"spans": ["within {n} {days}"]}}, "xx.deadline.spans"),
        ({"deadline": {"month_first": "yes"}}, "xx.deadline.month_first"),
        ({"owner": {"names": ["by (name"]}}, "xx.owner.names"),
        ({"reply": {"pleads": []}}, "xx.reply.pleads"),
    ],
)
def test_the_wrong_key_is_named(table: Mapping[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse_dialect("xx", table)


def test_an_empty_file_is_a_language_without_words() -> None:
    assert parse_dialect("xx", {}).language == "xx"


def test_twelve_languages_are_packaged_and_each_can_say_all_that_matters() -> None:
    dialects = [dialect for dialect in words()[0] if dialect.kinds]  # others know how mail programs quote
    assert [dialect.language for dialect in dialects] == [
        "en",
        "de",
        "es",
        "fr",
        "it",
        "ja",
        "nl",
        "pl",
        "pt",
        "sv",
        "tr",
        "zh",
    ]
    for dialect in dialects:
        assert {"complaint", "suspected", "retraction", "reinstatement", "appeal_response", "account_suspension"} <= {
            rule.name for rule in dialect.kinds
        }, dialect.language
        assert {"asin", "complaint_id", "type", "owner", "email", "contact", "statement"} <= set(
            dialect.labels.values()
        )
        assert dialect.words.common
        assert dialect.owner.words
        assert dialect.reply.retracts
        assert dialect.auto_reply.phrases


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "april 2, 2025", date(2025, 4, 2)),
        ("en", "4/2/2025", date(2025, 4, 2)),
        ("en", "2025-04-02", date(2025, 4, 2)),
        ("de", "17. marz 2025", date(2025, 3, 17)),
        ("de", "2.4.2025", date(2025, 4, 2)),
        ("es", "20 de febrero de 2026", date(2026, 2, 20)),
        ("fr", "1er avril", date(2025, 4, 1)),
        ("zh", "2026年4月24日", date(2026, 4, 24)),
        ("ja", "1月5日", date(2026, 1, 5)),
        ("en", "february 31, 2025", None),
    ],
)
def test_dates_are_read_as_the_language_writes_them(language: str, text: str, day: date | None) -> None:
    dialect = next(dialect for dialect in words()[0] if dialect.language == language)
    assert read_date(text, dialect.deadline, near=date(2025, 3, 3)) == day


def test_a_language_without_months_reads_digits() -> None:
    assert read_date("2025/04/02", DeadlineWords(), near=date(2025, 3, 3)) == date(2025, 4, 2)
