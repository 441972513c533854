"""Everything that is no notice: copies of our letters, delivery reports, what the operator wrote, answers.

Automatic mail, bounces and our own copies never cause a letter and never count as an answer.
"""

from dataclasses import replace

from noticed.core.case import identity, perceive
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import AMAZON_LETTERS, Case
from noticed.core.mail.classify import may_be_machine_mail
from noticed.core.mail.match import MatchKeys
from noticed.core.mail.model import Bounce, Category, ReplyKind, Trust
from noticed.core.mail.recipients import registrable_domain
from noticed.ports import InboxRow, InboxStatus, Letter, LetterStatus, Phase, Tx
from noticed.service import alerts, hearing, pen, receipts, recovery, routing, settlement, suppression
from noticed.service.adopt import adopt
from noticed.service.apply import apply
from noticed.service.context import Context
from noticed.service.verdict import Verdict

_PERHAPS = frozenset({LetterStatus.IN_DOUBT, LetterStatus.SUBMITTING, LetterStatus.HELD})
"""Where a letter stands whose final dot was sent, and whose answer is not known."""


def own_or_bounce(tx: Tx, context: Context, verdict: Verdict) -> InboxRow | None:
    """Our own copy, a delivery report, or the operator's own words; None for anything else."""
    if verdict.sender in verdict.account.addresses:
        return _ours(tx, context, verdict, verdict.read.names)
    report = verdict.read.bounce
    return _bounced(tx, context, verdict, report) if report else None


def _ours(tx: Tx, context: Context, verdict: Verdict, keys: MatchKeys) -> InboxRow:
    letter = receipts.letter_of(tx, verdict.row.account, verdict.whole, keys)
    if recovery.of(tx, verdict.row.account) and (adopted := adopt(tx, context, verdict, keys)):
        return adopted
    if letter:
        row, ours = verdict.row, _in_sent(tx, verdict)
        settlement.found_copy(tx, context, letter, row.received_at, ours=ours)
        receipts.learn(tx, letter, min(row.received_at, row.fetched_at), verdict.whole.message_id, ours=ours)
        return verdict.done(Category.OWN_COPY, letter.case)
    if not _in_sent(tx, verdict):
        if of := settlement.remember_copy(tx, verdict.row.account, keys.letter_keys, verdict.row.received_at):
            return verdict.done(Category.OWN_COPY, of)
        return verdict.done(Category.OTHER)  # anybody can write our address into From; only we write into Sent
    return _by_hand(tx, context, verdict)


def _by_hand(tx: Tx, context: Context, verdict: Verdict) -> InboxRow:
    """The operator wrote from his own mail program: he takes over the case in whose thread it is, or where it is in
    none, every case of whom he wrote to. Somebody at a complainant's own domain is the complainant.
    """
    account = verdict.account
    to = {a.spec for a in (*verdict.whole.to, *verdict.whole.cc)} - account.addresses
    to = {address for address in to if not _at_amazon(address, verdict)}
    domains = {domain for address in to if (domain := registrable_domain(address))}
    theirs = [c for c in tx.cases.by_complainant(account.name, sorted(to), sorted(domains)) if not c.closed_at]
    thread = routing.case_of(tx, verdict).case
    taken = [c for c in theirs if thread and c.case == thread.case] or theirs
    for case in taken:
        text = f"you wrote to {', '.join(sorted(to))} yourself"
        apply(tx, context, case, Event(kind=EventKind.OPERATOR_WROTE_ELSEWHERE, text=text))
    return verdict.done(Category.OTHER, taken[0].case if taken else None)


def _in_sent(tx: Tx, verdict: Verdict) -> bool:
    return verdict.row.mailbox == tx.facts.get(f"sent:{verdict.row.account}")


def _bounced(tx: Tx, context: Context, verdict: Verdict, report: Bounce) -> InboxRow:
    """A report counts only if it names a letter of ours and one of its recipients (RFC 3464; forged reports)."""
    for letter in _reported(tx, report):
        if letter.account != verdict.row.account:
            continue
        named = {r.address for r in report.recipients} & set(letter.recipients)
        if letter.case is None:
            _operators_bounce(tx, context, letter, report, named)
            continue
        case = tx.cases.get(letter.case)
        if case is None or not named:
            continue
        if letter.status in _PERHAPS and letter.phase is Phase.DATA:  # what came back was accepted once
            settlement.found_copy(tx, context, letter, verdict.row.received_at)
            case = tx.cases.get(letter.case) or case
        elif not letter.submitted_at:
            continue
        mine = replace(report, recipients=tuple(r for r in report.recipients if r.address in named))
        if identity.letter_key(letter.message_id) in {m.strip("<>").partition("@")[0] for m in report.message_ids}:
            dead = tuple(r.address for r in mine.recipients if r.permanent)
            suppression.by_bounce(tx, context, letter, dead, verdict.row.id)
        event = perceive.bounce(case, letter.letter, _required(letter, case), mine)
        apply(tx, context, case, event)
        return verdict.done(Category.BOUNCE, case.case)
    return verdict.done(Category.BOUNCE)


def _operators_bounce(tx: Tx, context: Context, letter: Letter, report: Bounce, named: set[str]) -> None:
    dead = sorted(r.address for r in report.recipients if r.permanent and r.address in named)
    if dead and letter.submitted_at:
        settlement.unheard(tx, context, letter, f"{letter.letter} came back from {', '.join(dead)}")


def _required(letter: Letter, case: Case) -> tuple[str, ...]:
    return letter.to if letter.kind in AMAZON_LETTERS else tuple(a for a in letter.to if a != case.amazon_cc)


def _reported(tx: Tx, report: Bounce) -> list[Letter]:
    letters = list(tx.outbox.by_message_id(report.message_ids))
    for reference in report.references:
        letters += [letter for letter in reversed(tx.outbox.of_case(reference)) if letter not in letters]
    keys = {m.strip("<>") for m in report.message_ids}
    return [x for x in letters if identity.letter_key(x.message_id) in keys] + letters


def answered(tx: Tx, context: Context, verdict: Verdict) -> InboxRow | None:
    """An answer of the complainant that bears Amazon's name, or has Amazon's mail attached, is an answer all the same.

    None for anything else.
    """
    if verdict.assessment.trust is Trust.IGNORE or _at_amazon(verdict.sender, verdict):
        return None
    found = routing.case_of(tx, verdict)
    return answer_or_other(tx, context, verdict) if found.case and found.known else None


def answer_or_other(tx: Tx, context: Context, verdict: Verdict) -> InboxRow:
    """An answer of somebody in a case, or nothing of ours."""
    _arrived(tx, context, verdict)
    found = routing.case_of(tx, verdict)
    if found.case is None:
        return _stranger(tx, context, verdict)
    if verdict.sender in context.deciders(verdict.row.account) and not found.known:
        return verdict.done(Category.OTHER, found.case.case)  # the operator answers a digest or an alert
    if _at_amazon(verdict.sender, verdict):
        return _amazon_wrote(tx, context, verdict, found.case)
    return hearing.heard(tx, context, verdict, found.case, known=found.known)


def _arrived(tx: Tx, context: Context, verdict: Verdict) -> None:
    """Whoever names a letter that is perhaps sent has got it: it was, and is not written again."""
    for letter in tx.outbox.by_message_id(verdict.read.names.message_ids):
        perhaps = letter.status in _PERHAPS and letter.phase is Phase.DATA
        if perhaps and letter.case and letter.account == verdict.row.account:
            why = f"it was answered, received {verdict.row.received_at:%d %b %Y %H:%M} UTC"
            settlement.submitted(tx, context, letter, why)


def _stranger(tx: Tx, context: Context, verdict: Verdict) -> InboxRow:
    """Mail of no case. Court signs wait for the operator, at once where our store is named (a served lawsuit may
    come from anybody, from a machine, and to any mailbox); a threat that names our store waits too. Of mass mailings
    that do not name it nothing is said: newsletters are full of courts."""
    reply = verdict.read.reply
    if verdict.sender in {*context.deciders(verdict.row.account), *verdict.account.addresses}:
        return verdict.done(Category.OTHER)
    names_us = verdict.account.identity.store_name.casefold() in verdict.whole.text.casefold()
    if reply.court_signs and names_us:
        why = f"court signs, and it names your store: {reply.court_signs[0][:80]}"
        lines = [why, f"noticed quarantine show {verdict.row.id}", "Answer nothing before a lawyer has read it."]
        cause = f"court|{verdict.row.account}|{verdict.row.sha256}"
        subject = "court signs in a mail to you"
        alerts.raise_alert(tx, context, account=verdict.row.account, cause=cause, subject=subject, lines=lines)
    elif reply.machine:
        return verdict.done(Category.OTHER)
    elif reply.court_signs and not may_be_machine_mail(verdict.whole):
        why = f"court signs: {reply.court_signs[0][:80]}"
    elif names_us and reply.reply_kind is ReplyKind.DEMANDS:
        why = "it names your store and demands something"
    else:
        found = () if _is_of_a_service(verdict) else routing.candidates(tx, verdict)
        return pen.held(tx, context, verdict, found) if found else verdict.done(Category.OTHER)
    return verdict.done(Category.OTHER, status=InboxStatus.HELD, error=why)


def _is_of_a_service(verdict: Verdict) -> bool:
    """Whether nobody in particular wrote it: automatic mail, Amazon's own, somebody who sells something."""
    automatic = verdict.read.reply.reply_kind is ReplyKind.AUTO_REPLY or may_be_machine_mail(verdict.whole)
    return automatic or _at_amazon(verdict.sender, verdict)


def _at_amazon(sender: str, verdict: Verdict) -> bool:
    domain = sender.rpartition("@")[2]
    return any(domain == d or domain.endswith("." + d) for d in verdict.account.trust.domains)


def _amazon_wrote(tx: Tx, context: Context, verdict: Verdict, case: Case) -> InboxRow:
    """Amazon in the thread: a machine's acknowledgement is a note; words that are no notice go to the operator's
    eyes as a note too, since only an authenticated answer moves a case."""
    found = verdict.assessment
    human = found.trust is Trust.AUTO and not verdict.read.reply.machine
    kind = EventKind.AMAZON_ANSWER if human else EventKind.AMAZON_ACKNOWLEDGED
    text = "Amazon answered" if human else "Amazon acknowledged, or a machine of Amazon's answered"
    case = apply(tx, context, case, Event(kind=kind, text=f"{text}: {verdict.whole.subject[:80]}"))
    if human:
        hearing.amazon_writes(tx, context, verdict, case)
    return verdict.done(Category.REPLY if human else Category.AUTO_REPLY, case.case)
