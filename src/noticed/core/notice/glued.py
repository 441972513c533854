"""Labels that touch their values: ``Rights owner emailip@oak.example``, ``ASIN:B0…Title:``. They are parted by a tab.

Only where it is certain what is the label: it is known and begins the line (or stands right behind a value), and what
follows has the shape of its value. A mail address is parted from a label of several words only, as a single word may
be the beginning of the address. Never raises; the cost of a line is bounded.
"""

import re

from noticed.core.notice.fold import alphanumeric, fold, place_of
from noticed.core.notice.known import Labels

_MAX_LABEL = 60
_MAX_LINE = 600
_BEGIN = re.compile(r"[\s\-–—•*·>|]{0,8}")
_COLON = re.compile(r"[\s:]{0,3}")
_ASIN = re.compile(r"B0[A-Z0-9]{8}(?![A-Z0-9](?![a-z]))")
_ID = re.compile(r"\d{9,13}(?!\d)")
_NUMBER = re.compile(r"(?:[A-Z]{1,4}[ ./-]?)?\d[\d.,/ -]{3,20}\d(?:[A-Z]\d?)?")
_MAIL = re.compile(r"[a-z0-9][\w.+'-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_COLONS = re.compile(r"(?<=\w)[:：\t]")
"""A label ends before one: "Contact: office@…" is not the Spanish "Contacto"."""
_WORD = re.compile(r"[A-Z\u2e80-\u9fff][^\t\n:]{2,80}")
_TOUCHING = re.compile(
    r"[\dA-Z@](?:(?<=@)|(?<=[^\W\d_]\d)|(?<=\d)(?=[^\W\d_])|(?<=[^\WA-Z\d_][A-Z])|(?<=[A-Z]{2}[ ./-]\d))"
)
"""A letter beside a digit, a capital behind another letter, an address: a line with none of them has nothing glued."""
_VALUES = {
    "asin": _ASIN,
    "complaint_id": _ID,
    "number": _NUMBER,
    "owner_email": _MAIL,
    "email": _MAIL,
    "owner": _WORD,
    "type": _WORD,
}
_INNER = re.compile(r"(?<=[a-z0-9.)])(?=[A-Z])")
"""Where a label may touch the value before it."""


def unglued(text: str, labels: Labels) -> str:
    """``text`` with a tab between each label and the value that touches it; ``labels`` are squeezed."""
    parts: list[str] = []
    done = 0
    touching = _TOUCHING.search(text)
    while touching:
        start = text.rfind("\n", done, touching.start()) + 1 or done
        end = text.find("\n", touching.end())
        end = end if end >= 0 else len(text)
        if end - start <= _MAX_LINE:
            parts += (text[done:start], _line(text[start:end], labels))
            done = end
        touching = _TOUCHING.search(text, end)
    return "".join((*parts, text[done:]))


def _line(line: str, labels: Labels) -> str:
    begin = _BEGIN.match(line)
    place = begin.end() if begin else 0
    cuts: list[int] = []
    while len(cuts) < 40:
        value = _label(line, place, labels)
        if value is None:
            break
        start, end = value
        if line[start - 1].isalnum():
            cuts.append(start)
        if end >= len(line) or not line[end].isalnum() or _label(line, end, labels, any_value=True) is None:
            break
        cuts.append(end)
        place = end
    for cut in reversed(cuts):
        line = f"{line[:cut]}\t{line[cut:]}"
    return line


def _label(
    line: str, start: int, labels: Labels, any_value: bool = False, inner: bool = False
) -> tuple[int, int] | None:
    """Where the value of the longest label at ``start`` begins and ends."""
    folded = fold(line[start : start + _MAX_LABEL])
    if not labels.may_begin(folded):
        return None
    folded = _COLONS.split(folded)[0]
    sizes = labels.beginning(alphanumeric(folded))
    for size in reversed(sizes):
        place = start + place_of(folded, size) + 1
        marks = _COLON.match(line, place, place + 3)
        value = marks.end() if marks else place
        key = labels[alphanumeric(folded[: place - start])]
        end = _value_end(line, start, value, key.partition(".")[0])
        if end and not inner and _VALUES[key.partition(".")[0]] is _WORD:
            return value, _before_label(line, value, end, labels)
        if end:
            return value, end
        if any_value and (value > place or place >= len(line)):
            return value, len(line)
    return None


def _before_label(line: str, value: int, end: int, labels: Labels) -> int:
    """The end of a value of words, or where a label with its value touches it."""
    places = (found.start() for found in _INNER.finditer(line, value + 1, end))
    return next((place for place in places if _label(line, place, labels, inner=True)), end)


def _value_end(line: str, start: int, value: int, base: str) -> int:
    shape = _VALUES.get(base)
    found = shape.match(line, value) if shape else None
    if not found or not shape:
        return 0
    touches = line[value - 1].isalnum()
    if touches and line[value - 1].isupper() and line[value].isalpha() and not line[value - 2].isupper():
        return 0  # "Patent SG 1020…": the country's first letter is no plural
    if touches and shape is _WORD and not (line[value - 1].islower() and line[value].isupper()):
        return 0
    if touches and base == "type" and not re.search(r"\s", line[start:value]):
        return 0
    if touches and shape is _MAIL and not re.search(r"\s|\w-\w{1,20}-", line[start:value]):
        return 0
    return found.end()
