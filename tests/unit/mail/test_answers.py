"""Short answers in the languages answers are read in, each read as a person reads it; answers*.toml say which."""

import tomllib
from pathlib import Path

import pytest

from noticed.adapters.packaged import dialects
from noticed.core.mail.message import read_message
from noticed.core.mail.reply import read_reply

DIALECTS = dialects(None)
NEVER = {"no_retraction": "retracts", "no_refusal": "refuses"}
ANSWERS = [
    pytest.param(kind, text, id=f"{file}-{language}-{kind}-{number}")
    for file in (
        "answers",
        "answers_anew",
        "answers_beside",
        "answers_aslant",
        "answers_stated",
        "answers_decided",
        "answers_second",
        "answers_letters",
        "answers_kindly",
        "answers_disowned",
        "answers_announced",
        "answers_performed",
        "answers_spoken_of",
        "answers_unfounded",
        "answers_outside",
        "answers_freely",
        "answers_let_go",
        "answers_decided_on",
        "answers_indirectly",
        "answers_by_hearsay",
        "answers_dismissive",
        "answers_relinquished",
    )
    for language, kinds in tomllib.loads((Path(__file__).parent / f"{file}.toml").read_text("utf-8")).items()
    for kind, texts in kinds.items()
    for number, text in enumerate(texts)
]


@pytest.mark.parametrize(("kind", "text"), ANSWERS)
def test_a_short_answer_is_read_as_what_it_says(kind: str, text: str) -> None:
    head = "From: Ana Prado <ana@brand.example>\nTo: shop@seller.example\nSubject: Re: your letter\n"
    raw = f"{head}Date: Tue, 24 Nov 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    read = read_reply(read_message(raw.encode()), DIALECTS).reply_kind.value
    assert read != NEVER[kind] if kind in NEVER else read == kind


@pytest.mark.parametrize(("subject", "automatic"), [("Case 1:26-cv-04711", False), ("Case #4711 received", True)])
def test_the_number_of_a_court_case_is_no_ticket(subject: str, automatic: bool) -> None:
    raw = (
        f"From: clerk@law.example\nTo: shop@seller.example\nSubject: {subject}\n"
        "Date: Tue, 24 Nov 2026 10:00:00 +0000\n\nYou are served with the summons.\n"
    )
    assert (read_reply(read_message(raw.encode()), DIALECTS).reply_kind.value == "auto_reply") is automatic
