"""What ``noticed run`` tells others than mail servers, on real sockets: a channel, a ping, figures; and ``check``."""

import json
import re
import socket
import urllib.request
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation, stop
from tests.e2e.listener import Listener
from tests.e2e.servers import MailServers, wait_until
from tests.mails import answer, notice, signed

SECRET = "t0ken-of-the-group"


class Web(Listener):
    """Takes what is posted and fetched."""

    def __init__(self) -> None:
        self.pushed: list[dict[str, str]] = []
        self.pings = 0
        super().__init__()

    def serve(self, sock: socket.socket) -> None:
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                web.pushed.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self._fine()

            def do_GET(self) -> None:
                web.pings += 1
                self._fine()

            def _fine(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Quiet."""

        with sock:
            Handler(sock, ("127.0.0.1", 0), None)  # type: ignore[arg-type]

    def url(self, scheme: str) -> str:
        return f"{scheme}://127.0.0.1:{self.port}/{SECRET}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def seller(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    return Installation(tmp_path, servers, dns)


def add(seller: Installation, web: Web, port: int) -> None:
    for name, url in (("group.url", web.url("json")), ("ping.url", web.url("http"))):
        (seller.folder / name).write_text(url)
        (seller.folder / name).chmod(0o600)
    more = '[operator]\nchannels = [{ file = "group.url" }]\nping = { file = "ping.url" }\n'
    text = seller.settings.read_text().replace("[operator]\n", more)
    seller.settings.write_text(f'{text}\n[metrics]\nlisten = "127.0.0.1:{port}"\n')


def test_an_answer_is_pushed_life_is_pinged_and_figures_are_served(seller: Installation) -> None:
    port = free_port()
    with Web() as web:
        add(seller, web, port)
        checked = seller.run("check")
        assert (web.pushed, web.pings) == ([], 0)
        assert "channel 1: JSON; nothing was sent" in checked
        checked = seller.run("check", "--send-test")
        assert "ping: was heard" in checked
        assert [said["message"] for said in web.pushed] == ["This is a test; nothing has happened."]
        daemon = seller.start_daemon()
        try:
            seller.servers.deliver(
                seller.seller,
                signed(notice(date=datetime.now(UTC), to=seller.seller, complainant=seller.complainant)),
            )
            seller.servers.wait_for(seller.complainant, 1, seconds=30)
            letter = seller.arrived(seller.complainant)[0]
            raw = answer(letter, date=datetime.now(UTC), sender=seller.complainant, to=seller.seller)
            seller.servers.deliver(seller.seller, raw)
            wait_until(lambda: len(web.pushed) > 1, "the push", 40)
            wait_until(lambda: web.pings > 1, "the ping", 40)
            case = seller.case()["case"]
            assert web.pushed[1]["message"].splitlines() == [f"{case}: an answer"]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as figures:
                text = figures.read().decode()
            assert 'noticed_cases{state="with_operator"} 1.0' in text
            names = set(re.findall(r"^(noticed_\w+)", text, re.MULTILINE))
            assert names == set(re.findall(r"^(noticed_\w+)", seller.run("status", "--metrics"), re.MULTILINE))
        finally:
            assert stop(daemon) == 0
    for said in (text, (seller.folder / "daemon.log").read_text(), json.dumps(web.pushed[1]), checked):
        assert SECRET not in said
        assert seller.complainant not in said


def test_a_channel_that_cannot_be_reached_is_a_line_of_check(
    seller: Installation,
) -> None:
    with Web() as web:
        add(seller, web, free_port())
    bad = seller.run("check", "--send-test", status=1)
    assert "channel 1: the channel did not take it" in bad
    assert "ping: the ping was not heard" in bad
    (seller.folder / "group.url").write_text("nosuch://x")
    assert "none that Apprise understands" in seller.run("check", status=1)
