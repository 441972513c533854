"""Makes pictures of files, each file in a process of its own with limits of time, memory and pixels.

The libraries that open PDFs and pictures are never loaded here: what a file does to them, it does to a process that has
no secret, may write no file, and ends with the answer. What comes back is octets, and is looked at before it is taken.
"""

import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec

from noticed.adapters.apart_wire import Answer, TooLarge, hear, say
from noticed.core.case.exhibits import PDF, free_name, media_of
from noticed.core.mail.model import File
from noticed.core.values import Value
from noticed.ports import Refused

_KEPT = 12
"""Files whose pictures are remembered: a letter is looked at more than once before it is sent."""


class Limits(Value):
    """What one file may take."""

    memory: int = 1024 * 1024 * 1024
    """Octets of address space of the process."""
    processor: int = 40
    """Seconds of processor time."""
    wall: float = 55.0
    """Seconds on the clock."""


class ApartPictures:
    """See ``ports.Pictures``. Safe to share between threads; one file is worked on at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._made: OrderedDict[tuple[str, frozenset[str], int], tuple[File, ...]] = OrderedDict()

    def made(self, files: Sequence[File], types: frozenset[str], most: int) -> tuple[tuple[File, ...], ...]:
        left, found = most, dict[int, tuple[File, ...]]()
        order = sorted(range(len(files)), key=lambda n: len(files[n].content))  # what the small leave over helps
        for done, n in enumerate(order):
            found[n] = self._one(files[n], types, left // (len(files) - done))
            left -= sum(len(picture.content) for picture in found[n])
        return _named(files, [found[n] for n in range(len(files))])

    def _one(self, file: File, types: frozenset[str], most: int) -> tuple[File, ...]:
        media = media_of(file.content)
        if media.type in types and len(file.content) <= most:
            return (File(name=file.name, content_type=media.type, content=file.content),)
        if not media.picture and media is not PDF:
            raise Refused(f"{file.name} is neither a PDF nor a picture: save it as PDF")
        if find_spec("pypdfium2") is None or find_spec("PIL") is None:
            raise Refused(f"{file.name}: to make pictures of it, install the extra: pip install 'noticed[evidence]'")
        key = (sha256(file.content).hexdigest(), types, most)
        with self._lock:
            if key not in self._made:
                self._made[key] = _checked(file, self._asked(file, types, most), types, most)
            self._made.move_to_end(key)
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
            return self._made[key]

    def _asked(self, file: File, types: frozenset[str], most: int) -> object:
        limits = self._limits
        words = (str(limits.memory), str(limits.processor), str(most), ",".join(sorted(types)))
        process = subprocess.Popen(
            [sys.executable, "-m", "noticed.adapters.pictures_process", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        late = threading.Timer(limits.wall, process.kill)
        late.start()
        try:
            return _told(file, process)
        finally:
            late.cancel()
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]  # both are pipes


def _told(file: File, process: "subprocess.Popen[bytes]") -> object:
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(OSError):  # it ended before it had read everything: what it said is read all the same
        say(process.stdin, file.content)
    try:
        answer = hear(process.stdout)
    except EOFError:
        raise Refused(f"{file.name}: it takes too long, or is damaged: save it as PDF or PNG again") from None
    if isinstance(answer, TooLarge):
        raise Refused(f"{file.name}: it needs too much memory: save it smaller")
    return answer.value if isinstance(answer, Answer) else None


def _checked(file: File, answer: object, types: frozenset[str], most: int) -> tuple[File, ...]:
    """What the process made, where it is what was asked for: it has just opened a stranger's file."""
    if isinstance(answer, str):
        why = " ".join(answer.split())[:200]
        raise Refused(f"{file.name}{'' if why.startswith(':') else ' '}{why}")
    if not isinstance(answer, tuple) or not answer or not all(isinstance(each, bytes) for each in answer):
        raise Refused(f"{file.name}: it takes too long, or is damaged: save it as PDF or PNG again")
    kinds = [media_of(content) for content in answer]
    if any(kind.type not in types for kind in kinds) or sum(map(len, answer)) > most:
        raise Refused(f"{file.name}: too large for one letter: send fewer pages, or save it smaller")
    stem = file.name.rpartition(".")[0] or file.name
    names = [f"{stem}-{n}" if len(answer) > 1 else stem for n in range(1, len(answer) + 1)]
    return tuple(
        File(name=name + kind.ending, content_type=kind.type, content=content)
        for name, kind, content in zip(names, kinds, answer, strict=True)
    )


def _named(files: Sequence[File], made: Sequence[tuple[File, ...]]) -> tuple[tuple[File, ...], ...]:
    """No two of one name."""
    taken: set[str] = set()
    result = []
    for original, pictures in zip(files, made, strict=True):
        named = []
        for picture in pictures:
            name = free_name(picture.name or original.name, frozenset(taken))
            taken.add(name.casefold())
            named.append(File(name=name, content_type=picture.content_type, content=picture.content))
        result.append(tuple(named))
    return tuple(result)
