"""``redact``: a copy of a message that can be shown to others. Without settings, without network."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from noticed.app.build import file_reader
from noticed.cli.console import REFUSED, fail
from noticed.cli.speech import phrases
from noticed.core.redact.redact import redact
from noticed.render.harmless import harmless


def _to_stdout(raw: bytes) -> None:
    """Octet for octet, but to a terminal, which would obey them."""
    if sys.stdout.isatty():
        print(harmless(raw.decode("utf-8", "replace")))
    else:
        sys.stdout.buffer.write(raw)


def redact_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="an .eml file")],
    out: Annotated[Path | None, typer.Option("--out", help="default: FILE.redacted.eml beside it; - is stdout")] = None,
    salt: Annotated[str | None, typer.Option(help="one salt, the same fakes in every message")] = None,
) -> None:
    """A copy of a message with every identity replaced, to send in when it was misread."""
    target = out or file.with_name(f"{file.stem}.redacted.eml")
    try:
        raw = file.read_bytes()
        if str(target) != "-" and target.exists() and target.samefile(file):
            raise fail(f"{target} is the message itself: give another --out")
        known, _ = file_reader(dns=False)
        done = redact(raw, known.dialects, known.marketplaces, salt.encode() if salt is not None else None)
        if done.left:
            raise fail(f"nothing written: {', '.join(done.left)} would still stand in the copy; please report this")
        if str(target) == "-":
            _to_stdout(done.raw)
        else:
            target.write_bytes(done.raw)
    except OSError as error:
        raise fail(f"{error.filename or target}: {error.strerror}") from None
    say = phrases()
    counts = ", ".join(f"{kind} {count}" for kind, count in done.replaced) or say("cli.nothing")
    print(
        say("cli.redacted", file=target, counts=counts),
        file=sys.stderr if str(target) == "-" else sys.stdout,
    )
    if done.differs:
        raise fail(f"the copy reads otherwise than the message: {'; '.join(done.differs)}", REFUSED)
