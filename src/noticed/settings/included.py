"""Account files beside settings.toml (``include``): read each for itself, so that one that is broken stays one.

A problem in such a file is one line: file, line, what is wrong, the cure. It never names another account.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from noticed.core.values import Value
from noticed.settings.errors import Loc, path_of

LARGEST = 1024 * 1024


class Broken(Value):
    """An account file that cannot be used."""

    file: Path
    problems: tuple[str, ...]
    """One line each: FILE:LINE: what is wrong, and the cure."""


class Unreadable(Exception):
    """A file that is no TOML; the message is one line without the file's name: [LINE: ]what is wrong."""


class Included(Value):
    """One account file as it was read."""

    file: Path
    text: str
    rows: tuple[dict[str, Any], ...]


def read(place: Path) -> tuple[str, dict[str, Any]]:
    """A TOML file's text and table. Raises ``Unreadable``."""
    try:
        with place.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8-sig")
            return text, tomllib.loads(text)
    except UnicodeDecodeError:
        raise Unreadable("is not UTF-8: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"is not TOML: {error}") from None
    except OSError as error:
        raise Unreadable(f"cannot be read: {(error.strerror or 'error').lower()}") from None


def include(main: Path, patterns: object) -> tuple[list[Included], list[Broken], list[str]]:
    """Every file the patterns name, in the order of their names; those that cannot be read; patterns that name none."""
    several = [patterns] if isinstance(patterns, str) else patterns if isinstance(patterns, list) else []
    good, bad, missing = dict[Path, Included](), list[Broken](), list[str]()
    for pattern in (one for one in several if isinstance(one, str) and one):
        files = _matching(main.parent, pattern)
        if not files and not set(pattern) & set("*?["):
            missing.append(f'include: "{pattern}" is no file')
        for file in files:
            if file in good or file.resolve() == main.resolve():
                continue
            try:
                good[file] = _included(file)
            except Unreadable as error:
                bad.append(Broken(file=file, problems=(_line(main, file, _number(str(error)), str(error)),)))
    return list(good.values()), bad, missing


def _matching(folder: Path, pattern: str) -> list[Path]:
    path = Path(pattern).expanduser()
    root, rest = (Path(path.anchor), str(path.relative_to(path.anchor))) if path.is_absolute() else (folder, pattern)
    try:
        return sorted(file for file in root.glob(rest) if file.is_file() or file.is_symlink())
    except (ValueError, NotImplementedError):  # what pathlib cannot match finds no file: it is said as missing
        return []


def _included(file: Path) -> Included:
    text, table = read(file)
    strange = next((key for key in table if key != "account"), None)
    if strange is not None:
        number = place_of(text, 0, (strange,))
        raise Unreadable(f"{strange} (at line {number}): an account file holds [[account]] tables and nothing else")
    rows = table.get("account")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Unreadable("holds no account: begin it with [[account]]")
    return Included(file=file, text=text, rows=tuple(rows))


def problem(main: Path, included: Included, number: int, loc: Loc, what: str) -> str:
    """One line about a key of the ``number``-th account of a file (``loc``: its path there)."""
    named = f"{path_of(loc, {})}: " if loc else ""
    return _line(main, included.file, place_of(included.text, number, loc), f"{named}{what}")


def _line(main: Path, file: Path, number: int | None, what: str) -> str:
    shown = file.relative_to(main.parent) if file.is_relative_to(main.parent) else file
    return f"{shown}:{number}: {what}" if number else f"{shown}: {what}"


def _number(said: str) -> int | None:
    found = re.search(r"at line (\d+)", said)
    return int(found[1]) if found else None


_HEADER = re.compile(r"\[\[?(?P<name>[^\[\]\n]{1,200})\]")


def place_of(text: str, number: int, loc: Sequence[int | str]) -> int:
    """The line (from 1) where a key of the ``number``-th [[account]] stands; where it is missing, the account's own."""
    at, seen, table = 1, -1, ""
    words = [part for part in loc if isinstance(part, str)]
    for line, said in enumerate(text.splitlines(), 1):
        header = _HEADER.match(said.lstrip())
        if header:
            table = header["name"].replace(" ", "").replace("\t", "").replace('"', "")
            seen += table == "account"
            if table == "account" and seen == number:
                at = line
            inside = seen == number or not loc
            if inside and words and table in {f"account.{words[0]}", words[0]}:
                at = line
        elif seen in {number, -1} and words and _sets(said, table, words):
            return line
    return at


def _sets(said: str, table: str, words: Sequence[str]) -> bool:
    """Whether a line gives the key, or the inline table it stands in."""
    key = re.match(r'\s*"?([\w-]+)"?((?:\s*\.\s*[\w-]+)*)\s*=', said)
    if not key:
        return False
    path = [*table.split(".")[1:], key[1], *re.findall(r"[\w-]+", key[2])]
    return path == list(words)[: len(path)] and (len(path) == len(words) or "{" in said or "[" in said)


def laid_under(defaults: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, with what it does not say itself by the defaults; tables key by key."""
    merged = dict(row)
    for key, value in defaults.items():
        own = row.get(key)
        if key not in row:
            merged[key] = value
        elif isinstance(value, Mapping) and isinstance(own, Mapping) and key in {"imap", "smtp", "oauth"}:
            merged[key] = {**value, **own}
    return merged
