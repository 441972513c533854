"""Whose the numbers of a notice are, complaints, rights or books, by what was learned of other mails, after the rules.

Rules know the words that announce a number. Other words are guessed at by all that is known of the number, what the
rules made of it among that. Never raises.
"""

from collections.abc import Mapping

from noticed.core.learned.questions import Ask, NumberOf, Sort
from noticed.core.learned.weights import NOTHING
from noticed.core.notice.fields import is_complaint_id, isbn10
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.number_traits import Number, Numbers, number_traits, numbers_of
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet

_TRUST = 1.5
"""How many times likelier something else has to be than what the rules made of a number; chosen on mails that were not
learned from."""
_ROLES = tuple(NumberOf)
_ELSES = frozenset({"phone", "other"})
"""What nobody calls a complaint or a right."""
_LABELS = {NumberOf.COMPLAINT: "complaint_id", NumberOf.PRODUCT: "asin", NumberOf.RIGHT: "number"}


def numbers_weighed(
    sheet: Sheet, kind: NoticeKind, right: IpType | None, ruled: Mapping[NumberOf, tuple[Found, ...]]
) -> Mapping[NumberOf, tuple[Found, ...]]:
    """What of a notice is the number of a complaint, a right, a product, in the order of the text, the subject last.

    ``ruled``: what the rules found, which stays where nothing else is likelier.
    """
    learned = sheet.dialect.learned.get(Sort.NUMBERS, NOTHING)
    if not learned.rows or kind is NoticeKind.OTHER:
        return ruled
    numbers = Numbers(sheet=sheet, kind=kind, right=right, found=numbers_of(sheet, ruled))
    moved: dict[NumberOf, list[Number]] = {}
    left: set[str] = set()
    for key, number in numbers.found.items():
        if number.called in _ELSES or _is_labelled(sheet, number):
            continue
        chances = learned.weigh(frozenset(number_traits(numbers, key))).chances(Ask.NUMBER)
        role = _likeliest(number, chances, is_known=bool(ruled[NumberOf.COMPLAINT]))
        if role is not number.ruled:
            moved.setdefault(role, []).append(number)
            left.add(number.text)
    return {role: _changed(sheet, ruled.get(role, ()), moved.get(role, []), left) for role in _ROLES}


def _is_labelled(sheet: Sheet, number: Number) -> bool:
    """Whether a label says whose a number is, which rules took for it, and its shape does not speak against it: nothing
    is surer."""
    base = _LABELS.get(number.ruled)
    covered = any(hit.value <= number.start < hit.end and hit.strong for hit in sheet.hits if hit.base == base)
    return covered and not (number.ruled is NumberOf.RIGHT and is_complaint_id(number.text))


def _likeliest(number: Number, chances: Mapping[str, float], *, is_known: bool) -> NumberOf:
    """``is_known``: rules know the number of a complaint, so that what is called a case is none."""
    possible = {NumberOf.OTHER, number.ruled}
    possible |= {NumberOf.RIGHT} if number.called is None else set()
    is_case = is_known and number.called is not None
    possible |= {NumberOf.COMPLAINT} if is_complaint_id(number.text) and not is_case else set()
    possible |= {NumberOf.PRODUCT} if isbn10(number.text) else set()
    given = {role: chances.get(role, 0.0) * (_TRUST if role is number.ruled else 1) for role in sorted(possible)}
    best = max(given, key=given.__getitem__)
    return best if given[best] > given[number.ruled] else number.ruled


def _changed(sheet: Sheet, ruled: tuple[Found, ...], moved: list[Number], left: set[str]) -> tuple[Found, ...]:
    """What the rules found but for those that are something else, and those that are it after all, as guesses."""
    stayed = [item for item in ruled if item.text not in left]
    if not moved:
        return ruled if len(stayed) == len(ruled) else tuple(stayed)
    more = [Found(text=number.text, start=number.start, guess=True) for number in moved]
    return tuple(sorted((*stayed, *more), key=lambda item: (item.start < sheet.body, item.start)))
