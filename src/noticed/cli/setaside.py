"""``quarantine``, ``pen``, ``shunted``, ``suppressed``: what was not believed, what may belong to a case, what failed,
whom nobody writes to again."""

from typing import Annotated

import typer

from noticed.cli.case_view import turn
from noticed.cli.console import Account, console, local, mine, only_account, print_json, session, show_table, table
from noticed.core.mail.model import Category, Message
from noticed.ports import InboxRow, InboxStatus, Refused
from noticed.render.phrases import Phrases
from noticed.service import pen, setaside, sharing, suppression
from noticed.service.context import Context
from noticed.service.explain import phrases_of

Action = Annotated[str, typer.Argument(help="list · show · release · retry · drop · assign")]
Id = Annotated[int | None, typer.Argument(help="from the list")]


def quarantine(
    context: typer.Context,
    action: Action = "list",
    message: Id = None,
    to: Annotated[str | None, typer.Argument(help="assign: the account it is for")] = None,
    checked: Annotated[bool, typer.Option("--checked-in-seller-central", help="you have seen it there")] = False,
    account: Account = None,
) -> None:
    """What was not believed, or waits for you."""
    with session(context, account=account) as services:
        if action == "assign":
            if to is None:
                raise Refused("to which account? noticed quarantine assign ID ACCOUNT")
            sharing.assign(services, _given(message), to)
            console().print(phrases_of(services)("agency.assigned", id=message, account=to))
            return
        if action == "release":
            if not checked:
                raise Refused("look for this notice in Seller Central first, then add --checked-in-seller-central")
            case = setaside.release(services, _mine(services, message), {})
            say = phrases_of(services)
            console().print(f"{case.case}{say('why.colon')}{turn(case, say)}")
            return
        _common(services, action, message, setaside.QUARANTINE)


def pen_(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="list · show · attach · drop")] = "list",
    message: Id = None,
    case: Annotated[str | None, typer.Argument(help="to which the message belongs")] = None,
    account: Account = None,
) -> None:
    """Mail that may belong to a case: attach it; the choice is remembered."""
    with session(context, account=account) as services:
        if action == "attach":
            if case is None:
                raise Refused("to which case? noticed pen attach ID CASE")
            heard = pen.attach(services, _mine(services, message), case)
            say = phrases_of(services)
            console().print(f"{heard.case}{say('why.colon')}{turn(heard, say)}")
        elif action == "list":
            _list(services, pen.listed(services))
        else:
            _common(services, action, message, (InboxStatus.HELD,))


def shunted(context: typer.Context, action: Action = "list", message: Id = None, account: Account = None) -> None:
    """What failed three times."""
    with session(context, account=account) as services:
        if action == "retry":
            setaside.retry(services, _mine(services, message))
            console().print(phrases_of(services)("cli.tried_again", id=message))
            return
        _common(services, action, message, setaside.SHUNTED)


def suppressed(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="list · add · drop")] = "list",
    address: Annotated[str | None, typer.Argument(help="a complainant's")] = None,
    account: Annotated[str | None, typer.Option(help="needed with several accounts")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """Addresses that are never written to again."""
    with session(context) as services:
        if action == "list":
            _list_suppressed(services.only(account), as_json=as_json)
        elif action not in {"add", "drop"} or not address:
            raise Refused(f'"{action}" is not possible here: list, add ADDRESS, drop ADDRESS')
        elif action == "add":
            row = suppression.add(services, only_account(services, account), address)
            console().print(phrases_of(services)("cli.suppressed", address=row.address))
        else:
            suppression.drop(services, only_account(services, account), address)
            console().print(phrases_of(services)("cli.unsuppressed", address=address))


def _list_suppressed(services: Context, *, as_json: bool) -> None:
    rows, say = suppression.listed(services), phrases_of(services)
    listing = table("", *(say(f"list.{name}") for name in ("account", "address", "since", "reason", "message")))
    for row in rows:
        if as_json:
            print_json({n: getattr(row, n) for n in ("account", "address", "digest", "why", "since", "message")})
        shown = row.address or say("cli.forgotten", digest=f"{row.digest[:12]}…")
        listing.add_row(row.account, shown, local(services, row.since), say.line(row.why), row.message or "–")
    if not as_json:
        show_table(listing) if rows else console().print(say("cli.none_suppressed"))


def _common(services: Context, action: str, message: int | None, statuses: tuple[InboxStatus, ...]) -> None:
    if action == "list":
        _list(services, setaside.listed(services, statuses))
    elif action == "show":
        with services.store.read() as tx:
            _show(services, mine(services, setaside.row_of(tx, _given(message), statuses)))
    elif action == "drop":
        setaside.drop(services, _mine(services, message), statuses)
        console().print(phrases_of(services)("cli.dropped", id=message))
    else:
        raise Refused(
            f'"{action}" is not possible here: list, show, drop, release (quarantine), attach (pen) or retry (shunted)'
        )


def _given(message: int | None) -> int:
    if message is None:
        raise Refused("which one? give its ID from the list")
    return message


def _mine(services: Context, message: int | None) -> int:
    """The number, where the message is of the account that is seen."""
    number = _given(message)
    with services.store.read() as tx:
        row = tx.inbox.get(number, whole=False)
    return mine(services, row).id if row else number


def _list(services: Context, rows: tuple[InboxRow, ...]) -> None:
    say = phrases_of(services)
    listing = table("", *(say(f"list.{name}") for name in ("id", "account", "received", "from", "subject", "why")))
    for row in rows:
        seen = setaside.seen(services, row, whole=False)
        why = f"{say.line(_why(row))}{say('why.semicolon')}{_cure(say, row)}"
        received = local(services, row.received_at)
        listing.add_row(str(row.id), row.account, received, _sender(seen, say), seen.subject[:80] if seen else "", why)
    show_table(listing) if rows else console().print(say("list.nothing_aside"))


def _why(row: InboxRow) -> str:
    """The last line of its error: a traceback's is what it says."""
    return ((row.error or "").strip().splitlines() or [""])[-1]


def _cure(say: Phrases, row: InboxRow) -> str:
    return say(_next(row), id=row.id, case=next(iter(pen.candidates_of(row)), "CASE"))


def _next(row: InboxRow) -> str:
    """What can be done about it, as a key of the catalogue."""
    if row.status is InboxStatus.SHUNTED:
        return "list.try_again"
    if pen.candidates_of(row):
        return "list.attach"
    a_notice = row.category == Category.NOTICE or row.status is InboxStatus.QUARANTINED
    return "list.if_real" if a_notice else "list.read_first"


def _sender(seen: Message | None, say: Phrases) -> str:
    return seen.from_[0].spec if seen and seen.from_ else say("list.nobody")


def _show(services: Context, row: InboxRow) -> None:
    out, seen = console(), setaside.seen(services, row, whole=True)
    say = phrases_of(services)
    place = {"account": row.account, "mailbox": row.mailbox, "at": local(services, row.received_at)}
    out.print(say("cli.message", id=row.id, status=say.word("inbox", row.status), **place))
    if seen:
        out.print(say("cli.from", sender=", ".join(a.spec for a in seen.from_)))
        out.print(f"{say('show.subject', subject=seen.subject)}\n\n{seen.text[:8000]}\n")
    out.print(f"{say.line(_why(row))}{say('why.semicolon')}{_cure(say, row)}")
    if row.status is InboxStatus.SHUNTED:
        out.print(row.error or "")
