"""What reading costs beside a plain parse and one verification of the signature: no more than it did.

The aim is three times that; it is not reached. The bounds are what was measured, with a margin for other machines; a
busy one only ever adds to the cost, so that one measurement of three within them is enough.
"""

import pytest
from tests.bench.reading import SETS, cost

MOST = {"corpus": 6.0, "html, 8 kB": 7.2}


@pytest.mark.parametrize("name", SETS)
def test_reading_costs_no_more_than_it_did(name: str) -> None:
    mails = SETS[name]()
    assert any(cost(mails).ratio <= MOST[name] for _ in range(3))
