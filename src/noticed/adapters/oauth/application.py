"""A registration at an issuer of tokens, and what an issuer does."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from noticed.adapters.oauth.grant import Grant
from noticed.core.values import Value


class Application(Value):
    """Our registration at one issuer, and where the issuer is."""

    issuer: str
    name: str
    client_id: str
    client_secret: Callable[[], str] | None = None
    scopes: tuple[str, ...]
    idle: timedelta
    """A grant that is not used for so long ends."""
    authority: str = ""
    tenant: str = ""
    authorize_url: str = ""
    token_url: str = ""
    ca_file: Path | None = None


class Issuer(Protocol):
    """Who gives tokens."""

    application: Application

    def log_in(self, email: str, show: Callable[[str, str], None], ask: Callable[[], str]) -> Grant:
        """By a person: ``show`` gets an address to open and a code to type there ("" where none is), ``ask`` gives
        what he pasted, where something is pasted."""

    def renewed(self, grant: Grant) -> Grant:
        """The grant with a new access token, and perhaps a new refresh token."""
