"""What no single key can see: accounts against each other, cadences, keys that do not exist.

These look at the table as it was read, so that they report together with what is wrong with single keys.
"""

from collections.abc import Mapping
from typing import Any

from noticed import data
from noticed.settings import account as accounts
from noticed.settings import model, oauth, section
from noticed.settings.errors import Loc, nearest

Problem = tuple[Loc, str]

_SECTIONS: Mapping[tuple[str, ...], type[section.Section]] = {
    (): model.Settings,
    ("store",): model.Store,
    ("schedule",): model.Schedule,
    ("operator",): model.Operator,
    ("calendar",): model.Calendar,
    ("dns",): model.Dns,
    ("metrics",): model.Metrics,
    ("limits",): model.Limits,
    ("submission",): model.Submission,
    ("cadence", "*"): model.Cadence,
    ("cadence", "*", "steps"): model.Step,
    ("oauth",): oauth.OAuth,
    ("oauth", "google"): oauth.Registration,
    ("oauth", "microsoft"): oauth.Registration,
    ("account",): accounts.Account,
    ("account", "imap"): accounts.ImapServer,
    ("account", "smtp"): accounts.Server,
    ("account", "oauth"): oauth.Registration,
}


def problems(table: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong between keys of ``table``, but for the accounts' own."""
    accounts = table.get("account")
    rows = [row if isinstance(row, dict) else {} for row in accounts] if isinstance(accounts, list) else []
    found = _cadences(table.get("cadence"))
    operator = table.get("operator")
    sender = operator.get("from_account") if isinstance(operator, dict) else None
    known = [row.get("name") for row in rows]
    if isinstance(sender, str) and sender not in known:
        hint = nearest(sender, [name for name in known if isinstance(name, str)])
        found.append((("operator", "from_account"), f"names no account{hint}"))
    found += [((key,), unknown_key((key,))) for key in _OURS if key in table]
    return found


_OURS = ("path", "included", "broken")
"""What ``load`` fills in."""


def names(rows: list[dict[str, Any]]) -> list[Problem]:
    """Names that are taken: the second account of a name is wrong, whatever file it stands in."""
    taken = [row.get("name") for row in rows]
    return [
        (("account", index, "name"), f'"{name}" is taken by another account: names must differ')
        for index, name in enumerate(taken)
        if isinstance(name, str) and taken.index(name) < index
    ]


def account(index: int, row: Mapping[str, Any], table: Mapping[str, Any]) -> list[Problem]:
    """What is wrong between the keys of one account, completed."""
    return [*_passwords(index, row, table), *_authenticity(index, row)]


def _passwords(index: int, row: Mapping[str, Any], table: Mapping[str, Any]) -> list[Problem]:
    provider = data.providers().get(str(row.get("provider", "plain")))
    for server in (row.get("imap"), row.get("smtp")):
        if "password" in row or not isinstance(server, dict) or "password" in server:
            continue
        if server.get("auth") != "oauth2":
            line = 'is missing: give { file = "NAME.key" }, and chmod 600 the file'
        elif provider is None or provider.oauth is None:
            line = 'is missing: give { command = ["…"] } that prints an access token'
        elif not _registered(row, table, provider.oauth):
            line = (
                f"is missing: give [oauth.{provider.oauth}] client_id (docs/oauth.md), then: noticed login "
                f'{row.get("name", "NAME")}; or {{ command = ["…"] }} that prints an access token'
            )
        else:
            continue
        return [(("account", index, "password"), line)]
    return []


def _registered(row: Mapping[str, Any], table: Mapping[str, Any], issuer: str) -> bool:
    known = table.get("oauth")
    return "oauth" in row or (isinstance(known, dict) and issuer in known)


def _authenticity(index: int, row: Mapping[str, Any]) -> list[Problem]:
    provider = data.providers().get(str(row.get("provider", "plain")))
    if row.get("authenticity") != "provider" or row.get("authserv_ids") or (provider and provider.proven):
        return []
    known = ", ".join(provider.id for provider in data.providers().values() if provider.proven)
    line = f'"provider" needs one whose results cannot be forged ({known}), or authserv_ids you have tested yourself'
    return [(("account", index, "authenticity"), line)]


def _cadences(cadences: object) -> list[Problem]:
    found: list[Problem] = []
    for name, row in (cadences if isinstance(cadences, dict) else {}).items():
        if name not in data.cadences():
            known = ", ".join(data.cadences())
            found.append((("cadence", name), f"no case would use it: the cadences are {known}"))
        if isinstance(row, dict) and "steps" in row and {"attempts", "every"} & row.keys():
            found.append((("cadence", name), "give either attempts and every, or steps, not both"))
    return found


def unknown_key(loc: Loc) -> str:
    """Why the key at ``loc`` is none, with the section it belongs to or the nearest key that exists."""
    key, section = str(loc[-1]), _section(loc[:-1])
    known = _keys(section)
    hint = nearest(key, known)
    homes = [name for name in _SECTIONS if key in _keys(name)]
    if not hint and homes:
        home = ".".join(homes[0]).replace("*", "NAME")
        hint = f"; it belongs to [{home}]" if home else "; it belongs at the top, before the first [section]"
    return "is no key" + (hint or f"; the keys here are {', '.join(known)}")


def _section(loc: Loc) -> tuple[str, ...]:
    names = tuple(part for part in loc if isinstance(part, str))
    if names[:1] == ("account_defaults",):
        names = ("account", *names[1:])
    return ("cadence", "*", *names[2:]) if names[:1] == ("cadence",) and len(names) > 1 else names


def _keys(section: tuple[str, ...]) -> list[str]:
    fields = _SECTIONS[section].model_fields if section in _SECTIONS else {}
    return [field.alias or name for name, field in fields.items() if name not in _OURS]
