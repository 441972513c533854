"""Mail that was set aside: not believed (quarantine), failed (shunted), or waiting for a person (held)."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from noticed.core.case.corrections import with_fields
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case
from noticed.core.mail.headers import split_message
from noticed.core.mail.model import Message
from noticed.core.notice.model import NoticeKind
from noticed.ports import InboxRow, InboxStatus, JournalLine, Refused, Tx, Unreadable
from noticed.service import notices
from noticed.service.apply import apply
from noticed.service.context import Context
from noticed.service.verdict import Verdict

QUARANTINE = (InboxStatus.QUARANTINED, InboxStatus.HELD)
SHUNTED = (InboxStatus.SHUNTED,)
_HEADER = 16 * 1024


def listed(context: Context, statuses: tuple[InboxStatus, ...]) -> tuple[InboxRow, ...]:
    """What waits, oldest first, each with the beginning of its header."""
    with context.store.read() as tx:
        found = (row for status in statuses for row in tx.inbox.with_status(status, octets=_HEADER))
        return tuple(row for row in found if context.mine(row.account))


def seen(context: Context, row: InboxRow, *, whole: bool) -> Message | None:
    """What a person may see of it: all of it, or its header; None where even that cannot be read."""
    raw = row.raw if whole else split_message(row.raw)[0] + b"\r\n"
    try:
        return context.reader.message(raw)
    except Exception:  # noqa: BLE001  # it was set aside for that; the command shows the others
        return None


def row_of(tx: Tx, row_id: int, statuses: tuple[InboxStatus, ...]) -> InboxRow:
    """The row, or ``Refused``."""
    row = tx.inbox.get(row_id)
    if row is None or row.status not in statuses:
        raise Refused(f"no message {row_id} waits there")
    return row


def retry(context: Context, row_id: int) -> None:
    """A shunted message gets three new tries."""
    with context.store.write() as tx:
        row = row_of(tx, row_id, SHUNTED)
        tx.inbox.save(replace(row, status=InboxStatus.NEW, attempts=0, retry_at=None))


def drop(context: Context, row_id: int, statuses: tuple[InboxStatus, ...]) -> None:
    """It is nothing; it is kept, but waits no longer."""
    with context.store.write() as tx:
        row = row_of(tx, row_id, statuses)
        tx.inbox.save(replace(row, status=InboxStatus.DROPPED))
        text = f"you dropped message {row_id}"
        tx.journal.add(JournalLine(at=context.clock.now(), account=row.account, event="dropped", text=text))


def release(context: Context, row_id: int, fields: Mapping[str, str]) -> Case:
    """The operator has seen this notice in Seller Central: it acts as if it were authentic.

    Raises ``Refused`` where no notice is found in it, or ``fields`` do not complete it.
    """
    with context.store.read() as tx:
        row = tx.inbox.get(row_id)
    if row is None:
        raise Refused(f"no message {row_id}")
    verdict = _vouched(context, row)
    with context.store.write() as tx:
        return _opened(tx, context, verdict, fields)


def open_file(context: Context, account: str, raw: bytes, fields: Mapping[str, str]) -> Case:
    """A case by the operator's word, from a file. Raises as ``release``."""
    owner, now = context.account_of(account), context.clock.now()
    digest = hashlib.sha256(raw).hexdigest()
    row = InboxRow(
        account=owner.name,
        mailbox="(file)",
        uidvalidity=1,
        uid=int(digest[:7], 16) + 1,
        raw=raw,
        sha256=digest,
        size=len(raw),
        received_at=now,
        fetched_at=now,
        status=InboxStatus.HELD,
    )
    verdict = _vouched(context, row)
    with context.store.write() as tx:
        row_id = tx.inbox.add(row)
        if row_id is None:
            raise Refused("this message is in the inbox already: noticed quarantine list, noticed cases")
        return _opened(tx, context, replace(verdict, row=replace(row, id=row_id)), fields)


def _vouched(context: Context, row: InboxRow) -> Verdict:
    account = context.account_of(row.account)
    try:
        read = context.reader.vouched(row.raw, account.trust, context.clock.now())
    except Unreadable as error:
        raise Refused(f"{error}: save what it says as a text file and open that: noticed open FILE") from None
    return notices.released(Verdict(row=row, account=account, keys={}, read=read))


def _opened(tx: Tx, context: Context, verdict: Verdict, fields: Mapping[str, str]) -> Case:
    notice = verdict.notice
    assert notice is not None
    if notice.kind is NoticeKind.OTHER and not fields:
        raise Refused("no notice was found in it; supply the fields: --set complaint_ids=… --set complainant_emails=…")
    if notice.kind is NoticeKind.OTHER:
        notice = replace(notice, kind=NoticeKind.COMPLAINT)
    done = notices.settle(tx, context, verdict, notice)
    tx.inbox.save(done)
    case = tx.cases.get(done.case) if done.case else None
    if case is None:
        raise Refused("the notice matches no case")
    if fields:
        try:
            case = with_fields(case, fields, context.policy.firms)
        except ValueError as error:
            raise Refused(str(error)) from None
        said = ", ".join(f"{k}={v}" for k, v in fields.items())
        case = apply(tx, context, case, Event(kind=EventKind.OPERATOR_CORRECTS, text=f"you set {said}"))
    return case
