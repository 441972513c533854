"""Which case a message of somebody belongs to, the surest sign first; and where there is none, which it may belong to.

By our Message-IDs (also those a provider gave our letters), by our reference, by what the operator said of this sender
before, by a complaint's id from its complainant's own domain, by the complainant's address. Never by the words of a
subject alone. What only hints at a case waits for the operator (``pen``).
"""

from collections.abc import Sequence

from noticed.core.case.model import Case, State
from noticed.core.mail.match import sender_digest
from noticed.core.mail.recipients import mailbox_of, registrable_domain
from noticed.core.values import Value
from noticed.ports import Tx
from noticed.service import merged
from noticed.service.verdict import Verdict

_ATTACHED = "attached"
_SHORTEST_NAME = 6
"""Letters of a rights owner's name that mean anything in a text."""


class Candidate(Value):
    """A case a message may belong to."""

    case: str
    why: str


class Found(Value):
    """Where a message belongs."""

    case: Case | None = None
    known: bool = False
    """Whether its sender is the complainant, or speaks for it by the operator's word."""


def case_of(tx: Tx, verdict: Verdict) -> Found:
    """The case, or none."""
    account, sender, keys = verdict.row.account, verdict.sender, verdict.read.names
    letters = tx.outbox.by_message_id(keys.message_ids)
    names = [letter.case for letter in letters if letter.case and letter.account == account]
    names += [name for key in keys.letter_keys if (name := _case_of_key(tx, key, account))]
    attached = tx.facts.get(_fact(account, sender)) if sender else None
    for name in (*names, *keys.references, *([attached] if attached else [])):
        case = tx.cases.get(name)
        if case and case.account == account:
            case = merged.follow(tx, case)
            return Found(case=case, known=_is_complainant(case, sender) or attached == name)
    domain = registrable_domain(sender)
    theirs = tx.cases.by_complainant(account, [sender], [domain] if domain else [])
    going = [case for case in theirs if case.state is not State.CLOSED]
    named = [case for case in going if _ids_in(case, verdict)]
    written = [case for case in going if sender in case.complainant_emails]
    chosen = next(iter((*named, *_latest_first(written))), None)
    return Found(case=chosen, known=chosen is not None)


def candidates(tx: Tx, verdict: Verdict) -> tuple[Candidate, ...]:
    """The open cases a stranger's message hints at, each with what hints at it."""
    domain = registrable_domain(verdict.sender)
    going = (case for case in tx.cases.all(account=verdict.row.account) if case.state is not State.CLOSED)
    return tuple(Candidate(case=case.case, why=why) for case in going if (why := _hint(case, verdict, domain)))


def remember(tx: Tx, case: Case, sender: str) -> None:
    """What this sender writes from now on belongs to ``case``. Kept without the address."""
    tx.facts.set(_fact(case.account, sender), case.case)


def remembered(tx: Tx, account: str) -> frozenset[str]:
    """Digests of the senders of whom the operator said where they belong."""
    return frozenset(name.rpartition("|")[2] for name in tx.facts.beginning(f"{_ATTACHED}|{account}|"))


def _fact(account: str, sender: str) -> str:
    return f"{_ATTACHED}|{account}|{sender_digest(sender)}"


def _case_of_key(tx: Tx, key: str, account: str) -> str | None:
    letter = tx.outbox.get(key.rpartition(".")[0])
    return letter.case if letter and letter.account == account else None


def _latest_first(cases: Sequence[Case]) -> list[Case]:
    """An answer without a name is to the letter that went last."""
    return sorted(cases, key=lambda case: case.attempted_at or case.opened_at, reverse=True)


def _is_complainant(case: Case, sender: str) -> bool:
    domains = [registrable_domain(a) for a in case.complainant_emails]
    known = mailbox_of(sender) in map(mailbox_of, case.complainant_emails)
    return known or (registrable_domain(sender) or "-") in domains


def _text(verdict: Verdict) -> str:
    return f"{verdict.whole.subject}\n{verdict.whole.text}"


def _ids_in(case: Case, verdict: Verdict) -> list[str]:
    return [name for name in case.complaint_ids if name in _text(verdict)]


def _hint(case: Case, verdict: Verdict, domain: str | None) -> str:
    """Why a message may belong to a case; "" where nothing says so."""
    text = _text(verdict)
    ids, asins = _ids_in(case, verdict), [asin for asin in case.asins if asin in text]
    why = ""
    if ids:
        why = f"it names complaint {ids[0]}"
    elif domain and domain in [registrable_domain(a) for a in case.complainant_emails]:
        why = "it comes from the complainant's domain"
    elif asins:
        why = f"it names {asins[0]}"
    elif _names(case.rights_owner_name or "", verdict):
        why = "it names the rights owner"
    return why


def _names(owner: str, verdict: Verdict) -> bool:
    shown = " ".join(address.name for address in verdict.whole.from_)
    return len(owner) >= _SHORTEST_NAME and owner.casefold() in f"{shown}\n{_text(verdict)}".casefold()
