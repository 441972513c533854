"""What a notice says beside its complaints, noted in its case: for the timeline, and for the card in the digest."""

from collections.abc import Iterator

from noticed.core.case.model import Case
from noticed.core.mail.cleaning import clean
from noticed.core.mail.model import Category
from noticed.core.notice.model import Particulars
from noticed.ports import InboxRow, Tx
from noticed.service import hearing
from noticed.service.apply import note
from noticed.service.context import Context
from noticed.service.verdict import Verdict

_EVENT = "notice_says"
_SHOWN = frozenset({_EVENT, hearing.SAID})
_COURT = 80


def noted(tx: Tx, context: Context, verdict: Verdict, done: InboxRow) -> None:
    """Note in the notice's case what else the operator must know."""
    case = tx.cases.get(done.case) if done.case and done.category == Category.NOTICE.value else None
    said = "; ".join(_in_words(verdict.notice.particulars)) if verdict.notice else ""
    if case and said:
        note(tx, context, case, _EVENT, f"the notice says: {said}")


def told(tx: Tx, case: Case) -> tuple[str, ...]:
    """What was noted of a case, each line once."""
    return tuple(dict.fromkeys(line.text for line in tx.journal.of_case(case.case) if line.event in _SHOWN))


def _in_words(said: Particulars) -> Iterator[str]:
    if said.test_buy:
        yield "there was a test buy"
    yield from (f"order number {order}" for order in said.order_ids)
    yield from (f"evaluation id {name}" for name in said.evaluation_ids)
    if said.evaluation_deadline_days is not None:
        yield f"the evaluation has to be answered within {said.evaluation_deadline_days} days"
    yield from (f"court case {number}" for number in said.court_cases)
    yield from (f"court named: {clean(court, _COURT)}" for court in said.courts)
