"""Log lines: whoever has something to say says it to ``log``, whoever sets the process up says by what it is written.

What writes them is made with the first line. It takes a tenth of a command's start, and most commands say nothing.
"""

from collections.abc import Callable
from typing import Protocol


class Writer(Protocol):
    """Writes one line: how grave it is (``debug`` … ``critical``; ``exception``: with the one that is handled), what
    happened, and what is known of it."""

    def __call__(self, level: str, event: str, keys: dict[str, object], /) -> None: ...


class Log:
    """Until somebody says by what they are written, lines are lost."""

    def __init__(self) -> None:
        self._make: Callable[[], Writer] | None = None
        self._write: Writer | None = None

    def written_by(self, make: Callable[[], Writer] | None) -> None:
        """From the next line on. None: by nobody."""
        self._make, self._write = make, None

    def begin(self) -> None:
        """Make what writes them, where that is not yet."""
        if self._write is None and self._make is not None:
            self._write = self._make()

    def line(self, level: str, event: str, keys: dict[str, object]) -> None:
        """See ``Writer``."""
        self.begin()
        if self._write is not None:
            self._write(level, event, keys)

    def debug(self, event: str, **keys: object) -> None:
        """For whoever looks for a fault."""
        self.line("debug", event, keys)

    def info(self, event: str, **keys: object) -> None:
        """What the program did."""
        self.line("info", event, keys)

    def warning(self, event: str, **keys: object) -> None:
        """What a person should know."""
        self.line("warning", event, keys)

    def error(self, event: str, **keys: object) -> None:
        """What did not work."""
        self.line("error", event, keys)

    def critical(self, event: str, **keys: object) -> None:
        """Why the program ends."""
        self.line("critical", event, keys)

    def exception(self, event: str, **keys: object) -> None:
        """A bug: in an ``except`` clause, whose exception is told by its kind and place."""
        self.line("exception", event, keys)


log = Log()
"""The process's."""
