"""``go-live`` changes one word of settings.toml and leaves every comment where it is."""

import os
import re
import tempfile
import tomllib
from pathlib import Path

from noticed.ports import Refused
from noticed.settings import Settings

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
    except OSError as error:
        raise Refused(f'{path} cannot be written ({error.strerror}): set mode = "{mode}" yourself') from None
    _replace(path, head + tables, mode)


def _replace(path: Path, text: str, mode: str) -> None:
    try:
        path = path.resolve()
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as fresh:
            fresh.write(text)
        temporary = Path(fresh.name)
        was = path.stat()
        if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(temporary, was.st_uid, was.st_gid)  # root does it for the daemon, who must still read it
        temporary.chmod(was.st_mode & 0o777)
        temporary.replace(path)
    except OSError as error:
        raise Refused(f'{path} cannot be written ({error.strerror}): set mode = "{mode}" yourself') from None


def write_account_mode(settings: Settings, account: str, mode: str) -> None:
    """Set ``mode`` of one account, in the file it stands in. Raises ``Refused`` as ``write_mode``."""
    for path in (settings.path, *(one for one in settings.files if one != settings.path)):
        text = path.read_text(encoding="utf-8-sig")
        table = next((m for m in _ACCOUNT.finditer(text) if _named(m[0], account)), None)
        if table is None:
            continue
        said = _KEY_MODE.sub(lambda m: f'{m["key"]}"{mode}"', table[0], count=1)
        if said == table[0]:
            said = _KEY_NAME.sub(lambda m: f'{m[0]}\nmode = "{mode}"', table[0], count=1)
        _replace(path, text[: table.start()] + said + text[table.end() :], mode)
        return
    raise Refused(f'account "{account}" stands in no file: set mode = "{mode}" where it comes from')


_ACCOUNT = re.compile(r"^[ \t]*\[\[\s*account\s*\]\].*?(?=^[ \t]*\[|\Z)", re.MULTILINE | re.DOTALL)
"""One [[account]] table, without the tables inside it."""
_KEY_NAME = re.compile(r"^[ \t]*name\s*=[^\n]*", re.MULTILINE)
_KEY_MODE = re.compile(r"^(?P<key>[ \t]*mode\s*=\s*)([\"'])\w+\2", re.MULTILINE)


def _named(table: str, account: str) -> bool:
    found = _KEY_NAME.search(table)
    return bool(found) and tomllib.loads(found[0]).get("name") == account if found else False


def _until_first_table(text: str) -> tuple[str, str]:
    found = re.search(r"^\s*\[", text, re.MULTILINE)
    at = found.start() if found else len(text)
    return text[:at], text[at:]
