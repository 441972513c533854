"""Measures what is promised of speed and size, each figure beside a floor or a peer of the same run.

    python -m tests.bench                    # which benches there are
    python -m tests.bench start first-look   # run and print some
    python -m tests.bench --all --write      # all of them, into docs/performance.md

They need root, Dovecot and Postfix, as the tests in tests/e2e do, and time: minutes each.
"""

import argparse
import sys
from importlib import import_module

from tests.bench.table import show, write

BENCHES = {
    "start": "how long a command takes to begin",
    "look": "an unchanged mailbox, and what a poll of it costs",
    "watch": "1,000 mailboxes in one process: memory, processor, threads, and how soon a notice is answered",
    "first-look": "100,000 messages, 200 of them notices, against imaplib and other programs",
    "submission": "letters a second against smtplib and bare commits",
    "workers": "messages judged a second by two processes on PostgreSQL, against one",
    "big-store": "a million closed cases: tick, list, digest",
}


def main() -> int:
    """Exit status 1 where something is not as wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--all", action="store_true", help="every one of them")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--short", action="store_true", help="smaller and quicker: every title says how small")
    asked = parser.parse_args()
    names = list(BENCHES) if asked.all else asked.names
    if not names:
        for name, what in BENCHES.items():
            print(f"{name:<12} {what}")
    kept = True
    for name in names:
        bench = import_module(f"tests.bench.{name.replace('-', '_')}").measure(short=asked.short)
        print(show(bench, short=asked.short), flush=True)
        kept = kept and all(row.kept is not False for row in bench.rows)
        if asked.write:
            write(bench, short=asked.short)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
