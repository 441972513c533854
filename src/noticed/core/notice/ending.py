"""Whether a mail states what ends a case, in its text or its subject: where it only speaks of that, nothing has ended.

Never raises.
"""

import re
from collections.abc import Iterator
from functools import partial

from noticed.core.notice.model import NoticeKind
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.pulled import pulls, pulls_in_subject
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.unended import is_aside
from noticed.core.notice.words import KindRule

ENDINGS = frozenset({NoticeKind.RETRACTION, NoticeKind.REINSTATEMENT})
"""What would end a case is never read out of a denial."""


def ending(sheet: Sheet, rule: KindRule) -> int | None:
    """Where a sentence states an ending, and not that it may come, where to send it, or what was withdrawn else."""
    places = (place for place in sheet.statements(rule.any, firmly=True, settled=True) if not _is_advice(sheet, place))
    told = frozenset(places)
    found = [match for match in rule.any.matches(sheet.new) if match.start() in told and not is_aside(sheet, match)]
    if rule.name is NoticeKind.RETRACTION:
        found = [match for match in found if not _is_possible(sheet, match) and not pulls(sheet, match)]
    return found[0].start() if found else None


def is_titled(sheet: Sheet, rule: KindRule) -> bool:
    """Whether the subject says it, and the text below it does not only ask or hope for it."""
    found = rule.subject.matches(sheet.subject)
    if rule.name not in ENDINGS or not found:
        return bool(found)
    below = (match for match in rule.any.matches(sheet.new) if match.start() >= sheet.body)
    if any(
        not sheet.says(sheet.dialect.words.denials, *match.span()) and not sheet.is_denied(match) for match in below
    ):
        return False
    gates = (sheet.is_asked, sheet.is_denied, partial(is_aside, sheet))
    settled = frozenset(sheet.statements(rule.subject, firmly=True, settled=True))
    told = (match for match in found if match.start() in settled and not any(gate(match) for gate in gates))
    return any(rule.name is not NoticeKind.RETRACTION or not pulls_in_subject(sheet, match) for match in told)


def is_only_spoken_of(sheet: Sheet, rule: KindRule) -> bool:
    """Whether the text below a subject has its words and states none of them: then the subject says nothing."""
    lists = (rule.any, rule.subject, *(voice.notice.retraction for voice in sheet.voices))
    words = [each for each in (lists if rule.name is NoticeKind.RETRACTION else lists[:2]) if each.matches(sheet.new)]
    said = any(match.start() >= sheet.body for each in words for match in each.matches(sheet.new))
    told = (match for each in words for match in stated(sheet, each) if match.start() >= sheet.body)
    return said and all(sheet.is_denied_behind(match) or sheet.is_beside(match) for match in told)


def _is_possible(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether it says that somebody may do so: "a complaint can be withdrawn by its owner", "with leave of its owner or
    if he withdraws the complaint"."""
    said, folded = match.span(), sheet.page.folded
    open_ = (words for voice in sheet.voices for words in (voice.words.hedges, voice.words.lasting))
    supposed = (each for words in open_ for each in words.between(folded, *said))
    return any(sheet.says(voice.words.possible, *said) for voice in sheet.voices) or any(
        folded[each.start() - 1] != "-" for each in supposed
    )


def _is_advice(sheet: Sheet, place: int) -> bool:
    """Whether the sentence prints an address of Amazon's: it says where a withdrawal has to be sent."""
    start, end = sheet.page.sentence(place)
    addresses = (address for address in find_addresses(sheet) if start <= address.start < end)
    return any(is_amazon(address.spec.rpartition("@")[2], sheet.marketplaces) for address in addresses)


def stated(sheet: Sheet, phrases: Phrases) -> Iterator[re.Match[str]]:
    """What is stated, each with its words."""
    places = frozenset(sheet.statements(phrases, firmly=True))
    return (match for match in phrases.matches(sheet.new) if match.start() in places)
