"""Raw bytes to a ``Message``: the only place where received mail is parsed.

Promises never to raise on any bytes, bounded time and size, and safe values: no surrogates, no control
characters but newline and tab. What could not be read is missing, and ``defects`` says so in words.
"""

import re
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from noticed.core.mail.addresses import read_addresses
from noticed.core.mail.charset import decode
from noticed.core.mail.headers import MAX_LINE, Field, read_fields, split_message
from noticed.core.mail.html import html_to_text
from noticed.core.mail.mime import Part, Reader, Tree
from noticed.core.mail.model import Address, Attachment, Message
from noticed.core.mail.stdlib import read_date
from noticed.core.values import Value

MAX_SIZE = 30 * 1024 * 1024
"""Octets of a message that are read."""
MAX_TEXT = 200_000
"""Characters of text that are kept."""
MAX_OCTETS = 2_000_000
"""Octets of one part of text, plain or HTML, that are decoded."""
MAX_REFERENCES = 100
_KEPT = 256 * 1024
"""Octets of a content that is kept until the next one is read."""

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_BARE_ID = re.compile(r"(?<![^<>\s\"])[^<>\s\"]{1,250}@[^<>\s\"]{1,250}")
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


class _Body(Value):
    """What was found in the parts, in order."""

    texts: tuple[tuple[str, str], ...] = ()
    """(plain, HTML) of each thing to be read: one of the two may be empty."""
    messages: tuple[bytes, ...] = ()
    reports: tuple[bytes, ...] = ()
    returned_headers: tuple[bytes, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class _Content(Value):
    """What the content says under the fields that describe it."""

    body: _Body
    text: str
    html_text: str
    links: tuple[tuple[str, str], ...]
    defects: tuple[str, ...]


def read_message(raw: bytes) -> Message:
    """Read one message, whatever its bytes are."""
    defects: list[str] = []
    if len(raw) > MAX_SIZE:
        defects.append("larger than 30 MB")
        raw = raw[:MAX_SIZE]
    block, content = split_message(raw)
    fields, header_defects = read_fields(block)
    described = tuple(field for field in fields if field.name.startswith("content-"))
    found = (_kept_content if len(content) <= _KEPT else _content)(described, content)
    body = found.body
    is_report = bool(body.reports) or _first(fields, "content-type").startswith("multipart/report")
    returned = next(iter((*body.messages, *body.returned_headers)), None) if is_report else None
    return Message(
        message_id=next(iter(_ids(fields, "message-id")), None),
        from_=_addresses(fields, "from"),
        reply_to=_addresses(fields, "reply-to"),
        to=_addresses(fields, "to"),
        cc=_addresses(fields, "cc"),
        subject=_first(fields, "subject"),
        date=read_date(_first(fields, "date")),
        references=tuple(dict.fromkeys(_ids(fields, "in-reply-to", "references")))[-MAX_REFERENCES:],
        headers=tuple((field.name, field.text) for field in fields),
        text=found.text,
        html_text=found.html_text,
        links=found.links,
        attached=() if is_report else body.messages,
        attachments=body.attachments,
        report=tuple(group for report in body.reports for group in _groups(report)),
        returned=returned,
        return_path=_return_path(fields),
        defects=tuple(dict.fromkeys([*defects, *header_defects, *found.defects])),
    )


def _content(described: tuple[Field, ...], content: bytes) -> _Content:
    reader = Reader()
    body = _collect(reader.read(described, content), top=True)
    text, html_text, links = _texts(body)
    return _Content(body=body, text=text, html_text=html_text, links=links, defects=tuple(reader.defects))


_kept_content = lru_cache(maxsize=1)(_content)
"""A message is read twice, with all its header and with the signed part of it: under the same fields its content says
the same."""


def html_of(raw: bytes) -> str:
    """The HTML as it was written, decoded: for a page that cleans it, of a message that is not heavy. "" for none."""
    block, content = split_message(raw[:MAX_SIZE])
    body = _collect(Reader().read(read_fields(block)[0], content), top=True)
    return "\n".join(html for _, html in body.texts if html)[:MAX_TEXT]


def _first(fields: tuple[Field, ...], name: str) -> str:
    return next((field.text for field in fields if field.name == name), "")


def _addresses(fields: tuple[Field, ...], name: str) -> tuple[Address, ...]:
    return tuple(address for field in fields if field.name == name for address in read_addresses(field.value))


def _ids(fields: tuple[Field, ...], *names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        for field in fields:
            if field.name == name:
                text = field.text
                found += _MESSAGE_ID.findall(text) or [f"<{bare}>" for bare in _BARE_ID.findall(text)[:1]]
    return found


def _return_path(fields: tuple[Field, ...]) -> str | None:
    if not any(field.name == "return-path" for field in fields):
        return None
    return _first(fields, "return-path").strip("<> ")[:MAX_LINE]


def _groups(report: bytes) -> list[tuple[tuple[str, str], ...]]:
    """The blocks of a delivery report, separated by empty lines (RFC 3464 section 2.1)."""
    blocks = re.split(rb"(?:\r?\n[ \t]*){2,}", report[: 64 * 1024])[:100]
    read = (read_fields(block)[0] for block in blocks)
    return [tuple((field.name, field.text) for field in fields) for fields in read if fields]


def _collect(node: Tree | Part, *, top: bool = False) -> _Body:
    if isinstance(node, Part):
        return _collect_leaf(node, top=top)
    bodies = [_collect(part) for part in node.parts]
    texts = tuple(text for body in bodies for text in body.texts)
    if node.subtype == "alternative" and texts:
        plain = next((plain for plain, _ in texts if plain), "")
        texts = ((plain, "\n".join(html for _, html in texts if html)),)
    return _Body(
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


def _collect_leaf(part: Part, *, top: bool) -> _Body:
    content = part.content
    match shown_as(part, top=top):
        case Shown.MESSAGE:
            return _Body(messages=(content,))
        case Shown.REPORT:
            return _Body(reports=(content,))
        case Shown.RETURNED:
            return _Body(returned_headers=(content,))
        case Shown.PLAIN:
            text = decode(_beginning(content), part.charset)
            return _Body(texts=((_unflow(text) if part.flowed else text, ""),))
        case Shown.HTML:
            label = charset_of(content, part.charset, is_html=True)
            return _Body(texts=(("", decode(_beginning(content), label)),))
        case Shown.NOT:
            attachment = Attachment(
                name=part.name, content_type=part.content_type, size=len(content), sha256=sha256(content).hexdigest()
            )
            return _Body(attachments=(attachment,))


def _beginning(octets: bytes) -> bytes:
    """As much as is decoded, up to a line end, so that no character is cut in two."""
    if len(octets) <= MAX_OCTETS:
        return octets
    end = octets.rfind(b"\n", MAX_OCTETS // 2, MAX_OCTETS)
    return octets[: end if end > 0 else MAX_OCTETS]


def _texts(body: _Body) -> tuple[str, str, tuple[tuple[str, str], ...]]:
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
    if not html_text.strip():
        return False
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
