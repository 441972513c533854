"""The evidence of a case: originals that stay. What goes with a letter: ``service.letter_files``.

Raises ``Refused`` with one line that says why not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from noticed.core.case.exhibits import (
    LARGEST,
    MOST,
    ExhibitKind,
    free_name,
    holds_until,
    kind_of,
    media_of,
    plain_name,
)
from noticed.core.case.model import Case
from noticed.core.mail.model import File
from noticed.core.values import Value
from noticed.data import attachments
from noticed.ports import Exhibit, JournalLine, Refused, Tx
from noticed.service.accepting import accepts_of, notices_of
from noticed.service.context import Context
from noticed.service.extra import Extra
from noticed.service.finding import case_of


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
        notices = notices_of(tx, case)
    days = accepts_of(context, notices).invoice_days
    with context.store.write() as tx:
        return tuple(keep(tx, context, case, each, source, days) for each in offered)


def keep(tx: Tx, context: Context, case: Case, offered: Offered, source: str, invoice_days: int) -> Kept:
    """Keep one file, in a transaction of the caller's; one that was removed is there again."""
    there = tx.exhibits.of_case(case.case)
    exhibit = exhibit_of(context, case, offered, source, there, invoice_days)
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


def exhibit_of(
    context: Context, case: Case, offered: Offered, source: str, known: Iterable[Exhibit], invoice_days: int = 365
) -> Exhibit:
    """A file that is not in the case yet, as what it would be there."""
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


def today(context: Context) -> date:
    """The operator's day."""
    return context.clock.now().astimezone(context.timezone).date()
