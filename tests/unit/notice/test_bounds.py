"""Promises about any text: never raises, invents nothing, and no text makes reading slow."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.notice.reading import BLOCK, notice, words

from noticed.core.mail.text import visible
from noticed.core.notice.fold import fold, printed
from noticed.core.notice.model import Notice
from noticed.core.notice.phrase import phrases

_PIECES = st.sampled_from(
    [
        "ASIN: B0C1234567", "ASIN", "Complaint ID: 18734561231", "Complaint\nID", "Infringement type\tPatent",
        "rights owner",
        "Rights owner: Zed & Co, a@zed.example", "ip [at] zed.example", "notice-dispute@amazon.com", "within 7 days",
        "\n\n", "\n",
        "> ", ": ", "US 9,123,456 B2", "商标号：5123456", "投诉编号：１８７０２９３", "権利者",
        "We removed your listing", "if", "①", "(", ")",
        "From: Amazon <notice@amazon.com>\nSubject: x\n", "0306406152", "amazon.comand", "***@***.example",
        "—", "\t", "|", "114-5538201-9944723", "APEX ID: 0012345", "Az. 21 O 1234/25", "1:25-cv-01234-ABC",
        "Landgericht München", "a test buy", "（2026）粤03民初1234号",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=25).map(" ".join)


def _values(read: Notice) -> list[str]:
    beside = read.particulars
    found = [*read.asins, *read.complaint_ids, *read.ip_numbers]
    found += [*beside.order_ids, *beside.evaluation_ids, *beside.court_cases, *beside.courts]
    return found + ([read.rights_owner_name] if read.rights_owner_name else [])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(TEXTS, st.sampled_from(["notice@amazon.com", "x@y.example"]))
def test_every_value_stands_in_the_message(text: str, sender: str) -> None:
    read = notice(text, sender=sender)
    seen = "".join(printed(text + " Notice: Policy Warning").split())
    for value in _values(read):
        assert "".join(value.split()) in seen.replace(">", "") or "".join(value.split()) in seen
    for address in (*read.rights_owner_emails, *read.amazon_emails):
        assert address.partition("@")[0] in seen.lower()
    for complaint in read.complaints:
        assert set(complaint.asins) <= set(read.asins)
        assert set(complaint.emails) <= set(read.rights_owner_emails)


@settings(deadline=None, max_examples=300)
@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    clean = printed(text)
    assert len(fold(clean)) == len(clean)
    assert printed(clean) == clean or visible(clean) == clean


REPEATED = [
    "a", " ", "@", ".", "0", "-", ":", "\n", "a\t", "A:", "a@a.", "B0C1234567 ", "12345678901\n", "ASIN: ",
    "ASIN:\n", "> ",
    "Rights owner: ", "we have removed ", "within 3 days ", "投诉编号", "Rights\nowner\n",
    "a | ", "From: a@amazon.com\nTo: b\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_no_text_makes_reading_slow(piece: str) -> None:
    notice(BLOCK)  # patterns are compiled once
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    start = time.process_time()
    notice(text)
    notice(text, sender="x@y.example")
    assert time.process_time() - start < 20  # seconds; unbounded patterns take minutes


def test_a_list_of_thousands_of_rights_is_one_list() -> None:
    rights = "patent or design,\n" * 8_000
    notice(BLOCK)
    start = time.process_time()
    notice(f"We removed your listing.\nDo not infringe copyright or trademark, {rights}")
    assert time.process_time() - start < 5  # seconds; looked up in every other one, they took twelve


@pytest.mark.parametrize("piece", ["a", " ", "@", ".", "we ", "we have ", "商", "0"])
def test_no_phrase_of_any_dialect_is_slow(piece: str) -> None:
    text = fold((piece * 100_000)[:100_000])
    for dialect in words()[0]:
        for rule in dialect.kinds:
            list(rule.any.finditer("x"))
            start = time.process_time()
            list(rule.any.finditer(text))
            assert time.process_time() - start < 3


@pytest.mark.parametrize("text", ["", "*", "~a", "a * b * c * d", "a (b", "(a (b))", "{slot}", "[a * b]"])
def test_a_phrase_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a phrase"):
        phrases([text])


def test_phrases_match_over_line_ends_and_within_the_sentence_only() -> None:
    found = phrases(["we [have] removed * listing~", "(no|never) again", "5 #", "权利*举报"])
    assert found.search(fold("We have\nremoved one of your LISTINGS"))
    assert found.search("we removed listing")
    assert not found.search("we removed it. your listing stays")
    assert not found.search("nowe removedx listing")
    assert found.search("never again")
    assert found.search("5 17")
    assert found.search("权利\n所有者的举报")
