"""Microsoft's way to a grant, and to renew one. Raises as ``answers``."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from noticed.adapters.oauth.answers import SECONDS, granted, no_extra, plainly, refused, session
from noticed.adapters.oauth.application import Application
from noticed.adapters.oauth.grant import Grant

if TYPE_CHECKING:
    import requests


class Microsoft:
    """msal: the device code flow (RFC 8628), and renewal, which may rotate the refresh token."""

    def __init__(self, application: Application, now: Callable[[], datetime]) -> None:
        self.application = application
        self._now = now

    def log_in(self, email: str, show: Callable[[str, str], None], ask: Callable[[], str]) -> Grant:  # noqa: ARG002  # nothing is pasted
        """See ``Issuer``. Waits until the code was typed, or has ended."""
        app = self.application
        with plainly(app), session(app) as http:
            client = self._client(http)
            flow: dict[str, Any] = client.initiate_device_flow(scopes=list(app.scopes))
            if "user_code" not in flow:
                raise refused(app, flow)
            show(str(flow["verification_uri"]), str(flow["user_code"]))
            found: dict[str, Any] = client.acquire_token_by_device_flow(flow)
        if "access_token" not in found:
            raise refused(app, found)
        return granted(app, found, self._now())

    def renewed(self, grant: Grant) -> Grant:
        """See ``Issuer``."""
        app = self.application
        with plainly(app), session(app) as http:
            found: dict[str, Any] = self._client(http).acquire_token_by_refresh_token(
                grant.refresh_token, scopes=list(app.scopes)
            )
        if "access_token" not in found:
            raise refused(app, found)
        fresh = granted(app, {"refresh_token": grant.refresh_token, **found}, self._now())
        return replace(fresh, granted_at=grant.granted_at, ends_at=fresh.ends_at or grant.ends_at)

    def _client(self, http: "requests.Session") -> Any:
        try:
            from msal.application import PublicClientApplication
            from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS
        except ImportError:
            raise no_extra() from None
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
        return self._http.get(url, **{**more, "timeout": SECONDS})

    def post(self, url: str, **more: Any) -> "requests.Response":
        return self._http.post(url, **{**more, "timeout": SECONDS})

    def close(self) -> None:
        """Whoever opened it closes it."""
