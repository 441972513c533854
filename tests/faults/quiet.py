"""The daemon's log is not what an experiment prints."""

from collections.abc import Iterator
from contextlib import contextmanager

from noticed.ports.log import log


@contextmanager
def quiet() -> Iterator[None]:
    """Log nothing meanwhile, and afterwards only what is set up anew."""
    log.written_by(None)
    try:
        yield
    finally:
        log.written_by(None)
