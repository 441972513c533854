"""Mail addresses of a notice: Amazon's, the complainant's, and the ones that are nobody's here.

An address is the complainant's only where the text says so: under a label, beneath a heading about the rights owner,
or in a sentence that speaks of him. Everything else is left out: better nobody than a stranger.
"""

import re
from functools import lru_cache

from noticed.core.notice.beside import is_of_a_right, is_the_readers, stands_by_a_name
from noticed.core.notice.capitals import capitals
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import alphanumeric, fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.printed_addresses import Address, find_addresses, is_senders
from noticed.core.notice.sheet import Sheet, is_amazon

_NAMED_BEFORE = re.compile(
    r"\A[\s\-–—•*·>|]{0,8}(?:\d{1,2}[.)]\s)?(?:([^\W\d_A-Z]{1,6})\s)?[A-Z0-9\u00c0-\uffff][^@:：?!]{1,80}[,;(（<|/\t–—-]\s{0,3}"
)
"""A name and what parts it from an address, and before them on the line at most one small word: "by Oak Ltd, "."""
_LISTED = re.compile(rf"{ASIN.pattern}|[\s,;、•*·・-]")
"""What a line has that only lists products."""
_LONGEST, _TOLD = 24, 4
"""Characters of a name in a script without blanks, at most; and of a part of it that tells it from others."""
_SCRIPT = re.compile(r"([\u2e80-\uff00]{4,24})\s?[(（]\s?\Z")
_NAME = re.compile(r"[\u30a0-\u30ff\u3400-\u9fff]{4}")
_RUN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_APART = 3
"""Words between two addresses of which the second is in a clause of its own."""
_HOST = 5
"""Letters of a host that are a name, at least."""
_BESIDE = 25
"""Letters beside an address and an id that are a label and no sentence."""
_NEAR = 3
"""Lines around an address that may be those of its complaint."""
_BARE = 4
"""Words of a line of contact details that are no names, at most."""
_STATED = frozenset({NoticeKind.COMPLAINT, NoticeKind.RETRACTION})
_LINE = 300
"""Characters of a line that is no paragraph, at most."""


def amazon_addresses(sheet: Sheet) -> tuple[Address, ...]:
    """Addresses at Amazon that somebody is told to write to."""
    found: dict[str, Address] = {}
    for address in find_addresses(sheet):
        if not is_amazon(address.spec.rpartition("@")[2], sheet.marketplaces):
            continue
        start, end = sheet.page.sentence(address.start)
        if is_senders(sheet, address):
            continue
        if not any(sheet.says(dialect.notice.unattended, start, end) for dialect in sheet.voices):
            found.setdefault(address.spec, address)
    return tuple(found.values())


@lru_cache(maxsize=2)
def complainant_addresses(sheet: Sheet) -> tuple[Address, ...]:
    """Addresses the text gives as the complainant's, agents' and lawyers' too."""
    found: dict[str, Address] = {}
    for address in find_addresses(sheet):
        domain = address.spec.rpartition("@")[2]
        if is_amazon(domain, sheet.marketplaces) or address.spec in sheet.own:
            continue
        if _is_stranger(sheet, address) or is_elses(sheet, address) or is_the_readers(sheet, address):
            continue
        if (
            _is_labelled(sheet, address)
            or _is_below_owner(sheet, address)
            or _is_spoken_of(sheet, address)
            or _is_listed(sheet, address)
            or _is_named(sheet, address)
            or _is_owners_host(sheet, address)
            or _is_named_again(sheet, address)
        ):
            found.setdefault(address.spec, address)
    return tuple(found.values())


def _is_stranger(sheet: Sheet, address: Address) -> bool:
    """By the words of its line; where that is a whole letter, of its sentence and what is near. Words before an address
    of Amazon's say what goes there: "send invoices of your supplier to notice@…, or ask the company (ip@…)"."""
    start, stop = sheet.page.sentence(address.start)
    line = sheet.page.lines[sheet.page.line_at(address.start)]
    near = address.start - line.start <= _LINE and not stands_by_a_name(sheet, address)
    begin = min(start, line.start) if near else start
    named = any(sheet.says(voice.owner.words, start, address.start) for voice in sheet.voices)
    end = min(line.end, address.end + _LINE, *([max(stop, address.end)] if named else []))
    theirs = [other.end for other in find_addresses(sheet) if begin <= other.start < address.start]
    last = max(theirs, default=begin)
    if len(_WORD.findall(sheet.page.text, last, address.start)) >= _APART and _is_theirs(sheet, last):
        begin = last
    return any(sheet.says(dialect.owner.strangers, begin, end) for dialect in sheet.voices)


def _is_theirs(sheet: Sheet, end: int) -> bool:
    """Whether the address that ends here is Amazon's."""
    found = (address for address in find_addresses(sheet) if address.end == end)
    return any(is_amazon(address.spec.rpartition("@")[2], sheet.marketplaces) for address in found)


def is_elses(sheet: Sheet, address: Address) -> bool:
    """Whether the nearest label before it announces something that is not the complainant's: the seller, a store; a
    copy that goes to the host named like the owner is his."""
    covering = [hit for hit in sheet.hits if hit.value <= address.start < hit.end]
    base = covering[-1].base if covering else ""
    if base == "ignore" and _is_by(sheet, covering[-1]):
        return False
    return base == "title" or (base == "ignore" and not _is_owners_host(sheet, address))


def _is_by(sheet: Sheet, hit: Hit) -> bool:
    """Whether what looks like the label of a sender is a small word before a name: "from Oak Ltd, ip@…"."""
    said = fold(sheet.page.text[hit.start : hit.value].strip())
    small = not hit.strong and sheet.page.text[hit.start].islower()
    return small and any(said == fold(word) for voice in sheet.voices for word in voice.quote.senders)


def _is_owners_host(sheet: Sheet, address: Address) -> bool:
    """Whether the host is the name under the owner's label: "Pallas Grove Inc." of pallasgrove.com."""
    host = _host(address)
    names = (alphanumeric(fold(value.split("\n", 1)[0])) for _, value in sheet.values("owner"))
    return len(host) >= _HOST and any(name.startswith(host) for name in names)


def _host(address: Address) -> str:
    """The letters and digits of a host's own name: "pallasgrove" of mail.pallas-grove.com."""
    return alphanumeric(fold(address.spec.rpartition("@")[2].rpartition(".")[0].rpartition(".")[2]))


def _is_labelled(sheet: Sheet, address: Address) -> bool:
    return (
        any(
            hit.value <= address.start < hit.end
            for hit in sheet.hits
            if hit.base in {"owner", "owner_email", "contact", "agent", "person"}
        )
        or any(
            hit.value <= address.start < hit.end and _owner_near(sheet, hit.start)
            for hit in sheet.hits
            if hit.base in {"email", "name"}
        )
        or any(
            hit.start < address.start and sheet.page.paragraph(hit.end)[1] >= address.end and hit.end - hit.value > 1
            for hit in sheet.hits
            if hit.base == "contact"
        )
    )


def _is_below_owner(sheet: Sheet, address: Address) -> bool:
    """Whether it stands alone on the line below the owner's: in a cell, a name and its address are two lines."""
    number = sheet.page.line_at(address.start)
    alone = sheet.page.line_text(number).strip(" <>()").lower() == address.spec
    return alone and any(
        hit.base in {"owner", "agent", "person"}
        and hit.value < sheet.page.lines[number].start
        and sheet.page.line_at(hit.value) == number - 1
        for hit in sheet.hits
    )


def _owner_near(sheet: Sheet, offset: int) -> bool:
    """Whether a label of the complainant, or of his complaint, stands within a few lines before or after."""
    line = sheet.page.line_at(offset)
    return any(
        abs(sheet.page.line_at(hit.start) - line) <= 6
        for hit in sheet.hits
        if hit.base in {"owner", "owner_email", "contact", "agent", "complaint_id"}
    ) or _is_spoken_of(sheet, Address(spec="", start=offset, end=offset))


def _is_listed(sheet: Sheet, address: Address) -> bool:
    """Whether it stands among the lines of a complaint: beside its id, or as "- Oak Ltd, ip@…" with the id or the
    product a line or two away in a text that says somebody complains."""
    page = sheet.page
    number = page.line_at(address.start)
    line = page.lines[number]
    before, behind = page.text[line.start : address.start], page.text[address.end : line.end]
    if line.start < sheet.body:
        return False
    if any(hit.base == "complaint_id" and page.line_at(hit.start) == number for hit in sheet.hits):
        rest = sum(map(str.isalpha, before + behind))
        return rest <= _BESIDE or stands_by_a_name(sheet, address)
    named = _NAMED_BEFORE.fullmatch(before)
    if named is None or behind.strip(" )>）.;,") or (named[1] and _is_sent(sheet, named[1])):
        return False
    last = min(number + _NEAR, len(page.lines) - 1)
    lines = range(max(number - _NEAR, 0), last + 1)
    if any(hit.base == "complaint_id" and page.line_at(hit.start) in lines for hit in sheet.hits):
        return True
    near = page.text[page.lines[lines.start].start : page.lines[last].end]
    return ASIN.search(near) is not None and _reports(sheet, page.folded)


def _is_sent(sheet: Sheet, word: str) -> bool:
    """Whether a small word before a name says whom something goes to, and not by whom it was: "to", not "by"."""
    return any(fold(word) == fold(each) for voice in sheet.voices for each in voice.forward.to)


def _is_named(sheet: Sheet, address: Address) -> bool:
    """Whether its host is a name that stands in a sentence about the complainant: "Pell & Harrow" of pellharrow.com."""
    host = _host(address)
    if len(host) < _HOST:
        return False
    return any(_is_in_name(sheet, host, *_squeezed(sheet, small)) for small in (frozenset(), _joining(sheet)))


def _joining(sheet: Sheet) -> frozenset[str]:
    return capitals(sheet.dialects).joining


def _is_in_name(sheet: Sheet, host: str, squeezed: str, places: list[int]) -> bool:
    found = squeezed.find(host)
    while found >= 0:
        place = places[found]
        low, high = sheet.page.sentence(place)
        sentence = sheet.page.folded[low:high]
        inside = any(other.start <= place < other.end for other in find_addresses(sheet))
        about = _is_about_owner(sheet, sentence) or ASIN.search(sheet.page.text[low:high]) is not None
        if place >= sheet.body and not inside and sheet.page.text[place].isupper() and about:
            return True
        found = squeezed.find(host, found + 1)
    return False


def _is_named_again(sheet: Sheet, address: Address) -> bool:
    """In a script without blanks: whether a part of the name before its bracket, of four characters that are no legal
    form, stands in a sentence about the complainant before."""
    page = sheet.page
    named = _SCRIPT.search(page.text, max(address.start - _LONGEST, sheet.body), address.start)
    if named is None:
        return False
    name = capitals(sheet.dialects).company.sub(" ", named[1])
    for part in (name[at : at + _TOLD] for at in range(len(name) - _TOLD + 1)):
        place = page.text.find(part, sheet.body, named.start()) if _NAME.fullmatch(part) else -1
        if place >= 0 and _is_about_owner(sheet, page.folded[slice(*page.sentence(place))]):
            return True
    return False


def _is_about_owner(sheet: Sheet, sentence: str) -> bool:
    """Whether a sentence says that somebody complains, or speaks of him or of who acts for him."""
    spoken = (phrase for v in sheet.voices for phrase in (v.owner.words, v.owner.agents, v.owner.behalf))
    return _reports(sheet, sentence) or any(phrase.search(sentence) for phrase in spoken)


def _squeezed(sheet: Sheet, joining: frozenset[str]) -> tuple[str, list[int]]:
    """The letters and digits of the text but for the words that join those of a name, each with its place."""
    places = [
        place for word in _RUN.finditer(sheet.page.folded) if word[0] not in joining for place in range(*word.span())
    ]
    return "".join(sheet.page.folded[place] for place in places), places


def _reports(sheet: Sheet, sentence: str) -> bool:
    """Whether a sentence says that somebody complains, or that he takes his complaint back."""
    rules = (rule for voice in sheet.voices for rule in voice.kinds if rule.name in _STATED)
    return any(rule.any.search(sentence) for rule in rules)


def _is_card(sheet: Sheet, address: Address) -> bool:
    """Whether no sentence of its own stands between it and the paragraph above: few words that are no names."""
    line = sheet.page.lines[sheet.page.line_at(address.start)]
    before = sheet.page.text[line.start : address.start]
    small = [word for word in _WORD.findall(before + sheet.page.text[address.end : line.end]) if word[0].islower()]
    return len(small) <= _BARE


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
    while above >= 0 and not _LISTED.sub("", page.line_text(above)).strip():
        above -= 1
    if above >= 0 and page.lines[above].start >= sheet.body and _is_card(sheet, address):
        before, _ = page.paragraph(page.lines[above].start)
        texts.append(page.folded[max(before, page.lines[above].end - 400) : page.lines[above].end])
    if (stands_by_a_name(sheet, address) and _reports(sheet, texts[1])) or is_of_a_right(sheet, address):
        return True
    near = end - start <= 400 or not page.text[sentence : max(start, sentence)].strip()
    return near and any(dialect.owner.words.search(text) for dialect in sheet.voices for text in texts)
