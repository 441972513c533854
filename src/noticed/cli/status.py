"""``status``."""

from typing import Annotated

import typer

from noticed.cli.console import Account, fail, print_json, say, session
from noticed.cli.speech import phrases
from noticed.core.case.duration import parse_duration
from noticed.service.status import look


def status(
    context: typer.Context,
    account: Account = None,
    max_age: Annotated[str, typer.Option(help="how old the last poll may be")] = "5m",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
    as_metrics: Annotated[bool, typer.Option("--metrics", help="figures in Prometheus's format")] = False,
) -> None:
    """Health, by exit status: 0 healthy, 1 not."""
    if as_metrics:
        _print_figures(context)
        return
    try:
        age = parse_duration(max_age)
    except ValueError as error:
        raise fail(f"--max-age: {error}", 2) from None
    if not age.span:
        raise fail("--max-age: write minutes, hours or days: 5m, 2h, 1d", 2)
    with session(context, account=account) as services:
        seen = look(services, age.span)
        if as_json:
            for line in seen.lines:
                print_json({"ok": line.ok, "what": line.what, "text": line.text})
        else:
            for line in seen.lines:
                words = phrases()
                mark = words("check.ok" if line.ok else "check.bad")
                say(f"{mark}  {words.part(line.what)}{words('why.colon')}{words.line(line.text)}")
        if not seen.healthy:
            raise typer.Exit(1)


def _print_figures(context: typer.Context) -> None:
    """What ``run`` serves at metrics.listen."""
    from noticed.adapters.metrics import as_text
    from noticed.service.metrics import figures

    with session(context) as services:
        typer.echo(as_text(lambda: figures(services)), nl=False)
