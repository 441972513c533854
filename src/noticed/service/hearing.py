"""An answer is heard in its case: what it does happens, what it says of the right is kept, and what to mind is noted.

Nothing is ever answered by itself.
"""

from collections.abc import Iterator, Mapping

from noticed.core.case import facts, perceive
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case
from noticed.core.mail.cleaning import clean
from noticed.core.mail.model import Act, Authenticity, Category
from noticed.core.notice.registers import registers
from noticed.ports import InboxRow, Tx
from noticed.service import suppression
from noticed.service.apply import apply, note
from noticed.service.context import Context
from noticed.service.verdict import Verdict

SAID = "answer_says"
"""Lines of the journal on what an answer says, shown on the case's card."""
_LINE, _LETTER = 160, 600
_SAYS: Mapping[Act, str] = {
    Act.OPTION_A: "A, it is the right they name",
    Act.OPTION_B: "B, it was not meant for this product or for us",
    Act.OPTION_C: "C, somebody else is to be written to",
    Act.RETRACTED: "the complaint is withdrawn",
    Act.PROMISES: "the complaint will be withdrawn",
    Act.CONDITIONAL: "it would be withdrawn on a condition",
    Act.TOLD_AMAZON: "Amazon was told",
    Act.REASON: "the reason",
    Act.REFUSES: "they refuse",
    Act.DEMANDS: "they demand money or an undertaking",
    Act.ASKS: "they ask for something",
    Act.WRONG_PERSON: "it is the wrong person",
    Act.STOP: "no more letters",
}


def heard(tx: Tx, context: Context, verdict: Verdict, case: Case, *, known: bool) -> InboxRow:
    """Let an answer happen to its case. ``known``: it comes from the complainant, or from whom the operator named."""
    reply, sender = verdict.read.reply, verdict.sender
    theirs = known and verdict.assessment.authenticity is not Authenticity.FORGED
    verified = theirs and not verdict.read.refuted  # who asks for silence gets it all the same
    asked = reply.do_not_write and theirs and not reply.machine
    suppressed = asked and suppression.by_answer(tx, context, case, sender, verdict.read.names, verdict.row.id)
    event = perceive.answer(reply, sender, verified=verified, suppressed=suppressed)
    machine = event.kind in {EventKind.AUTO_REPLY, EventKind.AWAY_UNTIL}
    if not machine and reply.machine:
        event, machine = Event(kind=EventKind.AUTO_REPLY, text=f"automatic answer from {sender}"), True
    given = verdict.read.given if verified and not machine else None
    if given:
        case = facts.with_answer(case, given)
    apply(tx, context, case, event)
    if not machine:
        for line in _lines(verdict, case):
            note(tx, context, case, SAID, line)
    return verdict.done(Category.AUTO_REPLY if machine else Category.REPLY, case.case)


def amazon_writes(tx: Tx, context: Context, verdict: Verdict, case: Case) -> None:
    """What Amazon answers to an appeal, in its own words: what it asks for stands there."""
    sentences = verdict.notice.amazon_says if verdict.notice else ()
    said = clean(verdict.read.reply.new_text, _LETTER) or clean(" ".join(sentences), _LETTER)
    if said:
        note(tx, context, case, SAID, f"Amazon writes: {said}")


def category_of(verdict: Verdict) -> Category:
    """What a message of somebody is, before its case is known."""
    return Category.AUTO_REPLY if verdict.read.reply.machine else Category.REPLY


def _lines(verdict: Verdict, case: Case) -> Iterator[str]:
    reply, given = verdict.read.reply, verdict.read.given
    text = ""
    if reply.acts:
        text = f"the answer says: {'; '.join(_SAYS[act] for act in reply.acts)}"
    elif reply.unsure:
        text = "the answer was not understood: read it"
    if text:
        yield text
    if given and given.ip_numbers:
        right = given.ip_type.value.replace("_", " ") if given.ip_type else "a right"
        line = clean(given.line, _LINE)
        text = f"the answer names {right} {', '.join(given.ip_numbers)}: {line}"
        yield text
    if Act.DEMANDS in reply.acts:
        links = registers(case.complaints, case.ip_type)
        where = ", ".join(links.values()) or "in the register of the office that granted it"
        text = f"Pay nothing before you have checked who owns the right: {where}"
        yield text
    for address in reply.other_addresses[:2]:
        text = f"the answer names another address: noticed set {case.case} complainant_emails={address}"
        yield text
