"""Whether a header block names one of some texts. Nothing is raised, whatever a stranger wrote."""

from collections.abc import Sequence

from noticed.core.mail.headers import read_fields

OWN_NAMES = ("Message-ID", "X-Noticed-Letter", "X-Microsoft-Original-Message-ID", "Subject")
"""The fields by which our own letter, or an answer to it, is known."""


def holds(header: bytes, names: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether a field of ``names`` contains one of ``texts``, whatever the case, folded or encoded (RFC 2047)."""
    wanted = {name.lower() for name in names}
    values = [field.text.lower() for field in read_fields(header)[0] if field.name in wanted]
    return any(text.lower() in value for text in texts if text for value in values)
