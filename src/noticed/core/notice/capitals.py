"""A name in running text: the capitalised words at its end. Never raises."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.legal_forms import company, either, spaced
from noticed.core.values import Value

_SENTENCE = 3
"""Words behind an address that go on with a sentence."""
_FORM = 14
"""Characters at the end of a name in which its legal form stands."""
_ENDS = re.compile(r"[,;:.)，、；：。）]$")
_STOP = re.compile(r"(?:[^\W\d_]{5}[.!?]|\w{3}\.[a-z]{2,3}[.!?]|[;:!?。，；：、])$")

_CELL = re.compile(r"\d{7}\S{0,3}\s{1,3}[^\w\s(<@]{1,3}\s")
"""A number of a row and what parts it from the next cell: "complaint 18… … "."""
_LATIN = re.compile(r"(?:[^\W\d_a-z\u2e80-\U0010ffff][\w.&'’-]{0,30}\s){2,5}(?=[\u2e80-\uffef]{4})")
"""A name in Latin letters with which a sentence of a script without blanks goes on."""

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_MIXED = 5
"""Letters of a word with a capital in its middle that is a name, at least: no unit is as long."""

_MUTE = re.compile(r"[b-df-hj-np-tv-xz]{3,6}[.,]{0,2}\Z")
"""Letters without a vowel, more than what is short for a word has."""

_INITIAL = r"(?<=\b[a-z])(?<![/&][a-z])"


_TOUCHING = re.compile(r"(?<=[\u2e80-\uffff])(?:[A-Z]|\d{1,3}[A-Z])[^\u2e80-\uffff]{1,30}\Z")
"""The first word of a name in Latin letters that touches ideographs."""
_OPENED = "(（["
_CLOSED = re.compile(r"[)）\]]")
"""A name may begin behind a bracket that is open still: "the owner (Oak Works Ltd"; "(Shenzhen)" is a part of one."""
_INSERTED = re.compile(r"[(（][A-Z][^\W\d_]{1,20}[)）]")
_PLACE = re.compile(rf"\s?{_INSERTED.pattern}")
"""A place in the middle of a name: "Oak Holdings (UK) Ltd"."""


class Capitals(Value):
    """How names are written in some languages, taken together."""

    joining: frozenset[str]
    nobody: frozenset[str]
    places: frozenset[str]
    courtesy: frozenset[str]
    """What a person is addressed with, folded and without its stop."""
    opening: re.Pattern[str]
    before: re.Pattern[str]
    """What may stand between a name and its address."""
    company: re.Pattern[str]
    """A legal form, anywhere in a text."""
    form: str
    """A pattern, without groups, for one in Latin letters."""
    abbreviated: str
    """A pattern, without groups, for the full stop of an abbreviation."""
    inside: str
    """The same where more of a name follows: no legal form that ends a sentence, too, "by Oak Ltd. They"."""

    def last_name(self, text: str) -> str:
        """The longest run of words at the end of ``text`` that begin with capitals; empty where there is none.

        A legal form of several words may have small ones: "Sp. z o.o.".
        """
        form = next((found for found in self.company.finditer(text[-40:]) if found.end() == len(text[-40:])), None)
        if form is not None and " " in form[0] and (name := self.last_name(text[: -len(form[0])].rstrip())):
            return text[text.rfind(name) :].strip()
        words = list(re.finditer(r"\S{1,60}", text[-120:]))
        base = max(len(text) - 120, 0)
        first: int | None = None
        for place in range(len(words) - 1, -1, -1):
            word = words[place][0]
            if place < len(words) - 1 and (
                _STOP.search(word) or (word.endswith(",") and self.company.match(words[place + 1][0]) is None)
            ):
                break
            grouped = word.isdigit() and place > 0 and words[place - 1][0].isdigit()
            behind = text[base + words[place].end() + 1 :]
            if (sum(map(str.isdigit, word)) > 3 and not self.is_year(word, behind)) or grouped:
                touching = _TOUCHING.search(word)  # 商标018552907的所有人Oak Ltd
                first_there = base + words[place].start() + touching.start() if touching and first is not None else None
                if first_there is not None:
                    return text[first_there:].strip()
                break  # "EUTM 018 552 907 of Oak Ltd"
            if word[0] in _OPENED and is_capital(word[1:]) and first is not None and not _CLOSED.search(word):
                return text[base + words[place].start() + 1 :]  # "the owner (Oak Works Ltd, …"
            if (
                is_capital(word)
                or word[0] >= "\u2e80"
                or (word[0].isdigit() and first is not None)
                or (first is None and is_small_form(word) and self.company.match(word))
            ):
                first = place
            elif word not in self.joining and not self._is_elided(word) and not self._is_within(word, behind):
                break
        if first is None or is_small_form(words[first][0]):
            return ""
        name = text[base + words[first].start() :].strip()
        name = self.unopened(name)
        latin = _LATIN.match(name) if self.company.search(name) is None else None
        name = latin[0].rstrip() if latin else name
        return "" if all(fold(word.strip(".,'")) in self.nobody for word in name.split()) else name

    def is_year(self, word: str, behind: str) -> bool:
        """Whether a word is a year with a legal form behind: "Studio 1984 Ltd"."""
        return _YEAR.fullmatch(word) is not None and self.company.match(behind) is not None

    def unopened(self, name: str) -> str:
        """``name`` without the words before it that are none of it: "The photographer"."""
        while (opening := self.opening.match(name)) and not _is_initial(name, opening.end()):
            name = name[opening.end() :]
        return name

    def first_name(self, text: str) -> str:
        """The longest run of words at the beginning of ``text`` that begin with capitals; empty where there is none."""
        words = list(re.finditer(r"\S{1,60}", text[:120]))
        end = 0
        for word, after in zip_longest(words, words[1:]):
            inserted = bool(end) and after is not None and is_capital(after[0]) and _INSERTED.fullmatch(word[0])
            begins = is_capital(word[0]) or word[0][0].isdigit() or word[0][0] >= "\u2e80" or bool(inserted)
            other_script = end and (word[0][0] >= "\u2e80") != (text.lstrip()[:1] >= "\u2e80")
            elided = bool(end) and self._is_elided(word[0])
            if other_script or not (begins or elided or (end and word[0] in self.joining)):
                break
            begins = begins or elided
            form = self.company.match(text, word.start()) if end else None
            end = max(word.end(), form.end() if form else 0) if begins else end
            goes_on = after is not None and self.company.match(after[0]) is not None
            addressed = fold(word[0]).rstrip(".") in self.courtesy
            if _ENDS.search(word[0]) and not (goes_on or inserted or addressed):
                break
        name = text[:end].strip(" ,;:，、。")
        name = name if self.company.search(name) else _PLACE.split(name, maxsplit=1)[0]
        return name if self.company.search(name[-_FORM:]) else name.rstrip(".")

    def _is_within(self, word: str, behind: str) -> bool:
        """Whether a word stands in the middle of a firm's name, of which ``behind`` is the end: a place in brackets, a
        form with its partners behind it ("s.a.s. di Rossi & C.")."""
        if "." in word[:-1] and self.company.fullmatch(word) is not None:
            return behind.partition(" ")[0] in self.joining
        return _INSERTED.fullmatch(word) is not None and self.company.search(behind) is not None

    def _is_elided(self, word: str) -> bool:
        """Whether a small word is elided before one of the name: "Val d'Elmo"."""
        head, mark, rest = word.replace("’", "'").partition("'")
        return bool(mark) and f"{head}'" in self.joining and rest[:1].isupper()

    def name_before(self, text: str) -> str:
        """The name at the end of ``text``, which an address follows: ``write to Oak Ltd at``."""
        cut = self.before.search(text)
        return self.last_name(text[: cut.start()] if cut else text)


def is_capital(word: str) -> bool:
    """Whether a word is written as a name is: with a capital, if in its middle ("miniCAN")."""
    run = None if word[:1].isupper() else _LETTERS.match(word)
    return word[:1].isupper() or (run is not None and len(run[0]) >= _MIXED and run[0].lower() != run[0])


def is_small_form(word: str) -> bool:
    """Whether a legal form is written small and yet is no word of any language: "plc", "llc"."""
    return _MUTE.match(word) is not None


def _is_initial(name: str, end: int) -> bool:
    """Whether a lone letter is no article, but belongs to the name: "A B Trading"."""
    return end == 2 and not (name[end : end + 1].isupper() and name[end + 1 : end + 2].islower())


def capitals(dialects: Sequence[Dialect]) -> Capitals:
    """How names are written in ``dialects``, put together once."""
    return _capitals(tuple(dialects))


@lru_cache(maxsize=16)
def _capitals(dialects: tuple[Dialect, ...]) -> Capitals:
    names = [dialect.names for dialect in dialects]
    links = [re.escape(link).replace(r"\ ", r"\s") for each in names for link in each.links]
    openings = [word for each in names for word in each.opening]
    opening = either(word for word in openings if max(word) < "\u2e80")
    touching = either(word for word in openings if max(word) >= "\u2e80")
    printed = list(dict.fromkeys(form for each in names for form in each.forms))
    exact = [form for form in printed if form != form.lower()]
    forms = dict.fromkeys(spelt for form in printed if form not in exact for spelt in (form, fold(form)))
    latin, wide = [form for form in forms if max(form) < "\u2e80"], [form for form in forms if max(form) >= "\u2e80"]
    courtesy = {fold(word) for each in names for word in (*each.courtesy, *each.titles)}
    stops = {fold(word) for each in names for word in each.abbreviated} | courtesy
    ending = {fold(form).rstrip(".") for form in printed}
    spaced_form = rf"(?:{either(map(spaced, (*latin, *map(fold, exact))), plain=False)})\.?(?![^\W\u2e80-\uffff])"
    return Capitals(
        joining=frozenset(word for each in names for word in each.joining),
        nobody=frozenset(fold(word) for each in names for word in each.nobody),
        places=frozenset(fold(word) for each in names for word in each.places),
        courtesy=frozenset(courtesy),
        opening=re.compile(rf"(?:(?:{opening})\s|(?:{touching})\s?)(?=\S)"),
        before=re.compile(
            rf"[\s,(（\[<:]{{0,4}}(?:\b(?:{either(links, plain=False)})\s{{0,2}})?[\s,(（\[<]{{0,4}}$", re.IGNORECASE
        ),
        company=company(latin, wide, exact),
        form=spaced_form,
        abbreviated=rf"(?:{_behind(stops)}|{_INITIAL})\.",
        inside=rf"(?:{_behind(stops - ending)}|{_INITIAL})\.|(?:{_behind(stops & ending)})\.(?=,?\s?{spaced_form})",
    )


def _behind(words: Iterable[str]) -> str:
    """A pattern that fits right behind one of ``words``."""
    return "|".join(rf"(?<=\b{re.escape(word)})" for word in words) or r"(?!)"


def behind_mark(line: str) -> str:
    """What follows a label we do not know."""
    head, mark, rest = line.partition(":" if ":" in line else "\t")
    return rest if mark and rest.strip() and len(head) <= 40 else line


def last_cell(before: str) -> str:
    """What of the beginning of a line stands behind its last mark, or behind the numbers of a row."""
    numbers = (cell.end() for cell in _CELL.finditer(before))
    return before[max(*numbers, *(before.rfind(mark) + 1 for mark in ":\t】")) :]


def is_list(before: str, behind: str) -> bool:
    """A bullet or a colon says that the line is no sentence; a separator, unless a sentence goes on behind."""
    text = before.strip()
    if not text or text[0] in "-–—•*·" or ":" in text:
        return bool(text)
    return text[-1] in ",;(<—–-/、（" and len(re.findall(r"[^\W\d_]{2,}", behind)) < _SENTENCE
