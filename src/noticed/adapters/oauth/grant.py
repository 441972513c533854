"""What an issuer gave, and the file it is kept in.

Promises: the file is replaced in one step and is nobody's but its owner's (mode 0600), so that a process that dies
leaves the old one or the new one, whole; whoever holds ``locked`` is alone with it, in all processes.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, field
from datetime import UTC, datetime
from pathlib import Path

from noticed.core.values import Value
from noticed.ports import Permanent, Transient

_TIMES = ("granted_at", "refreshed_at", "access_ends", "ends_at")


class Grant(Value):
    """One login's tokens."""

    issuer: str
    client_id: str
    """For whom they were given: another registration's are of no use."""
    refresh_token: str = field(repr=False)
    access_token: str = field(repr=False)
    access_ends: datetime
    granted_at: datetime
    """When a person logged in."""
    refreshed_at: datetime
    """When the issuer last renewed them."""
    ends_at: datetime | None = None
    """When the refresh token ends, where the issuer said so."""


class GrantFile:
    """``ACCOUNT.json`` in the folder of the tokens."""

    def __init__(self, folder: Path, account: str) -> None:
        self.path = folder / f"{account}.json"

    def read(self) -> Grant | None:
        """What is kept; None where nothing is. Raises ``Permanent`` where it cannot be used."""
        try:
            if self.path.stat().st_mode & 0o077:
                raise Permanent(f"{self.path} can be read by others: chmod 600 {self.path}")
            row = json.loads(self.path.read_text(encoding="utf-8"))
            return Grant(**{**row, **{name: datetime.fromisoformat(row[name]) for name in _TIMES if row[name]}})
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Permanent(f"{self.path} cannot be read: {(error.strerror or 'error').lower()}") from None
        except (ValueError, TypeError, KeyError):
            raise Permanent(f"{self.path} holds no tokens: remove it and log in again") from None

    def write(self, grant: Grant) -> None:
        """Keep it. Raises ``Transient`` where that cannot be done now: the old tokens are still there then."""
        row = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(grant).items()}
        try:
            self._make_folder()
            descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=".new-")  # 0600, whatever the umask is
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(json.dumps(row))
                    file.flush()
                    os.fsync(file.fileno())
                self._hand_over(Path(name))
                Path(name).replace(self.path)
            except BaseException:
                with suppress(OSError):
                    Path(name).unlink()
                raise
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise Transient(f"{self.path} cannot be written: {(error.strerror or 'error').lower()}") from None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone with the file. Raises ``Transient`` where the folder cannot be written."""
        try:
            self._make_folder()
            place = self.path.with_suffix(".lock")
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
            self._hand_over(place)
        except OSError as error:
            raise Transient(f"{self.path.parent} cannot be written: {(error.strerror or 'error').lower()}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make_folder(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _hand_over(self, place: Path) -> None:
        """Root logs in for the daemon, who must be able to read and renew what it gets."""
        if os.geteuid() != 0:
            return
        parent = self.path.parent
        owner = parent.stat()
        if owner.st_uid == 0:  # made just now, in a folder of the daemon's
            owner = parent.parent.stat()
            os.chown(parent, owner.st_uid, owner.st_gid)
        os.chown(place, owner.st_uid, owner.st_gid)


def at(seconds: float) -> datetime:
    """Seconds since 1970 as a time."""
    return datetime.fromtimestamp(seconds, UTC)
