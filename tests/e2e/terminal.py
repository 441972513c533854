"""A terminal with somebody at it: what a command shows is read, and answers are typed."""

import os
import pty
import re
import select
import subprocess
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_COLUMNS = "120"


class Terminal:
    """One command on a terminal of its own. ``screen`` is everything it showed, without colours.

    ``whole``: ``environ`` is all it sees; else it comes over this process's own.
    """

    def __init__(self, command: list[str], folder: Path, environ: dict[str, str], *, whole: bool = False) -> None:
        self.screen = ""
        self._master, slave = pty.openpty()
        env = {**({} if whole else os.environ), **environ, "TERM": "xterm", "COLUMNS": _COLUMNS}
        self._process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def expect(self, text: str, seconds: float = 60) -> None:
        """Read on until ``text`` is shown. Raises ``AssertionError`` with the screen when it is not."""
        until = time.monotonic() + seconds
        while text not in self.screen[self._seen :]:
            assert self._read(until - time.monotonic()), f"no {text!r} in:\n{self.screen}"
        self._seen = self.screen.index(text, self._seen) + len(text)

    def type(self, text: str) -> None:
        """An answer and Enter."""
        os.write(self._master, f"{text}\n".encode())

    def answer(self, question: str, text: str, *, hidden: bool = False) -> None:
        """Wait for a question and answer it; a hidden one once nothing is echoed any more."""
        self.expect(question)
        while hidden and termios.tcgetattr(self._master)[3] & termios.ECHO:
            time.sleep(0.01)
        self.type(text)

    def end(self, seconds: float = 120) -> int:
        """Read to the end; the exit status."""
        until = time.monotonic() + seconds
        while self._read(until - time.monotonic()):
            pass
        return self._process.wait(10)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(seconds, 0))
        try:
            raw = os.read(self._master, 65536) if ready else b""
        except OSError:  # Linux says EIO where the other side is gone
            raw = b""
        text = raw.decode("utf-8", "replace").replace("\r", "")
        self.screen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
        return bool(raw)
