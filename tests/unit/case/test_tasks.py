"""The checklist before a complaint is accepted: its lines, what was marked, and what two cases leave of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.case.test_transitions import NOW, a_case

from noticed.core.case.model import AsinStatus, Case, CaseAsin, CaseComplaint
from noticed.core.case.removal import Done, Item
from noticed.core.case.tasks import Task, chosen, marked, merged, taken_back, tasks, unfinished

HOUR = timedelta(hours=1)
MUST, MAY = True, False


def a_listing(asin: str, store: str | None = None, *, cleared: bool = False) -> CaseAsin:
    return CaseAsin(asin=asin, marketplace=store, status=AsinStatus.CLEARED if cleared else AsinStatus.AFFECTED)


def about(*asins: CaseAsin, store: str | None = "US") -> Case:
    """Each listing in a complaint of its own."""
    return replace(a_case(), marketplace=store, complaints=tuple(CaseComplaint(asins=(asin,)) for asin in asins))


@pytest.mark.parametrize(
    ("case", "stores", "offers"),
    [
        (about(), ("US", "DE"), [("offer", MUST)]),
        (about(a_listing("B0A", cleared=True)), ("US",), [("offer", MUST)]),
        (about(a_listing("B0A")), (), [("offer:B0A@US", MUST)]),
        (about(a_listing("B0A")), ("US", "DE"), [("offer:B0A@US", MUST), ("offer:B0A@DE", MAY)]),
        (about(a_listing("B0A", "DE")), ("US", "DE"), [("offer:B0A@DE", MUST), ("offer:B0A@US", MAY)]),
        (about(a_listing("B0A"), store=None), ("US",), [("offer:B0A", MUST), ("offer:B0A@US", MAY)]),
        (about(a_listing("B0A"), a_listing("B0A")), ("US",), [("offer:B0A@US", MUST)]),
        (about(a_listing("B0A"), a_listing("B0B", cleared=True)), ("US",), [("offer:B0A@US", MUST)]),
        (
            about(a_listing("B0B", "US"), a_listing("B0A", "DE")),
            ("US", "DE", "FR"),
            [
                ("offer:B0B@US", MUST),
                ("offer:B0A@DE", MUST),
                ("offer:B0A@US", MAY),
                ("offer:B0A@FR", MAY),
                ("offer:B0B@DE", MAY),
                ("offer:B0B@FR", MAY),
            ],
        ),
    ],
)
def test_each_offer_of_the_notice_must_be_closed_and_those_in_other_stores_may(
    case: Case, stores: Sequence[str], offers: list[tuple[str, bool]]
) -> None:
    lines = [(task.name, task.required) for task in tasks(case, stores)]
    assert lines == [("snapshot", MUST), *offers, ("siblings", MUST), ("stock", MUST), ("owner", MAY)]
    assert [name for name, must in lines if must] == list(unfinished(tasks(case, stores)))


LISTED = about(a_listing("B0A"), a_listing("B0B"))
STORES = ("US", "DE")


def names(case: Case) -> list[str]:
    return [task.name for task in tasks(case, STORES) if task.done]


def pick(*wanted: str, of: Case = LISTED) -> tuple[Task, ...]:
    return chosen(tasks(of, STORES), wanted)


def test_a_line_is_named_alone_and_offer_stands_for_all_that_must_be_closed() -> None:
    assert [task.name for task in pick(" Stock ", "OFFER:b0a@us")] == ["stock", "offer:B0A@US"]
    assert [task.name for task in pick("offer", "owner")] == ["offer:B0A@US", "offer:B0B@US", "owner"]
    assert [task.name for task in pick("offer", of=about())] == ["offer"], "it is itself a line"
    assert pick() == ()
    for unknown in ("shelf", "offers", "offer:B0C@US", ""):
        with pytest.raises(ValueError, match=f'"{unknown}" is no line of the checklist: snapshot, offer:B0A@US'):
            pick(unknown)


def test_what_is_marked_is_done_at_its_time_marked_again_anew_and_taken_back_no_longer() -> None:
    first = marked(LISTED, pick("stock", "offer"), NOW, "to the shelf")
    assert names(first) == ["offer:B0A@US", "offer:B0B@US", "stock"]
    assert unfinished(tasks(first, STORES)) == ("snapshot", "siblings")
    again = marked(first, pick("offer:B0A@US", "snapshot"), NOW + HOUR, "")
    assert [(done.item, done.of, done.at, done.note) for done in again.removal] == [
        (Item.STOCK, "", NOW, "to the shelf"),
        (Item.OFFER, "B0B@US", NOW, "to the shelf"),
        (Item.OFFER, "B0A@US", NOW + HOUR, ""),
        (Item.SNAPSHOT, "", NOW + HOUR, ""),
    ]
    back = taken_back(again, pick("offer:B0B@US", "stock"))
    assert names(back) == ["snapshot", "offer:B0A@US"]
    assert taken_back(back, pick("siblings")) == back, "what was not done stays so"


def a_mark(item: Item, of: str = "", hours: int = 0) -> Done:
    return Done(item=item, of=of, at=NOW + hours * HOUR)


@pytest.mark.parametrize(
    ("ours", "theirs", "left"),
    [
        ([a_mark(Item.STOCK)], [a_mark(Item.STOCK, hours=1)], [a_mark(Item.STOCK, hours=1)]),
        ([a_mark(Item.STOCK, hours=1)], [a_mark(Item.STOCK)], [a_mark(Item.STOCK, hours=1)]),
        ([a_mark(Item.STOCK)], [a_mark(Item.SIBLINGS)], []),
        ([a_mark(Item.OFFER)], [], []),
        ([a_mark(Item.OFFER, "B0A@US")], [], [a_mark(Item.OFFER, "B0A@US")]),
        ([], [a_mark(Item.OFFER, "B0A@US")], [a_mark(Item.OFFER, "B0A@US")]),
        ([a_mark(Item.OFFER, "B0A@US")], [a_mark(Item.OFFER, "B0A@US", 1)], [a_mark(Item.OFFER, "B0A@US", 1)]),
        (
            [a_mark(Item.OFFER, "B0A@US"), a_mark(Item.STOCK)],
            [a_mark(Item.OFFER, "B0B@US"), a_mark(Item.STOCK)],
            [a_mark(Item.STOCK), a_mark(Item.OFFER, "B0A@US"), a_mark(Item.OFFER, "B0B@US")],
        ),
    ],
)
def test_two_cases_that_become_one_keep_every_offer_and_of_the_rest_what_both_have_done(
    ours: list[Done], theirs: list[Done], left: list[Done]
) -> None:
    assert list(merged(ours, theirs)) == left
