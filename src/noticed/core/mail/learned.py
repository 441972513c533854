"""What the words of a whole answer say, by what was learned of other answers: asked where no rule understood it.

Never a retraction, which is the costly mistake: that takes a sentence that says it. Never raises.
"""

from collections.abc import Sequence

from noticed.core.learned.features import features
from noticed.core.learned.questions import Ask, Sort
from noticed.core.learned.weights import NOTHING, Weighed
from noticed.core.mail.heard import spoken
from noticed.core.mail.model import ReplyKind
from noticed.core.mail.stops import words_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed

_LIKELY = 0.75
"""A chance from which an answer is guessed; chosen on answers that were not learned from."""
_UNHEARD = frozenset({ReplyKind.RETRACTS, ReplyKind.AUTO_REPLY})
"""What is not guessed: a machine's answer is known by its headers and its opening."""
_KNOWN = 0.2
"""Share of the features of a text that are known of its language, at least; of another one few are."""


def answer_weighed(text: str, dialects: Sequence[Dialect]) -> ReplyKind:
    """What an answer does that no rule understood; ``UNRELATED`` where nothing is likely."""
    chances = _weighed(text, dialects).chances(Ask.KIND)
    best = max(chances, key=chances.__getitem__, default=None)
    if best is None or chances[best] < _LIKELY or best in _UNHEARD:
        return ReplyKind.UNRELATED
    return ReplyKind(best)


def _weighed(text: str, dialects: Sequence[Dialect]) -> Weighed:
    """By what was learned of the language that knows most of its words; by nothing where none knows enough."""
    told = features(fold(printed(text)))
    languages = spoken(words_of(text, dialects), dialects)
    found = [dialect.learned.get(Sort.ANSWERS, NOTHING).weigh(told) for dialect in languages]
    best = max(found, key=lambda weighed: weighed.count)
    return best if best.count >= _KNOWN * len(told) else NOTHING.weigh(told)
