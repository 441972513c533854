"""Names in a text (products, complaint ids) that stand side by side, of which one thing is said. Never raises."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from noticed.core.values import Value

MARK = re.compile(r"[,;，；、|]|(?<=\s)[-–—](?=\s)|(?<=[^\W\d_]{4})\.(?=\s\d{7}|\s?\Z)")
"""Where a clause ends; behind a word that is no "No." a sentence may begin with the number of a complaint."""
FEW = 1
"""Words that join two names ("B0… and B0…"), or stand before one in a list ("ASIN B0…"), at most."""
_WORD = re.compile(r"[\u2e80-\uffff]{1,3}|\b[^\W\d_\u2e80-\uffff]+\b")
"""A word, no name of a product; of a script without blanks what hardly is more than one."""
_BREAK = re.compile(r"[^\s,、，/&+()\w]|\n")
"""What parts two names."""
_APART = 12
"""Characters between two of a run, at most."""


class Run(Value):
    """Names, where they stand, and how far it is to those around."""

    names: frozenset[str]
    start: int
    end: int
    low: int
    """Where the run before ends, or the text begins …"""
    high: int
    """… and where the next one begins, or the text ends."""


def runs_of(text: str, names: Collection[str]) -> tuple[Run, ...]:
    """Every run of ``names`` (as printed) in a folded text, in its order."""
    printed = {name.casefold(): name for name in names}
    groups = list(_groups(text, re.compile("|".join(map(re.escape, printed)))))
    edges = [0, *(edge for group in groups for edge in (group[0].start(), group[-1].end())), len(text)]
    found = zip(groups, edges[::2], edges[3::2], strict=False)
    return tuple(
        Run(
            names=frozenset(printed[match[0]] for match in group),
            start=group[0].start(),
            end=group[-1].end(),
            low=low,
            high=high,
        )
        for group, low, high in found
    )


def words_in(text: str) -> int:
    """How many words a stretch of text has, names of products and numbers aside."""
    return len(_WORD.findall(text))


def _groups(text: str, names: re.Pattern[str]) -> Iterator[Sequence[re.Match[str]]]:
    matches = list(names.finditer(text))
    group = matches[:1]
    for before, match in pairwise(matches):
        if _parts(text[before.end() : match.start()]):
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _parts(between: str) -> bool:
    """Whether what stands between two names makes two runs of them."""
    return bool(_BREAK.search(between)) or len(between) > _APART or words_in(between) > FEW
