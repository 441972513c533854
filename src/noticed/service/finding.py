"""A case by what somebody calls it."""

from noticed.core.case.model import Case
from noticed.ports import Refused, Tx


def case_of(tx: Tx, name: str) -> Case:
    """The case by its reference, in any spelling of it."""
    wanted = name.strip().upper()
    case = tx.cases.get(wanted if wanted.startswith("N-") else f"N-{wanted}")
    if case is None:
        raise Refused(f'no case "{name}": noticed cases lists them')
    return case
