"""What every reading rule gets: the page, its labels, the language it is written in, and what Amazon's domains are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from noticed.core.learned.features import features
from noticed.core.learned.questions import Sort
from noticed.core.learned.weights import NOTHING, Weighed
from noticed.core.marketplace import Marketplace
from noticed.core.notice.clauses import coordinating, denials, last_clause, own_part
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.hits import Hit
from noticed.core.notice.page import Page
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.supposing import BEFORE, OPENING, is_hedged, is_needed, is_wanted
from noticed.core.values import Value, kept

_AMAZON = (".amazon.com", ".amazonsellerservices.com", ".amazon.lu")
_CLAUSE = re.compile(r"[.,;:!?\n，；：。]")
"""Where a clause ends."""
_LABELLED = re.compile(r"\n[^\n:：?？]{1,40}[:：]")
_DENIED = 25
"""Characters behind a verb in which it may be denied."""
_LINE = re.compile("\n")
_BULLET = range(1, 5)
"""Characters between the end of a line and a label that begins the next one."""


class Sheet(Value):
    """One message, laid out. Offsets are into ``page.text``; the subject is its first line."""

    page: Page
    hits: tuple[Hit, ...]
    body: int
    """Where the text begins behind the subject."""
    dialect: Dialect
    """The language of the notice."""
    voices: tuple[Dialect, ...]
    """The languages that run through the text, that of the notice first."""
    dialects: tuple[Dialect, ...]
    """All languages: labels may be of any."""
    sender: str
    """Address of the sender, lower case; empty where only a name is known."""
    own: frozenset[str]
    """Addresses the message was sent to."""
    marketplaces: tuple[Marketplace, ...]

    __eq__ = object.__eq__
    __hash__ = object.__hash__
    """By identity: what several rules ask of it is kept."""

    @property
    def new(self) -> str:
        """The folded text that is new: subject and body up to quoted history."""
        return self.page.new

    @kept
    def subject(self) -> str:
        """The folded subject, with its line end."""
        return self.page.folded[: self.body]

    @kept
    def weighed(self) -> Weighed:
        """The new text by what was learned of its language."""
        return self.weigh(0, len(self.new))

    def weigh(self, start: int, end: int) -> Weighed:
        """A stretch of it."""
        return self.dialect.learned.get(Sort.NOTICES, NOTHING).weigh(features(self.page.folded[start:end]))

    def within(self, dialect: Dialect) -> Self:
        """The same read by the words of another of its languages: which one a short text is in may be guessed wrong."""
        return replace(self, dialect=dialect)

    def says(self, phrases: Phrases, start: int, end: int) -> bool:
        """Whether one of ``phrases`` stands in a stretch of the page: most do not stand on it at all."""
        return phrases.stands(self.page.folded, start, end)

    def values(self, *bases: str) -> Iterator[tuple[Hit, str]]:
        """Labels of these kinds with their values."""
        for hit in self.hits:
            if hit.base in bases:
                yield hit, self.page.text[hit.value : hit.end].strip(" \t\n:-–—】|")

    def stated(self, phrases: Phrases, settled: bool = False) -> int | None:
        """Where one of ``phrases`` is said as a fact: not in a condition, a denial or a question.

        ``settled``: for what would end a case. Nor with a denial between its own words ("wurde nicht zurückgezogen") or
        at once behind them, nor with a condition behind it in its clause, nor in a sentence that doubts it or says that
        the reader said so.
        """
        if not phrases.matches(self.new):
            return None
        return next(self.statements(phrases, firmly=settled, settled=settled), None)

    def statements(
        self, phrases: Phrases, *, questions: bool = False, firmly: bool = False, settled: bool = False
    ) -> Iterator[int]:
        """Every such place. ``questions``: in conditions and questions too."""
        for match in phrases.matches(self.new):
            if firmly and self._denies(match):
                continue
            start, end = self.page.sentence(match.start())
            if firmly and self.says(self.dialect.words.doubts, start, end):
                continue
            if settled and (self.is_beside(match) or self._runs_on(match) or self.is_denied_behind(match)):
                continue
            if settled and self.is_conditional(match):
                continue
            if not questions and self._is_question(start, end) and (settled or not self._is_above(match, end)):
                continue
            if settled and (
                is_wanted(self.page, self.dialect, start, match) or is_needed(self.page, self.dialect, match.start())
            ):
                continue
            if questions or not is_hedged(self.page, self.dialect, start, match, settled=settled):
                yield match.start()

    def _runs_on(self, match: re.Match[str]) -> bool:
        """Whether it runs over a blank line, or into the line of a label."""
        lines = [place.start() for place in _LINE.finditer(self.page.text, *match.span())]
        return "\n\n" in match[0] or any(
            hit.strong and hit.start - line in _BULLET for line in lines for hit in self.hits
        )

    def is_beside(self, match: re.Match[str]) -> bool:
        """Whether its sentence tells of another time, of a part, or of what only seems to be or was wished for."""
        return self.says(self.dialect.words.beside, *self.page.sentence(match.start()))

    def _denies(self, match: re.Match[str]) -> bool:
        """Whether there is a denial between the words of a statement, and no words that deny and yet state it."""
        return bool(denials(self.page, self.dialect, *match.span())) and not self.says(
            self.dialect.notice.dropped, *match.span()
        )

    def is_conditional(self, match: re.Match[str]) -> bool:
        """Whether a condition follows: "the item may be sold again once the rights owner writes to us", also at once
        behind a comma: "she withdraws the complaint, if you agree"."""
        end = self.page.sentence(match.end() - 1)[1]
        mark = _CLAUSE.search(self.page.folded, match.end(), end)
        stop = mark.start() if mark else end
        words = self.dialect.words
        if any(self.says(w, match.end(), stop) for w in (words.hedges, words.lasting, words.wanted)):
            return True
        if mark is None or mark[0] not in ",，":
            return False
        behind = self.page.folded[mark.end() : min(end, mark.end() + OPENING)].lstrip()
        return words.hedges.begins(behind) or words.lasting.begins(behind)

    def is_denied_behind(self, match: re.Match[str]) -> bool:
        """Whether a denial follows at once, as in "Ein Rechteinhaber hat sich nicht beschwert", and no words that deny
        and yet state it: "may be sold without restrictions"."""
        behind = _CLAUSE.split(self.new[match.end() : match.end() + _DENIED], maxsplit=1)[0]
        behind = coordinating(self.dialect).split(behind, maxsplit=1)[0]
        end = match.end() + len(behind)
        return self.says(self.dialect.words.denials, match.end(), end) and not self.says(
            self.dialect.notice.dropped, match.end(), end
        )

    def is_denied(self, match: re.Match[str]) -> bool:
        """Whether a denial stands before it in its clause, or follows at once: "not about a trademark"."""
        start, _ = self.page.sentence(match.start())
        clause = last_clause(self.page.folded[max(start, match.start() - BEFORE) : match.start()])
        own = match.start() - len(own_part(self.dialect, clause))
        return bool(denials(self.page, self.dialect, own, match.start())) or self.is_denied_behind(match)

    def is_supposed(self, match: re.Match[str]) -> bool:
        """Whether it stands in a question, or behind words that make a condition of it; a denial is none."""
        start, end = self.page.sentence(match.start())
        low = max(start, match.start() - BEFORE)
        words = self.dialect.words
        return self._is_question(start, end) or any(
            self.says(w, low, match.start()) for w in (words.hedges, words.lasting)
        )

    def is_asked(self, match: re.Match[str]) -> bool:
        """Whether it stands in a question."""
        start, end = self.page.sentence(match.start())
        return self._is_question(start, end) and not self._is_above(match, end)

    def _is_above(self, match: re.Match[str], end: int) -> bool:
        """Whether a line with a label parts it from the end of its sentence: what is asked there is asked below it."""
        return _LABELLED.search(self.page.folded, match.end(), end) is not None

    def _is_question(self, start: int, end: int) -> bool:
        return self.page.folded[start:end].rstrip(" \n\"')").endswith(("?", "？"))


def is_amazon(domain: str, marketplaces: Sequence[Marketplace]) -> bool:
    """Whether ``domain`` is Amazon's: a whole store domain or below it, never a look-alike that begins with one."""
    below = f".{domain}"
    return below.endswith(_AMAZON) or below.endswith(tuple([f".{m.domain}" for m in marketplaces]))
