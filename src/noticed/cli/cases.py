"""``cases``, ``show``, ``why``."""

from datetime import datetime
from typing import Annotated

import typer

from noticed.cli.console import console, local, print_json, session, show_table, table, utc
from noticed.core.case.model import Case, State
from noticed.core.notice.registers import registers
from noticed.ports import InboxRow, JournalLine, Tx
from noticed.service.context import Context
from noticed.service.decisions import case_of
from noticed.service.explain import explain, options

Json = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(cases)
    app.command()(show)
    app.command()(why)


def cases(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="only this state")] = None,
    account: Annotated[str | None, typer.Option(help="only this account")] = None,
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
        listing = table("", "Case", "Account", "State", "Complaint", "ASIN", "Complainant", "Asked", "Next", "Deadline")
        for case in found:
            listing.add_row(
                case.case,
                case.account,
                _standing(case),
                ", ".join(case.complaint_ids) or "–",
                ", ".join(case.asins[:3]) + (f" +{len(case.asins) - 3}" if len(case.asins) > 3 else ""),
                case.rights_owner_name or ", ".join(case.complainant_emails) or "not named",
                str(case.attempts),
                local(services, case.wake_at),
                local(services, case.deadline_at),
            )
        show_table(listing) if found else console().print("No cases yet.")


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


def show(context: typer.Context, case: str, as_json: Json = False) -> None:
    """One case, with its timeline."""
    with session(context) as services, services.store.read() as tx:
        found = case_of(tx, case)
        if as_json:
            print_json({**as_row(found), "timeline": [_entry(e) for e in _timeline(tx, found)]})
            return
        out = console()
        facts = table("", "", "")
        facts.show_header = False
        for name, value in _facts(services, found):
            facts.add_row(name, value)
        out.print(f"{found.case} · {found.account} · {_standing(found)}")
        show_table(facts)
        out.print("\nTimeline")
        for at, what in _timeline(tx, found):
            out.print(f"  {local(services, at)}  {what}")
        for letter in tx.outbox.of_case(found.case):
            out.print(
                f"\n{letter.letter} · {letter.kind} · {letter.status} · to {', '.join(letter.recipients) or 'paste'}"
            )
            out.print(f"Subject: {letter.subject}\n\n{letter.body}")
        for line in options(services, found):
            out.print(line)


def why(context: typer.Context, case: str) -> None:
    """The rule, its inputs, and what happens next, when."""
    with session(context) as services, services.store.read() as tx:
        for line in explain(services, tx, case_of(tx, case)):
            console().print(line)


def _standing(case: Case) -> str:
    """The state, and why it is where it is or how it ended."""
    because = case.reason or case.disposition
    return case.state.value + (f" ({because})" if because else "")


def _facts(services: Context, case: Case) -> list[tuple[str, str]]:
    market = services.marketplaces.get(case.marketplace or "")
    copy = case.amazon_cc or f"none: no address known for {case.marketplace or 'this store'}"
    return [
        ("Complaint", ", ".join(case.complaint_ids) or "no id printed"),
        ("ASIN", ", ".join(case.asins) or "none printed"),
        ("Marketplace", market.domain if market else "not said"),
        ("Right", " ".join([case.ip_type or "not said", *case.ip_numbers])),
        *(("Register", f"{n}: {link}") for n, link in registers(case.complaints, case.ip_type).items()),
        ("Rights owner", case.rights_owner_name or "not named"),
        ("Complainant", ", ".join(case.complainant_emails) or "no address printed"),
        ("Reason stated", "yes" if case.reason_stated else "no"),
        ("Amazon did", case.action.value),
        ("Copies to Amazon", copy),
        ("Answer goes by", case.appeal_channel.value),
        ("Asked", f"{case.attempts} times (cadence {case.cadence})"),
        ("Next", local(services, case.wake_at)),
        ("Deadline", local(services, case.deadline_at)),
    ]


Moment = tuple[datetime, str]


def _timeline(tx: Tx, case: Case) -> list[Moment]:
    entries: list[Moment] = [(r.received_at, _arrived(r)) for r in tx.inbox.of_case(case.case)]
    entries += [(line.at, _happened(line)) for line in tx.journal.of_case(case.case)]
    return sorted(entries, key=lambda e: e[0])


def _entry(moment: Moment) -> dict[str, object]:
    return {"at": utc(moment[0]), "text": moment[1]}


def _arrived(row: InboxRow) -> str:
    return f"[{row.category}] message {row.id} in {row.mailbox}"


def _happened(line: JournalLine) -> str:
    return line.text
