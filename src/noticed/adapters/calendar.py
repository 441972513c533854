"""The calendar as a file: replaced as a whole, and readable by its owner alone."""

import os
from contextlib import suppress
from pathlib import Path

from noticed.ports import Permanent


class CalendarFile:
    """See ``ports.Feed``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, content: bytes) -> bool:
        """Let the file hold these bytes; False where it does already."""
        new = self._path.with_name(f".{self._path.name}.{os.getpid()}.new")
        try:
            if self._path.is_file() and self._path.read_bytes() == content:
                return False
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                new.unlink()
            raise Permanent(f"{self._path}: {(error.strerror or 'cannot be written').lower()}") from None
        return True
