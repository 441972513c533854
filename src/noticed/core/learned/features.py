"""A text as the set of what it is weighed by: its words, how they begin, and how they follow each other."""

import re
from itertools import pairwise

MAX_TEXT = 6_000
"""Characters of a text that are looked at: what a mail is about comes first."""
_STEM = 5
"""Letters of a word that tell its family in most languages: "withd~" is withdraw, withdrew, withdrawal."""
_NAMES = re.compile(r"(?<![a-z0-9])b0[a-z0-9]{8}(?![a-z0-9])|[^\s@]{1,100}@[^\s@]{1,100}|https?://\S{1,200}")
"""What names one thing only, and tells nothing of the next mail."""
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+|\d+|[?!]")
"""A word, a number, a mark; of scripts without blanks each character."""


def features(folded: str) -> frozenset[str]:
    """What is known of a text once its names and numbers are left out.

    ``folded``: any text, folded (``core.notice.fold``), of which the first ``MAX_TEXT`` characters count. Words of more
    than five letters count by their beginnings too; two and three in a row by their beginnings only.
    """
    found = _WORD.findall(_NAMES.sub(" @ ", folded[:MAX_TEXT]))
    words = ["#" if word[0] in "0123456789" else word for word in found]
    stems = [word[:_STEM] for word in words]
    return frozenset(words).union(
        [f"{word[:_STEM]}~" for word in words if len(word) > _STEM],
        [f"{a} {b}" for a, b in pairwise(stems)],
        [f"{a} {b} {c}" for a, b, c in zip(stems, stems[1:], stems[2:], strict=False)],
        [f"{a} _ {b}" for a, b in zip(stems, stems[2:], strict=False)],
    )
