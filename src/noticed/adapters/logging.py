"""structlog as JSON lines on stderr. Only known keys are written, and in them no address: a body can't slip in.

What a traceback or a library says may hold a stranger's words, so only its kind and place are written.
"""

import logging
import re
import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, TextIO, cast

from noticed.ports.log import Writer, log

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

_KEYS = frozenset(
    {
        "event", "level", "timestamp", "account", "accounts", "case", "letter", "mailbox", "message", "messages",
        "category", "status", "attempts", "mode", "permanent", "problems", "line", "why", "error", "uid", "step",
        "library", "dropped",
    }
)  # fmt: skip
_LEVELS = ((logging.CRITICAL, "critical"), (logging.ERROR, "error"), (logging.NOTSET, "warning"))
_ADDRESS = re.compile(r"(?<!\S)\S*@\S*")


class _Stderr:
    """Stderr as it is at the time. Where nothing can be written (a full disk under a log file), the line is lost and
    the step goes on. No file of its own: one would be flushed at the very end, when nothing is left to do it.
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
    log.written_by(lambda: _writer(level))
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING, force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _writer(level: str) -> Writer:
    import structlog  # with the first line: it brings much along that most commands do not need

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
    bound = structlog.get_logger().bind()

    def write(weight: str, event: str, keys: dict[str, object]) -> None:
        getattr(bound, weight)(event, **keys)

    return write


def guard() -> None:
    """For a daemon: what nobody caught is logged by kind and place, too, and not printed with its words.

    What writes lines is made now: there may be no descriptor left for it when there is something to say.
    """
    log.begin()
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda seen: _uncaught(seen.exc_type, seen.exc_value, seen.exc_traceback)
    threading.excepthook = lambda seen: _uncaught(seen.exc_type, seen.exc_value, seen.exc_traceback)


class _Libraries(logging.Handler):
    """What a library logs, without its words."""

    def emit(self, record: logging.LogRecord) -> None:
        error = {"error": _kind_and_place(*record.exc_info)} if record.exc_info else {}
        level = next(name for least, name in _LEVELS if record.levelno >= least)
        log.line(level, "library", {"library": record.name, **error})


def _uncaught(kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> None:
    log.critical("uncaught", error=_kind_and_place(kind, value, trace))


def _kind_and_place(kind: type[BaseException] | None, _: BaseException | None, trace: TracebackType | None) -> str:
    last = traceback.extract_tb(trace)[-1] if trace else None
    where = f" at {last.filename.rpartition('/')[2]}:{last.lineno}" if last else ""
    return f"{kind.__name__ if kind else 'error'}{where}"


def _place_of_exception(_: "WrappedLogger", __: str, event: "EventDict") -> "EventDict":
    if event.pop("exc_info", None):
        event["error"] = _kind_and_place(*sys.exc_info())
    return event


def _known_keys(_: "WrappedLogger", __: str, event: "EventDict") -> "EventDict":
    """Plain values of known keys, without addresses; how many others there were is all that is said of them."""
    kept = {key: _plain(value) for key, value in event.items() if key in _KEYS and _is_plain(value)}
    dropped = len(event) - len(kept)
    return {**kept, "dropped": dropped} if dropped else kept


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _plain(value: object) -> object:
    return _ADDRESS.sub("(address)", value) if isinstance(value, str) else value
