"""What is kept of people: closed cases lose names, addresses and mails after ``store.keep``, or when one asks to be
forgotten. What stays: the case's reference, complaint ids and ASINs, dates, the journal's events with their seals, the
hashes of mails (so that none is read twice) and of suppressed addresses (so that nobody is written to again).

A case with a court sign stays whole. Never touches the mailboxes.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from noticed.core.case import facts
from noticed.core.case.model import OPERATOR_LETTERS, Case, Reason, State
from noticed.core.mail.message import read_message
from noticed.core.values import Value
from noticed.ports import InboxStatus, JournalLine, Letter, LetterStatus, Refused, Tx
from noticed.service.context import Context

DONE = "retention"
"""The journal's event that says what was removed, once for all cases of a day; and the fact of the last day."""
_GAP = timedelta(days=3)
"""After days on which nobody looked, nothing is removed until the next day."""
_REMOVED = "personal_data_removed"
_ENDED = frozenset({LetterStatus.SUBMITTED, LetterStatus.REFUSED, LetterStatus.CANCELLED})
_SEEN = frozenset({InboxStatus.DONE, InboxStatus.DROPPED, InboxStatus.QUARANTINED})


class Forgotten(Value):
    """What ``forget`` removed."""

    cases: tuple[str, ...]
    messages: int
    """Of no case."""
    suppressed: bool
    """Whether the address stays suppressed, by its hash."""
    scrubbed: bool
    """Whether the bytes are gone from the store's files already."""


def clear_out(context: Context) -> int:
    """Once a day: remove what is older than ``store.keep``. How many cases lost something."""
    now = context.clock.now()
    if not context.keep:
        return 0
    with context.store.write() as tx:
        last = tx.facts.get(DONE)
        if last == f"{now:%Y-%m-%d}":
            return 0
        if not last or datetime.fromisoformat(last).replace(tzinfo=UTC) < now - _GAP:
            tx.facts.set(DONE, f"{now:%Y-%m-%d}")  # asleep, or a clock that jumped ahead: what is gone is gone for good
            return 0
        before = now - context.keep
        old = [c for c in tx.cases.all(State.CLOSED) if c.closed_at and c.closed_at < before and _whole(tx, c)]
        legal = [c for c in old if has_court_sign(tx, c)]
        gone = [c for c in old if c not in legal]
        for case in gone:
            _remove(tx, context, case, f"closed for longer than {_days(context)}")
        _remove_copies(tx, gone)
        others = _remove_others(tx, before)
        tx.facts.set(DONE, f"{now:%Y-%m-%d}")
        for account in sorted({case.account for case in gone}):  # whoever is told of one must not learn of another's
            mine = sum(case.account == account for case in gone)
            names = ", ".join(case.case for case in legal if case.account == account)
            kept = f"; kept because of court signs: {names}" if names else ""
            text = f"store.keep = {_days(context)}: removed names, addresses and mails of {mine} closed cases{kept}"
            tx.journal.add(JournalLine(at=now, account=account, event=DONE, text=text))
    if gone or others:
        context.store.scrub()
    return len(gone)


def forget(context: Context, address: str) -> Forgotten:
    """Remove whoever has this address from closed cases and from mail of no case.

    Raises ``Refused`` where a case with it is open or bears court signs, or nothing is known of it.
    """
    wanted = address.strip().lower()
    if "@" not in wanted:
        raise Refused(f'"{address}" is no address')
    with context.store.write() as tx:
        cases = [c for c in tx.cases.all() if _concerns(tx, c, wanted)]
        _removable(tx, cases)
        messages = [row_id for row_id in tx.inbox.without_case() if _mentions(_raw(tx, row_id), wanted)]
        _free_of_court_signs(tx, messages)
        for case in cases:
            _remove(tx, context, case, "somebody in it asked to be forgotten")
        _remove_copies(tx, cases)
        for row_id in messages:
            _drop(tx, row_id)
        letters = _told(tx, wanted)
        lines = tx.journal.blank_mentions(wanted)
        suppressed = tx.suppressed.forget(wanted)
        if not (cases or messages or letters or lines or suppressed):
            raise Refused(f"{address} stands in no closed case, and in no mail here")
        whose: list[str | None] = [*sorted({case.account for case in cases})]
        for account in whose or [None]:  # see clear_out
            names = ", ".join(case.case for case in cases if case.account == account) or "no case"
            text = f"one address forgotten: {names}, {len(messages)} mails of no case"
            tx.journal.add(JournalLine(at=context.clock.now(), account=account, event=DONE, text=text))
    scrubbed = context.store.scrub()
    return Forgotten(
        cases=tuple(c.case for c in cases), messages=len(messages), suppressed=suppressed, scrubbed=scrubbed
    )


def has_court_sign(tx: Tx, case: Case) -> bool:
    """Whether a court sign was ever seen in it: then nothing of it may be removed."""
    lines = tx.journal.of_case(case.case)
    return case.reason is Reason.LEGAL or any((x.facts or {}).get("reason") == Reason.LEGAL.value for x in lines)


def _removable(tx: Tx, cases: list[Case]) -> None:
    still = [c.case for c in cases if c.state is not State.CLOSED]
    if still:
        raise Refused(f"{', '.join(still)}: still open; close it first: noticed decide {still[0]} close")
    legal = [c.case for c in cases if has_court_sign(tx, c)]
    if legal:
        raise Refused(f"{', '.join(legal)}: bears court signs, so nothing of it is removed; ask your lawyer")


def _free_of_court_signs(tx: Tx, messages: list[int]) -> None:
    """Papers of a court that wait for the operator's word are evidence, too."""
    for row_id in messages:
        row = tx.inbox.get(row_id, whole=False)
        if row and row.status is InboxStatus.HELD and (row.error or "").startswith("court signs"):
            raise Refused(f"message {row_id}: bears court signs, so nothing of it is removed; ask your lawyer")


def _whole(tx: Tx, case: Case) -> bool:
    """Whether nothing has been removed since it was closed."""
    removed = [x.at for x in tx.journal.of_case(case.case) if x.event == _REMOVED]
    return not removed or (case.closed_at is not None and max(removed) < case.closed_at)


def _remove(tx: Tx, context: Context, case: Case, why: str) -> None:
    for row in tx.inbox.of_case(case.case, octets=0):
        tx.inbox.blank(row.id)
    for letter in tx.outbox.of_case(case.case):
        tx.outbox.blank(letter.letter)
    tx.exhibits.blank(case.case)
    _told(tx, case.case)
    tx.journal.blank(case.case)
    tx.cases.save(facts.without_people(case))
    text = f"names, addresses and mails removed: {why}"
    line = JournalLine(at=context.clock.now(), account=case.account, case=case.case, event=_REMOVED, text=text)
    tx.journal.add(line)


def _remove_copies(tx: Tx, cases: list[Case]) -> None:
    """Our copies of what you were told of them, and your answers to it. What waits for you is none of these."""
    names = [case.case.lower() for case in cases]
    for row_id in tx.inbox.without_case() if names else ():
        row = tx.inbox.get(row_id)
        if row and row.status in _SEEN and _mentions(row.raw, *names):
            tx.inbox.blank(row_id)


def _told(tx: Tx, word: str) -> int:
    """Remove what the operator was told with ``word`` in it; how many digests and alerts."""
    said = [x for x in tx.outbox.all() if x.kind in OPERATOR_LETTERS and x.status in _ENDED and _says(x, word.lower())]
    for letter in said:
        tx.outbox.blank(letter.letter)
    return len(said)


def _remove_others(tx: Tx, before: datetime) -> int:
    """Mail of no case, and what the operator was told, that is older."""
    count = 0
    for row_id in tx.inbox.without_case():
        row = tx.inbox.get(row_id)
        if row and row.status in _SEEN and row.received_at < before:
            tx.inbox.blank(row_id)
            count += 1
    for letter in tx.outbox.all():
        if letter.kind in OPERATOR_LETTERS and letter.status in _ENDED and letter.created_at < before and letter.to:
            tx.outbox.blank(letter.letter)
            count += 1
    return count


def _drop(tx: Tx, row_id: int) -> None:
    row = tx.inbox.get(row_id)
    if row and row.status is not InboxStatus.DONE:
        tx.inbox.save(replace(row, status=InboxStatus.DROPPED))
    tx.inbox.blank(row_id)


def _concerns(tx: Tx, case: Case, address: str) -> bool:
    if address in {a.lower() for a in case.complainant_emails}:
        return True
    if any(
        address in {a.lower() for a in x.recipients} or address in x.body.lower() for x in tx.outbox.of_case(case.case)
    ):
        return True
    return any(_mentions(row.raw, address) for row in tx.inbox.of_case(case.case))


def _mentions(raw: bytes, *words: str) -> bool:
    """Whether one of them stands in a mail, encoded or not."""
    plain = raw.lower()
    if any(word.encode() in plain for word in words):
        return True
    seen = read_message(raw)
    people = {a.spec.lower() for a in (*seen.from_, *seen.to, *seen.cc, *seen.reply_to)}
    text = seen.text.lower()
    return any(word in people or word in text for word in words)


def _raw(tx: Tx, row_id: int) -> bytes:
    row = tx.inbox.get(row_id)
    return row.raw if row else b""


def _says(letter: Letter, address: str) -> bool:
    return address in f"{letter.subject}\n{letter.body}\n{letter.html or ''}".lower()


def _days(context: Context) -> str:
    return f"{context.keep.days} days"
