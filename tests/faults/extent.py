"""How far the fault experiments go: minutes within ``tests/check``, or as far as the environment asks.

``NOTICED_TEST_KILLS`` and ``NOTICED_TEST_SEED`` for the kills, ``NOTICED_TEST_LONG=1`` for everything else.
"""

import os

KILLS = int(os.environ.get("NOTICED_TEST_KILLS", "50"))
SEED = int(os.environ.get("NOTICED_TEST_SEED", "20261124"))
LONG = os.environ.get("NOTICED_TEST_LONG") == "1"


def every(step: int) -> int:
    """``step`` in the short form, 1 in the long."""
    return 1 if LONG else step
