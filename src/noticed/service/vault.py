"""The evidence of a case: originals that stay, and what of them goes with a letter to Amazon, in the shape this notice
accepts. Nothing is sent here.

A letter takes the files it is told to take, and those its claims name; told of none, a letter that rests on proof takes
all that are there and have not expired. Raises ``Refused`` with one line that says why not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256

from noticed.core.case.accepts import Accepts, Vocabulary, accepts
from noticed.core.case.exhibits import (
    LARGEST,
    MOST,
    PDF,
    ExhibitKind,
    free_name,
    holds_until,
    kind_of,
    media_of,
    plain_name,
)
from noticed.core.case.model import AMAZON_LETTERS, Case, LetterKind
from noticed.core.case.slots import PROOF
from noticed.core.mail.model import File
from noticed.core.values import Value
from noticed.data import attachments
from noticed.ports import Exhibit, InboxRow, JournalLine, Refused, Tx
from noticed.render.letters import slots_of
from noticed.service.context import Context
from noticed.service.finding import case_of
from noticed.service.write import Extra

LETTER = 7 * 1024 * 1024
"""Octets of files in one letter: 10 MB as mail, which every provider we know takes, and most servers of recipients."""
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff"})
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_NOTICES = 5
"""Notices of a case that are asked what they accept, the newest ones."""


class Offered(Value):
    """A file somebody wants kept, and what he says of it."""

    file: File
    kind: ExhibitKind | None = None
    """None: by its name."""
    dated: date | None = None
    expires: date | None = None


class Kept(Value):
    """What became of a file that was offered."""

    exhibit: Exhibit
    fresh: bool
    """False: the case has this very file already."""


def add(context: Context, name: str, offered: Sequence[Offered], source: str) -> tuple[Kept, ...]:
    """Keep files in a case, all or none; a file it has already gets the kind and days that are said of it now."""
    with context.store.read() as tx:
        case = case_of(tx, name)
        notices = _notices(tx, case)
    days = _accepts(context, notices).invoice_days
    with context.store.write() as tx:
        return tuple(keep(tx, context, case, each, source, days) for each in offered)


def keep(tx: Tx, context: Context, case: Case, offered: Offered, source: str, invoice_days: int) -> Kept:
    """Keep one file, in a transaction of the caller's; one that was removed is there again."""
    there = tx.exhibits.of_case(case.case)
    exhibit = _exhibit(context, case, offered, source, there, invoice_days)
    known = next((each for each in there if each.sha256 == exhibit.sha256), None)
    if known:
        said = _said_anew(known, offered, invoice_days)
        if said != known:
            tx.exhibits.save(said)
            _note(
                tx,
                context,
                case,
                "evidence_changed",
                f"evidence {said.name} is now: {said.kind.value}{_until(said)}",
                said,
            )
        return Kept(exhibit=said, fresh=known.removed_at is not None)
    tx.exhibits.add(exhibit)
    _note(tx, context, case, "evidence_added", _added(exhibit), exhibit)
    return Kept(exhibit=exhibit, fresh=True)


def remove(context: Context, name: str, wanted: str, why: str) -> Exhibit:
    """It goes with no letter any more; the original, and that it was there, stay for whoever asks later."""
    reason = " ".join(why.split())[:300]
    with context.store.write() as tx:
        case = case_of(tx, name)
        exhibit = _named(tx, case, wanted)
        if not reason:
            raise Refused(f"{exhibit.name}: say why it is taken out (--why TEXT)")
        gone = replace(exhibit, removed_at=context.clock.now(), removed_why=reason)
        tx.exhibits.save(gone)
        _note(tx, context, case, "evidence_removed", f"evidence {gone.name} taken out: {reason}", gone)
        return gone


def original(tx: Tx, case: Case, wanted: str) -> Exhibit:
    """The file as it came, removed or not."""
    found = [each for each in tx.exhibits.of_case(case.case, whole=True) if each.name.casefold() == wanted.casefold()]
    if not found:
        raise Refused(f'{case.case}: no evidence "{wanted}": noticed evidence {case.case}')
    return found[0]


def sum_of(file: File) -> str:
    """By which a file is known, whatever it is called."""
    return sha256(file.content).hexdigest()


def there(tx: Tx, case: Case) -> tuple[Exhibit, ...]:
    """What can go with a letter, without the files themselves."""
    return tuple(each for each in tx.exhibits.of_case(case.case) if each.removed_at is None and each.size)


def expired(exhibit: Exhibit, today: date) -> bool:
    """Whether it shows the past alone."""
    return exhibit.expires is not None and exhibit.expires < today


def taken_unasked(tx: Tx, context: Context, case: Case, kind: LetterKind) -> tuple[str, ...]:
    """Names of what a letter takes that is told of no file."""
    if kind not in AMAZON_LETTERS or not _rests_on_proof(context, case, kind):
        return ()
    holding = (each for each in there(tx, case) if not expired(each, today(context)))
    return tuple(
        each.name for each in holding if each.content_type.startswith("image/") or each.content_type == PDF.type
    )


def shape(context: Context, case: Case) -> Accepts:
    """What the notices of the case accept."""
    with context.store.read() as tx:
        notices = _notices(tx, case)
    return _accepts(context, notices)


def prepared(context: Context, name: str, kind: LetterKind, extra: Extra) -> Extra:
    """``extra`` with the files the letter takes, and what is sent in their place. Slow: no transaction is open."""
    if kind not in AMAZON_LETTERS:
        return extra
    with context.store.read() as tx:
        case = case_of(tx, name)
        kept = tx.exhibits.of_case(case.case)
        fresh, called = _fresh(context, case, extra.files, kept)
        slots = _renamed(extra.slots, called)
        wanted = _wanted(tx, context, case, kind, replace(extra, slots=slots), called)
        content = {x.sha256: x.content for x in tx.exhibits.of_case(case.case, whole=True)} if wanted else {}
        notices = _notices(tx, case)
    now = today(context)
    originals = [File(name=x.name, content_type=x.content_type, content=content[x.sha256]) for x in wanted]
    originals += [File(name=x.name, content_type=x.content_type, content=x.content) for x in fresh]
    takes = _accepts(context, notices)
    _no_links(slots, takes)
    pictures = pictures_of(context, originals, takes)
    return replace(
        extra,
        slots=slots,
        files=tuple(originals),
        pictures=pictures,
        expired=frozenset(x.name for x in (*wanted, *fresh) if expired(x, now)),
        fresh=tuple(fresh),
    )


def keep_fresh(tx: Tx, context: Context, case: Case, extra: Extra) -> None:
    """Files that came with a decision are evidence of its case."""
    known = {each.name.casefold(): each.sha256 for each in tx.exhibits.of_case(case.case)}
    for exhibit in extra.fresh:
        if known.get(exhibit.name.casefold(), exhibit.sha256) != exhibit.sha256:
            raise Refused(f"{case.case}: its evidence has changed in this moment: decide again")
        if exhibit.name.casefold() not in known:
            tx.exhibits.add(exhibit)
            _note(tx, context, case, "evidence_added", _added(exhibit), exhibit)


def carry_over(tx: Tx, gone: Case, kept: Case) -> None:
    """The evidence of a case that goes into another goes with it."""
    known = tx.exhibits.of_case(kept.case)
    taken, sums = {x.name.casefold() for x in known}, {x.sha256 for x in known}
    for exhibit in tx.exhibits.of_case(gone.case, whole=True):
        if exhibit.sha256 not in sums and exhibit.content:
            name = free_name(exhibit.name, frozenset(taken))
            taken.add(name.casefold())
            tx.exhibits.add(replace(exhibit, id=0, case=kept.case, name=name))


# ------------------------------------------------------------------------------------------ what a letter takes


def _fresh(
    context: Context, case: Case, files: Sequence[File], kept: Sequence[Exhibit]
) -> tuple[list[Exhibit], dict[str, str]]:
    """Files that are not in the case yet, as exhibits; and by what name each given file is known now."""
    made: list[Exhibit] = []
    called: dict[str, str] = {}
    for file in files:
        sum_ = sum_of(file)
        known = next((x for x in (*(k for k in kept if k.removed_at is None), *made) if x.sha256 == sum_), None)
        if known is None:
            known = _exhibit(context, case, Offered(file=file), "decision", (*kept, *made))
            removed = next((k for k in kept if k.sha256 == sum_), None)
            if removed:
                raise Refused(f"{removed.name} was taken out ({removed.removed_why}): add it again first")
            made.append(known)
        called[file.name] = known.name
    return made, called


def _wanted(
    tx: Tx, context: Context, case: Case, kind: LetterKind, extra: Extra, called: Mapping[str, str]
) -> list[Exhibit]:
    """What of the case's evidence the letter takes."""
    proofs = [text.strip() for name, text in extra.slots.items() if name.endswith(PROOF)]
    names = [*(extra.names or ()), *proofs, *called.values()]
    if extra.names is None and not names:
        names = list(taken_unasked(tx, context, case, kind))
    folded = {name.casefold() for name in names}
    found = [each for each in there(tx, case) if each.name.casefold() in folded]
    known = {each.name.casefold() for each in found}
    for name in extra.names or ():
        if name.casefold() not in known:
            raise Refused(f'{case.case}: no evidence "{name}": noticed evidence {case.case}')
    return found


def _renamed(slots: Mapping[str, str], called: Mapping[str, str]) -> dict[str, str]:
    return {k: called.get(text.strip(), text) if k.endswith(PROOF) else text for k, text in slots.items()}


def _no_links(slots: Mapping[str, str], takes: Accepts) -> None:
    """Notices that print what they accept refuse links in the same breath."""
    for name, text in slots.items():
        if takes.types and not name.endswith(PROOF) and _LINK.search(text):
            raise Refused(f"{name}: this notice takes no links: say it in words, or attach a picture of the page")


def _rests_on_proof(context: Context, case: Case, kind: LetterKind) -> bool:
    """Whether it claims something of the right or the goods; what we did, or never did, is our own account."""
    slots = slots_of(kind, case, context.templates)
    stands_by = any(slot.attests and slot.required for slot in slots)
    return any(slot.claim or (slot.or_file and stands_by) for slot in slots)


def pictures_of(context: Context, files: Sequence[File], takes: Accepts) -> dict[str, tuple[File, ...]]:
    """What is sent of each file. Where the notice is silent a PDF goes as it is too, as far as there is room."""
    if not files:
        return {}
    most = min(LETTER, takes.octets * 3 // 4) if takes.octets else LETTER
    types = takes.types or _PICTURES
    beside = [file for file in files if not takes.types and media_of(file.content) is PDF]
    whole = sum(len(file.content) for file in beside)
    if whole > most // 2:
        beside, whole = [], 0
    made = context.pictures.made(files, types, most - whole)
    return {file.name: (*made[n], *([file] if file in beside else [])) for n, file in enumerate(files)}


# ------------------------------------------------------------------------------------------ what is kept


def _exhibit(
    context: Context, case: Case, offered: Offered, source: str, known: Iterable[Exhibit], invoice_days: int = 365
) -> Exhibit:
    file, known = offered.file, tuple(known)
    if not file.content:
        raise Refused(f"{plain_name(file.name)}: is empty")
    if len(file.content) > LARGEST:
        raise Refused(f"{plain_name(file.name)}: larger than {LARGEST // 2**20} MB")
    if len(known) >= MOST:
        raise Refused(f"{case.case}: {MOST} files are as much evidence as a case holds")
    name = free_name(plain_name(file.name), frozenset(x.name.casefold() for x in known))
    kind = offered.kind or kind_of(name, attachments("kinds"))
    return Exhibit(
        case=case.case,
        name=name,
        kind=kind,
        content_type=media_of(file.content).type,
        size=len(file.content),
        sha256=sum_of(file),
        dated=offered.dated,
        expires=holds_until(kind, offered.dated, offered.expires, invoice_days),
        source=source,
        added_at=context.clock.now(),
        content=file.content,
    )


def _said_anew(known: Exhibit, offered: Offered, invoice_days: int) -> Exhibit:
    kind, dated = offered.kind or known.kind, offered.dated or known.dated
    expires = offered.expires or (holds_until(kind, offered.dated, None, invoice_days) or known.expires)
    return replace(known, kind=kind, dated=dated, expires=expires, removed_at=None, removed_why=None)


def _named(tx: Tx, case: Case, wanted: str) -> Exhibit:
    found = next((x for x in there(tx, case) if x.name.casefold() == wanted.strip().casefold()), None)
    if found is None:
        raise Refused(f'{case.case}: no evidence "{wanted}": noticed evidence {case.case}')
    return found


def _added(exhibit: Exhibit) -> str:
    return f"evidence added: {exhibit.name} ({exhibit.kind.value}){_until(exhibit)}"


def _until(exhibit: Exhibit) -> str:
    return f", it holds until {exhibit.expires.isoformat()}" if exhibit.expires else ""


def _note(tx: Tx, context: Context, case: Case, event: str, text: str, exhibit: Exhibit) -> None:
    facts: dict[str, object] = {"sha256": exhibit.sha256, "kind": exhibit.kind.value}
    line = JournalLine(
        at=context.clock.now(), account=case.account, case=case.case, event=event, text=text, facts=facts
    )
    tx.journal.add(line)


def _notices(tx: Tx, case: Case) -> list[InboxRow]:
    return [row for row in tx.inbox.of_case(case.case) if row.category == "notice" and row.raw][-_NOTICES:]


def _accepts(context: Context, notices: Sequence[InboxRow]) -> Accepts:
    return accepts([context.reader.message(row.raw).text for row in notices], _vocabulary())


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(attachments())


def today(context: Context) -> date:
    """The operator's day."""
    return context.clock.now().astimezone(context.timezone).date()
