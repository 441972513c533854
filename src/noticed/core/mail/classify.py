"""Whether a machine wrote a message, by its header (RFC 3834, vendors' own), its subject and its words.

Two lists of headers as data; the words are the dialects'. A strong sign is enough. A weak one (ticket systems mark
what their people write, too) only counts together with wording, which ``reply`` looks at. No sign ever discards a
notice: that is decided before.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from noticed.core.mail.model import Message
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed
from noticed.core.notice.phrase import Phrases, any_of
from noticed.core.values import Value


class Sign(Value):
    """A header and what its value must look like."""

    header: str
    value: str = ""
    """A pattern searched in the value, in lower case; empty: the header's presence is the sign."""
    why: str

    def fits(self, value: str) -> bool:
        return re.search(self.value, value.lower()) is not None


STRONG = (
    Sign(header="auto-submitted", value=r"^auto-(replied|notified)", why="Auto-Submitted (RFC 3834)"),
    Sign(header="x-amazon-auto-reply", value="true", why="Amazon's automatic answer"),
    Sign(header="x-autoreply", value=r"^(?!no)", why="X-Autoreply"),
    Sign(header="x-autorespond", why="X-Autorespond"),
    Sign(header="x-autoresponder", why="X-Autoresponder"),
    Sign(header="x-auto-reply-from", why="X-Auto-Reply-From"),
    Sign(header="x-autoreply-from", why="X-Autoreply-From"),
    Sign(header="x-mail-autoreply", why="X-Mail-Autoreply"),
    Sign(header="x-ms-exchange-inbox-rules-loop", why="Exchange's automatic answer"),
    Sign(header="precedence", value="auto", why="Precedence: auto_reply"),
    Sign(header="x-precedence", value="auto", why="X-Precedence: auto_reply"),
    Sign(header="x-cron-env", why="a scheduled job"),
    Sign(header="return-path", value=r"^<\s*>$", why="the null return path"),
    Sign(header="from", value=r"<?(mailer-daemon|mail-daemon|mdaemon)@", why="a mail server"),
    Sign(header="content-type", value="report-type=.?(disposition-notification|feedback-report)", why="a report"),
)
"""Enough by itself."""

WEAK = (
    Sign(header="auto-submitted", value=r"^(?!no\b)", why="Auto-Submitted"),
    Sign(header="precedence", value="bulk|junk|list", why="Precedence"),
    Sign(header="x-auto-response-suppress", why="X-Auto-Response-Suppress"),
    Sign(header="list-id", why="a mailing list"),
    Sign(header="feedback-id", why="a mass mailing"),
    Sign(header="from", value=r"<?(no-?reply|do-?not-?reply|nobody|notifications?)@", why="an address nobody reads"),
)
"""Counts together with what the message says."""


_OPENING = 80
"""Characters of a text in which it may say that it is automatic."""


@lru_cache(maxsize=2)
def _names(signs: tuple[Sign, ...]) -> frozenset[str]:
    return frozenset(sign.header for sign in signs)


def _first_of(signs: tuple[Sign, ...], message: Message) -> Sign | None:
    """The first sign that a header bears; of most messages none has the name of one."""
    named = _names(signs)
    headers = [header for header in message.headers if header[0] in named]
    found = (sign for sign in signs for key, value in headers if key == sign.header and sign.fits(value))
    return next(found, None)


@lru_cache(maxsize=16)
def _sure_subjects(dialects: tuple[Dialect, ...]) -> Phrases:
    return any_of(dialect.auto_reply.surely for dialect in dialects)


def machine_sign(message: Message, dialects: Sequence[Dialect]) -> str | None:
    """Why a machine must have written this, or None."""
    sign = _first_of(STRONG, message)
    if sign:
        return sign.why
    subject = fold(printed(message.subject)).lstrip(" -*[(【")
    return "the subject of an automatic answer" if _sure_subjects(tuple(dialects)).begins(subject) else None


def opens_as_automatic(text: str, dialects: Sequence[Dialect]) -> bool:
    """Whether ``text`` begins as the subject of an automatic answer does, and goes on: "Automatic reply: we …"."""
    shown = fold(printed(text[:_OPENING])).lstrip(" -*[(【\n")
    found = next(iter(_sure_subjects(tuple(dialects)).finditer(shown)), None)
    return found is not None and found.start() == 0 and shown[found.end() :].lstrip(" ")[:1] in set(".:!\n]")


def is_machine_mail(message: Message, dialects: Sequence[Dialect]) -> bool:
    """Whether a machine must have written this."""
    return machine_sign(message, dialects) is not None


def may_be_machine_mail(message: Message) -> bool:
    """Whether a header says that a machine had a hand in it."""
    return _first_of(WEAK, message) is not None


def sounds_automatic(message: Message, text: str, dialects: Sequence[Dialect]) -> bool:
    """Whether the subject or ``text`` (without quotes) is that of an automatic answer."""
    subject, body = fold(printed(message.subject)), fold(printed(text))
    return any(d.auto_reply.subjects.search(subject) or d.auto_reply.phrases.search(body) for d in dialects)


def is_from_nobody(message: Message, text: str, dialects: Sequence[Dialect]) -> bool:
    """Whether a filter wants the writer to prove that he is a person, or to click, or a ticket system acknowledges."""
    said = fold(printed(f"{message.subject}\n\n{text}"))
    return any(d.auto_reply.challenges.search(said) or d.auto_reply.tickets.search(said) for d in dialects)
