"""Several accounts on one login: which of them a message is for.

Each of them reads the mailbox for itself, and each comes to the same answer, so that exactly one takes a message: by
the operator's word, by the letter or case it names, by the address it was sent to (for a notice that is believed, the
signed one: authenticity asks for it again), then by the marketplace a notice is about. A notice that fits several is
the operator's to place; it waits with the account that has the login. What fits none is that account's, too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from noticed.core.case.model import Case
from noticed.core.mail.model import Category, Trust
from noticed.core.notice.model import Notice, NoticeKind
from noticed.ports import InboxRow, InboxStatus, JournalLine, Refused, Tx
from noticed.service import alerts, routing
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.notices import alike
from noticed.service.verdict import Verdict

_FACT = "assigned"


def elsewhere(tx: Tx, context: Context, verdict: Verdict) -> InboxRow | None:
    """The row as it leaves triage where the message is not this account's, or nobody knows whose it is; else None."""
    together = _together(context, verdict.account)
    if len(together) < 2:
        return None
    whose = _whose(tx, together, verdict)
    if whose is None:
        return _asked(tx, context, verdict)
    if verdict.account.name in whose:
        return None
    return verdict.done(Category.OTHER)


def _together(context: Context, account: Account) -> tuple[Account, ...]:
    """The accounts of its login, the one that has it first."""
    found = [a for a in context.accounts.values() if a.line == account.line]
    return tuple(sorted(found, key=lambda a: a.name != a.line))


def _whose(tx: Tx, together: Sequence[Account], verdict: Verdict) -> set[str] | None:
    """Names of the accounts that take the message; None where the operator is asked."""
    names = {account.name for account in together}
    told = tx.facts.get(_fact(together[0], verdict.row))
    if told in names:
        return {told}
    known = _by_reference(tx, verdict) & names
    if known:
        return known
    sent_to = {address.spec for address in (*verdict.message.to, *verdict.message.cc, *verdict.message.from_)}
    meant = [account for account in together if account.addresses & sent_to]
    notice = verdict.notice
    if notice is None or (notice.kind is NoticeKind.OTHER and not notice.court_signs):
        return _of_somebody(tx, together, meant, verdict)
    known = _by_matter(tx, meant or together, notice) if len(meant) != 1 else set()
    known = known or _taken_by(tx, together, verdict.row)
    if known:
        return known
    meant = [account for account in (meant or together) if _sells_there(account, notice)] or meant
    if len(meant) == 1:
        return {meant[0].name}
    believed = verdict.assessment.trust in {Trust.AUTO, Trust.HOLD}
    return None if believed else {together[0].name}


def _by_reference(tx: Tx, verdict: Verdict) -> set[str]:
    """Accounts whose letters or cases it names."""
    keys = verdict.read.names
    letters = [*tx.outbox.by_message_id(keys.message_ids)]
    letters += [x for key in keys.letter_keys if (x := tx.outbox.get(key.rpartition(".")[0]))]
    cases = [case for name in keys.references if (case := tx.cases.get(name))]
    return {letter.account for letter in letters} or {case.account for case in cases}


def _taken_by(tx: Tx, together: Sequence[Account], row: InboxRow) -> set[str]:
    """The account that opened or moved a case by this very message: one that comes to the login later, or gets other
    addresses, reads it, too."""
    others = (tx.inbox.find(account.name, row.sha256) for account in together if account.name != row.account)
    return {other.account for other in others if other and other.case}


def _by_matter(tx: Tx, accounts: Sequence[Account], notice: Notice) -> set[str]:
    """Accounts that have a case of what it names: what becomes of a matter is told where it began."""
    return {account.name for account in accounts if any(_cases_of(tx, account.name, notice))}


def _cases_of(tx: Tx, account: str, notice: Notice) -> Iterator[Case]:
    """By complaint id; by ASIN where none is printed, for one listing may be sold in several stores."""
    for name in notice.complaint_ids:
        yield from tx.cases.by_complaint_id(account, name)
    for asin in () if notice.complaint_ids else notice.asins:
        there = (case for case in tx.cases.by_asin(account, asin) if case.marketplace == notice.marketplace)
        yield from (case for case in there if alike(case, notice))


def _of_somebody(tx: Tx, together: Sequence[Account], meant: Sequence[Account], verdict: Verdict) -> set[str]:
    """No notice: whoever knows its sender; else whoever it was sent to; else the account that has the login."""
    views = [replace(verdict, account=a, row=replace(verdict.row, account=a.name)) for a in (meant or together)]
    known = {view.account.name for view in views if routing.case_of(tx, view).case}
    if known:
        return known
    return {meant[0].name} if len(meant) == 1 else {together[0].name}


def _sells_there(account: Account, notice: Notice) -> bool:
    return notice.marketplace in account.marketplaces


def _asked(tx: Tx, context: Context, verdict: Verdict) -> InboxRow:
    """Held by the account that has the login, and said at once; the others leave it alone. No account is named: they
    may be of operators who do not know of each other."""
    row, account = verdict.row, verdict.account
    if account.name != account.line:
        return verdict.done(Category.OTHER)
    why = f"which account is it for? noticed quarantine assign {row.id} ACCOUNT"
    lines = ["A notice fits several accounts of one mailbox, and nothing is done about it before you say whose it is."]
    lines += [f"noticed quarantine show {row.id}", f"noticed quarantine assign {row.id} ACCOUNT"]
    cause = f"whose|{account.name}|{row.sha256}"
    alerts.raise_alert(tx, context, account=account.name, cause=cause, subject="a notice: which account?", lines=lines)
    return verdict.done(Category.NOTICE, status=InboxStatus.HELD, error=why)


def assign(context: Context, row_id: int, name: str) -> None:
    """The operator says for which account of the login a message is; it is read there as if it had just come.

    Raises ``Refused`` where that account reads another mailbox.
    """
    with context.store.write() as tx:
        row = tx.inbox.get(row_id)
        if row is None or row.status is not InboxStatus.HELD or not context.mine(row.account):
            raise Refused(f"no message {row_id} waits there")
        wanted, holder = context.account_of(name), context.account_of(row.account)
        if wanted.line != holder.line:
            raise Refused(f'account "{name}" reads another mailbox')
        tx.facts.set(_fact(holder, row), name)
        fresh = replace(row, status=InboxStatus.NEW, attempts=0, retry_at=None, error=None, category=None)
        tx.inbox.save(fresh)
        if name != row.account and tx.inbox.add(replace(fresh, account=name, id=0)) is None:
            other = tx.inbox.find(name, row.sha256)
            if other:
                tx.inbox.save(
                    replace(other, status=InboxStatus.NEW, attempts=0, retry_at=None, error=None, category=None)
                )
        text = f"you said that message {row_id} is for {name}"
        tx.journal.add(JournalLine(at=context.clock.now(), account=name, event="assigned", text=text))


def _fact(holder: Account, row: InboxRow) -> str:
    return f"{_FACT}|{holder.line}|{row.sha256}"
