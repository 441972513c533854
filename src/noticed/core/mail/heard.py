"""What is heard in a text before anything is decided: which languages, and how its sentences speak of a retraction.

What follows from it is in ``said``. A retraction counts only as a statement without a condition. Never raises.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from noticed.core.mail.frames import ENDING
from noticed.core.mail.sentences import CLAUSE, SENTENCE, is_question, unquoted, without
from noticed.core.mail.told import before_bids, is_of_other, is_told
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.model import IpType

_TELLING = 2
"""Common words that tell a language."""
ALONE = 30
"""Characters of a one-word answer."""
NUMBER = re.compile(
    r"(?<![\w.])(?:[a-z]{1,3}[.\s]?)?\d[\d ,./-]{4,20}\d(?:\s?[a-z]\d)?(?!\w)|第\s?\d{5,8}\s?号|va ?\d-\d{3}-\d{3}"
)
_CLAUSE = re.compile(r"[,;:.!?，；：、。！？]")
_WONDERED = 40
"""Characters before and behind a statement in which, within its clause, a "whether" may stand."""
_NUMBERED = re.compile(r"\s{0,3}[a-z]{0,4}\d")
COMPLAINT_ID = re.compile(r"(?<![\d.,/-])\d{10,12}(?![\d.,/-])")


def spoken(words: str, dialects: Sequence[Dialect]) -> tuple[Dialect, ...]:
    """The languages a folded text may be in: what is a reason in one is a vehicle in another. All when none tells;
    none that has only words of another one, which has two more or still more of them."""
    telling = [(dialect.words.common, dialect.answer.common) for dialect in dialects]
    told = [frozenset(found[0] for common in each for found in common.finditer(words)) for each in telling]
    best = max(map(len, told), default=0)
    if best < _TELLING:
        return tuple(dialects)
    known = [(dialect, own) for dialect, own in zip(dialects, told, strict=True) if 2 * len(own) >= best]
    return tuple(
        dialect for dialect, own in known if not any(own < other and len(other) - len(own) > 1 for _, other in known)
    )


def names_a_right(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a sort of right stands there, and a number that may be its."""
    numbers = (number for number in NUMBER.findall(words) if not COMPLAINT_ID.fullmatch(number.strip()))
    return any(numbers) and any(said.search(words) for d in dialects for said in d.types.values())


def is_curt(words: str, dialects: Sequence[Dialect]) -> bool:
    shown = words.strip(" \n.,!。！-")
    return any(found[0] == shown for d in dialects for found in d.reply.curt.finditer(shown))


def without_met(words: str, dialects: Sequence[Dialect]) -> str:
    """A text without the conditions that it says were met; "after you have paid, we will withdraw" says so of none."""
    met = [found for d in dialects for found in d.reply.met.finditer(words) if not _is_to_be_met(words, found, d)]
    return without(words, met)


def _is_to_be_met(words: str, found: re.Match[str], dialect: Dialect) -> bool:
    sentence = next(each[0] for each in SENTENCE.finditer(words) if found.start() < each.end())
    return dialect.reply.retracts_conditional.search(sentence) is not None


def without_retorts(words: str, dialects: Sequence[Dialect]) -> str:
    """A text without the sentences that only ask back what we asked: "and you want me to tell you why"."""
    said = [found for d in dialects for found in d.answer.retorts.finditer(words)]
    back = (each for each in SENTENCE.finditer(words) if any(each.start() <= s.start() < each.end() for s in said))
    return without(words, [*back]) if said else words


def is_contrary(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether the complaint stands whatever else is said, or a sentence, or its end, says no and nothing else."""
    kept = [found for d in dialects for said in (d.answer.dropped, d.answer.heeded) for found in said.finditer(words)]
    words = without(words, kept)  # "it no longer stands", "we will not file it again"
    told = (found[0] for found in SENTENCE.finditer(words) if not _numbers(words, found) and not is_question(found[0]))
    lone = (each for sentence in told for each in {sentence, CLAUSE.split(sentence)[-1]} if len(each) <= ALONE)
    stands = (not is_wondered(words, found, d) for d in dialects for found in d.answer.contrary.finditer(words))
    return any(stands) or any(is_curt(each, dialects) for each in lone)


def is_wondered(words: str, found: re.Match[str], dialect: Dialect) -> bool:
    """Whether what is found says what is to be decided yet: "then we can say whether the complaint stands"."""
    before = _CLAUSE.split(words[max(0, found.start() - _WONDERED) : found.start()])[-1]
    after = _CLAUSE.split(words[found.end() : found.end() + _WONDERED])[0]
    return dialect.answer.wondered.search(f"{before}{found[0]}{after}") is not None


def _numbers(words: str, found: re.Match[str]) -> bool:
    """Whether a number follows: "no. 5" denies nothing, nor does "no. usd1004583"."""
    return _NUMBERED.match(words, found.end()) is not None


def is_conditional(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a taking back is spoken of under a condition, in its own sentence: what else is asked is no matter."""
    heard = without(words, [found for d in dialects for found in d.answer.heeded.finditer(words)])  # "as you asked"
    return any(
        d.reply.retracts_conditional.search(each[0]) and _speaks_of_undoing(each[0], d)
        for d in dialects
        for each in SENTENCE.finditer(heard)
    )


def _speaks_of_undoing(sentence: str, dialect: Dialect) -> bool:
    w = dialect.answer
    said = (w.undo, w.undone, w.dropped, w.withdrawals, w.claims, dialect.reply.retracts)
    return any(each.search(sentence) for each in said)


def speaks_against(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a statement denies something of the complaint, of its withdrawal, of what we proposed or of a lawyer's
    client, who sees no occasion, or keeps the complaint."""
    return any(
        _is_against(said, dialect)
        for dialect in dialects
        for sentence in SENTENCE.finditer(words)
        if not is_question(sentence[0]) and not dialect.answer.pending.search(sentence[0])
        for said in _statements(sentence[0], dialect)
    )


def _statements(sentence: str, dialect: Dialect) -> Iterator[str]:
    """The clauses of a sentence, with what hangs on one: "we are not able, to withdraw it" is one in some languages."""
    plain = without(sentence, [*dialect.answer.preferred.finditer(sentence)])  # "would rather" is no condition
    clauses = CLAUSE.split(plain)
    for clause, following in zip(clauses, [*clauses[1:], ""], strict=True):
        yield clause
        if dialect.words.denials.search(clause) and dialect.answer.undo.search(following):
            yield f"{clause} {following}"


def _is_against(plain: str, dialect: Dialect) -> bool:
    w = dialect.answer
    if any(said.search(plain) for said in (dialect.words.hedges, dialect.words.lasting, w.unaware)):
        return False
    if dialect.words.denials.search(plain) or w.unwilling.search(plain):
        return any(said.search(plain) for said in (w.claims, w.withdrawals, w.undo, w.wishes, w.clients))
    return w.upheld.search(plain) is not None and w.claims.search(plain) is not None


def is_wrong_person(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether somebody says that he is not the one to ask."""
    return any(d.reply.wrong_person.search(words) or _disowns(words, d) for d in dialects)


def _disowns(words: str, dialect: Dialect) -> bool:
    """Whether a clause says that the complaint, a right or "this" is not ours; "not ours to withdraw" tells whose it
    is."""
    rights = (said for right, said in dialect.types.items() if right is not IpType.COUNTERFEIT)
    things = (dialect.answer.claims, dialect.answer.pronouns, *rights)
    for sentence in SENTENCE.finditer(words):
        for found in dialect.reply.disowned.finditer(sentence[0]):
            before = CLAUSE.split(sentence[0][: found.start()])[-1]
            after = CLAUSE.split(sentence[0][found.end() :])[0]
            if any(said.search(before) for said in things) and not dialect.answer.undo.search(after):
                return True
    return False


class Claim(StrEnum):
    """How a sentence speaks of a retraction."""

    FACT = "fact"
    DENIED = "denied"


def claims_in(words: str, dialects: Sequence[Dialect]) -> frozenset[Claim]:
    """What is said of a retraction: as a fact, or denied; in a question or under a condition nothing is."""
    return frozenset(
        claim
        for dialect in dialects
        for match in SENTENCE.finditer(unquoted(words))
        if not is_question(match[0])
        for claim in _claims_of(match[0], dialect, dialects)
    )


def _claims_of(sentence: str, dialect: Dialect, dialects: Sequence[Dialect]) -> Iterator[Claim]:
    told = before_bids(sentence, dialect)
    for found in dialect.reply.retracts.finditer(told):
        before = _without_opening(sentence[: found.start()], dialect)
        kept = (dialect.answer.dropped, dialect.answer.heeded)
        before = without(before, [found for said in kept for found in said.finditer(before)])
        after = CLAUSE.split(sentence[found.end() :])[0]
        conditions = (dialect.words.hedges, dialect.words.lasting)
        if any(words.search(before) or words.search(after) for words in conditions):
            continue
        clause = CLAUSE.split(sentence[: found.start()])[-1] + found[0]
        if is_of_other(clause + after, dialect) or not is_told(sentence, clause, dialects):
            continue
        clause = CLAUSE.split(before)[-1] + found[0]
        denials = dialect.words.denials.finditer(clause + after)
        denied = any(denial.start() < len(clause) + ENDING for denial in denials)
        yield Claim.DENIED if denied else Claim.FACT


def _without_opening(before: str, dialect: Dialect) -> str:
    """Words such as "after" open a condition or speak of something done: they count only right before the statement."""
    shown = before.lstrip(" \n\"'(")
    opened = next((found for found in dialect.reply.finished.finditer(shown) if found.start() == 0), None)
    return shown[opened.end() :] if opened else before
