"""``why``: what happened, the rule, its inputs, and what happens next, when, in plain words; and the open moves."""

from noticed.core.case import cadence
from noticed.core.case.duration import Duration
from noticed.core.case.model import Case, State
from noticed.ports import JournalLine, Letter, LetterStatus, Tx
from noticed.render import cards
from noticed.render.phrases import Phrases
from noticed.service.account import Mode
from noticed.service.context import Context
from noticed.service.options import choices

_UNDER_WAY = frozenset(
    {LetterStatus.WRITTEN, LetterStatus.HELD, LetterStatus.QUEUED, LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT}
)


def phrases_of(context: Context) -> Phrases:
    """The operator's words, with times of his zone."""
    return Phrases(context.operator_language, str(context.timezone))


def because(context: Context, case: Case) -> str:
    """Whose turn it is and why, in words."""
    say = phrases_of(context)
    whose = say.word("whose", case.state)
    if case.reason:
        return f"{whose}{say('why.colon')}{say.reason(case.reason)}"
    ended = say.word("disposition", case.disposition or "")
    return f"{whose}{say('why.colon')}{ended}" if ended else whose


def explain(context: Context, tx: Tx, case: Case) -> list[str]:
    """The rule that fired last, what it saw, and the next step with its date."""
    say = phrases_of(context)
    lines = [say("why.head", case=case.case, whose=because(context, case)), ""]
    happened = [line for line in tx.journal.of_case(case.case) if line.facts is not None]
    if happened:
        lines += _rule(say, happened[-1])
    lines += [say("why.inputs", inputs=" · ".join(_inputs(context, case, say))), ""]
    lines += [say("why.next", what=next_step(context, tx, case))]
    if case.state is State.WITH_COMPLAINANT:
        lines += _plan(context, case, say)
    if case.amazon_cc is None:
        lines += [say.line(f"no copy to Amazon: no address known for {case.marketplace or 'this store'}")]
    unsent = (x for x in tx.outbox.of_case(case.case) if x.status is not LetterStatus.SUBMITTED)
    return lines + [_standing(say, letter, _why(context, letter)) for letter in unsent]


def next_step(context: Context, tx: Tx, case: Case) -> str:
    """What happens next by itself and when, or what it waits for."""
    say = phrases_of(context)
    if case.state is State.CLOSED:
        return say("why.nothing_closed")
    waiting = [x for x in tx.outbox.of_case(case.case) if x.letter == case.awaited]
    if waiting and waiting[0].to and waiting[0].status in _UNDER_WAY:
        return _awaited(context, say, waiting[0])
    if case.wake_at is None or case.plan is None:
        return say("why.nothing")
    at = say.at(case.wake_at)
    if case.plan_at is not None and case.wake_at < case.plan_at:
        return say("why.warning", at=at)
    letter = cadence.next_letter(case, context.policy)
    return say(f"why.{case.plan}", at=at, kind=say.kind(letter) if letter else "")


def options(context: Context, tx: Tx, case: Case) -> list[str]:
    """What the operator can do now, each with its command."""
    say, whose = phrases_of(context), because(context, case)
    if case.state is not State.WITH_OPERATOR:
        return [say("why.see_why", case=case.case, whose=whose.rstrip(".。"))]
    lines = ["", say("why.what_now", case=case.case, whose=whose.rstrip(".。"))]
    lines += filter(None, [cards.on_notice(case, say)])
    found = choices(tx, context, case)
    for option in cards.options(case, say, found):
        lines += [f"  {option.command}", f"      {option.does}"]
        lines += [f"      {option.sends}"] if option.sends else []
    against = dict.fromkeys(choice.stands_against for choice in found if choice.stands_against)
    return [*lines, *(say.line(why) for why in against)]


def listed(context: Context, tx: Tx, case: Case) -> list[str]:
    """The same for whoever wants to decide before it is his turn: the outcomes that fit, too."""
    lines = options(context, tx, case)
    if case.state is State.WITH_OPERATOR:
        return lines
    say = phrases_of(context)
    for choice in choices(tx, context, case):
        if not choice.stands_against:
            option = cards.choice_option(choice, case, say)
            lines += [f"  {option.command}", f"      {option.does}", f"      {option.sends}"]
    return lines


def outcomes(context: Context, tx: Tx, case: Case) -> str:
    """In one line: which outcomes fit the case, and what each still needs."""
    say = phrases_of(context)
    found = [
        choice.outcome.value + (f" ({', '.join(choice.missing)})" if choice.missing else "")
        for choice in choices(tx, context, case)
        if not choice.stands_against
    ]
    return say.line(f"{case.case}: name an outcome: {', '.join((*found, 'submitted', 'resume', 'close'))}")


def _rule(say: Phrases, last: JournalLine) -> list[str]:
    lines = [say("why.happened", at=say.at(last.at), what=say.line(last.text))]
    return [*lines, say("why.rule", rule=say.word("rule", last.event))]


def _inputs(context: Context, case: Case, say: Phrases) -> list[str]:
    asked = say("why.asked", n=case.attempts) if case.attempts else say("why.not_asked")
    late = cadence.too_late_at(case, context.policy)
    until = say("why.deadline", at=say.at(late)) if late else say("why.no_deadline")
    return [asked, until, say("why.cadence", name=say.word("cadence", cadence.cadence_of(case, context.policy).name))]


def _plan(context: Context, case: Case, say: Phrases) -> list[str]:
    plan, place = cadence.cadence_of(case, context.policy), cadence.place_of(case, context.policy)
    steps = [
        say("why.step_after", kind=say.kind(step.letter), after=_span(step.after, say))
        if step.after
        else say("why.step_first", kind=say.kind(step.letter))
        for step in plan.steps
    ]
    country = place.country or say("why.weekdays")
    return [
        say("why.steps", steps=" · ".join(steps), after=_span(plan.flag_after, say)),
        say("why.days", country=country, zone=place.timezone),
    ]


def _span(duration: Duration, say: Phrases) -> str:
    """4 business days · 4 days · 2 hours; finer ones as the settings write them."""
    if duration.business_days:
        return say("why.bd", n=duration.business_days)
    seconds = int(duration.span.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600)):
        if seconds and seconds % size == 0:
            return say(f"why.{unit}", n=seconds // size)
    return str(duration)


def _awaited(context: Context, say: Phrases, letter: Letter) -> str:
    text = _standing(say, letter, _why(context, letter))
    if (
        letter.status in {LetterStatus.WRITTEN, LetterStatus.HELD}
        and context.mode_of(letter.account) is not Mode.SHADOW
    ):
        return f"{text}{say('why.semicolon')}{say('why.approve', letter=letter.letter)}"
    at = letter.retry_at or letter.due_at
    return f"{text}, {say.at(at)}" if letter.status is LetterStatus.QUEUED and at else text


def _why(context: Context, letter: Letter) -> str | None:
    if letter.status is LetterStatus.WRITTEN and letter.to and context.mode_of(letter.account) is Mode.SHADOW:
        return 'mode = "shadow" sends nothing'
    if letter.status is LetterStatus.WRITTEN and not letter.to:
        return f"{letter.letter} is text for a person to sign or paste: the program never sends it"
    return letter.hold_reason or letter.answer


def _standing(say: Phrases, letter: Letter, why: str | None) -> str:
    words = {"letter": letter.letter, "kind": say.kind(letter.kind), "status": say.word("status", letter.status)}
    return say("why.letter_why", why=say.line(why), **words) if why else say("why.letter", **words)
