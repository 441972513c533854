"""Files in an operator's answer, with their octets: what he put there to be kept, and what his mail program did.

A picture of a signature lies in the mail like a file; it is told apart by how the mail shows it, and by its size.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from noticed.core.mail.authenticity import own_word
from noticed.core.mail.charset import decode
from noticed.core.mail.content import Shown, shown_as
from noticed.core.mail.dkim_rules import Outcome
from noticed.core.mail.headers import read_fields, split_message
from noticed.core.mail.message import MAX_SIZE
from noticed.core.mail.mime import Part, Reader, Tree
from noticed.core.mail.model import Key
from noticed.core.values import Value

_CID = re.compile(r"cid:([^\s\"'>)]{1,250})", re.IGNORECASE)
_MOST_HTML = 2_000_000
_OF_THE_PROGRAM = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "application/ms-tnef",
    }
)
"""What mail programs add by themselves."""


class Enclosed(Value):
    """One file of a mail."""

    name: str
    content: bytes
    in_text: bool
    """Whether it is shown within the text, as the picture of a signature is."""


def enclosed(raw: bytes, keys: Mapping[str, Key], people: frozenset[str], now: datetime) -> tuple[Enclosed, ...]:
    """The files that the signature covers; of what nobody signed all of them (whoever asks has found it elsewhere).

    None of a mail whose signature does not hold.
    """
    check = own_word(raw, keys, people, now)
    if check.outcome is Outcome.NONE:
        seen = raw
    elif check.outcome is Outcome.PASS and check.signed is not None:
        seen = check.signed
    else:
        return ()
    block, body = split_message(seen[:MAX_SIZE])
    parts = tuple(_leaves(Reader().read(read_fields(block)[0], body)))
    html = "".join(decode(p.content[:_MOST_HTML], p.charset) for p in parts if p.content_type == "text/html")
    shown = {name.lower() for name in _CID.findall(html)}
    return tuple(_file(part, shown) for part in parts if _is_file(part))


def _leaves(node: Tree | Part) -> Iterator[Part]:
    if isinstance(node, Part):
        yield node
        return
    for part in node.parts:
        yield from _leaves(part)


def _is_file(part: Part) -> bool:
    kind = shown_as(part, top=False)
    if kind is Shown.MESSAGE:
        return True
    return kind is Shown.NOT and part.content_type not in _OF_THE_PROGRAM


def _file(part: Part, shown: set[str]) -> Enclosed:
    in_text = part.content_id in shown or (not part.name and not part.attached)
    return Enclosed(name=part.name or "file", content=part.content, in_text=in_text)
