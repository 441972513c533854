"""What the words of an answer do, language by language: the one thing it is about, and everything it says beside.

The words are the dialects'; the order of the questions is here. A retraction is the costly mistake: it needs a
statement without a condition and without a demand beside it. Never raises.
"""

import re
from collections.abc import Callable, Sequence

from noticed.core.mail.frames import Frame, frames_of
from noticed.core.mail.heard import (
    ALONE,
    NUMBER,
    Claim,
    claims_in,
    is_conditional,
    is_contrary,
    is_curt,
    is_wondered,
    is_wrong_person,
    names_a_right,
    speaks_against,
    spoken,
    without_met,
    without_retorts,
)
from noticed.core.mail.model import Act, ReplyKind
from noticed.core.mail.sentences import CLAUSE, SENTENCE, without
from noticed.core.mail.stops import words_of
from noticed.core.notice.brand import brand_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.mail_words import ReplyWords
from noticed.core.notice.phrase import Phrases

_LONE_LETTER = re.compile(r"\W{0,3}\(?([abc])\)?(?:\s?[.:)\-,·]\s?(.{0,400}))?\W{0,3}", re.DOTALL)
_TO_THE_CLAUSE = re.compile(r"[^.,;:!?。，；：！？]{1,200}")
"""What is demanded, to the end of its clause."""


def kind_of(text: str, dialects: Sequence[Dialect]) -> ReplyKind:
    """The kind by words alone; the first question answered yes decides."""
    words = words_of(text, dialects)
    curt = is_curt(words, dialects)  # one word tells no language
    names = brand_of(dialects).spelt
    dialects = spoken(words, dialects)
    letter = _LONE_LETTER.fullmatch(_without_announcement(words, dialects))
    if letter and not (letter[2] and any(_any(d, words) for d in dialects)):
        return ReplyKind.UNRELATED if letter[1] == "c" else ReplyKind.GIVES_REASON

    def says(section: Callable[[ReplyWords], Phrases]) -> bool:
        return any(section(d.reply).search(words) for d in dialects)

    frames = frames_of(words, dialects, names)
    claims, contrary = claims_in(words, dialects), is_contrary(words, dialects)
    conditional = is_conditional(words, dialects)
    open_ = conditional or contrary
    fact = Claim.FACT in claims and not open_
    undone = Frame.UNDONE in frames and Frame.KEPT not in frames and not open_
    sure = fact and undone and not says(lambda w: w.do_not_write)  # "your lamp is not ours: we withdrew our complaint"
    if (is_wrong_person(words, dialects) and not sure) or says(lambda w: w.soliciting):
        return ReplyKind.UNRELATED
    asked = [found for d in dialects for found in d.reply.demands.finditer(without_met(words, dialects))]
    wanted = [found for place in asked if (found := _TO_THE_CLAUSE.match(words, place.start()))]
    kept = [found for d in dialects for said in (d.answer.dropped, d.answer.heeded) for found in said.finditer(words)]
    beside = without(words, [*asked, *wanted, *kept])  # "an undertaking to stop selling" is no refusal
    refused = any(_is_refused(beside, d) for d in dialects)
    refused = refused and not (asked and _is_for_now(words, beside, dialects))
    if refused or says(lambda w: w.stop) or curt:
        return ReplyKind.REFUSES
    if asked:
        return ReplyKind.DEMANDS
    if fact or undone:
        return ReplyKind.RETRACTS
    reason = says(lambda w: w.gives_reason)
    named = names_a_right(words, dialects)
    asks = _asks(words, dialects) or (
        Frame.ASKED in frames and (Frame.PENDING in frames or not _gives_reason(words, dialects))
    )
    denied = (Claim.DENIED in claims and not conditional) or Frame.DENIED in frames
    said = (
        (Frame.KEPT in frames or contrary or says(lambda w: w.unmoved), ReplyKind.REFUSES),
        (asks and not ((reason or named) and NUMBER.search(words)), ReplyKind.ASKS_FOR_INFORMATION),
        (Frame.PENDING in frames and not named, ReplyKind.REFUSES),
        (reason or named or Frame.OURS in frames or _retorts(words, dialects), ReplyKind.GIVES_REASON),
        (denied or Frame.ECHOED in frames, ReplyKind.REFUSES),
    )
    return next((kind for is_said, kind in said if is_said), ReplyKind.UNRELATED)


def is_unwilling(text: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a text that is none of these speaks against us all the same: the wordings of a polite no are endless."""
    words = words_of(text, dialects)
    known = spoken(words, dialects)
    elsewhere = is_wrong_person(words, known) or any(d.reply.soliciting.search(words) for d in known)
    return not elsewhere and speaks_against(words, known)


def _is_refused(words: str, dialect: Dialect) -> bool:
    return any(not is_wondered(words, found, dialect) for found in dialect.reply.refuses.finditer(words))


def _asks(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether something is asked for; what somebody is thanked for came."""
    wanting = without_retorts(without_met(words, dialects), dialects)
    return any(d.reply.asks.search(wanting) for d in dialects)


def _retorts(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether somebody asks back how we can ask, and speaks of what is his."""
    return any(d.answer.retorts.search(words) and d.answer.ours.search(words) for d in dialects)


def _gives_reason(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a reason is told beside a question, and not in a sentence of what will be: "once I know, I can ask our
    designer"."""
    return any(
        d.reply.gives_reason.search(each[0]) and not d.words.hedges.search(each[0])
        for d in dialects
        for each in SENTENCE.finditer(words)
    )


def _is_for_now(words: str, beside: str, dialects: Sequence[Dialect]) -> bool:
    """Whether it is refused until something comes: "until then the complaint remains"; "before you pay" may be part
    of the demand, which is no part of ``beside``."""
    return all(
        d.words.lasting.search(CLAUSE.split(each[0])[0])
        or d.words.lasting.search(CLAUSE.split(words[each.start() : each.start() + refusal.start()])[0])
        for d in dialects
        for each in SENTENCE.finditer(beside)
        if (refusal := d.reply.refuses.search(each[0]))
    )


def _without_announcement(words: str, dialects: Sequence[Dialect]) -> str:
    """An answer without "Answer:" before it."""
    shown = words.lstrip()
    opened = (found for d in dialects for found in d.reply.chosen.finditer(shown) if found.start() == 0)
    announced = next(opened, None)
    return shown[announced.end() :] if announced and len(shown) - announced.end() <= ALONE else words


def acts_of(text: str, dialects: Sequence[Dialect]) -> tuple[Act, ...]:
    """Everything an answer says, several at once, in a fixed order; () where nothing is understood."""
    words = words_of(text, dialects)
    known = spoken(words, dialects)
    letter = _LONE_LETTER.fullmatch(_without_announcement(words, known))

    def says(section: Callable[[ReplyWords], Phrases]) -> bool:
        return any(section(d.reply).search(words) for d in known)

    conditional = is_conditional(words, known)
    claims = claims_in(words, known)
    fact = Claim.FACT in claims and not conditional and not is_contrary(words, known)
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
        Act.REASON: says(lambda w: w.gives_reason) or names_a_right(words, known),
        Act.REFUSES: says(lambda w: w.refuses)
        or is_curt(words, dialects)
        or Claim.DENIED in claims
        or (not fact and says(lambda w: w.unmoved)),
        Act.DEMANDS: any(d.reply.demands.search(without_met(words, known)) for d in known),
        Act.ASKS: _asks(words, known),
        Act.WRONG_PERSON: is_wrong_person(words, known),
        Act.STOP: says(lambda w: w.stop) or do_not_write(text, dialects),
    }
    return tuple(act for act, is_said in found.items() if is_said)


def is_soliciting(text: str, dialects: Sequence[Dialect]) -> bool:
    """Whether somebody sells something."""
    words = words_of(text, dialects)
    return any(d.reply.soliciting.search(words) for d in spoken(words, dialects))


def _mentions(words: str, dialects: Sequence[Dialect]) -> bool:
    return any(d.reply.retracts.search(words) or d.reply.retracts_conditional.search(words) for d in dialects)


def do_not_write(text: str, dialects: Sequence[Dialect]) -> bool:
    """By words that say nothing else; a word that stands in any mail's last lines only where it stands alone."""
    words = words_of(text, dialects)
    known = [d.reply for d in spoken(words, dialects)]
    alone = len(words.strip()) <= ALONE and any(w.alone.search(words) for w in known)
    return alone or any(w.do_not_write.search(words) for w in known)


def _any(dialect: Dialect, words: str) -> bool:
    w = dialect.reply
    return any(section.search(words) for section in (w.retracts, w.refuses, w.demands, w.asks))
