"""For all tests: Hypothesis looks at the same examples every time, however busy the machine is; stores are closed."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("noticed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("noticed")


@pytest.fixture(autouse=True)
def _worlds_end() -> Iterator[None]:
    """A store that a test opened in memory is closed when the test is over."""
    yield
    if "tests.unit.service.world" in sys.modules:  # most tests of a part need no world, which imports nearly everything
        from tests.unit.service.world import close_all

        close_all()
