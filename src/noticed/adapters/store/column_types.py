"""Column types: every conversion between a value and what lies in the database, the same on SQLite and PostgreSQL.

Promises that a value comes back as it was given, with one exception: characters no database takes (NUL, lone
surrogates) come back as their escapes, so that setting aside a hostile message can never fail because of its text.

Raises ``ValueError`` for a time without a zone.
"""

import base64
import json
from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from noticed.core.case.beginnings import Began, Start
from noticed.core.case.removal import Done, Item
from noticed.core.mail.model import File

T = TypeVar("T")


def escaped(text: str) -> str:
    """``text`` as a database takes it: what none takes as its escape."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


class _AsText(TypeDecorator[T]):
    """A type kept as text; subclasses say how. NULL stays NULL."""

    impl = Text
    cache_ok = True

    @abstractmethod
    def written(self, value: Any) -> str:
        """``value`` as text."""

    @abstractmethod
    def read(self, stored: str) -> Any:
        """The value of that text."""

    def bind_processor(self, dialect: Dialect) -> Callable[[T | None], str | None]:  # noqa: ARG002  # the same on all
        """At once, for it is done to every value of every statement: no step of SQLAlchemy's between."""
        written = self.written
        return lambda value: None if value is None else written(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], T | None] | None:  # noqa: ARG002
        read = self.read
        return lambda value: None if value is None else read(value)


class Time(_AsText[datetime]):
    """A time in UTC with microseconds, as text of one length: sorts as time, and a person can read it."""

    cache_ok = True

    def written(self, value: datetime) -> str:
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def read(self, stored: str) -> datetime:
        return datetime.fromisoformat(stored)


class Day(_AsText[date]):
    """A day, as 2026-11-24."""

    cache_ok = True

    def written(self, value: date) -> str:
        return value.isoformat()

    def read(self, stored: str) -> date:
        return date.fromisoformat(stored)


class Words(_AsText[str]):
    """Text of any length and origin."""

    cache_ok = True

    def written(self, value: str) -> str:
        return escaped(value)

    def read(self, stored: str) -> str:
        return stored

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """None: what is stored is what is read, and most columns are of this type."""


class Json(_AsText[dict[str, object]]):
    """A mapping of plain values. Escaped to ASCII: PostgreSQL's own type refuses NUL and surrogates."""

    cache_ok = True

    def written(self, value: dict[str, object]) -> str:
        return json.dumps(value)

    def read(self, stored: str) -> dict[str, object]:
        return dict(json.loads(stored))


class Strings(_AsText[tuple[str, ...]]):
    """Several strings in their order, as a JSON list."""

    cache_ok = True

    def written(self, value: Sequence[str]) -> str:
        return json.dumps(list(value))

    def read(self, stored: str) -> tuple[str, ...]:
        return tuple(json.loads(stored))


class Beginnings(_AsText[tuple[Began, ...]]):
    """What clocks are counted from, as a JSON list."""

    cache_ok = True

    def written(self, value: Sequence[Began]) -> str:
        return json.dumps([[began.what.value, began.at.astimezone(UTC).isoformat()] for began in value])

    def read(self, stored: str) -> tuple[Began, ...]:
        return tuple(Began(what=Start(what), at=datetime.fromisoformat(at)) for what, at in json.loads(stored))


class Removals(_AsText[tuple[Done, ...]]):
    """The marks of a removal checklist, as a JSON list."""

    cache_ok = True

    def written(self, value: Sequence[Done]) -> str:
        return json.dumps([[d.item.value, d.of, d.at.astimezone(UTC).isoformat(), d.note] for d in value])

    def read(self, stored: str) -> tuple[Done, ...]:
        return tuple(
            Done(item=Item(item), of=of, at=datetime.fromisoformat(at), note=note)
            for item, of, at, note in json.loads(stored)
        )


class Files(_AsText[tuple[File, ...]]):
    """The attachments of a letter, as a JSON list, their contents in base64."""

    cache_ok = True

    def written(self, value: Sequence[File]) -> str:
        return json.dumps([[f.name, f.content_type, base64.b64encode(f.content).decode("ascii")] for f in value])

    def read(self, stored: str) -> tuple[File, ...]:
        return tuple(
            File(name=name, content_type=content_type, content=base64.b64decode(content))
            for name, content_type, content in json.loads(stored)
        )
