"""Questions on a terminal: each answer is looked at as it is given, and asked for again when it cannot be."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from rich.prompt import Prompt

from noticed.cli.console import console
from noticed.cli.speech import phrases
from noticed.settings.errors import line_of

T = TypeVar("T")
Read = Callable[[str], T]
"""Makes a value of an answer, or raises ``ValueError`` with one line that says how to write it."""


def ask(question: str, read: Read[T], *, default: str | None = None, hidden: bool = False) -> T:
    """Ask until the answer can be read. An empty one is the default."""
    while True:
        shown = {"show_default": default is not None and default != ""}
        answer = Prompt.ask(question, default=default, password=hidden, **shown) or ""  # type: ignore[call-overload]
        try:
            return read(answer.strip())
        except ValueError as error:
            console().print(f"   {phrases().line(str(error))}")


def as_kind(kind: Any) -> Read[Any]:
    """Read an answer as the settings would."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def read(answer: str) -> Any:
        try:
            return adapter.validate_python(answer)
        except ValidationError as error:
            raise ValueError(line_of(error.errors(include_url=False)[0])) from None

    return read


def whole(least: int, most: int) -> Read[int]:
    """Read a number from ``least`` to ``most``."""

    def read(answer: str) -> int:
        if not answer.isdecimal():
            raise ValueError("must be a whole number without quotes")
        if int(answer) < least:
            raise ValueError(f"must be {least} or more")
        if int(answer) > most:
            raise ValueError(f"must be {most} or less")
        return int(answer)

    return read


def yes(answer: str) -> bool:
    """Read y or n, yes or no, 是 or 否."""
    if answer.lower() in {"y", "yes", "是", "对"}:
        return True
    if answer.lower() in {"n", "no", "否", "不"}:
        return False
    raise ValueError(phrases()("init.yes_or_no"))
