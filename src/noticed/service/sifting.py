"""Which mail is fetched whole and kept: the rules of ``core.mail.sift`` with what an account knows."""

from collections.abc import Callable, Container

from noticed.core.mail.heavy import has_heavy_field, is_heavy
from noticed.core.mail.sift import Known, Sifted, sift_body, sift_header
from noticed.core.notice.brand import brand_of
from noticed.ports import Summary, Tx
from noticed.ports.log import log
from noticed.service import routing
from noticed.service.account import Account
from noticed.service.context import Context


def sifted(summary: Summary, known: Known, context: Context) -> Sifted:
    """What is too odd to be looked at here, or breaks the reader, is kept: triage reads it, or sets it aside."""
    if has_heavy_field(summary.header):
        return Sifted.KEEP
    try:
        return sift_header(summary.header, known, context.senders, brand_of(context.dialects))
    except Exception:
        log.exception("sift_broke", uid=summary.uid)
        return Sifted.KEEP


def concerns(raw: bytes, known: Known, context: Context) -> bool:
    """Whether the text of a message may concern us; what cannot be looked at may."""
    if is_heavy(raw):
        return True
    try:
        return sift_body(raw, known, context.dialects)
    except Exception:
        log.exception("sift_broke")
        return True


class _Asked(Container[str]):
    """Words that the store knows: it is asked for each when it is met, once. They may be millions."""

    def __init__(self, context: Context, known: Callable[[Tx, str], bool]) -> None:
        self._context = context
        self._known = known
        self._answers: dict[str, bool] = {}

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        if word not in self._answers:
            with self._context.store.read() as tx:
                self._answers[word] = self._known(tx, word)
        return self._answers[word]


def known_to(context: Context, account: Account) -> Known:
    """What the account's mail is compared with, as of now. Not to be used inside a transaction."""
    with context.store.read() as tx:
        any_case = tx.cases.some()
        going = tx.cases.open(account.name)
        attached = routing.remembered(tx, account.name)
    asked: dict[str, Container[str]] = {
        "complainants": _Asked(context, lambda tx, address: tx.cases.writes_to(account.name, address)),
        "domains": _Asked(context, lambda tx, domain: tx.cases.writes_to(account.name, "", (domain,))),
        "references": _Asked(
            context, lambda tx, name: (of := tx.cases.get(name)) is not None and of.account == account.name
        ),
    }
    return Known(
        addresses=account.addresses,
        operators=frozenset(a.lower() for a in context.deciders(account.name)),
        store_names=(account.identity.store_name,),
        named=frozenset(name for c in going for name in (*c.complaint_ids, *c.asins)),
        attached=attached,
        **(asked if any_case else {}),
    )
