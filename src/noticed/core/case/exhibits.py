"""Files that show something in a case: their kinds, how long they hold, and what their first octets say they are. Pure.

An invoice is too old for Amazon after a while (the notice says after how many days, 180 or 365 as a rule); a licence
holds until the day it names. What is too old still shows the past: since when something was sold.
"""

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from noticed.core.values import Value

INVOICE_DAYS = 365
"""How old an invoice may be where the notice does not say (notices ask for those of 180 or 365 days)."""
LARGEST = 20 * 1024 * 1024
"""Octets of one file."""
MOST = 60
"""Files of one case."""
NAME = 100
"""Characters of a file's name."""


class ExhibitKind(StrEnum):
    """What a file is."""

    INVOICE = "invoice"
    LICENCE = "licence"
    REGISTRATION = "registration"
    ANALYSIS = "analysis"
    PHOTO = "photo"
    SCREENSHOT = "screenshot"
    OTHER = "other"


class Media(Value):
    """What the first octets of a file say it is."""

    type: str
    """Content type."""
    ending: str
    picture: bool = False


PDF = Media(type="application/pdf", ending=".pdf")
UNKNOWN = Media(type="application/octet-stream", ending="")
_MAGIC: tuple[tuple[bytes, Media], ...] = (
    (b"\x89PNG", Media(type="image/png", ending=".png", picture=True)),
    (b"\xff\xd8\xff", Media(type="image/jpeg", ending=".jpg", picture=True)),
    (b"GIF8", Media(type="image/gif", ending=".gif", picture=True)),
    (b"II*\0", Media(type="image/tiff", ending=".tiff", picture=True)),
    (b"MM\0*", Media(type="image/tiff", ending=".tiff", picture=True)),
    (b"BM", Media(type="image/bmp", ending=".bmp", picture=True)),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", Media(type="application/zip", ending="")),
)


def media_of(content: bytes) -> Media:
    """What the file is, by its content alone: a name says nothing."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Media(type="image/webp", ending=".webp", picture=True)
    found = next((media for magic, media in _MAGIC if content.startswith(magic)), None)
    if found is None and b"%PDF-" in content[:1024]:  # readers allow for rubbish before it (ISO 32000-1, annex H)
        return PDF
    return found or UNKNOWN


def kind_of(name: str, words: Mapping[str, Sequence[str]]) -> ExhibitKind:
    """What a file probably is, by the ``words`` of each kind in its name."""
    folded = name.casefold()
    found = next((kind for kind, several in words.items() if any(word in folded for word in several)), "other")
    return ExhibitKind(found)


def holds_until(
    kind: ExhibitKind, dated: date | None, expires: date | None, invoice_days: int = INVOICE_DAYS
) -> date | None:
    """The last day on which the file shows what is so today; None: it does not expire, or nobody said."""
    if expires is not None or kind is not ExhibitKind.INVOICE or dated is None:
        return expires
    return dated + timedelta(days=invoice_days)


def plain_name(name: str) -> str:
    """The last part of a path, without what could move a page, name another place, or hide an ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    kept = " ".join(kept.split()).strip(". ")
    if len(kept) <= NAME:
        return kept or "file"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: NAME - 11]}.{ending[:10]}" if dot else kept[:NAME]


def free_name(name: str, taken: frozenset[str]) -> str:
    """``name``, or with a number before its ending where it is taken."""
    if name.casefold() not in taken:
        return name
    stem, dot, ending = name.rpartition(".")
    stem, tail = (stem, f".{ending}") if dot and stem else (name, "")
    return next(each for n in itertools.count(2) if (each := f"{stem}-{n}{tail}").casefold() not in taken)
