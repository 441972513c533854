"""The little language of phrases in which a dialect says what a sentence looks like.

``*`` at most eighty characters of the same sentence; ``~`` the rest of the word, also of "listing(s)"; ``#`` digits;
``(a|b)`` one of these; ``[a|b]`` perhaps one of these; ``{slot}`` what the caller puts there; ``\\(`` a bracket itself.
Everything else is itself; blanks also match line ends. Every quantifier is bounded and none is nested, so that no text
makes a search slow.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from noticed.core.notice.fold import fold
from noticed.core.notice.places import DIGITS, LETTER, MAX_KEY, is_ideograph, key, with_next
from noticed.core.values import Value

_GAP = r"(?:[^.。!?！？\n]|\.(?=\w)|\n(?![ \t]{0,4}\n)){0,80}?"
_SPACE = r"\s{1,3}"
_AFTER = r"[,;:)\"]?"
"""What may close the words before a gap: "your account, after …"."""
_PART = re.compile(r"\\.|\([^()]+\)|\[[^\[\]]+\]|\{\w+\}|\s+|.", re.DOTALL)
_FIRST = re.compile(rf"[{LETTER}]+~?")
_IS_LETTER = re.compile(rf"[{LETTER}]")
_OPTION = re.compile(r"\[[^\[\]]+\]")
_INSIDE = r"[^()\[\]{}*|]*(?:\|[^()\[\]{}*|]*)*"
_PHRASE = re.compile(rf"(?:\\.|\((?=[^)]){_INSIDE}\)|\[(?=[^\]]){_INSIDE}\]|\{{\w+\}}|[^()\[\]{{}}|\\])+", re.DOTALL)
"""What a phrase may be; ``_compile`` says what is wrong with one that is none."""


class Slot(Value):
    """What the caller puts in place of ``{name}``."""

    pattern: str
    opens: frozenset[str] | None = None
    """Keys of ``places`` at which it begins, where that is known."""
    width: int = 0
    """At most so many characters."""


class Pattern(Value):
    """One phrase, compiled to the source of a regular expression."""

    source: str
    opens: frozenset[str] | None
    """Keys of ``places`` at which it begins; None: anywhere."""
    needs: frozenset[str] | None = None
    """Keys of which a text with the phrase has one, of a word behind a gap; None: nothing is known."""
    tail: "Pattern | None" = None
    """What follows a slot at the beginning …"""
    reach: int = 0
    """… at most so many characters behind that."""


def is_phrase(text: str, slots: Sequence[str]) -> bool:
    """Whether ``text`` surely is a phrase; what is not may still be one."""
    text = text.strip()
    found = _PHRASE.fullmatch(text)
    slot = "{" in text and any(name not in slots for name in re.findall(r"\{(\w+)\}", text))
    return found is not None and not slot and text[0] not in "*~" and text.count("*") <= 2


def pattern(text: str, slots: Mapping[str, Slot] | None = None) -> Pattern:
    """``text`` compiled. Raises ValueError for what is no phrase."""
    try:
        return _compile(text, slots or {})
    except ValueError as error:
        raise ValueError(f"{error} in {text!r}") from None


def _compile(text: str, slots: Mapping[str, Slot]) -> Pattern:
    text = fold(text).strip()
    if not text or text[0] in "*~" or text.count("*") > 2:
        raise ValueError("not a phrase (begin with a word, at most two *)")
    pieces = [match[0] for match in _PART.finditer(text)]
    first = re.match(rf"[(\[]?[{LETTER}]", text) is not None
    last = rf"(?![{LETTER}])" if re.search(rf"[{LETTER}][)\]]?$", text) else ""
    source = (rf"(?<![{LETTER}])" if first else "") + _source(pieces, slots) + last
    opens = _opens(pieces, slots, whole=first)
    slot = slots.get(pieces[0][1:-1]) if pieces[0].startswith("{") else None
    if opens is not None or slot is None or not slot.width:
        return Pattern(source=source, opens=opens, needs=_needs(pieces))
    apart = len(pieces) > 1 and pieces[1].isspace()
    rest = pieces[2:] if apart else pieces[1:]
    tail = Pattern(source=_source(rest, slots) + last, opens=_opens(rest, slots, whole=apart))
    return Pattern(source=source, opens=None, tail=tail, reach=slot.width + 3)


def _source(pieces: Sequence[str], slots: Mapping[str, Slot]) -> str:
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
                if out[:-1] and [*pieces, "", ""][position] == "*" and [*pieces, "", ""][position + 1].isspace():
                    out.append(rf"(?:{_GAP}{_SPACE})?")
                    position += 2
            elif out and out[-1] == _SPACE:
                out[-1] = f"(?:{_SPACE}{choice})?"
            else:
                out.append(f"(?:{choice})?")
        else:
            out.append(_piece(piece, slots))
    return _join(out)


def _piece(piece: str, slots: Mapping[str, Slot]) -> str:
    if piece == "*":
        return _GAP
    if piece == "#":
        return r"\d{1,15}"
    if piece.startswith("(") and piece.endswith(")") and len(piece) > 2:
        return f"(?:{_choices(piece[1:-1])})"
    if piece.startswith("{") and len(piece) > 2:
        if piece[1:-1] not in slots:
            raise ValueError(f"not a phrase (no slot {piece})")
        return slots[piece[1:-1]].pattern
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


def _opens(pieces: Sequence[str], slots: Mapping[str, Slot], *, whole: bool) -> frozenset[str] | None:
    """The keys at which a phrase of these pieces begins, None where that is not known; ``whole``: where a word does."""
    if not pieces:
        return None
    piece, rest = pieces[0], pieces[1:]
    if piece == "#":
        return frozenset({DIGITS})
    if piece.startswith("{"):
        return slots[piece[1:-1]].opens if piece[1:-1] in slots else None
    if piece.startswith(("(", "[")):
        found = [_keys(choice, rest, whole=whole) for choice in piece[1:-1].split("|")]
        if piece.startswith("["):
            found.append(_opens(rest[1:] if rest and rest[0].isspace() else rest, slots, whole=whole))
        return None if None in found else frozenset(each for keys in found if keys for each in keys)
    plain = ""
    for place, char in enumerate(pieces):
        if char.startswith(("(", "[", "{", "*", "#")):
            return _keys(plain, pieces[place:], whole=whole)
        plain += char.removeprefix("\\")
    return _keys(plain, (), whole=whole)


def _keys(head: str, rest: Sequence[str], *, whole: bool) -> frozenset[str] | None:
    """The keys of what begins with ``head`` and goes on with ``rest``; None where they are not known."""
    opening = key(head, whole=whole, ends=not rest or rest[0].isspace())
    if opening is None:
        return None
    word = _FIRST.match(head)
    if word is None:
        return frozenset({opening})
    behind = head[word.end() :]
    if not behind:
        heads = _heads(rest[1:]) if rest and rest[0].isspace() else ()
    elif behind.isspace():
        heads = _heads(rest)
    else:
        heads = _heads((*behind.lstrip(), *rest)) if behind[0].isspace() else ()
    return with_next(opening, heads)


def _needs(pieces: Sequence[str]) -> frozenset[str] | None:
    """The keys of the word behind a gap, or behind a mark that begins the phrase, that says most: the one with the
    longest heads, and the fewest."""
    if "*" not in pieces and (is_ideograph(pieces[0]) or re.match(rf"[{LETTER}([{{#]", pieces[0])):
        return None
    found = []
    for place in range((pieces.index("*") if "*" in pieces else 0) + 1, len(pieces)):
        if pieces[place - 1].isspace():
            found.append(_heads(pieces[place:]))
        else:
            found.append(_ideographs(pieces[place]))
    known = [heads for heads in found if heads]
    best = min(known, key=lambda heads: (-min(map(len, heads)), len(heads)), default=None)
    return None if best is None else frozenset(best)


def _ideographs(piece: str) -> Sequence[str]:
    """The first two characters of every choice, () where one is not of a script without blanks."""
    choices = piece[1:-1].split("|") if piece.startswith("(") else [piece]
    return [choice[:2] for choice in choices] if all(all(map(is_ideograph, choice[:2])) for choice in choices) else ()


def _heads(pieces: Sequence[str]) -> Sequence[str]:
    """The first letters of every word ``pieces`` may begin with, () where they are not known."""
    piece, after = (*pieces, "", "")[:2]
    if piece.startswith("("):
        choices, ends = piece[1:-1].split("|"), not after or after.isspace()
    else:
        word = "".join(takewhile(_IS_LETTER.fullmatch, pieces))
        after = (*pieces, "")[len(word)]
        choices, ends = [word], not after or after.isspace()
    found = [_head(choice, ends=ends) for choice in choices]
    return [head for head in found if head] if all(found) else ()


def _head(text: str, *, ends: bool) -> str:
    """The first letters of the word ``text`` begins with, "" where more may belong to it; ``ends``: nothing does."""
    word = _FIRST.match(text)
    if word is None:
        return ""
    letters = word[0].rstrip("~")
    if len(letters) >= MAX_KEY:
        return letters[:MAX_KEY]
    whole = not word[0].endswith("~") and (word.end() < len(text) or ends)
    return letters if whole else ""
