"""``why``: the rule, its inputs, and what happens next; and the moves that are open."""

from noticed.core.case import cadence
from noticed.core.case.model import Case, Plan, State
from noticed.ports import LetterStatus, Tx
from noticed.render import cards
from noticed.render.phrases import Phrases
from noticed.service.context import Context, Mode

_WHOSE = {
    State.WITH_COMPLAINANT: "the complainant's turn",
    State.WITH_OPERATOR: "your turn",
    State.WITH_AMAZON: "Amazon's turn",
    State.CLOSED: "closed",
}


_UNDER_WAY = frozenset(
    {LetterStatus.WRITTEN, LetterStatus.HELD, LetterStatus.QUEUED, LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT}
)


def because(context: Context, case: Case) -> str:
    """Whose turn it is and why, in words."""
    phrases = Phrases(context.operator_language, str(context.timezone))
    ended = f": {case.disposition}" if case.disposition else ""
    return _WHOSE[case.state] + (f": {phrases.reason(case.reason)}" if case.reason else ended)


def explain(context: Context, tx: Tx, case: Case) -> list[str]:
    """The rule that fired last, what it saw, and the next step with its date."""
    where = f"{case.state.value}" + (f" ({case.reason})" if case.reason else "")
    lines = [f"{case.case}: {because(context, case)} [{where}]"]
    happened = [line for line in tx.journal.of_case(case.case) if line.facts is not None]
    if happened:
        last = happened[-1]
        lines += ["", f"Rule: {last.event} (docs/case-states.md)", f"Seen: {last.text}"]
        lines += [f"  {name} = {value}" for name, value in (last.facts or {}).items() if value is not None]
    lines += ["", f"Next: {_next(context, tx, case)}"]
    plan = cadence.cadence_of(case, context.policy)
    steps = " · ".join(f"{step.letter} after {step.after}" for step in plan.steps)
    place = cadence.place_of(case, context.policy)
    lines += [f"Cadence: {plan.name}: {steps}; flagged {plan.flag_after} after the last"]
    lines += [f"Business days of {place.country or 'Monday to Friday'}, hours of {place.timezone}"]
    if case.amazon_cc is None:
        lines += [f"No copy to Amazon: no address known for {case.marketplace or 'this store'}"]
    for letter in tx.outbox.of_case(case.case):
        if letter.status in {LetterStatus.HELD, LetterStatus.QUEUED, LetterStatus.IN_DOUBT, LetterStatus.WRITTEN}:
            lines += [f"{letter.letter} ({letter.kind}) is {letter.status}" + _why_held(letter.hold_reason)]
    return lines


def _why_held(reason: str | None) -> str:
    return f": {reason}" if reason else ""


def _next(context: Context, tx: Tx, case: Case) -> str:
    if case.state is State.CLOSED:
        return "nothing; only Amazon's new mail, or you, open it again"
    waiting = [x for x in tx.outbox.of_case(case.case) if x.letter == case.awaited]
    if waiting and waiting[0].to and waiting[0].status in _UNDER_WAY:
        letter = waiting[0]
        unsent = 'mode = "shadow" sends nothing' if context.mode is Mode.SHADOW else f"noticed approve {letter.letter}"
        why = letter.hold_reason or (unsent if letter.status is LetterStatus.WRITTEN else None)
        return f"{letter.letter} ({letter.kind}) is {letter.status}" + _why_held(why)
    if case.wake_at is None or case.plan is None:
        return "nothing by itself: it waits for a letter or for you"
    what = {
        Plan.STEP: f"{cadence.next_letter(case, context.policy)} if nobody answers",
        Plan.FLAG: "flagged to you if nobody answers",
        Plan.ANSWER: "to you if nobody answers",
        Plan.AMAZON: "to you if Amazon stays silent",
        Plan.IDLE: "another alarm if you do nothing",
    }[case.plan]
    at = case.wake_at.astimezone(context.timezone)
    deadline = case.plan_at is not None and case.wake_at < case.plan_at
    return f"{'the warning of the deadline' if deadline else what}, on {at:%a %d %b %Y %H:%M %Z}"


def options(context: Context, case: Case) -> list[str]:
    """What the operator can do now, each with its command."""
    phrases = Phrases(context.operator_language, str(context.timezone))
    if case.state is not State.WITH_OPERATOR:
        return [f"{case.case}: {because(context, case)}; noticed why {case.case} says what comes next"]
    lines = ["", f"{because(context, case)}. What you can do:"]
    for option in cards.options(case, phrases):
        lines += [f"  {option.command}", f"      {option.does}"]
    return lines
