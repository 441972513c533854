"""Turn a letter into bytes, and prove afterwards that the bytes say what was meant and nothing more.

Every header value is written by ``_header`` from characters that cannot start another header; the body
is left to the standard library with a transfer encoding that survives 7-bit relays. Then the result is
parsed again: header names and recipients must be those intended, and there is never a Bcc in it.

Raises ``ValueError`` (one line, without the value) for anything that does not belong into a header.
"""

import hashlib
import re
from datetime import datetime
from email import policy
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from noticed.core.mail.model import File
from noticed.core.values import Value


class _Headers(HeaderRegistry):
    """The standard library's kinds of headers; it would make each a class of its own for every header it meets."""

    @lru_cache(maxsize=64)  # noqa: B019  # there is one, for good
    def __getitem__(self, name: str) -> type[BaseHeader]:
        kind: type[BaseHeader] = super().__getitem__(name)
        return kind


class _Written(_Headers):
    """Of a text alone the standard library writes three headers that nobody needs to read."""

    def __call__(self, name: str, value: Any) -> Any:  # noqa: ARG002  # as the base has it
        return value


_TEXT = policy.SMTP.clone(cte_type="7bit", header_factory=_Written())
_BODY = policy.SMTP.clone(cte_type="7bit", header_factory=_Headers())
_READ = policy.default.clone(header_factory=_BODY.header_factory)
_LINE = 78  # RFC 5322 section 2.1.1: lines should, and must (998), be no longer
_MOST = 2000  # characters of a Subject or a name; parsers are slow on more (cpython#136063)
_REFERENCES = 20  # RFC 5537 section 3.4.4 trims long chains the same way: the first and the latest

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSAFE = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_BIDI}]")

# RFC 5321 section 4.1.2, Dot-string "@" Domain. Quoted local parts and literals are left out: they are
# how one address becomes two.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"\A(?P<local>{_ATOM}(?:\.{_ATOM})*)@{_LABEL}(?:\.{_LABEL})*")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,250}>")
_LETTER_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
_CONTENT_TYPE = re.compile(rf"\A({_ATOM.replace('/', '')})/({_ATOM.replace('/', '')})")

_MACHINE = (
    ("Auto-Submitted", "auto-generated"),  # RFC 3834 section 5
    ("Precedence", "bulk"),
    ("X-Auto-Response-Suppress", "All"),
)


class Outgoing(Value):
    """Everything that becomes bytes. Recipients of the envelope are the caller's; Bcc is only there."""

    sender: str
    """addr-spec."""
    sender_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    subject: str
    body: str
    html: str | None = None
    files: tuple[File, ...] = ()
    message_id: str
    """With angle brackets."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    letter_key: str
    """Value of X-Noticed-Letter."""
    machine: bool = False
    """Digests and alerts say that a machine wrote them. Letters do not: ticket systems drop such mail,
    and it would suppress the very bounces we need."""
    date: datetime
    """Written with its own offset."""


def compose(outgoing: Outgoing) -> bytes:
    """The message as it is handed to SMTP, CRLF line ends, ASCII only. The same value gives the same bytes.

    Message-IDs of a thread that are not well formed are left out: a stranger's odd identifier must not
    keep a letter from being written. Raises ``ValueError`` as the module says.
    """
    headers = _headers(outgoing)
    body = _body(outgoing)
    raw = "".join(_header(name, value) for name, value in headers).encode("ascii") + body.as_bytes()
    _check(raw, outgoing, [*(name for name, _ in headers), *body.keys()], whole=body.is_multipart())
    return raw


def _headers(outgoing: Outgoing) -> list[tuple[str, str]]:
    if not outgoing.to:
        raise ValueError("To: nobody to write to")
    if not _LETTER_KEY.fullmatch(outgoing.letter_key):
        raise ValueError("X-Noticed-Letter: not a letter's key")
    if not _MESSAGE_ID.fullmatch(_safe("Message-ID", outgoing.message_id)):
        raise ValueError("Message-ID: not well formed")
    thread = [known for known in map(_known_id, outgoing.references) if known]
    if len(thread) > _REFERENCES:
        thread = [thread[0], *thread[1 - _REFERENCES :]]
    optional = {
        "Cc": ", ".join(_address("Cc", each) for each in outgoing.cc),
        "In-Reply-To": _known_id(outgoing.in_reply_to or ""),
        "References": " ".join(thread),
    }
    return [
        ("Date", format_datetime(outgoing.date)),
        ("From", f"{_phrase('From', outgoing.sender_name)} <{_address('From', outgoing.sender)}>".lstrip()),
        ("To", ", ".join(_address("To", each) for each in outgoing.to)),
        *((name, value) for name, value in optional.items() if value),
        ("Subject", _words("Subject", outgoing.subject)),
        ("Message-ID", outgoing.message_id),
        ("X-Noticed-Letter", outgoing.letter_key),
        *(_MACHINE if outgoing.machine else ()),
    ]


def _header(name: str, value: str) -> str:
    """One header field, folded at spaces only: an address or a Message-ID is never cut."""
    lines = [f"{name}:"]
    for word in value.split():
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def _safe(name: str, value: str) -> str:
    found = _UNSAFE.search(value)
    if found:
        kind = "text direction control" if found[0] in _BIDI else "control character"
        raise ValueError(f"{name}: {kind} U+{ord(found[0]):04X}")
    return value


def _address(name: str, value: str) -> str:
    found = _ADDRESS.fullmatch(_safe(name, value))
    if not found or len(found["local"]) > 64 or len(value) > 254:  # RFC 5321 section 4.5.3.1
        raise ValueError(f"{name}: not a mail address")
    return value


def _known_id(value: str) -> str:
    return value if _MESSAGE_ID.fullmatch(_safe("References", value)) else ""


def _words(name: str, value: str) -> str:
    """Unstructured text; as encoded words where it is not plain ASCII or looks like one (RFC 2047)."""
    if len(value) > _MOST:
        raise ValueError(f"{name}: longer than {_MOST} characters")
    value = " ".join(_safe(name, value).split())
    if value.isascii() and "=?" not in value and all(len(word) < 900 for word in value.split()):
        return value
    return " ".join(Header(value, "utf-8", header_name=name, maxlinelen=75).encode().split())


def _phrase(name: str, value: str) -> str:
    written = _words(name, value)
    if not value.isascii() or "=?" in value or re.fullmatch(rf"(?:{_ATOM} ?)*", written):
        return written
    return '"' + re.sub(r'(["\\])', r"\\\1", written) + '"'


def _text(name: str, value: str) -> str:
    value = value.replace("\r\n", "\n").removesuffix("\n") + "\n"
    _safe(name, value.replace("\n", "").replace("\t", ""))
    return value


def _body(outgoing: Outgoing) -> EmailMessage:
    message = EmailMessage(policy=_BODY if outgoing.files or outgoing.html is not None else _TEXT)
    message.set_content(_text("body", outgoing.body))
    if outgoing.html is not None:
        message.add_alternative(_text("html", outgoing.html), subtype="html")
    for file in outgoing.files:
        kind = _CONTENT_TYPE.fullmatch(file.content_type)
        if not kind:
            raise ValueError("file: not a content type")
        if not file.name.strip() or len(file.name) > 200:
            raise ValueError("file: a name of 1 to 200 characters")
        maintype, subtype = ("application", "octet-stream") if kind[1] in {"text", "message"} else kind.groups()
        message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=_safe("file name", file.name))
    # The standard library would draw boundaries by chance; this way the same letter has the same bytes.
    seed = hashlib.sha256(f"{outgoing.message_id}\n{outgoing.body}".encode()).hexdigest()[:32]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")
    return message


@lru_cache(maxsize=256)  # the sender and Amazon are the same in many letters
def _addresses(name: str, value: str) -> tuple[str, ...]:
    return tuple(each.addr_spec for each in _READ.header_fetch_parse(name, value).addresses)


def _subject(value: str) -> str:
    """As it is read; only where there is an encoded word (RFC 2047 section 2) has it to be decoded."""
    return str(_READ.header_fetch_parse("Subject", value)) if "=?" in value else " ".join(value.split())


def _check(raw: bytes, outgoing: Outgoing, names: list[str], *, whole: bool) -> None:
    """Read the bytes as a recipient does and compare with the intent (CVE-2024-6923, CVE-2026-1299). ``whole``: also
    the parts, where there are some."""
    if not raw.isascii() or b"\r\n\r\n" not in raw:
        raise ValueError("message: not plain ASCII")
    head, end, _ = raw.partition(b"\r\n\r\n")
    written = [line.partition(":")[0] for line in head.decode("ascii").split("\r\n") if line[:1] not in {" ", "\t"}]
    read = BytesParser(policy=_READ).parsebytes(raw) if whole else BytesHeaderParser().parsebytes(head + end)
    if written != names or read.keys() != names:
        raise ValueError("message: its headers are not those intended")
    fields = dict(read.raw_items())
    for name, meant in (("From", (outgoing.sender,)), ("To", outgoing.to), ("Cc", outgoing.cc)):
        if (_addresses(name, fields[name]) if name in fields else ()) != meant:
            raise ValueError(f"{name}: its addresses are not those intended")
    if _subject(fields["Subject"]) != " ".join(outgoing.subject.split()):
        raise ValueError("Subject: does not read as intended")
    parts = read.iter_attachments() if isinstance(read, EmailMessage) else ()
    if [part.get_filename() for part in parts] != [file.name for file in outgoing.files]:
        raise ValueError("file name: does not read as intended")
