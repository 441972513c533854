"""What the words of an answer do, language by language: the one thing it is about, and everything it says beside.

The words are the dialects'; the order of the questions is here. A retraction is the costly mistake: it needs a
statement without a condition and without a demand beside it. Never raises.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from noticed.core.mail.frames import (
    CLAUSE,
    ENDING,
    SENTENCE,
    Frame,
    before_bids,
    frames_of,
    is_of_other,
    is_question,
    is_told,
    unquoted,
    without,
)
from noticed.core.mail.model import Act, ReplyKind
from noticed.core.notice.brand import brand_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed
from noticed.core.notice.mail_words import ReplyWords
from noticed.core.notice.phrase import Phrases

_LONE_LETTER = re.compile(r"\W{0,3}\(?([abc])\)?(?:\s?[.:)\-,·]\s?(.{0,400}))?\W{0,3}", re.DOTALL)
_TO_THE_CLAUSE = re.compile(r"[^.,;:!?。，；：！？]{1,200}")
"""What is demanded, to the end of its clause."""
_TELLING = 2
"""Common words that tell a language."""
_ALONE = 30
"""Characters of a one-word answer."""
NUMBER = re.compile(
    r"(?<![\w.])(?:[a-z]{1,3}[.\s]?)?\d[\d ,./-]{4,20}\d(?:\s?[a-z]\d)?(?!\w)|第\s?\d{5,8}\s?号|va ?\d-\d{3}-\d{3}"
)
COMPLAINT_ID = re.compile(r"(?<![\d.,/-])\d{10,12}(?![\d.,/-])")


def kind_of(text: str, dialects: Sequence[Dialect]) -> ReplyKind:
    """The kind by words alone; the first question answered yes decides."""
    words = fold(printed(text))
    curt = _is_curt(words, dialects)  # one word tells no language
    names = brand_of(dialects).spelt
    dialects = spoken(words, dialects)
    letter = _LONE_LETTER.fullmatch(_without_announcement(words, dialects))
    if letter and not (letter[2] and any(_any(d, words) for d in dialects)):
        return ReplyKind.UNRELATED if letter[1] == "c" else ReplyKind.GIVES_REASON

    def says(section: Callable[[ReplyWords], Phrases]) -> bool:
        return any(section(d.reply).search(words) for d in dialects)

    frames = frames_of(words, dialects, names)
    claims, contrary = _claims(words, dialects), _is_contrary(words, dialects)
    conditional = _is_conditional(words, dialects)
    open_ = conditional or contrary
    fact = _Claim.FACT in claims and not open_
    undone = Frame.UNDONE in frames and Frame.KEPT not in frames and not open_
    sure = fact and undone and not says(lambda w: w.do_not_write)  # "your lamp is not ours: we withdrew our complaint"
    if (says(lambda w: w.wrong_person) and not sure) or says(lambda w: w.soliciting):
        return ReplyKind.UNRELATED
    asked = [found for d in dialects for found in d.reply.demands.finditer(_without_met(words, dialects))]
    wanted = [found for place in asked if (found := _TO_THE_CLAUSE.match(words, place.start()))]
    dropped = [found for d in dialects for found in d.answer.dropped.finditer(words)]
    beside = without(words, [*asked, *wanted, *dropped])  # "an undertaking to stop selling" is no refusal
    refused = any(d.reply.refuses.search(beside) for d in dialects) and not (asked and _is_for_now(beside, dialects))
    if refused or says(lambda w: w.stop) or curt:
        return ReplyKind.REFUSES
    if asked:
        return ReplyKind.DEMANDS
    if fact or undone:
        return ReplyKind.RETRACTS
    reason = says(lambda w: w.gives_reason)
    named = _names_a_right(words, dialects)
    asks = says(lambda w: w.asks) or (Frame.ASKED in frames and not reason)
    denied = (_Claim.DENIED in claims and not conditional) or Frame.DENIED in frames
    said = (
        (Frame.KEPT in frames or contrary, ReplyKind.REFUSES),
        (asks and not ((reason or named) and NUMBER.search(words)), ReplyKind.ASKS_FOR_INFORMATION),
        (reason or named or Frame.OURS in frames, ReplyKind.GIVES_REASON),
        (denied or Frame.ECHOED in frames, ReplyKind.REFUSES),
    )
    return next((kind for is_said, kind in said if is_said), ReplyKind.UNRELATED)


def _is_for_now(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether it is refused until something comes: "until then the complaint remains"."""
    said = [(d, each[0]) for d in dialects for each in SENTENCE.finditer(words) if d.reply.refuses.search(each[0])]
    return all(d.words.lasting.search(CLAUSE.split(sentence)[0]) for d, sentence in said)


def _names_a_right(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a sort of right stands there, and a number that may be its."""
    numbers = (number for number in NUMBER.findall(words) if not COMPLAINT_ID.fullmatch(number.strip()))
    return any(numbers) and any(said.search(words) for d in dialects for said in d.types.values())


def _without_announcement(words: str, dialects: Sequence[Dialect]) -> str:
    """An answer without "Answer:" before it."""
    shown = words.lstrip()
    opened = (found for d in dialects for found in d.reply.chosen.finditer(shown) if found.start() == 0)
    announced = next(opened, None)
    return shown[announced.end() :] if announced and len(shown) - announced.end() <= _ALONE else words


def _is_curt(words: str, dialects: Sequence[Dialect]) -> bool:
    shown = words.strip(" \n.,!。！-")
    return any(found[0] == shown for d in dialects for found in d.reply.curt.finditer(shown))


def _without_met(words: str, dialects: Sequence[Dialect]) -> str:
    """A text without the conditions that it says were met."""
    return without(words, [found for d in dialects for found in d.reply.met.finditer(words)])


def acts_of(text: str, dialects: Sequence[Dialect]) -> tuple[Act, ...]:
    """Everything an answer says, several at once, in a fixed order; () where nothing is understood."""
    words = fold(printed(text))
    known = spoken(words, dialects)
    letter = _LONE_LETTER.fullmatch(_without_announcement(words, known))

    def says(section: Callable[[ReplyWords], Phrases]) -> bool:
        return any(section(d.reply).search(words) for d in known)

    conditional = _is_conditional(words, known)
    claims = _claims(words, known)
    fact = _Claim.FACT in claims and not conditional and not _is_contrary(words, known)
    found = {
        Act.OPTION_A: letter is not None and letter[1] == "a",
        Act.OPTION_B: letter is not None and letter[1] == "b",
        Act.OPTION_C: letter is not None and letter[1] == "c",
        Act.RETRACTED: fact and not says(lambda w: w.promises),
        Act.PROMISES: fact and says(lambda w: w.promises),
        Act.CONDITIONAL: conditional
        and any(d.words.hedges.search(words) or d.words.lasting.search(words) for d in known)
        and bool(_mentions(words, known)),
        Act.TOLD_AMAZON: fact and any(name in words for name in brand_of(dialects).spelt),
        Act.REASON: says(lambda w: w.gives_reason) or _names_a_right(words, known),
        Act.REFUSES: says(lambda w: w.refuses) or _is_curt(words, dialects) or _Claim.DENIED in claims,
        Act.DEMANDS: any(d.reply.demands.search(_without_met(words, known)) for d in known),
        Act.ASKS: says(lambda w: w.asks),
        Act.WRONG_PERSON: says(lambda w: w.wrong_person),
        Act.STOP: says(lambda w: w.stop) or do_not_write(text, dialects),
    }
    return tuple(act for act, is_said in found.items() if is_said)


def _is_contrary(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether the complaint stands whatever else is said, or one sentence says no and nothing else."""
    lone = (found[0] for found in SENTENCE.finditer(words) if len(found[0]) <= _ALONE and not _numbers(words, found))
    return any(d.answer.contrary.search(words) for d in dialects) or any(_is_curt(each, dialects) for each in lone)


def _numbers(words: str, found: re.Match[str]) -> bool:
    """Whether a number follows: "no. 5" denies nothing."""
    return words[found.end() :].lstrip()[:1].isdigit()


def _is_conditional(words: str, dialects: Sequence[Dialect]) -> bool:
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


def is_soliciting(text: str, dialects: Sequence[Dialect]) -> bool:
    """Whether somebody sells something."""
    words = fold(printed(text))
    return any(d.reply.soliciting.search(words) for d in spoken(words, dialects))


def _mentions(words: str, dialects: Sequence[Dialect]) -> bool:
    return any(d.reply.retracts.search(words) or d.reply.retracts_conditional.search(words) for d in dialects)


def do_not_write(text: str, dialects: Sequence[Dialect]) -> bool:
    """By words that say nothing else; a word that stands in any mail's last lines only where it stands alone."""
    words = fold(printed(text))
    known = [d.reply for d in spoken(words, dialects)]
    alone = len(words.strip()) <= _ALONE and any(w.alone.search(words) for w in known)
    return alone or any(w.do_not_write.search(words) for w in known)


def spoken(words: str, dialects: Sequence[Dialect]) -> tuple[Dialect, ...]:
    """The languages a folded text may be in: what is a reason in one is a vehicle in another. All when none tells."""
    telling = [(dialect.words.common, dialect.answer.common) for dialect in dialects]
    counts = [len({found[0] for common in each for found in common.finditer(words)}) for each in telling]
    best = max(counts, default=0)
    if best < _TELLING:
        return tuple(dialects)
    return tuple(dialect for dialect, count in zip(dialects, counts, strict=True) if 2 * count >= best)


def _any(dialect: Dialect, words: str) -> bool:
    w = dialect.reply
    return any(section.search(words) for section in (w.retracts, w.refuses, w.demands, w.asks))


class _Claim(StrEnum):
    """How a sentence speaks of a retraction."""

    FACT = "fact"
    DENIED = "denied"


def _claims(words: str, dialects: Sequence[Dialect]) -> frozenset[_Claim]:
    """What is said of a retraction: as a fact, or denied; in a question or under a condition nothing is."""
    return frozenset(
        claim
        for dialect in dialects
        for match in SENTENCE.finditer(unquoted(words))
        if not is_question(match[0])
        for claim in _claims_of(match[0], dialect, dialects)
    )


def _claims_of(sentence: str, dialect: Dialect, dialects: Sequence[Dialect]) -> Iterator[_Claim]:
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
        yield _Claim.DENIED if denied else _Claim.FACT


def _without_opening(before: str, dialect: Dialect) -> str:
    """Words such as "after" open a condition or speak of something done: they count only right before the statement."""
    shown = before.lstrip(" \n\"'(")
    opened = next((found for found in dialect.reply.finished.finditer(shown) if found.start() == 0), None)
    return shown[opened.end() :] if opened else before
