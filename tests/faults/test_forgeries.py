"""A flood of notices, forged or signed with a stranger named in it, reaches no more strangers than the limits say."""

from tests.faults.extent import LONG, SEED
from tests.faults.forgeries import experiment
from tests.faults.ledger import Ledger
from tests.faults.quiet import quiet


def test_a_flood_of_notices_is_no_flood_of_letters() -> None:
    ledger = Ledger("forgeries", SEED)
    with quiet():
        experiment(ledger, 10_000 if LONG else 60)
    print(ledger)
    assert not ledger.violations
    assert ledger.figures["letters"] == 10  # new_recipients_per_day: the others wait for a person
