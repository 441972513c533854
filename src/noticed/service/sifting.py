"""Which mail is fetched whole and kept: the rules of ``core.mail.sift`` with what an account knows."""

import structlog

from noticed.core.case.model import State
from noticed.core.mail.heavy import has_heavy_field, is_heavy
from noticed.core.mail.sift import Known, Sifted, sift_body, sift_header
from noticed.ports import Summary
from noticed.service import routing
from noticed.service.context import Account, Context

log = structlog.get_logger()


def sifted(summary: Summary, known: Known, context: Context) -> Sifted:
    """What is too odd to be looked at here, or breaks the reader, is kept: triage reads it, or sets it aside."""
    if has_heavy_field(summary.header):
        return Sifted.KEEP
    try:
        return sift_header(summary.header, known, context.senders)
    except Exception:
        log.exception("sift_broke", uid=summary.uid)
        return Sifted.KEEP


def concerns(raw: bytes, known: Known, context: Context) -> bool:
    if is_heavy(raw):
        return True
    try:
        return sift_body(raw, known, context.dialects)
    except Exception:
        log.exception("sift_broke")
        return True


def known_to(context: Context, account: Account) -> Known:
    with context.store.read() as tx:
        cases = tx.cases.all(account=account.name)
        attached = routing.remembered(tx, account.name)
    going = [case for case in cases if case.state is not State.CLOSED]
    addresses = frozenset(a for c in cases for a in c.complainant_emails)
    return Known(
        addresses=account.addresses,
        operators=frozenset(a.lower() for a in context.operator_emails),
        complainants=addresses,
        store_names=(account.identity.store_name,),
        references=frozenset(c.case for c in cases),
        named=frozenset(name for c in going for name in (*c.complaint_ids, *c.asins)),
        attached=attached,
    )
