"""Mails that speak about notices and rules (about.toml) open no case; a notice that speaks of them too still does."""

import tomllib
from pathlib import Path

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import STORES, complaint

ABOUT, RECALLS = (
    tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8")) for name in ("about", "recalls")
)


@pytest.mark.parametrize("language", RECALLS)
def test_a_recall_of_a_product_and_a_report_of_the_readers_own_are_no_notice(language: str) -> None:
    sender = f"seller-notification@{STORES.get(language, f'amazon.{language}')}"
    read = {subject: notice(text, subject=subject, sender=sender) for subject, text in RECALLS[language]["said"]}
    assert {subject: n.kind.value for subject, n in read.items() if n.kind != "other"} == {}


@pytest.mark.parametrize("language", ABOUT)
def test_what_speaks_of_notices_in_general_is_none(language: str) -> None:
    sender = f"seller-notification@{STORES.get(language, f'amazon.{language}')}"
    read = {subject: notice(text, subject=subject, sender=sender) for subject, text in ABOUT[language]["said"]}
    assert {subject: n.kind.value for subject, n in read.items() if n.kind != "other"} == {}


@pytest.mark.parametrize("language", ABOUT)
def test_a_complaint_that_ends_with_such_news_is_one(language: str) -> None:
    news = [text for _, text in ABOUT[language]["said"]]
    read = [
        complaint(language, "Gladiola Ltd: B0C1234567.", "", f"Rights owner: Gladiola Ltd\n\n{text}") for text in news
    ]
    assert {n.kind.value for n in read} <= {"complaint", "suspected"}
