"""What a plan of action may quote of what was done."""

from noticed.core.case.model import Case
from noticed.render.facts import Removed
from noticed.service.context import Context


def removed(context: Context, case: Case) -> tuple[Removed, ...]:
    """The marks of the removal checklist, in the order in which it was done."""
    found = []
    for each in sorted(case.removal, key=lambda done: done.at):
        asin, _, code = each.of.partition("@")
        market = context.marketplaces.get(code)
        store = market.domain.capitalize() if market else code
        found.append(Removed(item=each.item, asin=asin, store=store, at=each.at, note=each.note))
    return tuple(found)
