"""Names of people and firms in a message, and the lines that give somebody's whereabouts.

Found where the text says that they are names: under the labels of the complainant, his agent and the seller, as
display names, in a greeting, before an address, before a legal form. Never raises.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message
from noticed.core.notice.capitals import capitals
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import numbers_in
from noticed.core.notice.fold import fold, printed, squeeze
from noticed.core.notice.known import markers
from noticed.core.notice.labels import find_labels
from noticed.core.notice.model import Notice
from noticed.core.notice.page import Page, lay_out
from noticed.core.notice.phrase import Phrases, phrases
from noticed.core.notice.sights import Slot
from noticed.core.redact.vocabulary import MACHINES, Vocabulary
from noticed.core.values import Value

_WHO = frozenset({"owner", "owner_email", "contact", "agent", "person", "name", "email"})
_WHAT = frozenset({"asin", "title", "work", "number"})
_HOST_WORD = 5
_SAID = 6
"""Characters of a sentence in a script without blanks, at least."""
_ASIN = re.compile(r"B0[A-Z0-9]{8}")
_MAX_LINES, _MAX_WORDS, _MAX_LENGTH = 8, 10, 90
_ADDRESS = re.compile(r"(?<!\S)(?:[<(（\[]\s)?\S{1,64}\s?(?:@|[\[(]at[\])])\s?\S{1,190}[>)）\]]?", re.IGNORECASE)
_BEFORE_ADDRESS = re.compile(
    r"(?m)(?:^|[:：;,\t>])[ \t\"'*]{0,5}(?![ \t\"'*])([^<>\"\n:：;,@]{2,60}?)"
    r"[\"'* \t]{0,5}[<\[(（](?:mailto:)?[^\s<>@]{1,64}@"
)
_PARTS = re.compile(r"(?<![a-z])[a-z]{3,30}(?![a-z])")
"""Words of a mailbox."""
_HOSTED = re.compile(r"@[\w.-]{1,253}", re.ASCII)
_MAX_HOSTS = 200
_WHEN = re.compile(r"\d{1,2}:\d\d|\d{4}[-/.年]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|^\W*\d+\W*$")
_AROUND = " \t\n,;:|/、，；：·•*-–—<>\"'„“”«»「」()（）[]【】。."
_GREETED = r"(?P<name>[^\n,;:!.，、；：！。()<>@]{2,60})(?=[,;:!.，、；：！。\n]|$)"


class Name(Value):
    """A name as it is printed."""

    text: str
    spread: bool = True
    """Whether its words stand for it elsewhere too; not so those of a product's title."""


def names(message: Message, notice: Notice, dialects: Sequence[Dialect], words: Vocabulary) -> tuple[Name, ...]:
    """Every name of ``message`` and of the messages attached to it, each once, long ones first.

    In a script without blanks what stands before a name that was read is no part of it.
    """
    said = [notice.rights_owner_name, *(complaint.owner for complaint in notice.complaints)]
    found = [Name(text=name) for name in said if name]
    for one in (message, *map(read_message, message.attached[:20])):
        for text in dict.fromkeys((f"{one.subject}\n\n{one.text}", one.html_text)):
            found += _in_text(text, dialects, words)
            found += _of_hosts(islice(_HOSTED.findall(text), _MAX_HOSTS), words)
        people = (*one.from_, *one.reply_to, *one.to, *one.cc)
        found += [Name(text=person.name) for person in people if person.name]
        specs = (*(person.spec for person in people), *notice.rights_owner_emails)
        found += [*_of_hosts(specs, words), *_of_mailboxes(specs, one.text)]
    known = {name: words.company.sub("", name).strip() for name in said if name and name >= "\u2e80"}
    found = [name for name in found if name.text in known or not any(map(name.text.__contains__, known.values()))]
    kept = {fold(name.text): name for name in reversed(found) if _is_name(name, words, is_read=name.text in said)}
    return tuple(sorted(kept.values(), key=lambda name: (-len(name.text), name.text)))


def _of_mailboxes(addresses: Iterable[str], text: str) -> Iterator[Name]:
    """The words of a mailbox that the text has with a capital: "Ann Oak" of ann.oak@…."""
    for word in {word for address in addresses for word in _PARTS.findall(address.rpartition("@")[0])}:
        if re.search(rf"(?<!\w){word.capitalize()}(?!\w)", text):
            yield Name(text=word.capitalize())


def _of_hosts(addresses: Iterable[str], words: Vocabulary) -> Iterator[Name]:
    """The words of a host's name: a firm is named after it, and its mark often too."""
    hosts = (address.rpartition("@")[2].strip(".") for address in addresses)
    for host in (host for host in hosts if not words.is_brand(host)):
        for label in host.split(".")[:-1]:
            yield from (
                Name(text=word)
                for word in label.split("-")
                if len(word) >= _HOST_WORD and word.isalpha() and "amazon" not in word.lower()
            )


def _is_name(name: Name, words: Vocabulary, *, is_read: bool) -> bool:
    """No sentence, no address, and not made of words of notices alone. ``is_read``: the complainant's, who may write
    himself small."""
    text = name.text
    if len(text) > _MAX_LENGTH or len(text.split()) > _MAX_WORDS or "@" in text or "://" in text:
        return False
    if _ASIN.search(text) or text.lower() in MACHINES:
        return False
    tokens = re.findall(r"[^\W\d_]{2,}", text)
    if tokens and words.is_brand(fold(tokens[0])):
        return False
    own = [token for token in tokens if not words.has(fold(token))]
    if not own:
        return False
    capital = any(token[0].isupper() or token[0] >= "\u2e80" for token in own)
    return is_read or capital or (len(tokens) == 1 and text.islower())


def _is_wide_sentence(text: str, words: Vocabulary) -> bool:
    """Whether a text of a script without blanks says something and is no firm: it has one of the small words of its
    language, and most of it is what notices say."""
    if words.company.search(text):
        return False
    wide = [at for at, char in enumerate(text) if char >= "\u2e80"]
    known = {at + step for at in wide if text[at : at + 2] in words.wide and at + 1 in wide for step in (0, 1)}
    return len(wide) >= _SAID and len(known) * 2 >= len(wide) and words.is_said(text)


def _in_text(text: str, dialects: Sequence[Dialect], words: Vocabulary) -> Iterator[Name]:
    page = lay_out(text, markers(tuple(dialects)))
    heads = {squeeze(word) for d in dialects for word in (*d.forward.date, *d.forward.subject)}
    for hit in find_labels(page, dialects):
        value = page.text[hit.value : hit.end]
        if hit.base in _WHO:
            yield from (Name(text=line) for line in _lines(_block(page, hit.value, value)))
        elif hit.base in _WHAT:
            text = _without_numbers(value.strip().split("\n")[0])
            yield from (Name(text=line, spread=False) for line in _lines([text]) if not _is_wide_sentence(line, words))
        elif (
            hit.base == "ignore" and not _WHEN.search(value) and squeeze(page.text[hit.start : hit.value]) not in heads
        ):
            yield from (Name(text=line) for line in _lines(value.strip().split("\n")[:1]) if _is_short(line))
    before = (_clean(found[1]) for found in _BEFORE_ADDRESS.finditer(page.text))
    yield from (Name(text=text) for text in before if not _is_wide_sentence(text, words))
    yield from _firms(page, dialects)
    yield from (Name(text=line) for line in _lines(_signed(page, dialects)))
    for dialect in dialects:
        for pattern in _greetings(dialect.words.greetings):
            for found in pattern.finditer(page.folded):
                if not page.folded[page.lines[page.line_at(found.start())].start : found.start()].strip():
                    yield Name(text=_clean(page.text[found.start("name") : found.end("name")]))


def _is_short(line: str) -> bool:
    """Scripts without blanks write sentences that look like one word."""
    return len(line) <= 16 or line < "\u2e80"


def _without_numbers(text: str) -> str:
    """``text`` with a bar for each number or ASIN: those are replaced as what they are."""
    for at, number in reversed(list(numbers_in(text))):
        text = f"{text[:at]}|{text[at + len(number) :]}"
    return re.sub(r"[A-Z]{0,4}[\d./-]{4,}|B0[A-Z0-9]{8}|第\s?[\d-]{3,}\s?号", "|", text)


def _signed(page: Page, dialects: Sequence[Dialect]) -> Iterator[str]:
    """The lines under "Best regards"."""
    for dialect in dialects:
        for found in islice(dialect.quote.signatures.finditer(page.folded), 50):
            number = page.line_at(found.start())
            if len(page.line_text(number).split()) <= 4:
                yield from (page.line_text(n) for n in range(number + 1, min(number + 4, len(page.lines))))


def _block(page: Page, start: int, value: str) -> Iterable[str]:
    """The lines of a label's value; a contact block may go on up to a blank line."""
    lines = value.strip().split("\n")
    if len(lines) > 1:
        return lines[:_MAX_LINES]
    _, end = page.paragraph(start)
    return page.text[start:end].strip().split("\n")[:_MAX_LINES] if not lines[0] else lines


def _lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        before = _ADDRESS.split(line)
        for piece in (part for text in before for part in re.split(r"[\t|/;:：]|,\s", text)):
            text = _clean(piece)
            if len(text) > 1 and not re.search(r"[.!?。！？]\s", f"{text} "):
                yield text


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(_AROUND)


def _firms(page: Page, dialects: Sequence[Dialect]) -> Iterator[Name]:
    """``… from Oak Trading Ltd about …``: the capitals before a legal form, which need no label; "your company" and
    "the company on the invoice" are nobody's name."""
    written = capitals(dialects)
    wide_words = tuple(word for word in written.nobody if word >= "\u2e80")
    nobody = tuple(word for word in wide_words if written.company.search(word))
    for found in written.company.finditer(page.text):
        low = max(found.start() - 80, 0)
        before = page.text[low : found.end()]
        if before.endswith(nobody) or page.text[low : found.start()].endswith(wide_words):
            continue
        if found[0] >= "\u2e80":
            wide = re.search(r"[^\s,;:，；：、。（）()\"“”「」]{2,30}$", before)
            yield Name(text=wide[0] if wide else "")
        else:
            line = before.split("\n")[-1]
            words = written.last_name(line) or written.last_name(line.removesuffix(found[0]).rstrip())  # small: "e.K."
            name = re.search(r"[^\u2e80-\uffff]*$", words)
            yield Name(text=_clean(name[0] if name else ""))


@lru_cache(maxsize=64)
def _greetings(texts: tuple[str, ...]) -> tuple[Phrases, ...]:
    return tuple(phrases([text], {"name": Slot(pattern=_GREETED, width=60)}) for text in texts)


def name_parts(name: str, dialects: Sequence[Dialect], words: Vocabulary) -> Iterator[tuple[int, int]]:
    """Start and end of what has to change in ``name``: not its legal form, nor what says "lawyer" or "patent", unless
    nothing else is in it."""
    text = printed(name)
    folded = fold(text)
    legal = {at for found in capitals(dialects).company.finditer(text) for at in range(*found.span())}
    office = {at for d in dialects for found in d.owner.agents.finditer(folded) for at in range(*found.span())}
    parts = [found.span() for found in re.finditer(r"[^\W_\u2e80-\u9fff]+|[\u2e80-\u9fff]+", text)]
    for kept in (legal | office, legal):
        changed = [
            piece
            for start, end in parts
            for piece in _without(start, end, kept)
            if (kept is legal and not words.is_brand(folded[piece[0] : piece[1]]))
            or not words.has(folded[piece[0] : piece[1]])
        ]
        if changed:
            yield from changed
            return


def _without(start: int, end: int, kept: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches of a word that are not kept."""
    places = [at for at in range(start, end) if at not in kept]
    for at in places:
        if at - 1 not in places:
            stop = at
            while stop in places:
                stop += 1
            yield at, stop
