"""A person rewords a letter before it leaves: a new version takes its place, and waits for an approval of its own.

The old version stays in the outbox, cancelled, as it was. Raises ``Refused`` with one line that says why not.
"""

import hashlib
from dataclasses import replace

from noticed.core.case import identity
from noticed.core.case.model import OPERATOR_LETTERS
from noticed.core.mail.compose import Outgoing, compose
from noticed.ports import UNSENT, JournalLine, Letter, LetterStatus, Phase, Refused, Tx
from noticed.service.account import Mode
from noticed.service.context import Context

_SUBJECT = 250
_BODY = 20_000
_YOURS = "you changed it: it waits for your approval"


def words_of(subject: str, body: str, to: tuple[str, ...], cc: tuple[str, ...]) -> str:
    """A digest of what a letter says and to whom: whether the program would still write the same."""
    return hashlib.sha256("\0".join((subject, body, *to, "", *cc)).encode()).hexdigest()


def reword(tx: Tx, context: Context, letter: Letter, subject: str, body: str) -> Letter:
    """Put a new version of ``letter`` into the outbox, held; text to paste stays text to paste."""
    if letter.kind in OPERATOR_LETTERS or letter.case is None:
        raise Refused(f"{letter.letter} is no letter of a case: it cannot be changed")
    if letter.status not in UNSENT:
        raise Refused(f"{letter.letter} is {letter.status.value}: it is too late to change it")
    case = tx.cases.get(letter.case)
    if case is None:
        raise Refused(f'no case "{letter.case}": noticed cases lists them')
    subject, body = _subject(letter, subject), _body(letter, body)
    if (subject, body) == (letter.subject, letter.body):
        raise Refused(f"{letter.letter}: nothing was changed")
    sends = bool(letter.to) and context.mode_of(letter.account) is not Mode.SHADOW
    changed = replace(
        letter,
        status=LetterStatus.HELD if sends else LetterStatus.WRITTEN,
        hold_reason=_YOURS if sends else None,
        subject=subject,
        body=body,
        reworded=letter.reworded or words_of(letter.subject, letter.body, letter.to, letter.cc),
    )
    fresh = next_version(tx, context, letter.case, changed)
    _can_be_sent(context, fresh)
    tx.outbox.save(replace(letter, status=LetterStatus.CANCELLED, answer=f"{fresh.letter} takes its place"))
    tx.outbox.add(fresh)
    if case.awaited == letter.letter:
        tx.cases.save(replace(case, awaited=fresh.letter))
    text = f"you changed {letter.letter} ({letter.kind.value}): {fresh.letter} takes its place"
    now = context.clock.now()
    tx.journal.add(JournalLine(at=now, account=letter.account, case=letter.case, event="letter_reworded", text=text))
    return fresh


def next_version(tx: Tx, context: Context, case: str, letter: Letter) -> Letter:
    """``letter`` under the next name of its case, as one that was never tried nor approved."""
    name = f"{case}.{len(tx.outbox.of_case(case)) + 1}"
    return replace(
        letter,
        letter=name,
        message_id=identity.message_id(case, name, letter.recipients, letter.sender, letter.kind, letter.step),
        approved=False,
        raw=None,
        phase=Phase.NONE,
        owner=None,
        created_at=context.clock.now(),
        started_at=None,
        due_at=None,
        retry_at=None,
        tries=0,
        answer=None,
        deliveries=(),
    )


def _subject(letter: Letter, subject: str) -> str:
    """On one line, with our reference: answers are known by it."""
    subject = " ".join(subject.split())
    if letter.to and letter.case and letter.case not in subject:
        subject = f"{subject} [{letter.case}]"
    if not subject or len(subject) > _SUBJECT:
        raise Refused(f"the subject: 1 to {_SUBJECT} characters")
    return subject


def _body(letter: Letter, body: str) -> str:
    """Line ends of ours, and our reference in the last line of what is mailed."""
    lines = [line.rstrip() for line in body.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    if not any(lines):
        raise Refused(f"{letter.letter}: a letter needs words")
    if letter.to and letter.case and letter.case not in lines[-1]:
        lines += ["", f"Reference {letter.case}"]
    text = "\n".join(lines) + "\n"
    if len(text) > _BODY:
        raise Refused(f"the text: at most {_BODY} characters")
    return text


def _can_be_sent(context: Context, letter: Letter) -> None:
    """Say now what SMTP would trip over later: a control character, a direction mark."""
    try:
        compose(
            Outgoing(
                sender=letter.sender,
                sender_name=context.account_of(letter.account).identity.store_name,
                to=letter.to or (letter.sender,),
                subject=letter.subject,
                body=letter.body,
                message_id=letter.message_id,
                letter_key=identity.letter_key(letter.message_id),
                date=context.clock.now(),
            )
        )
    except ValueError as error:
        raise Refused(f"{letter.letter}: {error}") from None
