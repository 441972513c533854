"""What is done before a complaint is accepted: a record, the offers, similar products, the stock. Pure.

Practice: keep a record of the page first, close every offer (deleting the listing does not clear the violation), look
for the product's variations and its like, deal with the stock, and tell the complainant. The plan of action quotes
what was marked as done, and nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from noticed.core.case.model import AsinStatus, Case
from noticed.core.case.removal import Done, Item
from noticed.core.values import Value


class Task(Value):
    """One line of the checklist."""

    item: Item
    of: str = ""
    """B0C1234567@US: which offer, in which store; "" where it is about all of them."""
    required: bool
    done: Done | None = None

    @property
    def name(self) -> str:
        """snapshot · offer:B0C1234567@US."""
        return f"{self.item}:{self.of}" if self.of else str(self.item)


def tasks(case: Case, stores: Sequence[str]) -> tuple[Task, ...]:
    """The checklist of a case. ``stores``: the account's; the offer in another one than the notice's is no must."""
    made = {(done.item, done.of): done for done in case.removal}
    asins = dict.fromkeys(
        (asin.asin, asin.marketplace or case.marketplace or "")
        for complaint in case.complaints
        for asin in complaint.asins
        if asin.status is AsinStatus.AFFECTED
    )
    offers = [(_offer(asin, store), True) for asin, store in asins] or [("", True)]
    named = {asin for asin, _ in asins}
    others = [_offer(asin, store) for asin in sorted(named) for store in stores if (asin, store) not in asins]
    wanted = (
        (Item.SNAPSHOT, "", True),
        *((Item.OFFER, of, must) for of, must in offers),
        *((Item.OFFER, of, False) for of in others),
        (Item.SIBLINGS, "", True),
        (Item.STOCK, "", True),
        (Item.OWNER, "", False),
    )
    return tuple(Task(item=item, of=of, required=must, done=made.get((item, of))) for item, of, must in wanted)


def unfinished(found: Sequence[Task]) -> tuple[str, ...]:
    """Names of what must be done and is not."""
    return tuple(task.name for task in found if task.required and task.done is None)


def chosen(found: Sequence[Task], names: Sequence[str]) -> tuple[Task, ...]:
    """The lines of these names; ``offer`` alone stands for every offer that must be closed. Raises ``ValueError``."""
    by_name: Mapping[str, Task] = {task.name.casefold(): task for task in found}
    picked: list[Task] = []
    for name in names:
        every = [task for task in found if task.item is Item.OFFER and task.required]
        task = by_name.get(name.strip().casefold())
        if task is None and name.strip().casefold() != Item.OFFER:
            raise ValueError(f'"{name}" is no line of the checklist: {", ".join(task.name for task in found)}')
        picked += [task] if task else every
    return tuple(picked)


def marked(case: Case, picked: Sequence[Task], at: datetime, note: str) -> Case:
    """The case with these lines done at ``at``; what was marked before keeps nothing."""
    return case.with_removal((*_others(case, picked), *(Done(item=t.item, of=t.of, at=at, note=note) for t in picked)))


def taken_back(case: Case, picked: Sequence[Task]) -> Case:
    """The case with these lines not done."""
    return case.with_removal(_others(case, picked))


def merged(ours: Sequence[Done], theirs: Sequence[Done]) -> tuple[Done, ...]:
    """The marks of two cases that become one: every offer's; of what is about all products only what both have done."""
    there = {(done.item, done.of): done for done in theirs}
    both = [max(d, there[d.item, d.of], key=lambda each: each.at) for d in ours if (d.item, d.of) in there]
    named = {(done.item, done.of) for done in both}
    alone = [d for d in (*ours, *theirs) if d.of and (d.item, d.of) not in named]
    return (*both, *alone)


def _others(case: Case, picked: Sequence[Task]) -> tuple[Done, ...]:
    names = {(task.item, task.of) for task in picked}
    return tuple(done for done in case.removal if (done.item, done.of) not in names)


def _offer(asin: str, store: str) -> str:
    return f"{asin}@{store}" if store else asin
