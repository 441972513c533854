"""Which case a merged one went into: mail about the first belongs to the other."""

from noticed.core.case.model import Case, Disposition
from noticed.ports import Tx

_MERGED = "merged:"


def remember(tx: Tx, gone: str, kept: str) -> None:
    """``gone`` went into ``kept``."""
    tx.facts.set(_MERGED + gone, kept)


def follow(tx: Tx, case: Case) -> Case:
    """The case that a merged one went into, over any number of merges; else the case itself."""
    seen = {case.case}
    while case.disposition is Disposition.DUPLICATE:
        name = tx.facts.get(_MERGED + case.case)
        found = tx.cases.get(name) if name else None
        if found is None or found.case in seen:
            break
        seen.add(found.case)
        case = found
    return case
