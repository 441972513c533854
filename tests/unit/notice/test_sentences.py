"""One thing said in many ways (sentences.toml): the reader knows the kind and the action whatever the words."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

from noticed.core.notice.model import Notice

SENTENCES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))
STORES = {"en": "amazon.com", "zh": "amazon.com", "ja": "amazon.co.jp", "pt": "amazon.com.br", "sv": "amazon.se",
          "tr": "amazon.com.tr"}  # fmt: skip
ACTIONS = {"removed": "listing_removed", "risk": "listing_at_risk", "content": "content_removed"}
KINDS = {
    "reinstated": "reinstatement",
    "retraction": "retraction",
    "suspected": "suspected",
    "appeal": "appeal_response",
    "suspension": "account_suspension",
    "other": "other",
}


def read(language: str, body: str) -> Notice:
    domain = STORES.get(language, f"amazon.{language}")
    text = f"{SENTENCES[language]['hello']}\n\n{body}"
    return notice(text, subject="Notice: Policy Warning", sender=f"seller-notification@{domain}")


def complaint(language: str, report: str, done: str, more: str = "") -> Notice:
    label = SENTENCES[language]["id"]
    return read(language, f"{report} {done}\n\nASIN: B0C1234567\n{label}: 18734561231\n{more}")


@pytest.mark.parametrize("language", SENTENCES)
def test_a_report_is_a_complaint_however_it_is_put(language: str) -> None:
    words = SENTENCES[language]
    read = {report: complaint(language, report, words["removed"][0]) for report in words["report"]}
    wrong = {
        report: (found.kind.value, found.action.value, found.language)
        for report, found in read.items()
        if (found.kind.value, found.action.value, found.language) != ("complaint", "listing_removed", language)
    }
    assert not wrong


@pytest.mark.parametrize("said", ACTIONS)
@pytest.mark.parametrize("language", SENTENCES)
def test_what_amazon_did_is_read_however_it_is_put(language: str, said: str) -> None:
    words = SENTENCES[language]
    read = {done: complaint(language, words["report"][0], done) for done in words[said]}
    wanted = ("complaint", ACTIONS[said])
    wrong = {done: found for done, n in read.items() if (found := (n.kind.value, n.action.value)) != wanted}
    assert not wrong


@pytest.mark.parametrize("language", SENTENCES)
def test_what_a_notice_says_of_appeals_to_come_makes_it_no_answer_to_one(language: str) -> None:
    words = SENTENCES[language]
    report, done = words["report"][0], words["removed"][0]
    owner = "Rights owner: Gladiola Ltd\nRights owner email: ip@gladiola.example\n"
    read = {how: complaint(language, report, done, f"{owner}\n{how}\n") for how in words["how"]}
    read |= {f"{how} (alone)": complaint(language, report, f"{done} {how}") for how in words["how"]}
    wanted = ("complaint", "listing_removed")
    wrong = {how: found for how, n in read.items() if (found := (n.kind.value, n.action.value)) != wanted}
    assert not wrong


@pytest.mark.parametrize("said", KINDS)
@pytest.mark.parametrize("language", SENTENCES)
def test_other_kinds_are_known_however_they_are_put(language: str, said: str) -> None:
    kinds = {body: read(language, body).kind.value for body in SENTENCES[language][said]}
    assert {body: kind for body, kind in kinds.items() if kind != KINDS[said]} == {}
