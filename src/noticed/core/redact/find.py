"""Values in a text that lead to somebody: addresses, links, ASINs, numbers, codes. Each with what takes its place.

A finder yields what it finds in one strip, in order; the first finder that claims a place has it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from noticed.core.mail.charset import CODECS
from noticed.core.marketplace import Marketplace
from noticed.core.notice.fields import numbers_in
from noticed.core.notice.fold import fold
from noticed.core.notice.printed_addresses import AT, DOT, LABEL, unglued_host
from noticed.core.notice.sheet import is_amazon
from noticed.core.redact.fakes import Fakes, number_digits
from noticed.core.redact.strips import Strip
from noticed.core.redact.vocabulary import MACHINES, Vocabulary
from noticed.core.values import Value

_MAX = 2_000
_LEAST = 4
"""Letters of a word of a name that a longer word may spell, at least."""
_LOCAL = r"[A-Za-z0-9_\u00c0-\u024f][\w.+'=!#$^~-]{0,63}"
_ADDRESS = re.compile(rf"(?<![\w@])({_LOCAL})({AT})({LABEL}(?:{DOT}{LABEL}){{1,6}})")
_OPEN_ENDINGS = ("com", "net", "org")
"""Ends of a host that a small word may be glued to."""
_LINK = re.compile(r"(?:https?://|www\.)([\w.-]{1,253})(?::\d{1,5})?([^\s<>\"'()，。；、]{0,2000})", re.IGNORECASE)
_ASIN = re.compile(
    r"B0(?![A-Z0-9]{0,3}X{5})[A-Z0-9]{8}|(?<![A-Za-z0-9])[Bb]0(?=[a-z]{0,7}\d)[A-Za-z0-9]{8}(?![A-Za-z0-9])"
)
_ORDER = re.compile(r"(?<!\d)\d{3}-\d{7}-\d{7}(?!\d)")
_PHONE = re.compile(r"(?<![\w-])\(?\+?\d[\d ()./-]{6,24}\d(?![\w-])")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?:19|20)\d\d [012]\d:")
_RUN = re.compile(r"\d{5,}")
_CODE = re.compile(r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]{0,40}\d)[A-Za-z0-9_-]{12,600}(?![A-Za-z0-9])")
_TOKEN = re.compile(r"[^\W_]+")
_LOCAL_OF_SOMEBODY = re.compile(r"\d{5}|(?<![a-z])(?=.{14})[a-z]*\d")
_SENT_BY = ("amazonses.com", "amazonaws.com")


class Found(Value):
    """A value, where each of its characters stands, and the fake of each."""

    kind: str
    value: str
    """As it would be searched for: folded, without blanks."""
    places: tuple[int, ...]
    fakes: tuple[str, ...]


class Finder:
    """Finds in the strips of one message."""

    def __init__(
        self,
        fakes: Fakes,
        words: Vocabulary,
        stores: Sequence[Marketplace],
        numbers: Sequence[str] = (),
        names: Sequence[str] = (),
    ) -> None:
        self._fakes, self._words, self._stores, self._numbers = fakes, words, stores, numbers
        printed = {fold(word) for name in names if not name.islower() for word in _TOKEN.findall(name)}
        self._small = frozenset(word for word in printed if len(word) < _LEAST)
        hosts = {name for name in names if name.islower() and not any(word in name for word in printed - self._small)}
        long = sorted((printed - self._small) | hosts, key=len, reverse=True)
        self._named = re.compile("|".join(map(re.escape, long)) or r"(?!)")
        """The words of names, which a host or a mailbox may write as one, in any order, with others."""
        self._domains = sorted((store.domain for store in stores), key=len, reverse=True)

    def finders(self) -> tuple[Callable[[Strip], Iterator[Found]], ...]:
        """What to look for, in the order in which places are claimed."""
        return self._addresses, self._asins, self._links, self._orders, self._codes

    def numbers(self, strip: Strip) -> Iterator[Found]:
        """Of rights, complaints, cases and telephones; not dates, and not what a dialect knows by its number.

        Those that were read as such go first, however short.
        """
        for number in self._numbers:
            short = "".join(fold(number).split())
            for places in strip.find(short):
                found = self._number("number", short.upper(), 0)
                yield replace(found, places=tuple(places[at] for at in found.places))
        whole = [(at, number) for at, number in numbers_in(strip.text) if sum(map(str.isdigit, number)) >= 5]
        phones = [
            (found.start(), found[0])
            for found in islice(_PHONE.finditer(strip.text), _MAX)
            if not _DATE.search(found[0]) and sum(map(str.isdigit, found[0])) >= 7
        ]
        runs = [(found.start(), found[0]) for found in islice(_RUN.finditer(strip.text), _MAX)]
        for at, number in (*whole, *phones, *runs):
            if number not in self._words.numbers:
                yield self._number("number", number, at)

    def _number(self, kind: str, number: str, at: int) -> Found:
        places = number_digits(number)
        digits = "".join(number[place] for place in places)
        return Found(
            kind=kind,
            value=digits,
            places=tuple(at + place for place in places),
            fakes=tuple(self._fakes.digits(digits)),
        )

    def _orders(self, strip: Strip) -> Iterator[Found]:
        return (self._number("order id", found[0], found.start()) for found in _ORDER.finditer(strip.text))

    def _asins(self, strip: Strip) -> Iterator[Found]:
        for found in islice(_ASIN.finditer(strip.text), _MAX):
            yield Found(
                kind="ASIN",
                value=found[0].lower(),
                places=tuple(range(*found.span())),
                fakes=tuple(self._fakes.asin(found[0])),
            )

    def _addresses(self, strip: Strip) -> Iterator[Found]:
        for found in islice(_ADDRESS.finditer(strip.text), _MAX):
            domain = re.sub(DOT, ".", found[3]).lower()
            places = tuple(range(*found.span()))
            local = found[1].rpartition("=")[2] if "=" in found[1] else found[1]
            start = found.end(1) - len(local)
            if self._is_amazons(domain):
                personal = _LOCAL_OF_SOMEBODY.search(local) or domain.startswith("marketplace.")
                fakes = (*(self._tokens(local) if personal else local), *strip.text[found.end(1) : found.end()])
            else:
                whose = local if local.lower() in MACHINES else self._tokens(local)
                fakes = (*whose, *found[2], *self.host(found[3]))
            yield Found(
                kind="e-mail address",
                value=f"{local}@{domain}".lower(),
                places=places[start - found.start() :],
                fakes=fakes,
            )

    def _is_amazons(self, domain: str) -> bool:
        """Also where a word that lost its blank is glued to it: "amazon.comor"."""
        own = unglued_host(domain, self._domains, self._words.glue)
        return is_amazon(own, self._stores) or domain.endswith(_SENT_BY)

    def host(self, host: str) -> list[str]:
        """One fake for each character of a host's name; it ends in ".example" (RFC 2606), Amazon's names stay."""
        if self._is_amazons(host.lower()):
            return list(host)
        labels = [found.span() for found in _TOKEN.finditer(host)]
        fakes = self._tokens(host)
        start, end = labels[-1]
        last = host[start:end]
        ending = next((one for one in _OPEN_ENDINGS if last.lower().startswith(one)), last.lower())
        if last.lower()[len(ending) :] in self._words.glue:
            end = start + len(ending)
            fakes[end:] = host[end:]
        if last.lower() != "example":
            fakes[start:end] = _spread("EXAMPLE" if last.isupper() else "example", end - start)
        else:
            fakes[start:end] = host[start:end]
        return fakes

    def _tokens(self, text: str) -> list[str]:
        fakes = list(text)
        for found in _TOKEN.finditer(text):
            if not self._words.is_brand(found[0].lower()):
                fakes[found.start() : found.end()] = self._spelled(found[0])
        return fakes

    def _spelled(self, token: str) -> list[str]:
        """A word with the fakes of the names in it, so that it spells them in the copy, too; the small words between
        them ("de") stay, as they do in a name."""
        folded, fakes, end = fold(token), [], 0
        found = self._named.finditer(folded) if len(folded) == len(token) else iter(())
        for name in found:
            fakes += [*self._between(token[end : name.start()]), *self._fakes.word(token[name.start() : name.end()])]
            end = name.end()
        return [*fakes, *(self._between(token[end:]) if end else self._fakes.word(token))]

    def _between(self, part: str) -> Sequence[str]:
        return part if not part or fold(part) in self._small else self._fakes.word(part)

    def _links(self, strip: Strip) -> Iterator[Found]:
        for found in islice(_LINK.finditer(strip.text), _MAX):
            host, ours = found[1], self._is_amazons(found[1].lower().rstrip("."))
            if not ours and "." in host:
                yield Found(
                    kind="host", value=host.lower(), places=tuple(range(*found.span(1))), fakes=tuple(self.host(host))
                )
            for token in _TOKEN.finditer(found[2]):
                if self._is_personal(token[0], in_query="?" in found[2][: token.start()], is_amazons=ours):
                    start = found.start(2) + token.start()
                    yield Found(
                        kind="part of a link",
                        value=token[0].lower(),
                        places=tuple(range(start, start + len(token[0]))),
                        fakes=tuple(self._fakes.word(token[0])),
                    )

    def _is_personal(self, token: str, *, in_query: bool, is_amazons: bool) -> bool:
        """Whether a word of a link is more than the name of a page."""
        if len(token) < 4:
            return False
        if any(map(str.isdigit, token)) or len(token) > 20 or not token.islower():
            return True
        return (in_query or not is_amazons) and not self._words.knows(token)

    def _codes(self, strip: Strip) -> Iterator[Found]:
        """Merchant tokens, tracking numbers, keys: long, with letters and digits mixed."""
        for found in islice(_CODE.finditer(strip.text), _MAX):
            code = found[0]
            if code.lower() in CODECS:
                continue
            if len(re.findall(r"\d", code)) >= 3 and len(re.findall(r"[A-Za-z]", code)) >= 3 and not numbers_only(code):
                yield Found(
                    kind="code", value=code.lower(), places=tuple(range(*found.span())), fakes=tuple(self._tokens(code))
                )


def numbers_only(code: str) -> bool:
    """Whether a code is a number of an office, which is replaced as one ("VA0002123456", "UK00003123456")."""
    return re.fullmatch(r"[A-Za-z]{1,4}-?\d+(?:-\d+)*(?:[A-Z]\d?)?", code) is not None


def _spread(text: str, count: int) -> list[str]:
    """``text`` over ``count`` places: one character each, the rest at the last one."""
    if count >= len(text):
        return [*text, *[""] * (count - len(text))]
    return [*text[: count - 1], text[count - 1 :]]
