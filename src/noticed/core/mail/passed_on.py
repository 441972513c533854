"""What an answer only passes on: a copy of what its writer sent to Amazon, or the answer that somebody else gave.

A copy is worth no more than a promise: only Amazon's own word clears anything. Never raises.
"""

import re
from collections.abc import Iterator, Sequence

from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message, ReplyKind
from noticed.core.mail.quote import new_text
from noticed.core.mail.recipients import registrable_domain
from noticed.core.mail.said import kind_of
from noticed.core.mail.unwrap import forwards
from noticed.core.notice.dialect import Dialect

AMAZON = re.compile(r"(?:^|\.)amazon\.[a-z]{2,3}(?:\.[a-z]{2})?$")
"""The domains of Amazon's stores."""
_MOST, _LONGEST = 5, 20_000
"""Messages in it, and characters of each, that are looked at."""


def passes_on_retraction(message: Message, dialects: Sequence[Dialect]) -> bool:
    """Whether it holds a message by its writer, or somebody of the same domain, that tells Amazon of a retraction."""
    writer = message.from_[0].spec if message.from_ else ""
    return any(
        _same_side(writer, sender)
        and any(map(_is_amazons, to))
        and kind_of(said[:_LONGEST], dialects) is ReplyKind.RETRACTS
        for sender, to, said in _copies(message, dialects)
    )


def passed_on_answer(message: Message, dialects: Sequence[Dialect]) -> str | None:
    """What somebody outside wrote to the reader's own house and a colleague forwards, without what it answers; None
    where there is none: what a stranger forwards is told by nobody."""
    first = next(iter(forwards(message.text, dialects)), None)
    if first is None or not first.sender or any(map(_is_amazons, (first.sender, *first.to))):
        return None
    house = [address.spec for address in message.to]
    if not any(_same_side(own, writer.spec) for own in house for writer in message.from_):
        return None
    outside = not any(_same_side(own, first.sender) for own in house)
    return new_text(first.text, dialects, first.name)[:_LONGEST] if outside else None


def _copies(message: Message, dialects: Sequence[Dialect]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(sender, recipients, text) of each message in it."""
    for found in forwards(message.text, dialects)[:_MOST]:
        yield found.sender or "", found.to, new_text(found.text, dialects, found.name)
    for raw in message.attached[:_MOST]:
        inner = read_message(raw)
        sender = inner.from_[0].spec if inner.from_ else ""
        yield sender, tuple(a.spec for a in (*inner.to, *inner.cc)), new_text(inner.text, dialects)


def _same_side(writer: str, sender: str) -> bool:
    domain = registrable_domain(writer)
    return bool(sender) and (sender == writer or (domain is not None and domain == registrable_domain(sender)))


def _is_amazons(address: str) -> bool:
    return AMAZON.search(address.rpartition("@")[2]) is not None
