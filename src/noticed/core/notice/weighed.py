"""What the words of a whole notice say, by what was learned of other mails: asked after the rules.

Rules know what they were written for, and miss a wording that nobody foresaw; weights know no sentence, and may miss a
"not". So both have a say: what a rule decided counts for as much as the weights have to be surer of something else. An
ending has to please both. What the weights decide is a guess. Never raises.
"""

from collections.abc import Mapping

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice.actions import ACTIONS, POSSIBLE, Reading
from noticed.core.notice.appeals import names_a_right
from noticed.core.notice.ending import ENDINGS
from noticed.core.notice.evaluations import ended
from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.core.notice.products import asins
from noticed.core.notice.sheet import Sheet

_TRUST, _TRUST_IN_ACTION = 8.0, 15.0
"""How many times likelier something else has to be than the kind, or the action, that a rule decided. These and the
next numbers were chosen on mails that were not learned from."""
_GUESS, _SHORT, _SHORT_ACTION = 3.3, 11.0, 45.0
"""Than what rules could only guess, or than that they found nothing done; the latter in a short text, and what they
could only guess was done there: a sentence alone is no mail, and weights have no say in it against a rule."""
_CLOSE = ENDINGS | {NoticeKind.APPEAL_RESPONSE}
"""Kinds that a short text may confuse."""
_SHORT_KIND = 20.0
"""Than the end that a rule reads in a short text, or the complaint that it could only guess there."""
_TRUST_IN_REASON, _SHORT_REASON = 5.0, 7.0
_SETTLED = frozenset(
    {NoticeKind.OTHER, NoticeKind.ACCOUNT_SUSPENSION, NoticeKind.APPEAL_RESPONSE, NoticeKind.REINSTATEMENT}
)
"""Kinds of which it is known what was done."""
_NO_ENDING, _NO_ENDINGS = 0.15, 0.05
_NO_SHORT_ENDING, _NO_SHORT_ENDINGS = 0.05, 0.002
"""Chances below which what a rule takes for an ending is none; of several products each may have its own."""
_ENDING, _SHORT_ENDING, _ANSWERED = 0.85, 0.93, 0.9
"""A chance from which there is one though no rule knows a word of it, and the same of an answer to an appeal, whatever
it names, and whatever rules know of its words."""
_OPENED = 0.9
"""A chance from which a mail that names no right is a complaint all the same, or goes on with one."""
_OPENING = frozenset({NoticeKind.COMPLAINT, NoticeKind.SUSPECTED, NoticeKind.PATENT_EVALUATION})
"""What a mail may be of which rules could only guess that it is none."""
_GUESSED, _ANOTHER = frozenset({NoticeKind.COMPLAINT, NoticeKind.SUSPECTED}), 0.97
"""What rules only guess of a mail, no short one, that names no complaint's number, and the chance from which it is
about something else: nobody is written to, and with the signs of a notice it goes to the operator (``drift``)."""
_NEVER = frozenset({NoticeKind.OTHER, NoticeKind.ACCOUNT_SUSPENSION})
"""What words alone never make of any other mail: one that is hidden is missed, and any speaks of the account …"""
_CLOSED = {
    NoticeKind.APPEAL_RESPONSE: 0.5,
    NoticeKind.COMPLAINT: 0.85,
    NoticeKind.SUSPECTED: 0.85,
    NoticeKind.OTHER: 0.85,
}
"""… but for one that rules take for another kind, the last of them for a guess: the chance from which an account was
closed. The questions that are put to its owner read like an answer to his appeal."""
_UNNAMED = 0.95
"""The same of another kind that names no right."""


def kind_weighed(sheet: Sheet, decided: Reading) -> Reading:
    """The kind of a notice: what the rules ``decided``, or what is much likelier."""
    chances = sheet.weighed.chances(Ask.KIND)
    products, ids = {found.text for found in asins(sheet)}, {found.text for found in complaint_ids(sheet)}
    ruled = NoticeKind(decided.value)
    guess = decided.guess and ruled is not NoticeKind.ACCOUNT_SUSPENSION
    short = sheet.weighed.is_short
    settled = short and not guess and ruled not in _CLOSE
    if _closes(sheet, decided):
        return _reading(sheet, Ask.KIND, NoticeKind.ACCOUNT_SUSPENSION)
    if guess and not short and ruled in _GUESSED and not ids and chances.get(NoticeKind.OTHER, 0) >= _ANOTHER:
        return Reading(value=NoticeKind.OTHER, guess=True)
    over = _has_ended(sheet, ruled, products=len(products), ids=len(ids))
    denied = ruled in ENDINGS and not over and not short
    if not chances or settled or not (denied or products or ids or ruled is NoticeKind.ACCOUNT_SUSPENSION):
        return decided
    likely = {name: chance for name, chance in chances.items() if (name in ENDINGS) is over}
    open_ = guess and not (short and ruled is NoticeKind.COMPLAINT)
    best = NoticeKind(_likeliest(likely, decided, _GUESS if open_ else _SHORT_KIND if short else _TRUST))
    if denied:
        return Reading(value=NoticeKind.OTHER, guess=True) if best in _NEVER else _reading(sheet, Ask.KIND, best)
    if best is ruled or best in _NEVER or (ruled is NoticeKind.OTHER and not _opens(sheet, best, decided)):
        return decided
    if not (products or ids) and best is not NoticeKind.APPEAL_RESPONSE:
        return decided
    return _reading(sheet, Ask.KIND, best)


def _opens(sheet: Sheet, best: NoticeKind, decided: Reading) -> bool:
    """Whether words open a case, or go on with one, of what the rules could only guess to be none."""
    likely = (best in _OPENING and names_a_right(sheet)) or sheet.weighed.chances(Ask.KIND)[best] >= _OPENED
    return decided.guess and likely


def _closes(sheet: Sheet, decided: Reading) -> bool:
    """Whether the mail tells that the account was closed: by its kind and by what was done.

    Accounts are closed for other things, too: one that names no right has to be likelier still.
    """
    ruled = NoticeKind(decided.value)
    is_other = ruled is NoticeKind.OTHER
    if ruled not in _CLOSED or (is_other and not decided.guess):
        return False
    kind, done = sheet.weighed.chances(Ask.KIND), sheet.weighed.chances(Ask.ACTION)
    both = min(kind.get(NoticeKind.ACCOUNT_SUSPENSION, 0), done.get(NoticeAction.ACCOUNT_DEACTIVATED, 0))
    return both >= (_UNNAMED if is_other and both < _UNNAMED and not names_a_right(sheet) else _CLOSED[ruled])


def _has_ended(sheet: Sheet, ruled: NoticeKind, *, products: int, ids: int) -> bool:
    """Whether a case ends: by a rule and not unlikely; or very likely, and in words that no rule has heard denied.

    Of several products or complaints each has its own end (``partly``, ``unsaid``).
    """
    kinds, ends = sheet.weighed.chances(Ask.KIND), sheet.weighed.chances(Ask.ENDS)
    chance = min(ends.get(YES, 0), sum(kinds.get(kind, 0) for kind in ENDINGS))
    short = sheet.weighed.is_short
    if ruled in ENDINGS and short:
        return chance >= (_NO_SHORT_ENDING if products <= 1 and ids <= 1 else _NO_SHORT_ENDINGS)
    if ruled in ENDINGS:
        return chance >= (_NO_ENDING if ids <= 1 else _NO_ENDINGS)
    if ruled is NoticeKind.APPEAL_RESPONSE and chance >= _ANSWERED:
        return True
    rules = (rule for voice in sheet.voices for rule in voice.kinds if rule.name in ENDINGS)
    likely = products <= 1 and ids <= 1 and chance >= (_SHORT_ENDING if short else _ENDING)
    return likely and not any(rule.any.matches(sheet.new) for rule in rules)


def action_weighed(sheet: Sheet, kind: NoticeKind, decided: Reading) -> Reading:
    """What Amazon did: what the rules ``decided``, or what is much likelier of a notice of its ``kind``."""
    is_none = decided.value == NoticeAction.NONE
    guess = is_none or decided.guess
    if kind in _SETTLED or (sheet.weighed.is_short and not guess):
        return decided
    short = _SHORT if is_none else _SHORT_ACTION
    trust = short if sheet.weighed.is_short else _GUESS if guess else _TRUST_IN_ACTION
    possible = {NoticeAction.NONE, *POSSIBLE.get(kind, ACTIONS)}
    chances = {name: chance for name, chance in sheet.weighed.chances(Ask.ACTION).items() if name in possible}
    best = _likeliest(chances, decided, trust)
    over = best == NoticeAction.LISTING_AT_RISK or sheet.weighed.is_short
    if best == decided.value or (over and ended(sheet) is not None):
        return decided
    return Reading(value=best) if best == NoticeAction.NONE else _reading(sheet, Ask.ACTION, best)


def reason_weighed(sheet: Sheet, stated: bool) -> bool:
    """Whether a notice says why: what the rules found ``stated``, or what is much likelier."""
    chances = sheet.weighed.chances(Ask.REASON)
    ruled, other = (YES, NO) if stated else (NO, YES)
    trust = _SHORT_REASON if sheet.weighed.is_short else _TRUST_IN_REASON
    return not stated if chances.get(other, 0) > chances.get(ruled, 0) * trust else stated


def _likeliest(chances: Mapping[str, float], decided: Reading, trust: float) -> str:
    """The answer with the best chance, that of the rules multiplied by the ``trust`` in them."""
    given = {answer: chance * (trust if answer == decided.value else 1) for answer, chance in chances.items()}
    return max(given, key=given.__getitem__, default=decided.value)


def _reading(sheet: Sheet, question: Ask, answer: str) -> Reading:
    """A guess, and the line that speaks for it most."""
    lines = (line for line in sheet.page.lines if line.start < len(sheet.new))
    said = {line.start: sheet.weigh(line.start, line.end).speaks(question, answer) for line in lines}
    return Reading(value=answer, start=max(said, key=said.__getitem__, default=0), guess=True)
