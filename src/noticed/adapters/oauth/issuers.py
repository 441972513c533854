"""Who gives tokens to an application."""

from collections.abc import Callable
from datetime import UTC, datetime

from noticed.adapters.oauth.application import Application, Issuer
from noticed.adapters.oauth.google import Google
from noticed.adapters.oauth.microsoft import Microsoft


def issuer(application: Application, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Issuer:
    """Who gives tokens to this application."""
    return Google(application, now) if application.issuer == "google" else Microsoft(application, now)
