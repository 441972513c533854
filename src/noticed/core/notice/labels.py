"""Labels and their values: ``ASIN: B0…``, cells of a table, a value on the next line, labels without a colon.

A label is compared squeezed (``core.notice.fold.squeeze``), so that it is found run together, broken over lines,
with blanks inside or in two languages at once. Never raises; one dictionary look-up per place where a label may end.
"""

import re
from collections.abc import Sequence
from itertools import islice

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric, place_of
from noticed.core.notice.hits import MAX_HITS, Hit
from noticed.core.notice.known import Labels, all_labels, label_beginnings, openings
from noticed.core.notice.label_values import bounded, neighbours
from noticed.core.notice.no_labels import DASHES, MARKS, ends_name, ends_sentence, is_greeted
from noticed.core.notice.page import Page
from noticed.core.notice.tables import head, is_heading, rows

_SEPARATOR = re.compile(
    r"[:】\]=|.…\s?–—-](?:(?<=[:\t】])|(?<=…)…{0,9}|(?<=-)-|(?<=[\]?])(?=\s)|(?<=\s[-–—=|])(?=\s)|(?<=[\u2e80-\uffff]\|)(?=\S)|(?<=\s)\s{2,}|(?<=\s\.)\.{1,59}(?=\s))"
)
"""It begins with what it consumes: a search for it looks at nothing else."""
_SEPARATING = (":", "\t", " -", "]", " =", "|", "   ", " ..", "】", " –", "--", "…", "? ")
"""One of these is in every line that has a separator."""
_BAR = re.compile(r"[^|/:\n]{0,30}[\u2e80-\uffff]([|/])([^|/:\n]{1,400})")
"""A line of a script without blanks that is a label and its value, and a bar or a slash between them."""
_BLANK = re.compile(r"\s(?=\S)")
_MARKED = r"[\s\-–—•*·■-◿☀-➿⬀-⯿\U0001f000-\U0001faff\ufe0f【\[(#>|]{0,8}"
"""Bullets and pictures, too."""
_BULLET = re.compile(rf"{_MARKED}(?:\d{{1,2}}[.)]\s)?")
_COUNTED = re.compile(rf"{_MARKED}\d{{1,2}}[.)]\s")
_CLOSED = re.compile(r"(?<!\s)\s*[(\[][^()\[\]]{1,40}[)\]]\s*$")
_LABELLED = re.compile(r"\A([^()（）\n]{2,120}?)\s{0,3}[(（]([^()（）]{2,60})[)）]\s{0,3}")
_NAMED = frozenset({"asin", "complaint_id", "number", "type", "owner", "owner_email", "email", "agent"})
"""What a label behind its value may announce."""
_MAX_LABEL = 60
_MAX_NAME = 6
"""Words before a label in brackets that are no sentence."""
_MAX_LINE = 400
"""Characters of a line that may be the beginning of a label and nothing else."""
_MAX_PER_LINE = 24

_SHAPES = {
    "asin": re.compile(r"\A[\s#:]{0,3}(?:B0[A-Z0-9]{8}|b0(?=[a-z]{0,7}\d)[a-z0-9]{8}(?![a-z])|\d{9}[\dX])(?![A-Z0-9])"),
    "complaint_id": re.compile(r"\A[\s#:№]{0,3}(?:n[°ºo.]\s?)?\d{7,13}(?!\d)"),
    "email": re.compile(r"\A[\s<(]{0,3}[\w.+'-]{1,64}\s?@"),
    "owner_email": re.compile(r"\A[\s<(]{0,3}[\w.+'-]{1,64}\s?@"),
    "number": re.compile(r"\A\s{0,3}(?:n[.°ºr]{0,2}\s?)?(?:[A-Z]{1,4}[\s./-]{0,2}){0,2}\d[\d\s.,/-]{2,20}"),
}


def find_labels(page: Page, dialects: Sequence[Dialect]) -> tuple[Hit, ...]:
    """Every label of the page with its value, in the order of the text."""
    labels = all_labels(dialects)
    prefixes = label_beginnings(tuple(dialects))
    hits: list[Hit] = []
    number = 0
    while number < len(page.lines) and len(hits) < MAX_HITS:
        line = page.lines[number]
        if line.start == line.end:
            number += 1
            continue
        columns = head(page, number, labels)
        if columns:
            hits.append(Hit(key="ignore", start=line.start, value=line.end, end=line.end))
            number = rows(page, number, columns, hits)
            continue
        if is_heading(page, number, labels):
            hits.append(Hit(key="ignore", start=line.start, value=line.end, end=line.end))
            number += 1
            continue
        number = _line(page, number, labels, prefixes, hits)
    greeted = openings(tuple(dialects))
    return neighbours(page, bounded(page, [hit for hit in hits if not is_greeted(page, hit, greeted)]))


def _line(page: Page, number: int, labels: Labels, prefixes: frozenset[str], hits: list[Hit]) -> int:
    """Labels of one line, and of a label broken over this one and the next; the number of the line to go on with."""
    line = page.lines[number]
    folded = page.folded[line.start : line.end]
    parted = any(map(folded.__contains__, _SEPARATING))
    opens = labels.may_begin(folded)
    if not opens and not parted and not folded.rstrip().endswith((")", "）")) and not _is_counted(folded, labels):
        return number + 1
    broken = _broken(page, number, labels, prefixes) if opens else None
    if broken:
        hits.append(broken)
        return page.line_at(broken.value) + (page.folded[broken.value : broken.value + 1] in {"", "\n"})
    found: list[Hit] = []
    for separator in _SEPARATOR.finditer(folded) if parted else ():
        if len(found) >= _MAX_PER_LINE:
            break
        before = found[-1].value - line.start if found else 0
        start, key = _ending(folded, before, separator.start(), labels)
        of_right = (
            bool(found) and found[-1].base == "type" and separator[0].strip() in DASHES
        )  # "droit d'auteur - image"
        named = key in {"owner", "name"} and (
            of_right or ends_name(page.text[line.start : line.start + start], separator[0])
        )
        if key and not named and not ends_sentence(folded, start, separator, key):
            found.append(Hit(key=key, start=line.start + start, value=line.start + separator.end(), end=line.end))
    begin = _BULLET.match(folded)
    offset = begin.end() if begin else 0
    if not found or found[0].start - line.start > offset:
        bare = _beginning(page, line.start + offset, line.end, labels)
        if bare and not any(hit.start < bare.value for hit in found):
            found.insert(0, bare)
    if not found and (behind := _behind(page, line.start + offset, line.end, labels)):
        found.append(behind)
    for hit in [hit for hit in found if hit.base not in {"title", "statement", "work"}]:
        _inside(page, hit, line.end, labels, found)
    hits.extend(sorted(found, key=lambda hit: hit.start))
    return number + 1


def _is_counted(folded: str, labels: Labels) -> bool:
    """Whether a label may stand behind the number with which a line begins."""
    counted = _COUNTED.match(folded)
    return counted is not None and labels.may_begin(folded[counted.end() :])


def _ending(folded: str, low: int, end: int, labels: Labels) -> tuple[int, str]:
    """The longest label that ends at ``end`` of a line: where it begins and what it announces."""
    base = max(low, end - 2 * _MAX_LABEL)
    text = folded[base:end].rstrip()
    for shortened in (text, _CLOSED.sub("", text)) if text.endswith((")", "]")) else (text,):
        sizes = labels.ending(alphanumeric(shortened[-_MAX_LABEL:]))
        squeezed = alphanumeric(shortened) if sizes else ""
        for size in reversed(sizes):
            place = place_of(shortened, len(squeezed) - size + 1)
            label = squeezed[-size:]
            short = size <= 2 and label.isascii() and shortened[:place].strip(MARKS)
            if _is_edge(shortened, place) and not short:
                return base + place, labels[label]
    return 0, ""


def _is_edge(text: str, place: int) -> bool:
    """Whether a word may begin at ``place``: scripts without blanks begin anywhere."""
    before = text[place - 1] if place else " "
    return not before.isalnum() or before >= "\u2e80" or text[place] >= "\u2e80"


def _beginning(page: Page, start: int, end: int, labels: Labels) -> Hit | None:
    """The longest label at ``start`` without a separator: alone on its line, or before a value of its shape."""
    text = page.folded[start : min(end, start + _MAX_LABEL)]
    squeezed = alphanumeric(text) if labels.may_begin(text) else ""
    sizes = labels.beginning(squeezed) if squeezed else ()
    for size in reversed(sizes):
        place = start + place_of(text, size)
        after = page.folded[place + 1 : place + 2]
        if after.isalnum() and after < "\u2e80" and page.folded[place] < "\u2e80":
            continue
        key = labels[squeezed[:size]]
        rest = page.text[place + 1 : end]
        shape = _SHAPES.get(key.partition(".")[0])
        if not rest.strip(" ).:】。"):
            return Hit(key=key, start=start, value=end, end=end)
        if (shape and shape.match(rest)) or _is_weak(rest):
            strong = bool(shape and shape.match(rest))
            return Hit(key=key, start=start, value=place + 1, end=end, strong=strong)
    return None


def _barred(folded: str, base: int, labels: Labels) -> Hit | None:
    """A label and its value with a bar or a slash between them: 権利者／株式会社甲. Two labels are none."""
    bar = _BAR.fullmatch(folded) if "|" in folded or "/" in folded else None
    start, key = _ending(folded, 0, bar.start(1), labels) if bar and alphanumeric(bar[2]) not in labels else (0, "")
    return (
        Hit(key=key, start=base, value=base + bar.end(1), end=base + len(folded)) if bar and key and not start else None
    )


def _behind(page: Page, start: int, end: int, labels: Labels) -> Hit | None:
    """A label in brackets behind its value, ``16914539521 (Complaint ID)``, or behind another word for it, the value on
    the next line; or a label with a bar before it."""
    folded = page.folded[start:end]
    if barred := _barred(folded, start, labels):
        return barred
    closed = _LABELLED.fullmatch(folded) if folded.rstrip().endswith((")", "）")) else None
    key = labels.get(alphanumeric(closed[2])) if closed else None
    if closed is None or key is None or key.partition(".")[0] not in _NAMED:
        return None
    shape = _SHAPES.get(key.partition(".")[0])
    if shape and not shape.match(page.text[start + closed.start(1) : start + closed.end(1)]):
        return Hit(key=key, start=start, value=end, end=end) if shape.match(page.text[end:]) else None
    if not shape and len(closed[1].split()) > _MAX_NAME:
        return None
    return Hit(key=key, start=start, value=start + closed.start(1), end=start + closed.end(1))


def _is_weak(rest: str) -> bool:
    value = rest.strip()
    return bool(
        rest[:1].isspace()
        and value
        and len(value) <= 80
        and not value.endswith((".", "?", "!", ":", "。", "？", "！"))
        and (value[0].isupper() or value[0] >= "\u2e80")
    )


def _inside(page: Page, hit: Hit, end: int, labels: Labels, found: list[Hit]) -> None:
    """Further labels without a separator behind a value: ``ASIN B0… Complaint ID 123…``."""
    for match in islice(_BLANK.finditer(page.text[hit.value : end]), 60):
        start = hit.value + match.end()
        if not labels.may_begin(page.folded[start : min(end, start + _MAX_LABEL)]):
            continue
        if any(other.start <= start < other.value for other in found):
            continue
        bare = _beginning(page, start, end, labels)
        if (
            bare
            and bare.strong
            and bare.value < end
            and not any(bare.start < other.start < bare.value for other in found)
        ):
            found.append(bare)


def _broken(page: Page, number: int, labels: Labels, prefixes: frozenset[str]) -> Hit | None:
    """A label that this line begins, as one may, and the next one ends."""
    if number + 1 >= len(page.lines):
        return None
    first, second = page.lines[number], page.lines[number + 1]
    above = page.folded[first.start : min(first.end, first.start + _MAX_LINE)]
    head = alphanumeric(above)
    if head not in prefixes or len(head) > _MAX_LABEL:
        return None
    text = page.folded[second.start : min(second.end, second.start + _MAX_LABEL)]
    sizes = [size - len(head) for size in labels.beginning(head + alphanumeric(text)) if size > len(head)]
    for size in reversed(sizes):
        place = second.start + place_of(text, size)
        rest = page.folded[place + 1 : second.end].lstrip()
        if not rest or rest[0] in ":\t":
            value = second.end if not rest else second.end - len(rest) + 1
            key = labels[head + alphanumeric(page.folded[second.start : place + 1])]
            return Hit(key=key, start=first.start, value=value, end=second.end)
    return None
