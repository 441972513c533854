"""Spans of time as a language writes them: a number and its unit. Never raises on any text."""

import re
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.phrase import Slot
from noticed.core.notice.places import DIGITS, key
from noticed.core.values import Value

_MAX_DAYS = 400


class Units(Value):
    """How a language counts time."""

    number: str
    """A pattern for a number, in the group ``n`` …"""
    opens: frozenset[str]
    """… the keys of ``places`` at which it begins …"""
    unit: str
    """… and one for its unit, in the group ``unit``; both for folded text."""
    keys: frozenset[str]
    """Keys at which the units begin; none where the language has none."""
    numbers: dict[str, int]
    units: dict[str, str]

    @property
    def slots(self) -> dict[str, Slot]:
        """The same for phrases."""
        return {"n": Slot(pattern=self.number, opens=self.opens), "unit": Slot(pattern=self.unit)}

    def days(self, match: re.Match[str]) -> int:
        """The days of a number and a unit, hours rounded up; 0 where they are none or too many."""
        text = " ".join(match["n"].split())
        count = int(text) if text.isdigit() else self.numbers.get(text, 0)
        unit = self.units.get(" ".join(match["unit"].split()), "days")
        days = {"weeks": count * 7, "months": count * 30, "hours": -(-count // 24)}.get(unit, count)
        return days if 0 < days <= _MAX_DAYS else 0


@lru_cache(maxsize=64)
def units_of(dialect: Dialect) -> Units:
    """How ``dialect`` counts time."""
    words = dialect.deadline
    units = {
        fold(text): unit
        for unit in ("business_days", "hours", "weeks", "months", "days")
        for text in getattr(words, unit)
    }
    numbers = "|".join(re.escape(word) for word, _ in sorted(words.numbers, key=lambda item: -len(item[0])))
    number = r"\d{1,3}" + (f"|{numbers}" if numbers else "")
    longest_first = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return Units(
        number=rf"(?:(?:{numbers or 'x'})\s?\(\s?)?(?<![\d.,])(?P<n>{number})(?:\s?\([^()]{{1,12}}\)|\s?\))?",
        opens=frozenset(filter(None, (DIGITS, *(key(word, ends=True) for word, _ in words.numbers)))),
        unit=rf"(?P<unit>{longest_first or 'x(?!x)x'})(?![a-z])",
        keys=frozenset(filter(None, (key(unit, ends=True) for unit in units))),
        numbers=dict(words.numbers),
        units=units,
    )
