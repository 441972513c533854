"""Mail with the words or the numbers of a complaint that is none opens no case; a complaint above it stays one."""

import tomllib
from pathlib import Path

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import SENTENCES, STORES, complaint

ELSEWHERE = tomllib.loads(Path(__file__).with_name("elsewhere.toml").read_text("utf-8"))
STILL = ELSEWHERE.pop("still")["said"]
RELAYED = ELSEWHERE.pop("relayed")


@pytest.mark.parametrize("language", ELSEWHERE)
def test_what_has_the_words_of_a_complaint_and_is_none_opens_nothing(language: str) -> None:
    sender = f"seller-notification@{STORES.get(language, f'amazon.{language}')}"
    read = {subject: notice(text, subject=subject, sender=sender) for subject, text in ELSEWHERE[language]["said"]}
    assert {subject: n.kind.value for subject, n in read.items() if n.kind != "other"} == {}


@pytest.mark.parametrize("owner", ["", "Rights owner: Gladiola Ltd\nRights owner email: ip@gladiola.example\n"])
@pytest.mark.parametrize("language", ELSEWHERE)
def test_a_complaint_above_it_is_never_lost(language: str, owner: str) -> None:
    words = SENTENCES[language]
    more = [f"{owner}\n{text}" for _, text in ELSEWHERE[language]["said"]]
    read = [complaint(language, words["report"][0], words["removed"][0], text) for text in more]
    assert [text for text, n in zip(more, read, strict=True) if n.kind == "other"] == []


@pytest.mark.parametrize("case", STILL, ids=lambda case: case[1])
def test_a_notice_with_words_of_such_mail_is_one(case: tuple[str, str, str]) -> None:
    kind, subject, text = case
    assert notice(text, subject=subject).kind == kind


@pytest.mark.parametrize("language", RELAYED)
def test_what_a_competitor_writes_through_amazon_is_no_complaint(language: str) -> None:
    store = STORES.get(language, f"amazon.{language}")
    words = SENTENCES[language]
    text = f"{RELAYED[language]}\n\n{words['report'][0]} {words['removed'][0]}"
    assert notice(RELAYED[language], sender=f"q7rk2m9xw4@marketplace.{store}").kind == "other"
    assert notice(text, sender=f"q7rk2m9xw4@marketplace.{store}").kind == "other"
    assert notice(text, sender=f"notice@{store}").kind != "other"
