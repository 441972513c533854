"""Whether a mail answers an appeal, or is a notice that tells how to appeal. Never raises."""

import re
from collections.abc import Iterator
from itertools import chain

from noticed.core.notice.actions import ACTIONS
from noticed.core.notice.addresses import complainant_addresses
from noticed.core.notice.disclaimed import at_issue
from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.products import asins
from noticed.core.notice.rights import rights
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.shut import of_account
from noticed.core.notice.told import told
from noticed.core.notice.words import KindRule

_PARTS = ("complaint_id", "type", "owner", "owner_email", "contact", "number")
"""Labels of a complaint beside its listings."""


def answers(sheet: Sheet) -> int | None:
    """Where a message that is no whole notice speaks of what the reader sent: it answers that."""
    place = _appealed(sheet)
    return None if place is None or _is_full(sheet) or _states_one(sheet, place) else place


def is_quoted(sheet: Sheet) -> bool:
    """Whether the complaint only stands in what a mail quotes, twice quoted: below the reader's own answer to it."""
    top, quoted = sheet.page.top, [line for line in sheet.page.lines if line.depth > 1]
    parts = [*(item.start for item in asins(sheet)), *(item.start for item in complaint_ids(sheet))]
    written = sheet.page.text[sheet.body : top].strip()
    return (
        bool(quoted and parts and written)
        and min(parts) >= max(top, sheet.body)
        and any(line.start <= max(parts) <= line.end for line in quoted)
    )


def is_notice(sheet: Sheet, rule: KindRule) -> bool:
    """Whether what would be an answer to an appeal is a notice that tells how to appeal: it has what a complaint has,
    or states one and what became of the listing, and speaks of nothing that the reader sent."""
    if rule.name is not NoticeKind.APPEAL_RESPONSE or (rule.subject.matches(sheet.subject) and not _of_owner(sheet)):
        return False
    return (_is_full(sheet) or _states_one(sheet)) and _appealed(sheet) is None


def answers_nothing(sheet: Sheet, rule: KindRule) -> bool:
    """Whether what would be an answer to an appeal names neither complaint nor listing, or speaks of no complaint and
    says that the account is closed, or that nobody complained: what is sent are papers that show who the seller is, or
    whom he buys from. One that names a complaint and speaks of nothing sent closes the account for it."""
    if rule.name is not NoticeKind.APPEAL_RESPONSE:
        return False
    appealed = _appealed(sheet) is not None
    if complaint_ids(sheet):
        return not appealed and not rule.subject.matches(sheet.subject) and _closes_an_account(sheet)
    if not asins(sheet) and not appealed and not rule.subject.matches(sheet.subject):
        return True
    if names_a_right(sheet):
        return False
    if not appealed and next(_of_rights(sheet), None) is not None:
        return True
    return _closes_an_account(sheet)


def _closes_an_account(sheet: Sheet) -> bool:
    """Whether it says that the account was closed."""
    rules = (each for voice in sheet.voices for each in voice.kinds if each.name is NoticeKind.ACCOUNT_SUSPENSION)
    return any(of_account(sheet, each.any) is not None for each in rules)


def names_a_right(sheet: Sheet) -> bool:
    """Whether the text speaks of a rights owner, or names a right."""
    labelled = any(True for _ in sheet.values("type", "number")) and bool(rights(sheet))
    return labelled or at_issue(sheet, _of_rights(sheet))


def _of_rights(sheet: Sheet) -> Iterator[re.Match[str]]:
    """Words for rights and their owners."""
    words = (each for voice in sheet.voices for each in (voice.of_rights, voice.owner.words))
    return chain.from_iterable(each.finditer(sheet.page.folded) for each in words)


def _of_owner(sheet: Sheet) -> bool:
    """Whether the subject speaks of the complainant: an objection is his, "Bezwaar van een merkhouder"."""
    return any(voice.owner.words.search(sheet.subject) for voice in sheet.voices)


def _appealed(sheet: Sheet) -> int | None:
    """Where it speaks of what the reader sent."""
    sent = (match for voice in sheet.voices for match in voice.notice.appealed.finditer(sheet.new))
    return next((match.start() for match in sent if not sheet.is_supposed(match)), None)


def _is_full(sheet: Sheet) -> bool:
    """Whether the new part of it has what identifies a complaint: listings, and two of its other parts or a right and
    whom to write to."""
    new = sheet.page.top
    if not any(item.start < new for item in asins(sheet)):
        return False
    parts = {hit.base for hit in sheet.hits if hit.start < new}
    if len(parts & {*_PARTS}) > 1:
        return True
    return bool(rights(sheet)) and any(a.start < new for a in complainant_addresses(sheet))


def _states_one(sheet: Sheet, but: int | None = None) -> bool:
    """Whether it says both that somebody complained, not in the sentence of ``but`` ("your appeal of the removal for
    infringement of a trademark"), and what Amazon did to the listing."""
    done = (voice.actions.get(name) for voice in sheet.voices for name in ACTIONS)
    if not any(sheet.stated(phrases) is not None for phrases in done if phrases):
        return False
    own = sheet.page.sentence(but) if but is not None else None
    rules = (rule for voice in sheet.voices for rule in voice.kinds if rule.name is NoticeKind.COMPLAINT)
    told_of = (place for rule in rules for place in sheet.statements(rule.any))
    return any(sheet.page.sentence(place) != own for place in told_of) or told(sheet) is not None
