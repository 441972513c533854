"""What every reading rule gets: the page, its labels, the language it is written in, and what Amazon's domains are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Self

from noticed.core.marketplace import Marketplace
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.legal_forms import either
from noticed.core.notice.page import Page
from noticed.core.notice.phrase import Phrases
from noticed.core.values import Value, kept

_AMAZON = (".amazon.com", ".amazonsellerservices.com", ".amazon.lu")
_CLAUSE = re.compile(r"[.,;:!?\n，；：。]")
"""Where a clause ends."""
_PAUSE = re.compile(r"[,;:，；：、。]|(?<=\b[a-z]\.[a-z]\.)\s")
"""Where it may end before a statement."""
_LABELLED = re.compile(r"\n[^\n:：?？]{1,40}[:：]")
_DENIED = 25
"""Characters behind a verb in which it may be denied."""
_BEFORE = 200
"""Characters before a statement that may make a condition or a denial of it."""
_LINE = re.compile("\n")
_BULLET = range(1, 5)
"""Characters between the end of a line and a label that begins the next one."""
_ITEM = re.compile(r"\s*(?:[-–—•*·・●○▪]|\d{1,2}[.)]|[a-z][.)]|$)")
"""How an item of a list begins; a blank line may stand between two."""
_ITEMS = 20
"""Lines of a list that are looked at."""
_OPENING = 60
"""Characters of a clause in which the words that it begins with stand."""
ORDINAL = re.compile(r"[^\W\d_]{1,4}\.\s?(?=\d)")
"""What stands before a number is no denial: "no. 1994206"."""
_VERBS = 2
"""Words between "and" and a statement that has its subject from before: "and therefore we" is one of its own."""
_WHOLE = 5
"""Words of a sentence that stands by itself, at least."""


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
            if settled and (self._is_wanted(start, match) or self._is_needed(match.start())):
                continue
            if questions or not self._hedged(start, match, settled=settled):
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
        return self._denied(*match.span()) and not self.says(self.dialect.notice.dropped, *match.span())

    def _denied(self, start: int, end: int) -> bool:
        """Whether a denial stands in a stretch."""
        folded = self.page.folded
        found = self.dialect.words.denials.between(folded, start, end)
        return any(ORDINAL.match(folded, denial.start()) is None for denial in found)

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
        behind = self.page.folded[mark.end() : min(end, mark.end() + _OPENING)].lstrip()
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
        clause = self._clause(self.page.folded[max(start, match.start() - _BEFORE) : match.start()])
        return self._denied(match.start() - len(self._own(clause)), match.start()) or self.is_denied_behind(match)

    def is_supposed(self, match: re.Match[str]) -> bool:
        """Whether it stands in a question, or behind words that make a condition of it; a denial is none."""
        start, end = self.page.sentence(match.start())
        low = max(start, match.start() - _BEFORE)
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

    def _hedged(self, start: int, match: re.Match[str], *, settled: bool) -> bool:
        words, end = self.dialect.words, match.start()
        polite = (match.end() for match in words.polite.between(self.page.folded, start, end))
        low = max(start, end - _BEFORE, *polite)
        if settled and self._is_led_by((words.hedges, words.lasting), low, match):
            return True
        if not settled and self.says(words.hedges, low, end):
            return True
        if self._is_inverted(start, end):
            return True
        clause = self._clause(self.page.folded[low:end])
        if settled:
            return self._denied(end - len(clause), end)
        start = end - len(self._own(clause))
        reasons = (match.end() for match in words.because.between(self.page.folded, start, end))
        return self._denied(max(start, *reasons, start), end)

    def _is_led_by(self, lists: Iterable[Phrases], low: int, match: re.Match[str]) -> bool:
        """Whether one of these begins before it: its first words may belong to them, "before you can offer"."""
        found = (each for words in lists for each in words.between(self.page.folded, low, match.end()))
        return any(each.start() < match.start() for each in found)

    def _is_inverted(self, start: int, end: int) -> bool:
        """Whether a sentence begins as a condition with no word for it: "Zieht sie die Beschwerde zurück, ist …"."""
        return self.dialect.words.inverted.begins(self.page.folded[start : min(end, start + _OPENING)].lstrip())

    def _is_wanted(self, start: int, match: re.Match[str]) -> bool:
        """Whether words that only want it begin before a statement: they may be its own first ones, too."""
        words, folded = self.dialect.words, self.page.folded
        found = words.wanted.between(folded, max(start, match.start() - _BEFORE), match.end())
        wanted = max((each.start() for each in found if each.start() < match.start()), default=None)
        if wanted is None:
            return False
        return all(each.end() <= wanted for each in words.polite.between(folded, start, match.start()))

    def _is_needed(self, offset: int) -> bool:
        """Whether it is an item of a list of what is needed: "we need one of these: - a retraction that we receive"."""
        number = last = self.page.line_at(offset)
        while number > 0 and last - number < _ITEMS and _ITEM.match(self.page.line_text(number)):
            number -= 1
        line = self.page.lines[number]
        return number < last and self.says(self.dialect.words.needed, line.start, line.end)

    def _clause(self, before: str) -> str:
        """The clause that a text ends in."""
        return _PAUSE.split(before)[-1]

    def _own(self, clause: str) -> str:
        """What of a clause is said of the verb behind it: not the whole sentence before "and" at its end."""
        parts = coordinating(self.dialect).split(clause)
        own = parts[-1].split()
        return parts[-1] if len(parts) > 1 and len(own) <= _VERBS and len(parts[-2].split()) >= _WHOLE else clause


def is_amazon(domain: str, marketplaces: Sequence[Marketplace]) -> bool:
    """Whether ``domain`` is Amazon's: a whole store domain or below it, never a look-alike that begins with one."""
    below = f".{domain}"
    return below.endswith(_AMAZON) or below.endswith(tuple([f".{m.domain}" for m in marketplaces]))


@lru_cache(maxsize=64)
def coordinating(dialect: Dialect) -> re.Pattern[str]:
    """The words behind which a clause of its own begins."""
    return re.compile(rf"\s(?:{either(map(fold, dialect.words.coordinating))})\s")
