"""What sentences of an answer say by the words that meet in them, in whatever order: who does what to a complaint.

Words and no wordings: the dialects' lists are short, what follows from them is here. A retraction is the costly
mistake: it needs something done, of a complaint, and no condition, wish, denial or question in the sentence. Never
raises.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.phrase import Phrases

SENTENCE = re.compile(r"(?:[^.!?。！？\n]|[.!?](?=\w)|\n(?!\s?\n)){1,2000}[.!?。！？]{0,3}")
CLAUSE = re.compile(r"[,;:，；：、]")
_SHORT = 80
"""Characters of a sentence that may go on about what the one before named: "It is withdrawn."."""
ENDING = 6
"""Characters behind a verb in which some languages deny it."""


class Frame(StrEnum):
    """What a sentence says."""

    UNDONE = "undone"
    """The complaint is taken back."""
    KEPT = "kept"
    """It is not."""
    DENIED = "denied"
    """It was not, by now."""
    OURS = "ours"
    """Something is the complainant's."""
    ASKED = "asked"
    """A question."""


def frames_of(words: str, dialects: Sequence[Dialect], names: Sequence[str]) -> frozenset[Frame]:
    """What is said in a folded text of these languages, with Amazon's name spelt as in ``names``."""
    found: set[Frame] = set()
    for dialect in dialects:
        of_claim = False
        for match in SENTENCE.finditer(words):
            of_claim = dialect.answer.claims.search(match[0]) is not None or (of_claim and len(match[0]) <= _SHORT)
            found.update(_frames(match[0], dialect, names, of_claim=of_claim))
    return frozenset(found)


def is_question(sentence: str) -> bool:
    """Whether a sentence ends as one."""
    return sentence.rstrip(" \n\"')").endswith(("?", "？"))


def without(words: str, places: Sequence[re.Match[str]]) -> str:
    """A text with blanks in these places."""
    for found in places:
        words = words[: found.start()] + " " * len(found[0]) + words[found.end() :]
    return words


def _frames(sentence: str, dialect: Dialect, names: Sequence[str], *, of_claim: bool) -> Iterator[Frame]:
    w = dialect.answer
    if is_question(sentence):
        yield Frame.ASKED
        return
    shown = without(sentence, [*w.dropped.finditer(sentence)])  # "treat it as void"
    hedged = any(said.search(shown) for said in (dialect.words.hedges, dialect.words.lasting))
    plain = without(sentence, [*w.heeded.finditer(sentence)])
    told = not hedged and not w.unsaid.search(plain) and not w.doubted.search(plain)
    if told and _is_undone(sentence, dialect, names, of_claim=of_claim):
        yield Frame.UNDONE
    elif not hedged and _is_kept(shown, dialect):
        yield Frame.KEPT
    elif of_claim and w.undone.search(sentence) and not _is_affirmed(sentence, w.undone, dialect):
        yield Frame.DENIED
    elif _meet(sentence, w.ours, w.works):
        yield Frame.OURS


def _is_undone(sentence: str, dialect: Dialect, names: Sequence[str], *, of_claim: bool) -> bool:
    w = dialect.answer
    if of_claim and (_is_dropped(sentence, dialect) or _is_affirmed(sentence, w.undone, dialect)):
        return True
    if _meet(sentence, w.withdrawals, w.done) and _is_affirmed(sentence, w.withdrawals, dialect):
        return True
    told = any(name in sentence for name in names) and _meet(sentence, w.asked, w.restored)
    return told and not dialect.words.denials.search(sentence)


def _is_dropped(sentence: str, dialect: Dialect) -> bool:
    """Whether it says so: what denies by itself ("no longer pursue") does, any other only undenied ("not void")."""
    found = dialect.answer.dropped.finditer(sentence)
    denials = dialect.words.denials
    return any(denials.search(each[0]) or not denials.search(_clause(sentence, each)) for each in found)


def _is_affirmed(sentence: str, said: Phrases, dialect: Dialect) -> bool:
    """Whether one of these stands in a clause that denies nothing."""
    return any(not dialect.words.denials.search(_clause(sentence, found)) for found in said.finditer(sentence))


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
