"""The little language of phrases in which a dialect says what a sentence looks like.

``*`` at most eighty characters of the same sentence; ``~`` the rest of the word, also of "listing(s)"; ``#`` digits;
``(a|b)`` one of these; ``[a|b]`` perhaps one of these, also at a word's end ("a[n] account"); ``{slot}`` what the
caller puts there; ``\\(`` a bracket itself.
Everything else is itself; blanks also match line ends. Every quantifier is bounded and none is nested, so that no text
makes a search slow.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from noticed.core.notice.fold import fold
from noticed.core.notice.places import LETTER, is_ideograph
from noticed.core.notice.sights import Pieces, Slot
from noticed.core.values import Value, kept

_GAP = r"(?:[^.。!?！？\n]|\.(?=\w| \d)|(?<=\b\d)\.|(?<=\b\d\d)\.|\n(?![ \t]{0,4}\n)){0,80}?"
BLANKS = 3
"""Between two words, at most."""
_SPACE = rf"\s{{1,{BLANKS}}}"
_WITHIN = r"(?!\n[ \t]{0,4}\n)"
"""A gap ends with its paragraph."""
_AFTER = r"[,;:)\"]?"
"""What may close the words before a gap: "your account, after …"."""
_PART = re.compile(r"\\.|\([^()]+\)|\[[^\[\]]+\]|\{\w+\}|\s+|.", re.DOTALL)
_DIGITS = r"\d{1,15}"
_OPTION = re.compile(r"\[[^\[\]]+\]")
_IS_WORD = re.compile(rf"[{LETTER}]\]?$")
"""What a choice ends with that is a word, and not the beginning of one."""
_INSIDE = r"[^()\[\]{}*|]*(?:\|[^()\[\]{}*|]*)*"
_PHRASE = re.compile(rf"(?:\\.|\((?=[^)]){_INSIDE}\)|\[(?=[^\]]){_INSIDE}\]|\{{\w+\}}|[^()\[\]{{}}|\\])+", re.DOTALL)
"""What a phrase may be; ``_compile`` says what is wrong with one that is none."""


class Pattern:
    """One phrase: where it may stand, and a regular expression for it where it is met, as most never are.

    There are tens of thousands: attributes of a plain class, and its text whole, take a third of what those of a
    ``Value`` and its pieces would.
    """

    def __init__(  # what a phrase is
        self, text: str, slots: Mapping[str, Slot], pieces: Pieces, *, before: str = "", behind: str
    ) -> None:
        self._text, self._slots, self._before, self._behind = text, slots, before, behind
        self.opens: tuple[str, ...] = pieces.opens()
        """Keys of ``places`` at which it begins; (): anywhere."""
        self.sights = pieces.sights()
        """Of each of these a text with the phrase has one key; the first says most."""
        self.loose: Loose | None = None
        """What is known of one whose beginning is not."""

    @property
    def source(self) -> str:
        """The source of a regular expression for it."""
        return self._before + _source(_PART.findall(self._text), self._slots) + self._behind

    @kept
    def expression(self) -> re.Pattern[str]:
        """``source`` compiled."""
        return compiled(self.source)


class Loose(Value):
    """A phrase that begins with a slot."""

    tail: Pattern
    """What follows the slot …"""
    reach: int
    """… at most so many characters behind its beginning, none of them …"""
    never: str
    """… one of these."""


@lru_cache(maxsize=20_000)
def compiled(source: str) -> re.Pattern[str]:
    """``source`` compiled, once."""
    return re.compile(source)


def is_phrase(text: str, slots: Sequence[str]) -> bool:
    """Whether ``text`` surely is a phrase; what is not may still be one."""
    text = text.strip()
    found = _PHRASE.fullmatch(text)
    slot = "{" in text and any(name not in slots for name in re.findall(r"\{(\w+)\}", text))
    return found is not None and not slot and text[0] not in "*~" and text.count("*") <= 2


def pattern(text: str, slots: Mapping[str, Slot] | None = None) -> Pattern:
    """``text`` compiled. Raises ValueError for what is no phrase."""
    try:
        found = _compile(text, slots or {})
        if not is_phrase(text, tuple(slots or ())):
            _ = found.source
        return found
    except ValueError as error:
        raise ValueError(f"{error} in {text!r}") from None


def _compile(text: str, slots: Mapping[str, Slot]) -> Pattern:
    text = fold(text).strip()
    if not text or text[0] in "*~" or text.count("*") > 2:
        raise ValueError("not a phrase (begin with a word, at most two *)")
    parts = _PART.findall(text)
    first = re.match(rf"[(\[]?[{LETTER}]", text) is not None
    last = all(map(_IS_WORD.search, parts[-1].strip("()").split("|")))
    behind = rf"(?![{LETTER}])" if last else ""
    before = rf"(?<![{LETTER}])" if first else ""
    found = Pattern(
        text, slots, Pieces(pieces=parts, slots=slots, whole=first, closed=last), before=before, behind=behind
    )
    slot = slots.get(parts[0][1:-1]) if parts[0].startswith("{") else None
    if not found.opens and slot is not None and slot.width:
        apart = len(parts) > 1 and parts[1].isspace()
        rest = parts[2:] if apart else parts[1:]
        pieces = Pieces(pieces=rest, slots=slots, whole=apart, closed=last)
        tail = Pattern("".join(rest), slots, pieces, behind=behind)
        found.loose = Loose(tail=tail, reach=slot.width + BLANKS, never=slot.never)
    return found


def _source(pieces: Sequence[str], slots: Mapping[str, Slot]) -> str:
    out: list[str] = []
    position = 0
    while position < len(pieces):
        piece, after = pieces[position], (*pieces, "", "")[position + 1]
        position += 1
        if piece.isspace() and after == "*" and (*pieces, "", "")[position + 1].isspace():
            out.append(rf"{_AFTER}{_WITHIN}{_SPACE}(?:{_GAP}{_WITHIN}{_SPACE})?")
            position += 2
        elif _OPTION.fullmatch(piece):
            choice = _choices(piece[1:-1])
            ending = position > 1 and not pieces[position - 2].isspace()  # of a word that may stand without it
            if after.isspace() and not ending:
                out.append(f"(?:{choice}{_SPACE})?")
                position += 1
                if out[:-1] and [*pieces, "", ""][position] == "*" and [*pieces, "", ""][position + 1].isspace():
                    out.append(rf"(?:{_GAP}{_SPACE})?")
                    position += 2
            elif out and out[-1] == _SPACE:
                out[-1] = f"(?:{_SPACE}{choice})?"
            else:
                out.append(f"(?:{choice})?")
        else:
            out.append(_piece(piece, slots, last=position == len(pieces)))
    return _join(out)


def _piece(piece: str, slots: Mapping[str, Slot], *, last: bool) -> str:
    if piece == "*":
        return _GAP
    if piece == "#":
        return _DIGITS
    if piece.startswith("(") and piece.endswith(")") and len(piece) > 2:
        return f"(?:{_choices(piece[1:-1], last=last)})"
    if piece.startswith("{") and len(piece) > 2:
        if piece[1:-1] not in slots:
            raise ValueError(f"not a phrase (no slot {piece})")
        return slots[piece[1:-1]].pattern
    if piece in "()[]{}|":
        raise ValueError(f"not a phrase (a bracket without its partner, or one within another: {piece})")
    return _plain(piece.removeprefix("\\"))


def _choices(text: str, *, last: bool = False) -> str:
    """Any of some; of the ``last`` piece a whole word each that does not end with ``~``."""
    if any(bracket in text for bracket in "()[]{}*"):
        raise ValueError(f"not a phrase (a bracket or * within another: {text!r})")
    found = ((_plain(choice).replace(r"\#", _DIGITS), last and _IS_WORD.search(choice)) for choice in text.split("|"))
    return "(?:" + "|".join(f"{each}(?![{LETTER}])" if whole else each for each, whole in found) + ")"


def _plain(text: str) -> str:
    words: list[str] = []
    for piece in re.findall(r"~|\s+|[^~\s]", text):
        if piece == "~":
            words.append(rf"[{LETTER}]{{0,20}}(?:\([a-z]{{1,2}}\))?")
        else:
            words.append(_SPACE if piece.isspace() else re.escape(piece))
    return _join(words)


def _join(parts: Sequence[str]) -> str:
    """Between two characters of a script without blanks a line may end."""
    out = ""
    for before, part in zip(("", *parts), parts, strict=False):
        if len(before) == 1 and len(part) == 1 and is_ideograph(before) and is_ideograph(part):
            out += r"\s?"
        out += part
    return out
