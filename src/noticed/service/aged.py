"""How much of Amazon's genuine mail was not wholly understood, by language: a dialect that has aged."""

from collections.abc import Iterable

from noticed.ports import Tx

_FACT = "drift"


def count(tx: Tx, language: str) -> None:
    """One more of them."""
    name = f"{_FACT}:{language}"
    tx.facts.set(name, str(int(tx.facts.get(name) or 0) + 1))


def counted(tx: Tx) -> tuple[tuple[str, int], ...]:
    """(language, how many) of mail that was not, or not wholly, understood."""
    found = ((name.partition(":"), value) for name, value in tx.facts.all().items())
    return tuple(sorted((language, int(value)) for (fact, _, language), value in found if fact == _FACT))


def in_words(counts: Iterable[tuple[str, int]]) -> str:
    """The counts as one line; "" where there are none."""
    listed = ", ".join(f"{language} {count}" for language, count in counts)
    return f"notices not wholly understood: {listed}" if listed else ""
