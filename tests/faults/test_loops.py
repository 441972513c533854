"""Machines that answer whatever is written to them get no answer from us."""

from tests.faults.extent import LONG, SEED
from tests.faults.ledger import Ledger
from tests.faults.loops import experiment


def test_no_machine_is_answered() -> None:
    ledger = Ledger("loops", SEED)
    experiment(ledger, 1000 if LONG else 14)
    print(ledger)
    assert not ledger.violations
