"""``cases``, ``show``, ``why``. What shows a case is imported where there is one to show."""

from typing import TYPE_CHECKING, Annotated

import typer

from noticed.cli.console import Account, CaseName, mine, print_json, say, session, utc
from noticed.cli.speech import phrases
from noticed.core.case.model import Case, State
from noticed.ports import InboxRow, Tx
from noticed.render.phrases import Phrases

if TYPE_CHECKING:
    from noticed.cli.case_view import Moment

Json = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


def cases(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="only this state")] = None,
    account: Account = None,
    limit: Annotated[int, typer.Option(min=0, help="the newest N; 0: all")] = 0,
    as_json: Json = False,
) -> None:
    """The cases, closed too, oldest first."""
    with session(context) as services:
        with services.store.read() as tx:
            found = tx.cases.all(state, account)
        found = found[-limit:] if limit else found
        if as_json:
            for case in found:
                print_json(as_row(case))
            return
        if not found:
            say(phrases()("list.no_cases"))
            return
        from noticed.cli.case_view import show_cases

        show_cases(services, found)


def as_row(case: Case) -> dict[str, object]:
    """The contract of ``cases --json``."""
    return {
        "case": case.case,
        "account": case.account,
        "state": case.state,
        "reason": case.reason,
        "disposition": case.disposition,
        "marketplace": case.marketplace,
        "complaint_ids": case.complaint_ids,
        "asins": case.asins,
        "ip_type": case.ip_type,
        "rights_owner_name": case.rights_owner_name,
        "complainant_emails": case.complainant_emails,
        "attempts": case.attempts,
        "opened_at": utc(case.opened_at),
        "wake_at": utc(case.wake_at),
        "deadline_at": utc(case.deadline_at),
    }


def show(context: typer.Context, case: CaseName, account: Account = None, as_json: Json = False) -> None:
    """One case, with its timeline."""
    from noticed.cli.case_view import show_case
    from noticed.service.explain import phrases_of
    from noticed.service.finding import case_of

    with session(context, account=account) as services, services.store.read() as tx:
        found = mine(services, case_of(tx, case))
        if as_json:
            print_json({**as_row(found), "timeline": [_entry(e) for e in _timeline(tx, found, Phrases("en", "UTC"))]})
            return
        show_case(services, tx, found, _timeline(tx, found, phrases_of(services)))


def why(context: typer.Context, case: CaseName, account: Account = None) -> None:
    """The rule, its inputs, and what happens next, when."""
    from noticed.service.explain import explain
    from noticed.service.finding import case_of

    with session(context, account=account) as services, services.store.read() as tx:
        for line in explain(services, tx, mine(services, case_of(tx, case))):
            say(line)


def _timeline(tx: Tx, case: Case, say: Phrases) -> "list[Moment]":
    entries: list[Moment] = [(r.received_at, _arrived(r, say)) for r in tx.inbox.of_case(case.case, octets=0)]
    entries += [(line.at, say.line(line.text)) for line in tx.journal.of_case(case.case)]
    return sorted(entries, key=lambda e: e[0])


def _entry(moment: "Moment") -> dict[str, object]:
    return {"at": utc(moment[0]), "text": moment[1]}


def _arrived(row: InboxRow, say: Phrases) -> str:
    return say("show.arrived", what=say.word("category", row.category or "other"), id=row.id, mailbox=row.mailbox)
