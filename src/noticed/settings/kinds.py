"""Words in settings.toml, each kind read by one small function that says how it is written."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator

from noticed import data
from noticed.settings.errors import nearest

_ADDRESS = re.compile(r"\A[^@\s<>()\[\],;:\\\"\x00-\x1f\x7f]+@(?!-)[^@\s<>()\[\],;:\\\"\x00-\x1f\x7f]+(?<![.-])")


def quoted(value: object, example: str) -> str:
    """``value``, if it is text. Raises ``ValueError`` with the example."""
    if not isinstance(value, str):
        raise ValueError(f'must be text in quotes: "{example}"')  # noqa: TRY004
    return value


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


def _client_id(value: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{8,200}", value):
        raise ValueError("must be the client id as it is shown where the application was registered")
    return value


def _tenant(value: str) -> str:
    if not re.fullmatch(r"[\w.-]{1,100}", value):
        raise ValueError('must be a tenant\'s id or domain, "organizations", "consumers" or "common"')
    return value


def _each(check: Callable[[str], str]) -> Callable[[Mapping[str, str]], Mapping[str, str]]:
    return lambda table: {check(key): value for key, value in table.items()}


def _not_empty(value: tuple[object, ...]) -> tuple[object, ...]:
    if not value:
        raise ValueError("must not be empty")
    return value


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
ClientId = Annotated[str, AfterValidator(_client_id)]
Tenant = Annotated[str, AfterValidator(_tenant)]
AddressBook = Annotated[dict[str, Address], AfterValidator(_each(marketplace_code))]
NotEmpty = AfterValidator(_not_empty)
