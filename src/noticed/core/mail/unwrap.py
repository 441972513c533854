"""A message that somebody forwarded in the text: whose it was, and what it said.

The header block of a forward is known by its labels (From, Sent, To, Subject in any language given), two of which
stand on neighbouring lines. Never raises. What is read out of a forward is never authentic.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from noticed.core.mail.text import visible
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import squeeze
from noticed.core.values import Value

_LABEL = re.compile(r"\A[\s>|*_]{0,20}([^:：|\t\n]{1,30}?)[ *_]{0,5}[:：|\t][\s|]{0,5}(.{0,998})")
"""A label and its value: with a colon, or in two cells of a table (NetEase)."""
_SPEC = re.compile(r"(?<![\w.+'=-])[\w.+'=-]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z0-9]")
_BRACKETED = re.compile(rf"[<(\[] ?({_SPEC.pattern}) ?[>)\]]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST = 400
"""Characters of a line that says who wrote what follows, at most …"""
_VERB = 60
"""… and of what stands behind his address in it."""
_MAX_HEADER = 12


class Forward(Value):
    """One forwarded message of a text."""

    sender: str | None
    """Address in lower case, or None where only a name stands."""
    name: str
    date: str
    to: tuple[str, ...]
    subject: str
    text: str


def forwards(text: str, dialects: Sequence[Dialect]) -> tuple[Forward, ...]:
    """Every message forwarded in ``text``, outermost first; each text ends where the next header begins."""
    labels = _labels(tuple(dialects))
    return _parted(text, lambda lines, number: _header(lines, number, labels))


def attributed(text: str) -> tuple[Forward, ...]:
    """The same of messages that a line announces with a date and an address: "On 3 May 2024 Ann <a@b> wrote:"."""
    return _parted(text, _attribution)


def _parted(text: str, find: Callable[[list[str], int], tuple[int, dict[str, str]]]) -> tuple[Forward, ...]:
    lines = visible(text).split("\n")
    found: list[tuple[int, int, dict[str, str]]] = []
    number = 0
    while number < len(lines):
        end, header = find(lines, number)
        if header:
            found.append((number, end, header))
        number = max(end, number + 1)
    if not found:
        return ()
    bounds = [*(start for start, _, _ in found[1:]), len(lines)]
    return tuple(
        _forward(header, "\n".join(lines[end:bound])) for (_, end, header), bound in zip(found, bounds, strict=True)
    )


def _attribution(lines: list[str], number: int) -> tuple[int, dict[str, str]]:
    """The same of a line or two that end with a colon behind an address."""
    for end in (number + 1, number + 2):
        said = " ".join(line.strip(" >|*_") for line in lines[number:end])
        ends = len(said) <= _LONGEST and said.endswith((":", "："))
        match = _BRACKETED.search(said) if ends and _YEAR.search(said) else None
        if match and len(said) - match.end() <= _VERB:
            return end, {"sender": match[1]}
    return number + 1, {}


def _header(lines: list[str], number: int, labels: Mapping[str, str]) -> tuple[int, dict[str, str]]:
    """The header block that begins at ``number``: the line behind it, and its fields; empty where there is none."""
    fields: dict[str, str] = {}
    last = number
    for place in range(number, min(number + _MAX_HEADER, len(lines))):
        match = _LABEL.match(lines[place][:1100])
        key = labels.get(squeeze(match[1])) if match else None
        if match and key:
            fields.setdefault(key, match[2].strip(" *_|"))
            last = place + 1
        elif not lines[place].strip(" >|*_"):
            if fields:
                break
            return number + 1, {}
        elif place == number:
            return number + 1, {}
        elif not _is_continuation(lines[place], match is not None):
            break
    if "sender" in fields and len(fields) >= 2:
        return last, fields
    return number + 1, {}


def _is_continuation(line: str, labelled: bool) -> bool:
    """A folded header line, or a field of no interest (Cc, Reply-To)."""
    return line.startswith((" ", "\t")) or labelled or "@" in line


def _forward(fields: Mapping[str, str], text: str) -> Forward:
    spec = _SPEC.search(fields["sender"])
    return Forward(
        sender=spec[0].lower() if spec else None,
        name=re.sub(r"[<\[(].*", "", fields["sender"]).strip(" \"';"),
        date=fields.get("date", ""),
        to=tuple(address.lower() for address in _SPEC.findall(fields.get("to", ""))),
        subject=fields.get("subject", ""),
        text=text,
    )


@lru_cache(maxsize=8)
def _labels(dialects: tuple[Dialect, ...]) -> dict[str, str]:
    """Squeezed label → field; the first meaning of a label counts."""
    labels: dict[str, str] = {}
    for d in dialects:
        fields = {"sender": d.forward.sender, "date": d.forward.date, "to": d.forward.to, "subject": d.forward.subject}
        for field, texts in fields.items():
            for text in texts:
                labels.setdefault(squeeze(text), field)
    return labels
