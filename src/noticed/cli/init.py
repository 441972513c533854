"""``init``: six questions, a commented settings.toml with mode 0600, the secret in a file of its own, a first look."""

import os
import sys
from pathlib import Path

import typer

from noticed.adapters.logging import set_up
from noticed.adapters.oauth.grant import Grant, GrantFile
from noticed.app import first
from noticed.app.build import opened
from noticed.cli.answers import Answers, account_name, documented, in_words, settings_text
from noticed.cli.console import console, fail, options_of, plainly
from noticed.cli.daemon import print_checks
from noticed.cli.first_look import show_first_look
from noticed.cli.login import by_person
from noticed.cli.questions import as_kind, ask, whole, yes
from noticed.cli.speech import phrases, spoken
from noticed.data import Provider, marketplaces, providers
from noticed.ports import Permanent, Refused, Transient
from noticed.settings import SettingsError, kinds, load, times

ORDER = ("gmail", "outlook", "qq", "exmail", "163", "126", "aliyun", "zoho", "fastmail", "yahoo", "icloud", "plain")
"""Presets as they are offered."""


_EXAMPLE = b"# The settings of noticed: every key there is."
"""How the repository's own settings.toml begins, which is nobody's."""


def _exists(path: Path) -> str:
    """Why not here; where it is the repository's example, the way to a folder of one's own."""
    if not path.is_file() or not path.read_bytes().startswith(_EXAMPLE):
        return f"{path} exists: edit it, or name another with --settings"
    command = f"mkdir ~/shop && cd ~/shop && {Path(sys.argv[0]).absolute()} init"
    return f"{path} here is the repository's example: make a folder of your own: {command}"


def init(context: typer.Context) -> None:
    """Write settings.toml by questions, in shadow mode: it sends nothing until you say so."""
    path = options_of(context).settings or Path("settings.toml")
    with plainly():
        if path.exists():
            raise Refused(_exists(path))
        if not sys.stdin.isatty():
            raise Refused("init asks questions and there is no terminal: copy the twelve lines of the README instead")
        try:
            answers, secret, grant = _ask()
        except EOFError:
            raise Refused("stopped") from None
        key = _key_file(path.parent, answers)
        command = answers.provider.imap.get("auth") == "oauth2" and not answers.client_id
        if secret and not command:
            _write_private(key, secret + "\n")
        _write_private(path, settings_text(answers, secret if command else key.name, phrases()))
        if grant:
            name = account_name(answers.store_name, answers.email)
            GrantFile(path.absolute().parent / "var" / "tokens", name).write(grant)
    _look(path, key)


def _ask() -> tuple[Answers, str, Grant | None]:
    """The answers, the secret that belongs into a file ("" where none does), and the tokens of a login."""
    say, out = phrases(), console()
    out.print(say("init.welcome"))
    email = ask(say("init.mailbox"), as_kind(kinds.Address))
    provider = _provider(email)
    imap, smtp = _servers(provider)
    secret, ca_file = _secret(provider, imap, email)
    client_id, grant = None, None
    if first.is_client_id(provider, secret):
        client_id = secret
        secret, grant = _logged_in(provider, client_id, email)
    store = ask(say("init.store"), as_kind(kinds.Line))
    codes = ", ".join(m.code for m in marketplaces())
    stores = ask(say("init.marketplaces", codes=codes), _codes, default="US")
    copies = _copies(stores)
    operator = ask(say("init.operator"), as_kind(kinds.Address), default=email)
    attempts = ask(say("init.attempts"), whole(1, 6), default="3")
    answers = Answers(
        email=email,
        provider=provider,
        imap=imap,
        smtp=smtp,
        ca_file=ca_file,
        store_name=store,
        marketplaces=stores,
        amazon_cc=copies,
        operator=operator,
        attempts=attempts,
        client_id=client_id,
        zone="Asia/Shanghai" if spoken() == "zh" and times.system_zone().key.endswith("UTC") else None,
    )
    return answers, secret, grant


def _logged_in(provider: Provider, client_id: str, email: str) -> tuple[str, Grant]:
    """By the operator's own registration: its client secret, where its issuer gives one, and the tokens."""
    say, out = phrases(), console()
    given = provider.oauth == "google"
    secret = ask(say("agency.client_secret"), as_kind(kinds.Line), hidden=True) if given else ""
    registered = first.Registered(client_id=client_id, client_secret=secret or None)
    while True:
        try:
            grant = by_person(first.issuer_of(provider, registered), email)
            place = first.Place(host=str(provider.imap["host"]))
            first.log_in(provider, place, email, grant.access_token, None, say.language, token=True)
        except (Permanent, Transient) as error:
            out.print(say("init.not_in", what=say.line(str(error))))
            if not ask(say("agency.once_more"), yes, default="y"):
                raise Refused("stopped") from None
        else:
            out.print(say("init.logged_in"))
            return secret, grant


def _provider(email: str) -> Provider:
    known = providers()
    listed = [known[name] for name in ORDER]
    guess = next((p.id for p in listed if email.rpartition("@")[2].lower() in p.domains), "plain")
    for number, provider in enumerate(listed, 1):
        name = phrases()("init.another") if provider.id == "plain" else provider.name
        console().print(f"   {number:2} {provider.id:<9} {name}")

    def read(answer: str) -> Provider:
        if answer.isdecimal() and answer not in known and 1 <= int(answer) <= len(listed):
            return listed[int(answer) - 1]
        return known[as_kind(kinds.ProviderId)(answer.lower())]

    return ask(phrases()("init.provider"), read, default=guess)


def _servers(provider: Provider) -> tuple[first.Place | None, first.Place | None]:
    if provider.imap.get("host"):
        return None, None
    return ask(phrases()("init.imap"), first.place), ask(phrases()("init.smtp"), first.place)


def _secret(provider: Provider, imap: first.Place | None, email: str) -> tuple[str, str | None]:
    """The secret, tried at once: a wrong one is told with its cure, and asked for again."""
    say, out, ca_file = phrases(), console(), None
    server = imap or first.Place(host=str(provider.imap["host"]), port=None)
    token = provider.imap.get("auth") == "oauth2"
    out.print(f"   {provider.password_help[say.language]}")
    secret = ask(say("init.token" if token else "init.secret"), as_kind(kinds.Line), hidden=not token)
    while not first.is_client_id(provider, secret):
        out.print(say("init.trying", place=server.host))
        try:
            first.log_in(provider, server, email, secret, ca_file, say.language)
        except (Permanent, Transient) as error:
            out.print(say("init.not_in", what=say.line(str(error))))
            if imap and "certificate" in str(error) and not ca_file:
                ca_file = ask(say("init.ca_file"), _file, default="") or None
                if ca_file:
                    continue
            again = ask(say("init.again"), str, default="", hidden=not token)
            if not again:
                return secret, ca_file
            secret = again
        else:
            out.print(say("init.logged_in"))
            break
    return secret, ca_file


def _file(answer: str) -> str:
    path = Path(answer).expanduser()
    if answer and not path.is_file():
        raise ValueError(f"{path} is no file")
    return str(path.absolute()) if answer else ""


def _codes(answer: str) -> tuple[str, ...]:
    found = []
    for word in answer.replace(",", " ").replace("，", " ").replace("、", " ").split():
        named = (m.code for m in marketplaces() if word.upper() in {m.code, m.country, m.domain.upper()})
        code = next(named, None)
        found.append(kinds.marketplace_code(code or word))
    if not found:
        raise ValueError("must not be empty")
    return tuple(dict.fromkeys(found))


def _copies(codes: tuple[str, ...]) -> dict[str, str]:
    """Addresses that differ from the documented ones, by the operator's word."""
    say, known = phrases(), documented(codes)
    if ask(say("init.copies", copies=in_words(known, say)), yes, default="y"):
        return {}
    read = as_kind(kinds.Address)
    given = {code: ask(say("init.copy_for", code=code), lambda a: read(a) if a else "", default="") for code in codes}
    return {code: address for code, address in given.items() if address and address != known[code]}


def _key_file(folder: Path, answers: Answers) -> Path:
    """A name nobody has: an older secret is never overwritten."""
    name = account_name(answers.store_name, answers.email)
    names = (f"{name}.key", *(f"{name}-{number}.key" for number in range(2, 100)))
    return next(folder / each for each in names if not (folder / each).exists())


def _look(path: Path, key: Path) -> None:
    """Check everything, look at the mailbox in shadow, and say what there is and how to go on."""
    try:
        settings = load(path, os.environ)
    except SettingsError as error:
        for problem in error.problems:
            fail(problem)
        raise fail(f"{path} is written, but needs your hand", 2) from None
    set_up("CRITICAL")
    say, out = phrases(settings.timezone.key), console()
    written = say("init.written", path=path, key=key.name) if key.exists() else say("init.written_alone", path=path)
    out.print("\n" + written)
    with plainly():
        out.print("\n" + say("init.checking"))
        bad = print_checks(settings)
        out.print("\n" + say("init.looking"))
        with opened(settings) as services:
            seen = show_first_look(services, say)
    if bad:
        raise fail(say("init.cure" if seen else "init.cannot_look"))


def _write_private(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {(error.strerror or 'error').lower()}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
