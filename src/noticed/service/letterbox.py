"""The operator and the outbox: approve, change, reject, pause, resume."""

import hashlib
import hmac
from dataclasses import replace

from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import DRAFTS, LetterKind, Reason
from noticed.ports import UNSENT, JournalLine, Letter, LetterStatus, Refused, Tx
from noticed.service import guards, suppression, trouble
from noticed.service.account import Mode
from noticed.service.apply import apply
from noticed.service.context import Context
from noticed.service.rewording import reword
from noticed.service.unread import unread

_BY_RULE = ('mode = "approve"', "needs your approval", "one of the first ", "you changed it")
"""Beginnings of the reasons by which a letter waits although nothing is odd about it."""


def letter_of(tx: Tx, name: str) -> Letter:
    """The letter by its name, in any spelling of it. Raises ``Refused`` where there is none."""
    letter = tx.outbox.get(name.strip().upper())
    if letter is None:
        raise Refused(f'no letter "{name}": noticed letters lists them')
    return letter


def mark(letter: Letter) -> str:
    """What an approval binds: subject, recipients, body and attachments, as a digest."""
    files = [f"{file.name} {hashlib.sha256(file.content).hexdigest()}" for file in letter.files]
    parts = (letter.letter, letter.subject, *letter.to, "", *letter.cc, "", letter.body, *files)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def approve(context: Context, name: str, seen: str | None = None) -> Letter:
    """Let a letter leave. Binds subject, recipients, body and attachments as they stand; ``seen``: the mark of what
    was read, where it was read elsewhere."""
    with context.store.write() as tx:
        letter = letter_of(tx, name)
        _unchanged(letter, seen)
        _approvable(tx, context, letter)
        now = context.clock.now()
        approved = replace(
            letter, status=LetterStatus.QUEUED, approved=True, hold_reason=None, due_at=now, retry_at=None
        )
        tx.outbox.save(approved)
        _note(tx, context, letter, "approved", f"you approved {letter.letter}")
        return approved


def waiting(context: Context, account: str | None, kind: LetterKind | None) -> tuple[str, ...]:
    """Letters that wait for nothing but an approval; those held for another cause are approved one by one."""
    if account:
        context.account_of(account)
    with context.store.read() as tx:
        held = [x for x in tx.outbox.all(LetterStatus.HELD) if account in {None, x.account} and kind in {None, x.kind}]
    return tuple(x.letter for x in held if waits_for_a_word(x))


def waits_for_a_word(letter: Letter) -> bool:
    """Whether it is held for no other cause than that somebody must approve it."""
    return letter.status is LetterStatus.HELD and (letter.hold_reason or "").startswith(_BY_RULE)


def _approvable(tx: Tx, context: Context, letter: Letter) -> None:
    if context.mode_of(letter.account) is Mode.SHADOW:
        raise Refused('mode = "shadow" sends nothing: noticed go-live, or mode = "approve"')
    if letter.kind in DRAFTS or not letter.to:
        raise Refused(f"{letter.letter} is text for a person to sign or paste: the program never sends it")
    if letter.status not in {LetterStatus.HELD, LetterStatus.WRITTEN}:
        raise Refused(f"{letter.letter} is {letter.status.value}: only what is held or written can be approved")
    if letter.case is None:
        return
    case = tx.cases.get(letter.case)
    stopped = guards.stopped(tx, case) if case else None
    if stopped:
        raise Refused(f"{letter.letter}: {guards.STOPPED[stopped]}")
    if suppression.of_letter(tx, letter):
        suppression.refuse(tx, letter.account, letter.recipients)
    _not_answered(tx, letter)
    if unread(tx, letter.account):
        raise Refused(f"{letter.letter}: new mail has not been read yet; try again in a minute")


def _not_answered(tx: Tx, letter: Letter) -> None:
    rows = tx.inbox.of_case(letter.case, octets=0) if letter.case else ()
    if any(row.category == "reply" and row.fetched_at > letter.created_at for row in rows):
        raise Refused(
            f"{letter.letter}: an answer came after it was written; read it first: noticed show {letter.case}"
        )


def _unchanged(letter: Letter, seen: str | None) -> None:
    if seen is not None and not hmac.compare_digest(seen.encode(), mark(letter).encode()):
        raise Refused(f"{letter.letter} has changed since you read it: read it again")


def change(context: Context, name: str, subject: str, body: str, seen: str | None = None) -> Letter:
    """Other words before it is approved: a new version, which waits for an approval of its own."""
    with context.store.write() as tx:
        letter = letter_of(tx, name)
        _unchanged(letter, seen)
        _not_answered(tx, letter)
        return reword(tx, context, letter, subject, body)


def reject(context: Context, name: str, why: str = "") -> Letter:
    """The letter does not leave; the case goes to the operator when it was waiting for it. ``why`` is noted.

    Raises ``Refused`` for one that is under way, or has left.
    """
    because = f": {' '.join(why.split())[:300]}" if why.strip() else ""
    with context.store.write() as tx:
        letter = letter_of(tx, name)
        nobodys = letter.status is LetterStatus.IN_DOUBT and letter.account not in context.every
        if letter.status not in UNSENT and not nobodys:
            raise Refused(f"{letter.letter} is {letter.status.value}: it is too late to take it back")
        rejected = replace(letter, status=LetterStatus.CANCELLED, answer=f"rejected by you{because}")
        tx.outbox.save(rejected)
        case = tx.cases.get(letter.case) if letter.case else None
        if case and case.awaited == letter.letter:
            text = f"you rejected {letter.letter} ({letter.kind.value}){because}"
            reason = Reason.LETTER_REJECTED
            event = Event(kind=EventKind.LETTER_REJECTED, letter_id=letter.letter, reason=reason, text=text)
            apply(tx, context, case, event)
        else:
            _note(tx, context, letter, "rejected", f"you rejected {letter.letter}{because}")
        return rejected


def pause(context: Context, account: str | None) -> None:
    """The kill switch: after this commits no SMTP DATA begins."""
    with context.store.write() as tx:
        if account:
            context.account_of(account)
        now = context.clock.now()
        tx.facts.set(f"paused:{account}" if account else "paused", now.isoformat())
        tx.journal.add(JournalLine(at=now, account=account, event="paused", text=f"paused: {account or 'everything'}"))


def resume(context: Context, account: str | None) -> None:
    """Letters may leave again, and stopped lines are tried again. Raises ``Refused`` where something else holds it."""
    with context.store.write() as tx:
        if account:
            context.account_of(account)
        if account and tx.facts.get("paused") is not None:
            raise Refused("everything is paused, not one account: noticed resume")
        if account and context.account_of(account).paused:
            raise Refused(f'"{account}" is paused by its settings: paused = false, then reload noticed')
        names = [f"paused:{account}"] if account else [n for n in tx.facts.all() if n.split(":")[0] == "paused"]
        for name in names:
            tx.facts.set(name, None)
        trouble.clear_all(tx, context.accounts[account].line if account else None)
        now = context.clock.now()
        tx.journal.add(
            JournalLine(at=now, account=account, event="resumed", text=f"resumed: {account or 'everything'}")
        )


def _note(tx: Tx, context: Context, letter: Letter, event: str, text: str) -> None:
    tx.journal.add(
        JournalLine(at=context.clock.now(), account=letter.account, case=letter.case, event=event, text=text)
    )
