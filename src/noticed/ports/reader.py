"""Whoever reads received mail. ``core.reading.Reader`` reads in place; ``adapters.apart`` keeps bombs away from us."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the reader itself is slow to import, and most commands read no mail
    from noticed.core.mail.enclosed import Enclosed
    from noticed.core.mail.model import Key, Message
    from noticed.core.mail.trust import AmazonTrust
    from noticed.core.reading import Received


class Unreadable(Exception):
    """Reading a message took more time or memory than one message may, or ended the process that read it.

    ``str()`` is one line. Trying again would cost as much and end the same.
    """


class Reader(Protocol):
    """See ``core.reading.Reader``. Every method raises ``Unreadable``, within a minute."""

    def key_names(self, raw: bytes, trust: "AmazonTrust") -> tuple[str, ...]: ...

    def received(
        self, raw: bytes, keys: Mapping[str, "Key"], trust: "AmazonTrust", now: datetime, notice_age: timedelta
    ) -> "Received": ...

    def vouched(self, raw: bytes, trust: "AmazonTrust", now: datetime) -> "Received": ...

    def message(self, raw: bytes) -> "Message": ...

    def enclosed(
        self, raw: bytes, keys: Mapping[str, "Key"], people: frozenset[str], now: datetime
    ) -> "tuple[Enclosed, ...]": ...
