"""What in a message may tie it to one of our letters or cases. Finding the case is the store's work.

Message-IDs are not ours to keep (some providers replace them), so there are three keys: the thread's Message-IDs,
our own header, and our reference in the Subject and in the last line of a letter.
"""

import hashlib
import re

from noticed.core.case.identity import REFERENCE
from noticed.core.mail.headers import read_fields, split_message
from noticed.core.mail.model import Message
from noticed.core.values import Value

LETTER_HEADER = "x-noticed-letter"
"""Our own header, in lower case."""
_NAMED = re.compile(rf"(?i:\breference\b|\bref\b\.?)\W{{0,3}}({REFERENCE.pattern})")
_IN_TEXT = re.compile(r"(?im)^[ \t>]{0,9}X-Noticed-Letter:[ \t]{0,9}([\w.-]{4,100})")
_ID_IN_TEXT = re.compile(r"(?im)^[ \t>]{0,9}Message-ID:\s{0,9}(<[^<>\s]{3,300}>)")
_LAST_LINES = 15


def sender_digest(address: str) -> str:
    """What is kept of a sender whose place is remembered: enough to know the address again, not to read it."""
    return hashlib.sha256(address.lower().encode("utf-8", "replace")).hexdigest()[:24]


class MatchKeys(Value):
    """Keys to look for in the store, the surest first in each."""

    message_ids: tuple[str, ...] = ()
    """Of In-Reply-To and References, and of a returned message."""
    letter_keys: tuple[str, ...] = ()
    """Values of X-Noticed-Letter, of the message and of one returned with it."""
    references: tuple[str, ...] = ()
    """Our references: in the Subject, then in the body where a letter names its own."""
    sender: str = ""
    """addr-spec in From; "" where there is none."""


def match_keys(message: Message) -> MatchKeys:
    """Everything in ``message`` that may name a letter or a case of ours."""
    returned_ids, returned_keys, returned_references = returned_names(message.returned)
    references = [*REFERENCE.findall(message.subject), *_in_text(message.text), *returned_references]
    return MatchKeys(
        message_ids=_each_once([*message.references, *returned_ids]),
        letter_keys=_each_once([*_values(message, LETTER_HEADER), *returned_keys]),
        references=_each_once(references),
        sender=message.from_[0].spec if message.from_ else "",
    )


def returned_names(returned: bytes | None) -> tuple[list[str], list[str], list[str]]:
    """(Message-IDs, letter keys, references) of a message that came back, or of its header alone."""
    if returned is None:
        return [], [], []
    block, body = split_message(returned)
    fields, _ = read_fields(block)
    ids = [f.text for f in fields if f.name in {"message-id", "x-microsoft-original-message-id"}]
    keys = [f.text for f in fields if f.name == LETTER_HEADER]
    subjects = " ".join(f.text for f in fields if f.name == "subject")
    tail = body[-4096:].decode("utf-8", "replace")
    return ids, keys, REFERENCE.findall(f"{subjects}\n{tail}")


def names_in_text(text: str) -> tuple[list[str], list[str], list[str]]:
    """The same, of a message that came back as plain text."""
    return _ID_IN_TEXT.findall(text), _IN_TEXT.findall(text), REFERENCE.findall(text)


def _in_text(text: str) -> list[str]:
    if REFERENCE.search(text) is None:
        return []
    lines = [line for line in text.split("\n") if line.strip()]
    return [*_NAMED.findall(text), *REFERENCE.findall("\n".join(lines[-_LAST_LINES:]))]


def _values(message: Message, name: str) -> list[str]:
    return [value for key, value in message.headers if key == name]


def _each_once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:100]
