"""The file beside a SQLite store that outlives an older copy put back: how many dialogues were begun, and when.

One line, "57 2026-11-24T09:00:00+00:00", replaced as a whole. Raises ``OSError``; ``Permanent`` for other words.
"""

import os
from datetime import datetime
from pathlib import Path

from noticed.ports import Outran, Permanent


def read(path: Path) -> Outran | None:
    """What it says; None where there is none."""
    try:
        number, at = path.read_text("ascii").split()
        return Outran(dialogues=int(number), at=datetime.fromisoformat(at), where=str(path))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Permanent(f"{path} is damaged: remove it, and put the store's newest backup in its place") from error


def write(new: int, path: Path, dialogues: int, at: datetime) -> None:
    """Let it say so, on disk when this returns. ``new``: the descriptor of the file at ``path``.new, empty or not."""
    with os.fdopen(new, "wb") as file:
        file.truncate()
        file.write(f"{dialogues} {at.isoformat()}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    Path(f"{path}.new").replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
