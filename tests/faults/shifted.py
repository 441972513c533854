"""``noticed`` under a clock that an experiment moves: its offset in seconds stands in the file $NOTICED_TEST_CLOCK.

Only tests start it: ``python -m tests.faults.shifted run``.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from noticed.adapters.system import SystemClock
from noticed.cli.main import main

VARIABLE = "NOTICED_TEST_CLOCK"


def now(self: SystemClock) -> datetime:
    """In place of ``SystemClock.now``."""
    return datetime.now(UTC) + timedelta(seconds=float(Path(os.environ[VARIABLE]).read_text() or 0))


if __name__ == "__main__":
    SystemClock.now = now  # type: ignore[method-assign]
    main()
