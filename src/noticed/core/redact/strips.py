"""A text as it is read, each character with the place it stands at: tags, quote marks and invisible characters are
passed over, entities and percent codes undone. A value cut by a tag, a line end or a zero-width character is found
whole, and what takes its place is cut in the same way. Never raises.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, unquote

from noticed.core.mail.html import hides
from noticed.core.mail.text import INVISIBLE
from noticed.core.notice.fold import fold, printed
from noticed.core.redact.carve import Role, Section
from noticed.core.redact.octets import Text

Place = tuple[Text, int, int] | None
"""Where a character is written; None for a gap that no character makes, such as the end of a table cell."""

_MARKUP = re.compile(
    r"(?P<skip><!--.{0,100000}?-->|<(?P<raw>style|script)\b[^>]{0,2000}>.{0,200000}?</(?P=raw)\s{0,9}>)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:]{0,20})(?P<rest>[^<>]{0,20000})>|<[!?][^>]{0,2000}>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});?",
    re.DOTALL | re.IGNORECASE,
)
_CODES = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});|(?:%[0-9a-fA-F]{2}){1,300}")
_INLINE = frozenset("a b i u em strong font span wbr sub sup small big mark ins del code tt img".split())  # noqa: SIM905
_EMPTY = frozenset("br wbr img hr input meta link col area base".split())  # noqa: SIM905
_QUOTES = re.compile(r"(?m)^[ \t]{0,9}(?:[>|][ \t]{0,2}){1,9}")


class Strip:
    """One text: ``text`` is printed (``core.notice.fold``), ``folded`` the same for comparing."""

    def __init__(self, chars: Iterable[tuple[str, Place]]) -> None:
        kept = [(char, place) for char, place in chars if place is None or not INVISIBLE.match(char)]
        shown = [printed(char) or " " for char, _ in kept]
        self.text = "".join(char[:1] for char in shown)
        self.folded = fold(self.text)
        self._places = [place for _, place in kept]
        solid = [at for at, char in enumerate(self.folded) if not char.isspace()]
        self.solid = "".join(self.folded[at] for at in solid)
        self._solid = solid

    def find(self, value: str) -> Iterator[list[int]]:
        """The places of each occurrence of ``value`` (folded, without blanks), blanks between characters or not."""
        at = self.solid.find(value)
        while at >= 0:
            yield self._solid[at : at + len(value)]
            at = self.solid.find(value, at + len(value))

    def replace(self, places: Sequence[int], fakes: Sequence[str]) -> None:
        """Write ``fakes`` at ``places``, one for each, in the manner in which what they replace is written."""
        for at, fake in zip(places, fakes, strict=True):
            place = self._places[at]
            if place and fake != self.text[at]:
                text, start, end = place
                text.replace(start, end, _alike(fake, text.text[start:end]))


def _alike(fake: str, original: str) -> str:
    """``fake`` as an entity, percent-coded or wide where ``original`` is."""
    if original.startswith("&"):
        return "".join(f"&#{ord(char)};" for char in fake)
    if original.startswith("%") and len(original) > 1:
        return "".join(f"%{octet:02X}" for octet in fake.encode()) if original[1:3] != "2E" else quote(fake)
    if "\uff01" <= original < "\uff5f":
        return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in fake)
    return fake


def strips(section: Section) -> tuple[Strip, ...]:
    """The texts of a section: what is seen, and what stands in tags, comments and hidden elements."""
    if section.role is Role.HTML:
        seen: list[tuple[str, Place]] = []
        unseen: list[tuple[str, Place]] = []
        for text in section.texts:
            _html(text, seen, unseen)
        return Strip(seen), Strip(unseen)
    return (Strip(char for text in section.texts for char in _plain(text, is_body=section.role is Role.PLAIN)),)


def _plain(text: Text, *, is_body: bool) -> Iterator[tuple[str, Place]]:
    marks = {at for found in _QUOTES.finditer(text.text) for at in range(*found.span())} if is_body else set()
    for at, char in enumerate(text.text):
        if at not in marks:
            yield char, (text, at, at + 1)


def _html(text: Text, seen: list[tuple[str, Place]], unseen: list[tuple[str, Place]]) -> None:
    end = 0
    hidden: list[str] = []
    for found in _MARKUP.finditer(text.text):
        out = unseen if hidden else seen
        out += _each(text, end, found.start())
        end = found.end()
        if found[0].startswith("&"):
            out += _coded(text, found.start(), found.end())
            continue
        unseen += [("\n", None), *_markup(text, found.start(), found.end()), ("\n", None)]
        name = (found["name"] or "").lower()
        if name and name not in _INLINE:
            seen.append(("\t" if name in {"td", "th"} else "\n", None))
        _hide(found, name, hidden)
    (unseen if hidden else seen).extend(_each(text, end, len(text.text)))


def _hide(found: re.Match[str], name: str, hidden: list[str]) -> None:
    """Keep track of the elements that are not shown."""
    if found["close"]:
        while name in hidden:
            hidden.pop()
    elif name and name not in _EMPTY and (hidden or hides(found["rest"])):
        hidden.append(name)


def _each(text: Text, start: int, end: int) -> Iterator[tuple[str, Place]]:
    return ((text.text[at], (text, at, at + 1)) for at in range(start, end))


def _coded(text: Text, start: int, end: int) -> list[tuple[str, Place]]:
    """The character of an entity; of one that is none, what stands there."""
    char = html.unescape(text.text[start:end])
    return [(char, (text, start, end))] if len(char) == 1 else list(_each(text, start, end))


def _markup(text: Text, start: int, end: int) -> Iterator[tuple[str, Place]]:
    for found in _CODES.finditer(text.text, start, end):
        yield from _each(text, start, found.start())
        yield from _percent(text, *found.span()) if found[0][0] == "%" else _coded(text, *found.span())
        start = found.end()
    yield from _each(text, start, end)


def _percent(text: Text, start: int, end: int) -> Iterator[tuple[str, Place]]:
    for char in unquote(text.text[start:end]):
        size = 3 * len(char.encode("utf-8", "replace")) if char != "\ufffd" else 3
        yield char, (text, start, min(start + size, end))
        start = min(start + size, end)
