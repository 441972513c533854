"""Which right a notice is about, by what was learned of other mails: asked after the rules.

Every kind of right is weighed, named or not, that of the rules among them, and so is that it is about none. What most
speaks for is it: a guess, where no rule says so. Never raises.
"""

from noticed.core.learned.questions import YES, Ask, Sort
from noticed.core.learned.weights import NOTHING, Weights, shared
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.right_traits import no_right, right_traits, rights_of
from noticed.core.notice.rights import Right
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.surroundings import stems

_NONE = ""
_SETTLED = frozenset({NoticeKind.OTHER, NoticeKind.PATENT_EVALUATION})
"""Kinds whose right is known, or is none."""
_UNNAMED = 0.8
"""Share from which a right that no word names is taken: little is made of silence."""


def right_weighed(sheet: Sheet, kind: NoticeKind, ruled: Right | None) -> Right | None:
    """The right of a notice: what a label says, or the rules, or what is likelier than these."""
    learned = sheet.dialect.learned.get(Sort.RIGHTS, NOTHING)
    if not learned.rows or kind in _SETTLED or (ruled and not ruled.guess):
        return ruled
    rights = rights_of(sheet, kind, ruled)
    scores = {str(right): _score(learned, right_traits(rights, right)) for right in IpType}
    shares = shared({**scores, _NONE: _score(learned, no_right(rights))})
    likeliest = max(shares, key=shares.__getitem__)
    if likeliest == _NONE:
        return None
    best = IpType(likeliest)
    if not rights.found[best] and shares[best] < _UNNAMED:
        return ruled
    if ruled and best is ruled.ip_type:
        return ruled
    places = rights.found[best]
    start = places[0][0] if places else _telling(sheet, learned, best)
    return Right(ip_type=best, start=start, guess=True, named=bool(places))


def _score(learned: Weights, traits: list[str]) -> float:
    return learned.weigh(frozenset(traits)).scores(Ask.RIGHT).get(YES, 0.0)


def _telling(sheet: Sheet, learned: Weights, right: IpType) -> int:
    """Where the line begins whose words speak for a right that is not named."""
    lines = [line for line in sheet.page.lines if sheet.body <= line.start < sheet.page.top]
    words = {line.start: stems(sheet.page.folded[line.start : line.end]) for line in lines}
    said = {start: _score(learned, [f"{right} word {word}" for word in each]) for start, each in words.items()}
    return max(said, key=said.__getitem__, default=sheet.body)
