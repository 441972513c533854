"""``go-live`` changes one word of settings.toml and leaves every comment where it is."""

import os
import re
import tempfile
from pathlib import Path

from noticed.ports import Refused

_MODE = re.compile(r'^(?P<key>[ \t]*mode\s*=\s*)(["\'])\w+\2', re.MULTILINE)


def write_mode(path: Path, mode: str) -> None:
    """Set the top-level ``mode``; the file is replaced in one step and keeps its owner and permissions.

    Raises ``Refused`` where the file cannot be written.
    """
    try:
        path = path.resolve()  # a link stays a link
        text = path.read_text(encoding="utf-8")
        head, tables = _until_first_table(text)
        if _MODE.search(head):
            head = _MODE.sub(lambda m: f'{m["key"]}"{mode}"', head, count=1)
        else:
            head = f'mode = "{mode}"\n{head}'
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as fresh:
            fresh.write(head + tables)
        temporary = Path(fresh.name)
        was = path.stat()
        if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(temporary, was.st_uid, was.st_gid)  # root does it for the daemon, who must still read it
        temporary.chmod(was.st_mode & 0o777)
        temporary.replace(path)
    except OSError as error:
        raise Refused(f'{path} cannot be written ({error.strerror}): set mode = "{mode}" yourself') from None


def _until_first_table(text: str) -> tuple[str, str]:
    found = re.search(r"^\s*\[", text, re.MULTILINE)
    at = found.start() if found else len(text)
    return text[:at], text[at:]
