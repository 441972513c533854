"""One case: whose turn it is, what can be done, its letters and mails, its facts, why, and what happened."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from starlette.responses import Response

from noticed.core.case.corrections import FIELDS
from noticed.core.case.model import Case, Disposition, State
from noticed.core.mail.model import Category
from noticed.core.values import Value
from noticed.desk.moves import against, others, outcomes
from noticed.desk.pages.today import card
from noticed.desk.visit import Visit, go
from noticed.ports import InboxRow, Letter, LetterStatus, Refused, Tx
from noticed.render.cards import on_notice
from noticed.service import appeals, beside, decisions
from noticed.service import checklist as removal
from noticed.service import export as exports
from noticed.service.case_facts import facts
from noticed.service.explain import because, explain
from noticed.service.finding import last_answer
from noticed.service.setaside import seen

_SHOWN_FIELDS = ("complainant_emails", "asins", "complaint_ids", "rights_owner_name", "ip_type", "ip_numbers")
_HEADER = 16 * 1024
_OPEN = frozenset({LetterStatus.WRITTEN, LetterStatus.HELD, LetterStatus.QUEUED, LetterStatus.IN_DOUBT})


class Mail(Value):
    """A received message of the case."""

    id: int
    at: datetime
    what: str
    sender: str
    subject: str


class Happening(Value):
    """One line of the timeline."""

    at: datetime
    text: str
    path: str = ""


def case(visit: Visit) -> Response:
    """The page of a case."""
    with visit.context.store.read() as tx:
        found = visit.case(tx)
        rows, letters = tx.inbox.of_case(found.case, octets=_HEADER), tx.outbox.of_case(found.case)
        why = explain(visit.context, tx, found)
        known = facts(visit.context, tx, found)
        told, answer = beside.told(tx, found), last_answer(tx, found)
        timeline = _timeline(visit, tx, found, rows)
        decisions_, stands = outcomes(visit, tx, found), against(visit, tx, found)
    return visit.show(
        "case",
        case=found,
        card=card(visit, found, answer, told),
        whose=because(visit.context, found),
        outcomes=decisions_,
        against=stands,
        on_notice=on_notice(found, visit.say),
        tasks=removal.of_case(visit.context, found),
        others=others(found),
        letters=sorted(letters, key=_first_what_waits),
        mails=[_mail(visit, row) for row in rows if row.category != Category.OWN_COPY],
        facts=known,
        why=[line for line in why if line.strip()],
        timeline=timeline,
        closed=found.state is State.CLOSED,
    )


def fields(visit: Visit) -> Response:
    """What can be supplied or corrected."""
    with visit.context.store.read() as tx:
        found = visit.case(tx)
    return _fields(visit, found, _values(found))


def correct(visit: Visit) -> Response:
    """Set what was changed."""
    with visit.context.store.read() as tx:
        found = visit.case(tx)
    given = {name: visit.form.get(name) for name in (*_SHOWN_FIELDS, "deadline", "marketplace")}
    changed = {name: text for name, text in given.items() if text != _values(found).get(name, "") and name in FIELDS}
    if not changed:
        return go(f"/cases/{found.case}")
    try:
        decisions.correct(visit.context, found.case, changed)
    except Refused as refused:
        return _fields(visit, found, given, visit.say.line(str(refused)))
    return go(f"/cases/{found.case}", "corrected")


def checklist(visit: Visit) -> Response:
    """Mark a line of the removal checklist, or take it back."""
    with visit.context.store.write() as tx:
        found, line = visit.case(tx), [visit.form.get("line")]
        if visit.form.get("undo"):
            removal.take_back(tx, visit.context, found, line)
        else:
            removal.mark(tx, visit.context, found, line, note=visit.form.get("note"))
    return go(f"/cases/{found.case}", "corrected")


def closing(visit: Visit) -> Response:
    """How did it end?"""
    with visit.context.store.read() as tx:
        found = visit.case(tx)
    return visit.show("close", case=found, dispositions=tuple(d.value for d in Disposition))


def close(visit: Visit) -> Response:
    """End it."""
    ended = next((d for d in Disposition if d == visit.form.get("disposition")), None)
    if ended is None:
        return closing(visit)
    decisions.close(visit.context, _name(visit), ended, visit.form.get("note"))
    return go(f"/cases/{_name(visit)}", "closed")


def resume(visit: Visit) -> Response:
    """Go on asking."""
    decisions.resume(visit.context, _name(visit), visit.form.get("note"))
    return go(f"/cases/{_name(visit)}", "resumed")


def submitted(visit: Visit) -> Response:
    """It was pasted into Account Health."""
    decisions.submitted(visit.context, _name(visit), visit.form.get("note"))
    return go(f"/cases/{_name(visit)}", "pasted")


def appeal(visit: Visit) -> Response:
    """What stands ready for Account Health, as a folder in a zip."""
    with visit.context.store.read() as tx:
        found = visit.case(tx)
        content = appeals.packed(tx, visit.context, found)
    headers = {"Content-Disposition": f'attachment; filename="{appeals.folder_of(found)}.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


def export(visit: Visit) -> Response:
    """Everything in one file. It is noted in the journal, so it is no GET."""
    name = _name(visit)
    with visit.context.store.write() as tx:
        packed = exports.export(visit.context, tx, name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return Response(packed, media_type="application/zip", headers=headers)


def _name(visit: Visit) -> str:
    with visit.context.store.read() as tx:
        return visit.case(tx).case


def _first_what_waits(letter: Letter) -> tuple[bool, float]:
    return (letter.status not in _OPEN, -letter.created_at.timestamp())


def _values(found: Case) -> Mapping[str, str]:
    return {
        "complainant_emails": ", ".join(found.complainant_emails),
        "asins": ", ".join(found.asins),
        "complaint_ids": ", ".join(found.complaint_ids),
        "rights_owner_name": found.rights_owner_name or "",
        "ip_type": found.ip_type.value if found.ip_type else "",
        "ip_numbers": "; ".join(found.ip_numbers),
        "deadline": found.deadline_at.date().isoformat() if found.deadline_at else "",
        "marketplace": found.marketplace or "",
    }


def _fields(visit: Visit, found: Case, values: Mapping[str, str], problem: str = "") -> Response:
    stores = tuple(visit.context.marketplaces)
    status = 409 if problem else 200
    return visit.show("fields", status=status, case=found, values=values, stores=stores, problem=problem)


def _mail(visit: Visit, row: InboxRow) -> Mail:
    message = seen(visit.context, row, whole=False) if row.raw else None
    sender = message.from_[0].spec if message and message.from_ else ""
    what = visit.say.word("category", row.category or "other")
    subject = (message.subject if message else "")[:150]
    return Mail(id=row.id, at=row.received_at, what=what, sender=sender, subject=subject)


def _timeline(visit: Visit, tx: Tx, found: Case, rows: Iterable[InboxRow]) -> list[Happening]:
    say = visit.say
    happened = [
        Happening(
            at=row.received_at,
            text=say("desk.came_in", what=say.word("category", row.category or "other")),
            path=f"/mails/{row.id}",
        )
        for row in rows
    ]
    for line in tx.journal.of_case(found.case):
        letter = re.search(rf"{re.escape(found.case)}\.\d+", line.text)
        path = f"/letters/{letter[0]}" if letter else ""
        happened.append(Happening(at=line.at, text=say.line(line.text), path=path))
    return sorted(happened, key=lambda each: each.at, reverse=True)
