"""Decisions by mail: the operator answers a digest, "2 remove", and is answered what was done.

Off until switched on (``operator.by_mail``). A command counts from an operator's address alone, in a mail that the
address's domain signed, or that lies among the mail we sent; with the code of a digest, once, for the case or letter as
it stood there. What falls short of that is noted, told in the next digest, and never answered. The number is taken in a
transaction of its own before the command is carried out, so that a command happens at most once.
"""

from dataclasses import replace
from datetime import timedelta

from noticed.core.case.model import Disposition, Outcome
from noticed.core.commands import Command, Verb, Vocabulary
from noticed.core.mail.by_operator import ByOperator
from noticed.core.mail.dkim_rules import Outcome as Signed
from noticed.core.mail.message import MAX_SIZE, read_message
from noticed.core.mail.model import Category
from noticed.data import commands
from noticed.ports import InboxRow, InboxStatus, JournalLine, Permanent, Refused, Transient, Tx
from noticed.ports.log import log
from noticed.service import alerts, by_mail_files, decisions, letterbox, offers, trouble
from noticed.service.context import Context
from noticed.service.extra import Extra
from noticed.service.offers import Offer
from noticed.service.verdict import Verdict

_COPY_PATIENCE = timedelta(minutes=15)
"""How long the copy of an unsigned answer may take to show up among the mail we sent."""
_RETRY = timedelta(minutes=1)
_KEY_RETRY = timedelta(minutes=15)
_KEY_PATIENCE = timedelta(hours=24)
_OUTCOMES = frozenset(Outcome)
_SAME = ("message_id", "subject", "text", "html_text", "attachments")


def handled(context: Context, verdict: Verdict) -> bool:
    """Whether the message is an operator's answer to a digest; it is carried out, disbelieved, or waits then."""
    word = verdict.read.by_operator
    if word is None:
        return False
    wait, why = _doubt(context, verdict, word)
    if wait:
        _later(context, verdict.row, wait, why)
    elif why:
        _disbelieved(context, verdict, why)
    else:
        _answered(context, verdict, word)
    return True


def _doubt(context: Context, verdict: Verdict, word: ByOperator) -> tuple[timedelta | None, str]:
    """(When to look again, why it does not count); (None, "") when it does."""
    age = context.clock.now() - verdict.row.fetched_at
    if word.outcome is Signed.PASS:
        return None, ""
    if word.outcome is Signed.TEMPERROR:
        return (_KEY_RETRY if age < _KEY_PATIENCE else None), word.why
    if word.outcome is Signed.NONE and word.sender in verdict.account.addresses:
        if not _bears_a_code(context, word):  # anybody can write our address into From: no server is asked for that
            return None, "it is not signed, and bears no code of a digest that can be answered"
        if _is_in_sent(context, verdict):
            return None, ""
        return (_RETRY if age < _COPY_PATIENCE else None), "it is not signed, and not among the mail you sent"
    return None, word.why


def _bears_a_code(context: Context, word: ByOperator) -> bool:
    with context.store.read() as tx:
        return bool(word.digest) and offers.offered(tx, word.digest or "", word.code, context.clock.now()) is not None


def _is_in_sent(context: Context, verdict: Verdict) -> bool:
    """Whether the same message lies in Sent: only who may log in puts it there (mail to oneself is often unsigned).

    A server that is in trouble is not asked: triage of all accounts would wait for it.
    """
    with context.store.read() as tx:
        sent = tx.facts.get(f"sent:{verdict.row.account}")
        rests = trouble.blocked(tx, verdict.account.line, "imap", context.clock.now())
    if sent is None or rests or verdict.whole.message_id is None:
        return False
    if verdict.row.mailbox == sent:
        return True
    try:
        with context.mail(verdict.row.account).connect() as session:
            session.examine(sent)
            since = verdict.row.received_at - timedelta(days=2)
            for summary in session.summaries(session.find(since, [verdict.whole.message_id])):
                raw = session.body(summary, MAX_SIZE)
                if raw is not None and _same(read_message(raw), verdict):
                    return True
    except (Transient, Permanent):
        log.info("sent_not_searched", account=verdict.row.account)
    return False


def _same(found: object, verdict: Verdict) -> bool:
    whole = verdict.whole
    return all(getattr(found, name) == getattr(whole, name) for name in _SAME)


def _later(context: Context, row: InboxRow, wait: timedelta, why: str) -> None:
    with context.store.write() as tx:
        kept = tx.inbox.get(row.id) or row
        tx.inbox.save(replace(kept, attempts=0, retry_at=context.clock.now() + wait, error=why))


def _disbelieved(context: Context, verdict: Verdict, why: str) -> None:
    with context.store.write() as tx:
        if not _still_new(tx, verdict.row):
            return
        tx.journal.add(
            JournalLine(
                at=context.clock.now(),
                account=verdict.row.account,
                event=offers.NOT_BELIEVED,
                text=f"an answer in your name was not believed: {why}",
            )
        )
        tx.inbox.save(replace(verdict.done(Category.OTHER), retry_at=None))
    log.warning("answer_not_believed", account=verdict.row.account)


def _answered(context: Context, verdict: Verdict, word: ByOperator) -> None:
    with context.store.write() as tx:  # it is read: what is approved now need not wait for it
        if not _still_new(tx, verdict.row):
            return
        kept = tx.inbox.get(verdict.row.id) or verdict.row
        tx.inbox.save(replace(kept, error="an answer to a digest, being carried out"))
    lines = _carried_out(context, verdict, word)
    with context.store.write() as tx:
        if not _still_new(tx, verdict.row):
            return
        message = verdict.whole.message_id or f"<{verdict.row.sha256[:32]}@unnamed.invalid>"
        his = replace(_told(tx, context, word), operator_account=verdict.row.account)
        alerts.answer(tx, his, to=word.sender, message=message, subject="your answer", lines=lines)
        tx.inbox.save(replace(verdict.done(Category.OTHER), retry_at=None))
    log.info("answered", account=verdict.row.account, lines=len(lines))


def _told(tx: Tx, context: Context, word: ByOperator) -> Context:
    """In the words of the operator whose digest he answers."""
    digest = tx.outbox.get(word.digest) if word.digest else None
    his = (
        seen for one, seen in context.each() if digest and digest.letter.endswith(one.tag) and word.sender in one.emails
    )
    return next(his, context)


def _still_new(tx: Tx, row: InboxRow) -> bool:
    kept = tx.inbox.get(row.id)
    return kept is not None and kept.status is InboxStatus.NEW


def _carried_out(context: Context, verdict: Verdict, word: ByOperator) -> list[str]:
    """One line for each line of the answer: what was done, or why not."""
    if word.digest is None:
        return ["your answer does not say which digest it answers: leave the quoted digest under it"]
    with context.store.read() as tx:
        known = offers.offered(tx, word.digest, word.code, context.clock.now())
        digest = tx.outbox.get(word.digest)
        if digest and word.sender not in map(str.lower, digest.to):
            known = None  # another operator's digest, whoever gave him its code
    if known is None:
        return ["that digest can no longer be answered: answer the last one"]
    words = Vocabulary(commands())
    said = words.read(word.text)
    below = {command.line for command in words.read(word.whole).commands} - {c.line for c in said.commands}
    by_number = {offer.number: offer for offer in known}
    lines = by_mail_files.kept(context, verdict, said.commands, by_number)
    decided = [command for command in said.commands if command.verb is not Verb.EVIDENCE]
    message = verdict.row.sha256
    lines += [_one(context, word.digest, by_number.get(command.number), command, message) for command in decided]
    lines += [f"not understood, nothing done: {line}" for line in said.unclear]
    lines += [f"below a signature, nothing done: {line}" for line in sorted(below - set(said.unclear))]
    return lines or ["there was no command above the quoted digest: nothing done"]


def _one(context: Context, digest: str, offer: Offer | None, command: Command, message: str) -> str:
    about = f"{command.number} {command.verb.value}"
    if offer is None:
        return f"{about}: that digest has no number {command.number}"
    with context.store.write() as tx:
        moved, taken = _moved(tx, offer), offers.taken_by(tx, digest, command.number)
        if taken == message:  # it was begun, and perhaps done: what it was is not the case's or the letter's fault
            return f"{about}: begun when the program ended, and not begun again: look whether it was done"
        if not moved and not offers.take(tx, digest, command.number, message):
            return f"{about}: number {command.number} of that digest was answered before"
    if moved:
        return f"{about}: {moved}"
    try:
        return f"{about}: {_done(context, offer, command)}"
    except Refused as refused:
        return f"{about}: nothing done: {refused}"


def _moved(tx: Tx, offer: Offer) -> str | None:
    """Why the number no longer stands for what was read in the digest, or None."""
    if offer.letter:
        letter = tx.outbox.get(offer.letter)
        same = letter is not None and letterbox.mark(letter) == offer.mark
        return None if same else f"{offer.letter} has changed since: nothing done"
    case = tx.cases.get(offer.case or "")
    if case is None or offers.of_case(case) != offer.mark:
        return f"{offer.case} has moved on since: nothing done; look at it in the next digest"
    return None


def _done(context: Context, offer: Offer, command: Command) -> str:
    if offer.letter:
        return _with_letter(context, offer.letter, offer.mark, command)
    case, verb, note = offer.case or "", command.verb, command.note
    if verb.value in _OUTCOMES:
        decided = decisions.decide(context, case, Outcome(verb.value), note, Extra())
        letter = decided.letter
        if decided.to_paste or letter is None:
            return f"{case}: decided; the text to paste is ready: noticed show {case}"
        return f"{case}: decided; {letter.letter} is {letter.status.value}"
    match verb:
        case Verb.SUBMITTED:
            decisions.submitted(context, case, note)
            return f"{case}: noted, it is with Amazon"
        case Verb.RESUME:
            decisions.resume(context, case, note)
            return f"{case}: the letters go on"
        case Verb.CLOSE:
            decisions.close(context, case, Disposition.RESOLVED, note)
            return f"{case}: closed"
        case Verb.WAIT:
            until = context.clock.now() + (command.wait or timedelta())
            decisions.wait(context, case, until)
            return f"{case}: it comes back on {until.astimezone(context.timezone):%d %b %H:%M}"
    raise Refused(f"{command.number} is a case: approve and reject are for letters")


def _with_letter(context: Context, letter: str, mark: str, command: Command) -> str:
    match command.verb:
        case Verb.APPROVE:
            letterbox.approve(context, letter, mark)
            return f"{letter}: approved, it leaves"
        case Verb.REJECT:
            letterbox.reject(context, letter, command.note)
            return f"{letter}: it does not leave"
    raise Refused(f"{command.number} is a letter: approve or reject")
