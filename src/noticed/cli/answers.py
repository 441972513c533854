"""The answers of ``init``, and the settings.toml they make."""

import json
import re
import shlex
from collections.abc import Callable, Iterator

from noticed.app.first import Place
from noticed.core.values import Value
from noticed.data import Provider, marketplaces
from noticed.render.phrases import Phrases

_SHORTEST = 3
_LONGEST = 24


class Answers(Value):
    """What was asked for."""

    email: str
    provider: Provider
    imap: Place | None = None
    """None: the provider's."""
    smtp: Place | None = None
    ca_file: str | None = None
    store_name: str
    marketplaces: tuple[str, ...]
    amazon_cc: dict[str, str]
    """Only those that differ from the documented ones."""
    operator: str
    attempts: int
    client_id: str | None = None
    """Of the operator's registration at the provider's issuer, where there is no password."""
    zone: str | None = None
    """Where the machine's own is not the operator's."""


def documented(codes: tuple[str, ...]) -> dict[str, str | None]:
    """Code → the address copies go to there."""
    known = {market.code: market.dispute_address for market in marketplaces()}
    return {code: known[code] for code in codes}


def in_words(copies: dict[str, str | None], say: Phrases) -> str:
    """US notice-dispute@amazon.com, UK: none documented."""
    return ", ".join(f"{code} {to}" if to else say("init.no_copy", code=code) for code, to in copies.items())


def account_name(store_name: str, email: str) -> str:
    """One word for logs and commands: of the store's name, or of the mailbox where that has no Latin letters."""
    for text in (store_name, email.partition("@")[0], email.rpartition("@")[2].partition(".")[0]):
        word = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST].strip("-")
        if len(word) >= _SHORTEST and len(word) * 2 >= len(text):
            return word
    return "shop"


def settings_text(a: Answers, key: str, say: Phrases) -> str:
    """A commented settings.toml; comments in the operator's language."""

    def line(name: str, value: str, comment: str = "") -> str:
        text = f"{name} = {value}"
        return f"{text:<36} # {comment}" if comment else text

    token = a.provider.imap.get("auth") == "oauth2"
    password = f"{{ command = {_toml(shlex.split(key))} }}" if token else f"{{ file = {_toml(key)} }}"
    copies = in_words({**documented(a.marketplaces), **a.amazon_cc}, say)
    lines = [
        f"# {say('init.toml_head')}",
        "",
        line("mode", '"shadow"', say("init.toml_mode")),
        *([line("timezone", _toml(a.zone), say("init.toml_zone"))] if a.zone else []),
        "",
        "[operator]",
        line("emails", _toml([a.operator]), say("init.toml_emails")),
        line("language", _toml(say.language), say("init.toml_language")),
        "",
        "[cadence.standard]",
        line("attempts", str(a.attempts), say("init.toml_attempts")),
        line("every", '"4bd"', say("init.toml_every")),
        "",
        *_registration(a, key),
        "[[account]]",
        line("name", _toml(account_name(a.store_name, a.email)), say("init.toml_name")),
        line("provider", _toml(a.provider.id)),
        line("email", _toml(a.email), say("init.toml_email")),
        *_secret(a, password, "" if token else say("init.toml_password"), line),
        line("store_name", _toml(a.store_name), say("init.toml_store")),
        line("marketplaces", _toml(list(a.marketplaces)), say("init.toml_marketplaces")),
        f"# {say('init.toml_copies', copies=copies)}",
    ]
    if a.amazon_cc:
        lines.append(f"amazon_cc = {{ {', '.join(f'{k} = {_toml(v)}' for k, v in a.amazon_cc.items())} }}")
    return "\n".join([*lines, *_servers(a)]) + "\n"


def _servers(a: Answers) -> Iterator[str]:
    for name, server in (("imap", a.imap), ("smtp", a.smtp)):
        if server:
            yield from ("", f"[account.{name}]", f"host = {_toml(server.host)}", f"tls = {_toml(server.tls)}")
            yield from [f"port = {server.port}"] if server.port else []
            yield from [f"ca_file = {_toml(a.ca_file)}"] if a.ca_file else []


def _registration(a: Answers, key: str) -> list[str]:
    if a.client_id is None:
        return []
    secret = [f"client_secret = {{ file = {_toml(key)} }}"] if a.provider.oauth == "google" else []
    return [f"[oauth.{a.provider.oauth}]", f"client_id = {_toml(a.client_id)}", *secret, ""]


def _secret(a: Answers, password: str, comment: str, line: Callable[[str, str, str], str]) -> list[str]:
    """The password; with a login of its own none, and the servers are told so where they would want one."""
    if a.client_id is None:
        return [line("password", password, comment)]
    servers = [name for name, preset in (("imap", a.provider.imap), ("smtp", a.provider.smtp)) if "auth" not in preset]
    return [f'{name} = {{ auth = "oauth2" }}' for name in servers]


def _toml(value: object) -> str:
    """TOML's basic strings and lists are written like JSON's (TOML 1.0, section String)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
