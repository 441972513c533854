"""Telling systemd how we are (sd_notify(3)). Nothing is raised: a service manager that is gone changes nothing."""

import socket
from contextlib import suppress


class SystemdNotifier:
    """See ``ports.Notifier``. ``address``: the value of NOTIFY_SOCKET; None or empty: nobody to tell."""

    def __init__(self, address: str | None) -> None:
        # "@" stands for the NUL of an abstract socket.
        self._address = "\0" + address[1:] if address and address.startswith("@") else address

    def ready(self) -> None:
        """Starting is over."""
        self._tell("READY=1")

    def alive(self, status: str) -> None:
        """A sign of life, and one line for ``systemctl status``."""
        self._tell(f"WATCHDOG=1\nSTATUS={' '.join(status.split())}")

    def stopping(self) -> None:
        """The end has begun."""
        self._tell("STOPPING=1")

    def _tell(self, text: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
            sock.settimeout(1)
            sock.sendto(text.encode(), self._address)
