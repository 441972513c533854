"""The access token of a login whenever a connection asks for one: renewed shortly before it ends, once for all."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from noticed.adapters.oauth.application import Issuer
from noticed.adapters.oauth.grant import Grant, GrantFile
from noticed.ports import Permanent

MARGIN = timedelta(minutes=5)
"""A token that ends sooner is renewed."""


class Tokens:
    """Called for an access token. ``again``: the command by which a person logs in again.

    Raises ``Permanent`` with the cure where a person must log in, ``Transient`` where the issuer is out of reach.
    """

    def __init__(
        self, file: GrantFile, issuer: Issuer, again: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._file, self._issuer, self._again, self._now = file, issuer, again, now
        self._lock = threading.Lock()
        self._held: Grant | None = None
        self._refused = ""

    def __call__(self) -> str:
        with self._lock:
            if not self._is_good(self._held):
                self._held = self._renewed()
            assert self._held is not None
            return self._held.access_token

    def refused(self) -> None:
        """A server did not take the token: the next one is a new one."""
        with self._lock:
            self._refused, self._held = self._held.access_token if self._held else "", None

    def _is_good(self, grant: Grant | None) -> bool:
        return grant is not None and grant.access_token != self._refused and grant.access_ends > self._now() + MARGIN

    def _renewed(self) -> Grant:
        with self._file.locked():
            kept = self._file.read()
            if kept is None:
                raise Permanent(f"nobody has logged in yet: {self._again}")
            if kept.client_id != self._issuer.application.client_id:
                raise Permanent(f"the login was made for another client id: {self._again}")
            if self._is_good(kept):
                return kept  # another process was faster
            try:
                fresh = self._issuer.renewed(kept)
            except Permanent as error:
                raise Permanent(f"{error}; log in again: {self._again}") from None
            self._file.write(fresh)
            return fresh
