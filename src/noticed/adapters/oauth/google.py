"""Google's way to a grant, and to renew one. Raises as ``answers``."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from noticed.adapters.oauth.answers import SECONDS, granted, no_extra, plainly, refused, session, unreached, words_of
from noticed.adapters.oauth.application import Application
from noticed.adapters.oauth.grant import Grant
from noticed.ports import Permanent

REDIRECT = "http://127.0.0.1:8629/"
"""Where Google sends the browser (RFC 8252 section 7.3). Nobody listens there: its address line holds the code."""


class Google:
    """google-auth renews; the login is the code flow with PKCE (RFC 7636), its last address pasted back."""

    def __init__(self, application: Application, now: Callable[[], datetime]) -> None:
        self.application = application
        self._now = now

    def log_in(self, email: str, show: Callable[[str, str], None], ask: Callable[[], str]) -> Grant:
        """See ``Issuer``."""
        app, verifier, state = self.application, secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": app.client_id,
            "redirect_uri": REDIRECT,
            "response_type": "code",
            "scope": " ".join(app.scopes),
            "access_type": "offline",
            "prompt": "consent",  # else a second login gives no refresh token
            "login_hint": email,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        show(f"{app.authorize_url}?{urlencode(asked)}", "")
        code = code_in(ask(), state)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": verifier}
        form |= {"client_id": app.client_id, **({"client_secret": app.client_secret()} if app.client_secret else {})}
        with plainly(app), session(app) as http:
            answer = http.post(app.token_url, data=form, timeout=SECONDS, allow_redirects=False)
            found = words_of(app, answer)
        return granted(app, found, self._now())

    def renewed(self, grant: Grant) -> Grant:
        """See ``Issuer``."""
        try:
            from google.auth.exceptions import GoogleAuthError, RefreshError
            from google.auth.transport.requests import Request
            from google.oauth2.credentials import Credentials
        except ImportError:
            raise no_extra() from None
        app = self.application
        secret = app.client_secret() if app.client_secret else ""
        known = Credentials(  # type: ignore[no-untyped-call]
            token=None,
            refresh_token=grant.refresh_token,
            token_uri=app.token_url,
            client_id=app.client_id,
            client_secret=secret,
        )
        with plainly(app), session(app) as http:
            request = Request(session=http)
            try:
                known.refresh(  # type: ignore[no-untyped-call]
                    lambda *args, **more: request(*args, **{**more, "timeout": SECONDS})
                )
            except RefreshError as error:
                said = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
                raise refused(app, said) from None
            except GoogleAuthError as error:
                inner = error.args[0] if error.args else None  # what requests raised
                raise (inner if isinstance(inner, OSError) else unreached(app)) from None
        return replace(
            grant,
            access_token=str(known.token),
            access_ends=known.expiry.replace(tzinfo=UTC) if known.expiry else self._now() + timedelta(minutes=30),
            refresh_token=known.refresh_token or grant.refresh_token,
            refreshed_at=self._now(),
        )


def code_in(pasted: str, state: str) -> str:
    """The code in the address that was pasted, or the code alone. Raises ``Permanent``."""
    text = pasted.strip()
    if "?" not in text and "=" not in text and re.fullmatch(r"[\w/.~%-]{10,500}", text):
        return text
    asked = parse_qs(urlsplit(text).query)
    if asked.get("error"):
        raise Permanent("the login was not allowed in the browser: log in again, and allow it")
    if asked.get("state", [""])[0] != state:
        raise Permanent("that address is of another login: begin again, and paste the last address of the browser")
    code = asked.get("code", [""])[0]
    if not code:
        raise Permanent("there is no code in that address: paste the whole last address of the browser")
    return code
