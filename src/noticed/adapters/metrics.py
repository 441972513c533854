"""Figures in Prometheus's text format, printed or served on a port of this machine.

Raises ``Permanent`` where the client library is not installed, or the port is taken.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from noticed.ports import Figure, Permanent
from noticed.ports.log import log

Look = Callable[[], Iterable[Figure]]


class Served:
    """The port, open until it is closed."""

    def __init__(self, server: Any, thread: Any) -> None:
        self._server, self._thread = server, thread

    @property
    def port(self) -> int:
        """Where it serves."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def as_text(look: Look) -> str:
    """What a scrape would get."""
    client = _client()
    return str(client.generate_latest(_registry(client, look)).decode())


def serve(host: str, port: int, look: Look) -> Served:
    """Answer GET /metrics; ``look`` is asked at each."""
    client = _client()
    try:
        return Served(*client.start_http_server(port, host, registry=_registry(client, look)))
    except OSError as error:
        why = (error.strerror or "error").lower()
        raise Permanent(f"metrics.listen: {host}:{port} cannot be listened on: {why}") from None


def _registry(client: Any, look: Look) -> Any:
    class Collector:
        """Asked at each scrape; nothing is kept between two."""

        def collect(self) -> Iterator[Any]:
            try:
                found = tuple(look())
            except Exception:
                log.exception("metrics_broke")
                found = ()
            says = "0: the store cannot be read"
            yield client.core.GaugeMetricFamily("noticed_store_readable", says, value=bool(found))
            yield from _families(client, found)

    registry = client.CollectorRegistry(auto_describe=False)
    registry.register(Collector())
    return registry


def _families(client: Any, figures: Iterable[Figure]) -> Iterator[Any]:
    made: dict[str, Any] = {}
    for figure in figures:
        family = made.get(figure.name)
        if family is None:
            kind = client.core.CounterMetricFamily if figure.counts else client.core.GaugeMetricFamily
            family = made[figure.name] = kind(figure.name, figure.says, labels=[name for name, _ in figure.labels])
        family.add_metric([value for _, value in figure.labels], figure.value)
    yield from made.values()


def _client() -> Any:
    try:
        import prometheus_client
        import prometheus_client.core
    except ImportError:
        raise Permanent("metrics need their library: pip install 'noticed[metrics]'") from None
    return prometheus_client
