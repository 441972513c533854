"""What came of asking: times, answers and retractions, by account, marketplace and complainant."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median

from noticed.core.case.model import CADENCE_LETTERS, Case, Disposition, State
from noticed.core.mail.cleaning import clean
from noticed.core.values import Value
from noticed.ports import LetterStatus, Tx
from noticed.render.figures import Figures, Group, Week
from noticed.service.context import Context

_ANSWERS = frozenset({"reply", "retraction_claimed", "do_not_write"})
"""Events of the journal by which a person has answered."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class _Seen(Value):
    """One case as it is counted."""

    case: Case
    letters: int
    asked_at: datetime | None
    answered_at: datetime | None
    promised: bool


def figures(context: Context, since: datetime | None = None) -> Figures:
    """Of the cases opened since then; None: of all."""
    with context.store.read() as tx:
        cases = [case for case in tx.cases.all() if context.mine(case.account)]
        cases = [case for case in cases if since is None or case.opened_at >= since]
        seen = _seen(tx, cases)
    groups = [_group("all", "", seen)]
    for by in ("account", "marketplace", "complainant"):
        parts = defaultdict[str, list[_Seen]](list)
        for one in seen:
            parts[_name(by, one.case)].append(one)
        found = [_group(by, name, ones) for name, ones in parts.items()]
        groups += sorted(found, key=lambda group: (-group.cases, group.name))
    days = sorted(d for one in seen if (d := _days(one)) is not None)
    return Figures(groups=tuple(groups), weeks=_weeks(context, seen), days=tuple(days))


def _seen(tx: Tx, cases: list[Case]) -> list[_Seen]:
    wanted = {case.case for case in cases}
    left = defaultdict[str, list[datetime]](list)
    for letter in tx.outbox.all(LetterStatus.SUBMITTED):
        if letter.kind in CADENCE_LETTERS and letter.submitted_at and letter.case in wanted:
            left[letter.case].append(letter.submitted_at)
    answers, promised = dict[str, datetime](), set[str]()
    begins = [case.opened_at for case in cases]
    for line in tx.journal.since(min(begins)) if begins else ():
        if line.case in wanted and line.event in _ANSWERS:
            answers.setdefault(line.case, line.at)
            if line.event == "retraction_claimed":
                promised.add(line.case)
    return [
        _Seen(
            case=case,
            letters=len(left[case.case]),
            asked_at=min(left[case.case], default=None),
            answered_at=answers.get(case.case),
            promised=case.case in promised,
        )
        for case in cases
    ]


def _group(by: str, name: str, seen: Iterable[_Seen]) -> Group:
    ones = list(seen)
    asked = [one for one in ones if one.asked_at]
    hours = [(one.asked_at - one.case.opened_at) / _HOUR for one in asked if one.asked_at]
    days = [d for one in ones if (d := _days(one)) is not None]
    return Group(
        by=by,
        name=name,
        cases=len(ones),
        open=sum(one.case.state is not State.CLOSED for one in ones),
        asked=len(asked),
        letters=sum(one.letters for one in ones),
        answered=len(days),
        promised=sum(one.promised for one in ones),
        retracted=sum(one.case.disposition is Disposition.RETRACTED for one in ones),
        hours_to_letter=median(hours) if hours else None,
        days_to_answer=median(days) if days else None,
    )


def _days(one: _Seen) -> float | None:
    """From the first letter to the first answer; None where one of them is missing."""
    if one.asked_at is None or one.answered_at is None:
        return None
    return max(one.answered_at - one.asked_at, timedelta()) / _DAY


def _name(by: str, case: Case) -> str:
    """A complainant is known by its first address, where none is printed by its name."""
    if by == "account":
        return case.account
    if by == "marketplace":
        return case.marketplace or "?"
    address = case.complainant_emails[0] if case.complainant_emails else ""
    return address or clean(case.rights_owner_name or "", 60) or "?"


def _weeks(context: Context, seen: list[_Seen]) -> tuple[Week, ...]:
    """Every week from the first to the last, by Mondays where the operator is."""
    opened, answered = Counter[date](), Counter[date]()
    for one in seen:
        day = one.case.opened_at.astimezone(context.timezone).date()
        monday = day - timedelta(days=day.weekday())
        opened[monday] += 1
        answered[monday] += _days(one) is not None
    if not opened:
        return ()
    first, count = min(opened), (max(opened) - min(opened)).days // 7 + 1
    mondays = [first + timedelta(weeks=n) for n in range(count)]
    return tuple(Week(begins=day, opened=opened[day], answered=answered[day]) for day in mondays)
