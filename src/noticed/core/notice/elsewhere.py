"""Mail that has the words and the numbers of a complaint, and is none: what is sent to all sellers, a lesson with a
sample, a survey about a closed case, the log of a case about something else, what the reader reported or asked, what a
competitor writes through Amazon. Never raises."""

import re
from collections.abc import Iterable
from itertools import chain, islice

from noticed.core.notice.actions import Reading
from noticed.core.notice.addresses import complainant_addresses
from noticed.core.notice.appeals import answers, names_a_right
from noticed.core.notice.capitals import capitals
from noticed.core.notice.disclaimed import nobody_complained
from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.products import asins
from noticed.core.notice.sheet import Sheet, is_amazon

_NOBODYS = frozenset({NoticeKind.COMPLAINT, NoticeKind.APPEAL_RESPONSE})
"""Kinds that may be read out of what says that nobody complained."""
_MEANT = frozenset({NoticeKind.COMPLAINT, NoticeKind.SUSPECTED, NoticeKind.ACCOUNT_SUSPENSION})
"""Kinds that are read out of words for a complaint; an answer may end with questions of a survey."""
_RELAY = "marketplace."
"""How a host of Amazon's begins under which buyers and others write to sellers."""
_QUESTIONS = 2
"""Of a survey, at least, where its subject does not say that it is one."""
_COUNT = "1234567890123456789"
_OWNER = frozenset({"owner", "owner_email"})
_DATE = r"\d{1,4}[-/.]\d{1,2}(?:[-/.](?:\d{1,4})?)?"
_ENTRY = re.compile(
    rf"^[\[(]?{_DATE},? {{1,3}}\d{{1,2}}[:.]\d\d[\])]? {{0,3}}(?:\((\w{{1,20}})\)|([^\W\d][^:：\n]{{0,30}})[:：])",
    re.MULTILINE,
)
"""A line of a log: when, and who said it."""
_ENTRIES = 40
"""Lines that are looked at: more than most logs have, and a bound for what it takes …"""
_TALKERS = 2
"""… and how many talk in them, at least."""


def elsewhere(sheet: Sheet, kind: str) -> Reading | None:
    """``other``, where a message that reads like one of ``kind`` shows that it tells of no complaint; of a log that is
    a guess, so that a person looks at one with the signs of a notice."""
    if _is_relayed(sheet):
        return Reading(value=NoticeKind.OTHER)
    if complainant_addresses(sheet):
        return None
    signs = (_sent_to_all, _sample, lambda each: _survey(each, kind), _elsewhere, _log)
    found = ((sign, place) for sign in signs if (place := sign(sheet)) is not None)
    first = next(found, None)
    return None if first is None else Reading(value=NoticeKind.OTHER, start=first[1], guess=first[0] is _log)


def _is_relayed(sheet: Sheet) -> bool:
    """Whether somebody wrote it to the reader through Amazon: what he threatens to report is no complaint yet."""
    host = sheet.sender.rpartition("@")[2]
    return host.startswith(_RELAY) and is_amazon(host, sheet.marketplaces)


def own_finding(sheet: Sheet, found: Reading) -> Reading:
    """What seems to be a complaint, or to answer an appeal, and says that nobody complained: a finding of Amazon's own,
    where it names a right and a listing, and nothing that the reader sent."""
    if found.value not in _NOBODYS:
        return found
    said = nobody_complained(sheet)
    if said is None or not asins(sheet) or not names_a_right(sheet) or answers(sheet) is not None:
        return found
    return Reading(value=NoticeKind.SUSPECTED, start=said)


def _first(sheet: Sheet, lists: Iterable[Phrases]) -> int | None:
    return next((match.start() for phrases in lists for match in phrases.finditer(sheet.new)), None)


def _sent_to_all(sheet: Sheet) -> int | None:
    """Signs of a mail to all sellers, when it names no listing and no complaint."""
    if asins(sheet) or complaint_ids(sheet):
        return None
    return _first(sheet, (voice.notice.news for voice in sheet.voices))


def _sample(sheet: Sheet) -> int | None:
    """What says of a notice in it that it is made up, in an invitation: by its subject or, where nothing else tells of
    a complaint, anywhere; or that all its numbers are."""
    if _first(sheet, (voice.notice.news for voice in sheet.voices)) is not None and _is_made_up(sheet):
        return min(item.start for item in complaint_ids(sheet))
    invited = any(voice.notice.news.search(sheet.subject) for voice in sheet.voices)
    if not invited and (_tells(sheet) or _first(sheet, (voice.notice.news for voice in sheet.voices)) is None):
        return None
    return _first(sheet, (voice.notice.samples for voice in sheet.voices))


def _is_made_up(sheet: Sheet) -> bool:
    """Whether its complaints have numbers that count or repeat one digit."""
    ids = complaint_ids(sheet)
    return bool(ids) and all(item.text in _COUNT or len({*item.text}) == 1 for item in ids)


def _elsewhere(sheet: Sheet) -> int | None:
    """What says that nobody complained of the reader, where no label names an owner, but for a greeting, and no
    complaint is stated above it."""
    lists = (each for voice in sheet.voices for each in (voice.notice.elsewhere, voice.notice.own_reports))
    said = [match.span() for each in lists for match in each.finditer(sheet.new)]
    owners = (hit.start for hit in sheet.hits if hit.base in _OWNER)
    if not said or any(not any(start <= owner < end for start, end in said) for owner in owners):
        return None
    first = min(said)[0]
    above = sheet.page.sentence(first)[0]
    rules = (rule for voice in sheet.voices for rule in voice.kinds if rule.name is NoticeKind.COMPLAINT)
    return None if any(place < above for rule in rules for place in sheet.statements(rule.any)) else first


def _survey(sheet: Sheet, kind: str) -> int | None:
    """The questions of a survey, when no label names an owner and, below another subject, no action is stated: "we have
    closed your case" reads like one."""
    asked = {match.start() for voice in sheet.voices for match in voice.notice.surveys.finditer(sheet.new)}
    titled = any(place < sheet.body for place in asked)
    if not titled and (kind not in _MEANT or len(asked) < _QUESTIONS):
        return None
    return None if _names_owner(sheet) or (not titled and _tells(sheet)) else min(asked)


def _names_owner(sheet: Sheet) -> bool:
    return any(hit.base in _OWNER for hit in sheet.hits)


def _tells(sheet: Sheet) -> bool:
    """Whether a label names an owner, or it is stated what Amazon did."""
    done = (phrases for voice in sheet.voices for phrases in voice.actions.values())
    return _names_owner(sheet) or any(sheet.stated(each) is not None for each in done)


def _log(sheet: Sheet) -> int | None:
    """The log of a case, by what several people said at what time, none of them an owner or a firm; what stands above
    it speaks of something else."""
    entries = list(islice(_ENTRY.finditer(sheet.page.text, sheet.body), _ENTRIES))
    talkers = {entry[1] or entry[2] for entry in entries}
    if len(talkers) < _TALKERS or any(capitals(sheet.dialects).company.search(each) for each in talkers):
        return None
    start = entries[0].start()
    if any(item.start < start for item in (*asins(sheet), *complaint_ids(sheet))):
        return None
    if any(sheet.says(voice.owner.words, *entry.span()) for voice in sheet.voices for entry in entries):
        return None
    words = chain.from_iterable((voice.owner.words, *voice.types.values()) for voice in sheet.voices)
    return None if any(sheet.says(each, 0, start) for each in words) else start
