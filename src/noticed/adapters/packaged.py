"""The words as files: dialects, letters and senders, packaged ones under those beside settings.toml.

``overlay`` is the folder of settings.toml: ``dialects/<language>.toml`` and ``letters/<letter>/<language>.txt`` in it
(or ``letters/<letter>/<right>/<language>.txt``) take the place of the packaged file of that name, or add one. A broken
file raises ``BadFile`` naming it.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from noticed.core.case.model import LetterKind
from noticed.core.mail.senders import Senders, parse_senders
from noticed.data import marketplaces, providers, table
from noticed.ports import Permanent

if TYPE_CHECKING:
    from noticed.core.learned.weights import Weights
    from noticed.core.notice.dialect import Dialect

__all__ = ["BadFile", "dialects", "letter_templates", "marketplaces", "providers", "senders"]


class BadFile(Permanent):
    """A file of words that cannot be used: its path, and what is wrong with it."""


def dialects(overlay: Path | None) -> tuple["Dialect", ...]:
    """Every language notices and answers are read in, by name."""
    from noticed.core.notice.dialect import parse_dialect

    found = {}
    for file in (*_files(files("noticed") / "dialects", ".toml"), *_files(_beside(overlay, "dialects"), ".toml")):
        language = file.name.removesuffix(".toml")
        try:
            found[language] = parse_dialect(language, tomllib.loads(_text(file)), partial(_learned, language))
        except ValueError as error:
            raise BadFile(f"{file}: {error}") from None
    return tuple(found[language] for language in sorted(found))


def _learned(language: str) -> Mapping[str, "Weights"]:
    """What was learned of a language, and of all together; nothing where no file says it."""
    from noticed.core.learned.questions import OF_ALL

    return {**{sort: each for name in OF_ALL for sort, each in _weights(name).items()}, **_weights(language)}


@cache
def _weights(name: str) -> Mapping[str, "Weights"]:
    from noticed.core.learned.weights import parse_weights

    file = files("noticed") / "dialects" / f"{name}.weights"
    return parse_weights(tomllib.loads(_text(file))) if file.is_file() else {}


def letter_templates(overlay: Path | None) -> Mapping[tuple[str, str], str]:
    """(letter, language) → the text of its file. ``en.zh``: the English letter, as a Chinese operator reads it.

    A folder in a letter's folder holds its wording for one right: ``non_infringement/trademark``. A letter that was
    reworded takes the place of all the packaged wordings in that language, and of the packaged translation of them.
    """
    found: dict[tuple[str, str], str] = {}
    for folder in (files("noticed") / "letters", _beside(overlay, "letters")):
        for letter in sorted(folder.iterdir(), key=_name) if folder and folder.is_dir() else ():
            texts = {(letter.name, each.name.removesuffix(".txt")): each for each in _files(letter, ".txt")}
            for variant in sorted(letter.iterdir(), key=_name) if letter.is_dir() else ():
                name = f"{letter.name}/{variant.name}"
                texts |= {(name, each.name.removesuffix(".txt")): each for each in _files(variant, ".txt")}
            if texts and letter.name not in set(LetterKind):
                raise BadFile(f"{letter}: is no letter: one of {', '.join(LetterKind)}")
            for key in [key for key in found if _reworded(key, texts)]:
                del found[key]
            found.update({key: _text(file) for key, file in texts.items()})
    return found


def _reworded(packaged: tuple[str, str], own: Mapping[tuple[str, str], Traversable]) -> bool:
    (name, language), letter = packaged, packaged[0].partition("/")[0]
    return any((each, language.partition(".")[0]) in own for each in (name, letter))


def senders() -> Senders:
    """Which of Amazon's addresses send notices, and which never do."""
    return parse_senders(table("senders.toml"))


def _beside(overlay: Path | None, name: str) -> Path | None:
    return overlay / name if overlay else None


def _files(folder: Traversable | None, suffix: str) -> list[Traversable]:
    if folder is None or not folder.is_dir():
        return []
    return sorted((f for f in folder.iterdir() if f.name.endswith(suffix) and not f.name.startswith(".")), key=_name)


def _name(entry: Traversable) -> str:
    return entry.name


def _text(file: Traversable) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        raise BadFile(f"{file}: cannot be read as UTF-8 text") from None
