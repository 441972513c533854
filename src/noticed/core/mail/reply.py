"""What an answer does: retracts, refuses, demands, asks, gives a reason, or nothing we can name.

The words are the dialects'; the order of the questions is here. A retraction is the costly mistake: it needs a
statement without a condition and without a demand beside it. What is not clear is ``unrelated``: the operator reads it.
Never raises.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from noticed.core.mail.away import away_until
from noticed.core.mail.classify import asks_for_a_person, machine_sign, may_be_machine_mail, sounds_automatic
from noticed.core.mail.dsn import read_bounce
from noticed.core.mail.model import Message, Reply, ReplyKind
from noticed.core.mail.quote import new_text
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.words import ReplyWords

MAX_TEXT = 20_000
"""Characters of new text that are looked at."""

_AMAZON = re.compile(r"(?:^|\.)amazon\.[a-z]{2,3}(?:\.[a-z]{2})?$")
_LONE_LETTER = re.compile(r"\W{0,3}\(?([abc])\)?(?:\s?[.:)\-,·]\s?(.{0,400}))?\W{0,3}", re.DOTALL)
_SENTENCE = re.compile(r"(?:[^.!?。！？\n]|[.!?](?=\w)|\n(?!\s?\n)){1,2000}[.!?。！？]{0,3}")
_VAGUE = frozenset({ReplyKind.UNRELATED, ReplyKind.ASKS_FOR_INFORMATION})
_MAY_BE_A_FILTER = _VAGUE | {ReplyKind.GIVES_REASON}
_ENDING = 6
"""Characters behind a verb in which some languages deny it."""
_ALONE = 30
"""Characters of an answer that is one word, with a greeting."""
_CLAUSE = re.compile(r"[,;:，；：、]")
_NUMBER = re.compile(
    r"(?<![\w.])(?:[a-z]{1,3}\s?)?\d[\d ,./-]{4,20}\d(?:\s?[a-z]\d)?(?!\w)|第\s?\d{5,8}\s?号|va ?\d-\d{3}-\d{3}"
)
_ASIN = re.compile(r"(?<![A-Z0-9])B0[A-Z0-9]{8}(?![A-Z0-9])")
_COMPLAINT_ID = re.compile(r"(?<![\d.,/-])\d{10,12}(?![\d.,/-])")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


def read_reply(message: Message, dialects: Sequence[Dialect]) -> Reply:
    """Read an answer to one of our letters: its kind, its new words, what it newly tells."""
    report = read_bounce(message, dialects)
    if report is not None:
        hard = any(recipient.permanent for recipient in report.recipients)
        return Reply(reply_kind=ReplyKind.BOUNCE_HARD if hard else ReplyKind.BOUNCE_SOFT)
    sender = message.from_[0].name if message.from_ else ""
    text = new_text(message.text, dialects, sender)
    machine = machine_sign(message, dialects)
    kind = _kind(message, text[:MAX_TEXT], dialects, machine=machine is not None)
    automatic = kind is ReplyKind.AUTO_REPLY
    return Reply(
        reply_kind=kind,
        machine=machine,
        states=_states(message, text[:MAX_TEXT], dialects),
        new_text=text,
        away_until=away_until(text[:MAX_TEXT], dialects, message.date) if automatic else None,
        do_not_write=not automatic and _do_not_write(text[:MAX_TEXT], dialects),
        court_signs=() if automatic else _court_signs(text, dialects),
    )


def _kind(message: Message, text: str, dialects: Sequence[Dialect], *, machine: bool) -> ReplyKind:
    if message.from_ and _AMAZON.search(message.from_[0].domain):
        return ReplyKind.AUTO_REPLY if machine else ReplyKind.AMAZON_ACKNOWLEDGES
    if machine:
        return ReplyKind.AUTO_REPLY
    kind = _said(text, dialects)
    if kind in _MAY_BE_A_FILTER and asks_for_a_person(message, text, dialects):
        return ReplyKind.AUTO_REPLY
    weak, automatic = may_be_machine_mail(message), sounds_automatic(message, text, dialects)
    if kind in _VAGUE and (weak or (automatic and kind is ReplyKind.UNRELATED)):
        return ReplyKind.AUTO_REPLY
    return kind


def _said(text: str, dialects: Sequence[Dialect]) -> ReplyKind:
    """The kind by words alone; the first question answered yes decides."""
    words = fold(printed(text))
    curt = _is_curt(words, dialects)  # one word tells no language
    dialects = spoken(words, dialects)
    letter = _LONE_LETTER.fullmatch(_without_announcement(words, dialects))
    if letter and not (letter[2] and any(_any(d, words) for d in dialects)):
        return ReplyKind.UNRELATED if letter[1] == "c" else ReplyKind.GIVES_REASON

    def says(section: Callable[[ReplyWords], Phrases]) -> bool:
        return any(section(d.reply).search(words) for d in dialects)

    if says(lambda w: w.wrong_person) or says(lambda w: w.soliciting):
        return ReplyKind.UNRELATED
    if says(lambda w: w.refuses) or says(lambda w: w.stop) or curt:
        return ReplyKind.REFUSES
    if any(d.reply.demands.search(_without_met(words, dialects)) for d in dialects):
        return ReplyKind.DEMANDS
    claims = frozenset() if says(lambda w: w.retracts_conditional) else _claims(words, dialects)
    if _Claim.FACT in claims:
        return ReplyKind.RETRACTS
    reason = says(lambda w: w.gives_reason)
    named = _names_a_right(words, dialects)
    if says(lambda w: w.asks) and not ((reason or named) and _NUMBER.search(words)):
        return ReplyKind.ASKS_FOR_INFORMATION
    if reason or named:
        return ReplyKind.GIVES_REASON
    return ReplyKind.REFUSES if _Claim.DENIED in claims else ReplyKind.UNRELATED


def _names_a_right(words: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a sort of right stands there, and a number that may be its."""
    numbers = (number for number in _NUMBER.findall(words) if not _COMPLAINT_ID.fullmatch(number.strip()))
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
    for found in [found for d in dialects for found in d.reply.met.finditer(words)]:
        words = words[: found.start()] + " " * len(found[0]) + words[found.end() :]
    return words


def _do_not_write(text: str, dialects: Sequence[Dialect]) -> bool:
    """By words that say nothing else; a word that stands in any mail's last lines only where it stands alone."""
    words = fold(printed(text))
    known = [d.reply for d in spoken(words, dialects)]
    alone = len(words.strip()) <= _ALONE and any(w.alone.search(words) for w in known)
    return alone or any(w.do_not_write.search(words) for w in known)


def spoken(words: str, dialects: Sequence[Dialect]) -> tuple[Dialect, ...]:
    """The languages a folded text may be in: what is a reason in one is a vehicle in another. All when none tells."""
    counts = [len({found[0] for found in dialect.words.common.finditer(words)}) for dialect in dialects]
    best = max(counts, default=0)
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
        for match in _SENTENCE.finditer(words)
        if not match[0].rstrip(" \n\"')").endswith(("?", "？"))
        for claim in _claims_of(match[0], dialect)
    )


def _claims_of(sentence: str, dialect: Dialect) -> Iterator[_Claim]:
    for found in dialect.reply.retracts.finditer(sentence):
        before = _without_opening(sentence[: found.start()], dialect)
        after = _CLAUSE.split(sentence[found.end() :])[0]
        if dialect.words.hedges.search(before) or dialect.words.hedges.search(after):
            continue
        clause = _CLAUSE.split(before)[-1] + found[0]
        denials = dialect.words.denials.finditer(clause + after)
        denied = any(denial.start() < len(clause) + _ENDING for denial in denials)
        yield _Claim.DENIED if denied else _Claim.FACT


def _without_opening(before: str, dialect: Dialect) -> str:
    """Words such as "after" open a condition or speak of something done: they count only right before the statement."""
    shown = before.lstrip(" \n\"'(")
    opened = next((found for found in dialect.reply.finished.finditer(shown) if found.start() == 0), None)
    return shown[opened.end() :] if opened else before


def _states(message: Message, text: str, dialects: Sequence[Dialect]) -> tuple[str, ...]:
    """Names of the fields an answer newly gives."""
    words = fold(printed(text))
    own = {address.spec for address in (*message.from_, *message.to, *message.cc)}
    others = [
        address for address in _ADDRESS.findall(words) if address.strip(".") not in own and "@amazon." not in address
    ]
    numbers = [n for n in _NUMBER.findall(words) if not _COMPLAINT_ID.fullmatch(n.strip())]
    given = {
        "ip_type": any(said.search(words) for d in dialects for said in d.types.values()),
        "ip_numbers": bool(numbers),
        "asins": _ASIN.search(printed(text)) is not None,
        "complaint_ids": _COMPLAINT_ID.search(words) is not None,
        "rights_owner_emails": bool(others),
    }
    return tuple(name for name, is_given in given.items() if is_given)


def _court_signs(text: str, dialects: Sequence[Dialect]) -> tuple[str, ...]:
    lines = [line.strip() for line in text.split("\n") if line.strip()][:400]
    found = [line[:200] for line in lines if any(d.court.signs.search(fold(printed(line))) for d in dialects)]
    return tuple(dict.fromkeys(found))[:20]
