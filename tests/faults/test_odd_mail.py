"""Bombs among good notices: none is lost, none takes long, and no notice waits (short form of ``odd_mail``)."""

import pytest
from tests.bombs import BOMBS
from tests.faults.extent import LONG
from tests.faults.odd_mail import MOST_MEMORY, experiment

SHORT = (
    "20,000 nested multiparts",
    "100,000 empty parts",
    "100,000 headers",
    "20 MB of padded base64",
    "5 MB of open divs",
    "a zip of 300 MB",
    "bare CR all over",
    "31 MB",
)


@pytest.mark.timeout(7200 if LONG else 300)
def test_bombs_among_good_notices_are_read_or_set_aside() -> None:
    names = tuple(BOMBS) if LONG else SHORT
    figures = experiment(((name, BOMBS[name]()) for name in names), each=1 if LONG else 4)
    print(figures)
    assert figures.violations == ()
    assert figures.messages == len(names)
    assert figures.largest_child <= MOST_MEMORY
