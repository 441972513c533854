"""Text of strangers without what a terminal, a page or a mail obeys. Pure."""

import json
import re

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls but tab and newline (ECMA-48: with ESC and the C1 set begin the sequences that write the clipboard, the
title, or what was printed before), Unicode's own line ends, and marks that turn the direction of the text around them
(UAX 9)."""


def harmless(text: str) -> str:
    """``text`` without them."""
    return _OBEYED.sub("", text)


def harmless_json(text: str) -> str:
    """The same JSON, with them as escapes."""
    return _OBEYED.sub(lambda sign: json.dumps(sign[0])[1:-1], text)
