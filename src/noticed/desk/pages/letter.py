"""One letter: as it goes out, and beside it what it says in the operator's language; approve, change, reject."""

from starlette.responses import Response

from noticed.core.case.model import OPERATOR_LETTERS
from noticed.desk.visit import NotHere, Visit, go
from noticed.ports import UNSENT, Letter, LetterStatus, Refused
from noticed.render import cards
from noticed.service import letterbox
from noticed.service.account import Mode
from noticed.service.in_your_words import reading


def letter(visit: Visit) -> Response:
    """The page of a letter."""
    with visit.context.store.read() as tx:
        found = _of_a_case(visit.letter(tx))
        case = tx.cases.get(found.case or "")
        told = reading(tx, visit.context, found)
    waits = found.status in {LetterStatus.HELD, LetterStatus.WRITTEN} and bool(found.to)
    return visit.show(
        "letter",
        letter=found,
        about=cards.about(case, visit.say.language) if case else None,
        told=told,
        mark=letterbox.mark(found),
        approvable=waits and visit.context.mode_of(found.account) is not Mode.SHADOW,
        stoppable=found.status in UNSENT and bool(found.to),
        changeable=found.status in UNSENT,
        pasted=found.status is LetterStatus.WRITTEN and not found.to,
        awaited=case is not None and case.reason == "to_paste",
        sizes=[(file.name, f"{max(1, len(file.content) // 1024)} kB") for file in found.files],
    )


def approve(visit: Visit) -> Response:
    """Let it leave: what was read, and nothing else."""
    name = _name(visit)
    letterbox.approve(visit.context, name, visit.form.get("mark"))
    return go(f"/letters/{name}", "approved")


def reject(visit: Visit) -> Response:
    """It does not leave."""
    name = _name(visit)
    letterbox.reject(visit.context, name, visit.form.get("why"))
    return go(f"/letters/{name}", "rejected")


def changing(visit: Visit) -> Response:
    """Its words, to be changed."""
    with visit.context.store.read() as tx:
        found = _of_a_case(visit.letter(tx))
        told = reading(tx, visit.context, found)
    if found.status not in UNSENT:
        raise Refused(f"{found.letter} is {found.status.value}: it is too late to change it")
    return _changing(visit, found, told, found.subject, found.body)


def change(visit: Visit) -> Response:
    """A new version, which waits for its own approval."""
    name = _name(visit)
    subject, body = visit.form.get("subject"), visit.form.fields.get("body", "")
    try:
        fresh = letterbox.change(visit.context, name, subject, body, visit.form.get("mark"))
    except Refused as refused:
        with visit.context.store.read() as tx:
            found = visit.letter(tx)
            told = reading(tx, visit.context, found)
        return _changing(visit, found, told, subject, body, visit.say.line(str(refused)))
    return go(f"/letters/{fresh.letter}", "changed")


def _changing(visit: Visit, found: Letter, told: str, subject: str, body: str, problem: str = "") -> Response:
    words = {"subject": subject, "body": body, "told": told, "problem": problem}
    return visit.show("change", status=409 if problem else 200, letter=found, mark=letterbox.mark(found), **words)


def _name(visit: Visit) -> str:
    with visit.context.store.read() as tx:
        return _of_a_case(visit.letter(tx)).letter


def _of_a_case(found: Letter) -> Letter:
    if found.kind in OPERATOR_LETTERS or found.case is None:
        raise NotHere
    return found
