"""Which language this process speaks to the one who typed the command.

``--language`` decides, else the settings, else the environment ($LC_ALL, $LC_MESSAGES, $LANG). Logs stay English.
"""

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from noticed.data import words

if TYPE_CHECKING:
    from noticed.render.phrases import Phrases

_PLACES = (Path("settings.toml"), Path("/etc/noticed/settings.toml"))
"""Where settings are looked for (``noticed.settings.find``, which takes long to import)."""

_SPOKEN = ContextVar("language", default="en")


def speak(language: str) -> None:
    """From now on in this language; English where we have no words of it."""
    _SPOKEN.set(language if language in words() else "en")


def spoken() -> str:
    """The language of this process."""
    return _SPOKEN.get()


def phrases(timezone: str = "UTC") -> "Phrases":
    """Its words, with times of this zone."""
    from noticed.render.phrases import Phrases  # not for --help

    return Phrases(spoken(), timezone)


def of_settings(path: Path | None, environ: Mapping[str, str]) -> str | None:
    """What ``operator.language`` says, looked up before the settings are read, for ``--help`` and wrong usage.

    None where it says nothing, or the file is missing or broken: whoever reads it whole says so.
    """
    named = path or environ.get("NOTICED_SETTINGS")
    try:
        file = next(p for p in ([Path(named)] if named else _PLACES) if p.is_file())
        said: object = tomllib.loads(file.read_text(encoding="utf-8-sig"))["operator"]["language"]
    except (StopIteration, OSError, ValueError, LookupError, TypeError):
        said = None
    chosen = environ.get("NOTICED__OPERATOR__LANGUAGE") or said
    return chosen if isinstance(chosen, str) and chosen in words() else None


def of_environment(environ: Mapping[str, str]) -> str:
    """The language a person's surroundings ask for (POSIX: the first of these that is set)."""
    asked = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if asked.lower().startswith("zh") else "en"
