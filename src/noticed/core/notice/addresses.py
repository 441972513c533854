"""Mail addresses of a notice: Amazon's, the complainant's, and the ones that are nobody's here.

An address is the complainant's only where the text says so: under a label, beneath a heading about the rights owner,
or in a sentence that speaks of him. Everything else is left out: better nobody than a stranger.
"""

import re
from functools import lru_cache

from noticed.core.notice.above import card_above
from noticed.core.notice.beside import is_of_a_right, is_the_readers, readers_agent, stands_by_a_name
from noticed.core.notice.details import is_in_details, is_listed
from noticed.core.notice.disclaimed import nobody_complained
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold
from noticed.core.notice.helpers import is_outside
from noticed.core.notice.hits import Hit
from noticed.core.notice.letters import signs_a_letter
from noticed.core.notice.namesakes import is_named, is_named_again, is_owners_host, reports
from noticed.core.notice.naming import names_in_sentences
from noticed.core.notice.printed_addresses import Address, find_addresses, is_senders
from noticed.core.notice.sheet import Sheet, is_amazon

_LISTED = re.compile(rf"{ASIN.pattern}|[\s,;、•*·・-]")
"""What a line has that only lists products."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_APART = 3
"""Words between two addresses of which the second is in a clause of its own."""
_BARE = 4
"""Words of a line of contact details that are no names, at most."""
_ABOVE = 400
"""Characters of the paragraph above that are looked at."""
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
    """Addresses the text gives as the complainant's, agents' and lawyers' too; none where nobody complained."""
    found: dict[str, Address] = {}
    if nobody_complained(sheet) is not None:
        return ()
    for address in find_addresses(sheet):
        domain = address.spec.rpartition("@")[2]
        if is_amazon(domain, sheet.marketplaces) or address.spec in sheet.own:
            continue
        if is_stranger(sheet, address) or is_elses(sheet, address) or is_the_readers(sheet, address):
            continue
        if is_outside(sheet, address):
            continue
        if (
            _is_labelled(sheet, address)
            or _goes_too(sheet, address)
            or _is_below_owner(sheet, address)
            or _is_spoken_of(sheet, address)
            or is_listed(sheet, address)
            or is_in_details(sheet, address)
            or is_named(sheet, address)
            or is_owners_host(sheet, address)
            or is_named_again(sheet, address)
            or signs_a_letter(sheet, address.start)
            or sheet.page.line_at(address.start) in card_above(sheet)
        ):
            found.setdefault(address.spec, address)
    return tuple(found.values())


def is_stranger(sheet: Sheet, address: Address) -> bool:
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
    if base == "ignore" and (_is_by(sheet, covering[-1]) or _is_copied(sheet, covering[-1])):
        return False
    return base == "title" or (base == "ignore" and not is_owners_host(sheet, address))


def _is_by(sheet: Sheet, hit: Hit) -> bool:
    """Whether what looks like the label of a sender is a small word before a name: "from Oak Ltd, ip@…"."""
    said = fold(sheet.page.text[hit.start : hit.value].strip())
    small = not hit.strong and sheet.page.text[hit.start].islower()
    return small and any(said == fold(word) for voice in sheet.voices for word in voice.quote.senders)


def _is_copied(sheet: Sheet, hit: Hit) -> bool:
    """Whether a label only says that a copy goes to a further address of the complainant's, behind his on the line:
    "E-mail: ip@oak.example, copy: ann@ash.example"."""
    before = [address for address in find_addresses(sheet) if address.end < hit.start]
    last = before[-1] if before else None
    near = last is not None and _LISTED.sub("", sheet.page.text[last.end : hit.start]) == ""
    return last is not None and near and "\n" not in sheet.page.text[last.end : hit.start] and _is_labelled(sheet, last)


def _goes_too(sheet: Sheet, address: Address) -> bool:
    """Whether it is that of a copy."""
    covering = [hit for hit in sheet.hits if hit.value <= address.start < hit.end]
    return bool(covering) and covering[-1].base == "ignore" and _is_copied(sheet, covering[-1])


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
        last = page.lines[above].end
        before = max(page.paragraph(page.lines[above].start)[0], last - _ABOVE)
        if readers_agent(sheet, max(before, page.lines[above].start), last) is not None:
            return False  # "your lawyer wrote to us, too.", and below it "the copy went to x@…"
        texts.append(page.folded[before:last])
    if (stands_by_a_name(sheet, address) and reports(sheet, texts[1])) or is_of_a_right(sheet, address):
        return True
    near = end - start <= 400 or not page.text[sentence : max(start, sentence)].strip()
    if not near:
        return False
    told = any(dialect.owner.words.search(text) for dialect in sheet.voices for text in texts)
    return told or reports(sheet, texts[0]) or _is_below_a_name(sheet, start, address)


def _is_below_a_name(sheet: Sheet, start: int, address: Address) -> bool:
    """Whether its paragraph, from ``start`` on, says before it whose the right or the complaint is."""
    return any(start <= name.start < address.start for name in names_in_sentences(sheet))
