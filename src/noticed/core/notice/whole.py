"""A name of a sentence to its whole end: the legal form behind a comma or in brackets, the degree of a person, the
ending of a host ("gadgetry.example"), the bracket in its middle. Never raises."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from noticed.core.notice.brand import brand_of
from noticed.core.notice.capitals import Capitals, capitals, is_small_form
from noticed.core.notice.clean import QUOTES
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.legal_forms import either
from noticed.core.notice.naming import Name, behind_owner, without_stop
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.wrapped import wrapped

_DOUBLE = QUOTES.translate({ord("'"): None, ord("’"): None})
"""Quotes that are no apostrophes."""
_LINE = 200
"""Characters behind the beginning of its sentence in which a name is looked for."""
_FORM = 60
"""Characters behind a name in which its legal form ends."""
_MIDDLE = re.compile(r"\s?[(（]([^()（）@\d\n]{2,30})[)）]\s{0,2}(?=[A-Z\u2e80-\uffff])")
"""A bracket with more of the name behind it: "Oak (Shenzhen) Trading Ltd"."""
_INNER = re.compile(r"\s[\"„“«][^\"„“”«»\n]{2,40}[\"“”»]\s")
"""A quote in the middle of a name: "Oak “Loom” Ltd"."""
_BRACKET = re.compile(r"\s?[(（][^()（）@\d\n]{2,30}[)）]\s{0,2}$")
_QUOTED = re.compile(r"[\"„“«「][^\"„“”«»「」\n]{2,40}[\"“”»」]\s{1,2}$")
_JOINED = re.compile(r"\s([^\W\d_]{2,4})\s([A-Z][\w'’&-]{2,40})(?!\.\w|@)(?<!\d)")
_HOST = re.compile(r"\.(?:[a-z]{2,10}|[A-Z]{2,10})(?:\.[a-z]{2,10})?(?![\w@])")
_MARKS = "、，。：；"
_SMALL_WORDS = ("\u3041", "\u309f")
"""The script that the small words are written in where names stand without blanks."""
_PARTICLE = 3
"""Letters of a small word that a name may have."""
_SHORTEST = 5
"""Letters of a name that is looked for elsewhere, at least …"""
_MENTIONS = 4
"""… and how often."""
_PAIR = re.compile(r"\S{2,40}\s(\S{1,4})\s")
"""Two words of a name and the small one between them."""
_PARTNER = re.compile(r"[^\W\d_][^\W\d_A-Z][\w'’-]{0,40}(?:\s[^\W\d_][^\W\d_A-Z][\w'’-]{0,40})?")
_COMMA = re.compile(r",\s")
_ONE = r"[^\W\d_a-z](?:\.|[^\W\d_]{1,30}(?![\w@]))"
_PARTNERS = re.compile(rf"{_ONE}(?:(?:\s(?:&|[^\W\d_A-Z]{{1,2}}))?\s{_ONE}){{0,6}}")
"""Initials and names, and what joins them: "E. e G. Oak", "Ann Oak & C."."""
_JOINS = re.compile(r"\s([^\W\d_]{2,3})\s(?=[^\W\d_a-z])")
_SHORT = 12
"""Characters of a legal form behind which the partners are named, at most."""
_FOLLOWS = re.compile(r",?\s{0,2}")


def whole_names(sheet: Sheet, names: Iterable[Name]) -> Iterator[Name]:
    """``names`` to their ends; a legal form and nothing else is left out, and what is nobody's name: a word of the
    language, a country, a label ("EUTM", "Contact"), an ASIN."""
    written = capitals(sheet.dialects)
    for name in names:
        found = _whole(sheet, _own(sheet, name), written)
        folded = fold(found.text)
        nobody = folded in written.nobody or folded in written.places or squeeze(folded) in all_labels(sheet.dialects)
        if not _is_form(found.text, written) and not nobody and ASIN.search(found.text) is None:
            yield found


def _own(sheet: Sheet, name: Name) -> Name:
    """``name`` without the clause before it: "Reported by Oak Co-op", "につきまして、株式会社甲"."""
    text = name.text
    if max(text) < "\u2e80":
        behind = behind_owner(sheet, text).strip()
        return _cut(name, behind) if behind[:1].isupper() else name
    form = capitals(sheet.dialects).company.search(text)
    if form is None:
        return name
    before = text[: form.start()]
    if form.end() == len(text):
        return _cut(name, text[max(_verbs(sheet, before)) :])
    touches = before and _SMALL_WORDS[0] <= before[-1] <= _SMALL_WORDS[1]
    clause = max(map(before.rfind, _MARKS)) + 1
    return _cut(name, text[form.start() if touches else max(clause, *_verbs(sheet, before)) :])


def _verbs(sheet: Sheet, before: str) -> Iterator[int]:
    """Where words end that no name has: "の商標を登録している甲株式会社"."""
    words = (word for voice in sheet.voices for word in voice.names.nobody if len(word) > _PARTICLE and word in before)
    yield from (before.rfind(word) + len(word) for word in words if _SMALL_WORDS[0] <= word[-1] <= _SMALL_WORDS[1])
    yield 0


def _cut(name: Name, text: str) -> Name:
    """``name`` where only its end ``text`` is left."""
    return Name(text=text, start=name.start, guess=name.guess)


def _is_form(text: str, written: Capitals) -> bool:
    """Whether nothing is left of a name but its legal form: "L.L.C."."""
    return written.company.sub("", text).strip(" .,&()") == ""


def _whole(sheet: Sheet, name: Name, written: Capitals) -> Name:
    text = sheet.page.text
    start = text.find(name.text, name.start, name.start + _LINE + len(name.text))
    if start < 0:
        return name
    start = _in_full(text, sheet.body, start, name.text, written)
    first, (start, last) = start, wrapped(sheet, start, start + len(name.text))
    end = _end(text, start, _joined(sheet, text, start, last), sheet.dialects)
    start = _quoted(text, start, end)
    if written.company.search(text, start, end):
        low = max(start - _FORM, sheet.page.sentence(start)[0])
        start = _listed(sheet, low, _start(text, low, start, written), end)
    if (start, end) == (first, first + len(name.text)):
        return name
    return Name(text=without_stop(sheet, " ".join(text[start:end].split())), start=start)


def _listed(sheet: Sheet, low: int, start: int, end: int) -> int:
    """Where a firm's name begins of whose partners only the last two were found: "Ash, Elm & Oak Ltd"."""
    text, written = sheet.page.text, capitals(sheet.dialects)
    pair = _PAIR.match(text, start, end)
    joiners = {fold(word) for voice in sheet.voices for word in voice.words.joiners}
    if pair is None or fold(pair[1]) not in joiners:
        return start
    for comma in reversed(list(_COMMA.finditer(text, low, start))):
        name = written.last_name(text[low : comma.start()])
        folded = fold(name)
        nobody = folded in written.nobody or folded in written.places or squeeze(folded) in all_labels(sheet.dialects)
        if comma.end() != start or not _PARTNER.fullmatch(name) or nobody:
            break
        start = comma.start() - len(name)
    return start


def _partners_end(text: str, end: int, dialects: tuple[Dialect, ...]) -> int:
    """Where the partners end that are named behind the form of their firm; 0 where none are."""
    form = _partnered(dialects).search(text, max(end - _SHORT, 0), end)
    joined = _JOINS.match(text, end) if form and form.end() == end else None
    written = capitals(dialects)
    if joined is None or joined[1] not in written.joining:
        return 0
    partners = _PARTNERS.match(text, joined.end())
    return partners.end() if partners else 0


@lru_cache(maxsize=16)
def _partnered(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    words = either(fold(word) for dialect in dialects for word in dialect.names.partnered)
    return re.compile(rf"(?<!\w)(?:{words})\.?\Z", re.IGNORECASE)


def _in_full(text: str, low: int, start: int, name: str, written: Capitals) -> int:
    """Where a firm is named with its legal form that is also named without: "Oak Works" of "Oak Works Ltd"."""
    if len(name) < _SHORTEST or max(name) >= "\u2e80" or written.company.search(name):
        return start
    place = text.find(name, low)
    for _ in range(_MENTIONS):
        if place < 0:
            break
        end = place + len(name)
        if not text[place - 1 : place].isalnum() and _form_end(text, place, end, written) > end:
            return place
        place = text.find(name, end)
    return start


def _joined(sheet: Sheet, text: str, start: int, end: int) -> int:
    """Where a name of one word ends that a small word joins to another: "Homes for Heroes", not "Oak for trademark"."""
    written = capitals(sheet.dialects)
    more = _JOINED.match(text, end)
    if (
        " " in text[start:end]
        or more is None
        or more[1] not in written.joining
        or written.company.search(text, start, end)
    ):
        return end
    word = fold(more[2])
    other = word in written.nobody or brand_of(sheet.dialects).begins(word) or all_labels(sheet.dialects).get(word)
    return end if other or any(True for _ in types_in(word, sheet.voices)) else more.end()


def _quoted(text: str, start: int, end: int) -> int:
    """Where a name begins that has the end of a quote in it: where that opens."""
    name = text[start:end]
    closed = next(
        (place for place in range(1, len(name) - 1) if name[place] in _DOUBLE and name[place - 1].isalnum()), 0
    )
    if not closed or name[closed + 1].isalnum() or any(char in _DOUBLE for char in name[:closed]):
        return start
    before = text[max(start - _FORM, 0) : start]
    opened = max(map(before.rfind, _DOUBLE))
    return start - len(before) + opened if opened >= 0 and "\n\n" not in before[opened:] else start


def _end(text: str, start: int, end: int, dialects: tuple[Dialect, ...]) -> int:
    """Where a name ends that reaches at least to ``end``."""
    written = capitals(dialects)
    host = _HOST.match(text, end)
    if host and written.company.search(text, max(end - 8, start), end) is None:
        end = host.end()
    middle = _MIDDLE.match(text, end)
    if middle and written.company.search(rest := written.first_name(text[middle.end() : middle.end() + 80])):
        end = middle.end() + len(rest)
    quoted = _INNER.match(text, end)
    if quoted and written.company.match(text, quoted.end()):
        end = quoted.end() - 1
    while (further := _form_end(text, start, end, written) or _degree_end(text, end, dialects)) > end:
        end = further
    return _partners_end(text, end, dialects) or end


def _form_end(text: str, start: int, end: int, written: Capitals) -> int:
    """Where the legal form ends that follows a name or began within it; 0 where none does."""
    behind = _FOLLOWS.match(text, end)
    limit = behind.end() if behind else end
    for form in written.company.finditer(text, max(start, end - _FORM), end + _FORM):
        begins = form.start() < end < form.end() or (form.start() == limit > end)
        if begins and form.end() > end and (_is_written(form[0]) or is_small_form(form[0])):
            return form.end()
    return 0


def _is_written(form: str) -> bool:
    """Whether a legal form is written as none of the words of a sentence is."""
    return not form.islower() or form[0] in "(&" or form >= "\u2e80" or "." in form[:-1]


def _degree_end(text: str, end: int, dialects: tuple[Dialect, ...]) -> int:
    """Where the degree behind a person's name ends: "Ann Oak, M.D."."""
    degree = _degrees(dialects).match(text, end)
    return degree.end() if degree and degree[1][0].isupper() else 0


@lru_cache(maxsize=16)
def _degrees(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    words = either(fold(word) for dialect in dialects for word in dialect.names.degrees)
    return re.compile(rf",\s{{1,2}}((?:{words})\.?)(?!\w)", re.IGNORECASE)


def _start(text: str, low: int, start: int, written: Capitals) -> int:
    """Where a firm's name begins, not before ``low``, of which only what stands behind a bracket or quote was found."""
    before = text[low:start]
    quote = _QUOTED.search(before)
    if quote:
        return low + quote.start()
    bracket = _BRACKET.search(before)
    first = written.last_name(before[: bracket.start()]) if bracket else ""
    return low + before.rfind(first, 0, bracket.start()) if bracket and first else start
