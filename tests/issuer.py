"""A local authorization server (RFC 6749, 7636, 7662, 8628) with TLS by the tests' own authority, in this process.

It does what Google's and Microsoft's do for us: device codes, codes with PKCE, refresh tokens that rotate, end or are
revoked. A mail server asks it whether a token is good (introspection).
"""

import base64
import hashlib
import json
import secrets
import ssl
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.e2e.config import write_authority, write_certificate

CLIENT = "noticed-tests-client"


class AuthorizationServer:
    """Use it as a context manager. ``folder``: with the authority of somebody else (ca.pem, ca.key), who is trusted."""

    def __init__(self, folder: Path | None = None) -> None:
        self._own = tempfile.TemporaryDirectory(prefix="nd-as-")
        self.folder = folder or Path(self._own.name)
        if folder is None:
            write_authority(self.folder)
        write_certificate(self.folder, "issuer", "DNS:localhost,IP:127.0.0.1")
        self.ca_file = self.folder / "ca.pem"
        self.user = "shop@oauth.test"
        self.lifetime = 3600
        self.refresh_ends: int | None = None
        self.rotates = True
        self.delay = 0.0
        self.down = False
        self.asked: list[str] = []
        """Grant types that reached the token endpoint."""
        self.access: dict[str, float] = {}
        self.refresh: set[str] = set()
        self._codes: dict[str, dict[str, str]] = {}
        self._devices: dict[str, bool] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "issuer.pem", self.folder / "issuer.key")
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)
        self._own.cleanup()

    # ------------------------------------------------------------------------------------ a person

    def allow(self, url: str) -> str:
        """A person opens the address and allows it; the address his browser ends at."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(20)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': code, 'scope': asked['scope']})}"

    def type_code(self) -> None:
        """A person types the last device code."""
        self._devices = dict.fromkeys(self._devices, True)

    def revoke(self) -> None:
        """Everything that was given is void."""
        self.refresh.clear()
        self.access.clear()

    # ------------------------------------------------------------------------------------ requests

    def answered(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and answer of one request."""
        if self.down:
            return 503, {"error": "temporarily_unavailable"}
        if path.endswith("/.well-known/openid-configuration"):
            return 200, {
                "issuer": f"{self.url}/common",
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/common/token",
                "device_authorization_endpoint": f"{self.url}/device",
            }
        if path == "/device":
            code = secrets.token_urlsafe(8)
            self._devices[code] = False
            place = f"{self.url}/devicelogin"
            told = {"device_code": code, "user_code": "ABCD-EFGH", "verification_uri": place}
            return 200, {**told, "expires_in": 60, "interval": 1}
        if path == "/introspect":
            return 200, self._introspected(form.get("token", ""))
        return self._token(form)

    def _introspected(self, token: str) -> dict[str, Any]:
        if self.access.get(token, 0) < time.time():
            return {"active": False}
        return {"active": True, "username": self.user, "email": self.user, "scope": "mail"}

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        kind = form.get("grant_type", "").rpartition(":")[2]
        self.asked.append(kind)
        time.sleep(self.delay)
        if form.get("client_id") != CLIENT:
            return 401, {"error": "invalid_client"}
        with self._lock:
            if kind == "device_code":
                typed = self._devices.get(form.get("device_code", ""))
                if typed is None:
                    return 400, {"error": "expired_token"}
                return self.give() if typed else (400, {"error": "authorization_pending"})
            if kind == "authorization_code":
                asked = self._codes.pop(form.get("code", ""), None)
                hashed = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
                right = asked and asked["code_challenge"] == hashed.rstrip(b"=").decode()
                same = asked and asked["redirect_uri"] == form.get("redirect_uri")
                return self.give() if right and same else (400, {"error": "invalid_grant"})
            if form.get("refresh_token") not in self.refresh:
                return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            if self.rotates:
                self.refresh.discard(form["refresh_token"])
            return self.give(new=self.rotates)

    def give(self, *, new: bool = True) -> tuple[int, dict[str, Any]]:
        """Tokens; a refresh token with them where ``new``."""
        access = secrets.token_urlsafe(24)
        self.access[access] = time.time() + self.lifetime
        row: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": self.lifetime}
        if new:
            row["refresh_token"] = secrets.token_urlsafe(24)
            self.refresh.add(row["refresh_token"])
        if self.refresh_ends is not None:
            row["refresh_token_expires_in"] = self.refresh_ends
        return 200, row


def _handler(server: AuthorizationServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._answer({name: values[0] for name, values in parse_qs(text).items()})

        def _answer(self, form: dict[str, str]) -> None:
            status, row = server.answered(urlsplit(self.path).path, form)
            body = json.dumps(row).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The tests' output is for the tests."""

    return Handler
