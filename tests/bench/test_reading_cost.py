"""What reading costs beside a plain parse and one verification of the signature: no more than it did.

The aim is three times that; it is not reached. The bounds are what was measured, with a margin for a busy machine.
"""

import pytest
from tests.bench.reading import SETS, cost

MOST = {"corpus": 4.9, "html, 8 kB": 5.6}


@pytest.mark.parametrize("name", SETS)
def test_reading_costs_no_more_than_it_did(name: str) -> None:
    assert cost(SETS[name]()).ratio <= MOST[name]
