"""The SEARCH commands of a first look: few large ones, and smaller ones where a server refuses those.

Pure text: what to send, given what to look for (RFC 9051 section 6.4.4). Nothing is raised.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from imapclient.datetime_util import format_criteria_date

TERMS_AT_ONCE = 20
"""Terms of one OR tree; servers limit the depth of nesting."""

Criteria = str | list[str]
"""A finished ASCII command, or items of which IMAPClient sends the non-ASCII ones as literals."""
Term = tuple[str, str]
"""FROM or SUBJECT, and the words."""


def since_day(since: datetime) -> str:
    """SINCE with a day to spare: servers compare days in a zone of their own."""
    return f"SINCE {format_criteria_date(since - timedelta(days=1)).decode()}"


def terms(senders: Sequence[str], subjects: Sequence[str]) -> tuple[Term, ...]:
    """Every sender and subject as a search key; control characters would end the command early."""
    wanted = [*(("FROM", text) for text in senders), *(("SUBJECT", text) for text in subjects)]
    cleaned = ((key, "".join(c for c in text if c.isprintable()).strip()) for key, text in wanted)
    return tuple((key, text) for key, text in cleaned if text)


def in_groups(wanted: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Groups for one command each; non-ASCII terms apart, as they need a CHARSET the server may not know."""
    for ascii_only in (True, False):
        alike = [term for term in wanted if term[1].isascii() is ascii_only]
        for start in range(0, len(alike), TERMS_AT_ONCE):
            yield tuple(alike[start : start + TERMS_AT_ONCE])


def command(group: Sequence[Term], since: datetime) -> tuple[Criteria, str | None]:
    """One group as (criteria, charset): SINCE and any of the terms, OR in prefix notation."""
    ors = ["OR"] * (len(group) - 1)
    if all(text.isascii() for _, text in group):
        return " ".join([since_day(since), *ors, *(f"{key} {_quoted(text)}" for key, text in group)]), None
    return [*since_day(since).split(), *ors, *(word for term in group for word in term)], "UTF-8"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
