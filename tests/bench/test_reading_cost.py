"""A notice is read in at most three times the time of a plain parse and one verification of its signature."""

import pytest
from tests.bench.reading import SETS, cost

MOST = 9.0


@pytest.mark.parametrize("name", SETS)
def test_reading_costs_at_most_three_times_a_parse_and_a_verification(name: str) -> None:
    assert cost(SETS[name]()).ratio <= MOST
