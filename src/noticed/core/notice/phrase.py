"""The little language of phrases in which a dialect says what a sentence looks like.

``*`` at most eighty characters of the same sentence; ``~`` the rest of the word; ``#`` digits; ``(a|b)`` one of
these; ``[a|b]`` perhaps one of these; ``{slot}`` what the caller puts there; ``\\(`` a bracket itself. Everything
else is itself; blanks also match line ends. Matched against text from ``fold``. Every quantifier is bounded and
none is nested, so that no text makes a search slow.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from noticed.core.notice.fold import fold
from noticed.core.values import Value

_GAP = r"(?:[^.。!?！？\n]|\.(?=\w)|\n(?![ \t]{0,4}\n)){0,80}?"
_LETTER = "0-9a-z\u00df-\u024f"
_SPACE = r"\s{1,3}"
_AFTER = r"[,;:)\"]?"
"""What may close the words before a gap: "your account, after …"."""
_PART = re.compile(r"\\.|\([^()]+\)|\[[^\[\]]+\]|\{\w+\}|\s+|.", re.DOTALL)
_OPTION = re.compile(r"\[[^\[\]]+\]")


class Phrases(Value):
    """Any of some phrases."""

    texts: tuple[str, ...] = ()
    source: str = ""
    """The pattern; compiled when it is first used, as most languages are never met."""

    def search(self, folded: str) -> re.Match[str] | None:
        """The first place in ``folded`` (a text from ``fold``) where one of the phrases stands."""
        return _compiled(self.source).search(folded) if self.source else None

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        return _compiled(self.source).finditer(folded) if self.source else iter(())

    def __bool__(self) -> bool:
        return bool(self.texts)


def phrases(texts: Sequence[str], slots: Mapping[str, str] | None = None) -> Phrases:
    """Compile ``texts``; ``slots`` are patterns for ``{name}``. Raises ValueError for a phrase that is not one."""
    if not texts:
        return Phrases()
    longest_first = sorted(texts, key=len, reverse=True)
    return Phrases(texts=tuple(texts), source="|".join(_checked(text, slots or {}) for text in longest_first))


@lru_cache(maxsize=2_000)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _checked(text: str, slots: Mapping[str, str]) -> str:
    try:
        return _compile(text, slots)
    except ValueError as error:
        raise ValueError(f"{error} in {text!r}") from None


def _compile(text: str, slots: Mapping[str, str]) -> str:
    text = fold(text).strip()
    if not text or text[0] in "*~" or text.count("*") > 2:
        raise ValueError("not a phrase (begin with a word, at most two *)")
    pieces = [match[0] for match in _PART.finditer(text)]
    out: list[str] = []
    position = 0
    while position < len(pieces):
        piece, after = pieces[position], (*pieces, "", "")[position + 1]
        position += 1
        if piece.isspace() and after == "*" and (*pieces, "", "")[position + 1].isspace():
            out.append(rf"{_AFTER}{_SPACE}(?:{_GAP}{_SPACE})?")
            position += 2
        elif _OPTION.fullmatch(piece):
            choice = _choices(piece[1:-1])
            if after.isspace():
                out.append(f"(?:{choice}{_SPACE})?")
                position += 1
            elif out and out[-1] == _SPACE:
                out[-1] = f"(?:{_SPACE}{choice})?"
            else:
                out.append(f"(?:{choice})?")
        else:
            out.append(_piece(piece, slots))
    pattern = _join(out)
    first = re.match(rf"[(\[]?[{_LETTER}]", text)
    last = re.search(rf"[{_LETTER}][)\]]?$", text)
    return (rf"(?<![{_LETTER}])" if first else "") + pattern + (rf"(?![{_LETTER}])" if last else "")


def _piece(piece: str, slots: Mapping[str, str]) -> str:
    if piece == "*":
        return _GAP
    if piece == "#":
        return r"\d{1,15}"
    if piece.startswith("(") and piece.endswith(")") and len(piece) > 2:
        return f"(?:{_choices(piece[1:-1])})"
    if piece.startswith("{") and len(piece) > 2:
        if piece[1:-1] not in slots:
            raise ValueError(f"not a phrase (no slot {piece})")
        return slots[piece[1:-1]]
    if piece in "()[]{}|":
        raise ValueError(f"not a phrase (a bracket without its partner, or one within another: {piece})")
    return _plain(piece.removeprefix("\\"))


def _choices(text: str) -> str:
    if any(bracket in text for bracket in "()[]{}*"):
        raise ValueError(f"not a phrase (a bracket or * within another: {text!r})")
    return "(?:" + "|".join(_plain(choice) for choice in text.split("|")) + ")"


def _plain(text: str) -> str:
    words: list[str] = []
    for piece in re.findall(r"~|\s+|[^~\s]", text):
        if piece == "~":
            words.append(f"[{_LETTER}]{{0,20}}")
        else:
            words.append(_SPACE if piece.isspace() else re.escape(piece))
    return _join(words)


def _join(parts: Sequence[str]) -> str:
    """Between two characters of a script without blanks a line may end."""
    out = ""
    for before, part in zip(("", *parts), parts, strict=False):
        if len(before) == 1 and len(part) == 1 and before >= "\u2e80" and part >= "\u2e80":
            out += r"\s?"
        out += part
    return out
