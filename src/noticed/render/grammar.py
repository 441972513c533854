"""How letters name complaints, listings, rights and days, language by language (``data/grammar``)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from noticed.core.case.removal import Item
from noticed.core.mail.cleaning import clean
from noticed.core.notice.model import IpType
from noticed.core.values import Value
from noticed.data import grammars
from noticed.render.facts import Attempt, Removed

_RESULTS = {"no answer": "no_answer", "answered": "answered", "returned as undeliverable": "returned"}
"""What became of an attempt, in English, and its word in each language."""


class Grammar(Value):
    """One language."""

    language: str
    domains: tuple[str, ...]
    """Ends of addresses whose people read it: ``.de``, ``@qq.com``."""
    words: Mapping[str, str]
    months: tuple[str, ...]
    rights: Mapping[str, str]

    def named(self, ids: Sequence[str], asins: Sequence[str]) -> str:
        """complaint 10987654321, B0C1234567 · complaint about B0C1234567 · complaint"""
        if not ids:
            about = self.words["complaint_about"]
            return about.format(asin=self._first(asins)) if asins else self.words["complaint_alone"]
        return self.words["complaint"].format(id=self._first(ids)) + (f", {self._first(asins)}" if asins else "")

    def listings(self, asins: Sequence[str]) -> str:
        """B0A · B0A and B0B · B0A and 3 more listings; empty for none"""
        if len(asins) > 2:
            return self.words["more_listings"].format(first=asins[0], n=len(asins) - 1)
        return self._joined(asins)

    def right(self, kind: IpType | None) -> str:
        """design patent; empty where the notice names none."""
        return self.rights[kind] if kind else ""

    def days(self, times: Sequence[datetime], zone: str, now: datetime) -> str:
        """24 Nov, 1 Dec and 7 Dec in that zone; with the year where it is not this one."""
        this_year = now.astimezone(ZoneInfo(zone)).year
        days = [self._day(at.astimezone(ZoneInfo(zone)), this_year) for at in times]
        return self._joined(list(dict.fromkeys(days)))

    def date(self, at: datetime, zone: str) -> str:
        """24 Nov 2026, in that zone."""
        local = at.astimezone(ZoneInfo(zone))
        shape = self.words.get("date") or self.words["day_of_year"]
        return shape.format(day=local.day, month=self.months[local.month - 1], year=local.year)

    def moment(self, at: datetime, zone: str) -> str:
        """24 Nov 2026 17:00 (UTC+08:00)."""
        local = at.astimezone(ZoneInfo(zone))
        offset = local.strftime("%z")
        return f"{self.date(at, zone)} {local:%H:%M} (UTC{offset[:3]}:{offset[3:5]})"

    def removed(self, done: Removed, zone: str) -> str:
        """24 Nov 2026 17:00 (UTC+08:00): our offer of B0C1234567 on Amazon.com is closed (2 offers)."""
        what = self.words[_shape(done)].format(asin=done.asin, store=done.store)
        line = f"{self.moment(done.at, zone)}: {what}"
        return f"{line} ({done.note})" if done.note else line

    def attempt(self, attempt: Attempt, zone: str) -> str:
        """24 Nov 2026 17:00 (UTC+08:00), first letter, to legal@brandco.example: no answer."""
        kind = self.words.get(attempt.kind, str(attempt.kind))
        line = f"{self.moment(attempt.at, zone)}, {kind}, "
        line += self.words["sent_to"].format(to=", ".join(attempt.to))
        result = self.words.get(_RESULTS.get(attempt.result, ""), clean(attempt.result, 120))
        return f"{line}: {result}" if result else line

    def _day(self, at: datetime, this_year: int) -> str:
        shape = self.words["day" if at.year == this_year else "day_of_year"]
        return shape.format(day=at.day, month=self.months[at.month - 1], year=at.year)

    def _joined(self, things: Sequence[str]) -> str:
        if len(things) < 2:
            return "".join(things)
        return self.words["two"].format(first=", ".join(things[:-1]), second=things[-1])

    def _first(self, things: Sequence[str]) -> str:
        return self.words["more"].format(first=things[0], n=len(things) - 1) if len(things) > 1 else things[0]


def _shape(done: Removed) -> str:
    if done.item is not Item.OFFER:
        return f"removed_{done.item}"
    if not done.asin:
        return "removed_offers"
    return "removed_offer" if done.store else "removed_offer_alone"


@cache
def all_grammars() -> Mapping[str, Grammar]:
    """Language → its grammar."""
    return {language: _grammar(language, table) for language, table in grammars().items()}


def grammar(language: str) -> Grammar:
    """The grammar of that language, else the English one; of the last one where a letter is told in another (en.zh)."""
    return all_grammars().get(language.rpartition(".")[2]) or all_grammars()["en"]


def language_for(addresses: Sequence[str], marketplace_language: str) -> str:
    """What the person behind these addresses reads: by the end of the address, else the marketplace's language.

    Addresses that speak for different languages speak for none.
    """
    found = {
        language
        for address in addresses
        for language, known in all_grammars().items()
        if address.lower().endswith(known.domains)
    }
    return found.pop() if len(found) == 1 else marketplace_language


def _grammar(language: str, table: Mapping[str, object]) -> Grammar:
    words = {name: value for name, value in table.items() if isinstance(value, str)}
    months, domains, rights = table["months"], table["domains"], table["right"]
    if not isinstance(months, list) or not isinstance(domains, list) or not isinstance(rights, dict):
        raise TypeError(f"grammar/{language}.toml")
    return Grammar(
        language=language,
        domains=tuple(map(str, domains)),
        words=words,
        months=tuple(map(str, months)),
        rights={str(name): str(word) for name, word in rights.items()},
    )
