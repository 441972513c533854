"""Who is told of which accounts, in which language, and decides on them."""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from noticed.core.values import Value


class Operator(Value):
    """Whoever is told of some accounts, in one language, and decides on them."""

    emails: tuple[str, ...]
    language: str
    account: str
    """The account that writes to him."""
    accounts: tuple[str, ...]
    """Those that are his."""
    default: bool = True
    """Whether he is the installation's: what concerns no single account is told him."""

    @property
    def tag(self) -> str:
        """Tells his digests from others' of the same day; "" for the installation's."""
        said = "\0".join((*self.emails, self.language, self.account))
        return "" if self.default else "-" + hashlib.sha256(said.encode()).hexdigest()[:6].upper()


class Told(Protocol):
    """An account, by whom is told of it."""

    @property
    def name(self) -> str: ...
    @property
    def operator(self) -> tuple[str, ...] | None: ...
    @property
    def language(self) -> str | None: ...


def grouped(installation: Operator, accounts: Iterable[Told], *, sends_all: bool) -> tuple[Operator, ...]:
    """Everybody who is told of these accounts, the installation's operator first; he is there without accounts, too.

    ``sends_all``: the account that writes to him writes to all; else each is written to by one of his own.
    """
    whose: dict[tuple[tuple[str, ...], str], list[str]] = {(installation.emails, installation.language): []}
    for account in accounts:
        emails = installation.emails if account.operator is None else account.operator
        whose.setdefault((emails, account.language or installation.language), []).append(account.name)
    return tuple(
        Operator(
            emails=emails,
            language=language,
            account=installation.account if sends_all or number == 0 else names[0],
            accounts=tuple(names),
            default=number == 0,
        )
        for number, ((emails, language), names) in enumerate(whose.items())
    )
