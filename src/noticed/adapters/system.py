"""The machine's clock, randomness and memory. Nothing is raised."""

import base64
import ctypes
import secrets
from contextlib import suppress
from datetime import UTC, datetime

_STA_UNSYNC = 0x0040  # linux/timex.h


class _Timex(ctypes.Structure):
    """The beginning of ``struct timex``, and room for the rest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_long * 40),
    )


class SystemClock:
    """The wall clock."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    def kept(self) -> bool | None:
        """The kernel's word (STA_UNSYNC of adjtimex(2)): whoever steers the clock, chrony, systemd-timesyncd or ntpd,
        sets it, and the kernel takes it back when nobody has for some hours.
        """
        timex = _Timex()
        with suppress(OSError, AttributeError):
            if ctypes.CDLL(None).adjtimex(ctypes.byref(timex)) >= 0:  # no mode: it only asks
                return not timex.status & _STA_UNSYNC
        return None


class FixedClock:
    """A clock that stands still until it is set: for ``once --now`` and for tests."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self.by_server: bool | None = None
        """What ``kept`` says."""

    def kept(self) -> bool | None:
        """See the port."""
        return self.by_server

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


_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE = 1024 * 1024


def give_memory_back() -> None:
    """From now on the C library returns every large block as soon as it is free.

    Left alone, glibc learns from the first large message that blocks of its size are usual, and keeps what several
    threads took for them (mallopt(3), M_MMAP_THRESHOLD). Other C libraries have nothing to be told.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
