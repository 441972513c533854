"""What ``noticed check`` measures of our own letters: whether they are believed (SPF, DKIM, DMARC).

The domain's records come from DNS; what receivers find, from our own copies, which came the way every letter goes.
"""

from collections import Counter
from collections.abc import Iterator

from noticed.app.check_newest import newest
from noticed.app.check_result import Result
from noticed.core.mail.authres import top_results
from noticed.core.mail.dkim_rules import Outcome, aligned, check, read_signatures
from noticed.core.mail.headers import read_fields, split_message
from noticed.core.mail.message import read_message
from noticed.ports import MailSession
from noticed.service.context import Context
from noticed.settings import Account as Settings

_METHODS = ("spf", "dkim", "dmarc")


def domain(context: Context, settings: Settings) -> Iterator[Result]:
    """Whether the domain letters come from has an SPF and a DMARC record; nothing where DNS does not answer."""
    name = _domain(settings)
    spf, dmarc = context.resolver.texts(name), _dmarc(context, name)
    if spf is None or dmarc is None:
        return
    there = {"SPF": _has(spf, "v=spf1"), "DMARC": _has(dmarc, "v=dmarc1")}
    lacking = ", ".join(record for record, found in there.items() if not found)
    what = f"{settings.name} domain"
    if lacking:
        cure = "letters may be taken for spam; publish what your mail provider says"
        yield Result(ok=True, note=True, what=what, text=f"{name} has no record of {lacking}: {cure}")
    else:
        yield Result(ok=True, what=what, text=f"{name} has SPF and DMARC records")


def letters(context: Context, settings: Settings, session: MailSession, names: tuple[str, ...]) -> Result:
    """What was found of the newest copies of our letters. Raises as the session does."""
    what, email = f"{settings.name} letters", settings.email
    copies = newest(context, session, names, lambda copy: _travelled(email, copy.header), senders=(email,))
    found = [one for raw in copies if (one := _found(context, settings, raw))]
    if not found:
        text = (
            "no copy of a letter tells yet what is found of SPF, DKIM and DMARC: look at the headers of the mail of "
            "noticed check --send-test"
        )
        return Result(ok=True, what=what, text=text)
    said = Counter(method for one in found for method in one)
    passed = Counter(method for one in found for method, result in one.items() if result == "pass")
    told = ", ".join(f"{m.upper()} {passed[m]}/{said[m]}" if said[m] else f"{m.upper()} –" for m in _METHODS)
    text = f"of the last {len(found)} that tell it pass: {told}"
    if all(passed[method] == said[method] for method in _METHODS):
        return Result(ok=True, what=what, text=text)
    cure = f"set up for {_domain(settings)} what your mail provider says of SPF, DKIM and DMARC"
    return Result(ok=True, note=True, what=what, text=f"{text}; letters may be taken for spam: {cure}")


def _domain(settings: Settings) -> str:
    return settings.email.rpartition("@")[2].lower()


def _dmarc(context: Context, name: str) -> tuple[str, ...] | None:
    """Of the domain, else of the one it lies in."""
    found: tuple[str, ...] | None = ()
    while name.count(".") and not found:
        found = context.resolver.texts(f"_dmarc.{name}")
        if found is None:
            return None
        name = name.partition(".")[2]
    return found


def _has(texts: tuple[str, ...], begins: str) -> bool:
    return any(text.lower().replace(" ", "").startswith(begins) for text in texts)


def _travelled(email: str, header: bytes) -> bool:
    """Whether it is a copy of a letter of ours that came from outside: what lies in Sent has passed no border."""
    message = read_message(header + b"\r\n\r\n")
    ours = email.lower() in {address.spec for address in message.from_}
    return ours and bool(message.header("x-noticed-letter") and message.header("received"))


def _found(context: Context, settings: Settings, raw: bytes) -> dict[str, str]:
    """Method → result: what the provider wrote; of DKIM our own check, where that has no pass and the copy a signature.

    Nothing of a copy that neither has: from one mailbox of a provider to another it passes no border.
    """
    block, body = split_message(raw)
    fields, name = read_fields(block)[0], _domain(settings)
    found = {method: result for method, result in top_results(fields).items() if method in _METHODS}
    parents = frozenset(name.split(".", n)[-1] for n in range(name.count(".")))
    every = read_signatures(fields)
    signatures = aligned(every, name, parents)
    keys = {each.key_name: context.resolver.key(each.key_name) for each in signatures}
    own = check(fields, body, signatures, keys, context.clock.now()).outcome
    if own is Outcome.PASS or (every and "dkim" not in found):
        found["dkim"] = own.value
    return found
