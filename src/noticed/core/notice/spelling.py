"""Whether a mail address spells a name: "Chandrika Looms" of brand@chandrikalooms.example. Never raises."""

import re
from collections.abc import Sequence

from noticed.core.notice.fold import alphanumeric, fold
from noticed.core.notice.ordinary import Ordinary

_PARTS = re.compile(r"[^\W_]+")
_WORD = 4
"""Letters of a word that tells a name, at least."""
_DIGRAPH = re.compile(r"(?<=[aou])e")
"""How hosts write a vowel with two dots: "lindgruen" for "Lindgrün"."""
_WHOLE = 5
"""Letters of a host that is the beginning of a name, at least."""


def host_spells(spec: str, words: Sequence[str], ordinary: Ordinary) -> bool:
    """Whether the host of an address is the beginning of a name, or has one of its words that is no ordinary one.

    ``words``: of the name, folded.
    """
    labels = spec.rpartition("@")[2].split(".")[:-1]
    plain = [_plain(alphanumeric(word)) for word in words]
    squeezed = "".join(plain)
    for label in map(_plain, map(alphanumeric, map(fold, labels))):
        if len(label) >= _WHOLE and squeezed.startswith(label):
            return True
        if any(
            shown in label
            for shown, word in zip(plain, words, strict=True)
            if len(shown) >= _WORD and not ordinary.has(word)
        ):
            return True
    return False


def local_spells(spec: str, words: Sequence[str], ordinary: Ordinary) -> bool:
    """Whether a part before the mark is a word of a name: "odalys.makes@…" of Odalys Brannock, "rdasgupta@…" of R.
    Dasgupta."""
    local = fold(spec.rpartition("@")[0])
    parts = list(map(_plain, _PARTS.findall(local)))
    told = [_plain(alphanumeric(word)) for word in words if len(word) >= _WORD and not ordinary.has(word)]
    return any(part == word or (part.endswith(word) and len(part) <= len(word) + 2) for part in parts for word in told)


def _plain(text: str) -> str:
    """``text`` with its umlauts written in one way."""
    return _DIGRAPH.sub("", text)
