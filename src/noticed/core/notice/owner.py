"""The rights owner's name: from its label, from the block of contact details, or from a sentence that names him.

The company comes before the contact person, the owner before his agent, who counts where nobody else is named.
None where the name is masked or missing.
"""

import re
from collections.abc import Iterator

from noticed.core.notice.above import names_above
from noticed.core.notice.apposed import in_brackets
from noticed.core.notice.blocks import names_in_blocks
from noticed.core.notice.by_address import before_addresses, in_prose
from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import QUOTES, REFERENCE, clean_name, is_masked
from noticed.core.notice.fields import ASIN
from noticed.core.notice.firms import firms
from noticed.core.notice.guess import preferred
from noticed.core.notice.helpers import is_for_other_things
from noticed.core.notice.naming import Name, names_in_sentences
from noticed.core.notice.principals import acted_for, is_agent, principals, represented
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.stating import before_statements
from noticed.core.notice.tidied import is_said_twice, is_within, tidied
from noticed.core.notice.valued import is_pointer, is_prose, is_role, of_value
from noticed.core.notice.whole import whole_names
from noticed.core.notice.wide import wide_names

_ADDRESS_ALONE = re.compile(r"\A[\s<(]{0,3}[^\s@]{1,64}@[^\s@,;]{3,190}\s{0,3}")
_QUOTATION = re.compile(r"\A\s{0,3}[\"„“«»](?:[^\"”“»«\s]{1,40}[ ]){3,60}[^\"”“»«\n]{0,80}(?:\n|\Z)")
"""What somebody said: it is quoted and goes on behind its line."""
_TOLD_BY = 3
"""Such words with which a sentence goes on."""


def owner_names(sheet: Sheet, addresses: tuple[Address, ...], *, weigh: bool = True) -> Iterator[Name]:
    """Names of rights owners, the best first. ``weigh``: whom nothing names in so many words is guessed."""
    said = False
    for hit, value in sheet.values("owner"):
        if is_within(sheet, hit, value) or _QUOTATION.match(value) or is_pointer(sheet, value):
            continue
        if is_role(sheet, value):
            said = True
            continue
        marked = not hit.strong and ": " in value.split("\n", 1)[0]
        if marked:
            value = value.split(": ", 1)[1]  # noqa: PLW2901  # "Owner of the mark OAK: Oak Ltd"
        principal = acted_for(sheet, hit)
        if principal:
            yield principal
        said = said or (
            bool(value)
            and (hit.strong or marked)
            and not _is_address_alone(sheet, value)
            and REFERENCE.match(value) is None
            and ASIN.fullmatch(value.strip()) is None
            and not _is_told(sheet, value)
            and not is_prose(sheet, value.strip(QUOTES))
        )
        if not is_said_twice(sheet, value):
            yield from of_value(sheet, value, hit.value)
    agents: list[Name] = []
    if not said:
        told = _firms_first(sheet, _unlabelled(sheet, addresses, agents))
        found = whole_names(sheet, tidied(sheet, _of_parties(sheet, told)))
        guessed = whole_names(sheet, tidied(sheet, preferred(sheet, found))) if weigh else found
        yield from _of_parties(sheet, guessed)
    yield from agents
    for hit, value in sheet.values("agent", "person"):
        yield from of_value(sheet, value, hit.value)


def _of_parties(sheet: Sheet, names: Iterator[Name]) -> Iterator[Name]:
    """Names without those of whom the reader may turn to for other things."""
    return (name for name in names if not is_for_other_things(sheet, name.start))


def _is_told(sheet: Sheet, value: str) -> bool:
    """Whether a value is a sentence that goes on behind a word and a colon: "its author: for both that is Oak Ltd"."""
    joining = capitals(sheet.dialects).joining
    words = [word for word in value.split("\n", 1)[0].split() if word not in joining]
    told = len(words) > _TOLD_BY and all(word[0].islower() for word in words[:_TOLD_BY])
    return told and clean_name(sheet, value.split("\n", 1)[0]) is not None


def _is_address_alone(sheet: Sheet, value: str) -> bool:
    """Whether a value is an address with no name, if a telephone stands behind or before it."""
    address = _ADDRESS_ALONE.match(value)
    if address is None:
        return "@" in value.split("\n", 1)[0] and clean_name(sheet, value) is None and not is_masked(sheet, value)
    return address.end() == len(value) or clean_name(sheet, value) is None


def _unlabelled(sheet: Sheet, addresses: tuple[Address, ...], agents: list[Name]) -> Iterator[Name]:
    """Names that stand under no label of the owner's; agents are noted."""
    yield from names_above(sheet)
    yield from names_in_blocks(sheet, agents)
    yield from principals(sheet)
    yield from represented(sheet)
    yield from in_brackets(sheet)
    yield from _unless_agents(sheet, names_in_sentences(sheet), agents)
    yield from in_brackets(sheet, makers=True)
    near = {sheet.page.line_at(address.start) + step for address in addresses for step in (-2, -1, 0, 1, 2)}
    for hit, value in sheet.values("name"):
        if sheet.page.line_at(hit.start) in near or capitals(sheet.dialects).company.search(value):
            yield from of_value(sheet, value, hit.value)
    for hit, value in sheet.values("owner_email", "email"):
        if hit.base == "owner_email" or any(hit.value <= address.start < hit.end + 200 for address in addresses):
            yield from of_value(sheet, value, hit.value)
    yield from before_addresses(sheet, addresses)
    yield from _unless_agents(sheet, firms(sheet), agents)
    yield from in_prose(sheet, addresses)
    yield from _unless_agents(sheet, before_statements(sheet), agents)
    yield from wide_names(sheet)


def _firms_first(sheet: Sheet, names: Iterator[Name]) -> Iterator[Name]:
    """Names, before a person whom only a place names (a card, an address) the firm that a sentence says complained."""
    first = next(names, None)
    if first is None:
        return
    company = capitals(sheet.dialects).company
    if not company.search(first.text) and company.search(sheet.new, sheet.body):
        told = list(_unless_agents(sheet, names_in_sentences(sheet), []))
        if all(name.text != first.text for name in told):
            yield from (name for name in told if company.search(name.text))
    yield first
    yield from names


def _unless_agents(sheet: Sheet, names: Iterator[Name], agents: list[Name]) -> Iterator[Name]:
    """Names that are no agent's; those are noted."""
    for name in names:
        if is_agent(sheet, name.text):
            agents.append(name)
        else:
            yield name
