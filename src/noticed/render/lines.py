"""What the program says in English, told in the operator's language.

Errors, reasons and lines of the journal are English wherever they arise, are logged and stored: one wording, stable
for whoever greps for it. Here such a line is recognised by its shape, which stands in the catalogue
(``data/words``, tables ``said``), and told anew. A line nobody knows stays as it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from noticed.core.values import Value
from noticed.data import words
from noticed.render.grammar import Grammar, grammar

_PREFIX = "said."
_LONGEST = 600
"""Longer texts are no lines of ours."""
_DEEPEST = 5
_STRONG = 8
"""Letters of its own from which a shape is more than punctuation."""
_GAP = re.compile(r"(?<!{){(\w+)}(?!})")

_HOLDS: Mapping[str, str] = {
    "sender": r"[^\s:;]+(?:, [^\s:;]+)*",
    "letter": r"[^\s:;]+",
    "case": r"[^\s:;]+",
    "kind": r"\w+",
    "answer": r"\w+",
    "exhibit": r"\w+",
    "paper": r"[^:]+",
    "event": r"\w+",
    "n": r"\d+",
    "right": r"[a-z]+(?:[ _][a-z]+)?",
    "which": r"[^;:()→]+",
    "code": r"[^()]+",
    "hint": r".*?",
}
"""What a gap of this name holds, where not just anything. A hint may be empty."""

_TOLD: Mapping[str, tuple[str, ...]] = {
    "what": ("kind", "state", "status"),
    "why": ("because", "kind"),
    "code": (),
    "hint": (),
    "where": ("state", "status"),
    "state": ("state", "status"),
    "reason": ("because",),
    "kind": ("kind",),
    "outcome": ("outcome", "disposition"),
    "answer": ("answer",),
    "event": ("event",),
    "marketplace": (),
    "exhibit": ("exhibit",),
    "clock": ("clock",),
}
"""Names of gaps that hold lines or words of ours, with the tables their words stand in."""


Found = tuple[str, dict[str, str]]
"""Key of an entry, and what stands in its gaps."""


class Shape(Value):
    """One line with gaps."""

    key: str
    literal: str
    """Its longest run of letters: a line without it is another."""
    weight: int
    """Letters of its own; what led to where stands around everything else."""
    pattern: re.Pattern[str]


def told(line: str, language: str) -> str:
    """``line`` in ``language``; unchanged where nobody knows it."""
    if language == "en" or language not in words():
        return line
    whole = _whole().get(line)
    return words()[language][whole].format() if whole else _told(line, language, _DEEPEST) or line


@cache
def _whole() -> Mapping[str, str]:
    """Lines without gaps → their keys: most are found here, and no shape is made for them."""
    said = {key: text for key, text in words()["en"].items() if key.startswith(_PREFIX)}
    return {text.format(): key for key, text in said.items() if not _GAP.search(text)}


def key_of(line: str) -> str | None:
    """Which entry of the catalogue an English line is; None for none."""
    found = _match(line, strong=True) or _match(line, strong=False)
    return found[0] if found else None


def _told(line: str, language: str, depth: int) -> str | None:
    if not depth or not line or len(line) > _LONGEST:
        return None
    for strong in (True, False):
        found = _match(line, strong=strong)
        if found:
            return _filled(found, language, depth)
        for colon in re.finditer(": ", line):  # "acme IMAP: …": what it is about, then a line of ours
            found = _match(line[colon.end() :], strong=strong)
            if found:
                about = line[: colon.start()]
                return f"{_told(about, language, depth - 1) or about}：{_filled(found, language, depth)}"
    return None


def _filled(found: Found, language: str, depth: int) -> str:
    key, gaps = found
    return words()[language][key].format(**{name: _gap(name, value, language, depth) for name, value in gaps.items()})


def _gap(name: str, value: str, language: str, depth: int) -> str:
    if name == "right":
        return grammar(language).rights.get(value.replace(" ", "_"), value)
    if name in _LISTED:
        return _LISTED[name](value.split(", "), language)
    if name == "age":
        return _age(value, language)
    if name not in _TOLD:
        return _day(value, grammar(language))
    for table in _TOLD[name]:
        word = words()[language].get(f"{table}.{value.replace(' ', '_')}")
        if word:
            return word
    return _told(value, language, depth - 1) or value


def slots(names: Sequence[str], language: str) -> str:
    """What a letter asks for, each by its label and by its name."""
    said = words()[language]
    label = said["choice.slot"]
    return said["choice.between"].join(label.format(slot=n, what=said.get(f"desk_slot.{n}", n)) for n in names)


def _tasks(names: Sequence[str], language: str) -> str:
    """Lines of a checklist; what follows the colon is the listing."""
    said, told = words()[language], []
    for name in names:
        kind, _, rest = name.partition(":")
        told.append(f"“{said.get(f'checklist.{kind}', kind)}{f' {rest}' if rest else ''}”")
    return "".join(told)


def _fields(given: Sequence[str], language: str) -> str:
    """asins=B0C1234567: the field by its label."""
    said, told = words()[language], []
    for each in given:
        name, equals, value = each.partition("=")
        label = said.get(f"desk.field_{name}")
        told.append(f"{label}{' = ' if equals else ''}{value}" if label else each)
    return said["choice.between"].join(told)


_LISTED: Mapping[str, Callable[[Sequence[str], str], str]] = {"slots": slots, "tasks": _tasks, "fields": _fields}
"""Names of gaps that hold several words of ours."""


def _age(value: str, language: str) -> str:
    """37 s, 5 min, 2 h, 3 d in another language; anything else as it is."""
    units = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}
    found = re.fullmatch(r"(\d+) (s|min|h|d)", value)
    return words()[language][f"digest.{units[found[2]]}"].format(n=found[1]) if found else value


def _day(value: str, words: Grammar) -> str:
    """A day as the program writes it, 24 Nov 2026 09:00, in another language's order; anything else as it is."""
    months = grammar("en").months
    found = re.fullmatch(rf"(\d\d?) ({'|'.join(months)})(?: (\d{{4}}))?( \d\d:\d\d)?", value)
    if not found:
        return value
    shape = words.words["day_of_year" if found[3] else "day"]
    return shape.format(day=int(found[1]), month=words.months[months.index(found[2])], year=found[3]) + (found[4] or "")


def _match(line: str, *, strong: bool) -> Found | None:
    for shape in _shapes():
        if (shape.weight >= _STRONG) is not strong or shape.literal not in line:
            continue
        found = shape.pattern.fullmatch(line)
        if found:
            return shape.key, found.groupdict()
    return None


@cache
def _shapes() -> tuple[Shape, ...]:
    """Those that say most of themselves first."""
    shapes = [_shape(key, text) for key, text in words()["en"].items() if key.startswith(_PREFIX)]
    return tuple(sorted(shapes, key=lambda shape: -shape.weight))


def _shape(key: str, text: str) -> Shape:
    pattern, at, seen, literals = "", 0, set[str](), []
    for gap in _GAP.finditer(text):
        literals.append(text[at : gap.start()].format())
        name = gap[1]
        pattern += re.escape(literals[-1]) + (
            f"(?P={name})" if name in seen else f"(?P<{name}>{_HOLDS.get(name, '.+?')})"
        )
        seen.add(name)
        at = gap.end()
    literals.append(text[at:].format())
    pattern += re.escape(literals[-1])
    weight = sum(map(len, literals)) + (_LONGEST if " → " in text else 0)
    return Shape(key=key, literal=max(literals, key=len), weight=weight, pattern=re.compile(pattern, re.DOTALL))
