"""Which language this process speaks to the one who typed the command.

``--language`` decides, else the settings, else the environment ($LC_ALL, $LC_MESSAGES, $LANG). Logs stay English.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING

from noticed.data import words

if TYPE_CHECKING:
    from noticed.render.phrases import Phrases

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


def of_environment(environ: Mapping[str, str]) -> str:
    """The language a person's surroundings ask for (POSIX: the first of these that is set)."""
    asked = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if asked.lower().startswith("zh") else "en"
