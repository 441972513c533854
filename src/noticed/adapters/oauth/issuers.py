"""Google's and Microsoft's ways to a grant, and to renew one. Each talks to its issuer over verified TLS alone.

Raises ``Permanent`` for what a person must cure (revoked, expired, a wrong registration), ``Transient`` where the
issuer is out of reach. Nothing of a token or an answer's text is ever said: an issuer's error is one word of RFC 6749.
"""

import base64
import hashlib
import json
import re
import secrets
import ssl
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from noticed.adapters.oauth.grant import Grant, at
from noticed.core.values import Value
from noticed.ports import Permanent, Transient

if TYPE_CHECKING:
    import requests

_SECONDS = 20
_LATER = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
REDIRECT = "http://127.0.0.1:8629/"
"""Where Google sends the browser (RFC 8252 section 7.3). Nobody listens there: its address line holds the code."""


class Application(Value):
    """Our registration at one issuer, and where the issuer is."""

    issuer: str
    name: str
    client_id: str
    client_secret: Callable[[], str] | None = None
    scopes: tuple[str, ...]
    idle: timedelta
    """A grant that is not used for so long ends."""
    authority: str = ""
    tenant: str = ""
    authorize_url: str = ""
    token_url: str = ""
    ca_file: Path | None = None


class Issuer(Protocol):
    """Who gives tokens."""

    application: Application

    def log_in(self, email: str, show: Callable[[str, str], None], ask: Callable[[], str]) -> Grant:
        """By a person: ``show`` gets an address to open and a code to type there ("" where none is), ``ask`` gives
        what he pasted, where something is pasted."""

    def renewed(self, grant: Grant) -> Grant:
        """The grant with a new access token, and perhaps a new refresh token."""


def issuer(application: Application, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Issuer:
    """Who gives tokens to this application."""
    return Google(application, now) if application.issuer == "google" else Microsoft(application, now)


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
        with _plainly(app), _http(app) as http:
            answer = http.post(app.token_url, data=form, timeout=_SECONDS, allow_redirects=False)
            found = _said(app, answer)
        return _granted(app, found, self._now())

    def renewed(self, grant: Grant) -> Grant:
        """See ``Issuer``."""
        try:
            from google.auth.exceptions import GoogleAuthError, RefreshError
            from google.auth.transport.requests import Request
            from google.oauth2.credentials import Credentials
        except ImportError:
            raise _no_extra() from None
        app = self.application
        secret = app.client_secret() if app.client_secret else ""
        known = Credentials(  # type: ignore[no-untyped-call]
            token=None,
            refresh_token=grant.refresh_token,
            token_uri=app.token_url,
            client_id=app.client_id,
            client_secret=secret,
        )
        with _plainly(app), _http(app) as http:
            request = Request(session=http)
            try:
                known.refresh(  # type: ignore[no-untyped-call]
                    lambda *args, **more: request(*args, **{**more, "timeout": _SECONDS})
                )
            except RefreshError as error:
                said = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
                raise _refused(app, said) from None
            except GoogleAuthError as error:
                inner = error.args[0] if error.args else None  # what requests raised
                raise (inner if isinstance(inner, OSError) else _unreached(app)) from None
        return replace(
            grant,
            access_token=str(known.token),
            access_ends=known.expiry.replace(tzinfo=UTC) if known.expiry else self._now() + timedelta(minutes=30),
            refresh_token=known.refresh_token or grant.refresh_token,
            refreshed_at=self._now(),
        )


class Microsoft:
    """msal: the device code flow (RFC 8628), and renewal, which may rotate the refresh token."""

    def __init__(self, application: Application, now: Callable[[], datetime]) -> None:
        self.application = application
        self._now = now

    def log_in(self, email: str, show: Callable[[str, str], None], ask: Callable[[], str]) -> Grant:  # noqa: ARG002  # nothing is pasted
        """See ``Issuer``. Waits until the code was typed, or has ended."""
        app = self.application
        with _plainly(app), _http(app) as http:
            client = self._client(http)
            flow: dict[str, Any] = client.initiate_device_flow(scopes=list(app.scopes))
            if "user_code" not in flow:
                raise _refused(app, flow)
            show(str(flow["verification_uri"]), str(flow["user_code"]))
            found: dict[str, Any] = client.acquire_token_by_device_flow(flow)
        if "access_token" not in found:
            raise _refused(app, found)
        return _granted(app, found, self._now())

    def renewed(self, grant: Grant) -> Grant:
        """See ``Issuer``."""
        app = self.application
        with _plainly(app), _http(app) as http:
            found: dict[str, Any] = self._client(http).acquire_token_by_refresh_token(
                grant.refresh_token, scopes=list(app.scopes)
            )
        if "access_token" not in found:
            raise _refused(app, found)
        fresh = _granted(app, {"refresh_token": grant.refresh_token, **found}, self._now())
        return replace(fresh, granted_at=grant.granted_at, ends_at=fresh.ends_at or grant.ends_at)

    def _client(self, http: "requests.Session") -> Any:
        try:
            from msal.application import PublicClientApplication
            from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS
        except ImportError:
            raise _no_extra() from None
        app = self.application
        place = f"{app.authority}/{app.tenant}"
        known = urlsplit(app.authority).hostname in WELL_KNOWN_AUTHORITY_HOSTS
        where = {"authority": place} if known else {"oidc_authority": place}
        return PublicClientApplication(app.client_id, http_client=_Timed(http), **where)  # type: ignore[no-untyped-call]


class _Timed:
    """A session whose requests end."""

    def __init__(self, http: "requests.Session") -> None:
        self._http = http

    def get(self, url: str, **more: Any) -> "requests.Response":
        return self._http.get(url, **{**more, "timeout": _SECONDS})

    def post(self, url: str, **more: Any) -> "requests.Response":
        return self._http.post(url, **{**more, "timeout": _SECONDS})

    def close(self) -> None:
        """Whoever opened it closes it."""


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


def _granted(app: Application, said: Mapping[str, Any], now: datetime) -> Grant:
    refresh, access = said.get("refresh_token"), said.get("access_token")
    if not isinstance(refresh, str) or not isinstance(access, str):
        raise Permanent(
            f"{app.name} gave no refresh token: remove noticed from the account's connected apps, log in again"
        )
    ends = said.get("refresh_token_expires_in")
    lasts = said.get("expires_in", 3600)
    return Grant(
        issuer=app.issuer,
        client_id=app.client_id,
        refresh_token=refresh,
        access_token=access,
        access_ends=now + timedelta(seconds=float(lasts if isinstance(lasts, int | float | str) else 3600)),
        granted_at=now,
        refreshed_at=now,
        ends_at=at(now.timestamp() + float(ends)) if isinstance(ends, int | float | str) and float(ends) > 0 else None,
    )


def _said(app: Application, answer: "requests.Response") -> Mapping[str, Any]:
    try:
        found = json.loads(answer.text)
    except ValueError:
        raise _unreached(app) from None
    if not isinstance(found, dict):
        raise _unreached(app)
    if answer.status_code != 200:
        raise _refused(app, found)
    return found


def _refused(app: Application, said: Mapping[str, Any]) -> Permanent | Transient:
    """By the words of RFC 6749 section 5.2 and RFC 8628 section 3.5."""
    error = str(said.get("error", ""))
    error = error if re.fullmatch(r"[a-z_]{3,40}", error) else "no reason given"
    if error in _LATER:
        return _unreached(app)
    cures = {
        "invalid_grant": "the login has ended or was revoked",
        "interaction_required": f"{app.name} wants to see a person again",
        "invalid_client": f"it does not know the client id: check [oauth.{app.issuer}]",
        "unauthorized_client": f"the registration may not do this: check [oauth.{app.issuer}] with docs/oauth.md",
        "invalid_scope": "the registration lacks the permission for mail: see docs/oauth.md",
        "access_denied": "the login was not allowed in the browser",
        "authorization_declined": "the login was not allowed in the browser",
        "expired_token": "the code was not typed in time",
        "code_expired": "the code was not typed in time",
        "authorization_pending": "the code was not typed in time",
    }
    return Permanent(f"{app.name} gave no token ({error}): {cures.get(error, cures['invalid_grant'])}")


def _unreached(app: Application) -> Transient:
    return Transient(f"{app.name} gave no token now: its login server did not answer as it should")


def _no_extra() -> Permanent:
    return Permanent("logins at Google and Microsoft need their extra: pip install 'noticed[oauth]'")


class _plainly:  # noqa: N801  # a context manager
    """Errors of the way to the issuer, in our words: theirs may hold what was sent."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, Permanent | Transient):
            return
        import requests

        if isinstance(error, requests.exceptions.SSLError):
            raise Permanent(f"{self._app.name}'s certificate is not to be trusted: nothing was sent to it") from None
        of_msal = type(error).__module__.partition(".")[0] == "msal"  # imported only where it is used
        if of_msal or isinstance(error, requests.RequestException | OSError | ValueError | KeyError):
            raise _unreached(self._app) from None


def _http(app: Application) -> "requests.Session":
    """A session that verifies by the system's authorities, and ``ca_file``'s."""
    try:
        import requests
        from requests.adapters import HTTPAdapter
    except ImportError:
        raise _no_extra() from None
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if app.ca_file is not None:
        context.load_verify_locations(app.ca_file)

    class Verified(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **more: Any) -> None:
            super().init_poolmanager(*args, **{**more, "ssl_context": context})

    made = requests.Session()
    made.mount("https://", Verified())
    made.adapters.pop("http://")  # no token travels without TLS, wherever an issuer's own documents point
    made.headers["User-Agent"] = "noticed"
    return made
