"""Addresses that spell the name of the complainant, or of who acts for him, wherever they stand. Never raises."""

import re
from collections.abc import Sequence

from noticed.core.notice.addresses import is_elses
from noticed.core.notice.beside import is_the_readers, readers_agent
from noticed.core.notice.capitals import capitals
from noticed.core.notice.helpers import is_outside
from noticed.core.notice.id_words import begins_word, complaint_words
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.ordinary import Ordinary, plain_words
from noticed.core.notice.printed_addresses import Address, find_addresses
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.spans import Span
from noticed.core.notice.spelling import host_spells, local_spells
from noticed.core.notice.weighing import LEAST, SURE, weighing
from noticed.core.notice.wide import is_namesakes

_WORD = re.compile(r"[^\W\d_]+")
_NOBODYS = frozenset({NoticeKind.OTHER, NoticeKind.SUSPECTED})
"""Kinds of mail in which nobody complained …"""
_STATED = frozenset({NoticeKind.COMPLAINT, NoticeKind.RETRACTION})
"""… and those in which a firm that is named did, where no other is."""
_ACCUSED = _STATED | {NoticeKind.PATENT_EVALUATION, NoticeKind.ACCOUNT_SUSPENSION}
"""Kinds that speak of who complained and hardly of others, as answers do of suppliers and their invoices."""


def with_spelled(
    sheet: Sheet, kind: NoticeKind, known: tuple[Address, ...], owners: Sequence[Name]
) -> tuple[Address, ...]:
    """``known``, and further addresses that spell a name of ``owners`` or of an agent in their order in the text."""
    if kind in _NOBODYS:
        return known
    specs = {address.spec for address in known}
    further = [address for address in find_addresses(sheet) if address.spec not in specs and _may_be(sheet, address)]
    if not further:
        return known
    ordinary = weighing(sheet).ordinary
    named = [words for name in owners if (words := _words(sheet, kind, name))]
    found = {
        address.spec: address
        for address in reversed(further)
        if any(_spells(sheet, address, words, ordinary) for words in named)
        or (kind in _ACCUSED and owners and is_namesakes(sheet, address, owners[0].text))
        or (owners and _is_agents(sheet, address) and not is_elses(sheet, address))
    }
    alone = not known and not found and len({address.spec for address in further}) == 1
    if alone and (kind in _ACCUSED or (kind is NoticeKind.APPEAL_RESPONSE and _is_about_it(sheet, further[0]))):
        found = {address.spec: address for address in further[:1] if _is_somebodys(sheet, address)}
    return tuple(sorted((*known, *found.values()), key=lambda address: address.start)) if found else known


def _may_be(sheet: Sheet, address: Address) -> bool:
    """Whether it is neither Amazon's nor of the reader's house, and its sentence speaks of no stranger."""
    host = address.spec.rpartition("@")[2]
    if is_amazon(host, sheet.marketplaces) or any(own.endswith(f"@{host}") for own in sheet.own):
        return False
    if is_the_readers(sheet, address) or is_outside(sheet, address):
        return False
    start, end = sheet.page.sentence(address.start)
    return not any(sheet.says(v.owner.strangers, start, end) for v in sheet.voices)


def _words(sheet: Sheet, kind: NoticeKind, name: Name) -> tuple[str, ...]:
    """The words of a name that an address may spell; where no label and no complaint says whose it is, only of one for
    which more speaks than the address, or of the only firm in a complaint."""
    labelled = any(hit.base == "owner" and hit.value <= name.start < hit.end for hit in sheet.hits)
    ends = (f"{name.text}'", f"{name.text}’")
    found = weighing(sheet).spans
    spans = (s for s in found if s.text == name.text or s.text.endswith(f" {name.text}") or s.text.startswith(ends))
    told = labelled or (kind in _ACCUSED and not name.guess)
    if not told and not any(_is_sure(sheet, kind, span, guess=name.guess) for span in spans):
        return ()
    written = capitals(sheet.dialects)
    return plain_words(written.company.sub(" ", name.text), written.joining)


def _is_sure(sheet: Sheet, kind: NoticeKind, span: Span, *, guess: bool) -> bool:
    """Whether more than an address speaks for a name."""
    found = weighing(sheet)
    alone = found.is_alone(span)
    least = LEAST + 1 if alone or not guess else SURE
    return found.weight(span) >= least and (found.is_named_by_more(span) or (alone and kind in _STATED))


def _is_about_it(sheet: Sheet, address: Address) -> bool:
    """Whether the sentence of an address speaks of the complaint or of who made it."""
    start, end = sheet.page.sentence(address.start)
    words, _ = complaint_words(sheet.dialects)
    said = (match[0] for match in _WORD.finditer(sheet.page.folded, start, end))
    return any(begins_word(word, words) for word in said) or any(
        sheet.says(voice.owner.words, start, end) for voice in sheet.voices
    )


def _is_somebodys(sheet: Sheet, address: Address) -> bool:
    """Whether the only address there is, in no sentence about suppliers, can be nobody else's, or spells any name for
    which more speaks than that: names in prose are cut in many ways."""
    found = weighing(sheet)
    start, end = sheet.page.sentence(address.start)
    if is_elses(sheet, address) or any(sheet.says(v.owner.suppliers, start, end) for v in sheet.voices):
        return False
    if not _speaks_of_others(sheet):
        return True
    return any(
        found.weight(span) >= LEAST and not found.is_yours(span)
        for span in found.spans
        if host_spells(address.spec, span.words, found.ordinary)
        or local_spells(address.spec, span.words, found.ordinary)
    )


def _speaks_of_others(sheet: Sheet) -> bool:
    """Whether the mail speaks of anybody who could have an address beside Amazon, the reader and who complained; what
    an address is made of says nothing."""
    page, found = sheet.page, find_addresses(sheet)
    lists = (each for v in sheet.voices for each in (v.owner.strangers, v.owner.outsiders, v.owner.uninvolved))
    said = (m.start() for each in lists for m in each.between(page.folded, sheet.body, len(sheet.new)))
    lines = (line for line in page.lines if sheet.body <= line.start < len(sheet.new))
    return any(not any(address.start <= at < address.end for address in found) for at in said) or any(
        readers_agent(sheet, line.start, line.end) is not None for line in lines
    )


def _spells(sheet: Sheet, address: Address, words: tuple[str, ...], ordinary: Ordinary) -> bool:
    """Whether its host spells a name, or what stands before the mark does, with the name before it in its paragraph."""
    if host_spells(address.spec, words, ordinary):
        return True
    start, _ = sheet.page.paragraph(address.start)
    said = sheet.page.folded[start : address.start]
    return local_spells(address.spec, words, ordinary) and any(word in said for word in words if not ordinary.has(word))


def _is_agents(sheet: Sheet, address: Address) -> bool:
    """Whether it spells the name of who is said to act for another."""
    found = weighing(sheet)
    return any(
        (
            host_spells(address.spec, span.words, found.ordinary)
            or local_spells(address.spec, span.words, found.ordinary)
        )
        and found.is_agent(span)
        and not found.is_yours(span)
        for span in found.spans
    )
