"""The next letter is claimed while the server thinks over the last one, and nothing is lost or sent for it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mails import COMPLAINANT, answer, notice, signed
from tests.unit.service.interrupted import Interrupted
from tests.unit.service.world import START, World

from noticed.adapters.memory import MemorySubmission, MemorySubmitting
from noticed.core.case.model import Reason, State
from noticed.ports import Answer, LetterStatus, Permanent, Phase, StoreAway, Transient, Tx
from noticed.service import aftermath, decisions, letterbox, steps
from noticed.service.submit import submit

OTHER = "legal@other.example"


def two_letters(happens: Callable[[World], None]) -> tuple[World, MemorySubmission]:
    """A world in which two letters, to two complainants, are about to leave."""
    world = World()
    world.submission = Interrupted(world, thinking=lambda: happens(world))
    for number, complainant in enumerate((COMPLAINANT, OTHER)):
        world.server.deliver(
            world.seller, signed(notice(date=START, complaint=f"1000000000{number}", complainant=complainant))
        )
    steps.poll_account(world.context, world.context.accounts["acme"])
    steps.prepare(world.context)
    return world, world.submission


def send(world: World) -> None:
    submit(world.context, lambda _, __: True)


def test_while_the_server_thinks_the_next_letter_is_claimed_and_nothing_of_it_is_said() -> None:
    seen: list[list[tuple[LetterStatus, Phase]]] = []
    said: list[int] = []

    def look(world: World) -> None:
        seen.append([(x.status, x.phase) for x in world.letters()])
        said.append(len(world.arrived(OTHER)))

    world, _ = two_letters(look)
    send(world)
    assert seen == [[(LetterStatus.SUBMITTING, Phase.DATA), (LetterStatus.SUBMITTING, Phase.ENVELOPE)]]
    assert said == [0]
    assert [(len(world.arrived(a)), x.status) for a, x in zip((COMPLAINANT, OTHER), world.letters(), strict=True)] == [
        (1, LetterStatus.SUBMITTED),
        (1, LetterStatus.SUBMITTED),
    ]


def test_where_the_server_hangs_up_the_next_letter_goes_back_as_one_that_was_never_begun() -> None:
    world, submission = two_letters(lambda _: None)
    submission.data_answers = [Answer(code=421, text="4.3.2 closing")]
    send(world)
    first, second = world.letters()
    assert (first.status, first.tries) == (LetterStatus.QUEUED, 1)
    assert (second.status, second.phase, second.tries, second.owner) == (LetterStatus.QUEUED, Phase.NONE, 0, None)
    world.sleep(timedelta(hours=1))
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(OTHER))) == (1, 1)


def test_after_a_long_thought_the_next_letter_is_looked_at_again() -> None:
    """The server took a minute: meanwhile the second complainant has written, and was read by another process."""

    def writes(world: World) -> None:
        world.clock.set(world.clock.now() + timedelta(minutes=1))
        thread = (("In-Reply-To", world.letters()[1].message_id),)
        raw = answer(None, date=world.clock.now(), sender=OTHER, headers=thread)
        world.server.deliver(world.seller, raw)
        steps.poll_account(world.context, world.context.accounts["acme"])
        steps.prepare(replace(world.context, owner="another"))

    world, _ = two_letters(writes)
    send(world)
    assert (len(world.arrived(COMPLAINANT)), world.arrived(OTHER)) == (1, [])
    theirs = next(case for case in world.cases() if OTHER in case.complainant_emails)
    assert (theirs.state, theirs.reason) == (State.WITH_OPERATOR, Reason.REPLIED)
    assert world.letters()[1].status is LetterStatus.CANCELLED


def test_a_pause_while_the_server_thinks_keeps_the_next_letter_back() -> None:
    world, _ = two_letters(lambda world: letterbox.pause(world.context, None))
    send(world)
    assert (len(world.arrived(COMPLAINANT)), world.arrived(OTHER)) == (1, [])
    assert world.letters()[1].status is LetterStatus.QUEUED


def test_a_process_that_ends_while_the_server_thinks_leaves_two_rows_that_the_next_one_settles() -> None:
    def ends(_: World) -> None:
        raise KeyboardInterrupt

    world, _ = two_letters(ends)
    with pytest.raises(KeyboardInterrupt):
        send(world)
    world.context = replace(world.context, owner="another")
    for _ in range(3):
        world.sleep(timedelta(minutes=20))
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(OTHER))) == (1, 1)
    assert {x.status for x in world.letters()} == {LetterStatus.SUBMITTED}


def test_a_letter_that_goes_back_is_made_of_the_facts_there_are_when_it_leaves() -> None:
    """Nothing of it was said: an address that is set right meanwhile counts."""
    world, submission = two_letters(lambda _: None)
    submission.data_answers = [Answer(code=421, text="4.3.2 closing")]
    send(world)
    theirs = next(case for case in world.cases() if OTHER in case.complainant_emails)
    decisions.correct(world.context, theirs.case, {"complainant_emails": "right@other.example"})
    world.sleep(timedelta(hours=1))
    assert (len(world.arrived(OTHER)), len(world.arrived("right@other.example"))) == (0, 1)


def test_what_became_of_a_letter_is_known_before_the_next_is_held_for_it() -> None:
    """The day's one letter was refused: there is room for another."""
    world, submission = two_letters(lambda _: None)
    world.context = replace(world.context, limits=replace(world.context.limits, account_per_day=1))
    submission.data_answers = [Answer(code=554, text="5.6.0 not like this")]
    send(world)
    first, second = world.letters()
    assert (first.status, second.status) == (LetterStatus.HELD, LetterStatus.SUBMITTED)


def test_an_answer_read_while_the_server_thinks_over_the_envelope_keeps_the_letter_back() -> None:
    """Greeters that let a stranger wait take minutes for MAIL and RCPT."""
    world, _ = two_letters(lambda _: None)

    def writes() -> None:
        world.clock.set(world.clock.now() + timedelta(minutes=2))
        thread = (("In-Reply-To", world.letters()[0].message_id),)
        raw = answer(None, date=world.clock.now(), sender=COMPLAINANT, headers=thread)
        world.server.deliver(world.seller, raw)
        steps.poll_account(world.context, world.context.accounts["acme"])
        steps.prepare(replace(world.context, owner="another"))

    world.submission = Interrupted(world, writes)
    submit(world.context, lambda _, __: True, most=1)
    assert world.arrived(COMPLAINANT) == []
    world.submission = MemorySubmission(world.server)
    send(world)
    assert world.arrived(COMPLAINANT) == []
    assert world.letters()[0].status is LetterStatus.CANCELLED


class Begun(MemorySubmission):
    """Notes what was begun, and the letters as they stood in the store then."""

    answers_soon = True

    def __init__(self, world: World) -> None:
        super().__init__(world.server)
        self.world = world
        self.begun: list[tuple[str, ...]] = []
        self.stood: list[list[tuple[LetterStatus, Phase]]] = []

    @contextmanager
    def connect(self) -> Iterator[MemorySubmitting]:
        yield _Beginning(self)


class _Beginning(MemorySubmitting):
    def __init__(self, server: Begun) -> None:
        super().__init__(server)
        self._server = server

    def begin(self, sender: str, recipients: Sequence[str]) -> bool:
        self._server.begun.append((sender, *recipients))
        self._server.stood.append([(x.status, x.phase) for x in self._server.world.letters()])
        return True

    def answered(self) -> bool:
        return self._server.answers_soon


@pytest.mark.parametrize(("answer_", "begun"), [(250, True), (554, False), (421, False)])
def test_the_next_envelope_is_begun_while_an_acceptance_is_settled_and_never_after_a_refusal(
    answer_: int, *, begun: bool
) -> None:
    world, _ = two_letters(lambda _: None)
    submission = world.submission = Begun(world)
    submission.data_answers = [Answer(code=answer_, text="5.0.0 said")]
    send(world)
    if begun:
        ((sender, to, *_),) = submission.begun
        assert (sender, to) == (world.seller, OTHER)
        assert submission.stood == [[(LetterStatus.SUBMITTING, Phase.DATA), (LetterStatus.SUBMITTING, Phase.ENVELOPE)]]
        assert [len(world.arrived(a)) for a in (COMPLAINANT, OTHER)] == [1, 1]
    else:
        assert submission.begun == []


def commits(world: World, submission: Begun, *, soon: bool) -> list[list[tuple[LetterStatus, Phase]]]:
    """How the letters stood after each commit from the acceptance of the first to the DATA of the second."""
    stood: list[list[tuple[LetterStatus, Phase]]] = []
    write = world.store.write

    @contextmanager
    def watched() -> Iterator[Tx]:
        with write() as tx:
            yield tx
        if submission.begun:
            stood.append([(x.status, x.phase) for x in world.letters()])

    submission.answers_soon = soon
    world.store.write = watched  # type: ignore[method-assign]
    send(world)
    return stood


def test_an_acceptance_is_settled_in_the_transaction_that_lets_the_next_data_begin() -> None:
    world, _ = two_letters(lambda _: None)
    submission = world.submission = Begun(world)
    first, *_ = commits(world, submission, soon=True)
    assert first == [(LetterStatus.SUBMITTED, Phase.DATA), (LetterStatus.SUBMITTING, Phase.DATA)]
    assert {x.status for x in world.letters()} == {LetterStatus.SUBMITTED}


def test_an_acceptance_does_not_wait_for_a_server_that_thinks_long_over_the_next_envelope() -> None:
    world, _ = two_letters(lambda _: None)
    submission = world.submission = Begun(world)
    first, second, *_ = commits(world, submission, soon=False)
    assert first == [(LetterStatus.SUBMITTED, Phase.DATA), (LetterStatus.SUBMITTING, Phase.ENVELOPE)]
    assert second == [(LetterStatus.SUBMITTED, Phase.DATA), (LetterStatus.SUBMITTING, Phase.DATA)]


@pytest.mark.parametrize(
    "broken", [Transient("the connection broke"), Permanent("no such sender"), RuntimeError("a bug")]
)
def test_an_acceptance_is_settled_however_the_next_envelope_ends(broken: Exception) -> None:
    world, _ = two_letters(lambda _: None)
    world.submission = Interrupted(world, second=broken)
    send(world)
    first, second = world.letters()
    assert first.status is LetterStatus.SUBMITTED
    assert second.status is not LetterStatus.SUBMITTED
    assert (len(world.arrived(COMPLAINANT)), world.arrived(OTHER)) == (1, [])


def test_an_acceptance_is_settled_where_no_letter_may_follow_any_more() -> None:
    world, _ = two_letters(lambda _: None)
    ended = iter([False, False, True, True])
    submit(world.context, lambda _, __: True, ends=lambda: next(ended))
    assert [x.status for x in world.letters()] == [LetterStatus.SUBMITTED, LetterStatus.QUEUED]


def test_a_bug_in_the_settling_of_one_letter_is_never_the_next_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = two_letters(lambda _: None)

    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(aftermath, "answered", breaks)
        send(world)
    first, second = world.letters()
    assert (first.status, second.status, second.phase) == (LetterStatus.IN_DOUBT, LetterStatus.QUEUED, Phase.NONE)
    for _ in range(3):
        world.sleep(timedelta(minutes=20))
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(OTHER))) == (1, 1)


def test_where_the_store_is_away_for_a_moment_the_acceptance_is_settled_with_the_end_of_the_turn() -> None:
    world, _ = two_letters(lambda _: None)
    submission = world.submission = Begun(world)
    write, times = world.store.write, [True]

    @contextmanager
    def away() -> Iterator[Tx]:
        if submission.begun and times and times.pop():
            raise StoreAway("the database restarts")
        with write() as tx:
            yield tx

    world.store.write = away  # type: ignore[method-assign]
    send(world)
    first, second = world.letters()
    assert first.status is LetterStatus.SUBMITTED
    assert (second.status, second.phase) == (LetterStatus.SUBMITTING, Phase.ENVELOPE)
