"""Runs the site on one address until it is told to end."""

import signal
import socket
from collections.abc import Callable, Sequence
from types import FrameType

import uvicorn

from noticed.desk.guard import is_loopback
from noticed.desk.site import Site
from noticed.ports import Clock, Refused
from noticed.service.context import Context


def bound(host: str, port: int, *, open_to_network: bool) -> socket.socket:
    """The socket to listen on. Raises ``Refused`` where others could reach it unasked, or it cannot be had."""
    if not is_loopback(host) and not open_to_network:
        raise Refused(f"{host} is reached by others: add --open-to-network if that is meant, and put TLS before it")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise Refused(f"{host}:{port} cannot be listened on: {error.strerror or error}") from None
    return made


def serve(  # what a page is served with
    context: Context,
    clock: Clock,
    listening: socket.socket,
    *,
    only: str | None,
    names: Sequence[str],
    ready: Callable[[], None],
) -> None:
    """Serve until SIGTERM or SIGINT; ``clock``: the machine's; ``ready`` is called once it answers."""
    host, port = listening.getsockname()[:2]
    site = Site(context, clock, only=only, names=names, cookie=f"noticed_{port}")
    server = _Server(
        uvicorn.Config(
            site.guarded([] if is_loopback(host) else [host]),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            http="h11",
            ws="none",
            lifespan="off",
            limit_concurrency=100,
            timeout_graceful_shutdown=5,
        ),
        ready,
    )
    for name in (signal.SIGTERM, signal.SIGINT):  # the server ends by them, and passes them on when it has ended
        signal.signal(name, _ended)
    server.run(sockets=[listening])


def _ended(_: int, __: FrameType | None) -> None:
    """There is nothing left to do."""


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._ready()
