"""Amazon's words move on: genuine mail about rights that the reader did not understand goes to the operator.

Each time is counted by language, so that ``noticed status`` and the digest say that a dialect has aged.
"""

from noticed.core.mail.model import Category, Trust
from noticed.core.notice.model import NoticeKind
from noticed.ports import InboxRow, Tx
from noticed.service import aged, notices
from noticed.service.apply import note
from noticed.service.context import Context
from noticed.service.verdict import Verdict


def not_understood(tx: Tx, context: Context, verdict: Verdict) -> InboxRow | None:
    """Open a case for the operator where mail that is certainly Amazon's reads like a notice; None for anything else.

    What answers a letter of ours is left to its own case.
    """
    notice = verdict.notice
    if notice is None or verdict.assessment.trust is not Trust.AUTO or _answers_us(tx, verdict):
        return None
    lacks = verdict.read.lacks if notice.kind is NoticeKind.OTHER else ()
    if not lacks:
        return None
    aged.count(tx, notice.language)
    return notices.doubtful(tx, context, verdict, notice, f"reads like a notice about rights: {'; '.join(lacks)}")


def gaps(tx: Tx, context: Context, verdict: Verdict, done: InboxRow) -> None:
    """Note in its case what a genuine complaint announces and does not say."""
    case = tx.cases.get(done.case) if done.case and done.category == Category.NOTICE.value else None
    notice = verdict.notice
    if case is None or notice is None or verdict.assessment.trust is not Trust.AUTO:
        return
    lacks = verdict.read.lacks if notice.kind is NoticeKind.COMPLAINT else ()
    if lacks:
        aged.count(tx, notice.language)
        note(tx, context, case, "notice_lacks", f"the notice has {'; '.join(lacks)}: compare it in Seller Central")


def _answers_us(tx: Tx, verdict: Verdict) -> bool:
    keys = verdict.read.names
    return bool(tx.outbox.by_message_id(keys.message_ids)) or any(tx.cases.get(name) for name in keys.references)
