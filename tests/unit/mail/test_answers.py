"""One answer in many words (answers.toml): what it does is known whatever the language."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from noticed.adapters.packaged import dialects
from noticed.core.mail.message import read_message
from noticed.core.mail.reply import read_reply

ANSWERS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("answers.toml").read_text("utf-8"))
WORDS = dialects(None)
HEAD = "From: ip@gladiola.example\r\nSubject: Re: complaint\r\nContent-Type: text/plain; charset=utf-8"


@pytest.mark.parametrize("language", ANSWERS)
def test_what_an_answer_does_is_known_however_it_is_put(language: str) -> None:
    wrong = {}
    for kind, answers in ANSWERS[language].items():
        for answer in answers:
            found = read_reply(read_message(f"{HEAD}\r\n\r\n{answer}\r\n".encode()), WORDS).reply_kind.value
            if found != kind:
                wrong[answer] = found
    assert not wrong
