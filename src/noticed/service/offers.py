"""What a digest offers to be answered by mail: numbers, what each stands for, and one code that binds all of them.

The code is an HMAC (RFC 2104, SHA-256, cut to 130 bits) over everything offered, with a key of this installation: it
holds for this digest alone, for three days, and for cases and letters as they stood in it. Each number is taken once.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from noticed.core.case.model import Case
from noticed.core.values import Value
from noticed.ports import Tx
from noticed.service import letterbox
from noticed.service.context import Context

LIFE = timedelta(hours=72)
NOT_BELIEVED = "answer_not_believed"
"""Event of the journal: somebody answered a digest in an operator's name."""
_KEY = "answers:key"
_OFFERED = "answers:offered:"
_TAKEN = "answers:taken:"
_CODE_LENGTH = 26


class Offer(Value):
    """One number of a digest: a case to decide, or a letter that waits for a word."""

    number: int
    case: str | None = None
    letter: str | None = None
    mark: str
    """What it was when it was offered: another mark is another matter."""


def of_case(case: Case) -> str:
    """Changes with whatever the operator decided on: state, reason, complaints, deadline."""
    return _mark(case.state, case.reason, case.changed_at, case.complaints, case.outcome, case.complainant_emails)


def offer(tx: Tx, context: Context, digest: str, numbers: Mapping[int, tuple[str | None, str | None]]) -> str:
    """Remember what the numbers of ``digest`` stand for, (case, letter); gives its code, ``NAME.CODE``."""
    now = context.clock.now()
    _forget_old(tx, now)
    offers = [found for n, (case, letter) in numbers.items() if (found := _offer(tx, n, case, letter))]
    text = json.dumps(
        {
            "nonce": context.ids.new(),
            "until": (now + LIFE).isoformat(),
            "offers": [[o.number, o.case, o.letter, o.mark] for o in offers],
        }
    )
    tx.facts.set(_OFFERED + digest, text)
    if tx.facts.get(_KEY) is None:
        tx.facts.set(_KEY, context.ids.new() + context.ids.new())
    return f"{digest}.{_code(tx, digest, text)}"


def _offer(tx: Tx, number: int, case: str | None, letter: str | None) -> Offer | None:
    waiting = tx.outbox.get(letter) if letter else None
    if waiting:
        return Offer(number=number, case=case, letter=letter, mark=letterbox.mark(waiting))
    matter = tx.cases.get(case) if case and not letter else None
    return Offer(number=number, case=case, mark=of_case(matter)) if matter else None


def offered(tx: Tx, digest: str, code: str, now: datetime) -> tuple[Offer, ...] | None:
    """What the code stands for; None for a wrong or expired one, without saying which."""
    text = tx.facts.get(_OFFERED + digest)
    if text is None or not codes(tx, digest, text)(code):
        return None
    held = json.loads(text)
    if datetime.fromisoformat(held["until"]) < now:
        return None
    return tuple(Offer(number=n, case=case, letter=letter, mark=mark) for n, case, letter, mark in held["offers"])


def codes(tx: Tx, digest: str, text: str) -> Callable[[str], bool]:
    """Whether a guess is the code of what was offered; takes as long for a wrong one as for the right one."""
    right = _code(tx, digest, text).encode()
    return lambda guess: hmac.compare_digest(right, guess.encode())


def taken_by(tx: Tx, digest: str, number: int) -> str | None:
    """The message that took the number; None while it is free."""
    return tx.facts.get(f"{_TAKEN}{digest}:{number}")


def take(tx: Tx, digest: str, number: int, message: str) -> bool:
    """Take the number for ``message``, for good, whatever comes of it; False where it was taken before."""
    if taken_by(tx, digest, number) is not None:
        return False
    tx.facts.set(f"{_TAKEN}{digest}:{number}", message)
    return True


def _code(tx: Tx, digest: str, text: str) -> str:
    key = tx.facts.get(_KEY) or ""
    made = hmac.digest(key.encode(), f"{digest}|{text}".encode(), "sha256")
    return base64.b32encode(made).decode("ascii")[:_CODE_LENGTH]


def _forget_old(tx: Tx, now: datetime) -> None:
    for name, text in tx.facts.all().items():
        if name.startswith(_OFFERED) and datetime.fromisoformat(json.loads(text)["until"]) < now - LIFE:
            digest = name.removeprefix(_OFFERED)
            tx.facts.set(name, None)
            for taken in [n for n in tx.facts.all() if n.startswith(f"{_TAKEN}{digest}:")]:
                tx.facts.set(taken, None)


def _mark(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
