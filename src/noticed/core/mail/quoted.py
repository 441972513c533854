"""The words of quotation and signature of all dialects, taken together: one search a line, not one a language."""

from collections.abc import Callable
from functools import lru_cache

from noticed.core.notice.brand import abbreviations
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed, squeeze
from noticed.core.notice.phrase import Phrases, phrases
from noticed.core.values import Value


class QuotedWords(Value):
    """What the dialects say of quotation."""

    senders: frozenset[str]
    headers: frozenset[str]
    opens: Phrases
    wrote: Phrases
    markers: Phrases
    """Of lines that name who wrote what follows."""
    ruled: Phrases
    """Of lines of dashes."""
    formulas: Phrases
    sent_from: Phrases
    footers: Phrases
    contact: Phrases
    abbreviated: frozenset[str]
    """Abbreviations that a name may end with, without their last stop."""
    answers: Phrases
    """Short answers, which are no names."""
    telling: Phrases
    """These and whatever else an answer says, which are no formulas."""


@lru_cache(maxsize=16)
def words_of(dialects: tuple[Dialect, ...]) -> QuotedWords:
    """The words of all these languages together."""

    def together(*of: Callable[[Dialect], Phrases]) -> Phrases:
        return phrases(list(dict.fromkeys(text for d in dialects for each in of for text in each(d).texts)))

    answers = (
        lambda d: d.reply.retracts,
        lambda d: d.reply.refuses,
        lambda d: d.reply.wrong_person,
        lambda d: d.reply.stop,
    )
    headers = [(*d.quote.headers, *d.forward.date, *d.forward.to, *d.forward.subject) for d in dialects]
    return QuotedWords(
        senders=frozenset(squeeze(word) for d in dialects for word in (*d.quote.senders, *d.forward.sender)),
        headers=frozenset(squeeze(word) for each in headers for word in each),
        opens=together(lambda d: d.quote.opens),
        wrote=together(lambda d: d.quote.wrote),
        markers=together(lambda d: d.quote.markers),
        ruled=together(lambda d: d.quote.markers, lambda d: d.forward.markers, lambda d: d.quote.ruled),
        formulas=together(lambda d: d.quote.signatures),
        sent_from=together(lambda d: d.quote.sent_from),
        footers=together(lambda d: d.quote.footers),
        contact=together(lambda d: d.quote.contact),
        abbreviated=abbreviations(dialects),
        answers=together(*answers),
        telling=together(*answers, lambda d: d.reply.asks, lambda d: d.reply.demands, lambda d: d.reply.gives_reason),
    )


def folded(line: str) -> str:
    """A line in which phrases are searched."""
    return fold(printed(line))
