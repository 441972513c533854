"""What Amazon says it did: to a listing, to its content, to the account."""

import re

from noticed.core.notice.deeds import deed, is_of_listing, returned, spoken_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

ACTIONS = (
    NoticeAction.CONTENT_REMOVED,
    NoticeAction.LISTING_AT_RISK,
    NoticeAction.LISTING_REMOVED,
)


_MODAL = 20
"""Characters behind a verb in which some languages say that it only may happen …"""
_AUXILIARY = 12
"""Characters before one in which it may stand."""
_CLAUSE = re.compile(r"[,;:，；：、]")
"""… up to the end of its clause."""


class Reading(Value):
    """A decision and the place it rests on."""

    value: str
    start: int = 0
    guess: bool = False


def action(sheet: Sheet, kind: NoticeKind) -> Reading:
    """What Amazon says it did."""
    order = {
        NoticeKind.ACCOUNT_SUSPENSION: (NoticeAction.ACCOUNT_DEACTIVATED,),
        NoticeKind.RETRACTION: (NoticeAction.REINSTATED,),
        NoticeKind.REINSTATEMENT: (NoticeAction.REINSTATED,),
        NoticeKind.APPEAL_RESPONSE: (),
        NoticeKind.PATENT_EVALUATION: (
            NoticeAction.REINSTATED,
            NoticeAction.LISTING_AT_RISK,
            NoticeAction.LISTING_REMOVED,
        ),
    }.get(kind, ACTIONS)
    over = _evaluation_over(sheet) if kind is NoticeKind.PATENT_EVALUATION else None
    if over is not None:
        order = tuple(name for name in order if name is not NoticeAction.LISTING_AT_RISK)
    for dialect in sheet.voices:
        for name in order:
            phrases = dialect.actions.get(name)
            place = _action_place(sheet, dialect, name) if phrases else None
            if place is not None and (over is None or sheet.page.sentence(place) != sheet.page.sentence(over)):
                return Reading(value=name, start=place)
    guess = next((found for dialect in sheet.voices if (found := _guess(sheet, dialect, kind, order))), None)
    if guess:
        return guess
    if kind is NoticeKind.ACCOUNT_SUSPENSION:
        return Reading(value=NoticeAction.ACCOUNT_DEACTIVATED, guess=True)
    return Reading(value=NoticeAction.NONE)


def _evaluation_over(sheet: Sheet) -> int | None:
    """Where it says that a patent evaluation has ended: of a listing that sentence says nothing."""
    places = (sheet.stated(voice.notice.evaluations_over, settled=True) for voice in sheet.voices)
    return next((place for place in places if place is not None), None)


def _guess(sheet: Sheet, dialect: Dialect, kind: NoticeKind, order: tuple[NoticeAction, ...]) -> Reading | None:
    """What a heading presupposes, or what a verb says of the goods."""
    found = ((name, dialect.hints[name].search(sheet.new)) for name in order if name in dialect.hints)
    hint = next(((name, match.start()) for name, match in found if match), None)
    if hint is None and kind in (NoticeKind.COMPLAINT, NoticeKind.SUSPECTED, NoticeKind.PATENT_EVALUATION):
        done = deed(sheet, dialect)
        hint = done if done and done[0] in order else None
    if hint is None and kind in (NoticeKind.RETRACTION, NoticeKind.REINSTATEMENT):
        place = returned(sheet, dialect)
        hint = None if place is None else (NoticeAction.REINSTATED, place)
    return Reading(value=hint[0], start=hint[1], guess=True) if hint else None


def _action_place(sheet: Sheet, dialect: Dialect, name: NoticeAction) -> int | None:
    """A listing at risk is one of a condition ("will be removed unless"), so hedges do not count against it; what
    threatens the goods in the warehouse does."""
    phrases = dialect.actions[name]
    if name is NoticeAction.LISTING_AT_RISK:
        places = sheet.statements(phrases, questions=True)
        return next((place for place in places if not _is_of_others(sheet, dialect, place)), None)
    if name is NoticeAction.ACCOUNT_DEACTIVATED:
        return of_account(sheet, phrases)
    return sheet.stated(phrases, settled=name is NoticeAction.REINSTATED)


def _is_of_others(sheet: Sheet, dialect: Dialect, place: int) -> bool:
    """Whether it is said of the goods in the warehouse, or of the account alone."""
    _, end = sheet.page.sentence(place)
    return sheet.says(dialect.notice.stock, max(place - 20, 0), end) or (
        spoken_of(sheet, dialect.deeds, place, place) == "account"
    )


def of_account(sheet: Sheet, phrases: Phrases) -> int | None:
    """Where it is stated of the account: of "your account shows a violation and the listing was deactivated" nothing
    is, nor of "your account may be closed"."""
    places = frozenset(sheet.statements(phrases))
    for match in phrases.matches(sheet.new):
        _, end = sheet.page.sentence(match.start())
        behind = sheet.new[match.end() : min(match.end() + _MODAL, max(end, match.end()))]
        said = match[0] + _CLAUSE.split(behind, maxsplit=1)[0]
        if match.start() not in places or _may_be(sheet, match) or is_of_listing(sheet, sheet.dialect.deeds, match):
            continue
        if not any(voice.notice.goods.search(said) for voice in sheet.voices):
            return match.start()
    return None


def _may_be(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether it only may happen, by a word in it or close before it; "may not sell" says what did."""
    words, start = sheet.dialect, max(sheet.page.sentence(match.start())[0], match.start() - _AUXILIARY)
    return sheet.says(words.deeds.may, start, match.end()) and not sheet.says(words.words.denials, start, match.end())
