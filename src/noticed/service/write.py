"""Writes a letter into the outbox: text, recipients, thread, and whether it may leave by itself.

Raises ``render.letters.Missing`` where a letter needs something the operator must supply, and ``Refused``
where there is nobody to write to. Nothing is sent here.
"""

from dataclasses import replace
from datetime import datetime

from noticed.core.case import identity
from noticed.core.case.decide import Order
from noticed.core.case.events import EventKind
from noticed.core.case.model import CADENCE_LETTERS, Case, LetterKind
from noticed.core.case.options import variant_of
from noticed.core.case.slots import statements
from noticed.ports import JournalLine, Letter, LetterStatus, Refused, Tx
from noticed.render.appeal import paste_text
from noticed.render.grammar import language_for
from noticed.render.letters import Attempt, Draft, LetterFacts, Template, render, render_for, slots_of
from noticed.service import alerts
from noticed.service.account import Account, Mode
from noticed.service.context import Context
from noticed.service.extra import Extra
from noticed.service.removed import removed

_LIVE = "live_since"
ASKED = (_LIVE,)
"""The facts that writing a letter reads."""
RESTS_ON = "rests_on"
"""Fact of a letter's line in the journal: what the operator supplied for it, and what each statement rests on."""
_ANSWERS = (EventKind.REPLY, EventKind.RETRACTION_CLAIMED, EventKind.DO_NOT_WRITE)
"""What a person of the complainant's side writes; Amazon's answers are none."""
TO_COMPLAINANT = CADENCE_LETTERS | {LetterKind.RETRACTION_STEPS}
"""Letters that go to whoever complains."""


def write_letter(tx: Tx, context: Context, case: Case, order: Order, extra: Extra | None = None) -> Letter:
    """Put one letter of ``case`` into the outbox and say so in the journal."""
    account, now = context.account_of(case.account), context.clock.now()
    before = tx.outbox.of_case(case.case)
    facts = facts_of(tx, context, case, extra or Extra(), before)
    draft = _draft(order.kind, context, facts)
    name = identity.letter_name(case.case, len(before) + 1)
    to, cc = recipients(case, draft, to_paste=order.to_paste)
    thread = _thread(case, order.kind, before)
    letter = Letter(
        letter=name,
        account=account.name,
        case=case.case,
        kind=order.kind,
        step=order.step,
        status=LetterStatus.WRITTEN,
        approved=order.approved,
        sender=account.email,
        to=to,
        cc=cc,
        subject=draft.subject,
        body=paste_text(draft, facts) if order.to_paste else draft.body,
        files=extra.sent if extra else (),
        message_id=identity.message_id(case.case, name, (*to, *cc), account.email, order.kind, order.step),
        in_reply_to=thread[-1] if thread else None,
        references=thread,
        created_at=now,
    )
    letter = _released(tx, context, account, letter, order, draft)
    tx.outbox.add(letter)
    text = f"{name} ({order.kind.value}) {_said(letter)}"
    slots = slots_of(order.kind, case, context.templates)
    stated = statements(slots, facts.slots, facts.files, facts.expired)
    rests_on: dict[str, object] | None = {RESTS_ON: {x.slot: x.proof for x in stated}} if slots else None
    line = JournalLine(at=now, account=account.name, case=case.case, event="letter_written", text=text, facts=rests_on)
    tx.journal.add(line)
    if letter.status is LetterStatus.QUEUED and not letter.approved and context.hold:
        alerts.about_hold(tx, context, letter, told(context.told_of(account.name), case, order.kind, facts))
    return letter


def telling(context: Context, case: Case, kind: LetterKind) -> Template | None:
    """The letter as the operator reads it; None where it is in his language already, or told in no other.

    A letter to Amazon in a language of neither is told in the operator's, in English where there is no telling.
    """
    ours, variant = context.operator_language, variant_of(kind, case)
    written_in = amazon_reads(context, case) if kind not in TO_COMPLAINANT else "en"
    if ours == written_in:
        return None
    if ours == "en":
        return context.templates.find(kind, "en", variant)
    found = context.templates.find(kind, f"en.{ours}", variant)
    return found if found.language == f"en.{ours}" else None


def told(context: Context, case: Case, kind: LetterKind, facts: LetterFacts) -> str:
    """The letter in the operator's language; "" where there is no telling of it."""
    template = telling(context, case, kind)
    if template is None:
        return ""
    draft = render(kind, template.language, context.templates, facts)
    return f"{draft.subject}\n\n{draft.body}"


def render_letter(tx: Tx, context: Context, case: Case, kind: LetterKind, extra: Extra) -> Draft:
    """The text of a letter as the facts stand now."""
    return _draft(kind, context, facts_of(tx, context, case, extra))


def _draft(kind: LetterKind, context: Context, facts: LetterFacts) -> Draft:
    """In the complainant's language and in English; letters to Amazon in the one its store reads."""
    if kind not in TO_COMPLAINANT:
        return render(kind, amazon_reads(context, facts.case), context.templates, facts)
    market = facts.marketplace.language if facts.marketplace else "en"
    return render_for(kind, language_for(facts.case.complainant_emails, market), context.templates, facts)


def amazon_reads(context: Context, case: Case) -> str:
    """The language Amazon is written to in about this case."""
    market = context.marketplaces.get(case.marketplace or "")
    return market.amazon_language if market else "en"


def facts_of(
    tx: Tx, context: Context, case: Case, extra: Extra, letters: tuple[Letter, ...] | None = None
) -> LetterFacts:
    """What a letter may say. ``letters``: the case's, where they are known."""
    return LetterFacts(
        case=case,
        identity=context.account_of(case.account).identity,
        marketplace=context.marketplaces.get(case.marketplace or ""),
        amazon_copied=case.amazon_cc is not None,
        attempts=attempts(tx, case, letters),
        slots=extra.slots,
        files=tuple(f.name for f in extra.files),
        shown=extra.shown,
        expired=extra.expired,
        removed=removed(context, case),
        timezone=str(context.timezone),
        now=context.clock.now(),
    )


def attempts(tx: Tx, case: Case, letters: tuple[Letter, ...] | None = None) -> tuple[Attempt, ...]:
    """The contact log: what was submitted to the complainant, when, and what came of it before the next."""
    sent = [
        (letter, letter.submitted_at)
        for letter in (tx.outbox.of_case(case.case) if letters is None else letters)
        if letter.kind in CADENCE_LETTERS and letter.submitted_at
    ]
    if not sent:
        return ()
    bounced = {str((line.facts or {}).get("letter")) for line in tx.journal.of_case(case.case, EventKind.BOUNCED)}
    answers = [line.at for event in _ANSWERS for line in tx.journal.of_case(case.case, event)]
    log = []
    for (letter, at), until in zip(sent, [*(at for _, at in sent[1:]), None], strict=True):
        heard = any(at <= answer and (until is None or answer < until) for answer in answers)
        result = "answered" if heard else "returned as undeliverable" if letter.letter in bounced else "no answer"
        log.append(Attempt(at=at, kind=letter.kind, to=letter.to, result=result))
    return tuple(log)


def recipients(case: Case, draft: Draft, *, to_paste: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """To and Cc by the letter's head. Letters to Amazon go to Amazon alone; text to paste goes to nobody.

    Raises ``Refused`` where the letter has nobody to go to.
    """
    if to_paste or draft.draft_only:
        return (), ()
    if draft.to_role == "amazon":
        if not case.amazon_cc:
            raise Refused(f"{case.case}: no address of Amazon is known; decide again, it will be text to paste")
        return (case.amazon_cc,), ()
    if not case.complainant_emails:
        raise Refused(f"{case.case}: no address of the complainant: noticed set {case.case} complainant_emails=…")
    copy = (case.amazon_cc,) if draft.cc_role == "amazon" and case.amazon_cc else ()
    return case.complainant_emails, copy


def _thread(case: Case, kind: LetterKind, before: tuple[Letter, ...]) -> tuple[str, ...]:
    """Message-IDs this letter answers: our letters to the same side, or the notice (RFC 5322 section 3.6.4)."""
    same_side = kind in TO_COMPLAINANT
    ours = [b.known_as for b in before if (b.kind in TO_COMPLAINANT) is same_side and b.submitted_at]
    notice = [case.notice_message_id] if case.notice_message_id and not same_side else []
    return (*notice, *ours)


def _released(  # the decision needs all of them
    tx: Tx, context: Context, account: Account, letter: Letter, order: Order, draft: Draft
) -> Letter:
    now = context.clock.now()
    if order.to_paste or draft.draft_only or context.mode_of(account.name) is Mode.SHADOW:
        return letter
    if order.approved:
        return replace(letter, status=LetterStatus.QUEUED, due_at=now)
    why = _hold_reason(tx, context, account, order, draft, now)
    if why:
        return replace(letter, status=LetterStatus.HELD, hold_reason=why)
    return replace(letter, status=LetterStatus.QUEUED, due_at=now + context.hold)


def _hold_reason(tx: Tx, context: Context, account: Account, order: Order, draft: Draft, now: datetime) -> str | None:
    if order.for_approval or not draft.automatic:
        return "needs your approval"
    if context.mode_of(account.name) is Mode.APPROVE:
        return 'mode = "approve"'
    live = tx.facts.get(_LIVE)
    since = datetime.fromisoformat(live) if live else now
    if context.limits.probation and not tx.outbox.many_sent_since(account.name, since, context.limits.probation):
        return f"one of the first {context.limits.probation} letters after going live"
    return None


def _said(letter: Letter) -> str:
    if letter.status is LetterStatus.QUEUED:
        return f"leaves from {letter.due_at:%d %b %H:%M} UTC on, to {', '.join((*letter.to, *letter.cc))}"
    if letter.status is LetterStatus.HELD:
        return f"waits for you: {letter.hold_reason}"
    return "is written" + ("" if letter.to else ", to paste")
