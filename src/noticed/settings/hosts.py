"""Machines in settings.toml, by their addresses and names."""

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, PlainValidator

from noticed.core.values import Value
from noticed.settings.kinds import quoted


class Nameserver(Value):
    """A DNS server."""

    host: str
    port: int = 53


def _nameserver(value: object) -> Nameserver:
    text = quoted(value, "127.0.0.1:5353")
    host, port = _split_port(text)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise ValueError('must be an IP address: "192.0.2.53", "127.0.0.1:5353" or "[::1]:5353"') from None
    if not 1 <= port <= 65535:
        raise ValueError("its port must be 1 to 65535")
    return Nameserver(host=host, port=port)


def _split_port(text: str) -> tuple[str, int]:
    found = re.fullmatch(r"\[(?P<six>[^\]]+)\](?::(?P<p6>\d{1,5}))?|(?P<four>[^:]+)(?::(?P<p4>\d{1,5}))?", text)
    if not found:
        return text, 53
    return found["six"] or found["four"], int(found["p6"] or found["p4"] or 53)


def _loopback_port(value: object) -> Nameserver:
    text = quoted(value, "127.0.0.1:9464")
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not is_loopback(host) or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError('must be a port of this machine alone: "127.0.0.1:9464"')
    return Nameserver(host=host, port=int(port))


def _https(value: str) -> str:
    found = re.match(r"https://[^/?#@\s]+(/|\Z)", value)
    if not found or not value.isprintable() or " " in value:
        raise ValueError('must begin with "https://"')
    return value.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine, judged by its name alone: DNS may lie."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


DnsServer = Annotated[Nameserver, PlainValidator(_nameserver)]
LoopbackPort = Annotated[Nameserver, PlainValidator(_loopback_port)]
Https = Annotated[str, AfterValidator(_https)]
