"""What a text surely has where a phrase stands in it, as keys of ``places``: so that it is hardly ever tried in vain.

The pieces of a phrase come from ``grammar``. Where nothing is certain, nothing is said.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from sys import intern

from noticed.core.notice.places import DIGITS, HEAD, LETTER, key, pair
from noticed.core.values import Value

_MOST = 4
"""Sights of one phrase: the next ones hardly ever tell more."""
_LETTER = re.compile(rf"[{LETTER}]")
_TWO = re.compile(rf"(?<![{LETTER}])([{LETTER}]{{1,40}})[^{LETTER}~]{{1,3}}([{LETTER}]{{1,40}})(.?)")
_ONE = re.compile(rf"[{LETTER}]+")
_OTHER = frozenset("*#~([{")
"""Pieces that are more than themselves, or how they begin."""
_NONE: frozenset[str] = frozenset()
_known: dict[tuple[str, ...], tuple[str, ...]] = {}
"""What ``intern`` is for a string."""


class Slot(Value):
    """What the caller puts in place of ``{name}``."""

    pattern: str
    opens: frozenset[str] | None = None
    """Keys of ``places`` at which it begins, where that is known."""
    width: int = 0
    """At most so many characters …"""
    never: str = ""
    """… none of which is one of these."""


class Pieces(Value):
    """A phrase taken apart."""

    pieces: Sequence[str]
    slots: Mapping[str, Slot]
    whole: bool
    """Whether it begins where a word does …"""
    closed: bool
    """… and ends where one does."""

    def opens(self) -> tuple[str, ...]:
        """The keys at which it begins; () where that is not known."""
        return _few(self._opens())

    def _opens(self) -> frozenset[str]:
        found = self._keys(0)
        sure = self.whole or self._at(0).startswith("{") or not any(map(_LETTER.match, found))
        return found if sure else _NONE

    def sights(self) -> tuple[tuple[str, ...], ...]:
        """Of each of these a text has one key; those first that say most."""
        found = [self._opens()]
        for place, piece in enumerate(self.pieces):
            if not place or piece.isspace() or piece.startswith("["):
                continue
            begins = self._begins_word(place)
            keys = self._keys(place) if begins or _is_mark(piece) or piece.startswith("(") else _NONE
            found += [keys] if begins or not any(map(_LETTER.match, keys)) else []
        found += [self._pairs(place) for place in range(len(self.pieces)) if self._begins_word(place)]
        telling = dict.fromkeys(keys for keys in found if keys and DIGITS not in keys)
        return tuple(map(_few, sorted(telling, key=_shared)[:_MOST]))

    def _at(self, place: int) -> str:
        return self.pieces[place] if place < len(self.pieces) else ""

    def _plain(self, place: int) -> str:
        """The characters from ``place`` on that stand for themselves, blanks not among them."""
        pieces = takewhile(lambda piece: not piece.isspace() and piece[0] not in _OTHER, self.pieces[place:])
        return "".join(piece[-1] for piece in pieces)

    def _keys(self, place: int) -> frozenset[str]:
        """The keys at which the rest from ``place`` on begins, () where one is not known."""
        piece = self._at(place)
        if piece == "#":
            return frozenset({DIGITS})
        if piece.startswith("{"):
            return (self.slots[piece[1:-1]].opens if piece[1:-1] in self.slots else None) or _NONE
        if piece.startswith(("(", "[")):
            ends = self._ends(place + 1)
            choices = piece[1:-1].split("|")
            found = {DIGITS if choice.startswith("#") else key(choice, ends=ends) for choice in choices}
            if piece.startswith("["):
                found |= self._keys(place + 1 + self._at(place + 1).isspace()) or {""}
        else:
            plain = self._plain(place)
            found = {key(plain, ends=self._ends(place + len(plain)))}
        return _NONE if "" in found else frozenset(found)

    def _pairs(self, place: int) -> frozenset[str]:
        """The keys of the first two words from ``place`` on, () where they are not known."""
        piece = self._at(place)
        if not piece or piece.isspace() or piece.startswith(("[", "{")):
            return _NONE
        inside = piece.startswith("(")
        choices = piece[1:-1].split("|") if inside else [self._plain(place)]
        behind = place + (1 if inside else len(choices[0]))
        found = (pair for choice in choices for pair in self._pairs_of(choice, behind) or {""})
        pairs = frozenset(found)
        return _NONE if "" in pairs else pairs

    def _pairs_of(self, choice: str, behind: int) -> frozenset[str]:
        """The same of one of the texts that may stand there; ``behind``: the place of what follows it."""
        two = _TWO.match(choice)
        if two:
            whole = two[3] not in {"", "~"} or (not two[3] and self._ends(behind))
            return frozenset({pair(two[1], two[2])}) if whole or len(two[2]) >= HEAD else _NONE
        keys = self._keys(behind + 1) if _ONE.fullmatch(choice) and self._at(behind).isspace() else _NONE
        return frozenset(pair(choice, each.rstrip("~")) for each in keys) if all(map(_LETTER.match, keys)) else _NONE

    def _begins_word(self, place: int) -> bool:
        """Whether a word that begins with the piece at ``place`` has no letter before it."""
        if not place:
            return self.whole
        before = self._at(place - 1)
        if before.isspace():
            return not (place > 1 and self._at(place - 2).startswith("[")) or self._begins_word(place - 2)
        return _is_mark(before)

    def _ends(self, place: int) -> bool:
        """Whether a word that ends with the piece before ``place`` has no letter behind it."""
        piece = self._at(place)
        if not piece:
            return self.closed
        if not piece.isspace():
            return _is_mark(piece)
        if not self._at(place + 1).startswith("["):
            return True
        after = self._at(place + 2)
        return self.closed if not after else after.isspace() or _is_mark(after)


def _few(keys: frozenset[str]) -> tuple[str, ...]:
    """A few keys take a fifth of the room in a tuple that they take in a set, and are the same in many phrases."""
    few = tuple(map(intern, sorted(keys)))
    return _known.setdefault(few, few)


def _shared(keys: frozenset[str]) -> tuple[bool, int, int]:
    """How many texts have one of these keys, as an order: of pairs of words the fewest, then of long words."""
    return not all(" " in each for each in keys), -min(map(len, keys)), len(keys)


def _is_mark(piece: str) -> bool:
    """Whether it stands for itself, and no letter."""
    return not piece.isspace() and piece[0] not in _OTHER and not _LETTER.match(piece[-1])
