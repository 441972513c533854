"""Whether a header block names one of some texts. Nothing is raised, whatever a stranger wrote."""

from collections.abc import Sequence
from contextlib import suppress
from email import message_from_bytes
from email.header import decode_header, make_header

OWN_NAMES = ("Message-ID", "X-Noticed-Letter", "X-Microsoft-Original-Message-ID", "Subject")
"""The fields by which our own letter, or an answer to it, is known."""
_DECODED_LIMIT = 4096
"""Characters of a value that are decoded: encoded words of 256 kB take the library 21 seconds."""


def holds(header: bytes, names: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether a field of ``names`` contains one of ``texts``, whatever the case, folded or encoded (RFC 2047)."""
    message = message_from_bytes(header)
    values = [" ".join(str(value).split()) for name in names for value in message.get_all(name, [])]
    values += [_decoded(value) for value in values if "=?" in value]
    return any(text.lower() in value.lower() for text in texts if text for value in values)


def _decoded(value: str) -> str:
    with suppress(ValueError, LookupError):
        return str(make_header(decode_header(value[:_DECODED_LIMIT])))
    return ""
