"""What the operator decides about a case. Every function changes everything or nothing.

Raises ``Refused`` with one line that says what is missing, or why not.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from noticed.core.case import cadence, clearing
from noticed.core.case.corrections import with_fields
from noticed.core.case.decide import Order
from noticed.core.case.events import Event, EventKind, ImpossibleEvent
from noticed.core.case.model import (
    CADENCE_LETTERS,
    DRAFTS,
    LETTER_OF,
    Case,
    Disposition,
    LetterKind,
    Outcome,
    Reason,
)
from noticed.core.case.options import Channel
from noticed.core.case.slots import PROOF
from noticed.core.values import Value
from noticed.ports import Letter, Refused, Tx
from noticed.render.letters import Missing, Unfit, slots_of
from noticed.service import appeals, checklist, guards, letter_files, options, suppression, vault
from noticed.service.apply import apply
from noticed.service.context import Context
from noticed.service.extra import Extra
from noticed.service.finding import case_of
from noticed.service.write import render_letter, write_letter

TO_COMPLAINANT = (*sorted(CADENCE_LETTERS), LetterKind.RETRACTION_STEPS, *sorted(DRAFTS))
"""Letters ``noticed write`` knows."""


class Decided(Value):
    """What a decision led to."""

    case: Case
    letter: Letter | None
    to_paste: bool = False


def decide(context: Context, name: str, outcome: Outcome, note: str, extra: Extra) -> Decided:
    """An outcome: the letter it names is written, and goes to Amazon or stands ready to paste."""
    with context.store.read() as tx:
        case = case_of(tx, name)
        _refuse(case, guards.against(guards.standing(tx, case), outcome))
        _known(context, case, LETTER_OF[outcome], extra)
    extra = letter_files.prepared(context, name, LETTER_OF[outcome], extra)
    with context.store.write() as tx:
        case = case_of(tx, name)
        _refuse(case, guards.against(guards.standing(tx, case), outcome))
        _refuse(case, checklist.against(context, case, extra) if outcome is Outcome.INFRINGING else "")
        vault.keep_fresh(tx, context, case, extra)
        paste = options.channel_of(tx, context, case) is Channel.PASTE
        kind = EventKind.OPERATOR_DECIDED_PASTE if paste else EventKind.OPERATOR_DECIDED_MAIL
        text = f"you decided: {outcome.value}" + (f" ({note})" if note else "")
        event = Event(kind=kind, outcome=outcome, letter=LETTER_OF[outcome], text=text)
        case = _apply(tx, context, case, event, extra)
        letter = tx.outbox.of_case(case.case)[-1]
        body = render_letter(tx, context, case, letter.kind, extra).body
        _refuse(case, guards.said_before(tx, case, letter, body, extra))
        return Decided(case=case, letter=letter, to_paste=paste)


def submitted(context: Context, name: str, note: str) -> Decided:
    """The operator pasted the text into Account Health, or sent it otherwise; which text it was is kept."""
    with context.store.write() as tx:
        case = case_of(tx, name)
        letter = appeals.to_paste(tx, case)
        text = f"you submitted {letter.letter} yourself" if letter else "you submitted it yourself"
        event = Event(kind=EventKind.OPERATOR_SUBMITTED, text=f"{text}{_noted(note)}")
        case = _apply(tx, context, case, event, None)
        if letter:
            appeals.submitted_note(tx, context, case, letter)
        return Decided(case=case, letter=None)


def resume(context: Context, name: str, note: str) -> Decided:
    """The ladder goes on with its next step."""
    with context.store.read() as tx:
        case = case_of(tx, name)
        why = guards.not_resumable(tx, case) if case.closed_at is None else None
        if case.closed_at is None and not why:
            suppression.refuse(tx, case.account, case.complainant_emails)
            _refuse(case, guards.under_way(tx, case) or guards.perhaps_asked(tx, case))
    if why:
        raise Refused(f"{case.case} is {why}: it cannot be resumed" + _hint(why))
    if not case.complete and case.closed_at is None:
        raise Refused(
            f"{case.case}: supply what is missing first: noticed set {case.case} complainant_emails=… asins=…"
        )
    with context.store.write() as tx:
        event = Event(kind=EventKind.OPERATOR_RESUMES, text=f"you resumed it{_noted(note)}")
        return Decided(case=_apply(tx, context, clearing.standing(case_of(tx, name)), event, None), letter=None)


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
            corrected = with_fields(case, fields, context.policy.firms)
        except ValueError as error:
            raise Refused(str(error)) from None
        said = ", ".join(f"{k}={v}" for k, v in fields.items())
        hurried = cadence.hurried(corrected, context.clock.now())
        sooner = hurried.cadence != corrected.cadence
        kind = EventKind.CLOCK_SHORTENED if sooner else EventKind.OPERATOR_CORRECTS
        event = Event(kind=kind, text=f"you set {said}")
        return Decided(case=_apply(tx, context, hurried, event, None), letter=None)


def write_to_complainant(context: Context, name: str, kind: LetterKind | None, extra: Extra) -> Decided:
    """``write``: one letter to the complainant by the operator's word; a draft stays text."""
    with context.store.write() as tx:
        case = case_of(tx, name)
        _refuse(case, guards.against_writing(tx, case))
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


def _known(context: Context, case: Case, kind: LetterKind, extra: Extra) -> None:
    """A misspelt name would be lost without a word; what another letter asks for is no mistake."""
    every = {slot.name for template in context.templates.by_kind.values() for slot in template.slots}
    for name in extra.slots:
        if name.removesuffix(PROOF) not in every:
            known = ", ".join(slot.name for slot in slots_of(kind, case, context.templates))
            raise Refused(f'"{name}" is nothing a letter asks for: this one takes {known}')


def _refuse(case: Case, why: str) -> None:
    if why:
        raise Refused(f"{case.case}: {why}")


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
    except Unfit as unfit:
        raise Refused(f"{case.case}: {unfit}") from None


def _noted(note: str) -> str:
    return f": {note}" if note else ""


def _hint(reason: Reason) -> str:
    if reason is Reason.UNVERIFIED:
        return "; if the notice stands in Seller Central: noticed open ID --checked-in-seller-central"
    return ""
