"""Mail addresses of a notice: Amazon's, the complainant's, and the ones that are nobody's here.

An address is the complainant's only where the text says so: under a label, beneath a heading about the rights owner,
or in a sentence that speaks of him. Everything else is left out: better nobody than a stranger.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from noticed.core.notice.capitals import capitals
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric
from noticed.core.notice.known import all_labels
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.values import Value

AT = r"(?:@|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?|\s@\s?|\s?@\s)"
DOT = r"(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)"
LABEL = r"[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-\u024f])?"
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9_\u00c0-\u024f.*•…+@-])([A-Za-z0-9][A-Za-z0-9.!#%&'+/=?^_~-]{{0,63}}){AT}({LABEL}(?:{DOT}{LABEL}){{1,6}})(?![\w*•@])",
)
_SPOKEN = re.compile(
    rf"(?:^|[:\t]) {{0,3}}([A-Za-z0-9][\w.+'-]{{0,63}}) AT ({LABEL}(?:(?:\.| DOT ){LABEL}){{1,6}})(?=\s|$)",
    re.MULTILINE,
)
"""``ip AT oak.example``: only where nothing else stands on the line, or behind a label."""
_OPENED = re.compile(r"(?<![\w.&'’-])([\w.&'’-]{1,41})\s?[(（<［\[]\s?[^\d@()（）<>]{0,25}$")
"""A word and a bracket that is still open."""
_MAX = 200
_SWALLOWED = 5
"""Letters of a label that is no beginning of a name, at least."""
_ENDINGS = ("com", "net", "org", "example")


class Address(Value):
    """An address of the text."""

    spec: str
    """Lower case, no trailing dot."""
    start: int
    end: int


def find_addresses(sheet: Sheet) -> tuple[Address, ...]:
    """Every address, in order, with blanks and "[at]" undone."""
    return _in_text(sheet.page.text, tuple(m.domain for m in sheet.marketplaces), sheet.dialects)


@lru_cache(maxsize=4)
def _in_text(text: str, domains: tuple[str, ...], dialects: tuple[Dialect, ...]) -> tuple[Address, ...]:
    return tuple(_addresses(text, sorted(domains, key=len, reverse=True), dialects))


def _addresses(text: str, known: Sequence[str], dialects: tuple[Dialect, ...]) -> Iterator[Address]:
    spoken = islice(_SPOKEN.finditer(text), _MAX)
    plain = islice(_ADDRESS.finditer(text), _MAX)
    for match in sorted((*plain, *spoken), key=lambda match: match.start()):
        local = match[1].lstrip("'/").lower()
        domain = re.sub(r"\s?[\[({]\s?dot\s?[\])}]\s?| DOT ", ".", match[2]).lower()
        domain = unglued_host(domain, known, glue_of(dialects))
        if match[1][0].isupper() and _is_swallowed(local, dialects):
            continue
        if local and ".." not in local and not local.endswith(".") and re.search(r"\.[^\W\d_]{2,}$", domain):
            yield Address(spec=f"{local}@{domain}", start=match.start(1), end=match.end())


def _is_swallowed(local: str, dialects: tuple[Dialect, ...]) -> bool:
    """Whether a label of one word touches the address: where the address begins is not certain."""
    squeezed = alphanumeric(local)
    labels = all_labels(dialects)
    return any(
        labels[squeezed[:size]] == "email" and _SWALLOWED <= size < len(squeezed) for size in labels.beginning(squeezed)
    )


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


def amazon_addresses(sheet: Sheet) -> tuple[Address, ...]:
    """Addresses at Amazon that somebody is told to write to."""
    found: dict[str, Address] = {}
    for address in find_addresses(sheet):
        start, end = sheet.page.sentence(address.start)
        sentence = sheet.page.folded[start:end]
        if is_amazon(address.spec.rpartition("@")[2], sheet.marketplaces) and not any(
            dialect.notice.unattended.search(sentence) for dialect in sheet.voices
        ):
            found.setdefault(address.spec, address)
    return tuple(found.values())


def complainant_addresses(sheet: Sheet) -> tuple[Address, ...]:
    """Addresses the text gives as the complainant's, agents' and lawyers' too."""
    found: dict[str, Address] = {}
    for address in find_addresses(sheet):
        domain = address.spec.rpartition("@")[2]
        if is_amazon(domain, sheet.marketplaces) or address.spec in sheet.own:
            continue
        if _is_stranger(sheet, address) or _is_elses(sheet, address):
            continue
        if _is_labelled(sheet, address) or _is_spoken_of(sheet, address):
            found.setdefault(address.spec, address)
    return tuple(found.values())


def _is_stranger(sheet: Sheet, address: Address) -> bool:
    start, _ = sheet.page.sentence(address.start)
    line = sheet.page.lines[sheet.page.line_at(address.start)]
    sentence = sheet.page.folded[min(start, line.start) : line.end]
    return any(dialect.owner.strangers.search(sentence) for dialect in sheet.voices)


def _is_elses(sheet: Sheet, address: Address) -> bool:
    """Whether the nearest label before it announces something that is not the complainant's: the seller, a store."""
    covering = [hit for hit in sheet.hits if hit.value <= address.start < hit.end]
    return bool(covering) and covering[-1].base in {"ignore", "title"}


def _is_labelled(sheet: Sheet, address: Address) -> bool:
    return any(
        hit.value <= address.start < hit.end
        for hit in sheet.hits
        if hit.base in {"owner", "owner_email", "contact", "agent", "person"}
    ) or any(
        hit.value <= address.start < hit.end and _owner_near(sheet, hit.start)
        for hit in sheet.hits
        if hit.base in {"email", "name"}
    )


def _owner_near(sheet: Sheet, offset: int) -> bool:
    """Whether a label of the complainant, or of his complaint, stands within a few lines before or after."""
    line = sheet.page.line_at(offset)
    return any(
        abs(sheet.page.line_at(hit.start) - line) <= 6
        for hit in sheet.hits
        if hit.base in {"owner", "owner_email", "contact", "agent", "complaint_id"}
    ) or _is_spoken_of(sheet, Address(spec="", start=offset, end=offset))


def _stands_by_a_name(sheet: Sheet, address: Address) -> bool:
    """``Oak Ltd (ip@…)``: in brackets right behind a name."""
    before = sheet.page.text[max(address.start - 60, 0) : address.start]
    opened = _OPENED.search(before)
    if opened is None:
        return False
    word = opened[1]
    return word[0].isupper() or word[0] >= "\u2e80" or capitals(sheet.dialects).company.fullmatch(word) is not None


def _reports(sheet: Sheet, sentence: str) -> bool:
    """Whether a sentence says that somebody complains."""
    rules = (rule for voice in sheet.voices for rule in voice.kinds if rule.name is NoticeKind.COMPLAINT)
    return any(rule.any.search(sentence) for rule in rules)


def _is_spoken_of(sheet: Sheet, address: Address) -> bool:
    """Whether this paragraph, or the one it continues, speaks of the complainant."""
    page = sheet.page
    start, end = page.paragraph(address.start)
    sentence, stop = page.sentence(address.start)
    texts = [
        page.folded[max(start, address.start - 600) : address.end],
        page.folded[max(sentence, address.start - 600) : min(stop, address.end + 200)],
    ]
    above = page.line_at(start) - 1
    while above >= 0 and not page.line_text(above).strip():
        above -= 1
    if above >= 0 and page.lines[above].start >= sheet.body:
        before, _ = page.paragraph(page.lines[above].start)
        texts.append(page.folded[max(before, page.lines[above].end - 400) : page.lines[above].end])
    if _stands_by_a_name(sheet, address) and _reports(sheet, texts[1]):
        return True
    near = end - start <= 400 or not page.text[sentence : max(start, sentence)].strip()
    return near and any(dialect.owner.words.search(text) for dialect in sheet.voices for text in texts)
