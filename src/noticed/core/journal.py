"""The chain of a case's journal: each line carries a seal over itself and the line before it.

Whoever changes, drops, adds or moves a line later breaks every seal after it. The text enters the seal by its digest,
so that personal data can be removed from an old line without breaking the chain: the removal shows, nothing else does.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from noticed.core.values import Value

REMOVED = "(removed)"
"""What stands where the words of somebody who is forgotten stood."""


class SealedLine(Value):
    """One line of a case's journal as an export holds it."""

    at: datetime
    event: str
    text: str
    facts: Mapping[str, object] | None = None
    digest: str
    """SHA-256 of text and facts as they were written, in hex."""
    seal: str
    """SHA-256 over the seal of the line before, time, case, event and digest, in hex."""


def digest_of(text: str, facts: Mapping[str, object] | None) -> str:
    """SHA-256 of what a line says."""
    return _sha256([text, facts])


def seal_of(previous: str | None, *, at: datetime, case: str, event: str, digest: str) -> str:
    """The seal of a line after ``previous``, the seal of the case's line before it (None: the first)."""
    return _sha256([previous or "", at.astimezone(UTC).isoformat(timespec="microseconds"), case, event, digest])


def broken(case: str, lines: Iterable[SealedLine]) -> list[str]:
    """What is wrong with a chain, a sentence each; empty when it is whole. The lines in the order they were written.

    Words that were removed on purpose (``REMOVED``) are nothing wrong: that they were there is still sealed.
    """
    found = []
    previous: str | None = None
    for number, line in enumerate(lines, 1):
        if line.text != REMOVED and line.digest != digest_of(line.text, line.facts):
            found.append(f"journal line {number} ({line.event}): its text is not what was written")
        if line.seal != seal_of(previous, at=line.at, case=case, event=line.event, digest=line.digest):
            found.append(f"journal line {number} ({line.event}): the chain breaks here")
        previous = line.seal
    return found


def _sha256(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()
