"""Our own copy of a letter is its receipt: how it is known, and what it teaches.

Known by its Message-ID, by X-Noticed-Letter, by X-Microsoft-Original-Message-ID, or where a provider left none of
these, by our reference in the Subject over the letter's own words to the letter's own recipients. It teaches how long
copies take, on which ``submission.settle`` rests, and the Message-ID the provider gave the letter (Amazon SES and
Outlook.com replace ours): answers name that one.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case import identity
from noticed.core.mail.match import MatchKeys
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message
from noticed.ports import Letter, LetterStatus, MailSession, Tx
from noticed.service.account import Account
from noticed.service.watched import watched

_ORIGINAL = "x-microsoft-original-message-id"
_NAMES = frozenset({"All", "Sent", "Junk"})
_OVERLAP = timedelta(days=2)
_SENT_OR_NOT = frozenset({LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT, LetterStatus.SUBMITTED})
_LARGEST = 256 * 1024
"""Octets: larger mail is read in a process of its own, and a letter without files is no such thing."""


def letter_of(tx: Tx, account: str, message: Message, keys: MatchKeys) -> Letter | None:
    """The letter a message in our own name is a copy of."""
    ids = [m for m in (message.message_id, message.header(_ORIGINAL)) if m]
    names = [k.rpartition(".")[0] for k in keys.letter_keys]
    candidates = [*tx.outbox.by_message_id(ids), *(x for n in names if (x := tx.outbox.get(n)))]
    wanted = set(keys.letter_keys)
    for letter in candidates:
        if {letter.message_id, letter.copy_id} & set(ids) or identity.letter_key(letter.message_id) in wanted:
            return letter
    if wanted:
        return None
    known = (letter for name in keys.references for letter in tx.outbox.of_case(name) if letter.account == account)
    return next((letter for letter in known if letter.status in _SENT_OR_NOT and has_its_words(letter, message)), None)


def has_its_words(letter: Letter, message: Message) -> bool:
    """Whether Subject, recipients and text are the letter's: enough where a provider left no name of ours."""
    to = {address.spec for address in (*message.to, *message.cc)}
    same = message.subject == letter.subject and to == set(letter.recipients)
    return same and " ".join(letter.body.split()) in " ".join(message.text.split())


def learn(tx: Tx, letter: Letter, arrived: datetime, message_id: str | None, *, ours: bool) -> None:
    """Keep when the first copy came and under which Message-ID.

    A later one teaches nothing, but for the copy in Sent (``ours``): whoever has a letter could make up another copy
    of it.
    """
    fresh = tx.outbox.get(letter.letter) or letter
    fit = message_id is not None and message_id.isascii() and message_id != fresh.message_id
    new_id = message_id if fit else None
    if fresh.copied_at is None:
        tx.outbox.save(replace(fresh, copied_at=arrived, copy_id=new_id))
    elif ours and new_id and fresh.copy_id is None:
        tx.outbox.save(replace(fresh, copy_id=new_id))


def search(account: Account, session: MailSession, letter: Letter, since: datetime) -> bool:
    """Whether a copy lies in any mailbox one may land in: watched, Sent, Junk, All Mail. Raises as the session does."""
    keys = (letter.message_id.strip("<>"), identity.letter_key(letter.message_id))
    folders = session.folders()
    named = {name.casefold() for name in (*account.sent, *account.junk)}
    everywhere = [f.name for f in folders if f.special_use in _NAMES or f.name.casefold() in named]
    for name in dict.fromkeys((*watched(account, session), *everywhere)):
        session.examine(name)
        if session.find(since - _OVERLAP, keys) or _found_by_words(session, letter, since):
            return True
    return False


def _found_by_words(session: MailSession, letter: Letter, since: datetime) -> bool:
    if not letter.case:
        return False
    for summary in session.summaries(session.find(since - _OVERLAP, (letter.case,))):
        sender = read_message(summary.header + b"\r\n").from_
        if [address.spec for address in sender] != [letter.sender]:
            continue
        raw = session.body(summary, _LARGEST)
        if raw is not None and has_its_words(letter, read_message(raw)):
            return True
    return False
