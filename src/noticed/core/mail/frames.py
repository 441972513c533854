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
_PARTS = re.compile(r"[,;:，；：、]|\s-\s")
_SHORT = 80
"""Characters of a sentence that may go on about what the one before named: "It is withdrawn."."""
_LONG = 240
"""The same of one that begins with a pronoun: "It was accordingly withdrawn on 4 March, by …"."""
_QUOTED = re.compile(r'"[^"\n]{1,300}"|(?<!\w)\'(?:[^\'\n]|\'(?=\w)){1,300}\'(?!\w)')
"""Words of somebody else."""
_YEAR = re.compile(r"(?<![\d.,/#-])(?:19|20)\d\d(?:[\u4e00-\u9fff](?!\s?\d)|(?![\d\u4e00-\u9fff./-]))")
"""Also with the ideograph that says "year" behind it."""
_DAY = 14
"""Characters before a year in which its day stands."""
_OPENING = " \n\"'(-¿¡"
"""What may stand before the first word of a clause."""
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
        found.add(Frame.ECHOED if any(_is_echo(question, dialect) for dialect in dialects) else Frame.ASKED)
    told = {sentence for sentence in sentences if is_told(sentence, sentence, dialects)}
    for dialect in dialects:
        of_claim = False
        for sentence in sentences:
            of_claim = dialect.answer.claims.search(sentence) is not None or (of_claim and _goes_on(sentence, dialect))
            if not is_question(sentence):
                known = of_claim or _is_bare(sentence, dialect)
                found.update(_frames(sentence, dialect, names, of_claim=known, is_said=sentence in told))
    return frozenset(found)


def _goes_on(sentence: str, dialect: Dialect) -> bool:
    """Whether it may speak on of what the sentence before it named: it is short, or begins with "it"."""
    shown = sentence.lstrip(_OPENING)
    return len(sentence) <= _SHORT or (len(sentence) <= _LONG and dialect.answer.pronouns.begins(shown))


def unquoted(words: str) -> str:
    """A text with blanks for what it quotes of others: "sent in error" is their word."""
    return without(words, [*_QUOTED.finditer(words)])


def is_told(sentence: str, clause: str, dialects: Sequence[Dialect]) -> bool:
    """Whether what a clause of a sentence says of a taking back is said by its owner, of this one, as a fact, in
    each of the languages it may be in."""
    if _is_of_a_year(sentence):
        return False
    known = [dialect.answer for dialect in dialects]
    plain = [said for words in known for said in (words.heeded, words.announced)]
    sentence, clause = (
        without(text, [found for said in plain for found in said.finditer(text)]) for text in (sentence, clause)
    )
    return not any(words.unsaid.search(clause) or words.doubted.search(sentence) for words in known)


def _is_of_a_year(sentence: str) -> bool:
    """Whether it names a year without a day: what was done "in 2021" was done of something else."""
    years = _YEAR.finditer(sentence)
    return any(not re.search(r"\d", sentence[max(0, year.start() - _DAY) : year.start()]) for year in years)


def is_of_other(clause: str, dialect: Dialect) -> bool:
    """Whether a clause speaks of taking back a letter, an offer, a licence, or any noun that is no complaint."""
    w = dialect.answer
    if w.claims.search(clause):
        return False
    plain = without(clause, [found for said in (w.heeded, w.withdrawals) for found in said.finditer(clause)])
    if w.things.search(plain):
        return True
    noun = w.articles.search(without(plain, [*w.adjuncts.finditer(plain)]))
    return noun is not None and w.undone.search(plain) is not None and not w.pronouns.search(clause)


def before_bids(sentence: str, dialect: Dialect) -> str:
    """A sentence up to the first order in it: "change the title, and we withdraw" says what would be."""
    for found in dialect.answer.bids.finditer(sentence):
        if not CLAUSE.split(sentence[: found.start()])[-1].strip(_OPENING):
            return sentence[: found.start()]
    return sentence


def is_question(sentence: str) -> bool:
    """Whether a sentence ends as one."""
    return sentence.rstrip(" \n\"')").endswith(("?", "？"))


def without(words: str, places: Sequence[re.Match[str]]) -> str:
    """A text with blanks in these places."""
    for found in places:
        words = words[: found.start()] + " " * len(found[0]) + words[found.end() :]
    return words


def _frames(sentence: str, dialect: Dialect, names: Sequence[str], *, of_claim: bool, is_said: bool) -> Iterator[Frame]:
    w = dialect.answer
    heard = [found for said in (w.dropped, w.heeded) for found in said.finditer(sentence)]
    shown = without(sentence, heard)  # "treat it as void"
    hedged = any(said.search(shown) for said in (dialect.words.hedges, dialect.words.lasting))
    told = before_bids(sentence, dialect)
    if not hedged and is_said and _is_undone(told, dialect, names, of_claim=of_claim):
        yield Frame.UNDONE
        if w.claims.search(sentence) and _is_affirmed(shown, w.upheld, dialect):
            yield Frame.KEPT
    elif (not hedged and _is_kept(shown, dialect)) or _meet(shown, w.deferred, w.undo):
        yield Frame.PENDING if w.pending.search(shown) else Frame.KEPT
    elif of_claim and w.undone.search(sentence) and not _is_affirmed(sentence, w.undone, dialect):
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
    return told and not dialect.words.denials.search(sentence)


def _is_bare(sentence: str, dialect: Dialect) -> bool:
    """Whether a short sentence says no more than that it is done, as an answer to us may: "ok, withdrawn"."""
    w = dialect.answer
    if len(sentence) > _SHORT:
        return False
    parts = [part.strip(_OPENING) for part in _PARTS.split(sentence)]
    return any(_opens(part[: found.start()], w.being) for part in parts for found in w.undone.finditer(part))


def _opens(before: str, being: Phrases) -> bool:
    shown = before.strip()
    return not shown or any(found[0] == shown for found in being.finditer(shown))


def _is_echo(question: str, dialect: Dialect) -> bool:
    w = dialect.answer
    shown = question.strip(_OPENING)
    found = (said.search(shown) for said in (w.undo, w.undone, w.withdrawals))
    return len(shown) <= _SHORT and any(place is not None and not place.start() for place in found)


def _is_dropped(sentence: str, dialect: Dialect) -> bool:
    """Whether it says so: what denies by itself ("no longer pursue") does, any other only undenied ("not void")."""
    found = dialect.answer.dropped.finditer(sentence)
    denials = dialect.words.denials
    return any(denials.search(each[0]) or not denials.search(_clause(sentence, each)) for each in found)


def _is_affirmed(sentence: str, said: Phrases, dialect: Dialect) -> bool:
    """Whether one of these stands in a clause that denies nothing."""
    return any(not dialect.words.denials.search(_clause(sentence, found)) for found in said.finditer(sentence))


def _is_fact(sentence: str, said: Phrases, dialect: Dialect) -> bool:
    """The same, of a clause that speaks of no other thing."""
    clauses = [_clause(sentence, found) for found in said.finditer(sentence)]
    return any(not dialect.words.denials.search(each) and not is_of_other(each, dialect) for each in clauses)


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
