"""Listings that Amazon left down when it cleared others of the same case: which, and since when."""

from noticed.core.case.events import EventKind
from noticed.core.case.model import AsinStatus, Case, State
from noticed.ports import Tx
from noticed.render.phrases import Phrases


def in_words(tx: Tx, case: Case, say: Phrases) -> str:
    """One line for the case's facts and its card; "" where nothing or everything is cleared."""
    listed = [asin for complaint in case.complaints for asin in complaint.asins]
    down = dict.fromkeys(asin.asin for asin in listed if asin.status is AsinStatus.AFFECTED)
    if case.state is State.CLOSED or not down or all(asin.status is AsinStatus.AFFECTED for asin in listed):
        return ""
    lines = tx.journal.of_case(case.case)
    since = next((line.at for line in reversed(lines) if line.event == EventKind.AMAZON_CLEARED_PARTLY), case.opened_at)
    return say("history.stuck", asins=", ".join(down), at=say.at(since))
