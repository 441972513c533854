"""The process that reads heavy mail for ``adapters.apart``: told what to do on stdin, answers on stdout.

    python -m noticed.adapters.apart_process MEMORY PROCESSOR [FOLDER]

MEMORY octets of address space, PROCESSOR seconds for each message, FOLDER of settings.toml. It ends when nobody
writes to it any more, or when it had nothing to do for ``PATIENCE`` seconds.
"""

import os
import pickle
import resource
import select
import signal
import sys
import time
import traceback
from pathlib import Path

from noticed.adapters import packaged
from noticed.adapters.apart_wire import Answer, Broke, TooLarge, frame, say
from noticed.core.reading import Reader

PATIENCE = 600.0
_MOST = 64 * 1024 * 1024


def main() -> None:
    """Read messages until nobody asks."""
    memory, processor, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # they are meant for the daemon, which ends us
        signal.signal(ignored, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    dialects = packaged.dialects(Path(folder) if folder else None)
    reader = Reader(dialects=lambda: dialects, marketplaces=packaged.marketplaces())
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whoever prints does not answer
    say(answers, pickle.dumps(Answer(value=None)))
    while select.select([jobs], [], [], PATIENCE)[0]:
        try:
            name, args = pickle.loads(frame(jobs, _MOST))  # noqa: S301  # written by the process that started us
            raw = frame(jobs, _MOST)
        except EOFError:
            return
        _allow(processor)
        say(answers, _done(reader, name, raw, args))


def _allow(seconds: int) -> None:
    """So much processor time from now on; beyond it SIGXCPU ends us."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, hard))


def _done(reader: Reader, name: str, raw: bytes, args: tuple[object, ...]) -> bytes:
    try:
        return pickle.dumps(Answer(value=getattr(reader, name)(raw, *args)))
    except MemoryError:
        return pickle.dumps(TooLarge())
    except Exception:  # noqa: BLE001  # a bug: told with its traceback, and shunted by whoever asked
        return pickle.dumps(Broke(trace=traceback.format_exc()))


if __name__ == "__main__":
    main()
