"""Who complained, by evidence that needs no language: for notices in which neither a label nor a phrase names him.

Every run of capitals is weighed: a legal form, an address that spells it, a report in its sentence, a card it opens;
against it a law firm's name, quotes, ordinary words, whatever is the reader's. Never raises.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import chain, islice

from noticed.core.notice.capitals import capitals
from noticed.core.notice.fields import ASIN, COMPLAINT_ID
from noticed.core.notice.fold import fold
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.ordinary import ordinary_of
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.spans import Span, spans
from noticed.core.notice.spelling import host_spells, local_spells

_MAX = 120
"""Names, addresses and signs of a text that are looked at: more than any notice has, and a bound for what it takes."""
LEAST = 3
"""What a name weighs, at least, that nothing but evidence points at."""
SURE = 5
"""What one weighs, at least, whose address is his for no other reason than that it spells his name."""
_VERB = re.compile(r",?\s[^\W\d_A-Z]")
"""Behind a name with which a sentence begins: it goes on."""
_APPOSED = re.compile(r"\s?[,(]\s?(?:[^\W\d_]+\s)?")
"""Between a name and the word for what he is: "Ann Oak, patent attorney"."""
_STATED = frozenset({NoticeKind.COMPLAINT, NoticeKind.RETRACTION})
_TITLED = 24
"""Characters before a product's title in which its ASIN stands, and what parts the two."""
_PARTING = ' -–—:|"“„('
_LABELS = {"title": 5, "asin": 5, "type": 5, "number": 5, "ignore": 3, "work": 2}
"""Labels whose values are no owner's name, and what that counts."""
_CARD = 6
"""Lines of a card of contact details, from the name to the address."""
_NEAR = 40
"""Characters between a name and a word before it that says whose it is."""
_LETTERS = re.compile(r"[^\W\d_]+")
_TOUCH = 4
"""Characters between a name and the words for whose it is."""
_QUOTE = re.compile(r"[\"“”„«「『‘]\s?$")
_ARTICLE = re.compile(r"[^\W\d_]{0,4}['’]?")
"""What may stand between the beginning of a sentence and its first name."""


class Weighing:
    """The names of a notice and what speaks for each."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.ordinary = ordinary_of(sheet)
        self.spans = tuple(islice(spans(sheet, self.ordinary), _MAX))
        folded = sheet.page.folded
        hosts = {own.rpartition("@")[2] for own in sheet.own}
        self._addresses = tuple(
            address
            for address in find_addresses(sheet)[:_MAX]
            if (host := address.spec.rpartition("@")[2]) not in hosts and not is_amazon(host, sheet.marketplaces)
        )
        reports = (rule.any.matches(sheet.new) for v in sheet.voices for rule in v.kinds if rule.name in _STATED)
        spoken = (voice.owner.words.matches(folded) for voice in sheet.voices)
        self._about = tuple(match.span() for match in islice(chain(*reports, *spoken), _MAX))
        agents = (match.span() for voice in sheet.voices for match in voice.owner.agents.matches(folded))
        self._agents = tuple(islice(agents, _MAX))
        others = (words.matches(folded) for v in sheet.voices for words in (v.owner.strangers, v.owner.suppliers))
        self._strangers = tuple(match.span() for match in islice(chain.from_iterable(others), _MAX))
        self._yours = frozenset(fold(word) for voice in sheet.voices for word in voice.names.yours)
        quoted = (span for span in self.spans if _is_quoted(sheet.page.text, span))
        self._quoted = frozenset(word for span in quoted for word in span.words)
        self._mentions = Counter(word for span in self.spans for word in set(span.words))
        self._own = frozenset(part for host in hosts for part in _LETTERS.findall(host.rpartition(".")[0]))

    def weight(self, span: Span) -> int:
        """What speaks for ``span`` as the complainant's name, less what speaks against it."""
        return self._of_itself(span) + self._of_its_place(span) - self._against(span)

    def telling(self, span: Span) -> list[str]:
        """Its words that are no ordinary ones."""
        return [word for word in span.words if not self.ordinary.has(word)]

    def is_named_by_more(self, span: Span) -> bool:
        """Whether more than its address says that ``span`` complains: its sentence, which reports or which it opens,
        the card it heads or a line of its own; no address is read because of a name without."""
        return self._reports(span) or self._opens(span) > 0 or self._has_line(span)

    def is_firm(self, span: Span) -> bool:
        """Whether a name has a legal form or a host of its own; a contact person comes behind."""
        return span.form or any(host_spells(each.spec, span.words, self.ordinary) for each in self._addresses)

    def is_alone(self, span: Span) -> bool:
        """Whether no other firm is named that may be the complainant."""
        rest = [each for each in self._addresses if not self._spells(each.spec, span)]
        others = (other for other in self.spans if other.words != span.words and self.telling(other))
        firms = (o for o in others if o.form or any(host_spells(each.spec, o.words, self.ordinary) for each in rest))
        return all(self.weight(firm) <= 0 for firm in firms)

    def _of_itself(self, span: Span) -> int:
        specs = [address.spec for address in self._addresses]
        host = any(host_spells(spec, span.words, self.ordinary) for spec in specs)
        local = any(local_spells(spec, span.words, self.ordinary) for spec in specs)
        if len(span.words) == 1 and not (span.form or host or local):
            return -LEAST
        again = any(self._mentions[word] > 1 for word in self.telling(span))
        return 3 * span.form + 3 * host + (1 if host else 2) * local + again

    def _spells(self, spec: str, span: Span) -> bool:
        return host_spells(spec, span.words, self.ordinary) or local_spells(spec, span.words, self.ordinary)

    def _sentence(self, span: Span) -> tuple[int, int]:
        page = self._sheet.page
        return page.sentence(span.start)[0], page.sentence(span.end - 1)[1]

    def _reports(self, span: Span) -> bool:
        """Whether its sentence says that somebody complains, or speaks of who did; what names a product and a right,
        and nobody who sells, says so in words of its own."""
        low, high = self._sentence(span)
        return any(low <= place < high for place, _ in self._about) or (
            self._accuses(low, high) and not self._is_mark(span)
        )

    def _is_mark(self, span: Span) -> bool:
        """Whether a word for a right stands right before it: "the mark Jurema Azul" is no firm."""
        low = max(self._sentence(span)[0], span.start - _NEAR)
        before = self._sheet.page.folded[low : span.start].rstrip()
        return any(end == len(before) for _, end, _ in types_in(before, self._sheet.voices))

    def _accuses(self, low: int, high: int) -> bool:
        sheet = self._sheet
        if ASIN.search(sheet.page.text, max(low, sheet.body), high) is None:
            return False
        named = any(True for _ in types_in(sheet.page.folded[low:high], sheet.voices))
        return named and not any(sheet.says(v.owner.suppliers, low, high) for v in sheet.voices)

    def _opens(self, span: Span) -> int:
        """1 for a name with which a sentence begins, 3 for one that heads a card with an address, else 0."""
        page = self._sheet.page
        number = page.line_at(span.start)
        line = page.lines[number]
        before = page.text[max(self._sentence(span)[0], line.start) : span.start].strip(' -–—•*"“”„')
        behind = page.text[span.end : line.end]
        if before.endswith(":"):
            return _VERB.match(behind) is not None
        if _ARTICLE.fullmatch(before) is None:
            return 0
        if behind.strip(" ,"):
            return _VERB.match(behind) is not None
        return 3 * any(
            0 < page.line_at(address.start) - number <= _CARD and page.paragraph(address.start)[0] <= span.start
            for address in self._addresses
        )

    def _has_line(self, span: Span) -> bool:
        """Whether nothing else stands on its line."""
        page = self._sheet.page
        return page.line_text(page.line_at(span.start)).strip(" -–—•*,") == span.text

    def _of_its_place(self, span: Span) -> int:
        page = self._sheet.page
        low, high = self._sentence(span)
        beside = [address.spec for address in self._addresses if low <= address.start < high]
        found = 2 * self._reports(span) + self._is_beside(span) + self._opens(span)
        found += bool(beside) + any(self._spells(spec, span) for spec in beside)
        found += COMPLAINT_ID.search(page.text, *page.paragraph(span.start)) is not None
        return found + sum(each.search(page.text, low, high) is not None for each in (ASIN, COMPLAINT_ID))

    def _is_beside(self, span: Span) -> bool:
        """Whether the words for the complainant stand right before or behind a name."""
        return any(0 <= span.start - end <= _TOUCH or 0 <= start - span.end <= _TOUCH for start, end in self._about)

    def is_yours(self, span: Span) -> bool:
        """Whether somebody of the reader's is called so: "your lawyer Ann Oak"."""
        low, _ = self._sheet.page.sentence(span.start)
        text = fold(self._sheet.page.text[max(low, span.start - _NEAR) : span.start])
        return not self._yours.isdisjoint(_LETTERS.findall(text)[-3:])

    def _against(self, span: Span) -> int:
        sheet, told = self._sheet, self.telling(span)
        low, _ = sheet.page.sentence(span.start)
        found = 2 * (len(span.words) == 1 and not span.form)
        found += 3 * (not span.form and span.text.isupper())
        quoted = _is_quoted(sheet.page.text, span)
        found += 4 * (quoted or (not span.form and span.words[0] in self._quoted and not self.is_firm(span)))
        found += 4 * self.is_agent(span)
        found += 5 * self.is_yours(span)
        found += 2 * (not span.form and self._is_mark(span))
        found += 5 * any(word in self._own for word in told)
        found += 8 * any(low <= end <= span.start <= end + _NEAR for _, end in self._strangers)
        found += 4 * (not span.form and _is_title(sheet.page.text, span))
        found += 1 * (span.start < sheet.body)
        return found + max(
            (_LABELS.get(hit.base, 0) for hit in sheet.hits if hit.value <= span.start < hit.end), default=0
        )

    def is_agent(self, span: Span) -> bool:
        """Whether somebody who acts for others is called so: "its attorney Ann Oak", "Ann Oak, patent attorney"."""
        text = self._sheet.page.text
        low, _ = self._sheet.page.sentence(span.start)
        for start, end in self._agents:
            if span.start <= start < span.end and not span.form:
                return True
            if low <= start and 0 <= span.start - end <= _NEAR and self._leads_to(end, span):
                return True
            if not span.form and start - span.end >= 0 and _APPOSED.fullmatch(text, span.end, start):
                return True
        return False

    def _leads_to(self, end: int, span: Span) -> bool:
        """Whether a word for an agent is said of a name behind it, and not of whom he acts for."""
        between = _LETTERS.findall(self._sheet.page.text[end : span.start])
        others = any(other.end >= end and other.start < span.start for other in self.spans)
        return not others and len(between) <= 3 and capitals(self._sheet.dialects).joining.isdisjoint(between)


def _is_title(text: str, span: Span) -> bool:
    """Whether an ASIN stands before it: "B0C1234567 - Oak Beeswax Wrap" is what a product is called."""
    before = text[max(span.start - _TITLED, 0) : span.start].rstrip(_PARTING)
    return any(match.end() == len(before) for match in ASIN.finditer(before))


def _is_quoted(text: str, span: Span) -> bool:
    """Whether a quote opens right before a name: a mark's, not a firm's."""
    return _QUOTE.search(text[max(span.start - 2, 0) : span.start]) is not None


@lru_cache(maxsize=2)
def weighing(sheet: Sheet) -> Weighing:
    """The names of a notice, weighed once."""
    return Weighing(sheet)
