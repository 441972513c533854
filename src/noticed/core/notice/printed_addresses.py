"""Mail addresses as they are printed, with blanks and "[at]" undone, and without the words that touch them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric, fold
from noticed.core.notice.known import all_labels
from noticed.core.notice.legal_forms import either
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

AT = r"(?:@|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?|\s@\s?|\s?@\s)"
DOT = r"(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)"
LABEL = r"[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-\u024f])?"
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9_\u00c0-\u024f.*•+@-])(?<![A-Za-z0-9*•\s.]…)(?<![A-Za-z0-9*•\s.]……)([A-Za-z0-9][A-Za-z0-9.!#%&'+/=?^_~-]{{0,63}}){AT}({LABEL}(?:{DOT}{LABEL}){{1,6}})(?![^\W\u2e80-\uffff]|[*•@])",
)
_MARK = re.compile(r"@|[\[({<]\s?at\s?[\])}>]")
_WRITTEN_DOT = re.compile(r"\s?[\[({]\s?dot\s?[\])}]\s?| DOT ")
_HOST_END = re.compile(r"\.[^\W\d_]{2,}$")
_LOCAL = 70
"""Characters of an address before its mark, at most."""
_OPENING = " \t\n[({<"
_PARTING = "@ \t\n"
_SPOKEN = re.compile(
    rf"(?:^|[:\t]) {{0,3}}([A-Za-z0-9][\w.+'-]{{0,63}}) AT ({LABEL}(?:(?:\.| DOT ){LABEL}){{1,6}})(?=\s|$)",
    re.MULTILINE,
)
"""``ip AT oak.example``: only where nothing else stands on the line, or behind a label."""
_MAX = 200
_SWALLOWED = 5
"""Letters of a label that is no beginning of a name, at least."""
_MASKED = re.compile(r"(?:^|[@.])(?:x{3,}|[^@.]{1,2}x{4,}[^@.]{0,2}|x{4,}[^@.]{1,2})(?=[@.])")
"""A part of an address that was made unreadable: "xxxx@xxx.com", as "a***@…" is."""
_ASSIGNED = re.compile(r"\A[A-Za-z][A-Za-z_-]{0,30}=(?=[^=]{1,60}\Z)")
"""A label with an equals sign that touches an address, and which an address could have (RFC 5322 section 3.2.3)."""
_WROTE = re.compile(r">\s?(?:[^\W\d_]{1,12}\s?){1,3}[:：][ \t]{0,3}(?=\n|\Z)")
"""What stands behind the sender in the line above a quotation: "<ann@…> wrote:"."""
_ENDINGS = ("com", "net", "org", "example")


class Address(Value):
    """An address of the text."""

    spec: str
    """Lower case, no trailing dot."""
    start: int
    end: int
    guess: bool = False
    """Whether it is only likely to be whose it is taken for."""


@lru_cache(maxsize=2)
def find_addresses(sheet: Sheet) -> tuple[Address, ...]:
    """Every address, in order, with blanks and "[at]" undone."""
    domains = sorted((market.domain for market in sheet.marketplaces), key=len, reverse=True)
    return tuple(_addresses(sheet.page.text, domains, sheet.dialects))


def is_senders(sheet: Sheet, address: Address) -> bool:
    """Whether it stands in the head of an earlier message, as whose sender it is, or above what he wrote."""
    if _WROTE.match(sheet.page.text, address.end):
        return True
    label = next((hit for hit in reversed(sheet.hits) if hit.value <= address.start < hit.end), None)
    if label is None or label.base != "ignore":
        return False
    said = alphanumeric(sheet.page.folded[label.start : label.value])
    return any(said == alphanumeric(fold(word)) for dialect in sheet.dialects for word in dialect.quote.senders)


def _addresses(text: str, known: Sequence[str], dialects: tuple[Dialect, ...]) -> Iterator[Address]:
    spoken = islice(_SPOKEN.finditer(text), _MAX) if " AT " in text else ()
    for match in sorted((*islice(_plain(text), _MAX), *spoken), key=lambda match: match.start()):
        local = _ASSIGNED.sub("", match[1]).lstrip("'/").lower()
        domain = _WRITTEN_DOT.sub(".", match[2]).lower()
        domain = unglued_host(domain, known, glue_of(dialects))
        if domain in known and (own := _of_amazon(dialects).fullmatch(local)):
            yield Address(spec=f"{own[1]}@{domain}", start=match.end(1) - len(own[1]), end=match.end())
            continue
        if match[1][0].isupper() and _is_swallowed(local, dialects):
            continue
        spec = f"{local}@{domain}"
        whole = local and ".." not in local and not local.endswith(".") and _HOST_END.search(domain)
        if whole and not _MASKED.search(spec):
            yield Address(spec=spec, start=match.end(1) - len(local), end=match.end())


def _plain(text: str) -> Iterator[re.Match[str]]:
    """Addresses, looked for where a mark parts their halves: each at the first place before it where one begins."""
    end = 0
    for mark in _MARK.finditer(text):
        low = max(mark.start() - _LOCAL, 0)
        before = text[low : mark.start()].rstrip(_OPENING)
        low = max(low + max(map(before.rfind, _PARTING)) + 1, end)
        found = next(filter(None, (_ADDRESS.match(text, start) for start in range(low, mark.start()))), None)
        if found:
            end = found.end()
            yield found


def _is_swallowed(local: str, dialects: tuple[Dialect, ...]) -> bool:
    """Whether a label of one word touches the address: where the address begins is not certain."""
    squeezed = alphanumeric(local)
    labels = all_labels(dialects)
    return any(
        labels[squeezed[:size]] == "email" and _SWALLOWED <= size < len(squeezed) for size in labels.beginning(squeezed)
    )


@lru_cache(maxsize=16)
def _of_amazon(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """Amazon's own local part and a word before it that lost its blank: "atnotice-dispute"."""
    senders = {sender.partition("@")[0] for dialect in dialects for sender in dialect.search.senders}
    senders.update(sender for dialect in dialects for rule in dialect.kinds for sender in rule.senders)
    return re.compile(rf"[^\W\d_]{{1,20}}({either(senders)})")


@lru_cache(maxsize=16)
def glue_of(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """Small words of all languages that may be glued to an address."""
    return frozenset(word for dialect in dialects for word in dialect.words.glued)


def unglued_host(domain: str, known: Sequence[str], glue: frozenset[str]) -> str:
    """``amazon.comand`` is amazon.com and the next word, which lost its blank; of any other domain that is glued to a
    word nothing is certain, not even where its address begins: the empty string."""
    for own in known:
        rest = domain.removeprefix(own)
        if rest != domain and (not rest or rest.isalpha()):
            return own
    last = domain.rpartition(".")[2]
    if any(last.startswith(ending) and last[len(ending) :] in glue for ending in _ENDINGS):
        return ""
    return domain
