"""A case by what somebody calls it; and what was last answered in it."""

from noticed.core.case.model import Case
from noticed.core.mail.model import Category
from noticed.ports import InboxRow, Refused, Tx


def case_of(tx: Tx, name: str) -> Case:
    """The case by its reference, in any spelling of it. Raises ``Refused`` where there is none."""
    wanted = name.strip().upper()
    case = tx.cases.get(wanted if wanted.startswith("N-") else f"N-{wanted}")
    if case is None:
        raise Refused(f'no case "{name}": noticed cases lists them')
    return case


def last_answer(tx: Tx, case: Case) -> InboxRow | None:
    """The newest answer of a person, with its bytes."""
    answers = [row.id for row in tx.inbox.of_case(case.case, octets=0) if row.category == Category.REPLY.value]
    return tx.inbox.get(answers[-1]) if answers else None
