"""What Amazon says it did: to a listing, to its content, to the account."""

import re
from collections.abc import Mapping

from noticed.core.notice.deeds import deed, is_of_whole, of_content, returned
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.evaluations import ended
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.core.notice.products import asins
from noticed.core.notice.said_of import nouns_of, own, spoken_of
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.shut import closed, of_account
from noticed.core.values import Value

ACTIONS = (
    NoticeAction.CONTENT_REMOVED,
    NoticeAction.LISTING_AT_RISK,
    NoticeAction.LISTING_REMOVED,
)
POSSIBLE: Mapping[NoticeKind, tuple[NoticeAction, ...]] = {
    NoticeKind.ACCOUNT_SUSPENSION: (NoticeAction.ACCOUNT_DEACTIVATED,),
    NoticeKind.RETRACTION: (NoticeAction.REINSTATED,),
    NoticeKind.REINSTATEMENT: (NoticeAction.REINSTATED,),
    NoticeKind.APPEAL_RESPONSE: (),
    NoticeKind.OTHER: (NoticeAction.ACCOUNT_DEACTIVATED, *ACTIONS),
    NoticeKind.PATENT_EVALUATION: (
        NoticeAction.REINSTATED,
        NoticeAction.LISTING_AT_RISK,
        NoticeAction.LISTING_REMOVED,
    ),
}
"""What can have been done, in the order in which it is looked for; of other kinds ``ACTIONS``."""
_IMPLIED = {
    NoticeKind.ACCOUNT_SUSPENSION: NoticeAction.ACCOUNT_DEACTIVATED,
    NoticeKind.REINSTATEMENT: NoticeAction.REINSTATED,
}
"""What was done where the kind says it and nothing else does."""
_DONE = (NoticeAction.CONTENT_REMOVED, NoticeAction.LISTING_REMOVED)
_TOLD = (NoticeKind.COMPLAINT, NoticeKind.SUSPECTED, NoticeKind.PATENT_EVALUATION)
"""Kinds that tell what was done to a listing."""

_ARTICLE = 12
"""Characters of the small words before a noun, at most."""
_OTHER = 40
"""Characters before a threat in which stands what else it is said of."""
_NEGATION = 12
"""Characters before a word in which another stands."""
_AUXILIARY = 12
"""Characters before a verb in which "will" may stand."""


class Reading(Value):
    """A decision and the place it rests on."""

    value: str
    start: int = 0
    guess: bool = False


def action(sheet: Sheet, kind: NoticeKind) -> Reading:
    """What Amazon says it did."""
    order = POSSIBLE.get(kind, ACTIONS)
    over = ended(sheet) if kind is NoticeKind.PATENT_EVALUATION else None
    if over is not None:
        order = tuple(name for name in order if name is not NoticeAction.LISTING_AT_RISK)
    if kind is NoticeKind.OTHER and any(voice.notice.own_reports.matches(sheet.new) for voice in sheet.voices):
        return Reading(value=NoticeAction.NONE)
    for dialect in sheet.voices:
        for name in order:
            phrases = dialect.actions.get(name)
            place = _action_place(sheet, dialect, name, over) if phrases else None
            if place is not None and not (over and name is NoticeAction.REINSTATED and _is_beside(sheet, over, place)):
                part = _content_place(sheet, dialect, name) if NoticeAction.CONTENT_REMOVED in order else None
                return Reading(value=name, start=place) if part is None else part
    guesses = (found for dialect in sheet.voices if (found := _guess(sheet, dialect, kind, order)))
    guess = next((found for found in guesses if not _is_in(over, found.start)), None)
    if kind in _TOLD and over is None and (live := _mended(sheet, guess)) is not None:
        return live
    if guess:
        return guess
    done = _IMPLIED.get(kind)
    return Reading(value=done, guess=True) if done else Reading(value=NoticeAction.NONE)


def _mended(sheet: Sheet, guess: Reading | None) -> Reading | None:
    """What is live still, as its page has to be changed and at most a heading supposes that it was removed."""
    words = [voice.deeds for voice in sheet.voices]
    if guess is not None and not any(sheet.says(w.mistaken, *sheet.page.sentence(guess.start)) for w in words):
        return None
    place = next((place for w in words if (place := sheet.stated(w.mended)) is not None), None)
    return None if place is None else Reading(value=NoticeAction.LISTING_AT_RISK, start=place, guess=True)


def _content_place(sheet: Sheet, dialect: Dialect, name: NoticeAction) -> Reading | None:
    """What was taken from a page, where a verb that is said of a listing is said of its part, or where a listing stays
    because only that was taken."""
    place = None
    if name is NoticeAction.LISTING_REMOVED:
        place = of_content(sheet, dialect.deeds, dialect.actions[name])
    elif name is NoticeAction.LISTING_AT_RISK and (done := deed(sheet, dialect, ahead=True)) is not None:
        place = done[1] if done[0] is NoticeAction.CONTENT_REMOVED else None
    return None if place is None else Reading(value=NoticeAction.CONTENT_REMOVED, start=place, guess=True)


def _guess(sheet: Sheet, dialect: Dialect, kind: NoticeKind, order: tuple[NoticeAction, ...]) -> Reading | None:
    """What a heading presupposes, or what a verb says of the goods."""
    found = (
        (name, match) for name in order if name in dialect.hints for match in dialect.hints[name].matches(sheet.new)
    )
    told = (
        each
        for each in found
        if not _is_of_none(sheet, dialect, sheet.page.sentence(each[1].start())[0], each[1].end())
    )
    hint = next(((name, match.start()) for name, match in told), None)
    if hint is None and (kind in _TOLD or (kind is NoticeKind.OTHER and asins(sheet))):
        loose = kind in (NoticeKind.COMPLAINT, NoticeKind.SUSPECTED)
        done = deed(sheet, dialect, ahead=kind is not NoticeKind.OTHER, loose=loose)
        none = kind is NoticeKind.OTHER and done and _is_of_none(sheet, dialect, *sheet.page.sentence(done[1]))
        hint = done if done and done[0] in order and not none else None
    if hint is None and kind in (NoticeKind.RETRACTION, NoticeKind.REINSTATEMENT):
        place = returned(sheet, dialect, account=kind is NoticeKind.REINSTATEMENT)
        hint = None if place is None else (NoticeAction.REINSTATED, place)
    if hint is None and kind is NoticeKind.OTHER and (place := closed(sheet, dialect)) is not None:
        hint = (NoticeAction.ACCOUNT_DEACTIVATED, place)
    return Reading(value=hint[0], start=hint[1], guess=True) if hint else None


def _action_place(sheet: Sheet, dialect: Dialect, name: NoticeAction, over: re.Match[str] | None = None) -> int | None:
    """Where an action is stated, not by what ``over`` says. A listing at risk is one of a condition ("will be removed
    unless"), so hedges do not count against it; what threatens the goods in the warehouse does."""
    phrases = dialect.actions[name]
    if name is NoticeAction.LISTING_AT_RISK:
        places = frozenset(sheet.statements(phrases, questions=True))
        ahead = (match for match in phrases.matches(sheet.new) if match.start() in places)
        return next((match.start() for match in ahead if not _is_of_others(sheet, dialect, match)), None)
    if name is NoticeAction.ACCOUNT_DEACTIVATED:
        return of_account(sheet, phrases)
    if name in _DONE and (stated := frozenset(sheet.statements(phrases))):
        free = (
            match for match in phrases.matches(sheet.new) if not (over and over.start() <= match.start() < over.end())
        )
        done = (match for match in free if match.start() in stated)
        told = (match for match in done if not _is_else(sheet, dialect, name, match))
        return next((match.start() for match in told if not _is_of_none(sheet, dialect, *match.span())), None)
    return sheet.stated(phrases, settled=name is NoticeAction.REINSTATED)


def _is_in(over: re.Match[str] | None, place: int) -> bool:
    """Whether a place stands in the words that say that an evaluation has ended."""
    return over is not None and over.start() <= place < over.end()


def _is_beside(sheet: Sheet, over: re.Match[str], place: int) -> bool:
    """Whether it stands in their sentence: "decided in your favour" brings no listing back."""
    return sheet.page.sentence(place) == sheet.page.sentence(over.start())


def _is_of_others(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether it is said of the goods in the warehouse, of the seller's money, of a support case, of the account alone
    ("a third offer may lead to its deactivation"), or of the complaint: "it can only be withdrawn by its owner"."""
    place = match.start()
    start, end = sheet.page.sentence(place)
    if [noun for _, noun in nouns_of(sheet, dialect.deeds, place, own(sheet, match)[1])][:1] == ["account"]:
        return True
    case = sheet.says(dialect.notice.cases, max(place - _OTHER, start), place)
    spoken = spoken_of(sheet, dialect.deeds, place, place)
    stock = sheet.says(dialect.notice.stock, max(place - 20, 0), end)
    if spoken is None and any(sheet.says(voice.notice.payouts, start, end) for voice in sheet.voices):
        return True
    undone = sheet.says(dialect.answer.undo, place, min(end, place + _OTHER)) and _is_of_claim(sheet, dialect, place)
    return stock or spoken == "account" or undone or (case and spoken is None)


def _is_of_claim(sheet: Sheet, dialect: Dialect, place: int) -> bool:
    """Whether close before a verb the word for a complaint stands, and none for goods between them."""
    low = max(place - _OTHER, sheet.page.sentence(place)[0])
    claims = (claim.end() for claim in dialect.answer.claims.between(sheet.page.folded, low, place))
    last = max(claims, default=None)
    return last is not None and not sheet.says(dialect.deeds.goods, last, place)


def _is_else(sheet: Sheet, dialect: Dialect, name: NoticeAction, match: re.Match[str]) -> bool:
    """Whether it is still to come, or is said of the listing and not of its content: of "may be removed if you do not
    delete the text" nothing is said of that."""
    if name is NoticeAction.CONTENT_REMOVED:
        return (
            _is_aside(sheet, dialect, match)
            or is_of_whole(sheet, dialect.deeds, match)
            or sheet.says(dialect.words.hedges, *match.span())
        )
    return _is_to_come(sheet, dialect, match)


def _is_aside(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether it only says until when or for what something else holds: "is inactive until the picture was replaced",
    "because of the picture". In scripts without blanks, and where a language puts its words behind numbers, they stand
    behind what they are said of."""
    if dialect.words.numbered or sheet.page.folded[match.start()] >= "\u2e80":
        return False
    low = max(sheet.page.sentence(match.start())[0], match.start() - _OTHER)
    words = (dialect.deeds.until, dialect.deeds.since)
    found = (each.end() for said in words for each in said.between(sheet.page.folded, low, match.start()))
    return any(match.start() - end <= _ARTICLE for end in found)


def _is_of_none(sheet: Sheet, dialect: Dialect, start: int, end: int) -> bool:
    """Whether a denial stands right before the first word for goods in a stretch: "es wurde kein Angebot entfernt", but
    not "these items are not offered any more"."""
    folded, goods = sheet.page.folded, dialect.deeds.goods.between(sheet.page.folded, start, end)
    first = min((each.start() for each in goods if " " not in each[0]), default=None)  # not "for sale"
    said = folded[max(start, first - _NEGATION) : first].split() if first is not None else []
    return bool(said) and dialect.words.denials.search(said[-1]) is not None


def _is_to_come(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether it is still to come, by a word close before it or in it before its last; "will no longer be shown" says
    what is done."""
    start = max(sheet.page.sentence(match.start())[0], match.start() - _AUXILIARY)
    last = match[0].rfind(" ")
    end = match.start() + last if last > 0 else match.end()
    return sheet.says(dialect.deeds.will, start, end) and not sheet.says(dialect.words.denials, match.start(), end)
