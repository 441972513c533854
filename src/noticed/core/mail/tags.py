"""A page as the parser writes it: texts and tags in turn. Never raises; linear."""

import re
from collections.abc import Sequence

_TAG = re.compile(r"(<[^>]*>?)")
"""Up to the end where none closes it, which the parser never writes: so it is linear on anything."""


def pieces_of(html: str) -> list[str]:
    """Texts and tags of a page that the parser wrote, in turn: neither a text nor a value has such a mark in it."""
    return _TAG.split(html)


def behind(pieces: Sequence[str], place: int, name: str) -> int:
    """The place of the tag that ends the element begun at ``place``."""
    begin, end, depth = (f"<{name} ", f"<{name}>"), f"</{name}>", 0
    for number in range(place, len(pieces), 2):
        piece = pieces[number]
        depth += 1 if piece.startswith(begin) else -1 if piece == end else 0
        if not depth:
            return number
    return len(pieces)
