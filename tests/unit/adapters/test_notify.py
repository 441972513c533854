"""Channels, the ping and the figures, over real HTTP to this machine; no secret in any error or log line."""

import logging
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from prometheus_client.parser import text_string_to_metric_families

from noticed.adapters.logging import set_up
from noticed.adapters.metrics import as_text, serve
from noticed.adapters.notify_apprise import AppriseChannel
from noticed.adapters.notify_ping import HttpPing
from noticed.ports import Figure, Permanent, Transient

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise's import of it

SECRET = "s3cr3t-t0ken"


class Listener:
    """A web server that remembers; ``statuses``: what it answers next, 200 after that."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, bytes]] = []
        self.statuses: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                outer.seen.append((self.command, self.path, self.rfile.read(size)))
                self.send_response(outer.statuses.pop(0) if outer.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST = _answer  # noqa: N815  # names of the standard library

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, scheme: str) -> Callable[[], str]:
        return lambda: f"{scheme}://127.0.0.1:{self.port}/{SECRET}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever any library logs, at the loudest: no secret in it."""
    set_up("DEBUG")
    yield
    said = "".join(capsys.readouterr())
    assert SECRET not in said
    logging.basicConfig(handlers=[], force=True)


def hushed(_: float) -> None:
    """No waiting in a test."""


def test_a_channel_takes_title_and_text(listener: Listener) -> None:
    channel = AppriseChannel(listener.url("json"))
    assert channel.kind() == "JSON"
    channel.push("noticed", "N-7K3F: an answer")
    ((method, path, body),) = listener.seen
    assert (method, path) == ("POST", f"/{SECRET}")
    assert b'"title": "noticed"' in body
    assert b'"message": "N-7K3F: an answer"' in body


def test_a_channel_is_tried_again_for_seconds_and_then_left_alone_for_minutes(listener: Listener) -> None:
    now = 0.0
    channel = AppriseChannel(listener.url("json"), sleep=hushed, monotonic=lambda: now)
    listener.statuses = [503, 503]
    channel.push("noticed", "at the third try")
    listener.statuses = [503] * 9
    for _ in range(3):
        with pytest.raises(Transient) as refused:
            channel.push("noticed", "never")
        assert SECRET not in str(refused.value)
    asked = len(listener.seen)
    with pytest.raises(Transient, match="left alone"):
        channel.push("noticed", "not even tried")
    assert len(listener.seen) == asked
    now = 301.0
    channel.push("noticed", "taken again")
    assert len(listener.seen) == asked + 1


@pytest.mark.parametrize("url", ["", "no url", f"nosuch://{SECRET}", f"tgram://{SECRET}", "json://"])
def test_a_url_that_apprise_does_not_understand_is_said_without_it(url: str) -> None:
    with pytest.raises(Permanent, match="none that Apprise understands") as refused:
        AppriseChannel(lambda: url).kind()
    assert SECRET not in str(refused.value)


def test_a_rotated_secret_is_taken_up_and_an_unreadable_one_says_so(listener: Listener) -> None:
    urls = [listener.url("json")(), f"json://127.0.0.1:{listener.port}/other"]
    channel = AppriseChannel(lambda: urls.pop(0))
    channel.push("noticed", "1")
    channel.push("noticed", "2")
    assert [path for _, path, _ in listener.seen] == [f"/{SECRET}", "/other"]

    def gone() -> str:
        raise Permanent("wecom.url cannot be read")

    with pytest.raises(Permanent, match=r"wecom\.url cannot be read"):
        AppriseChannel(gone).push("noticed", "x")


def test_a_ping_is_one_get_and_tried_again(listener: Listener) -> None:
    HttpPing(listener.url("http"))()
    listener.statuses = [500, 500]
    HttpPing(listener.url("http"), sleep=hushed)()
    assert [(method, path) for method, path, _ in listener.seen] == [("GET", f"/{SECRET}")] * 4


def test_a_ping_that_is_not_heard_says_so_without_its_url(listener: Listener) -> None:
    listener.statuses = [404] * 3
    with pytest.raises(Transient, match="refused with status 404") as refused:
        HttpPing(listener.url("http"), sleep=hushed)()
    assert SECRET not in str(refused.value)
    listener.server.server_close()
    for url in (f"http://127.0.0.1:1/{SECRET}", f"http://nowhere.invalid/{SECRET}"):
        with pytest.raises(Transient, match="not heard") as unheard:
            HttpPing(lambda url=url: url, sleep=hushed)()  # type: ignore[misc]
        assert SECRET not in str(unheard.value)
    for url in (f"file:///{SECRET}", SECRET, "https://"):
        with pytest.raises(Permanent, match="must begin with"):
            HttpPing(lambda url=url: url)()  # type: ignore[misc]


def some() -> tuple[Figure, ...]:
    return (
        Figure(name="noticed_cases", says="Cases", value=2, labels=(("state", "closed"),)),
        Figure(name="noticed_cases", says="Cases", value=1, labels=(("state", "with_amazon"),)),
        Figure(name="noticed_judged", says="Judged", value=7, labels=(("rule", 'row "1"\n'),), counts=True),
    )


def test_figures_are_served_as_prometheus_reads_them_and_printed_alike() -> None:
    served = serve("127.0.0.1", 0, some)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    finally:
        served.close()
    assert text == as_text(some)
    found = {(s.name, *s.labels.values()): s.value for f in text_string_to_metric_families(text) for s in f.samples}
    assert found["noticed_cases", "closed"] == 2
    assert found["noticed_judged_total", 'row "1"\n'] == 7
    assert found["noticed_store_readable",] == 1


def test_a_store_that_cannot_be_read_is_a_figure_and_a_taken_port_one_line() -> None:
    def broken() -> tuple[Figure, ...]:
        raise Transient(SECRET)

    assert "noticed_store_readable 0.0" in as_text(broken)
    served = serve("127.0.0.1", 0, some)
    try:
        with pytest.raises(Permanent, match="cannot be listened on: address already in use"):
            serve("127.0.0.1", served.port, some)
    finally:
        served.close()
