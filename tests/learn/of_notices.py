"""What the words of a whole notice would say, by what was learned of other mails, asked after the rules: a trial.

The reader does not ask it: ``tests.learn.trial`` shows what it would change.

Rules know what they were written for, and miss a wording that nobody foresaw; weights know no sentence, and may miss a
"not". So both have a say: what a rule decided counts for as much as the weights have to be surer of something else. An
ending has to please both. What the weights decide is a guess.
"""

from collections.abc import Mapping

from noticed.core.learned.features import features
from noticed.core.learned.questions import YES, Ask
from noticed.core.learned.weights import Weighed, Weights
from noticed.core.notice.actions import Reading
from noticed.core.notice.ending import ENDINGS
from noticed.core.notice.evaluations import ended
from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.core.notice.products import asins
from noticed.core.notice.sheet import Sheet

_TRUST, _TRUST_IN_NONE = 15.0, 3.0
"""How many times likelier something else has to be than what the rules decided, or than that they found nothing. These
and the next were chosen on mails that were not learned from."""
_FEWEST = 90
"""Known features of a text, at least: a sentence alone is no mail, and its weights tell little."""
_SETTLED = frozenset({NoticeKind.OTHER, NoticeKind.ACCOUNT_SUSPENSION, NoticeKind.APPEAL_RESPONSE})
"""Kinds of which it is known what was done."""
_NO_ENDING = 0.05
"""A chance below which what a rule takes for an ending is none."""
_ENDING = 0.93
"""A chance from which there is one though no rule knows a word of it."""
_OTHER = 0.85
"""A chance from which a mail is no complaint, or is one, where rules could only guess."""


def kind_weighed(weights: Weights, sheet: Sheet, decided: Reading) -> Reading:
    """The kind of a notice: what the rules ``decided``, or what is much likelier."""
    chances = _weigh(weights, sheet).chances(Ask.KIND)
    products, ids = {found.text for found in asins(sheet)}, {found.text for found in complaint_ids(sheet)}
    if _weigh(weights, sheet).count < _FEWEST or not chances or not (products or ids):
        return decided
    ruled = NoticeKind(decided.value)
    one = len(products) <= 1 and len(ids) <= 1  # of several each has its own end: ``partly``, ``unsaid``
    over = _has_ended(weights, sheet, ruled) if one else ruled in ENDINGS
    likely = {name: chance for name, chance in chances.items() if (name in ENDINGS) is over}
    best = NoticeKind(_likeliest(likely, decided))
    opens_or_hides = NoticeKind.OTHER in (best, ruled)
    numbered = best is NoticeKind.OTHER and ids
    if best is ruled or (opens_or_hides and (chances[best] < _OTHER or not decided.guess or numbered)):
        return decided
    return _reading(weights, sheet, Ask.KIND, best)


def _has_ended(weights: Weights, sheet: Sheet, ruled: NoticeKind) -> bool:
    """Whether a case ends: by a rule and not unlikely; or very likely, and in words that no rule has heard denied."""
    kinds, ends = _weigh(weights, sheet).chances(Ask.KIND), _weigh(weights, sheet).chances(Ask.ENDS)
    chance = min(ends.get(YES, 0), sum(kinds.get(kind, 0) for kind in ENDINGS))
    if ruled in ENDINGS:
        return chance >= _NO_ENDING
    rules = (rule for voice in sheet.voices for rule in voice.kinds if rule.name in ENDINGS)
    return chance >= _ENDING and not any(rule.any.matches(sheet.new) for rule in rules)


def action_weighed(weights: Weights, sheet: Sheet, kind: NoticeKind, decided: Reading) -> Reading:
    """What Amazon did: what the rules ``decided``, or what is much likelier of a notice of its ``kind``."""
    if kind in _SETTLED or _weigh(weights, sheet).count < _FEWEST:
        return decided
    chances = _weigh(weights, sheet).chances(Ask.ACTION)
    best = _likeliest(chances, decided)
    if best == decided.value or ended(sheet) is not None:
        return decided
    return Reading(value=best) if best == NoticeAction.NONE else _reading(weights, sheet, Ask.ACTION, best)


def _weigh(weights: Weights, sheet: Sheet, start: int = 0, end: int | None = None) -> Weighed:
    """A stretch of the new text, or all of it."""
    return weights.weigh(features(sheet.page.folded[start : len(sheet.new) if end is None else end]))


def _likeliest(chances: Mapping[str, float], decided: Reading) -> str:
    """The answer with the best chance, that of the rules multiplied by the trust in them."""
    trust = _TRUST_IN_NONE if decided.value == NoticeAction.NONE else _TRUST
    given = {answer: chance * (trust if answer == decided.value else 1) for answer, chance in chances.items()}
    return max(given, key=given.__getitem__, default=decided.value)


def _reading(weights: Weights, sheet: Sheet, question: Ask, answer: str) -> Reading:
    """A guess, and the sentence that speaks for it most."""
    starts = [start for start in sheet.page.breaks if start < len(sheet.new)]
    stretches = zip(starts, [*starts[1:], len(sheet.new)], strict=True)
    said = {start: _weigh(weights, sheet, start, end).chances(question).get(answer, 0) for start, end in stretches}
    return Reading(value=answer, start=max(said, key=said.__getitem__, default=0), guess=True)
