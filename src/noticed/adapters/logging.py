"""structlog as JSON lines on stderr. Only known keys are written: an address or a body can't slip in.

What a traceback says may hold a stranger's words, so only the exception's type and place are written.
"""

import io
import logging
import sys
import traceback
from contextlib import suppress
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

_KEYS = frozenset(
    {
        "event", "level", "timestamp", "account", "accounts", "case", "letter", "mailbox", "message", "messages",
        "category", "status", "attempts", "mode", "permanent", "problems", "line", "why", "error",
    }
)  # fmt: skip


class _Stderr(io.TextIOBase):
    """Stderr as it is at the time. Where nothing can be written (a full disk under a log file), the line is lost and
    the step goes on.
    """

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def set_up(level: str = "INFO") -> None:
    """Send every log line to stderr as JSON."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _place_of_exception,
            _known_keys,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Stderr())),
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _place_of_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if event.pop("exc_info", None):
        kind, _value, trace = sys.exc_info()
        last = traceback.extract_tb(trace)[-1] if trace else None
        where = f" at {last.filename.rpartition('/')[2]}:{last.lineno}" if last else ""
        event["error"] = f"{kind.__name__ if kind else 'error'}{where}"
    return event


def _known_keys(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if key in _KEYS}
