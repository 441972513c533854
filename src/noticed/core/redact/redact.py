"""A message that can be shown to others: every identity replaced by one of the same shape, everything else as it was.

For a user whose notice was misread. Amazon's own words, addresses and domains stay, as do dates, layout, charsets and
transfer encodings. Deterministic and pure; never raises on any octets.
"""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from noticed.core.mail.message import read_message
from noticed.core.marketplace import Marketplace
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.extract import read_notice
from noticed.core.notice.model import Notice
from noticed.core.redact.carve import Carver
from noticed.core.redact.fakes import Fakes
from noticed.core.redact.find import Finder, Found
from noticed.core.redact.names import names
from noticed.core.redact.naming import Naming
from noticed.core.redact.strips import Strip, strips
from noticed.core.redact.vocabulary import vocabulary
from noticed.core.values import Value

_TRIES = 3


class Redacted(Value):
    """A redacted message."""

    raw: bytes
    replaced: tuple[tuple[str, int], ...]
    """How many values of each kind were replaced."""
    differs: tuple[str, ...]
    """What reads otherwise in the copy, in words."""
    left: tuple[str, ...]
    """Kinds of values that still occur in it: such a copy is not to be shared."""


def redact(
    raw: bytes, dialects: Sequence[Dialect], stores: Sequence[Marketplace], salt: bytes | None = None
) -> Redacted:
    """The copy of ``raw``. One ``salt``, one fake for a value in all messages; None: from the content."""
    message = read_message(raw)
    notice = read_notice(message, dialects, stores)
    words = vocabulary(dialects)
    people = names(message, notice, dialects, words)
    called = [name.text for name in people]
    base = sha256(raw).digest() if salt is None else salt
    for attempt in range(_TRIES):
        fakes = Fakes(base + bytes(attempt), words.words)
        naming = Naming(people, fakes, words, dialects)
        copy, found = _copy(raw, Finder(fakes, words, stores, notice.ip_numbers, called), naming)
        left = left_in(copy, found, naming.spread)
        if not left:
            break
    return Redacted(
        raw=copy,
        replaced=tuple(sorted(Counter(kind for kind, _ in found).items())),
        differs=differences(notice, read_notice(read_message(copy), dialects, stores)),
        left=left,
    )


def _copy(raw: bytes, finder: Finder, naming: Naming) -> tuple[bytes, frozenset[tuple[str, str]]]:
    """The message with everything replaced, and (kind, value) of what was."""
    carver = Carver(raw)
    replaced: set[tuple[str, str]] = set()
    for section in carver.sections:
        for strip in strips(section):
            taken: set[int] = set()
            for look in (*finder.finders(), naming.whole, finder.numbers, naming.parts):
                for found in look(strip):
                    if taken.isdisjoint(found.places):
                        taken.update(found.places)
                        strip.replace(found.places, found.fakes)
                        if _changes(strip, found):
                            replaced.add((found.kind, found.value))
    return carver.written(), frozenset(replaced)


def _changes(strip: Strip, found: Found) -> bool:
    return "".join(found.fakes).lower() != "".join(strip.text[at] for at in found.places).lower()


_WORD = "word of a name"
_LEAST = {"number": 7, _WORD: 4, "part of a link": 8, "host": 4}
"""Shorter values occur by chance."""


def left_in(copy: bytes, found: frozenset[tuple[str, str]], spread: frozenset[str]) -> tuple[str, ...]:
    """Kinds of the values that still stand in ``copy``, in its octets or in its texts."""
    shown = [strip for section in Carver(copy).sections for strip in strips(section)]
    folded = "\n".join(strip.folded for strip in shown)
    solid = "\n".join(strip.solid for strip in shown)
    words = set(re.findall(r"[^\W\d_]+", folded))
    octets = copy.lower()
    left = {
        kind
        for kind, value in found
        if kind != _WORD
        and len(value) >= _LEAST.get(kind, 3)
        and (
            _stands(value, folded)
            or (kind == "name" and len(value) >= 8 and value in solid)
            or (len(value) >= 8 and value.encode("utf-8", "replace") in octets)
        )
    }
    if any(len(word) >= _LEAST[_WORD] for word in words & spread):
        left.add(_WORD)
    return tuple(sorted(left))


def _stands(value: str, text: str) -> bool:
    """Whether a value stands there by itself, not within a longer word or number."""
    return value in text and re.search(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])", text) is not None


def differences(one: Notice, other: Notice) -> tuple[str, ...]:
    """What two readings do not have in common, apart from the values themselves."""
    alike = ("kind", "ip_type", "language", "deadline_days", "marketplace", "action", "reason_stated")
    counted = ("asins", "complaint_ids", "ip_numbers", "rights_owner_emails", "amazon_emails", "complaints")
    said = [(name, getattr(one, name), getattr(other, name)) for name in alike]
    said += [(name, len(getattr(one, name)), len(getattr(other, name))) for name in counted]
    said.append(("rights_owner_name", one.rights_owner_name is not None, other.rights_owner_name is not None))
    return tuple(f"{name}: {_word(before)} became {_word(after)}" for name, before, after in said if before != after)


def _word(value: object) -> str:
    return "nothing" if value is None else str(value)
