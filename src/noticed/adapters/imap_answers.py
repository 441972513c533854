"""What a parsed IMAP answer says. Pure: what cannot be read is missing or old."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an INTERNALDATE that cannot be read: old, so that nothing starts by itself."""

_SPECIAL_USES = {use.lower().encode(): use for use in ("Sent", "Junk", "All", "Drafts", "Trash", "Archive")}
_ALL = re.compile(rb"\bALL (\S+)")
_MOST = 500_000
"""Numbers of one answer: as many as fit into the longest line that imaplib reads."""


def ranges(answer: bytes) -> set[int]:
    """The numbers of an ESEARCH response (RFC 4731). Raises ``ValueError`` where they are none, or too many."""
    found = set[int]()
    named = _ALL.search(answer)
    for part in named[1].split(b",") if named else ():
        first, _, last = part.partition(b":")
        low, high = sorted((int(first), int(last or first)))
        if len(found) + high - low >= _MOST:
            raise ValueError("too many numbers")
        found.update(range(low, high + 1))
    return found


def modseq(answer: Mapping[bytes, object]) -> int | None:
    """HIGHESTMODSEQ (RFC 7162); None where the server does not count changes of this mailbox."""
    value = answer.get(b"HIGHESTMODSEQ")
    value = value[0] if isinstance(value, tuple | list) and value else value
    return int(value) if isinstance(value, int | bytes) and int(value) else None


def special_use(flags: Sequence[bytes]) -> str | None:
    """The special use among a mailbox's attributes (RFC 6154), without the backslash."""
    found = (_SPECIAL_USES.get(flag.lower().removeprefix(b"\\")) for flag in flags)
    return next((use for use in found if use), None)


def received_at(item: Mapping[bytes, object]) -> datetime:
    """INTERNALDATE in UTC."""
    value = item.get(b"INTERNALDATE")
    return value.astimezone(UTC) if isinstance(value, datetime) else UNKNOWN_TIME


def block(item: Mapping[bytes, object], name: bytes) -> bytes:
    """The octets of a BODY section, whose key repeats the section and an origin (``BODY[]<0>``); NIL is empty.

    Raises ``KeyError`` where the section is not there at all.
    """
    for key, value in item.items():
        if key.upper().startswith(name):
            return value if isinstance(value, bytes) else b""
    raise KeyError(name)
