"""Raw bytes to a ``Message``: the only place where received mail is parsed.

Promises never to raise on any bytes, bounded time and size, and safe values: no surrogates, no control
characters but newline and tab. What could not be read is missing, and ``defects`` says so in words.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from noticed.core.mail.addresses import read_addresses
from noticed.core.mail.content import MAX_TEXT, read_content
from noticed.core.mail.headers import MAX_LINE, Field, read_fields, split_message
from noticed.core.mail.model import Address, Message
from noticed.core.mail.stdlib import read_date

MAX_SIZE = 30 * 1024 * 1024
"""Octets of a message that are read."""
MAX_REFERENCES = 100

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_BARE_ID = re.compile(r"(?<![^<>\s\"])[^<>\s\"]{1,250}@[^<>\s\"]{1,250}")


def read_message(raw: bytes) -> Message:
    """Read one message, whatever its bytes are."""
    defects: list[str] = []
    if len(raw) > MAX_SIZE:
        defects.append("larger than 30 MB")
        raw = raw[:MAX_SIZE]
    block, content = split_message(raw)
    fields, header_defects = read_fields(block)
    named = _by_name(fields)
    found = read_content(_describing(fields), content)
    body = found.body
    is_report = bool(body.reports) or _first(named, "content-type").startswith("multipart/report")
    returned = next(iter((*body.messages, *body.returned_headers)), None) if is_report else None
    return Message(
        message_id=next(iter(_ids(named, "message-id")), None),
        from_=_addresses(named, "from"),
        reply_to=_addresses(named, "reply-to"),
        to=_addresses(named, "to"),
        cc=_addresses(named, "cc"),
        subject=_first(named, "subject"),
        date=read_date(_first(named, "date")),
        references=tuple(dict.fromkeys(_ids(named, "in-reply-to", "references")))[-MAX_REFERENCES:],
        headers=tuple([(field.name, field.text) for field in fields]),
        text=found.text,
        html_text=found.html_text,
        links=found.links,
        attached=() if is_report else body.messages,
        attachments=body.attachments,
        report=tuple(group for report in body.reports for group in _groups(report)),
        returned=returned,
        return_path=_return_path(named),
        defects=tuple(dict.fromkeys([*defects, *header_defects, *found.defects])),
    )


def html_of(raw: bytes) -> str:
    """The HTML as it was written, decoded: for a page that cleans it, of a message that is not heavy. "" for none."""
    block, content = split_message(raw[:MAX_SIZE])
    body = read_content(_describing(read_fields(block)[0]), content).body
    return "\n".join(html for _, html in body.texts if html)[:MAX_TEXT]


def _describing(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that say what the content is."""
    return tuple([field for field in fields if field.name.startswith("content-")])


_Named = Mapping[str, Sequence[Field]]
"""The fields of each name."""


def _by_name(fields: Sequence[Field]) -> _Named:
    named: dict[str, list[Field]] = {}
    for field in fields:
        named.setdefault(field.name, []).append(field)
    return named


def _first(named: _Named, name: str) -> str:
    return named[name][0].text if name in named else ""


def _addresses(named: _Named, name: str) -> tuple[Address, ...]:
    found = [read_addresses(field.value) for field in named.get(name, ())]
    return found[0] if len(found) == 1 else tuple(chain.from_iterable(found))


def _ids(named: _Named, *names: str) -> list[str]:
    found: list[str] = []
    for field in chain.from_iterable(named.get(name, ()) for name in names):
        text = field.text
        found += _MESSAGE_ID.findall(text) or [f"<{bare}>" for bare in _BARE_ID.findall(text)[:1]]
    return found


def _return_path(named: _Named) -> str | None:
    return _first(named, "return-path").strip("<> ")[:MAX_LINE] if "return-path" in named else None


def _groups(report: bytes) -> list[tuple[tuple[str, str], ...]]:
    """The blocks of a delivery report, separated by empty lines (RFC 3464 section 2.1)."""
    blocks = re.split(rb"(?:\r?\n[ \t]*){2,}", report[: 64 * 1024])[:100]
    read = (read_fields(block)[0] for block in blocks)
    return [tuple((field.name, field.text) for field in fields) for fields in read if fields]
