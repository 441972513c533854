"""The words of digests, alerts and commands, in the operator's language: English or Chinese.

A language is one file in ``data/words``.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from noticed.core.case.model import LetterKind, Reason
from noticed.core.notice.model import IpType
from noticed.data import words
from noticed.render.grammar import grammar
from noticed.render.lines import slots, told

_DAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "zh": tuple("周" + day for day in "一二三四五六日")}


class Phrases:
    """The words of one language in one time zone."""

    def __init__(self, language: str, timezone: str) -> None:
        self.language = language if language in words() else "en"
        self._zone = ZoneInfo(timezone)

    def __call__(self, key: str, /, **values: object) -> str:
        """The phrase, with its gaps filled. Raises ``KeyError`` for an unknown phrase or a gap left open."""
        return words()[self.language][key].format(**values)

    def line(self, line: str) -> str:
        """A line that was said in English: an error, a reason, a line of the journal."""
        return told(line, self.language)

    def part(self, what: str) -> str:
        """What a line of ``check`` or ``status`` is about: a part of ours, or an account and one of its own."""
        name, _, rest = what.partition(" ")
        word = words()[self.language].get(f"part.{rest}")
        return f"{name} {word}" if word else self.line(what)

    def slots(self, names: Sequence[str]) -> str:
        """What a letter still needs, as it is asked for at the desk and by the command."""
        return slots(names, self.language)

    def word(self, table: str, word: str) -> str:
        """A word of the contract as people read it; the word itself where the table has none."""
        return words()[self.language].get(f"{table}.{word}", word)

    def reason(self, reason: Reason) -> str:
        return self(f"reason.{reason}")

    def kind(self, kind: LetterKind) -> str:
        return self.word("kind", kind)

    def right(self, right: IpType) -> str:
        return grammar(self.language).right(right)

    def day(self, at: datetime) -> str:
        """20 Nov · 11月20日."""
        local = at.astimezone(self._zone)
        words = grammar(self.language)
        return words.words["day"].format(day=local.day, month=words.months[local.month - 1])

    def at(self, at: datetime) -> str:
        """Thu 26 Nov, 17:00 · 11月26日 周四 17:00."""
        local = at.astimezone(self._zone)
        weekday = _DAYS[self.language][local.weekday()]
        if self.language == "zh":
            return f"{local.month}月{local.day}日 {weekday} {local:%H:%M}"
        return f"{weekday} {local.day} {grammar('en').months[local.month - 1]}, {local:%H:%M}"

    def left(self, until: datetime, now: datetime) -> str:
        """How much time is left, rounded down."""
        span = until - now
        if span < timedelta():
            return self("digest.overdue")
        if span < timedelta(hours=1):
            return self("digest.left_now")
        if span < timedelta(days=1):
            return self("digest.left_hours", n=span // timedelta(hours=1))
        days = span // timedelta(days=1)
        return self("digest.left_day") if days == 1 else self("digest.left_days", n=days)

    def age(self, since: datetime, now: datetime) -> str:
        """How long ago, rounded down."""
        span = now - since
        if span < timedelta(hours=2):
            return self("digest.minutes", n=max(0, span // timedelta(minutes=1)))
        if span < timedelta(days=2):
            return self("digest.hours", n=span // timedelta(hours=1))
        return self("digest.days", n=span // timedelta(days=1))
