"""A stranger's words made harmless, for the places where they are quoted."""

import re
import unicodedata

_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}:/{1,3}|\bwww\d?\.|\b(?:mailto|javascript|data|tel):(?=\S))\S*", re.IGNORECASE
)
_HOST = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2,})")
_FULL_STOP = re.compile(r"(?<=[A-Za-z0-9])[\u3002\uff61](?=[A-Za-z]{2,})")
"""A name of a host may be written with it (UTS 46), in Latin letters: behind others it ends a sentence."""
_REFERENCE = re.compile(r"\b([NAD])-(?=[0-9A-Z])", re.IGNORECASE)
_TAMED = {ord(sign): tame for sign, tame in zip('"“”<>[]', "'''()()", strict=True)}


def clean(text: str, limit: int) -> str:
    """Text of a stranger as a harmless part of one line, at most ``limit`` characters.

    Controls, invisible and direction characters go, links and references to cases lose what makes them
    work, an ``@`` becomes a word, quotation marks and brackets cannot end the place it is quoted in.
    """
    text = text[: limit * 8 + 1000]
    if not (text.isascii() and text.isprintable()):  # most is: it stands for itself, sign by sign
        text = unicodedata.normalize("NFC", "".join(map(_plain, text)))
        text = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _printed(sign))
    text = _LINK.sub(" ", _FULL_STOP.sub(".", text)).replace("@", " at ")
    text = _REFERENCE.sub(r"\1 ", _HOST.sub("(.)", text))
    text = " ".join(text.translate(_TAMED).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _plain(sign: str) -> str:
    """A full-width letter or at sign as what it stands for; other writing stays as it is."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and (plain.isalnum() or plain in '@./<>"[]') else sign


def _printed(sign: str) -> bool:
    return not unicodedata.category(sign).startswith("C")
