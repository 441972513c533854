"""The machine's clock and randomness. Nothing is raised."""

import base64
import secrets
from datetime import UTC, datetime


class SystemClock:
    """The wall clock."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is set: for ``once --now`` and for tests."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """The time it was set to, in UTC."""
        return self._now

    def set(self, now: datetime) -> None:
        """Let it be ``now``."""
        self._now = now.astimezone(UTC)


class RandomIds:
    """Names from the system's randomness."""

    def new(self) -> str:
        """26 characters of base32 in lower case: 128 random bits (RFC 4648 section 6)."""
        return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
