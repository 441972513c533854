"""Letters as they are written from, by kind and language; how their files are read: ``template_files``."""

from collections.abc import Mapping
from functools import cache

import jinja2
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from noticed.core.case.model import LetterKind
from noticed.core.case.slots import Slot
from noticed.core.values import Value
from noticed.render.wording import FILTERS


class Template(Value):
    """One letter in one language."""

    kind: LetterKind
    language: str
    subject: str
    body: str
    to: str
    cc: str | None
    automatic: bool
    draft: bool
    variant: str = ""
    slots: tuple[Slot, ...] = ()
    """Everything the operator may supply for this letter; what it needs comes first."""
    first_line: int = 1
    """Where the body begins in its file."""

    @property
    def needs(self) -> tuple[str, ...]:
        """What the operator must supply."""
        return tuple(slot.name for slot in self.slots if slot.required)

    @property
    def file(self) -> str:
        """Its place among the letters."""
        return f"letters/{named(self.kind, self.variant)}/{self.language}.txt"


class Templates(Value):
    """All letters there are."""

    by_kind: Mapping[tuple[str, str], Template]
    """(``named`` letter, language) → the letter."""

    def find(self, kind: LetterKind, language: str, variant: str = "") -> Template:
        """The letter in that language, else in English; of that variant, else the general one.

        Raises ``KeyError`` where there is none.
        """
        for tongue in dict.fromkeys((language, "en")):
            for name in dict.fromkeys((named(kind, variant), named(kind))):
                if found := self.by_kind.get((name, tongue)):
                    return found
        raise KeyError(kind)


def named(kind: str, variant: str = "") -> str:
    """How a letter is known: ``non_infringement``, ``non_infringement/trademark``."""
    return f"{kind}/{variant}" if variant else str(kind)


def environment() -> ImmutableSandboxedEnvironment:
    """How letters are rendered: no reach into Python, and nothing empty without an error."""
    env = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finalize, autoescape=False
    )
    env.filters.update(FILTERS)
    return env


@cache
def compiled(text: str) -> jinja2.Template:
    """A template ready to render. Raises ``TemplateSyntaxError``."""
    return environment().from_string(text)


def _finalize(value: object) -> object:
    if value is None:
        raise ValueError("a letter with a hole in it")
    return value
