"""What sentences of an answer say by the words that meet in them, in whatever order: who does what to a complaint.

Words and no wordings: the dialects' lists are short, what follows from them is here. A retraction is the costly
mistake: it needs something done, of a complaint, and no condition, wish, denial or question in the sentence. Never
raises.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from noticed.core.mail.sentences import CLAUSE, OPENING, SENTENCE, is_question, unquoted, without
from noticed.core.mail.told import before_bids, is_of_other, is_told, parts_products
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.phrase import Phrases

_PARTS = re.compile(r"[,;:，；：、]|\s-\s")
_SHORT = 80
"""Characters of a sentence that may go on about what the one before named: "It is withdrawn."."""
_LONG = 240
"""The same of one that begins with a pronoun: "It was accordingly withdrawn on 4 March, by …"."""
ENDING = 6
"""Characters behind a verb in which some languages deny it."""


class Frame(StrEnum):
    """What a sentence says."""

    UNDONE = "undone"
    """The complaint is taken back."""
    KEPT = "kept"
    """It is not."""
    PENDING = "pending"
    """It is not yet, and may be."""
    DENIED = "denied"
    """It was not, by now."""
    OURS = "ours"
    """Something is the complainant's."""
    ASKED = "asked"
    """A question."""
    ECHOED = "echoed"
    """Our wish, as a question: "Withdraw it?"."""


def frames_of(words: str, dialects: Sequence[Dialect], names: Sequence[str]) -> frozenset[Frame]:
    """What is said in a folded text of these languages, with Amazon's name spelt as in ``names``."""
    found: set[Frame] = set()
    sentences = [match[0] for match in SENTENCE.finditer(unquoted(words))]
    for question in filter(is_question, sentences):
        if any(dialect.answer.retorts.search(question) for dialect in dialects):
            continue
        found.add(Frame.ECHOED if any(_is_echo(question, dialect) for dialect in dialects) else Frame.ASKED)
    told = {sentence for sentence in sentences if is_told(sentence, sentence, dialects)}
    for dialect in dialects:
        of_claim = False
        before = ""
        for sentence in sentences:
            of_claim = dialect.answer.claims.search(sentence) is not None or (of_claim and _goes_on(sentence, dialect))
            if not is_question(sentence):
                known = of_claim or _is_bare(sentence, dialect)
                found.update(_frames(sentence, dialect, names, of_claim=known, is_said=sentence in told))
                if sentence in told and _is_carried(before, sentence, dialect):
                    found.add(Frame.UNDONE)
            before = sentence
    return frozenset(found)


def _is_carried(before: str, sentence: str, dialect: Dialect) -> bool:
    """Whether a sentence says that what it or the one ``before`` plainly speaks of, the taking back, was done."""
    w = dialect.answer
    shown = _shown(sentence, dialect)
    if not _is_affirmed(shown, w.carried, dialect) or _is_open(shown, dialect):
        return False
    return any(
        _meet(each, w.claims, w.undo) and _is_affirmed(each, w.undo, dialect)
        for each in (_shown(before, dialect), shown)
        if not is_question(each) and not _is_open(each, dialect)
    )


def _is_open(sentence: str, dialect: Dialect) -> bool:
    """Whether it speaks of a condition or of an end to come."""
    return any(said.search(sentence) for said in (dialect.words.hedges, dialect.words.lasting))


def _shown(sentence: str, dialect: Dialect) -> str:
    """A sentence without what denies nothing of a complaint: "treat it as void", "without admission"."""
    w = dialect.answer
    return without(sentence, [found for said in (w.dropped, w.heeded) for found in said.finditer(sentence)])


def _goes_on(sentence: str, dialect: Dialect) -> bool:
    """Whether it may speak on of what the sentence before it named: it is short, or begins with "it"."""
    shown = sentence.lstrip(OPENING)
    return len(sentence) <= _SHORT or (len(sentence) <= _LONG and dialect.answer.pronouns.begins(shown))


def _frames(sentence: str, dialect: Dialect, names: Sequence[str], *, of_claim: bool, is_said: bool) -> Iterator[Frame]:
    w = dialect.answer
    shown = _shown(sentence, dialect)
    hedged = _is_open(shown, dialect)
    told = before_bids(sentence, dialect)
    if not hedged and is_said and _is_undone(told, dialect, names, of_claim=of_claim):
        yield Frame.UNDONE
        if w.claims.search(sentence) and _is_affirmed(shown, w.upheld, dialect):
            yield Frame.KEPT
    elif (not hedged and _is_kept(shown, dialect)) or _meet(shown, w.deferred, w.undo):
        is_pending = w.pending.search(shown) is not None or parts_products(sentence, (dialect,))
        yield Frame.PENDING if is_pending else Frame.KEPT
    elif of_claim and w.undone.search(shown) and not _is_affirmed(shown, w.undone, dialect):
        yield Frame.DENIED
    elif _meet(sentence, w.ours, w.works):
        yield Frame.OURS


def _is_undone(sentence: str, dialect: Dialect, names: Sequence[str], *, of_claim: bool) -> bool:
    w = dialect.answer
    undone = any(_is_fact(sentence, said, dialect) for said in (w.undone, w.announced))
    if of_claim and (undone or _is_dropped(sentence, dialect)):
        return True
    if _is_affirmed(sentence, w.done, dialect) and _is_fact(sentence, w.withdrawals, dialect):
        return True
    told = any(name in sentence for name in names) and _meet(sentence, w.asked, w.restored)
    return told and not _denies(sentence, dialect)


def _is_bare(sentence: str, dialect: Dialect) -> bool:
    """Whether a short sentence says no more than that it is done, as an answer to us may: "ok, withdrawn"."""
    w = dialect.answer
    if len(sentence) > _SHORT:
        return False
    parts = [part.strip(OPENING) for part in _PARTS.split(sentence)]
    return any(_opens(part[: found.start()], w.being) for part in parts for found in w.undone.finditer(part))


def _opens(before: str, being: Phrases) -> bool:
    shown = before.strip()
    return not shown or any(found[0] == shown for found in being.finditer(shown))


def _is_echo(question: str, dialect: Dialect) -> bool:
    w = dialect.answer
    shown = question.strip(OPENING)
    found = (said.search(shown) for said in (w.undo, w.undone, w.withdrawals))
    return len(shown) <= _SHORT and any(place is not None and not place.start() for place in found)


def _is_dropped(sentence: str, dialect: Dialect) -> bool:
    """Whether it says so: what denies by itself ("no longer pursue") does, any other only undenied ("not void") and
    of nothing else ("your licence is void")."""
    return any(
        dialect.words.denials.search(each[0]) or not (_denies(clause, dialect) or is_of_other(clause, dialect))
        for each in dialect.answer.dropped.finditer(sentence)
        for clause in (_clause(sentence, each),)
    )


def _is_affirmed(sentence: str, said: Phrases, dialect: Dialect) -> bool:
    """Whether one of these stands in a clause that denies nothing."""
    return any(not _denies(_clause(sentence, found), dialect) for found in said.finditer(sentence))


def _denies(clause: str, dialect: Dialect) -> bool:
    """Whether a clause denies something, and not only what is no denial of a deed: "we see no infringement"."""
    plain = without(clause, [*dialect.answer.heeded.finditer(clause)])
    return dialect.words.denials.search(plain) is not None


def _is_fact(sentence: str, said: Phrases, dialect: Dialect) -> bool:
    """The same, of a clause that speaks of no other thing."""
    places = said.finditer(sentence)
    if said is dialect.answer.undone:
        places = (found for found in places if not _is_named(sentence, found, dialect))
    clauses = [_clause(sentence, found) for found in places]
    return any(not _denies(each, dialect) and not is_of_other(each, dialect) for each in clauses)


def _is_named(sentence: str, found: re.Match[str], dialect: Dialect) -> bool:
    """Whether a word that may be a deed or its name is the name: in some languages "withdrawn" and "withdrawal" are
    one word, and it stands after an article."""
    w = dialect.answer
    before = sentence[: found.start()].rstrip()
    is_name = any(name[0] == found[0] for name in w.withdrawals.finditer(found[0]))
    return is_name and any(
        each.end() == len(before) for said in (w.adjuncts, w.articles) for each in said.finditer(before)
    )


def _clause(sentence: str, found: re.Match[str]) -> str:
    before, after = sentence[: found.start()], sentence[found.end() :]
    return CLAUSE.split(before)[-1] + found[0] + CLAUSE.split(after)[0]


def _is_kept(sentence: str, dialect: Dialect) -> bool:
    w = dialect.answer
    if w.unwilling.search(sentence) and (w.undo.search(sentence) or w.withdrawals.search(sentence)):
        return True
    return w.claims.search(sentence) is not None and _is_affirmed(sentence, w.upheld, dialect)


def _meet(sentence: str, one: Phrases, other: Phrases) -> bool:
    return one.search(sentence) is not None and other.search(sentence) is not None
