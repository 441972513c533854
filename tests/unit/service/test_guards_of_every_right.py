"""Every outcome for every right, against every guard: what is refused sends nothing, writes nothing, and says why."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product

import pytest
from tests.mails import notice, signed, suspicion
from tests.papers import PNG, file
from tests.unit.service.test_guards import RIGHTS
from tests.unit.service.world import START, World

from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, Outcome, Reason
from noticed.ports import LetterStatus, Refused
from noticed.service import checklist, decisions
from noticed.service.apply import apply
from noticed.service.context import Limits
from noticed.service.extra import Extra
from noticed.service.finding import case_of

FULL: Mapping[Outcome, Mapping[str, str]] = {
    Outcome.NOT_INFRINGING: {"attest": "yes", "analysis": "It has no hinge."},
    Outcome.OWN_RIGHTS: {"attest": "yes", "own_number": "5,123,456"},
    Outcome.INFRINGING: {"attest": "yes", "root_cause": "a", "actions_taken": "b", "prevention": "c"},
    Outcome.NEVER_LISTED: {"attest": "yes"},
    Outcome.FIXED: {"attest": "yes", "edits": "a word taken out"},
    Outcome.REASON_UNKNOWN: {},
}


def extra(outcome: Outcome) -> Extra:
    return Extra(slots=FULL[outcome], files=(file("analysis.png", PNG),))


def all_rights() -> tuple[World, tuple[str, ...]]:
    """A case of each right, all asked once, and one where nobody has complained."""
    world = World(attempts=1, limits=Limits(probation=0, new_recipients_per_day=0, account_per_day=0))
    for number, right in enumerate(RIGHTS, 10):
        more = {"complaint": f"109876543{number}", "asins": (f"B0C12345{number}",), "kind": right}
        who = f"ip@owner{number}.example"
        world.receive(signed(notice(date=START, complainant=who, **more)))  # type: ignore[arg-type]
    world.receive(signed(suspicion(date=START, asin="B0C1234599")))
    world.sleep(timedelta(days=5))
    for case in world.cases():
        with world.store.write() as tx:
            checklist.mark(tx, world.context, case, ("snapshot", "offer", "siblings", "stock"))
    return world, tuple(case.case for case in world.cases())


def happens(world: World, event: EventKind, reason: Reason | None = None) -> None:
    for case in world.cases():
        with world.store.write() as tx:
            apply(tx, world.context, case_of(tx, case.case), Event(kind=event, reason=reason, text=event.value))
    world.once()


def refused(world: World, case: Case, outcome: Outcome) -> str:
    with pytest.raises(Refused) as caught:
        decisions.decide(world.context, case.case, outcome, "", extra(outcome))
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def sent(world: World) -> Iterator[tuple[str, str]]:
    yield from ((x.letter, x.status.value) for x in world.letters())


@pytest.mark.parametrize("reason", [Reason.LEGAL, Reason.EVALUATION])
def test_no_outcome_of_any_right_passes_a_court_or_an_evaluation(reason: Reason) -> None:
    world, names = all_rights()
    assert len(names) == len(RIGHTS) + 1
    happens(world, EventKind.NOTICE_STOP, reason)
    before = list(sent(world))
    for case, outcome in product(world.cases(), Outcome):
        assert "lawyer" in refused(world, case, outcome)
    assert list(sent(world)) == before
    assert {case.reason for case in world.cases()} == {reason}


def test_no_outcome_of_any_right_is_sent_where_the_account_is_at_stake() -> None:
    world, names = all_rights()
    happens(world, EventKind.NOTICE_STOP, Reason.ACCOUNT)
    for name, outcome in product(names, Outcome):
        if outcome is not Outcome.REASON_UNKNOWN or world.context.limits:
            written = decisions.decide(world.context, name, outcome, "", extra(outcome)).letter
            assert written is not None
            assert (written.to, written.status) == ((), LetterStatus.WRITTEN), "only as text to paste"
    world.once()
    assert not [x for x in world.letters() if x.submitted_at and x.kind.value != "inquiry"]


@pytest.mark.parametrize("first", Outcome)
def test_while_one_submission_is_open_no_other_outcome_of_any_right_is_sent(first: Outcome) -> None:
    world, names = all_rights()
    for name in names:
        decisions.decide(world.context, name, first, "", extra(first))
    world.once()
    before = list(sent(world))
    for case, outcome in product(world.cases(), Outcome):
        assert "is open since" in refused(world, case, outcome)
    assert list(sent(world)) == before
    happens(world, EventKind.AMAZON_ANSWER)
    for case in world.cases():
        assert "has told Amazon exactly this" in refused(world, case, first)
    assert list(sent(world)) == before
