"""A process killed, a disk full and a store locked at the steps of one notice's life: it ends as it would have."""

from tests.faults.every_step import experiment
from tests.faults.extent import SEED, every
from tests.faults.ledger import Ledger
from tests.faults.quiet import quiet


def test_whatever_fails_at_whatever_step_the_letters_leave_once() -> None:
    ledger = Ledger("every_step", SEED)
    with quiet():
        experiment(ledger, every(20))
    print(ledger)
    assert not ledger.violations
