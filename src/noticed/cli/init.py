"""``init``: six questions, a commented settings.toml with mode 0600, and the secret in a file of its own."""

import os
import sys
from pathlib import Path

import typer
from rich.prompt import Prompt

from noticed.cli.console import Options, console, fail, plainly
from noticed.data import Provider, marketplaces, providers
from noticed.ports import Refused
from noticed.settings import SettingsError, load


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)


def init(context: typer.Context) -> None:
    """Write settings.toml by questions, in shadow mode: it sends nothing until you say so."""
    options: Options = context.find_object(Options) or Options()
    path = options.settings or Path("settings.toml")
    with plainly():
        if path.exists():
            raise Refused(f"{path} exists: edit it, or name another with --settings")
        if not sys.stdin.isatty():
            raise Refused("init asks questions and there is no terminal: copy the twelve lines of the README instead")
        answers, secret = _ask()
        key = path.parent / f"{answers['name']}.key"
        _write_private(key, secret + "\n")
        _write_private(path, _text(answers, key.name))
    try:
        load(path, os.environ)
    except SettingsError as error:
        for problem in error.problems:
            fail(problem)
        raise fail(f"{path} is written, but needs your hand", 2) from None
    out = console()
    out.print(f"\n{path} is written ({key.name} holds the password; both are readable by you alone).")
    out.print("Next:  noticed check     tests every part of it")
    out.print("       noticed once      reads the mailbox and writes what it would send; sends nothing")
    out.print("       noticed letters   shows those letters;  noticed go-live  lets it send")


def _ask() -> tuple[dict[str, str], str]:
    known = providers()
    out = console()
    email = Prompt.ask("1. The mailbox Amazon writes to")
    guess = next((p.id for p in known.values() if email.rpartition("@")[2].lower() in p.domains), "plain")
    provider = Prompt.ask("   Its provider", choices=sorted(known), default=guess)
    answers = {"email": email, "provider": provider, **_hosts(known[provider])}
    help_text = known[provider].password_help.get("en")
    if help_text:
        out.print(f"   {help_text}")
    secret = Prompt.ask("2. Its app password or authorisation code (not shown)", password=True)
    answers["store_name"] = Prompt.ask("3. Your store's name on Amazon")
    codes = ", ".join(m.code for m in marketplaces())
    answers["marketplaces"] = Prompt.ask(f"4. Marketplaces you sell on ({codes})", default="US")
    answers["operator"] = Prompt.ask("5. Where the daily digest goes", default=email)
    answers["attempts"] = Prompt.ask("6. Letters without an answer before a case is flagged", default="3")
    answers["name"] = "".join(c for c in answers["store_name"].lower() if c.isascii() and c.isalnum()) or "shop"
    return answers, secret


def _hosts(provider: Provider) -> dict[str, str]:
    if provider.imap.get("host"):
        return {}
    return {"imap": Prompt.ask("   IMAP server"), "smtp": Prompt.ask("   SMTP server")}


def _text(a: dict[str, str], key: str) -> str:
    codes = ", ".join(f'"{c.strip().upper()}"' for c in a["marketplaces"].replace(",", " ").split())
    copies = {m.code: m.dispute_address for m in marketplaces()}
    known = "; ".join(f"{c.strip().upper()}: {copies.get(c.strip().upper()) or 'no address documented'}"
                      for c in a["marketplaces"].replace(",", " ").split())  # fmt: skip
    servers = "".join(f'\n[account.{kind}]\nhost = "{a[kind]}"\n' for kind in ("imap", "smtp") if kind in a)
    quoted = {name: value.replace("\\", "\\\\").replace('"', '\\"') for name, value in a.items()}
    return f"""\
mode = "shadow"                 # writes letters, sends none; "approve": sends what you approve; "auto": sends by itself

[operator]
emails = ["{quoted["operator"]}"]   # where digests and alerts go

[cadence.standard]
attempts = {a["attempts"]}                    # letters without an answer, then the case is flagged
every = "4bd"                   # business days between them

[[account]]
name = "{a["name"]}"
provider = "{a["provider"]}"
email = "{quoted["email"]}"
password = {{ file = "{key}" }}
store_name = "{quoted["store_name"]}"
marketplaces = [{codes}]
# copies of letters go to Amazon at: {known}; amazon_cc = {{ US = "…" }} overrides
{servers}"""


def _write_private(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
