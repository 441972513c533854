"""What the operator supplies with a decision: words, files, and what is sent in their place."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from noticed.core.mail.model import File
from noticed.core.values import Value
from noticed.ports import Exhibit


class Extra(Value):
    """What the operator supplies with a decision."""

    slots: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    """What the letter rests on, as it is kept."""
    names: tuple[str, ...] | None = None
    """What the letter takes of the case's evidence; None: what ``service.letter_files`` lets it take unasked."""
    pictures: Mapping[str, tuple[File, ...]] = field(default_factory=dict)
    """What is sent in the place of a file, by its name."""
    expired: frozenset[str] = frozenset()
    """Names of files that show the past alone."""
    fresh: tuple[Exhibit, ...] = ()
    """Files that become evidence with the decision."""

    @property
    def sent(self) -> tuple[File, ...]:
        """What is attached."""
        return tuple(each for file in self.files for each in self.pictures.get(file.name, (file,)))

    @property
    def shown(self) -> Mapping[str, str]:
        """What a file is called in the letter, where it goes under other names."""
        return {name: _called([each.name for each in sent]) for name, sent in self.pictures.items() if sent}


def _called(names: Sequence[str]) -> str:
    """One name, or the first and the last of the pages; a PDF that goes beside its pages last."""
    if len(names) < 3:
        return ", ".join(names)
    *pages, last = names
    if last.endswith(".pdf"):
        return f"{_called(pages)}, {last}"
    return f"{names[0]} – {last}"
