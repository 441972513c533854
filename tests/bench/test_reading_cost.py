"""What reading costs: the corpus, patterns compiled, on one core."""

import time
from pathlib import Path

from tests.corpus.read_corpus import dialects, marketplaces

from noticed.core.mail.message import read_message
from noticed.core.notice.extract import read_notice

NOTICES = Path(__file__).parents[1] / "corpus" / "notices"
MOST = 0.1
"""Seconds of CPU per notice, parsing included; about 0.015 on a machine of 2026."""


def test_a_notice_costs_a_fraction_of_a_second() -> None:
    words, stores = dialects(), marketplaces()
    raws = [file.read_bytes() for file in sorted(NOTICES.glob("*.eml"))]
    for raw in raws:
        read_notice(read_message(raw), words, stores)
    start = time.process_time()
    for raw in raws:
        read_notice(read_message(raw), words, stores)
    assert (time.process_time() - start) / len(raws) < MOST
