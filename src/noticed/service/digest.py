"""The operator's one mail a day: collected from the rows, sent exactly once, also when there is nothing to say."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from noticed.core.case import identity
from noticed.core.case.cadence import next_letter
from noticed.core.case.model import OPERATOR_LETTERS, Case, LetterKind, Plan, Reason, State
from noticed.core.mail.reply import read_reply
from noticed.ports import InboxStatus, JournalLine, Letter, LetterStatus, Refused, Tx, Unreadable
from noticed.render.cards import about
from noticed.render.digest import (
    Card,
    DigestView,
    Leaving,
    Line,
    MailboxAge,
    Phrases,
    Sent,
    Waiting,
    card,
    digest_html,
    digest_subject,
    digest_text,
)
from noticed.service import beside, drift, receipts, recovery, retention, trouble
from noticed.service.context import Context, Mode
from noticed.service.in_your_words import reading

_SOON = timedelta(hours=24)
_COUNTED = timedelta(days=180)
"""Amazon counts repeated violations over this long."""
_MOVES = frozenset({"reply", "retraction_claimed", "bounced", "amazon_answer", "amazon_cleared_partly", "no_copy"})


def send_if_due(context: Context) -> int:
    """Queue today's digest when its local time has come; 1 when it was queued now."""
    local = context.clock.now().astimezone(context.timezone)
    if local.time() < context.digest_at or not context.operator_emails:
        return 0
    name = f"D-{local:%Y-%m-%d}"
    with context.store.write() as tx:
        if tx.outbox.get(name) is not None or recovery.of(tx, context.operator_account):
            return 0
        _queue(tx, context, name)
    return 1


def send_now(context: Context) -> Letter:
    """Queue a digest by the operator's word, beside the daily one."""
    if not context.operator_emails:
        raise Refused("operator.emails is empty: the digest has nobody to go to")
    with context.store.write() as tx:
        return _queue(tx, context, f"D-{context.clock.now():%Y-%m-%dT%H%M%S}")


def as_text(context: Context) -> str:
    """The digest as it would be sent now."""
    with context.store.read() as tx:
        return digest_text(view(tx, context))


def as_html(context: Context) -> str:
    """The same as a page."""
    with context.store.read() as tx:
        return digest_html(view(tx, context))


def view(tx: Tx, context: Context) -> DigestView:
    """Everything the digest says now."""
    now = context.clock.now()
    since = _last_sent(tx) or now - timedelta(days=1)
    cases = tx.cases.all()
    by_name = {case.case: case for case in cases}
    phrases = Phrases(context.operator_language, str(context.timezone))
    quarantined = tx.inbox.with_status(InboxStatus.QUARANTINED)
    forged = sum((row.evidence or {}).get("authenticity") == "forged" for row in quarantined)
    mine = [case for case in cases if case.state is State.WITH_OPERATOR]
    return DigestView(
        now=now,
        timezone=str(context.timezone),
        language=context.operator_language,
        mode=context.mode.value,
        paused=tuple(n.partition(":")[2] for n in tx.facts.all() if n.split(":")[0] == "paused"),
        decide=tuple(_card(tx, context, c, phrases) for c in mine if c.reason is not Reason.NO_REPLY),
        silent=tuple(_card(tx, context, c, phrases) for c in mine if c.reason is Reason.NO_REPLY),
        leaving=tuple(_leaving(tx, context, by_name)),
        waiting=tuple(_waiting(context, c, phrases) for c in cases if c.state in _ELSEWHERE),
        moved=tuple(_moved(tx, by_name, phrases, since)),
        closed=tuple(
            Line(text=phrases.word("disposition", c.disposition or ""), about=about(c, context.operator_language))
            for c in cases
            if c.closed_at and c.closed_at > since
        ),
        sent=tuple(_sent(tx, context, by_name, since)),
        held=tuple(_held(tx, context, by_name, phrases)),
        shunted=len(tx.inbox.with_status(InboxStatus.SHUNTED)),
        quarantined=len(quarantined) - forged,
        forged=forged,
        mailboxes=tuple(_ages(tx, context)),
        notes=tuple(map(phrases.line, _notes(tx, context, cases, since))),
        counts=_counts(cases, now),
    )


_ELSEWHERE = frozenset({State.WITH_COMPLAINANT, State.WITH_AMAZON})


def _queue(tx: Tx, context: Context, name: str) -> Letter:
    account, now = context.account_of(context.operator_account), context.clock.now()
    seen = view(tx, context)
    letter = Letter(
        letter=name,
        account=account.name,
        kind=LetterKind.DIGEST,
        status=LetterStatus.QUEUED,
        approved=True,
        sender=account.email,
        to=context.operator_emails,
        subject=digest_subject(seen),
        body=digest_text(seen),
        html=digest_html(seen),
        message_id=identity.message_id(
            LetterKind.DIGEST, name, context.operator_emails, account.email, LetterKind.DIGEST
        ),
        created_at=now,
        due_at=now,
    )
    tx.outbox.add(letter)
    tx.journal.add(JournalLine(at=now, account=account.name, event="digest", text=f"{name}: {letter.subject}"))
    return letter


def _last_sent(tx: Tx) -> datetime | None:
    return max((x.created_at for x in tx.outbox.all() if x.kind is LetterKind.DIGEST), default=None)


def _card(tx: Tx, context: Context, case: Case, phrases: Phrases) -> Card:
    answers = [row for row in tx.inbox.of_case(case.case) if row.category == "reply"]
    said = _said(context, answers[-1].raw) if answers else ""
    return card(case, phrases, said, beside.told(tx, case))


def _said(context: Context, raw: bytes) -> str:
    try:
        return read_reply(context.reader.message(raw), context.dialects).new_text
    except Unreadable:
        return ""


def _leaving(tx: Tx, context: Context, cases: dict[str, Case]) -> Iterable[Leaving]:
    now = context.clock.now()
    for letter in tx.outbox.all(LetterStatus.QUEUED):
        at = max(filter(None, (letter.due_at, letter.retry_at, now)))
        if at <= now + _SOON and letter.kind not in OPERATOR_LETTERS:
            case = cases.get(letter.case or "")
            where = about(case, context.operator_language) if case else None
            yield Leaving(letter=letter.letter, kind=letter.kind, to=letter.recipients, at=at, about=where)


def _waiting(context: Context, case: Case, phrases: Phrases) -> Waiting:
    letter = next_letter(case, context.policy) if case.plan is Plan.STEP else None
    return Waiting(
        about=about(case, context.operator_language),
        next=phrases.kind(letter) if letter else phrases(f"digest.{'to_you' if case.plan else 'letter_waits'}"),
        at=case.wake_at,
        asked=case.attempts,
    )


def _moved(tx: Tx, cases: dict[str, Case], phrases: Phrases, since: datetime) -> Iterable[Line]:
    for line in tx.journal.since(since):
        case = cases.get(line.case or "")
        if line.event in _MOVES and case:
            where = about(case, phrases.language)
            yield Line(text=phrases.line(line.text), about=where, command=f"noticed show {case.case}")


def _sent(tx: Tx, context: Context, cases: dict[str, Case], since: datetime) -> Iterable[Sent]:
    for letter in tx.outbox.all(LetterStatus.SUBMITTED):
        if letter.submitted_at and letter.submitted_at > since and letter.kind not in OPERATOR_LETTERS:
            case = cases.get(letter.case or "")
            where = about(case, context.operator_language) if case else None
            at = letter.submitted_at
            yield Sent(letter=letter.letter, kind=letter.kind, to=letter.recipients, at=at, about=where)


def _held(tx: Tx, context: Context, cases: dict[str, Case], phrases: Phrases) -> Iterable[Line]:
    waiting = [x for s in (LetterStatus.HELD, LetterStatus.WRITTEN, LetterStatus.IN_DOUBT) for x in tx.outbox.all(s)]
    for letter in waiting:
        case = cases.get(letter.case or "")
        if letter.to:
            why = phrases.line(letter.hold_reason or "") or phrases.word("status", letter.status)
            text = f"{letter.letter} ({phrases.kind(letter.kind)}): {why}"
            where = about(case, context.operator_language) if case else None
            shadow = context.mode is Mode.SHADOW  # nothing can be approved there, only read
            command = f"noticed letters {letter.case}" if shadow else f"noticed approve {letter.letter}"
            told = reading(tx, context, letter) if letter.status is LetterStatus.HELD else ""
            yield Line(text=text, about=where, command=command, quote=told)
    for row in tx.inbox.with_status(InboxStatus.HELD):
        text = phrases.line(f"message {row.id}: {row.error or ''}")
        yield Line(text=text, command=f"noticed quarantine show {row.id}")


def _ages(tx: Tx, context: Context) -> Iterable[MailboxAge]:
    troubles = {t.account: t for t in trouble.all_of(tx) if t.line == "imap"}
    seen = [c for c in tx.mailboxes.all() if c.account in context.accounts]
    for cursor in seen:
        bad = troubles.get(cursor.account)
        error = (("stopped: " if bad.stopped else "") + bad.text) if bad else cursor.error
        yield MailboxAge(account=cursor.account, mailbox=cursor.mailbox, polled_at=cursor.polled_at, error=error)
    for name in context.accounts.keys() - {c.account for c in seen}:
        bad = troubles.get(name)
        yield MailboxAge(account=name, mailbox="INBOX", error=bad.text if bad else None)


def _notes(tx: Tx, context: Context, cases: tuple[Case, ...], since: datetime) -> Iterable[str]:
    open_cases = [c for c in cases if c.state is State.WITH_COMPLAINANT and c.amazon_cc is None]
    for market in sorted({c.marketplace or "?" for c in open_cases}):
        names = ", ".join(c.case for c in open_cases if (c.marketplace or "?") == market)
        yield f"no copy to Amazon: no address known for {market} ({names})"
    for problem in trouble.all_of(tx):
        if problem.line == "smtp":
            yield f"{problem.account} SMTP: {problem.text}"
    yield from filter(None, (recovery.in_words(tx, context, name) for name in context.accounts))
    yield from filter(None, (receipts.warning(tx, context, name) for name in context.accounts))
    yield from filter(None, [drift.in_words(drift.counted(tx))])
    yield from (line.text for line in tx.journal.since(since) if line.event == retention.DONE)
    if not context.operator_emails:
        yield "operator.emails is empty"


def _counts(cases: tuple[Case, ...], now: datetime) -> tuple[tuple[str, int], ...]:
    counted = Counter(
        c.marketplace or "?" for c in cases for _ in (c.complaint_ids or (c.case,)) if c.opened_at > now - _COUNTED
    )
    return tuple(sorted(counted.items()))
