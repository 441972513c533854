"""What ``noticed check`` measures of trust: what the provider writes into Authentication-Results, whether that fits the
pinned ids, and whether Amazon's mail still verifies when it arrives here.

Looks at the newest messages of each watched mailbox, Amazon's where there are any. Believes nothing because of it.
"""

from collections import Counter
from collections.abc import Iterator

from noticed.app.check_newest import newest
from noticed.app.check_result import Result
from noticed.core.mail.authenticity import Weighed, key_names, weigh
from noticed.core.mail.authres import Written, written
from noticed.core.mail.dkim_rules import Outcome
from noticed.core.mail.headers import read_fields, split_message
from noticed.core.mail.message import read_message
from noticed.core.notice.brand import brand_of
from noticed.ports import MailSession, Summary
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.settings import Account as Settings


def measured(context: Context, settings: Settings, session: MailSession, names: tuple[str, ...]) -> Iterator[Result]:
    """Lines for one account. Raises as the session does."""
    account = context.accounts[settings.name]
    amazon = _last(context, account, session, names, amazon=True)
    others = amazon or _last(context, account, session, names, amazon=False)
    if others:
        yield _provider(settings, [written(read_fields(split_message(raw)[0])[0]) for raw in others])
    if amazon:
        yield _verify(settings, [_weighed(context, account, raw) for raw in amazon])


def _last(
    context: Context, account: Account, session: MailSession, names: tuple[str, ...], *, amazon: bool
) -> list[bytes]:
    senders = ("amazon",) if amazon else ()
    return newest(context, session, names, lambda one: _counts(account, one, amazon=amazon), senders)


def _counts(account: Account, summary: Summary, *, amazon: bool) -> bool:
    senders = {address.spec for address in read_message(summary.header + b"\r\n\r\n").from_}
    if not amazon:
        return not senders & account.addresses  # our own copies have passed no border
    domains = {spec.rpartition("@")[2] for spec in senders}
    return any(d == known or d.endswith("." + known) for d in domains for known in account.trust.domains)


def _weighed(context: Context, account: Account, raw: bytes) -> Weighed:
    keys = {name: context.resolver.key(name) for name in key_names(raw, account.trust, brand_of(context.dialects))}
    return weigh(raw, keys, account.trust, now=context.clock.now())


def _provider(settings: Settings, seen: list[Written]) -> Result:
    """Which ids and methods stand in the top block, and whether they are the pinned ones."""
    what = f"{settings.name} provider"
    wrote = [one for one in seen if one.headers]
    if not wrote:
        text = "writes no Authentication-Results: forged mail is told by our own check alone"
        fits = not settings.trusted_ids
        return Result(ok=True, note=not fits, what=what, text=text if fits else f"{text}; authserv_ids fit nothing")
    ids = Counter(one.authserv_id or "(no id)" for one in wrote)
    methods = sorted({method for one in wrote for method in one.methods})
    text = f"writes {', '.join(ids)} into {len(wrote)} of the last {len(seen)} mails: {' '.join(methods)}"
    if not settings.trusted_ids:
        return Result(ok=True, what=what, text=f"{text}; no id is pinned, so it can only deny")
    fit = sum(one.is_of(settings.trusted_ids) for one in wrote)
    if fit == len(wrote):
        return Result(ok=True, what=what, text=f"{text}; these are the pinned ids")
    pinned = ", ".join(settings.trusted_ids)
    return Result(
        ok=True,
        note=True,
        what=what,
        text=f"{text}; {len(wrote) - fit} do not fit the pinned {pinned}: set authserv_ids",
    )


def _verify(settings: Settings, checks: list[Weighed]) -> Result:
    """How many verify, and the cure where they do not."""
    what = f"{settings.name} DKIM"
    good = sum(check.outcome is Outcome.PASS for check in checks)
    text = f"{good} of the last {len(checks)} mails of Amazon verify by our own check"
    if any(check.outcome is Outcome.TEMPERROR for check in checks):
        return Result(ok=False, what=what, text=f"{text}; keys could not be fetched: set dns.nameservers")
    if good == len(checks):
        return Result(ok=True, what=what, text=text)
    changed = sum(check.outcome is Outcome.FAIL and check.vouched for check in checks)
    if changed:
        cure = f'{changed} were changed on the way here: ask for unchanged mail, or set authenticity = "provider"'
        return Result(ok=True, note=True, what=what, text=f"{text}; {cure}")
    why = Counter(check.why for check in checks if check.outcome is not Outcome.PASS).most_common(1)[0][0]
    return Result(ok=True, note=True, what=what, text=f"{text}; of the others: {why}")
