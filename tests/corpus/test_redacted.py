"""Every message of the corpus, redacted: it reads alike, and nobody in it can be found any more."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.corpus.read_corpus import dialects, marketplaces

from noticed.core.mail.message import read_message
from noticed.core.mail.reply import read_reply
from noticed.core.redact.redact import redact

FILES = sorted(Path(__file__).parent.rglob("*.eml"))
OTHERWISE = {
    "ah-ja-051",
    "ai-zh-05",
    "bh-en-01-2017-trademark-title-dash",
    "en-p02-2016-copyright-dash-list",
    "intl-088-fr-hameconnage",
}
"""Copies that read otherwise, and say so: words of a quoted subject are taken for a name, or weights guess at a name, a
number, an address, and the words of names count there."""


def _identities(file: Path) -> Iterator[str]:
    """What the gold beside a message, and its header, say who and what it is about."""
    gold: dict[str, Any] = json.loads(file.with_suffix(".json").read_text("utf-8"))
    for field in ("asins", "complaint_ids", "ip_numbers", "rights_owner_emails"):
        yield from gold.get(field) or ()
    if gold.get("rights_owner_name"):
        yield gold["rights_owner_name"]
    message = read_message(file.read_bytes())
    for person in (*message.from_, *message.to, *message.cc, *message.reply_to):
        if ".amazon." not in f".{person.domain}":
            yield person.spec


def _shown(raw: bytes) -> Iterator[str]:
    message = read_message(raw)
    yield from (message.text, message.html_text, *(value for _, value in message.headers))
    yield from (part for link in message.links for part in link)
    for inner in message.attached:
        yield from _shown(inner)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_redacted_copy_reads_alike_and_names_nobody(file: Path) -> None:
    done = redact(file.read_bytes(), dialects(), marketplaces())
    assert bool(done.differs) is (file.stem in OTHERWISE)
    assert done.left == ()
    text = "".join("\n".join(_shown(done.raw)).lower().split())
    octets = done.raw.lower()
    for value in _identities(file):
        assert "".join(value.lower().split()) not in text
        assert value.lower().encode() not in octets


@pytest.mark.parametrize("name", ["intl-r42-zh-163-tuixin", "w-en-r52-auto-amazon-nobody"])
def test_a_redacted_answer_of_a_machine_is_still_known_as_one(name: str) -> None:
    raw = next(file for file in FILES if file.stem == name).read_bytes()
    copy = redact(raw, dialects(), marketplaces()).raw
    kinds = [read_reply(read_message(each), dialects()).reply_kind for each in (raw, copy)]
    assert kinds[0] is kinds[1]


def test_a_host_named_like_that_of_an_address_in_the_text_is_nobody_s_in_the_copy() -> None:
    file = next(file for file in FILES if file.stem == "intl-r21-zh-163-tuixin")
    copy = read_message(redact(file.read_bytes(), dialects(), marketplaces()).raw)
    assert "weizhi" in read_message(file.read_bytes()).text
    assert "weizhi" not in copy.text
