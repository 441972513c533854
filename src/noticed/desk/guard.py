"""What stands before every request: which names we answer to, how much may be sent, what a browser may do with a page.

Promises that nothing behind it runs for a foreign Host (DNS rebinding), for a form of another site, or for a body
whose length is not given or too large.
"""

import ipaddress
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FORM, UPLOAD = 256 * 1024, 26 * 1024 * 1024
"""Octets of a form, and of one with files."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Guard:
    """``names``: hosts that are answered beside loopback's; ``site``: what is guarded."""

    def __init__(self, site: ASGIApp, names: Iterable[str]) -> None:
        self._site = site
        self._names = frozenset((*_LOOPBACK, *(name.lower() for name in names)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], scope["path"], headers)
        answer: ASGIApp = PlainTextResponse(refusal[1], status_code=refusal[0]) if refusal else self._site
        await answer(scope, receive, _guarded(send))

    def _refusal(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or host_name(hosts[0]) not in self._names:
            return 421, "This page does not answer to that name.\n"
        if method in {"GET", "HEAD"}:
            return None
        if method != "POST":
            return 405, "GET and POST only.\n"
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return 403, "The form of another site.\n"
        origin = headers.get("origin", "null")  # browsers say "null" where no referrer may be sent
        if origin != "null" and host_name(origin.partition("://")[2]) not in self._names:
            return 403, "The form of another site.\n"
        length = headers.get("content-length", "")
        if not length.isdecimal() or "transfer-encoding" in headers:
            return 411, "How long is it?\n"
        most = UPLOAD if path.startswith("/cases/") else FORM
        return (413, f"At most {most // 1024} kB at a time.\n") if int(length) > most else None


def host_name(host: str) -> str:
    """The name in a Host header, without its port; "" for anything odd."""
    name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
    if port and not port.isdecimal():
        return ""
    name = name.strip("[]").lower()
    return name if name and all(sign.isalnum() or sign in ".:-" for sign in name) else ""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return told
