"""Names that come out the same wherever they are made: the case's reference, a letter's Message-ID.

They are derived from the notice, never from a counter of this machine, so that a second daemon or a
restored backup makes the same name for the same letter, and search-before-resend finds it.
"""

import base64
import hashlib
import itertools
import re
from collections.abc import Callable

from noticed.core.case.model import LetterKind

REFERENCE = re.compile(r"\bN-[A-Z2-7]{4,8}\b")
"""Our reference as it stands in subjects, bodies and Message-IDs."""


def notice_key(account: str, complaint_ids: tuple[str, ...], asins: tuple[str, ...], fallback: str) -> str:
    """What identifies the matter of a notice: its complaint ids, else the bytes it came in and its ASINs."""
    parts = sorted(complaint_ids) or [*sorted(asins), fallback]
    return "|".join((account, *parts))


def reference(key: str, taken: Callable[[str], bool]) -> str:
    """``N-`` and four letters of the key's hash; one more for each collision with a name already taken.

    Raises ``ValueError`` where five names are taken.
    """
    digest = _base32(key)
    for length in range(4, 9):
        name = f"N-{digest[:length]}"
        if not taken(name):
            return name
    raise ValueError("five different matters with one hash: not in this world")


def letter_name(case: str, number: int) -> str:
    """The name of a case's letter by its number, from 1 on."""
    return f"{case}.{number}"


_MOST_STEPS = 12
"""More than any cadence has."""


def message_id(  # a letter is known by all of these
    case: str, letter: str, recipients: tuple[str, ...], sender: str, kind: LetterKind, step: int | None = None
) -> str:
    """The Message-ID of a letter, at the sender's domain. Our reference stands in it."""
    return f"<{letter}.{_digest(case, letter, recipients, kind, step)}@{sender.rpartition('@')[2]}>"


def read_back(key: str, case: str, letter: str, recipients: tuple[str, ...]) -> tuple[LetterKind, int | None] | None:
    """The kind and step of a letter of which only a copy is left; None where ``key`` is not the name it would have."""
    found = key.rpartition(".")[2]
    steps = (None, *range(_MOST_STEPS))
    kinds = itertools.product(LetterKind, steps)
    return next((each for each in kinds if _digest(case, letter, recipients, *each) == found), None)


def _digest(case: str, letter: str, recipients: tuple[str, ...], kind: LetterKind, step: int | None) -> str:
    return _base32("|".join((case, letter, kind.value, str(step), *sorted(recipients))))[:20].lower()


def letter_key(message_id_: str) -> str:
    """The value of ``X-Noticed-Letter``: the Message-ID's left half, which no provider rewrites."""
    return message_id_.strip("<>").partition("@")[0]


def _base32(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
