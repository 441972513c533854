"""``run``, ``once``, ``digest``, ``pause``, ``resume``, ``check``, ``go-live``, ``demo``."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from noticed.adapters.logging import guard, set_up
from noticed.app import run as running
from noticed.app.build import go_live as mark_live
from noticed.app.checking import check_all
from noticed.app.mode import write_account_mode, write_mode
from noticed.cli.console import Account, Options, console, fail, plainly, read_settings, session
from noticed.cli.speech import phrases, spoken
from noticed.ports import Refused
from noticed.render.harmless import harmless
from noticed.service import digest as digests
from noticed.service import letterbox, searching, steps, timekeeping
from noticed.service import status as health
from noticed.settings import Account as AccountSettings
from noticed.settings import Settings


def demo(
    folder: Annotated[Path | None, typer.Option(help="where the letters and the digest are left")] = None,
) -> None:
    """The whole story in under a minute, on embedded servers: no account needed."""
    from noticed.demo.story import tell  # the servers of the demo are an extra

    set_up("CRITICAL")
    with plainly():
        tell(folder, console(), spoken())


def run(context: typer.Context) -> None:
    """The daemon: SIGTERM finishes the step in hand, SIGHUP re-reads the settings."""
    set_up(os.environ.get("NOTICED_LOG", "INFO"))
    guard()
    options: Options = context.find_object(Options) or Options()
    with plainly():
        running.run(options.settings)


def once(
    context: typer.Context,
    now: Annotated[str | None, typer.Option(help="simulate this time, 2026-12-01T09:00 (loopback or shadow)")] = None,
) -> None:
    """Each step once until nothing is due now."""
    with session(context, _time(now), sends=True) as services:
        set_up(os.environ.get("NOTICED_LOG", "WARNING"))
        mark_live(services)
        done = steps.once(services)
        say = phrases()
        counted = {"polled": done.polled, "accounts": len(services.accounts), "messages": done.triaged}
        cases = {"opened": done.opened, "moved": done.moved}
        console().print(say("done.once", **counted, **cases, letters=done.submitted))
        for line in health.look(services, timedelta(days=1)).lines:
            if not line.ok:
                console().print(f"{say.part(line.what)}{say('why.colon')}{say.line(line.text)}")


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise fail(f'--now: "{text}" is no time: write 2026-12-01T09:00 (UTC) or with an offset', 2) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def digest(
    context: typer.Context,
    account: Account = None,
    send: Annotated[bool, typer.Option("--send", help="mail it to the operator now")] = False,
    html: Annotated[bool, typer.Option("--html", help="as HTML")] = False,
) -> None:
    """What needs you."""
    with session(context, sends=send) as services:
        if send:
            searching.begin(services)
            for letter in digests.send_now(services.only(account)):
                to = ", ".join(letter.to)
                console().print(phrases()("cli.queued", letter=letter.letter, to=to, subject=letter.subject))
            steps.work(services)
            return
        seen = services.only(account)
        seen = replace(seen, operator_language=services.operator_language)  # as this command speaks
        text = digests.as_html(seen) if html else digests.as_text(seen)
        typer.echo(harmless(text))


def pause(context: typer.Context, account: Account = None) -> None:
    """The kill switch: nothing is sent from now on."""
    with session(context) as services:
        letterbox.pause(services, account)
        say = phrases()
        console().print(say("done.paused", what=account or say("digest.everything")))


def resume(
    context: typer.Context,
    account: Account = None,
    clock_is_right: Annotated[
        bool, typer.Option("--clock-is-right", help="the clock is right, the last recorded time was not")
    ] = False,
) -> None:
    """Letters may leave again; stopped accounts are tried again."""
    with session(context) as services:
        if clock_is_right:
            timekeeping.set_right(services)
        letterbox.resume(services, account)
        say = phrases()
        console().print(say("done.resumed", what=account or say("digest.everything")))


def check(
    context: typer.Context,
    account: Account = None,
    send_test: Annotated[bool, typer.Option("--send-test", help="mail one test to the operator alone")] = False,
) -> None:
    """Test settings, store, login and DNS: each failure with its cure."""
    set_up("CRITICAL")
    settings = read_settings(context)
    with plainly():
        bad = print_checks(settings, send_test=send_test, account=account)
    if bad:
        raise fail(f"{bad} of the checks failed")


def print_checks(settings: Settings, *, send_test: bool = False, account: str | None = None) -> int:
    """Every check on a numbered line; how many failed."""
    out, say, bad = console(), phrases(settings.timezone.key), 0
    for number, result in enumerate(check_all(settings, send_test=send_test, account=account), 1):
        mark = say("check.bad" if not result.ok else "check.note" if result.note else "check.ok")
        line = say("check.line", n=f"{number:2}", mark=mark, what=say.part(result.what), text=say.line(result.text))
        out.print(line)
        bad += not result.ok
    return bad


def go_live(context: typer.Context, account: Account = None) -> None:
    """From shadow to auto."""
    settings = read_settings(context)
    with plainly():
        one = _named(settings, account) if account else None
        if (one.mode or settings.mode if one else settings.mode) == "auto":
            raise Refused("the mode is auto already")
        if one:
            write_account_mode(settings, one.name, "auto")
        else:
            write_mode(settings.path, "auto")
    out = console()
    say = phrases()
    out.print(say("done.live", path=settings.path))
    out.print(say("done.live_when"))
    out.print(say("done.live_probation", n=settings.limits.probation))


def _named(settings: Settings, name: str) -> AccountSettings:
    found = next((account for account in settings.accounts if account.name == name), None)
    if found is None:
        raise Refused(f'account "{name}" is not in the settings')
    return found
