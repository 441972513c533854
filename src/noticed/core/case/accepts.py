"""What a notice accepts as attachments: kinds of files, their size, links, and how old an invoice may be. Pure.

Notices print one list in every language (".jpeg, .jpg, .pjpeg, .gif, .png, .tiff"); it is known by its endings, not by
the words around it. A notice that prints none is silent: then a PDF goes as it is and as pictures of its pages.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from noticed.core.case.exhibits import INVOICE_DAYS
from noticed.core.values import Value

_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("jpeg", "jpg", "pjpeg"), "image/jpeg"),
    "gif": "image/gif",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "pdf": "application/pdf",
}
_ENDING = r"\.?(?:pjpeg|jpe?g|gif|png|tiff?|bmp|pdf)(?![a-z0-9])"
_EACH = re.compile(_ENDING, re.IGNORECASE)
_NEAR = 160
_MOST_TEXT = 60_000


class Accepts(Value):
    """What may be attached to an answer to a notice."""

    types: frozenset[str] = frozenset()
    """Content types; empty where the notice does not say."""
    printed: str = ""
    """The list as it stands in the notice; "" where there is none."""
    octets: int | None = None
    """Of all files together; None where the notice does not say."""
    invoice_days: int = INVOICE_DAYS


class Vocabulary:
    """The words around a list, in every language (``data/attachments.toml``)."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        between = rf"[\s,、，/|()*“”\"'-]{{0,6}}(?:(?:{_any(words['joins'])})[\s,、]{{0,4}})?"
        lists = rf"(?<![a-z0-9_-]){_ENDING}(?:{between}(?<![a-z0-9]){_ENDING}){{1,11}}"
        self.lists = re.compile(lists, re.IGNORECASE)
        self.refused = re.compile(rf"(?<!\w)(?:{_any(words['refused'])})(?!\w)[^.。;；:!?]{{0,40}}$", re.IGNORECASE)
        self.sizes = re.compile(rf"(?<!\d)(\d{{1,3}})\s?(?:{_any(words['megabytes'])})(?![a-z0-9])", re.IGNORECASE)
        self.days = re.compile(rf"(?<!\d)(90|180|365)\s?-?\s?(?:{_any(words['days'])})", re.IGNORECASE)
        self.invoices = re.compile(_any(words["invoices"]), re.IGNORECASE)


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words))


def accepts(texts: Sequence[str], words: Vocabulary) -> Accepts:
    """What the notices of a case accept, the strictest of them: each text is one notice."""
    found = [_read(text[:_MOST_TEXT], words) for text in texts]
    listed = [each for each in found if each.types]
    shared = frozenset.intersection(*(each.types for each in listed)) if listed else frozenset[str]()
    return Accepts(
        types=shared or (listed[0].types if listed else frozenset()),
        printed=listed[0].printed if listed else "",
        octets=min((each.octets for each in listed if each.octets), default=None),
        invoice_days=min((each.invoice_days for each in found), default=INVOICE_DAYS),
    )


def _read(text: str, words: Vocabulary) -> Accepts:
    days = min(_invoice_days(text, words), default=INVOICE_DAYS)
    for match in words.lists.finditer(text):
        types = frozenset(_TYPES[each[0].lstrip(".").lower()] for each in _EACH.finditer(match[0]))
        begin = max(0, match.start() - _NEAR)
        if words.refused.search(text[begin : match.start()]) or not any(each.startswith("image/") for each in types):
            continue
        size = words.sizes.search(text[begin : match.end() + _NEAR])
        octets = int(size[1]) * 1024 * 1024 if size else None
        return Accepts(types=types, printed=" ".join(match[0].split()), octets=octets, invoice_days=days)
    return Accepts(invoice_days=days)


def _invoice_days(text: str, words: Vocabulary) -> Iterator[int]:
    """Spans that stand near the word for invoices: of a deadline nobody asks for 180 days."""
    for match in words.days.finditer(text):
        if words.invoices.search(text[max(0, match.start() - _NEAR) : match.end() + _NEAR]):
            yield int(match[1])
