"""What the content of a message says, under the fields that describe it: its texts, and what is attached.

Promises never to raise, bounded time and size.
"""

import re
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from noticed.core.mail.charset import decode
from noticed.core.mail.headers import Field
from noticed.core.mail.html import html_to_text
from noticed.core.mail.mime import Part, Reader, Tree
from noticed.core.mail.model import Attachment
from noticed.core.values import Value

MAX_TEXT = 200_000
"""Characters of text that are kept."""
MAX_OCTETS = 2_000_000
"""Octets of one part of text, plain or HTML, that are decoded."""
_KEPT = 256 * 1024
"""Octets of a content that is kept until the next one is read."""

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_HTML_ONLY = re.compile(r"(?i)\bhtml\b|\bbrowser")
"""The name of the format, or of the program that shows it: languages have no word of their own for either."""
_PLAIN = frozenset({"text/plain", "text/enriched", "text/richtext", "text/markdown"})
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_HEADERS = frozenset({"text/rfc822-headers", "message/global-headers", "message/partial"})
_MESSAGES = frozenset({"message/rfc822", "message/global"})


class Shown(StrEnum):
    """What a leaf of the tree of parts is read as."""

    MESSAGE = "message"
    REPORT = "report"
    RETURNED = "returned"
    """The header of a returned message."""
    PLAIN = "plain"
    HTML = "html"
    NOT = "not"


class Body(Value):
    """What was found in the parts, in order."""

    texts: tuple[tuple[str, str], ...] = ()
    """(plain, HTML) of each thing to be read: one of the two may be empty."""
    messages: tuple[bytes, ...] = ()
    reports: tuple[bytes, ...] = ()
    returned_headers: tuple[bytes, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class Content(Value):
    """What the content says under the fields that describe it."""

    body: Body
    text: str
    html_text: str
    links: tuple[tuple[str, str], ...]
    defects: tuple[str, ...]


def read_content(described: tuple[Field, ...], content: bytes) -> Content:
    """What ``content`` says; the last one that is not large is kept.

    A message is read twice, with all its header and with the signed part of it: under the same fields its content says
    the same.
    """
    return (_kept if len(content) <= _KEPT else _read)(described, content)


def _read(described: tuple[Field, ...], content: bytes) -> Content:
    reader = Reader()
    body = _collect(reader.read(described, content), top=True)
    text, html_text, links = _texts(body)
    return Content(body=body, text=text, html_text=html_text, links=links, defects=tuple(reader.defects))


_kept = lru_cache(maxsize=1)(_read)


def _collect(node: Tree | Part, *, top: bool = False) -> Body:
    if isinstance(node, Part):
        return _collect_leaf(node, top=top)
    bodies = [_collect(part) for part in node.parts]
    texts = tuple(text for body in bodies for text in body.texts)
    if node.subtype == "alternative" and texts:
        plain = next((plain for plain, _ in texts if plain), "")
        texts = ((plain, "\n".join(html for _, html in texts if html)),)
    return Body(
        texts=texts,
        messages=tuple(raw for body in bodies for raw in body.messages),
        reports=tuple(raw for body in bodies for raw in body.reports),
        returned_headers=tuple(raw for body in bodies for raw in body.returned_headers),
        attachments=tuple(attachment for body in bodies for attachment in body.attachments),
    )


def shown_as(part: Part, *, top: bool) -> Shown:
    """What ``part`` is read as; ``top``: it is the whole message."""
    if part.content_type in _MESSAGES or part.name.lower().endswith(".eml"):
        return Shown.MESSAGE
    if part.content_type in _REPORTS:
        return Shown.REPORT
    if part.content_type in _RETURNED_HEADERS:
        return Shown.RETURNED
    if part.attached and not top:
        return Shown.NOT
    if part.content_type in _PLAIN:
        return Shown.PLAIN
    return Shown.HTML if part.content_type in {"text/html", "application/xhtml+xml"} else Shown.NOT


def charset_of(content: bytes, label: str | None, *, is_html: bool) -> str | None:
    """The charset a part names, in its header or, where that is silent, in its HTML."""
    if label or not is_html:
        return label
    return next(iter(_META_CHARSET.findall(content[:4096])), b"").decode("ascii") or None


def _collect_leaf(part: Part, *, top: bool) -> Body:
    content = part.content
    match shown_as(part, top=top):
        case Shown.MESSAGE:
            return Body(messages=(content,))
        case Shown.REPORT:
            return Body(reports=(content,))
        case Shown.RETURNED:
            return Body(returned_headers=(content,))
        case Shown.PLAIN:
            text = decode(_beginning(content), part.charset)
            return Body(texts=((_unflow(text) if part.flowed else text, ""),))
        case Shown.HTML:
            label = charset_of(content, part.charset, is_html=True)
            return Body(texts=(("", decode(_beginning(content), label)),))
        case Shown.NOT:
            attachment = Attachment(
                name=part.name, content_type=part.content_type, size=len(content), sha256=sha256(content).hexdigest()
            )
            return Body(attachments=(attachment,))


def _beginning(octets: bytes) -> bytes:
    """As much as is decoded, up to a line end, so that no character is cut in two."""
    if len(octets) <= MAX_OCTETS:
        return octets
    end = octets.rfind(b"\n", MAX_OCTETS // 2, MAX_OCTETS)
    return octets[: end if end > 0 else MAX_OCTETS]


def _texts(body: Body) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """(what a person would see, the HTML as text, its links)."""
    shown: list[str] = []
    htmls: list[str] = []
    links: list[tuple[str, str]] = []
    for plain, html in body.texts:
        html_text = ""
        if html:
            html_text, found = html_to_text(html)
            htmls.append(html_text)
            links += found
        shown.append(html_text if _says_less(plain, html_text) else plain)
    return (
        "\n".join(text for text in shown if text.strip())[:MAX_TEXT],
        "\n".join(htmls)[:MAX_TEXT],
        tuple(dict.fromkeys(links))[:500],
    )


def _says_less(plain: str, html_text: str) -> bool:
    """Whether the plain part is only a stub that sends the reader to the HTML part."""
    if not plain or not html_text.strip():
        return bool(html_text.strip())
    words, html_words = len(plain.split()), len(html_text.split())
    return words * 4 < html_words or (words < 60 and words < html_words and _HTML_ONLY.search(plain) is not None)


def _unflow(text: str) -> str:
    """Format=flowed text with its soft line breaks undone (RFC 3676 section 4)."""
    pieces: list[str] = []
    soft, above = False, 0
    for line in text[: 2 * MAX_TEXT].split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        if soft and depth == above and body != "-- ":
            pieces.append(body)
        else:
            pieces += ["\n", line[:depth], " " if depth and body else "", body]
        soft, above = body.endswith(" ") and body != "-- ", depth
    return "".join(pieces[1:])
