"""What issuers answer, and the way to them: verified TLS alone.

Raises ``Permanent`` for what a person must cure (revoked, expired, a wrong registration), ``Transient`` where the
issuer is out of reach. Nothing of a token or an answer's text is ever said: an issuer's error is one word of RFC 6749.
"""

import json
import re
import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from noticed.adapters.oauth.application import Application
from noticed.adapters.oauth.grant import Grant, at
from noticed.ports import Permanent, Transient

if TYPE_CHECKING:
    import requests

SECONDS = 20
"""How long one request may take."""
_LATER = frozenset({"temporarily_unavailable", "server_error", "slow_down"})


def granted(app: Application, said: Mapping[str, Any], now: datetime) -> Grant:
    """The login these words of the issuer give (RFC 6749 section 5.1). Raises ``Permanent`` without a refresh token."""
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


def words_of(app: Application, answer: "requests.Response") -> Mapping[str, Any]:
    """What the issuer's answer says. Raises as ``refused``, and ``Transient`` where it cannot be read."""
    try:
        found = json.loads(answer.text)
    except ValueError:
        raise unreached(app) from None
    if not isinstance(found, dict):
        raise unreached(app)
    if answer.status_code != 200:
        raise refused(app, found)
    return found


def refused(app: Application, said: Mapping[str, Any]) -> Permanent | Transient:
    """By the words of RFC 6749 section 5.2 and RFC 8628 section 3.5."""
    error = str(said.get("error", ""))
    error = error if re.fullmatch(r"[a-z_]{3,40}", error) else "no reason given"
    if error in _LATER:
        return unreached(app)
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


def unreached(app: Application) -> Transient:
    """Nobody answered, or nothing that can be read."""
    return Transient(f"{app.name} gave no token now: its login server did not answer as it should")


def no_extra() -> Permanent:
    """What logins stand on is not installed."""
    return Permanent("logins at Google and Microsoft need their extra: pip install 'noticed[oauth]'")


class plainly:  # noqa: N801  # a context manager
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
            raise unreached(self._app) from None


def session(app: Application) -> "requests.Session":
    """A session that verifies by the system's authorities, and ``ca_file``'s."""
    try:
        import requests
        from requests.adapters import HTTPAdapter
    except ImportError:
        raise no_extra() from None
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
