"""What a person pastes into Account Health, and what a lawyer opens."""

from dataclasses import replace
from datetime import timedelta

from tests.unit.render.samples import ATTEMPTS, CASES, NOW, UK, letter_facts, templates

from noticed.core.case.model import LetterKind, Reason, State
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.render.appeal import paste_text
from noticed.render.letters import render
from noticed.render.pages import Entry, index_html, timeline_text


def test_the_text_to_paste_says_where_to_click_and_what_to_say_afterwards() -> None:
    facts = letter_facts(CASES["one complaint"], attempts=ATTEMPTS, marketplace=UK)
    draft = render(LetterKind.AMAZON_REASON_UNKNOWN, "en", templates(), facts)
    text = paste_text(draft, facts)
    assert "1. Open Seller Central of Amazon.co.uk, Performance, Account Health." in text
    assert '"Received Intellectual Property Complaints" find 10987654321, B0C1234567 and choose Appeal.' in text
    assert "noticed decide N-7K3F submitted" in text
    pasted = text.split("-" * 20)[2]
    assert "We make no statement about the right itself" in pasted
    assert "Reference N-7K3F" not in pasted
    assert "Subject" not in text


def test_other_entries_stand_elsewhere_in_account_health() -> None:
    draft = render(LetterKind.FIXED, "en", templates(), letter_facts(CASES["one complaint"]))
    suspected = replace(CASES["one complaint"], kind=NoticeKind.SUSPECTED)
    assert '"Suspected Intellectual Property Violations"' in paste_text(draft, letter_facts(suspected))
    gone = replace(CASES["one complaint"], action=NoticeAction.ACCOUNT_DEACTIVATED)
    assert "banner at the top" in paste_text(draft, letter_facts(gone))
    several = paste_text(draft, letter_facts(CASES["three complaints"]))
    assert "and after it the other 2" in several


def test_files_that_are_no_pictures_are_pointed_out() -> None:
    facts = letter_facts(CASES["one complaint"], files=("chart.PNG", "opinion.pdf"))
    draft = render(LetterKind.NON_INFRINGEMENT, "en", templates(), facts)
    text = paste_text(draft, facts)
    assert "Add these files: chart.PNG, opinion.pdf." in text
    assert "turn opinion.pdf into pictures" in text


ENTRIES = (
    Entry(at=NOW - timedelta(days=3), what="notice_complete", text="Amazon's notice\n<b>said</b> so"),
    Entry(at=NOW, what="letter_submitted", text="N-7K3F.1 \x1b[31m went to legal@brandco.example"),
)


def test_the_timeline_tells_the_case_in_order() -> None:
    closed = replace(CASES["one complaint"], state=State.WITH_OPERATOR, reason=Reason.NO_REPLY, attempts=2)
    text = timeline_text(closed, ENTRIES, "Asia/Shanghai")
    assert text.startswith("Case N-7K3F\n")
    assert "State: with operator (no reply)" in text
    assert "Complaints: 10987654321" in text
    assert text.index("notice complete") < text.index("letter submitted")
    assert "4 Dec 2026 17:00 (UTC+08:00)" in text
    assert "\x1b" not in text
    assert "None" not in text


def test_the_index_page_escapes_everything() -> None:
    page = index_html(CASES["a hostile name"], ENTRIES, (), "", NOW, "UTC")
    assert "<b>said</b>" not in page
    assert "&lt;b&gt;said&lt;/b&gt;" in page
    assert "https://" not in page
    assert page.startswith("<!DOCTYPE html>")
