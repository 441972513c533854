"""Mail under Amazon's name is believed as a second reading of the rules says, and nothing done to it helps it."""

from tests.faults.believed import experiment
from tests.faults.extent import LONG, SEED
from tests.faults.ledger import Ledger
from tests.faults.quiet import quiet


def test_the_program_and_a_second_reading_of_the_rules_agree() -> None:
    ledger = Ledger("believed", SEED)
    with quiet():
        experiment(ledger, 3_000 if LONG else 300)
    print(ledger)
    assert not ledger.violations
    assert ledger.figures["acted"]
