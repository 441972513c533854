"""DNS, mailbox or submission server are down: what waits leaves once when they are back, and the operator knows."""

from tests.faults.extent import LONG, SEED
from tests.faults.ledger import Ledger
from tests.faults.outages import OUTAGES, experiment
from tests.faults.quiet import quiet


def test_whatever_is_down_nothing_is_lost_and_nothing_leaves_twice() -> None:
    ledger = Ledger("outages", SEED)
    with quiet():
        experiment(ledger, 200 if LONG else len(OUTAGES))
    print(ledger)
    assert not ledger.violations
