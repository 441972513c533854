"""What must never go to Amazon or a complainant, whoever asks: each guard says in one line why, and what to do.

A court, a patent evaluation or a closed account stops the sending of its case, also when something else has happened
to the case since. A complaint has one open submission at a time; and what was said is not said again unchanged.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from noticed.core.case import perceive
from noticed.core.case.events import EventKind
from noticed.core.case.model import AMAZON_LETTERS, CADENCE_LETTERS, Case, LetterKind, Outcome, Reason, State
from noticed.core.case.options import was_asked
from noticed.core.values import Value
from noticed.ports import JournalLine, Letter, LetterStatus, Phase, Tx
from noticed.service.extra import Extra

STOPPED = {
    Reason.LEGAL: "court signs: nothing is sent in this case; give the export to a lawyer first",
    Reason.EVALUATION: "a patent evaluation has its own forms and clock: answer as its mail says, with a lawyer",
    Reason.ACCOUNT: "the account is at stake: nothing is sent in this case; decide, and paste the text into Account "
    "Health",
}
"""Why sending has stopped for good, and what to do."""

_IN_FLIGHT = frozenset({LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT})
_ENDED_UNSENT = frozenset({LetterStatus.HELD, LetterStatus.CANCELLED, LetterStatus.REFUSED})
_ANSWERS = frozenset(
    {EventKind.AMAZON_ANSWER, EventKind.AMAZON_SILENT, EventKind.AMAZON_CLEARED, EventKind.OPERATOR_CLOSES}
)
_CONTESTS = frozenset({Outcome.NOT_INFRINGING, Outcome.OWN_RIGHTS, Outcome.NEVER_LISTED})


def stopped(tx: Tx, case: Case) -> Reason | None:
    """Why nothing is sent in this case; None where nothing stopped it."""
    if case.reason in STOPPED:
        return case.reason
    return next((reason for reason in stops(tx, case) if reason in STOPPED), None)


def stops(tx: Tx, case: Case) -> Iterator[Reason]:
    """Every stop the case has met, by its journal."""
    for line in tx.journal.of_case(case.case, EventKind.NOTICE_STOP.value):
        if reason := (line.facts or {}).get("reason"):
            yield Reason(str(reason))


def against_writing(tx: Tx, case: Case) -> str:
    """Why the complainant is not written to; "" where nothing stands against it."""
    why = stopped(tx, case)
    return STOPPED[why] if why else under_way(tx, case)


def under_way(tx: Tx, case: Case) -> str:
    """Why the complainant is not written to now: a letter may be on its way to him, and another like it would be a
    second one; "" where none is."""
    letters = (x for x in tx.outbox.of_case(case.case) if x.kind not in AMAZON_LETTERS and x.status in _IN_FLIGHT)
    letter = next(letters, None)
    return f"{letter.letter} to the complainant is under way: try again when that is settled" if letter else ""


def perhaps_asked(tx: Tx, case: Case) -> str:
    """Why the next step is not taken: its question may have gone out before it was taken back; "" where it did not."""
    letter = tx.outbox.get(case.awaited) if case.awaited else None
    perhaps = letter and letter.phase is Phase.DATA and letter.status in _ENDED_UNSENT
    if not letter or not perhaps:
        return ""
    return f"{letter.letter} was perhaps sent, and would be asked again: if you want that, noticed write {case.case}"


def overtaken(tx: Tx, letter: Letter) -> bool:
    """Whether the case moved on while this letter was in a dialogue, out of reach of ``cancel``.

    What was in the air then settles, and is never sent again.
    """
    case = tx.cases.get(letter.case) if letter.case else None
    if case is None:
        return False
    if letter.kind in CADENCE_LETTERS:
        return case.awaited != letter.letter or case.state not in {State.WITH_COMPLAINANT, State.WITH_AMAZON}
    if letter.kind in AMAZON_LETTERS:
        return case.state is not State.WITH_AMAZON and case.reason not in {Reason.AMAZON_ANSWERED, Reason.AMAZON_SILENT}
    return False


class Standing(Value):
    """What happened in a case, as far as it stands against an outcome; the same for every outcome."""

    stopped: Reason | None
    flying: str
    """The letter to Amazon that is under way; "" where none is."""
    open_since: datetime | None
    """When the submission to Amazon left that has no answer yet, in this case or another about its complaints."""
    asked: bool
    admitted: bool
    """Amazon was sent a plan of action."""


def standing(tx: Tx, case: Case) -> Standing:
    """Read once from the journal and the letters, however many outcomes are weighed."""
    letters, lines = _to_amazon(tx, case), tx.journal.of_case(case.case)
    submissions = (open_submission(tx, other) for other in _twins(tx, case))
    found = (_open(lines, letters), *submissions)
    plans = [letter for letter in letters if letter.kind is LetterKind.PLAN_OF_ACTION]
    return Standing(
        stopped=stopped(tx, case),
        flying=next((x.letter for x in letters if x.status in _IN_FLIGHT), ""),
        open_since=next((line.at for line in found if line), None),
        asked=was_asked(case),
        admitted=any(_was_submitted(lines, letter) for letter in plans),
    )


def against(there: Standing, outcome: Outcome) -> str:
    """Why this outcome cannot be decided now; "" where nothing stands against it."""
    if there.stopped and there.stopped is not Reason.ACCOUNT:
        return STOPPED[there.stopped]
    if there.flying:
        return f"{there.flying} to Amazon is under way: decide again when it has arrived"
    if there.open_since:
        return f"a submission about this complaint is open since {there.open_since:%d %b %Y}: wait for Amazon's answer"
    if outcome is Outcome.REASON_UNKNOWN and not there.asked:
        return "the complainant has not been asked yet; reason_unknown is for an unanswered question"
    if outcome in _CONTESTS and there.admitted:
        return f"Amazon was told that you accept the complaint: {outcome.value} contradicts it; ask a lawyer"
    return ""


def open_submission(tx: Tx, case: Case) -> JournalLine | None:
    """The submission to Amazon that has no answer yet; None where there is none."""
    return _open(tx.journal.of_case(case.case), _to_amazon(tx, case))


def _open(lines: Sequence[JournalLine], letters: Sequence[Letter]) -> JournalLine | None:
    ours = {letter.letter for letter in letters}
    found = None
    for line in lines:
        sent = line.event == EventKind.LETTER_SUBMITTED and line.text.partition(" ")[0] in ours
        if sent or line.event == EventKind.OPERATOR_SUBMITTED:
            found = line
        elif line.event in _ANSWERS:
            found = None
    return found


def said_before(tx: Tx, case: Case, letter: Letter, body: str, extra: Extra) -> str:
    """Why ``letter`` says nothing new; "" where it does. ``body``: its words without what is only for the paste."""
    told = _squeezed(body.strip().rpartition("\n")[0])  # our reference is not said
    lines = tx.journal.of_case(case.case)
    for earlier in _to_amazon(tx, case):
        if earlier.letter == letter.letter or not _was_submitted(lines, earlier):
            continue
        seen = {file.content for file in earlier.files}
        if told in _squeezed(earlier.body) and {file.content for file in extra.sent} <= seen:
            return f"{earlier.letter} has told Amazon exactly this: add what is new (--set NAME=TEXT, --attach FILE)"
    return ""


def _was_submitted(lines: Sequence[JournalLine], letter: Letter) -> bool:
    if letter.to:
        return letter.submitted_at is not None
    return any(line.event == EventKind.OPERATOR_SUBMITTED and line.at >= letter.created_at for line in lines)


def _twins(tx: Tx, case: Case) -> Iterator[Case]:
    """Other cases of the account about one of its complaints, that wait for Amazon."""
    for complaint in case.complaint_ids:
        for other in tx.cases.by_complaint_id(case.account, complaint):
            if other.case != case.case and other.state is State.WITH_AMAZON:
                yield other


def _to_amazon(tx: Tx, case: Case) -> list[Letter]:
    return [letter for letter in tx.outbox.of_case(case.case) if letter.kind in AMAZON_LETTERS]


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def not_resumable(tx: Tx, case: Case) -> Reason | None:
    """Why the ladder must never start again, also when something else has happened to the case since."""
    if case.reason in perceive.NOT_RESUMABLE:
        return case.reason
    if not case.authentic:
        return Reason.UNVERIFIED
    return next((reason for reason in stops(tx, case) if reason in perceive.NOT_RESUMABLE), None)
