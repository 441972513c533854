"""No pattern of the project takes longer than about a tenth of a second on a hundred thousand characters of one kind.

The patterns are collected mechanically: what ``re`` compiled at the top of any module, and every phrase of every
dialect as it is searched. Patterns made while reading are tried by reading whole messages of such characters.
"""

import gc
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

import pytest
from tests.bench.reading import NOW, reader
from tests.signing import KEYS

import noticed
from noticed.adapters import packaged
from noticed.core.notice.fold import fold
from noticed.core.notice.phrase import Phrases
from noticed.core.values import Value
from noticed.service.reading import read

SIZE = 100_000
MOST = 0.2
"""Seconds of CPU for one pattern: 0.1 is the promise, the rest is for a busy machine; what is not linear takes more."""
SHORTER = (SIZE // 10, SIZE // 3)
"""Lengths that are tried first. What is so quick there that it would keep to ``MOST`` even if its time grew with the
cube of the length is not tried on more: nearly all patterns."""
WHOLE = 1.0
"""Seconds of CPU for reading a whole message of such characters."""
CHARACTERS = (
    "a", "A", " ", "\t", "\n", "\r\n", "@", ".", ":", "0", "-", "_", "*", "/", "<", ">", "(", "[", '"', "=", "•",
    "\u200b", "é", "한", "中", "。",
)  # fmt: skip


def _top_level() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for module in pkgutil.walk_packages(noticed.__path__, "noticed."):
        if module.name.endswith("__main__") or ".migrations." in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, found in enumerate(_within(value)):
                yield f"{module.name}.{name}[{number}]", found


def _within(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _within(each)
    elif isinstance(value, (tuple, list, frozenset)):
        for each in value:
            yield from _within(each)


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Every pattern of the package by the place that holds it, each once."""
    by_pattern = {found: name for name, found in _top_level()}
    return {name: found for found, name in by_pattern.items()}


@lru_cache(maxsize=1)
def all_phrases() -> dict[str, Phrases]:
    """Every list of phrases by its path in its dialect."""
    return {name: found for dialect in packaged.dialects(None) for name, found in _phrases(dialect, dialect.language)}


def _phrases(value: object, path: str) -> Iterator[tuple[str, Phrases]]:
    if isinstance(value, Phrases):
        yield path, value
    elif isinstance(value, Value):
        for name, each in vars(value).items():
            yield from _phrases(each, f"{path}.{name}")
    elif isinstance(value, (tuple, Mapping)):
        for place, each in _items(value):
            yield from _phrases(each, f"{path}.{place}")


def _items(value: tuple[object, ...] | Mapping[object, object]) -> Iterable[tuple[object, object]]:
    return value.items() if isinstance(value, Mapping) else enumerate(value)


def _seconds(work: Callable[[], object]) -> float:
    """Of this thread alone: servers of other tests may still run in this process; without its collector of garbage."""
    gc.disable()
    try:
        start = time.thread_time()
        work()
        return time.thread_time() - start
    finally:
        gc.enable()


def _searched(found: re.Pattern[str] | re.Pattern[bytes], text: str) -> None:
    shown: Any = text if isinstance(found.pattern, str) else text.encode()
    for _ in found.finditer(shown):
        pass


def _found(phrases: Phrases, folded: str) -> None:
    for _ in phrases.finditer(folded):
        pass


def _is_slow(work: Callable[[str], object], text: str) -> bool:
    """Measured again before it is said: others use the machine, too."""
    for size in SHORTER:
        if _seconds(lambda size=size: work(text[:size])) < MOST * (size / SIZE) ** 3:  # type: ignore[misc]
            return False
    return all(_seconds(lambda: work(text)) > MOST for _ in range(3))


def test_patterns_are_found() -> None:
    assert len(patterns()) > 150
    assert len(all_phrases()) > 400


@pytest.mark.parametrize("character", CHARACTERS)
def test_no_pattern_is_slow_on_characters_of_one_kind(character: str) -> None:
    text = (character * SIZE)[:SIZE]
    folded = fold(text)
    slow = [name for name, found in patterns().items() if _is_slow(partial(_searched, found), text)]
    slow += [name for name, found in all_phrases().items() if _is_slow(partial(_found, found), folded)]
    assert slow == []


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_message_of_characters_of_one_kind_is_read_at_once(character: str) -> None:
    body = (character * SIZE)[:SIZE]
    head = (
        "From: notice@amazon.com\nTo: shop@seller.example\nSubject: Notice\nContent-Type: text/plain; charset=utf-8\n\n"
    )
    raw = f"{head}{body}\n".encode()
    words = reader()
    assert _seconds(lambda: read(raw, words, KEYS, now=NOW, as_reply=False)) < WHOLE
