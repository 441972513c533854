"""A text as sentences and clauses, and blanks for parts of it. Never raises."""

import re
from collections.abc import Sequence

SENTENCE = re.compile(r"(?:[^.!?。！？\n]|[.!?](?=\w)|\n(?!\s?\n)){1,2000}[.!?。！？]{0,3}")
CLAUSE = re.compile(r"[,;:，；：、]")
OPENING = " \n\"'(-¿¡"
"""What may stand before the first word of a clause."""
_QUOTED = re.compile(r'"[^"\n]{1,300}"|(?<!\w)\'(?:[^\'\n]|\'(?=\w)){1,300}\'(?!\w)')
"""Words of somebody else."""


def unquoted(words: str) -> str:
    """A text with blanks for what it quotes of others: "sent in error" is their word."""
    return without(words, [*_QUOTED.finditer(words)])


def is_question(sentence: str) -> bool:
    """Whether a sentence ends as one, an angry one too."""
    return sentence.rstrip(" \n\"')!！").endswith(("?", "？"))


def without(words: str, places: Sequence[re.Match[str]]) -> str:
    """A text with blanks in these places."""
    for found in places:
        words = words[: found.start()] + " " * len(found[0]) + words[found.end() :]
    return words
