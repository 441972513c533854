"""DKIM keys and other TXT records from DNS.

Promises: nothing here raises; every try ends after five seconds and there are three; a name that does not
exist is ``missing``, anything that may work later is ``error``.
"""

import time
from collections.abc import Callable, Sequence

import dns.exception
import dns.flags
import dns.name
import dns.nameserver
import dns.rdata
import dns.resolver
from tenacity import Retrying, retry_if_not_exception_type, stop_after_attempt, wait_random_exponential

from noticed.core.mail.model import Key, KeyStatus

TRIES = 3
SECONDS = 5.0
"""Of one try, all nameservers together."""
REST = 10.0
"""Seconds for which nameservers are left alone that did not answer."""

_MISSING = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN)


class DnsResolver:
    """See ``ports.Resolver``. ``nameservers``: ``"127.0.0.1:5353"`` or ``"9.9.9.9"``; none: the system's."""

    def __init__(self, nameservers: Sequence[str] = (), monotonic: Callable[[], float] = time.monotonic) -> None:
        self._nameservers = tuple(nameservers)
        self._monotonic = monotonic
        self._rests_until = monotonic()
        self._resolver: dns.resolver.Resolver | None = None

    def key(self, name: str) -> Key:
        """The TXT record of ``name``: of several the first that has a ``p=`` (RFC 6376 section 3.6.2.2)."""
        name = name.lower().rstrip(".")
        asked = question(name)
        if asked is None:
            return Key(name=name, status=KeyStatus.MISSING)
        if self._monotonic() < self._rests_until:
            return Key(name=name, status=KeyStatus.ERROR)
        try:
            answer = self._answer(asked)
            texts = [_text(record) for record in answer]
        except _MISSING:
            return Key(name=name, status=KeyStatus.MISSING)
        except (dns.exception.DNSException, OSError, ValueError) as error:
            if isinstance(error, dns.exception.Timeout):
                self._rests_until = self._monotonic() + REST
            return Key(name=name, status=KeyStatus.ERROR)
        if not texts:
            return Key(name=name, status=KeyStatus.MISSING)
        return Key(
            name=name,
            status=KeyStatus.FOUND,
            text=next((text for text in texts if "p=" in text), texts[0]),
            nameserver=str(answer.nameserver or ""),
            secure=bool(answer.response.flags & dns.flags.AD),
        )

    def texts(self, name: str) -> tuple[str, ...] | None:
        """See the port."""
        asked = question(name)
        try:
            return tuple(map(_text, self._answer(asked))) if asked else ()
        except _MISSING:
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            return None

    def _answer(self, name: dns.name.Name) -> dns.resolver.Answer:
        again = Retrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(max=1),
            retry=retry_if_not_exception_type(_MISSING),
            reraise=True,
        )
        return again(self._configured().resolve, name, "TXT", search=False, lifetime=SECONDS)

    def _configured(self) -> dns.resolver.Resolver:
        if self._resolver is None:
            resolver = dns.resolver.Resolver(configure=not self._nameservers)
            resolver.flags = dns.flags.RD | dns.flags.AD  # say whether it was validated (RFC 6840 section 5.7)
            if self._nameservers:
                resolver.nameservers = [nameserver(text) for text in self._nameservers]
            self._resolver = resolver
        return self._resolver


def _text(record: dns.rdata.Rdata) -> str:
    """The strings of a TXT record, as one."""
    return b"".join(getattr(record, "strings", ())).decode("ascii", "replace")


def nameserver(text: str) -> dns.nameserver.Do53Nameserver:
    """An address with or without a port; an IPv6 one with a port stands in brackets."""
    bare = text.count(":") != 1 and "]:" not in text
    host, _, port = (text, ":", "53") if bare else text.rpartition(":")
    return dns.nameserver.Do53Nameserver(host.strip("[]"), int(port))


def question(name: str) -> dns.name.Name | None:
    """``name`` as DNS knows it; None for what is no name, and so cannot exist."""
    try:
        return dns.name.from_text(name) if name else None
    except (dns.exception.DNSException, UnicodeError, ValueError):
        return None
