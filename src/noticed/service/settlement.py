"""How a submitted letter comes to rest: what the server's answer, our own copy, or its absence makes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import CADENCE_LETTERS, OPERATOR_LETTERS, LetterKind, Reason
from noticed.ports import Letter, LetterStatus, Tx
from noticed.service import alerts
from noticed.service.apply import apply
from noticed.service.context import Context

SEEN_BEFORE = "a copy of it came in before it was sent: an earlier installation, or a forgery?"
_SUBMITTED = {
    **dict.fromkeys(CADENCE_LETTERS, EventKind.ATTEMPT_SUBMITTED),
    LetterKind.RETRACTION_STEPS: EventKind.COACH_SUBMITTED,
}
_REFUSED = frozenset({LetterStatus.QUEUED, LetterStatus.SUBMITTING})
"""Where a letter stood that the server would not take."""
_ENDED = frozenset({LetterStatus.SUBMITTED, LetterStatus.REFUSED, LetterStatus.CANCELLED})


def submitted(tx: Tx, context: Context, letter: Letter, answer: str) -> None:
    """The server took it."""
    now = context.clock.now()
    settled = replace(letter, status=LetterStatus.SUBMITTED, submitted_at=now, answer=answer, owner=None)
    tx.outbox.save(settled)
    kind = _SUBMITTED.get(letter.kind, EventKind.LETTER_SUBMITTED)
    text = f"{_name(letter)} submitted to {', '.join(letter.recipients)}"
    by_hand = letter.step is None
    _tell(
        tx, context, letter, Event(kind=kind, letter_id=letter.letter, letter=letter.kind, text=text, by_hand=by_hand)
    )


def found_copy(tx: Tx, context: Context, letter: Letter, seen_at: datetime, *, ours: bool = False) -> None:
    """Our own copy is the receipt: a letter in doubt, or cut off in mid-air, was accepted once.

    Names are derived from the notice, so the copy of an earlier life (a restored backup) is recognised too; but a
    letter this store never began to send is only held, unless its copy lies where only we write (``ours``): whoever
    has our first letter could make up the copy of the next.
    """
    fresh = tx.outbox.get(letter.letter) or letter
    if fresh.status in _ENDED:
        return
    if fresh.tries or ours:
        submitted(tx, context, fresh, f"our own copy was found, received {seen_at:%d %b %Y %H:%M} UTC")
    else:
        held(tx, context, fresh, SEEN_BEFORE)


def remember_copy(tx: Tx, account: str, keys: Sequence[str], seen_at: datetime) -> str | None:
    """A copy of a letter that is not written yet, of a case there is: the store, or the machine, was set back. Once
    it is written ``seen_before`` knows. The case, or None where the copy names none of ours.
    """
    for name in (key.rpartition(".")[0] for key in keys):
        case = tx.cases.get(name.partition(".")[0])
        if case and case.account == account:
            tx.facts.set(f"copy:{name}", seen_at.isoformat())
            return case.case
    return None


def copy_fact(letter: Letter) -> str:
    """The fact that a copy came in before the letter was written."""
    return f"copy:{letter.letter}"


def seen_before(tx: Tx, letter: Letter) -> bool:
    """Whether a copy of a letter came in that this store never began to send, and nobody has approved since."""
    return not letter.tries and not letter.approved and tx.facts.get(copy_fact(letter)) is not None


def failed(tx: Tx, context: Context, letter: Letter, why: str) -> None:
    """The server refused it for good."""
    tx.outbox.save(replace(letter, status=LetterStatus.REFUSED, answer=why, owner=None, retry_at=None))
    case = tx.cases.get(letter.case) if letter.case else None
    waited = case is not None and case.awaited == letter.letter
    kind = EventKind.LETTER_FAILED if waited else EventKind.LETTER_SETTLED
    text = f"{_name(letter)} was refused: {why}"
    _tell(tx, context, letter, Event(kind=kind, letter_id=letter.letter, reason=Reason.LETTER_FAILED, text=text))


def held(tx: Tx, context: Context, letter: Letter, why: str) -> None:
    """It waits for a person."""
    tx.outbox.save(replace(letter, status=LetterStatus.HELD, hold_reason=why, owner=None, retry_at=None))
    event = Event(kind=EventKind.LETTER_SETTLED, letter_id=letter.letter, text=f"{_name(letter)} is held: {why}")
    _tell(tx, context, letter, event)


def _tell(tx: Tx, context: Context, letter: Letter, event: Event) -> None:
    if letter.kind in OPERATOR_LETTERS and letter.status in _REFUSED and event.kind is EventKind.LETTER_SETTLED:
        unheard(tx, context, letter, event.text)
    if letter.kind in OPERATOR_LETTERS or not letter.case:
        return
    case = tx.cases.get(letter.case)
    if case:
        apply(tx, context, case, event)


def unheard(tx: Tx, context: Context, letter: Letter, why: str) -> None:
    """What was written to an operator does not reach him: said once a day, for there may be another way to him."""
    subject = f"{letter.account}: what is written to you does not arrive"
    lines = [why, "Set the operator's addresses right, or see why their server does not take the mail."]
    cause = f"{alerts.UNHEARD}|{', '.join(letter.to)}|{context.clock.now():%Y-%m-%d}"
    alerts.raise_alert(tx, context, account=letter.account, cause=cause, subject=subject, lines=lines)


def _name(letter: Letter) -> str:
    return f"{letter.letter} ({letter.kind.value})"
