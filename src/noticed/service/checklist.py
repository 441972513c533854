"""The removal checklist: marked by the operator, asked for before a complaint is accepted, quoted in the plan."""

from collections.abc import Sequence
from datetime import datetime

from noticed.core.case import tasks
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case
from noticed.core.case.slots import attested
from noticed.core.case.tasks import Task
from noticed.core.mail.cleaning import clean
from noticed.ports import Refused, Tx
from noticed.service.apply import apply
from noticed.service.context import Context
from noticed.service.extra import Extra

_NOTE = 200


def of_case(context: Context, case: Case) -> tuple[Task, ...]:
    """The checklist, with what is done."""
    account = context.accounts.get(case.account)
    return tasks.tasks(case, account.marketplaces if account else ())


def mark(  # what is marked, when, and in which words
    tx: Tx, context: Context, case: Case, names: Sequence[str], *, note: str = "", at: datetime | None = None
) -> Case:
    """These lines are done, at ``at`` or now. Raises ``Refused``."""
    now = context.clock.now()
    at = at or now
    if at > now:
        raise Refused(f"{case.case}: {at:%Y-%m-%d %H:%M} UTC has not come yet: mark what was done")
    picked = _chosen(context, case, names)
    words = clean(note, _NOTE).replace(";", ",").replace("；", "，")
    text = f"you did: {', '.join(task.name for task in picked)}" + (f" ({words})" if words else "")
    return apply(tx, context, tasks.marked(case, picked, at, words), Event(kind=EventKind.OPERATOR_CORRECTS, text=text))


def take_back(tx: Tx, context: Context, case: Case, names: Sequence[str]) -> Case:
    """These lines are not done. Raises ``Refused``."""
    picked = _chosen(context, case, names)
    text = f"you took back: {', '.join(task.name for task in picked)}"
    return apply(tx, context, tasks.taken_back(case, picked), Event(kind=EventKind.OPERATOR_CORRECTS, text=text))


def against(context: Context, case: Case, extra: Extra) -> str:
    """Why a plan of action cannot be written yet; "" where it can, as where a plan is attached and attested."""
    if extra.files and attested(extra.slots):
        return ""
    left = tasks.unfinished(of_case(context, case))
    if not left:
        return ""
    return (
        f"not marked as done: {', '.join(left)} (noticed checklist {case.case}); or attach a plan, and --set attest=yes"
    )


def _chosen(context: Context, case: Case, names: Sequence[str]) -> tuple[Task, ...]:
    try:
        return tasks.chosen(of_case(context, case), names)
    except ValueError as error:
        raise Refused(f"{case.case}: {error}") from None
