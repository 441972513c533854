"""Secrets by reference: where a password lies, never the password itself.

``{ file = "qq.key" }`` ``{ env = "NAME" }`` ``{ credential = "NAME" }`` ``{ command = ["pass", "show", "qq"] }``.
A file must belong to its owner alone. The content is read at each use, so that a rotated one is taken up at the
next connection, and it is never kept, printed or pickled.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from noticed.core.values import Value
from noticed.ports import Permanent, Transient
from noticed.settings.errors import nearest

_SECONDS = 30
_LARGEST = 64 * 1024
_WAYS = ("file", "env", "credential", "command")
_INSTEAD = (
    "a secret never stands in the settings: write it into a file that is yours alone (chmod 600) and give "
    '{ file = "NAME.key" }; or { env = "NAME" }, { credential = "NAME" }, { command = ["…"] }'
)


class Surroundings(Value):
    """What a reference is relative to."""

    folder: Path
    """Of settings.toml."""
    environ: Mapping[str, str]
    beside: Path | None = None
    """Of the account file in which it stands: files are looked for there first."""

    def place(self, name: str) -> Path:
        """Where a file of this name is, or would be."""
        path = Path(name).expanduser()
        near = self.beside / path if self.beside else None
        return near if near and near.exists() else self.folder / path


class Secret:
    """A reference to a secret. Calling it reads the secret; ``repr`` shows nothing of it.

    Raises ``Permanent`` when it cannot be read, ``Transient`` when its command does not end in 30 s.
    """

    __slots__ = ("_around", "_target", "_way")

    def __init__(self, way: str, target: str | tuple[str, ...], around: Surroundings) -> None:
        self._way = way
        self._target = target
        self._around = around

    def __call__(self) -> str:
        text = self._read()
        text = text.removesuffix("\n").removesuffix("\r")
        if not text or any(c in text for c in "\r\n\0"):
            raise Permanent(f"{self.whereabouts} holds no single line of text")
        return text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not copied or pickled")

    @property
    def whereabouts(self) -> str:
        """Where it lies, for messages: the reference, not the secret."""
        shown = self._target[0] if isinstance(self._target, tuple) else self._target
        return {"env": "environment variable "}.get(self._way, f"{self._way} ") + shown

    @property
    def warning(self) -> str | None:
        """What to know of it though nothing is wrong."""
        if self._way == "env":
            return "stands in the environment, which other programs of this user can read: a file is safer"
        if self._way == "credential" and not self._around.environ.get("CREDENTIALS_DIRECTORY"):
            return "is a credential of the service: this process, started outside it, cannot read it"
        return None

    def problem(self) -> str | None:
        """Why it cannot work, without reading it, or None."""
        if self._way == "env":
            known = self._around.environ.get(str(self._target))
            return None if known else f"environment variable {self._target} is not set"
        if self._way == "command":
            program = self._target[0]
            found = shutil.which(self._around.folder / program if os.sep in program else program)
            return None if found else f"command {program} is not found: install it, or give its whole path"
        path = self._path()
        return _file_problem(path, owner_only=self._way == "file") if path else None

    def _path(self) -> Path | None:
        if self._way == "file":
            return self._around.place(str(self._target))
        directory = self._around.environ.get("CREDENTIALS_DIRECTORY")
        return Path(directory) / str(self._target) if directory else None

    def _read(self) -> str:
        problem = self.problem()
        if problem:
            raise Permanent(problem)
        if self._way == "env":
            return self._around.environ[str(self._target)]
        if self._way == "command":
            return self._output()
        path = self._path()
        if path is None:
            raise Permanent(f"{self.whereabouts}: $CREDENTIALS_DIRECTORY is not set (it is, in the service)")
        try:
            with path.open("rb") as file:
                return file.read(_LARGEST).decode()
        except (OSError, UnicodeDecodeError):
            raise Permanent(f"{path} cannot be read as UTF-8 text") from None

    def _output(self) -> str:
        """What the command prints; run without a shell, in the settings' folder."""
        folder = self._around.folder
        try:
            # What it writes to stderr may hold the secret, so nothing of it is repeated.
            done = subprocess.run(
                list(self._target), capture_output=True, check=False, cwd=folder, stdin=subprocess.DEVNULL,
                timeout=_SECONDS, env=dict(self._around.environ),
            )  # fmt: skip
            text = done.stdout[:_LARGEST].decode()
        except subprocess.TimeoutExpired:
            raise Transient(f"{self.whereabouts} did not end within {_SECONDS} s") from None
        except (OSError, UnicodeDecodeError):
            raise Permanent(f"{self.whereabouts} cannot be run, or prints no UTF-8 text") from None
        if done.returncode:
            raise Permanent(f"{self.whereabouts} ended with exit status {done.returncode}: run it by hand")
        return text


def _file_problem(path: Path, *, owner_only: bool) -> str | None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"{path} cannot be read: {(error.strerror or 'error').lower()}"
    if not stat.S_ISREG(mode):
        return f"{path} is no file"
    if owner_only and mode & 0o077:
        return f"{path} can be read by others: chmod 600 {path}"
    if not os.access(path, os.R_OK):
        return f"{path} cannot be read by this user: chown it"
    return None


def parse_secret(value: object, around: Surroundings) -> Secret:
    """Read a reference out of the settings. Raises ``ValueError`` saying how to write one; never shows the value."""
    if not isinstance(value, Mapping):
        raise ValueError(_INSTEAD)  # noqa: TRY004  # pydantic collects these
    if len(value) != 1:
        raise ValueError("give exactly one of file, env, credential, command")
    way, target = next(iter(value.items()))
    if way not in _WAYS:
        raise ValueError(f"give one of file, env, credential, command{nearest(str(way), _WAYS)}")
    if way == "command":
        if not isinstance(target, tuple) or not target or not all(isinstance(part, str) for part in target):
            raise ValueError('a command is a list of its words: { command = ["pass", "show", "qq"] }')
    elif not isinstance(target, str) or not target:
        raise ValueError(f'give a name in quotes: {{ {way} = "…" }}')
    if way == "credential" and "/" in str(target):
        raise ValueError('a credential is a name without "/"')
    secret = Secret(way, target, around)
    problem = secret.problem()
    if problem:
        raise ValueError(problem)
    return secret
