"""The only module that hands a stranger's mail to the standard library's ``email``: values out, nothing raised.

Used is what it does well and in linear time: the parameters of a Content-Type (RFC 2231), dates, and a container
that flufl.bounce wants. Its parsers, header objects and generators raise, hang or lie on odd mail (see the traps
in ``tests/unit/mail/test_traps.py``); an import rule keeps them out of everything that reads.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.message import Message as _Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from functools import lru_cache

from noticed.core.mail.charset import clean

MAX_PARAMETER = 200
"""Characters kept of one parameter."""


class Described:
    """The fields that describe a body, as text of one line each."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = _Message()
        for name, value in fields.items():
            self._fields[name] = value.replace("\n", " ")

    def content_type(self, default: str) -> str:
        """Lower case; text/plain where it cannot be read, ``default`` where there is none."""
        return self._fields.get_content_type() if "content-type" in self._fields else default

    def parameter(self, name: str, header: str = "content-type") -> str:
        """A parameter decoded and cleaned; "" where there is none, or none that can be read."""
        if name not in str(self._fields.get(header, "")).lower():
            return ""
        try:
            value = self._fields.get_param(name, "", header)
            return clean(collapse_rfc2231_value(value))[:MAX_PARAMETER] if value is not None else ""
        except (ValueError, LookupError, TypeError, AttributeError):
            return ""

    def token(self, name: str) -> str:
        """A field in lower case; "" where there is none."""
        return str(self._fields.get(name, "")).strip().lower()


@lru_cache(maxsize=16)
def read_date(text: str) -> datetime | None:
    """A Date header (RFC 5322 section 3.3) in UTC, or None; a missing zone is taken for UTC."""
    try:
        date = parsedate_to_datetime(text[:100])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def container(headers: Iterable[tuple[str, str]], text: str) -> _Message:
    """Cleaned headers and text as a message of one part in ASCII."""
    made = _Message()
    for name, value in headers:
        made[name] = value
    made["Content-Type"] = "text/plain; charset=utf-8"
    made.set_payload(text.encode("ascii", "replace").decode())
    return made
