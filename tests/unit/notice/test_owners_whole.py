"""A name is whole where a sentence ends before it, or a word of it is cut short."""

from pathlib import Path

import pytest

from noticed.adapters import packaged
from noticed.core.mail.message import read_message
from noticed.core.notice.extract import read_notice

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("later/notices/s-nl-02-octrooi-risico.eml", "Ir. Hendrik Oosterling"),
        ("unseen/notices/x-en-015-2025-in-date-deadline.eml", "Mayurpankh Handlooms Pvt. Ltd."),
        ("unseen/notices/z-en-001-2016-prose-no-labels.eml", "Gaitskell & Daughters"),
    ],
)
def test_a_stop_before_a_name_or_in_it_cuts_nothing_off(file: str, name: str) -> None:
    message = read_message((CORPUS / file).read_bytes())
    assert read_notice(message, packaged.dialects(None), ()).rights_owner_name == name
