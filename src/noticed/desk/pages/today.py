"""What needs the operator: cases to decide, letters that wait, letters that leave soon."""

from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from noticed.core.case.cadence import clocks_of, too_late_at
from noticed.core.case.model import Case, State
from noticed.core.mail.cleaning import clean
from noticed.core.mail.reply import read_reply
from noticed.core.values import Value
from noticed.desk.visit import Visit
from noticed.ports import InboxRow, Letter, LetterStatus, Unreadable
from noticed.render import cards, clocks
from noticed.service import beside, letterbox
from noticed.service.finding import last_answer

_SOON, _NEAR = timedelta(days=3), timedelta(days=14)
_LEAVING = timedelta(hours=24)
_FAR = datetime.max.replace(tzinfo=UTC)
_SAID, _MOST = 240, 30


class Card(Value):
    """A case as it lies on the desk."""

    about: cards.About
    why: str
    tone: str
    """red, amber or calm: how soon it is too late."""
    clock: str
    said: str
    beside: tuple[str, ...]
    asked: int
    since: datetime


def today(visit: Visit) -> Response:
    """The first page."""
    now = visit.context.clock.now()
    with visit.context.store.read() as tx:
        cases = [c for c in tx.cases.all() if c.account in visit.accounts and c.state is not State.CLOSED]
        mine = [c for c in cases if c.state is State.WITH_OPERATOR]
        late = {c.case: too_late_at(c, visit.context.policy) or _FAR for c in mine}
        mine.sort(key=lambda c: (late[c.case], c.changed_at, c.case))
        answers = {case.case: last_answer(tx, case) for case in mine[:_MOST]}
        told = {case.case: beside.told(tx, case) for case in mine[:_MOST]}
        letters = visit.waiting_letters(tx)
        queued = [x for x in tx.outbox.all(LetterStatus.QUEUED) if x.case and x.account in visit.accounts]
    abouts = {case.case: cards.about(case, visit.say.language) for case in cases}
    leaving = sorted(((_leaves(x, now), x) for x in queued), key=lambda each: each[0])
    return visit.show(
        "today",
        cards=[card(visit, case, answers[case.case], told[case.case]) for case in mine[:_MOST]],
        more=len(mine) - len(mine[:_MOST]),
        letters=letters[:_MOST],
        abouts=abouts,
        together=sum(letterbox.waits_for_a_word(x) for x in letters),
        leaving=[each for each in leaving if each[0] <= now + _LEAVING][:_MOST],
        elsewhere=len(cases) - len(mine),
    )


def card(visit: Visit, case: Case, answer: InboxRow | None, told: tuple[str, ...]) -> Card:
    """The case with its clock and the beginning of what they wrote."""
    now, say = visit.context.clock.now(), visit.say
    running = clocks_of(case, visit.context.policy)
    due = too_late_at(case, visit.context.policy)
    left = due - now if due else None
    return Card(
        about=cards.about(case, say.language),
        why=say.reason(case.reason) if case.reason else "",
        tone="calm" if left is None or left > _NEAR else "red" if left < _SOON else "amber",
        clock=clocks.head(running, say, now),
        said=said(visit, answer) if answer else "",
        beside=(*map(say.line, told), *clocks.others(running, say, now)),
        asked=case.attempts,
        since=case.changed_at,
    )


def said(visit: Visit, answer: InboxRow) -> str:
    """The beginning of their own words, without what they quote."""
    try:
        message = visit.context.reader.message(answer.raw)
    except Unreadable:
        return ""
    return clean(read_reply(message, visit.context.dialects).new_text, _SAID)


def _leaves(letter: Letter, now: datetime) -> datetime:
    return max(filter(None, (letter.due_at, letter.retry_at, now)))
