"""The kinds of values in settings.toml, each read by one small function that says how it is written."""

import ipaddress
import re
import warnings
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated

import tzlocal
from pydantic import AfterValidator, Field, PlainValidator, ValidationInfo

from noticed import data
from noticed.core.case.calendar import Hours, parse_hours
from noticed.core.case.duration import Duration, parse_duration
from noticed.core.values import Value
from noticed.settings.errors import nearest
from noticed.settings.secret import Secret, Surroundings, parse_secret

_ADDRESS = re.compile(r"\A[^@\s<>()\[\],;:\\\"\x00-\x1f\x7f]+@(?!-)[^@\s<>()\[\],;:\\\"\x00-\x1f\x7f]+(?<![.-])")
_DATABASES = ("sqlite", "postgresql+psycopg")


class Nameserver(Value):
    """A DNS server."""

    host: str
    port: int = 53


def surroundings(info: ValidationInfo) -> Surroundings:
    """What relative paths and references of the settings being read are relative to."""
    if not isinstance(info.context, Surroundings):
        raise TypeError("settings are read by noticed.settings.load")
    return info.context


def _delay(value: object) -> Duration:
    if value == 0 and isinstance(value, int) and not isinstance(value, bool):
        return Duration()
    if not isinstance(value, str):
        raise ValueError('must be a duration in quotes: "90s", "15m", "48h", "14d" or "4bd"')  # noqa: TRY004  # pydantic collects these
    return parse_duration(value)


def _span(value: object) -> timedelta:
    duration = _delay(value)
    if duration.business_days:
        raise ValueError("cannot be in business days: write s, m, h or d")
    return duration.span


def _some_span(value: object) -> timedelta:
    span = _span(value)
    if not span:
        raise ValueError("must be more than nothing")
    return span


def _text(value: object, example: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f'must be text in quotes: "{example}"')  # noqa: TRY004
    return value


def _time_of_day(value: object) -> time:
    if isinstance(value, time):
        return value
    text = _text(value, "08:30")
    if not re.fullmatch(r"\d\d:\d\d", text):
        raise ValueError('must be a time of day: "08:30"')
    return time.fromisoformat(text)


def _hours(value: object) -> Hours | None:
    return parse_hours(_text(value, "09:00-17:00"))


def _zone(value: object) -> zoneinfo.ZoneInfo:
    name = _text(value, "Asia/Shanghai")
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        known = zoneinfo.available_timezones()
        raise ValueError(f'must be a zone like "Asia/Shanghai" or "UTC"{nearest_zone(name, known)}') from None


def nearest_zone(name: str, known: set[str]) -> str:
    """A hint for a mistyped zone, or nothing."""
    return nearest(name, sorted(known)) or nearest(name.title(), sorted(known))


def system_zone() -> zoneinfo.ZoneInfo:
    """The zone of this machine by name; UTC where none is set up, or only its rules without a name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "no time zone is set up, using UTC": that is what we want
        try:
            return zoneinfo.ZoneInfo(tzlocal.get_localzone().key)
        except (zoneinfo.ZoneInfoNotFoundError, TypeError, ValueError, OSError):
            return zoneinfo.ZoneInfo("UTC")


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError('must be one plain address: "shop@example.com"')
    return value


def _addresses(value: object) -> tuple[str, ...]:
    """One address, or a list of them."""
    several = (value,) if isinstance(value, str) else value
    if not isinstance(several, tuple) or not several or not all(isinstance(one, str) for one in several):
        raise ValueError('must be an address in quotes, or a list of them: "ann@agency.example"')
    return tuple(map(_address, several))


def _patterns(value: object) -> tuple[str, ...]:
    several = (value,) if isinstance(value, str) else value
    if not isinstance(several, tuple) or not all(isinstance(one, str) and one for one in several):
        raise ValueError('must be a file name in quotes, or a list: "accounts.d/*.toml"')
    return several


def _line(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("must be one line of text, not empty")
    return value.strip()


def _lines(value: str) -> str:
    if not all(line.isprintable() for line in value.splitlines()):
        raise ValueError("must be lines of text")
    return value.strip()


def _word(value: str) -> str:
    if not re.fullmatch(r"[\w-]{1,40}", value):
        raise ValueError("must be one word of letters, digits, - and _, at most 40")
    return value


def marketplace_code(value: str) -> str:
    """``value``, if it is a store's code. Raises ``ValueError`` with the nearest one."""
    by_code = {market.code: market for market in data.marketplaces()}
    if value in by_code:
        return value
    wanted = value.upper()
    hint = next((m.code for m in by_code.values() if wanted in {m.code, m.country, m.domain.upper()}), None)
    raise ValueError("is no marketplace" + (f'; did you mean "{hint}"?' if hint else f": one of {' '.join(by_code)}"))


def _provider(value: str) -> str:
    known = data.providers()
    if value not in known:
        by_domain = next((p.id for p in known.values() if value.lower() in p.domains), None)
        hint = f'; did you mean "{by_domain}"?' if by_domain else nearest(value, known)
        raise ValueError("is no known provider" + (hint or f": one of {' '.join(known)}"))
    return value


def _nameserver(value: object) -> Nameserver:
    text = _text(value, "127.0.0.1:5353")
    host, port = _split_port(text)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise ValueError('must be an IP address: "192.0.2.53", "127.0.0.1:5353" or "[::1]:5353"') from None
    if not 1 <= port <= 65535:
        raise ValueError("its port must be 1 to 65535")
    return Nameserver(host=host, port=port)


def _loopback_port(value: object) -> Nameserver:
    text = _text(value, "127.0.0.1:9464")
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not is_loopback(host) or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError('must be a port of this machine alone: "127.0.0.1:9464"')
    return Nameserver(host=host, port=int(port))


def _split_port(text: str) -> tuple[str, int]:
    found = re.fullmatch(r"\[(?P<six>[^\]]+)\](?::(?P<p6>\d{1,5}))?|(?P<four>[^:]+)(?::(?P<p4>\d{1,5}))?", text)
    if not found:
        return text, 53
    return found["six"] or found["four"], int(found["p6"] or found["p4"] or 53)


def _database(value: str, info: ValidationInfo) -> str:
    scheme, found, rest = value.partition("://")
    if not found or scheme not in _DATABASES:
        raise ValueError('must begin with "sqlite:///" or "postgresql+psycopg://"')
    if scheme == "sqlite":
        path = rest.removeprefix("/")
        if not rest.startswith("/") or not path:
            raise ValueError('must name a file: "sqlite:///var/noticed.db" (three strokes; four for an absolute path)')
        return value if path == ":memory:" else f"sqlite:///{surroundings(info).folder / path}"
    if ":" in rest.partition("@")[0] and "@" in rest:
        raise ValueError("must hold no password: give it as store.password = { file = … }")
    return value


def _existing_file(value: object, info: ValidationInfo) -> Path:
    path = surroundings(info).place(_text(value, "ca.pem"))
    if not path.is_file():
        raise ValueError(f"{path} is no file")
    return path


def _new_file(value: object, info: ValidationInfo) -> Path:
    path = surroundings(info).folder / Path(_text(value, "noticed.ics")).expanduser()
    if path.is_dir():
        raise ValueError(f"{path} is a folder: name a file in it")
    return path


def _folder(value: object, info: ValidationInfo) -> Path:
    return surroundings(info).folder / Path(_text(value, "var/tokens")).expanduser()


def _client_id(value: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{8,200}", value):
        raise ValueError("must be the client id as it is shown where the application was registered")
    return value


def _tenant(value: str) -> str:
    if not re.fullmatch(r"[\w.-]{1,100}", value):
        raise ValueError('must be a tenant\'s id or domain, "organizations", "consumers" or "common"')
    return value


def _https(value: str) -> str:
    found = re.match(r"https://[^/?#@\s]+(/|\Z)", value)
    if not found or not value.isprintable() or " " in value:
        raise ValueError('must begin with "https://"')
    return value.rstrip("/")


def _secret(value: object, info: ValidationInfo) -> Secret:
    return parse_secret(value, surroundings(info))


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine, judged by its name alone: DNS may lie."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _each(check: Callable[[str], str]) -> Callable[[Mapping[str, str]], Mapping[str, str]]:
    return lambda table: {check(key): value for key, value in table.items()}


def _not_empty(value: tuple[object, ...]) -> tuple[object, ...]:
    if not value:
        raise ValueError("must not be empty")
    return value


Span = Annotated[timedelta, PlainValidator(_span)]
SomeSpan = Annotated[timedelta, PlainValidator(_some_span)]
Delay = Annotated[Duration, PlainValidator(_delay)]
TimeOfDay = Annotated[time, PlainValidator(_time_of_day)]
SendingHours = Annotated[Hours | None, PlainValidator(_hours)]
Zone = Annotated[zoneinfo.ZoneInfo, PlainValidator(_zone)]
Count = Annotated[int, Field(ge=0)]
Port = Annotated[int, Field(ge=1, le=65535)]
Address = Annotated[str, AfterValidator(_address)]
Addresses = Annotated[tuple[str, ...], PlainValidator(_addresses)]
Patterns = Annotated[tuple[str, ...], PlainValidator(_patterns)]
Line = Annotated[str, AfterValidator(_line)]
Lines = Annotated[str, AfterValidator(_lines)]
Word = Annotated[str, AfterValidator(_word)]
MarketplaceCode = Annotated[str, AfterValidator(marketplace_code)]
ProviderId = Annotated[str, AfterValidator(_provider)]
DnsServer = Annotated[Nameserver, PlainValidator(_nameserver)]
LoopbackPort = Annotated[Nameserver, PlainValidator(_loopback_port)]
Database = Annotated[str, AfterValidator(_database)]
ExistingFile = Annotated[Path, PlainValidator(_existing_file)]
NewFile = Annotated[Path, PlainValidator(_new_file)]
SecretReference = Annotated[Secret, PlainValidator(_secret)]
ClientId = Annotated[str, AfterValidator(_client_id)]
Tenant = Annotated[str, AfterValidator(_tenant)]
Folder = Annotated[Path, PlainValidator(_folder)]
Https = Annotated[str, AfterValidator(_https)]
AddressBook = Annotated[dict[str, Address], AfterValidator(_each(marketplace_code))]
NotEmpty = AfterValidator(_not_empty)
