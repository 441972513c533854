"""Text as a person sees it: without what has no shape. Never raises on any text."""

import re

MAX_TEXT = 200_000
"""Characters of text that are given back."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters without a shape: a label or an address reads the same with and without them."""

_LINE_ENDS = ("\r\n", *"\r\x0b\x0c\x85\u2028\u2029")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ENDS = bytes.maketrans(b"\x0b\x0c\r", b"\n\n\n")
_ASCII = bytes((*range(9), *range(14, 32), 127))
"""The same of text without other characters, which most mail is: its octets are faster than a pattern."""


def visible(text: str) -> str:
    """``text`` without invisible and control characters, every kind of line end as "\\n"."""
    if text.isascii():
        return text if text.isprintable() else text.replace("\r\n", "\n").encode().translate(_ENDS, _ASCII).decode()
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return INVISIBLE.sub("", _CONTROLS.sub("", text))


def without_controls(html: str) -> str:
    """``html`` without control characters, whatever kind of line ends it has."""
    return html.encode().translate(None, _ASCII).decode() if html.isascii() else _CONTROLS.sub("", html)
