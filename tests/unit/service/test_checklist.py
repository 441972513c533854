"""A complaint is accepted when the product is down: what was done is marked, quoted with its time, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mails import notice, signed
from tests.papers import PNG, file
from tests.unit.render.samples import CASES, letter_facts
from tests.unit.service.world import START, World, letters

from noticed.core.case import facts, tasks
from noticed.core.case.cadence import clocks_of
from noticed.core.case.model import LetterKind, Outcome, State
from noticed.core.case.removal import Done, Item
from noticed.core.case.tasks import Task
from noticed.ports import Letter, Refused
from noticed.render.facts import Removed
from noticed.render.letters import render
from noticed.service import checklist, decisions
from noticed.service.extra import Extra
from noticed.service.options import choices

REST = {"root_cause": "The supplier's own mark.", "prevention": "Marks are looked up before listing."}
ALL = ("snapshot", "offer", "siblings", "stock")
MINUTE = timedelta(minutes=1)


def accused() -> World:
    """A complaint of a trademark, and a day of silence."""
    world = World(attempts=1)
    world.receive(signed(notice(date=START, kind="Trademark")))
    world.sleep(timedelta(days=5))
    return world


def mark(world: World, *names: str, note: str = "") -> None:
    case = world.case()
    with world.store.write() as tx:
        checklist.mark(tx, world.context, case, names, note=note)


def found(world: World) -> dict[str, Task]:
    return {task.name: task for task in checklist.of_case(world.context, world.case())}


def accept(world: World, extra: Extra | None = None) -> Letter | None:
    done = decisions.decide(world.context, world.case().case, Outcome.INFRINGING, "", extra or Extra(slots=REST))
    world.once()
    return done.letter


def test_the_checklist_has_a_line_for_each_offer_and_asks_only_for_those_of_the_notice() -> None:
    lines = found(accused())
    assert {name: task.required for name, task in lines.items()} == {
        "snapshot": True,
        "offer:B0C1234567@US": True,
        "offer:B0C1234567@DE": False,
        "siblings": True,
        "stock": True,
        "owner": False,
    }


def test_what_is_not_done_keeps_the_plan_from_being_written_and_admits_nothing() -> None:
    world = accused()
    before = world.letters()
    with pytest.raises(Refused, match=r"not marked as done: snapshot, offer:B0C1234567@US, siblings, stock \(noticed"):
        accept(world)
    mark(world, "snapshot", "offer", "siblings")
    with pytest.raises(Refused, match=r"not marked as done: stock"):
        accept(world)
    assert world.letters() == before
    assert world.case().outcome is None
    case = world.case()
    with world.store.read() as tx:
        (accepting,) = [c for c in choices(tx, world.context, case) if c.outcome is Outcome.INFRINGING]
    assert accepting.missing == ("root_cause", "prevention", "checklist")


def test_the_plan_quotes_what_was_done_with_its_time_and_nothing_that_was_not() -> None:
    world = accused()
    mark(world, "snapshot")
    world.clock.set(world.clock.now() + 90 * MINUTE)
    mark(world, "offer", "siblings", note="2 offers; one variation")
    mark(world, "stock", note="removal order sent")
    letter = accept(world)
    assert letter is not None
    said = letter.body.partition("Actions we have taken\n")[2].partition("\n\n")[0].splitlines()
    assert said == [
        "- 29 Nov 2026 17:00 (UTC+08:00): a record of the page and of our offers was kept",
        "- 29 Nov 2026 18:30 (UTC+08:00): our offer of B0C1234567 on Amazon.com was closed (2 offers, one variation)",
        "- 29 Nov 2026 18:30 (UTC+08:00): our catalogue was searched for variations of the product and for similar "
        "ones (2 offers, one variation)",
        "- 29 Nov 2026 18:30 (UTC+08:00): the stock of the product was dealt with (removal order sent)",
    ]
    assert "complainant was told" not in letter.body
    assert "Amazon.de" not in letter.body
    assert world.case().state is State.WITH_AMAZON


def test_the_operators_own_words_stand_after_what_was_marked() -> None:
    world = accused()
    mark(world, *ALL)
    letter = accept(world, Extra(slots={**REST, "actions_taken": "We told our supplier."}))
    assert letter is not None
    assert letter.body.index("dealt with") < letter.body.index("- We told our supplier.")


def test_a_plan_that_is_attached_and_attested_stands_for_the_checklist() -> None:
    world = accused()
    plan = file("plan.png", PNG)
    with pytest.raises(Refused, match="not marked as done"):
        accept(world, Extra(files=(plan,)))
    letter = accept(world, Extra(slots={"attest": "yes"}, files=(plan,)))
    assert letter is not None
    assert "a record of the page" not in letter.body


def test_what_was_marked_by_mistake_is_taken_back_and_the_journal_knows_both() -> None:
    world = accused()
    mark(world, *ALL)
    case = world.case()
    with world.store.write() as tx:
        checklist.take_back(tx, world.context, case, ["stock"])
    with pytest.raises(Refused, match="not marked as done: stock"):
        accept(world)
    with world.store.read() as tx:
        told = [line.text for line in tx.journal.of_case(case.case)][-2:]
    assert told == ["you did: snapshot, offer:B0C1234567@US, siblings, stock", "you took back: stock"]


def test_only_what_has_happened_is_marked_and_only_what_there_is() -> None:
    world = accused()
    case, soon = world.case(), world.clock.now() + MINUTE
    with world.store.write() as tx:
        with pytest.raises(Refused, match="has not come yet"):
            checklist.mark(tx, world.context, case, ["stock"], at=soon)
        with pytest.raises(Refused, match=r'"shelf" is no line of the checklist: snapshot, offer:B0C1234567@US'):
            checklist.mark(tx, world.context, case, ["shelf"])
    assert world.case().removal == ()


def test_settled_stock_ends_its_clock() -> None:
    world = accused()
    policy = world.context.policy
    running = {each.clock.name for each in clocks_of(world.case(), policy)}
    mark(world, "stock")
    assert running - {each.clock.name for each in clocks_of(world.case(), policy)} == {"stock"}


def test_marks_tell_nobody_and_their_notes_are_removed_with_the_people() -> None:
    world = accused()
    sent = len(world.letters())
    mark(world, *ALL, note="Li Jing, 138 0000 0000")
    world.once()
    assert len(world.letters()) == sent
    assert facts.without_people(world.case()).removal[0].note == ""


def test_a_case_without_listings_has_one_line_for_all_its_offers() -> None:
    case = replace(accused().case(), complaints=())
    names = [task.name for task in tasks.tasks(case, ("US",))]
    assert names == ["snapshot", "offer", "siblings", "stock", "owner"]
    done = case.with_removal((Done(item=Item.OFFER, at=START),))
    assert tasks.unfinished(tasks.tasks(done, ("US",))) == ("snapshot", "siblings", "stock")


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "es", "ja", "en.zh"])
@pytest.mark.parametrize("item", Item)
def test_what_was_done_is_told_in_the_language_of_the_letter(language: str, item: Item) -> None:
    done = Removed(item=item, asin="B0C1234567", store="Amazon.de", at=START, note="zwei")
    told = letter_facts(next(iter(CASES.values())), removed=(done,), slots=REST)
    body = render(LetterKind.PLAN_OF_ACTION, language, letters(), told).body
    line = next(line for line in body.splitlines() if line.endswith("(zwei)"))
    assert "2026" in line
    assert ("B0C1234567" in line and "Amazon.de" in line) == (item is Item.OFFER)
    assert language == "en" or "was " not in line


def test_of_two_cases_that_become_one_only_what_both_have_done_is_done_for_all() -> None:
    here = (Done(item=Item.STOCK, at=START), Done(item=Item.OFFER, of="B0C1234567@US", at=START))
    there = (
        Done(item=Item.STOCK, at=START + MINUTE),
        Done(item=Item.SIBLINGS, at=START),
        Done(item=Item.OFFER, of="B0D@US", at=START),
    )
    both = {(done.item, done.of): done.at for done in tasks.merged(here, there)}
    assert both == {
        (Item.STOCK, ""): START + MINUTE,
        (Item.OFFER, "B0C1234567@US"): START,
        (Item.OFFER, "B0D@US"): START,
    }
