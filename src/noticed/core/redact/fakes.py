"""What takes the place of a value: the same shape, and the same for the same value everywhere in a message.

A letter becomes a letter, a vowel a vowel, a digit a digit; case stays, as do the marks between. Derived from a salt
and the value alone, without chance; two values never get one fake.
"""

import re
from collections.abc import Collection, Sequence
from hashlib import sha256

from noticed.core.notice.fields import isbn10
from noticed.core.notice.fold import fold

_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxz"
_HAN = "山川木林田中大小石水火土月日雨草竹弓玉羊毛耳目白赤秋冬西南北花米舟夏春"
_HIRAGANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめも"
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
_HANGUL, _CYRILLIC = "가나다라마바사아자차카타하", "абвгдежзиклмнопрстуф"
_POOLS = (
    ("\u3041", "\u3096", _HIRAGANA),
    ("\u30a1", "\u30fa", _KATAKANA),
    ("\u3400", "\u9fff", _HAN),
    ("\uac00", "\ud7a3", _HANGUL),
    ("\u0400", "\u04ff", _CYRILLIC),
)
_TRIES = 60
_ID, _DAY = 11, 6
"""Digits of a complaint id, and of those the ones that complaints of the same days share."""
_KIND_CODE = re.compile(r"(?<=\d)\s?[A-Z]\d$")


class Fakes:
    """The fakes of one message. ``salt`` makes those of another one differ; ``words`` are never used for a fake."""

    def __init__(self, salt: bytes, words: Collection[str]) -> None:
        self._salt = salt
        self._words = words
        self._made: dict[tuple[str, str], str] = {}
        self._used: set[tuple[str, str]] = set()

    def word(self, word: str) -> list[str]:
        """One fake character for each of ``word``: a word of a name, a host, a mailbox."""
        return _cased(self._fake("word", fold(word)), word)

    def digits(self, digits: str) -> str:
        """Of a number: as many digits, the first ones kept, as they say what kind it is; "X" is a check digit.

        Complaints of the same days begin alike (their ids since 2019 have eleven digits), and do so in the copy.
        """
        if len(digits) == _ID and digits.isdecimal():
            return self._fake("digits", digits[:_DAY]) + self._fake("rest of an id", digits)
        return self._fake("isbn" if isbn10(digits) else "digits", digits)

    def asin(self, asin: str) -> list[str]:
        """Of an ASIN that is no book's."""
        return _cased(self._fake("asin", asin.upper()), asin)

    def _fake(self, kind: str, value: str) -> str:
        known = self._made.get((kind, value))
        if known is not None:
            return known
        fake = value
        for attempt in range(_TRIES):
            fake = _SHAPES[kind](value, _Stream(self._salt, f"{kind} {value} {attempt}"))
            if fake != value and fake not in self._words and (kind, fake) not in self._used:
                break
        self._used |= {(kind, fake), (kind, value)}
        self._made[kind, value] = fake
        return fake


class _Stream:
    """Numbers that only depend on a salt and a value."""

    def __init__(self, salt: bytes, value: str) -> None:
        self._state = sha256(salt + b"\0" + value.encode("utf-8", "replace")).digest()
        self._place = 0

    def pick(self, pool: Sequence[str]) -> str:
        if self._place == len(self._state):
            self._state, self._place = sha256(self._state).digest(), 0
        self._place += 1
        return pool[self._state[self._place - 1] % len(pool)]


def _word(value: str, stream: _Stream) -> str:
    return "".join(_letter(char, stream) for char in value)


def _letter(char: str, stream: _Stream) -> str:
    if char.isdigit():
        return stream.pick("23456789")
    if char in _VOWELS:
        return stream.pick(_VOWELS)
    if "a" <= char <= "z":
        return stream.pick(_CONSONANTS)
    pool = next((pool for low, high, pool in _POOLS if low <= char <= high), None)
    pool = pool or ("x" if char.isalpha() and char < "\u2e80" else char)
    return stream.pick(pool)


def _digits(value: str, stream: _Stream) -> str:
    """Leading zeros and two more digits stay (one of a short number): they tell offices and years."""
    kept = len(value) - len(value.lstrip("0")) + (2 if len(value) > 6 else 1)
    kept = min(kept, max(len(value) - 3, 1))
    for _ in range(_TRIES):
        fake = value[:kept] + "".join(stream.pick("0123456789") if c.isdigit() else c for c in value[kept:])
        if not isbn10(fake):
            return fake
    return fake


def _rest_of_id(value: str, stream: _Stream) -> str:
    return "".join(stream.pick("0123456789") for _ in value[_DAY:])


def _isbn(value: str, stream: _Stream) -> str:
    """A book's number with a true check digit (ISO 2108), which is a digit where it was one."""
    for _ in range(_TRIES):
        nine = value[:2] + "".join(stream.pick("0123456789") for _ in range(7))
        check = next(char for char in "0123456789X" if isbn10(nine + char))
        if (check == "X") == (value[-1] == "X"):
            return nine + check
    return value


def _asin(value: str, stream: _Stream) -> str:
    return value[:2] + "".join(
        stream.pick("0123456789") if char.isdigit() else stream.pick("BCDFGHJKLMNPQRSTVWXYZ") for char in value[2:]
    )


_SHAPES = {"word": _word, "digits": _digits, "rest of an id": _rest_of_id, "isbn": _isbn, "asin": _asin}


def _cased(fake: str, original: str) -> list[str]:
    return [
        f.upper() if char.isupper() else f for f, char in zip(fake.ljust(len(original), "x"), original, strict=False)
    ]


def number_digits(number: str) -> list[int]:
    """Places of the digits that say which number it is: not those of a kind code ("B2", "S1")."""
    code = _KIND_CODE.search(number)
    end = code.start() if code else len(number)
    return [at for at, char in enumerate(number[:end]) if char.isdigit() or (char == "X" and at == len(number) - 1)]
