"""``why``: the rule, its inputs, and what happens next; and the moves that are open."""

from noticed.core.case import cadence
from noticed.core.case.model import Case, Plan, Reason, State
from noticed.ports import LetterStatus, Tx
from noticed.render import cards
from noticed.render.phrases import Phrases
from noticed.service.context import Context

_WHOSE = {
    State.WITH_COMPLAINANT: "the complainant's turn",
    State.WITH_OPERATOR: "your turn",
    State.WITH_AMAZON: "Amazon's turn",
    State.CLOSED: "closed",
}
_BECAUSE = {
    Reason.NO_REPLY: "flagged: nobody answered",
    Reason.REPLIED: "the complainant answered: read it",
    Reason.RETRACTION_PROMISED: "a retraction was promised; it counts when Amazon confirms it",
    Reason.BOUNCED: "the letter came back: the address does not work",
    Reason.LETTER_FAILED: "a letter was refused for good",
    Reason.LETTER_REJECTED: "you rejected the letter",
    Reason.UNVERIFIED: "the notice could not be verified: look in Seller Central",
    Reason.INCOMPLETE: "the notice lacks what an inquiry needs",
    Reason.SUSPECTED: "Amazon's own finding: there is nobody to write to",
    Reason.LEGAL: "court signs: talk to a lawyer before anything is written",
    Reason.EVALUATION: "a patent evaluation: its mail names the forms and the clock",
    Reason.ACCOUNT: "the account is at stake: answer in Account Health",
    Reason.SUPPRESSED: "the complainant asked not to be written to",
    Reason.DEADLINE: "Amazon's deadline is two days off or less",
    Reason.AMAZON_ANSWERED: "Amazon answered: read it",
    Reason.AMAZON_SILENT: "Amazon has not answered",
    Reason.TO_PASTE: "the text stands ready to paste into Account Health",
    Reason.TAKEN_OVER: "you wrote to the complainant yourself",
    Reason.REOPENED: "it came back",
}


def because(case: Case) -> str:
    """Whose turn it is and why, in words."""
    return _WHOSE[case.state] + (f": {_BECAUSE[case.reason]}" if case.reason else "")


def explain(context: Context, tx: Tx, case: Case) -> list[str]:
    """The rule that fired last, what it saw, and the next step with its date."""
    lines = [f"{case.case} is {case.state.value}" + (f" ({case.reason})" if case.reason else ""), because(case)]
    happened = [line for line in tx.journal.of_case(case.case) if line.facts is not None]
    if happened:
        last = happened[-1]
        lines += ["", f"Rule: {last.event} in the table of transitions", f"Seen: {last.text}"]
        lines += [f"  {name} = {value}" for name, value in (last.facts or {}).items()]
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
    if waiting and waiting[0].status in {LetterStatus.HELD, LetterStatus.QUEUED, LetterStatus.SUBMITTING}:
        return f"{waiting[0].letter} ({waiting[0].kind}) is {waiting[0].status}" + _why_held(waiting[0].hold_reason)
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
        return [f"{case.case}: {because(case)}; noticed why {case.case} says what comes next"]
    lines = ["", f"{because(case)}. What you can do:"]
    for option in cards.options(case, phrases):
        lines += [f"  {option.command}", f"      {option.does}"]
    return lines
