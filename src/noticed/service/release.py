"""What stands between a queued letter and the SMTP dialogue: pause, clock, limits, fresh facts, frozen bytes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case import identity
from noticed.core.case.events import EventKind
from noticed.core.case.model import CADENCE_LETTERS, OPERATOR_LETTERS, Case
from noticed.core.mail.compose import Outgoing, compose
from noticed.ports import JournalLine, Letter, LetterStatus, Phase, Tx
from noticed.render.harmless import harmless
from noticed.service import anew, guards, limits, recovery, settlement, suppression, timekeeping
from noticed.service.account import Account, Mode
from noticed.service.context import Context
from noticed.service.pausing import paused, switches

_FRESH = timedelta(seconds=5)
"""What was looked at longer ago is looked at again: an answer may have come since."""


def _read_ahead(tx: Tx, cases: Sequence[str]) -> None:
    """What will be asked of these cases, whose letters leave one after the other."""
    read = tx.ahead(cases, EventKind.NOTICE_STOP)
    tx.facts.ahead([settlement.copy_fact(letter) for case in read for letter in tx.outbox.of_case(case)])


def ahead(tx: Tx, account: Account, letter: Letter) -> None:
    """Every fact that is asked before this letter may leave, read at once."""
    kept = (*switches(account.name), recovery.fact(account.name), *timekeeping.FACTS, settlement.copy_fact(letter))
    tx.facts.ahead((*kept, recovery.DIALOGUES))


def claim(context: Context, account: Account, name: str, cases: Sequence[str] = ()) -> Letter | None:
    """Take one queued letter for submission: bytes frozen, ``submitting``, committed; None when it must not go now.
    ``cases``: its own and those of the letters that follow, to be read together.
    """
    with context.store.write() as tx:
        _read_ahead(tx, cases)
        claimed, dialogues = _claimed(tx, context, account, name)
    if claimed:  # noted outside before anything can leave: an older copy, put back, is known by it
        context.store.count(dialogues, context.clock.now())
    return claimed


class NotNow(Exception):
    """The letter cannot be claimed as things stand; nothing was written."""


def claim_early(context: Context, account: Account, name: str, cases: Sequence[str]) -> tuple[Letter, int]:
    """The letter, claimed and committed while another is in its dialogue, and how many dialogues were begun with this
    one: to be noted outside. Raises ``NotNow``: why it must not go may be what is not settled yet. ``cases``: see
    ``claim``.
    """
    with context.store.write() as tx:
        _read_ahead(tx, cases)
        claimed, dialogues = _claimed(tx, context, account, name)
        if claimed is None:
            raise NotNow
        return claimed, dialogues


def fresh(context: Context, letter: Letter) -> bool:
    """Whether a claimed letter was looked at just now."""
    return letter.started_at is not None and abs(context.clock.now() - letter.started_at) < _FRESH


def _claimed(tx: Tx, context: Context, account: Account, name: str) -> tuple[Letter | None, int]:
    letter, now = tx.outbox.get(name), context.clock.now()
    if letter:
        ahead(tx, account, letter)
    if letter is None or letter.status is not LetterStatus.QUEUED or _nothing_leaves(tx, context, account.name):
        return None, 0
    if letter.kind not in OPERATOR_LETTERS:
        if timekeeping.doubtful(tx, now):
            return None, 0
        current = _fit_to_leave(tx, context, account, letter, now)
        if current is None:
            return None, 0
        letter = current
    if (wait := limits.room_at(tx, context, account, now)) > now:
        tx.outbox.save(replace(letter, retry_at=wait))
        return None, 0
    if letter.raw is None:
        letter = replace(letter, raw=compose(_outgoing(context, account, letter, now)))
    if why := limits.too_much(account, letter):
        settlement.held(tx, context, letter, why)
        return None, 0
    claimed = tx.outbox.claim(letter, context.owner, now)
    if claimed is None:
        return None, 0
    dialogues = int(tx.facts.get(recovery.DIALOGUES) or 0) + 1
    tx.facts.set(recovery.DIALOGUES, str(dialogues))
    return claimed, dialogues


def _nothing_leaves(tx: Tx, context: Context, account: str) -> bool:
    return paused(tx, context, account) or recovery.of(tx, account) is not None


def _fit_to_leave(tx: Tx, context: Context, account: Account, letter: Letter, now: datetime) -> Letter | None:
    """The letter with the words of today's facts, or None when it goes back, waits, or is held."""
    mode = context.mode_of(account.name)
    if mode is Mode.SHADOW:
        tx.outbox.save(replace(letter, status=LetterStatus.WRITTEN))
        return None
    if mode is Mode.APPROVE and not letter.approved:
        settlement.held(tx, context, letter, 'mode = "approve"')
        return None
    if guards.overtaken(tx, letter):
        _cancel(tx, letter, now)
        return None
    case = tx.cases.get(letter.case) if letter.case else None
    if _kept_back(tx, context, letter, case):
        return None
    if case is None or letter.phase is Phase.DATA:
        return letter  # perhaps sent: these bytes or none
    if letter.raw is None:
        return _within_limits(tx, context, account, letter, case, now)
    fresh = anew.with_fresh_words(tx, context, letter, case)
    return _fit_to_leave(tx, context, account, fresh, now) if fresh and fresh is not letter else fresh


def _within_limits(  # the same, and its case
    tx: Tx, context: Context, account: Account, letter: Letter, case: Case, now: datetime
) -> Letter | None:
    """Of a letter that was not begun yet: whether its time has come, and no limit is reached."""
    if letter.kind in CADENCE_LETTERS and not letter.approved:
        wait = limits.wait_until(tx, context, letter, case, now)
        if wait > now:
            tx.outbox.save(replace(letter, due_at=wait))
            return None
    why = settlement.SEEN_BEFORE if settlement.seen_before(tx, letter) else None
    why = why or (None if letter.approved else limits.over_limit(tx, context, account, letter, now))
    if why:
        settlement.held(tx, context, letter, why)
        return None
    return anew.with_fresh_words(tx, context, letter, case)


def _kept_back(tx: Tx, context: Context, letter: Letter, case: Case | None) -> bool:
    """Whether nothing goes to this address, or out of this case, any more."""
    suppressed = suppression.of_letter(tx, letter)
    if suppressed:
        suppression.stop(tx, context, letter, suppressed)
        return True
    stopped = guards.stopped(tx, case) if case else None
    if stopped:
        settlement.held(tx, context, letter, guards.STOPPED[stopped])
    return stopped is not None


def _cancel(tx: Tx, letter: Letter, now: datetime) -> None:
    tx.outbox.save(replace(letter, status=LetterStatus.CANCELLED, answer="the case moved on", owner=None))
    text = f"{letter.letter} ({letter.kind.value}) cancelled: the case moved on"
    tx.journal.add(JournalLine(at=now, account=letter.account, case=letter.case, event="letter_cancelled", text=text))


def set_aside(context: Context, name: str) -> None:
    """A letter that fails for a reason nobody thought of waits for a person; the others go on."""
    with context.store.write() as tx:
        letter = tx.outbox.get(name)
        sent = letter is not None and letter.phase is Phase.DATA and letter.status is LetterStatus.SUBMITTING
        if letter and letter.status in {LetterStatus.QUEUED, LetterStatus.SUBMITTING} and not sent:
            settlement.held(tx, context, letter, "it could not be made or sent: the log says why")


def _outgoing(context: Context, account: Account, letter: Letter, now: datetime) -> Outgoing:
    """The operator is told what strangers wrote: no sign of theirs must keep that from being told."""
    ours = letter.kind in OPERATOR_LETTERS
    words = harmless if ours else str
    return Outgoing(
        sender=account.email,
        sender_name=account.identity.store_name,
        to=letter.to,
        cc=letter.cc,
        subject=words(letter.subject),
        body=words(letter.body),
        html=None if letter.html is None else words(letter.html),
        files=letter.files,
        message_id=letter.message_id,
        in_reply_to=letter.in_reply_to,
        references=letter.references,
        letter_key=identity.letter_key(letter.message_id),
        machine=ours,
        date=now.astimezone(context.timezone),
    )
