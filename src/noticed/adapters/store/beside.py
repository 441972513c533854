"""The file beside a SQLite store that outlives an older copy put back: how many dialogues were begun, and when.

One line of one length, "0000000057 2026-11-24T09:00:00+00:00", in the file's first sector, which a disk writes as a
whole: it is made under another name, and from then on overwritten where it lies, which costs one flush of data alone.
Raises ``OSError``; ``Permanent`` for other words.
"""

import errno
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from noticed.ports import Outran, Permanent

_LENGTH = 64


def read(path: Path) -> Outran | None:
    """What it says; None where there is none."""
    try:
        number, at = path.read_text("ascii").split()
        return Outran(dialogues=int(number), at=datetime.fromisoformat(at), where=str(path))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Permanent(f"{path} is damaged: remove it, and put the store's newest backup in its place") from error


def write(opened: Callable[[Path], int], path: Path, dialogues: int, at: datetime) -> None:
    """Let it say so, on disk when this returns. ``opened``: a descriptor of a file, made where it is missing."""
    line = f"{dialogues:010d} {at.isoformat()}".ljust(_LENGTH - 1).encode("ascii") + b"\n"
    new = not path.exists() or path.stat().st_size != _LENGTH
    with os.fdopen(opened(path.with_name(f"{path.name}.new") if new else path), "r+b", buffering=0) as file:
        if new:
            file.truncate()
        if file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fdatasync(file.fileno())
    if new:
        _put_in_place(path)


def _put_in_place(path: Path) -> None:
    Path(f"{path}.new").replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
