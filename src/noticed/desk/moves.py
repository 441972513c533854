"""What the operator can do about a case, as the page offers it: decisions first, then everything else."""

from collections.abc import Iterator

from noticed.core.case.model import Case, Reason, State
from noticed.core.values import Value
from noticed.desk.visit import Visit
from noticed.ports import Tx
from noticed.service.guards import STOPPED
from noticed.service.options import choices


class Move(Value):
    """One thing that can be done."""

    key: str
    """``option.KEY`` of the catalogue says what it does."""
    path: str
    post: bool = False
    """Done by a button; else a page asks for more."""
    sends: str = ""
    """The letter it sends, and where that goes."""


def outcomes(visit: Visit, tx: Tx, case: Case) -> tuple[Move, ...]:
    """Decisions that fit, each with the letter it names and where that goes."""
    return tuple(
        Move(
            key=choice.outcome.value,
            path=f"/cases/{case.case}/decide/{choice.outcome.value}",
            sends=f"{visit.say.kind(choice.letter)} · {', '.join(choice.to) or visit.say('desk.to_paste')}",
        )
        for choice in choices(tx, visit.context, case)
        if not choice.stands_against
    )


def against(visit: Visit, tx: Tx, case: Case) -> tuple[str, ...]:
    """What keeps other decisions from being made now, each once."""
    found = dict.fromkeys(choice.stands_against for choice in choices(tx, visit.context, case))
    return tuple(visit.say.line(why) for why in found if why)


def others(case: Case) -> tuple[Move, ...]:
    """Everything that is no decision about the complaint."""
    return tuple(_others(case, f"/cases/{case.case}"))


def _others(case: Case, here: str) -> Iterator[Move]:
    mine = case.state is State.WITH_OPERATOR
    if case.reason is Reason.TO_PASTE:
        yield Move(key="appeal", path=f"{here}/appeal")
        yield Move(key="submitted", path=f"{here}/submitted", post=True)
    if case.complete and case.reason not in STOPPED and case.state is not State.CLOSED:
        yield Move(key="write", path=f"{here}/write")
    if (mine and case.complete and case.reason not in STOPPED) or case.state is State.CLOSED:
        yield Move(key="resume", path=f"{here}/resume", post=True)
    yield Move(key="evidence", path=f"{here}/evidence")
    yield Move(key="fields", path=f"{here}/fields")
    if case.state is not State.CLOSED:
        yield Move(key="close", path=f"{here}/close")
    yield Move(key="export", path=f"{here}/export", post=True)
