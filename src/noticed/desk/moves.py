"""What the operator can do about a case, as the page offers it: decisions first, then everything else."""

from collections.abc import Iterator

from noticed.core.case.model import LETTER_OF, Case, Outcome, Reason, State
from noticed.core.values import Value
from noticed.desk.visit import Visit

_STOPPED = frozenset({Reason.LEGAL, Reason.EVALUATION})
_ORDER = (
    Outcome.REASON_UNKNOWN,
    Outcome.NOT_INFRINGING,
    Outcome.OWN_RIGHTS,
    Outcome.INFRINGING,
    Outcome.FIXED,
    Outcome.NEVER_LISTED,
)


class Move(Value):
    """One thing that can be done."""

    key: str
    """``option.KEY`` of the catalogue says what it does."""
    path: str
    post: bool = False
    """Done by a button; else a page asks for more."""
    letter: str = ""
    """The letter it sends, in words."""


def outcomes(visit: Visit, case: Case) -> tuple[Move, ...]:
    """Decisions, each with the letter it names."""
    if case.reason in _STOPPED or case.state is State.CLOSED:
        return ()
    asked = case.attempts > 0 or not case.complainant_emails
    found = [outcome for outcome in _ORDER if asked or outcome is not Outcome.REASON_UNKNOWN]
    return tuple(
        Move(key=o.value, path=f"/cases/{case.case}/decide/{o.value}", letter=visit.say.kind(LETTER_OF[o]))
        for o in found
    )


def others(case: Case) -> tuple[Move, ...]:
    """Everything that is no decision about the complaint."""
    return tuple(_others(case, f"/cases/{case.case}"))


def _others(case: Case, here: str) -> Iterator[Move]:
    mine = case.state is State.WITH_OPERATOR
    if case.reason is Reason.TO_PASTE:
        yield Move(key="submitted", path=f"{here}/submitted", post=True)
    if case.complete and case.reason not in _STOPPED and case.state is not State.CLOSED:
        yield Move(key="write", path=f"{here}/write")
    if (mine and case.complete and case.reason not in _STOPPED) or case.state is State.CLOSED:
        yield Move(key="resume", path=f"{here}/resume", post=True)
    yield Move(key="fields", path=f"{here}/fields")
    if case.state is not State.CLOSED:
        yield Move(key="close", path=f"{here}/close")
    yield Move(key="export", path=f"{here}/export", post=True)
