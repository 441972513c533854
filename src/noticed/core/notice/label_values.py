"""Where the values of labels end, and lines that are labels by what stands below them. Never raises."""

import re
from collections.abc import Sequence

from noticed.core.notice.hits import Hit
from noticed.core.notice.page import Page
from noticed.core.notice.phrase import Phrases

_LABEL_LINES = 3
"""Lines of a label, its value's first one among them, in a narrow table."""
_NOTHING = frozenset("-–—")
"""Alone behind a label: there is no value."""
_FOREIGN = re.compile(r"@(?!amazon\.)")
"""An address that is not Amazon's."""


def with_headings(page: Page, hits: Sequence[Hit], words: Sequence[Phrases]) -> tuple[Hit, ...]:
    """``hits``, and as contact labels lines with a colon that speak of the complainant and stand over an address."""
    starts = {page.line_at(hit.start) for hit in hits if hit.base in {"contact", "owner", "owner_email"}}
    found = list(hits)
    words = [each for each in words if each.possible(page.folded)]
    for number, line in enumerate(page.lines if words else ()):
        if not page.folded.endswith((":", ","), line.start, line.end) or number in starts:
            continue
        sentence, _ = page.sentence(line.start)
        if not any(each.stands(page.folded, sentence, line.end) for each in words):
            continue
        limit = next(
            (hit.start for hit in hits if hit.start > line.end and hit.base in {"asin", "complaint_id"}), len(page.text)
        )
        heading = Hit(key="contact", start=line.start, value=line.end, end=line.end)
        below, end = _below(page, heading, limit)
        if _FOREIGN.search(page.folded[below.value : end]):
            found.append(Hit(key="contact", start=line.start, value=below.value, end=end))
    return tuple(sorted(found, key=lambda hit: hit.start))


def bounded(page: Page, hits: list[Hit]) -> list[Hit]:
    """Values cut where the next label begins; a value that is empty is looked for on the next lines."""
    bounded: list[Hit] = []
    around = zip([None, *hits], hits, [*hits[1:], None], strict=False)
    hits = [hit for before, hit, after in around if not _ends_name(page, before, hit, after)]
    for hit, after in zip(hits, [*hits[1:], None], strict=False):
        limit = after.start if after else len(page.text)
        end = min(hit.end, limit)
        value = page.text[hit.value : end].strip(" \t:-–—】")
        if hit.base != "ignore" and not value and page.text[hit.value : end].strip() not in _NOTHING:
            hit, end = _below(page, hit, limit)  # noqa: PLW2901
        bounded.append(Hit(key=hit.key, start=hit.start, value=hit.value, end=end, strong=hit.strong))
    return bounded


def _ends_name(page: Page, before: Hit | None, hit: Hit, after: Hit | None) -> bool:
    """Whether what looks like a label is the last word of a name that runs over two lines: "Oak Letterpress", and below
    it "Company", alone between the first line of the name and the next label."""
    if before is None or after is None or not before.base == hit.base == "owner":
        return False
    number = page.line_at(hit.start)
    alone = page.line_text(number).strip() == page.text[hit.start : hit.value].strip()
    return alone and page.line_at(after.start) == number + 1 and 0 < number - page.line_at(before.start) <= _LABEL_LINES


def _below(page: Page, hit: Hit, limit: int) -> tuple[Hit, int]:
    """The lines under a label that stands alone, up to a blank one; one blank line may come first."""
    number = page.line_at(max(hit.value - 1, 0)) + 1
    if number < len(page.lines) and not page.line_text(number).strip():
        number += 1
    first = last = number
    while (
        last < len(page.lines) and page.lines[last].end <= limit and page.line_text(last).strip() and last - first < 60
    ):
        last += 1
    if last == first or page.lines[first].start >= limit:
        return hit, hit.value
    return (
        Hit(key=hit.key, start=hit.start, value=page.lines[first].start, end=limit, strong=hit.strong),
        page.lines[last - 1].end,
    )


def neighbours(page: Page, hits: list[Hit]) -> tuple[Hit, ...]:
    """Labels without separator and shape only count in company: another label within two lines."""
    strong = {page.line_at(hit.start) for hit in hits if hit.strong}
    return tuple(
        hit for hit in hits if hit.strong or any(page.line_at(hit.start) + step in strong for step in (-2, -1, 1, 2))
    )
