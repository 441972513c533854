"""A letter is written anew: the facts changed since it was written, or its copy to Amazon was refused for good."""

from dataclasses import replace

from noticed.core.case import identity
from noticed.core.case.decide import Order
from noticed.core.case.model import CADENCE_LETTERS, Case
from noticed.ports import JournalLine, Letter, LetterStatus, Tx
from noticed.service import guards, rewording, settlement, write
from noticed.service.context import Context
from noticed.service.extra import Extra

_CHANGED = "the facts changed since you approved it: read it again"


def with_fresh_words(tx: Tx, context: Context, letter: Letter, case: Case) -> Letter | None:
    """Facts may have changed since it was written (another complaint, a corrected address).

    Without an approval the new words are taken; where the old ones were begun to be said, by a new version. What
    somebody approved is never changed under his hand: it waits for a new word.
    """
    if letter.kind not in CADENCE_LETTERS:
        return letter
    draft = write.render_letter(tx, context, case, letter.kind, Extra())
    to, cc = write.recipients(case, draft, to_paste=False)
    if (draft.subject, draft.body, to, cc) == (letter.subject, letter.body, letter.to, letter.cc):
        return letter
    if letter.reworded:
        return _in_his_words(tx, context, letter, rewording.words_of(draft.subject, draft.body, to, cc))
    message_id = identity.message_id(case.case, letter.letter, (*to, *cc), letter.sender, letter.kind, letter.step)
    new = replace(letter, subject=draft.subject, body=draft.body, to=to, cc=cc, message_id=message_id, approved=False)
    if letter.raw is not None:
        new = _in_its_place(tx, context, case, letter, new)
    if letter.approved:
        settlement.held(tx, context, new, _CHANGED)
        return None
    line = f"{letter.letter} ({letter.kind.value}) written anew: the facts changed"
    tx.journal.add(
        JournalLine(at=context.clock.now(), account=case.account, case=case.case, event="letter_rewritten", text=line)
    )
    tx.outbox.save(new)
    return new


def _in_its_place(tx: Tx, context: Context, case: Case, letter: Letter, new: Letter) -> Letter:
    """A version under another name for a letter whose bytes are frozen, and were certainly not accepted."""
    fresh = replace(rewording.next_version(tx, context, case.case, new), due_at=context.clock.now())
    tx.outbox.save(replace(letter, status=LetterStatus.CANCELLED, answer=f"{fresh.letter} takes its place"))
    tx.outbox.add(fresh)
    if case.awaited == letter.letter:
        tx.cases.save(replace(case, awaited=fresh.letter))
    return fresh


def _in_his_words(tx: Tx, context: Context, letter: Letter, now_written: str) -> Letter | None:
    """What a person worded himself stays as it is; where the facts under it changed it waits for a new word."""
    if letter.reworded == now_written:
        return letter
    settlement.held(tx, context, replace(letter, approved=False, reworded=now_written), _CHANGED)
    return None


def without_copy(tx: Tx, context: Context, letter: Letter, said: str) -> None:
    """The copy to Amazon was refused for good: a new version without it; later letters have none either."""
    case = tx.cases.get(letter.case) if letter.case else None
    if case is None or guards.overtaken(tx, letter):
        settlement.failed(tx, context, letter, said)
        return
    why = f"the copy to {', '.join(letter.cc)} was refused: {said}"
    tx.outbox.save(replace(letter, status=LetterStatus.REFUSED, answer=why, owner=None))
    alone = replace(case, amazon_cc=None)
    tx.journal.add(JournalLine(at=context.clock.now(), account=case.account, case=case.case, event="no_copy", text=why))
    fresh = _without_copy_in_his_words(tx, context, alone, letter) if letter.reworded else None
    fresh = fresh or write.write_letter(tx, context, alone, Order(kind=letter.kind, step=letter.step, approved=True))
    tx.cases.save(replace(alone, awaited=fresh.letter))


def _without_copy_in_his_words(tx: Tx, context: Context, case: Case, letter: Letter) -> Letter:
    """What a person worded may speak of the copy: without it, it waits for his word."""
    draft = write.render_letter(tx, context, case, letter.kind, Extra())
    mine = rewording.words_of(draft.subject, draft.body, letter.to, ())
    why = "the copy to Amazon was refused: read it again"
    alone = replace(letter, cc=(), status=LetterStatus.HELD, hold_reason=why, reworded=mine)
    fresh = rewording.next_version(tx, context, case.case, alone)
    tx.outbox.add(fresh)
    return fresh
