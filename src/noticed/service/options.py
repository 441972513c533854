"""What the operator can decide about a case: each outcome that fits, what it sends to whom, what is still missing."""

from collections.abc import Mapping, Sequence

from noticed.core.case import options as fit
from noticed.core.case import tasks
from noticed.core.case.cadence import too_late_at
from noticed.core.case.model import LETTER_OF, Case, Outcome, Reason, State
from noticed.core.case.options import Channel, Choice
from noticed.core.case.slots import missing
from noticed.core.notice.model import AppealChannel
from noticed.ports import Tx
from noticed.render.letters import slots_of
from noticed.service import checklist, guards, letter_files
from noticed.service.account import Mode
from noticed.service.context import Context

CHECKLIST = "checklist"
"""What an accepted complaint needs beside its slots: ``noticed checklist``."""


def choices(tx: Tx, context: Context, case: Case) -> tuple[Choice, ...]:
    """The outcomes that fit the case, the likeliest first; none for a closed case."""
    if case.state is State.CLOSED:
        return ()
    there = guards.standing(tx, case)
    return tuple(
        _choice(context, case, outcome, there, {}, letter_files.taken_unasked(tx, context, case, LETTER_OF[outcome]))
        for outcome in fit.fitting(case)
    )


def choice(  # the case, the outcome, and what there is already
    tx: Tx,
    context: Context,
    case: Case,
    outcome: Outcome,
    supplied: Mapping[str, str] | None = None,
    files: Sequence[str] = (),
) -> Choice:
    """One outcome: what follows from it, and what it still needs beside ``supplied``, ``files`` and the evidence."""
    files = files or letter_files.taken_unasked(tx, context, case, LETTER_OF[outcome])
    return _choice(context, case, outcome, guards.standing(tx, case), supplied or {}, files)


def _choice(  # as its caller's
    context: Context,
    case: Case,
    outcome: Outcome,
    there: guards.Standing,
    supplied: Mapping[str, str],
    files: Sequence[str],
) -> Choice:
    kind = LETTER_OF[outcome]
    channel = _channel(context, case, there.stopped)
    slots = slots_of(kind, case, context.templates)
    lacking = missing(slots, {"actions_taken": "done", **supplied} if case.removal else supplied, files)
    if outcome is Outcome.INFRINGING and tasks.unfinished(checklist.of_case(context, case)):
        lacking = (*lacking, CHECKLIST)
    return Choice(
        outcome=outcome,
        letter=kind,
        variant=fit.variant_of(kind, case),
        channel=channel,
        to=(case.amazon_cc,) if channel is Channel.MAIL and case.amazon_cc else (),
        missing=lacking,
        choose_by=too_late_at(case, context.policy),
        stands_against=guards.against(there, outcome),
    )


def channel_of(tx: Tx, context: Context, case: Case) -> Channel:
    """Whether a letter to Amazon leaves by mail or stands ready to paste.

    The notice decides the channel; Account Health is also where it goes when no address of Amazon is known,
    when the account is at stake, and in shadow mode, which sends nothing.
    """
    return _channel(context, case, guards.stopped(tx, case))


def _channel(context: Context, case: Case, stopped: Reason | None) -> Channel:
    if context.mode_of(case.account) is Mode.SHADOW or stopped is Reason.ACCOUNT or not case.amazon_cc:
        return Channel.PASTE
    known = context.account_of(case.account).copies.known_for(case.marketplace)
    printed = case.amazon_cc != known
    return Channel.PASTE if case.appeal_channel is AppealChannel.ACCOUNT_HEALTH and not printed else Channel.MAIL
