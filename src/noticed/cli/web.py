"""``web``: the page for the desk."""

import os
from dataclasses import replace
from typing import Annotated

import typer

from noticed.adapters.logging import guard, set_up
from noticed.adapters.system import SystemClock
from noticed.cli.console import console, fail, session
from noticed.cli.speech import phrases
from noticed.ports import Refused
from noticed.service.context import Context


def web(  # noqa: PLR0913, PLR0917  # one argument an option
    context: typer.Context,
    listen: Annotated[str, typer.Option(metavar="HOST:PORT", help="where the page is served")] = "127.0.0.1:8620",
    account: Annotated[str | None, typer.Option(help="show this account alone")] = None,
    operator: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="show the accounts of this operator alone")
    ] = None,
    link: Annotated[bool, typer.Option("--link", help="a new link for the page that runs already")] = False,
    name: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="a name it answers to, behind a proxy that speaks TLS")
    ] = None,
    open_to_network: Annotated[
        bool, typer.Option("--open-to-network", help="allow an address that others can reach")
    ] = False,
) -> None:
    """A page for the desk: what needs you, the letters, decisions. On this machine alone unless you say otherwise."""
    host, port = _address(listen)
    with session(context) as services:
        try:
            from noticed.desk import serve, sessions  # the page is an extra
        except ImportError:
            raise Refused("the page needs its extra: pip install 'noticed[desk]'") from None
        only = _only(services, account, operator)
        out, say = console(), phrases()
        door = replace(services, clock=SystemClock())  # a store of once --now has a time in which no login would end
        if link:
            out.print(f"{_url(host, port, name)}/login#{sessions.new_link(door, only)}")
            return
        set_up(os.environ.get("NOTICED_LOG", "INFO"))
        guard()
        listening = serve.bound(host, port, open_to_network=open_to_network)
        port = listening.getsockname()[1]

        def ready() -> None:
            word = sessions.new_link(door, only)
            if open_to_network and not name:
                out.print(say("desk.warn_open", host=host))
            out.print(say("desk.serving", url=f"{_url(host, port, name)}/login#{word}"))

        serve.serve(services, door.clock, listening, only=only, names=name or (), ready=ready)


def _only(services: Context, account: str | None, operator: str | None) -> str | None:
    """Whose accounts are shown; None: everybody's."""
    only = services.account_of(account).name if account else operator
    if not services.shown(only):
        raise Refused(f"{operator} is the operator of no account")
    return only


def _url(host: str, port: int, names: list[str] | None) -> str:
    if names:
        return f"https://{names[0]}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise fail(f'--listen: "{listen}" is no address: write 127.0.0.1:8620', 2)
    return host, int(port)
