"""Which messages are read in a process of their own, where time and memory are limited. Pure, linear, never raises.

The reader is linear, but what it stands on (DKIM canonicalisation, HTML, patterns over text) is the work of many
hands. Nearly all mail is small and is read in place; a bomb needs room: size, parts, or long encoded fields.
"""

import re

from noticed.core.mail.headers import split_message

SMALL = 256 * 1024
"""Octets of a message that is read in place."""
FEW_PARTS = 50
"""Parts of one."""
SHORT_FIELD = 4 * 1024
"""Octets of a header field of one, when it has to be decoded."""

_DELIMITER = re.compile(rb"(?m)^--(?=[^\r\n]{0,70}[^\s-])")
"""A line that may be between two parts; a rule of dashes is none."""
_FIELD_END = re.compile(rb"\r?\n(?![ \t])|\r(?!\n)")


def is_heavy(raw: bytes) -> bool:
    """Whether ``raw`` may cost more time or memory than the daemon has to give."""
    if len(raw) > SMALL:
        return True
    delimiters = sum(1 for _ in _DELIMITER.finditer(raw))
    return delimiters > FEW_PARTS or has_heavy_field(split_message(raw)[0])


def has_heavy_field(block: bytes) -> bool:
    """Whether a header block has a long field that is not plain ASCII: 8-bit, or encoded words."""
    if len(block) > SMALL:
        return True
    fields = _FIELD_END.split(block)
    return any(len(field) > SHORT_FIELD and (not field.isascii() or b"=?" in field) for field in fields)
