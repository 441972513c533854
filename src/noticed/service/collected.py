"""What the digest says, collected from the rows; of the installation itself: ``remarks``."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case.cadence import cadence_of, clocks_of, next_letter, too_late_at
from noticed.core.case.events import EventKind
from noticed.core.case.model import OPERATOR_LETTERS, Case, LetterKind, Plan, Reason, State
from noticed.core.mail.reply import read_reply
from noticed.ports import InboxRow, InboxStatus, Letter, LetterStatus, Opened, Tx, Unreadable
from noticed.render import clocks
from noticed.render.cards import about
from noticed.render.digest import (
    Card,
    Count,
    DigestView,
    Leaving,
    Line,
    Phrases,
    Sent,
    Waiting,
    card,
    numbered,
)
from noticed.service import beside, complainants, remarks, stuck
from noticed.service.account import Mode
from noticed.service.context import Context
from noticed.service.finding import last_answer
from noticed.service.in_your_words import reading
from noticed.service.options import choices

_SOON = timedelta(hours=24)
_COUNTED = timedelta(days=180)
"""Amazon counts repeated violations over this long."""
_MOVES = frozenset(
    {
        *("notice_complete", "notice_doubtful", "notice_stop", "notice_confirmed", "notice_returned"),
        *("complaint_added", "reply", "retraction_claimed", "do_not_write", "away_until", "bounced"),
        *("cadence_exhausted", "answer_overdue", "deadline_near", "amazon_silent", "letter_failed"),
        *("amazon_answer", "amazon_cleared_partly", "operator_wrote_elsewhere", "no_copy"),
    }
)
"""Happenings that others, or the clock, brought about; what the operator did he knows."""
_AT_ONCE = 100
"""Cases that are read together."""
_NEWEST = 3
"""Happenings told of one case."""
_ELSEWHERE = frozenset({State.WITH_COMPLAINANT, State.WITH_AMAZON})


def view(tx: Tx, context: Context) -> DigestView:
    """Everything the digest says now, numbered."""
    now = context.clock.now()
    sent = tx.outbox.latest(LetterKind.DIGEST, None if context.is_whole else context.operator_emails)
    since = sent or now - timedelta(days=1)
    cases = tuple(case for case in tx.cases.open() if context.mine(case.account))
    closed = tuple(case for case in tx.cases.closed_since(since) if context.mine(case.account))
    by_name = {case.case: case for case in (*cases, *closed)}
    phrases = Phrases(context.operator_language, str(context.timezone))
    quarantined = _mail(tx, context, InboxStatus.QUARANTINED)
    forged = sum((row.evidence or {}).get("authenticity") == "forged" for row in quarantined)
    later = [case for case in cases if case.state is State.WITH_OPERATOR and case.plan is Plan.WAIT]
    mine = [case for case in cases if case.state is State.WITH_OPERATOR and case.plan is not Plan.WAIT]
    seen = DigestView(
        now=now,
        timezone=str(context.timezone),
        language=context.operator_language,
        mode=context.mode.value,
        paused=remarks.paused(tx, context),
        decide=tuple(_cards(tx, context, [c for c in mine if c.reason is not Reason.NO_REPLY], phrases)),
        silent=tuple(_cards(tx, context, [c for c in mine if c.reason is Reason.NO_REPLY], phrases)),
        leaving=tuple(_leaving(tx, context, by_name)),
        waiting=tuple(_waiting(context, c, phrases) for c in cases if c.state in _ELSEWHERE or c in later),
        moved=tuple(_moved(tx, context, by_name, phrases, since)),
        closed=tuple(_closed(tx, case, phrases) for case in closed),
        sent=tuple(_sent(tx, context, by_name, since)),
        held=tuple(_held(tx, context, by_name, phrases)),
        shunted=len(_mail(tx, context, InboxStatus.SHUNTED)),
        quarantined=len(quarantined) - forged,
        forged=forged,
        mailboxes=tuple(remarks.ages(tx, context)),
        notes=tuple(map(phrases.line, remarks.notes(tx, context, cases, since))),
        counts=_counts(tx, context, cases, now),
        compare=sent is None or _week(context, sent) != _week(context, now),
    )
    return numbered(seen)


def _mail(tx: Tx, context: Context, status: InboxStatus) -> list[InboxRow]:
    return [row for row in tx.inbox.with_status(status, octets=0) if context.mine(row.account)]


def _letters(tx: Tx, context: Context, status: LetterStatus) -> list[Letter]:
    return [letter for letter in tx.outbox.all(status) if context.mine(letter.account)]


def _cards(tx: Tx, context: Context, cases: Sequence[Case], phrases: Phrases) -> Iterable[Card]:
    """One question to the store for many cases, not many for each; not all at once, for they may be thousands."""
    for number, case in enumerate(cases):
        if number % _AT_ONCE == 0:
            tx.gather([each.case for each in cases[number : number + _AT_ONCE]])
        yield _card(tx, context, case, phrases)


def _card(tx: Tx, context: Context, case: Case, phrases: Phrases) -> Card:
    answer = last_answer(tx, case)
    said = _said(context, answer.raw) if answer else ""
    made = card(case, phrases, said, beside.told(tx, case), choices(tx, context, case))
    running, now = clocks_of(case, context.policy), context.clock.now()
    more = (stuck.in_words(tx, case, phrases), complainants.in_words(complainants.file_of(tx, context, case), phrases))
    return replace(
        made,
        due=too_late_at(case, context.policy),
        clock=clocks.head(running, phrases, now),
        beside=(*made.beside, *clocks.others(running, phrases, now), *filter(None, more)),
    )


def _said(context: Context, raw: bytes) -> str:
    try:
        return read_reply(context.reader.message(raw), context.dialects).new_text
    except Unreadable:
        return ""


def _leaving(tx: Tx, context: Context, cases: dict[str, Case]) -> Iterable[Leaving]:
    now = context.clock.now()
    for letter in _letters(tx, context, LetterStatus.QUEUED):
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
        at=case.plan_at if case.plan else None,
        asked=case.attempts,
        of=len(cadence_of(case, context.policy).steps) if letter else 0,
    )


def _moved(tx: Tx, context: Context, cases: dict[str, Case], phrases: Phrases, since: datetime) -> Iterable[Line]:
    """One line a case, of the newest that happened to it."""
    happened: dict[str, list[str]] = {}
    for line in tx.journal.since(since):
        if line.event in _MOVES and line.case and context.mine(line.account):
            happened.setdefault(line.case, []).append(phrases.line(line.text))
    for name, texts in happened.items():
        case = cases.get(name) or tx.cases.get(name)
        if case is None:
            continue
        told = " · ".join(dict.fromkeys(texts[-_NEWEST:]))
        yield Line(text=told, about=about(case, phrases.language), command=f"noticed show {name}")


def _closed(tx: Tx, case: Case, phrases: Phrases) -> Line:
    """How a case ended; where Amazon's mail ended it, with its sentence: where we misread it, that shows."""
    ended, named = phrases.word("disposition", case.disposition or ""), about(case, phrases.language)
    cleared = tx.journal.of_case(case.case, EventKind.AMAZON_CLEARED.value)
    by = next((line for line in cleared if line.at == case.closed_at), None)
    if by is None:
        return Line(text=ended, about=named)
    return Line(text=ended, about=named, command=f"noticed decide {case.case} resume", quote=phrases.line(by.text))


def _sent(tx: Tx, context: Context, cases: dict[str, Case], since: datetime) -> Iterable[Sent]:
    for letter in tx.outbox.submitted_since(since):
        if letter.submitted_at and letter.kind not in OPERATOR_LETTERS and context.mine(letter.account):
            case = cases.get(letter.case or "") or (tx.cases.get(letter.case) if letter.case else None)
            where = about(case, context.operator_language) if case else None
            at = letter.submitted_at
            yield Sent(letter=letter.letter, kind=letter.kind, to=letter.recipients, at=at, about=where)


def _held(tx: Tx, context: Context, cases: dict[str, Case], phrases: Phrases) -> Iterable[Line]:
    waiting = [
        x for s in (LetterStatus.HELD, LetterStatus.WRITTEN, LetterStatus.IN_DOUBT) for x in _letters(tx, context, s)
    ]
    for letter in waiting:
        case = cases.get(letter.case or "")
        if letter.to:
            why = phrases.line(letter.hold_reason or "") or phrases.word("status", letter.status)
            text = f"{phrases.kind(letter.kind)}{phrases('why.colon')}{why}"
            where = about(case, context.operator_language) if case else None
            shadow = context.mode_of(letter.account) is Mode.SHADOW  # nothing can be approved there, only read
            command = f"noticed letters {letter.case}" if shadow else f"noticed approve {letter.letter}"
            told = reading(tx, context, letter) if letter.status is LetterStatus.HELD else ""
            yield Line(text=text, about=where, command=command, quote=told, letter=letter.letter)
    for row in _mail(tx, context, InboxStatus.HELD):
        text = phrases.line(f"message {row.id}: {row.error or ''}")
        yield Line(text=text, command=f"noticed quarantine show {row.id}")


def _counts(tx: Tx, context: Context, cases: tuple[Case, ...], now: datetime) -> tuple[Count, ...]:
    """By marketplace, as Amazon counts; with several accounts by each of them."""

    def named(of: Case | Opened) -> str:
        market = of.marketplace or "?"
        return f"{of.account} {market}" if len(context.accounts) > 1 else market

    notices, still = Counter[str](), Counter[str]()
    for row in tx.cases.opened_since(now - _COUNTED):
        notices[named(row)] += row.notices if context.mine(row.account) else 0
    for case in cases:
        still[named(case)] += len({c.complaint_id for c in case.complaints if not c.cleared}) or 1
    names = sorted(name for name in notices.keys() | still.keys() if notices[name] or still[name])
    return tuple(Count(name=name, notices=notices[name], open=still[name]) for name in names)


def _week(context: Context, at: datetime) -> tuple[int, int]:
    """Year and week (ISO 8601), where the operator is."""
    year, week, _ = at.astimezone(context.timezone).isocalendar()
    return year, week
