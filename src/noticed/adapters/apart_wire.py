"""What passes between us and the process that reads heavy mail: frames of a length and so many octets.

Jobs go out as pickles, which only we write. Answers come back as pickles too, from a process that has just read
what a stranger wrote: they are built of this project's values and a few plain classes, and nothing else is called.
"""

import io
import pickle
import struct
from collections.abc import Sequence
from typing import IO

from noticed.core.values import Value

_FRAME = struct.Struct("!Q")
_MOST = 64 * 1024 * 1024
"""Octets of an answer: its texts and headers are bounded long before."""
_PLAIN = frozenset(
    {("datetime", "datetime"), ("datetime", "date"), ("datetime", "timezone"), ("datetime", "timedelta")}
)


class Answer(Value):
    """The job was done."""

    value: object


class TooLarge(Value):
    """There was not memory enough."""


class Broke(Value):
    """A bug."""

    trace: str


def job(name: str, args: Sequence[object]) -> bytes:
    """A method of the reader and what it gets after the message."""
    return pickle.dumps((name, tuple(args)))


def say(pipe: IO[bytes], *pieces: bytes) -> None:
    """Write frames. Raises ``OSError`` where nobody reads them."""
    for piece in pieces:
        pipe.write(_FRAME.pack(len(piece)))
        pipe.write(piece)
    pipe.flush()


def frame(pipe: IO[bytes], most: int) -> bytes:
    """Read one frame. Raises ``EOFError`` where there is none, or none of that size."""
    head = pipe.read(_FRAME.size)
    size = _FRAME.unpack(head)[0] if len(head) == _FRAME.size else most + 1
    octets = pipe.read(size) if size <= most else b""
    if len(octets) != size:
        raise EOFError
    return octets


def hear(pipe: IO[bytes]) -> object:
    """Read one answer. Raises ``EOFError`` where it is none."""
    octets = frame(pipe, _MOST)
    try:
        return _Values(io.BytesIO(octets)).load()
    except Exception:  # noqa: BLE001  # whatever a broken pickle raises
        raise EOFError from None


class _Values(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        """Classes of our own values, by their plain names."""
        if module.startswith(("noticed.core.", __name__)) or (module, name) in _PLAIN:
            found = super().find_class(module, name) if "." not in name else None
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
