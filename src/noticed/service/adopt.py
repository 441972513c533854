"""A copy of a letter of ours that this store knows nothing of: the outbox and the case are completed from it.

Only while the account searches first. The copy's name tells kind and step, for it is made of them (``identity``); a
copy whose name does not fit its recipients moves nothing and goes to the operator. A copy never starts a ladder that
was stopped, so that whoever could make one up gains nothing but silence.
"""

from dataclasses import replace
from datetime import datetime

from noticed.core.case import facts, identity
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import (
    AMAZON_LETTERS,
    CADENCE_LETTERS,
    LETTER_OF,
    OPERATOR_LETTERS,
    Case,
    LetterKind,
    Reason,
    State,
)
from noticed.core.mail.match import MatchKeys
from noticed.core.mail.model import Category
from noticed.ports import InboxRow, Letter, LetterStatus, Tx
from noticed.service import settlement
from noticed.service.apply import apply
from noticed.service.context import Context
from noticed.service.verdict import Verdict

_ENDED = frozenset({LetterStatus.SUBMITTED, LetterStatus.REFUSED, LetterStatus.CANCELLED})


def adopt(tx: Tx, context: Context, verdict: Verdict, keys: MatchKeys) -> InboxRow | None:
    """Settle or add the letter this is a copy of; None where it names none."""
    key = next(iter(keys.letter_keys), None)
    name = key.rpartition(".")[0] if key else ""
    if not key or not name:
        return None
    then = context.at(_left_at(context, verdict))
    known = tx.outbox.get(name)
    if known and known.status in _ENDED:
        return verdict.done(Category.OWN_COPY, known.case)
    if known and identity.letter_key(known.message_id) == key:
        return _settled(tx, then, verdict, known)
    case = tx.cases.get(name.partition(".")[0])
    recipients = tuple(a.spec for a in (*verdict.whole.to, *verdict.whole.cc))
    what = identity.read_back(key, _owner(name), name, recipients)
    if what is None or (case and case.account != verdict.row.account):
        return _unplaced(tx, then, verdict, case, name)
    letter = _letter(verdict, key, name, *what)
    if case is None and letter.case:
        _found_again(tx, then, verdict, letter)
    tx.outbox.save(letter) if known else tx.outbox.add(letter)
    return _settled(tx, then, verdict, letter)


def _left_at(context: Context, verdict: Verdict) -> datetime:
    """When it left, by its own Date, which we set; a Date in the future is none of ours."""
    received, dated = verdict.row.received_at, verdict.whole.date
    return dated if dated and dated <= max(received, context.clock.now()) else received


def _found_again(tx: Tx, then: Context, verdict: Verdict, letter: Letter) -> None:
    """A case whose notice is not to be found: what its letter says of it, for the operator."""
    case = facts.from_letter(
        name=letter.case or "",
        account=letter.account,
        complainants=letter.to if letter.kind not in AMAZON_LETTERS else (),
        amazon=next(iter(letter.to if letter.kind in AMAZON_LETTERS else letter.cc), None),
        text=f"{letter.subject}\n{letter.body}",
        now=verdict.row.received_at,
    )
    text = f"found again by our own letter {letter.letter}; its notice is not in the mailboxes, or not believed yet"
    apply(tx, then, case, Event(kind=EventKind.NOTICE_DOUBTFUL, reason=Reason.UNVERIFIED, text=text), new=True)


def _owner(name: str) -> str:
    """What stands for the case in a letter's name: our reference, else what kind of mail to the operator it is."""
    return {"A": LetterKind.ALERT, "D": LetterKind.DIGEST}.get(name[0], name.partition(".")[0])


def _settled(tx: Tx, then: Context, verdict: Verdict, letter: Letter) -> InboxRow:
    case = tx.cases.get(letter.case) if letter.case else None
    if case:
        tx.cases.save(_as_it_was(case, letter))
    said = f"our own copy was found, received {verdict.row.received_at:%d %b %Y %H:%M} UTC"
    settlement.submitted(tx, then, letter, said)
    return verdict.done(Category.OWN_COPY, letter.case)


def _as_it_was(case: Case, letter: Letter) -> Case:
    """The case at the moment the letter left."""
    if letter.kind in CADENCE_LETTERS:
        return facts.at_step(replace(case, awaited=letter.letter), letter.step)
    if letter.kind in AMAZON_LETTERS and case.authentic and case.state is not State.CLOSED:
        return facts.decided(
            replace(case, awaited=letter.letter), next(o for o, k in LETTER_OF.items() if k is letter.kind)
        )
    return case


def _letter(verdict: Verdict, key: str, name: str, kind: LetterKind, step: int | None) -> Letter:
    message, account = verdict.whole, verdict.account
    ours = kind in OPERATOR_LETTERS
    return Letter(
        letter=name,
        account=account.name,
        case=None if ours else name.partition(".")[0],
        kind=kind,
        step=step,
        status=LetterStatus.QUEUED,  # settled in the same transaction
        approved=True,
        sender=account.email,
        to=tuple(a.spec for a in message.to),
        cc=tuple(a.spec for a in message.cc),
        subject=message.subject,
        body=message.text,
        message_id=f"<{key}@{account.email.rpartition('@')[2]}>",
        in_reply_to=message.references[-1] if message.references else None,
        references=message.references,
        created_at=verdict.row.received_at,
    )


def _unplaced(tx: Tx, then: Context, verdict: Verdict, case: Case | None, name: str) -> InboxRow:
    """It bears our name and does not fit: a person looks."""
    if case and case.account == verdict.row.account:
        text = f"a copy of {name} was found that this store cannot place: look before anything is sent"
        apply(tx, then, case, Event(kind=EventKind.OPERATOR_WROTE_ELSEWHERE, text=text))
        return verdict.done(Category.OWN_COPY, case.case)
    return verdict.done(Category.OWN_COPY)
