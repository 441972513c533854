"""What the operator decides about a case. Every function changes everything or nothing.

Raises ``Refused`` with one line that says what is missing, or why not.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from noticed.core.case import perceive
from noticed.core.case.corrections import with_fields
from noticed.core.case.decide import Order
from noticed.core.case.events import Event, EventKind, ImpossibleEvent
from noticed.core.case.model import (
    AMAZON_LETTERS,
    CADENCE_LETTERS,
    DRAFTS,
    LETTER_OF,
    Case,
    Disposition,
    LetterKind,
    Outcome,
    Reason,
)
from noticed.core.notice.model import AppealChannel
from noticed.core.values import Value
from noticed.ports import Letter, LetterStatus, Refused, Tx
from noticed.render.letters import Missing
from noticed.service import suppression
from noticed.service.apply import apply
from noticed.service.context import Context, Mode
from noticed.service.write import Extra, write_letter

TO_COMPLAINANT = (*sorted(CADENCE_LETTERS), LetterKind.RETRACTION_STEPS, *sorted(DRAFTS))
"""Letters ``noticed write`` knows."""

_IN_FLIGHT = frozenset({LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT})
_STOPPED = {
    Reason.LEGAL: "court signs: nothing is sent in this case; give the export to a lawyer first",
    Reason.EVALUATION: "a patent evaluation has its own forms and clock: answer as its mail says, with a lawyer",
}


class Decided(Value):
    """What a decision led to."""

    case: Case
    letter: Letter | None
    to_paste: bool = False


def case_of(tx: Tx, name: str) -> Case:
    """The case by its reference, in any spelling of it."""
    wanted = name.strip().upper()
    case = tx.cases.get(wanted if wanted.startswith("N-") else f"N-{wanted}")
    if case is None:
        raise Refused(f'no case "{name}": noticed cases lists them')
    return case


def decide(context: Context, name: str, outcome: Outcome, note: str, extra: Extra) -> Decided:
    """An outcome: the letter it names is written, and goes to Amazon or stands ready to paste."""
    with context.store.write() as tx:
        case = case_of(tx, name)
        _allowed(tx, case, outcome)
        paste = to_paste(context, case)
        kind = EventKind.OPERATOR_DECIDED_PASTE if paste else EventKind.OPERATOR_DECIDED_MAIL
        text = f"you decided: {outcome.value}" + (f" ({note})" if note else "")
        event = Event(kind=kind, outcome=outcome, letter=LETTER_OF[outcome], text=text)
        case = _apply(tx, context, case, event, extra)
        return Decided(case=case, letter=tx.outbox.of_case(case.case)[-1], to_paste=paste)


def submitted(context: Context, name: str, note: str) -> Decided:
    """The operator pasted the text into Account Health, or sent it otherwise."""
    return _simple(context, name, EventKind.OPERATOR_SUBMITTED, f"you submitted it yourself{_noted(note)}")


def resume(context: Context, name: str, note: str) -> Decided:
    """The ladder goes on with its next step."""
    with context.store.read() as tx:
        case = case_of(tx, name)
        why = _not_resumable(tx, case) if case.closed_at is None else None
        if case.closed_at is None and not why:
            suppression.refuse(tx, case.account, case.complainant_emails)
    if why:
        raise Refused(f"{case.case} is {why}: it cannot be resumed" + _hint(why))
    if not case.complete and case.closed_at is None:
        raise Refused(
            f"{case.case}: supply what is missing first: noticed set {case.case} complainant_emails=… asins=…"
        )
    return _simple(context, name, EventKind.OPERATOR_RESUMES, f"you resumed it{_noted(note)}")


def wait(context: Context, name: str, until: datetime) -> Decided:
    """The operator puts it off: it is no matter of today until then, whatever else may happen to it."""
    with context.store.write() as tx:
        case = case_of(tx, name)
        event = Event(
            kind=EventKind.OPERATOR_WAITS, until=until, text=f"you put it off until {until:%Y-%m-%d %H:%M} UTC"
        )
        return Decided(case=_apply(tx, context, case, event, None), letter=None)


def close(context: Context, name: str, disposition: Disposition, note: str) -> Decided:
    """The operator ends the case."""
    text = f"you closed it: {disposition.value}{_noted(note)}"
    with context.store.write() as tx:
        case = case_of(tx, name)
        event = Event(kind=EventKind.OPERATOR_CLOSES, disposition=disposition, text=text)
        return Decided(case=_apply(tx, context, case, event, None), letter=None)


def correct(context: Context, name: str, fields: Mapping[str, str]) -> Decided:
    """``set``: a field by the operator's word."""
    with context.store.write() as tx:
        case = case_of(tx, name)
        try:
            corrected = with_fields(case, fields)
        except ValueError as error:
            raise Refused(str(error)) from None
        said = ", ".join(f"{k}={v}" for k, v in fields.items())
        event = Event(kind=EventKind.OPERATOR_CORRECTS, text=f"you set {said}")
        return Decided(case=_apply(tx, context, corrected, event, None), letter=None)


def write_to_complainant(context: Context, name: str, kind: LetterKind | None, extra: Extra) -> Decided:
    """``write``: one letter to the complainant by the operator's word; a draft stays text."""
    with context.store.write() as tx:
        case = case_of(tx, name)
        if case.reason in _STOPPED:
            raise Refused(f"{case.case}: {_STOPPED[case.reason]}")
        if kind in DRAFTS:
            return _draft(tx, context, case, kind, extra)
        if not case.complete:
            raise Refused(f"{case.case}: no address to write to: noticed set {case.case} complainant_emails=…")
        suppression.refuse(tx, case.account, case.complainant_emails)
        chosen = kind or (LetterKind.FOLLOW_UP if case.attempts else LetterKind.INQUIRY)
        event = Event(kind=EventKind.OPERATOR_WRITES, letter=chosen, text=f"you write to the complainant: {chosen}")
        case = _apply(tx, context, case, event, extra)
        return Decided(case=case, letter=tx.outbox.of_case(case.case)[-1])


def _draft(tx: Tx, context: Context, case: Case, kind: LetterKind, extra: Extra) -> Decided:
    """Text for a person to sign: it goes nowhere by itself, so the case stays where it is."""
    with _plainly(case):
        letter = write_letter(tx, context, case, Order(kind=kind), extra)
    return Decided(case=case, letter=letter, to_paste=True)


def _not_resumable(tx: Tx, case: Case) -> Reason | None:
    """Why the ladder must never start again, also when something else has happened to the case since."""
    if case.reason in perceive.NOT_RESUMABLE:
        return case.reason
    if not case.authentic:
        return Reason.UNVERIFIED
    seen = (line.facts or {} for line in tx.journal.of_case(case.case) if line.event == EventKind.NOTICE_STOP)
    stops = [Reason(str(facts["reason"])) for facts in seen if facts.get("reason")]
    return next((reason for reason in stops if reason in perceive.NOT_RESUMABLE), None)


def _allowed(tx: Tx, case: Case, outcome: Outcome) -> None:
    if case.reason in _STOPPED:
        raise Refused(f"{case.case}: {_STOPPED[case.reason]}")
    flying = [x for x in tx.outbox.of_case(case.case) if x.kind in AMAZON_LETTERS and x.status in _IN_FLIGHT]
    if flying:
        raise Refused(f"{flying[0].letter} to Amazon is under way: decide again when it has arrived")
    asked = case.attempts > 0 or not case.complainant_emails
    if outcome is Outcome.REASON_UNKNOWN and not asked:
        raise Refused(
            f"{case.case}: the complainant has not been asked yet; reason_unknown is for an unanswered question"
        )


def to_paste(context: Context, case: Case) -> bool:
    """Whether the letter stands ready to paste instead of leaving by mail.

    The notice decides the channel; Account Health is also where it goes when no address of Amazon is known,
    when the account is at stake, and in shadow mode, which sends nothing.
    """
    if context.mode is Mode.SHADOW or case.reason is Reason.ACCOUNT or not case.amazon_cc:
        return True
    account = context.account_of(case.account)
    printed = case.amazon_cc != account.copies.known_for(case.marketplace)
    return case.appeal_channel is AppealChannel.ACCOUNT_HEALTH and not printed


def _simple(context: Context, name: str, kind: EventKind, text: str) -> Decided:
    with context.store.write() as tx:
        case = _apply(tx, context, case_of(tx, name), Event(kind=kind, text=text), None)
        return Decided(case=case, letter=None)


def _apply(tx: Tx, context: Context, case: Case, event: Event, extra: Extra | None) -> Case:
    with _plainly(case, event):
        return apply(tx, context, case, event, extra=extra)


@contextmanager
def _plainly(case: Case, event: Event | None = None) -> Iterator[None]:
    try:
        yield
    except ImpossibleEvent:
        where = case.state.value + (f" ({case.reason.value})" if case.reason else "")
        what = event.kind.value if event else "this"
        raise Refused(f"{case.case} is {where}: {what} is not possible now") from None
    except Missing as missing:
        wanted = ", ".join(missing.slots)
        raise Refused(f"{case.case}: this letter still needs {wanted} (--set NAME=TEXT, --attach FILE)") from None


def _noted(note: str) -> str:
    return f": {note}" if note else ""


def _hint(reason: Reason) -> str:
    if reason is Reason.UNVERIFIED:
        return "; if the notice stands in Seller Central: noticed open ID --checked-in-seller-central"
    return ""
