"""Whether what a sentence says of a taking back is told by its owner, of this complaint, as a fact.

A retraction is the costly mistake: what is said of another year, of another product, of a letter, in an order or with a
denial at its end is none. Never raises.
"""

import re
from collections.abc import Sequence

from noticed.core.mail.sentences import CLAUSE, OPENING, without
from noticed.core.notice.dialect import Dialect

_YEAR = re.compile(r"(?<![\d.,/#-])(?:19|20)\d\d(?:[\u4e00-\u9fff](?!\s?\d)|(?![\d\u4e00-\u9fff./-]))")
"""Also with the ideograph that says "year" behind it."""
_DAY = 14
"""Characters before a year in which its day stands."""
_PRODUCT = re.compile(r"(?<![a-z0-9])b0[a-z0-9]{8}(?![a-z0-9])")
_CLOSING = " \n\"').!。！"


def is_told(sentence: str, clause: str, dialects: Sequence[Dialect]) -> bool:
    """Whether what a clause of a sentence says of a taking back is said by its owner, of this one, as a fact, in
    each of the languages it may be in."""
    if _is_of_a_year(sentence) or parts_products(sentence, dialects):
        return False
    known = [dialect.answer for dialect in dialects]
    plain = [said for words in known for said in (words.heeded, words.announced)]
    sentence, clause = (
        without(text, [found for said in plain for found in said.finditer(text)]) for text in (sentence, clause)
    )
    if _ends_in_denial(sentence, dialects):
        return False
    return not any(words.unsaid.search(clause) or words.doubted.search(sentence) for words in known)


def _is_of_a_year(sentence: str) -> bool:
    """Whether it names a year without a day: what was done "in 2021" was done of something else."""
    years = _YEAR.finditer(sentence)
    return any(not re.search(r"\d", sentence[max(0, year.start() - _DAY) : year.start()]) for year in years)


def parts_products(sentence: str, dialects: Sequence[Dialect]) -> bool:
    """Whether it denies of one product what it says of another: "the one about B0…, not the one about B0…"."""
    named = {found[0] for found in _PRODUCT.finditer(sentence)}
    return len(named) > 1 and any(dialect.words.denials.search(sentence) for dialect in dialects)


def _ends_in_denial(sentence: str, dialects: Sequence[Dialect]) -> bool:
    """Whether its last word by itself denies: "the one on the cup was withdrawn, the one on the can not"."""
    dropped = [found for d in dialects for found in d.answer.dropped.finditer(sentence)]
    shown = without(sentence, dropped).rstrip(_CLOSING)
    last = shown.split()[-1:]
    denying = [said for d in dialects for said in (d.words.denials, d.reply.curt)]
    return any(last == [found[0]] for said in denying for found in said.finditer(shown))


def is_of_other(clause: str, dialect: Dialect) -> bool:
    """Whether a clause speaks of taking back a letter, an offer, a licence, or any noun that is no complaint."""
    w = dialect.answer
    if w.claims.search(clause):
        return False
    plain = without(clause, [found for said in (w.heeded, w.withdrawals) for found in said.finditer(clause)])
    if w.things.search(plain):
        return True
    noun = w.articles.search(without(plain, [*w.adjuncts.finditer(plain)]))
    said = w.undone.search(plain) or w.dropped.search(plain)
    return noun is not None and said is not None and not w.pronouns.search(clause)


def before_bids(sentence: str, dialect: Dialect) -> str:
    """A sentence up to the first order in it: "change the title, and we withdraw" says what would be."""
    for found in dialect.answer.bids.finditer(sentence):
        if not CLAUSE.split(sentence[: found.start()])[-1].strip(OPENING):
            return sentence[: found.start()]
    return sentence
