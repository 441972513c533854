"""The SEARCH command of a first look: one for everything, and smaller ones where a server refuses that.

From and Subject alone are looked at, which servers keep cached; a date is not, as some look into every message for it.
Pure text: what to send, given what to look for (RFC 9051 section 6.4.4). Nothing is raised.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from imapclient.datetime_util import format_criteria_date

Criteria = str | list[str]
"""A finished ASCII command, or items of which IMAPClient sends the non-ASCII ones as literals."""
Term = tuple[str, str]
"""FROM or SUBJECT, and the words."""


def since_day(since: datetime) -> str:
    """SINCE with a day to spare: servers compare days in a zone of their own."""
    return f"SINCE {format_criteria_date(since - timedelta(days=1)).decode()}"


def terms(senders: Sequence[str], subjects: Sequence[str]) -> tuple[Term, ...]:
    """Every sender and subject as a search key, but for those in which another is contained; control characters would
    end the command early.
    """
    wanted = [*(("FROM", text) for text in senders), *(("SUBJECT", text) for text in subjects)]
    cleaned = [(key, "".join(c for c in text if c.isprintable()).strip()) for key, text in wanted]
    distinct = list(dict.fromkeys((key, text) for key, text in cleaned if text))
    folded = [(key, text.casefold()) for key, text in distinct]
    return tuple(
        term
        for term, (key, text) in zip(distinct, folded, strict=True)
        if not any(key == other and part != text and part in text for other, part in folded)
    )


def halves(group: Sequence[Term]) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Two smaller groups: those with non-ASCII terms apart first, as they need a CHARSET the server may not know."""
    plain = tuple(term for term in group if term[1].isascii())
    others = tuple(term for term in group if not term[1].isascii())
    if plain and others:
        return plain, others
    middle = len(group) // 2
    return tuple(group[:middle]), tuple(group[middle:])


def command(group: Sequence[Term]) -> tuple[Criteria, str | None]:
    """One group as (criteria, charset): any of the terms."""
    if all(text.isascii() for _, text in group):
        return " ".join(word if word in _KEYS else _quoted(word) for word in _either(group)), None
    return list(_either(group)), "UTF-8"


def _either(group: Sequence[Term]) -> Iterator[str]:
    """OR in prefix notation, as flat a tree as can be: servers limit how deep it may be."""
    if len(group) == 1:
        yield from group[0]
        return
    middle = len(group) // 2
    yield "OR"
    yield from _either(group[:middle])
    yield from _either(group[middle:])


_KEYS = ("OR", "FROM", "SUBJECT")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
