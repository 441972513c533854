"""Complaint ids that no word announces: numbers as long as theirs in a letter about a complaint. Never raises."""

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice, pairwise

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import COMPLAINT_ID, MAX_NUMBERS, is_asin
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet

_KINDS = frozenset(
    {
        NoticeKind.COMPLAINT,
        NoticeKind.ACCOUNT_SUSPENSION,
        NoticeKind.RETRACTION,
        NoticeKind.REINSTATEMENT,
        NoticeKind.APPEAL_RESPONSE,
    }
)
"""Mail that speaks of a complaint …"""
_TOLD = frozenset({NoticeKind.COMPLAINT, NoticeKind.RETRACTION})
"""… and that tells of it, as an answer to an appeal tells of a case of Amazon's."""
_DIGITS = 11
"""Of an id since 2019; before, one less, which other numbers have, too."""
_ALIKE = 6
"""First digits that only complaints of the same days share."""
_NEAR = 40
"""Characters around a number in which a word says that it is another …"""
_WORDS = 3
"""… and how many words before it are looked at."""
_ELSES = frozenset({"ignore", "phone", "number", "email", "work", "title", "name"})
_WORD = re.compile(r"[^\W\d_]{3,}|[\u2e80-\uffff]+")


def unannounced(
    sheet: Sheet, kind: NoticeKind, known: tuple[Found, ...], numbers: Collection[Found]
) -> tuple[Found, ...]:
    """``known``, or where it is empty whatever has the shape of a complaint id, in the order of the text.

    ``numbers``: of rights, which no complaint has.
    """
    if known or kind not in _KINDS:
        return known
    of_rights = {re.sub(r"\D", "", number.text) for number in numbers}
    found = _with_alike(sheet, tuple(item for item in shaped(sheet) if item.text not in of_rights))
    older = [item for item in shaped(sheet, _DIGITS - 1) if item.text not in of_rights and not is_asin(item.text)]
    if not found and len(older) == 1:
        return (_guessed(older[0]),)
    return found or (_called_a_case(sheet) if kind in _TOLD else ())


def _guessed(item: Found) -> Found:
    return Found(text=item.text, start=item.start, guess=True)


def _with_alike(sheet: Sheet, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """``found``, with the numbers that begin as they do: complaints of one day, in a table whose head names one."""
    begun = {item.text[:_ALIKE] for item in found}
    every = COMPLAINT_ID.finditer(sheet.page.text, sheet.body, len(sheet.new)) if found else ()
    alike = [Found(text=match[0], start=match.start()) for match in islice(every, MAX_NUMBERS)]
    alike = [item for item in alike if len(item.text) == _DIGITS and item.text[:_ALIKE] in begun]
    by_text = {item.text: item for item in reversed([*found, *alike])}
    return tuple(sorted(by_text.values(), key=lambda item: (item.start < sheet.body, item.start)))


def _called_a_case(sheet: Sheet) -> tuple[Found, ...]:
    """The one number of that shape in the body, where it stands behind the word for a case of Amazon's: a complaint
    has such a number, and a mail about it names it once."""
    found = [
        Found(text=match[0], start=match.start(), guess=True)
        for match in islice(COMPLAINT_ID.finditer(sheet.page.text, sheet.body, len(sheet.new)), MAX_NUMBERS)
        if len(match[0]) == _DIGITS and _is_behind_case(sheet, match.start())
    ]
    return tuple(found) if len(found) == 1 else ()


def _is_behind_case(sheet: Sheet, start: int) -> bool:
    """Whether the word right before a number is one for a case, or for another matter that is no complaint."""
    low, _ = sheet.page.sentence(start)
    before = _WORD.findall(sheet.page.folded[max(low, start - _NEAR) : start])[-1:]
    return any(all_labels(sheet.dialects).get(squeeze(word)) == "ignore" for word in before)


def shaped(sheet: Sheet, digits: int = _DIGITS) -> tuple[Found, ...]:
    """Numbers of the shape of a complaint id, of which no word says that they are another's, as the text has them."""
    found: dict[str, Found] = {}
    for match in islice(COMPLAINT_ID.finditer(sheet.page.text), MAX_NUMBERS):
        if len(match[0]) == digits and not _is_elses(sheet, *match.span()):
            found.setdefault(match[0], Found(text=match[0], start=match.start()))
    return tuple(sorted(found.values(), key=lambda item: (item.start < sheet.body, item.start)))


@lru_cache(maxsize=16)
def _senders(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """The words that stand before a sender."""
    return frozenset(fold(word) for dialect in dialects for word in dialect.quote.senders)


def _is_elses(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a label, or a word near a number, says that it is a case of Amazon's, an order, a telephone, a right."""
    if any(hit.value <= start < hit.end and hit.base in _ELSES for hit in sheet.hits):
        return True
    low, high = sheet.page.sentence(start)
    from_ = _senders(sheet.dialects)  # "164… comes from Acme": no header's label
    before = _WORD.findall(sheet.page.folded[max(low, start - _NEAR) : start])[-_WORDS:]
    behind = [word for word in _WORD.findall(sheet.page.folded[end : min(high, end + _NEAR)])[:2] if word not in from_]
    labels = all_labels(sheet.dialects)
    words = [*before, *behind, *map("".join, pairwise(before))]
    return sheet.page.text[:start].endswith("+") or any(
        labels.get(squeeze(word)) in {"ignore", "phone"} for word in words
    )
