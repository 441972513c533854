"""The desk as the tests meet it: really served on a port of its own, and asked by a plain client."""

import http.client
import re
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import uvicorn
from tests.e2e.servers import wait_until

from noticed.desk import serve, sessions
from noticed.desk.site import Site
from noticed.ports import Clock
from noticed.service.context import Context

BOUNDARY = "a-boundary-of-the-tests"


class Served:
    """Serves the desk of a context from another thread; a context manager."""

    def __init__(
        self, context: Context, *, only: str | None = None, names: tuple[str, ...] = (), clock: Clock | None = None
    ) -> None:
        self.context = context
        self.only = only
        self._socket = serve.bound("127.0.0.1", 0, open_to_network=False)
        self.port = int(self._socket.getsockname()[1])
        self.site = Site(context, clock or context.clock, only=only, names=names, cookie=f"noticed_{self.port}")
        self._server = uvicorn.Server(
            uvicorn.Config(self.site.guarded(), log_config=None, lifespan="off", ws="none", http="h11")
        )
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until(lambda: self._server.started, "the desk", 20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link(self, account: str | None = None) -> str:
        """What ``noticed web`` prints."""
        return f"{self.url}/login#{sessions.new_link(self.context, account)}"


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self) -> str:
        """What is read; nothing of a file to be saved."""
        return "" if self.headers["Content-Disposition"] else self.body.decode()

    @property
    def where(self) -> str:
        """Where it sends us."""
        return self.headers["Location"] or ""


class Client:
    """Somebody with a cookie jar and nothing else."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.cookie = ""
        self.csrf = ""

    def log_in(self, account: str | None = None) -> Answer:
        """By a fresh link."""
        word = sessions.new_link(self.served.context, account)
        answer = self.post("/login", word=word)
        self.csrf = self.token(self.get("/"))
        return answer

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, headers: Mapping[str, str] | None = None, **fields: str) -> Answer:
        """A form of ours."""
        body = urlencode({"csrf": self.csrf, **fields}).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """A form with a file."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"csrf": self.csrf, **fields}.items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: text/html\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None = None) -> Answer:
        """One request; a cookie that is set is kept."""
        sent = {"Cookie": self.cookie} if self.cookie else {}
        line = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        try:
            line.request(method, path, body, {**sent, **(headers or {})})
            got = line.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        finally:
            line.close()
        if set_cookie := answer.headers["Set-Cookie"]:
            self.cookie = set_cookie.partition(";")[0]
        return answer

    @staticmethod
    def token(answer: Answer) -> str:
        """The CSRF token of a page."""
        found = re.search(r'name="csrf" value="([a-z2-7]+)"', answer.text)
        return found[1] if found else ""

    def mark(self, path: str) -> str:
        """What a page says was shown."""
        found = re.search(r'name="mark" value="([0-9a-f]+)"', self.get(path).text)
        return found[1] if found else ""
