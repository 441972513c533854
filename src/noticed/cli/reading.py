"""``read``: what the daemon sees in an .eml, without settings and, unless ``--dns``, without network."""

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from noticed.app.build import file_reader
from noticed.cli.console import console, fail, print_json, show_table, table
from noticed.cli.speech import phrases
from noticed.core.mail.authenticity import key_names
from noticed.core.notice.brand import brand_of
from noticed.core.notice.model import IpType
from noticed.ports import Resolver
from noticed.render.phrases import Phrases
from noticed.service.reading import Read, Reader, read, report


def read_(
    file: Annotated[list[Path], typer.Argument(metavar="FILE...", help=".eml files; folders are read whole")],
    reply: Annotated[bool, typer.Option("--reply", help="as an answer to a letter of ours")] = False,
    dns: Annotated[bool, typer.Option("--dns", help="fetch DKIM keys")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """What the daemon sees in a message."""
    known, resolver = file_reader(dns=dns)
    bad = 0
    for path in _files(file):
        try:
            raw = path.read_bytes()
        except OSError as error:
            fail(f"{path}: {error.strerror}")
            bad += 1
            continue
        try:
            done = _read(raw, known, resolver, reply=reply)
        except Exception as error:  # noqa: BLE001  # a bug: said with its place, and the other files are read all the same
            where = traceback.extract_tb(error.__traceback__)[-1]
            fail(f"{path}: {type(error).__name__} at {Path(where.filename).name}:{where.lineno}")
            bad += 1
            continue
        print_json(report(str(path), done)) if as_json else _show(path, done, unasked=not dns and _signed(raw, known))
    if bad:
        raise typer.Exit(1)


def _files(given: list[Path]) -> list[Path]:
    return [f for g in given for f in (sorted(p for p in g.rglob("*") if p.is_file()) if g.is_dir() else [g])]


def _read(raw: bytes, known: Reader, resolver: Resolver | None, *, reply: bool) -> Read:
    names = key_names(raw, known.trust, brand_of(known.dialects)) if resolver else ()
    keys = {name: resolver.key(name) for name in names} if resolver else {}
    return read(raw, known, keys, now=datetime.now(UTC), as_reply=reply)


def _signed(raw: bytes, known: Reader) -> bool:
    """Whether there is a signature of Amazon's that a key could prove."""
    return bool(key_names(raw, known.trust, brand_of(known.dialects)))


def _show(path: Path, done: Read, *, unasked: bool) -> None:
    """``unasked``: nobody has asked for the key that the signature needs."""
    out, say = console(), phrases()
    sender = done.message.from_[0].spec if done.message.from_ else say("list.nobody")
    out.print(f"{os.fspath(path)}")
    out.print("  " + say("cli.read_from", sender=sender, subject=done.message.subject))
    found = say.word("authenticity", done.assessment.authenticity)
    out.print(f"  {found}{say('why.colon')}{say.line(done.assessment.why)}{say('cli.read_dns') if unasked else ''}")
    out.print("  " + say("cli.read_category", what=say.word("category", done.category)))
    if done.notice:
        _show_notice(done)
    if done.reply:
        answer = say.word("answer", done.reply.reply_kind)
        out.print("  " + say("cli.read_answer", what=answer) + f"\n\n{done.reply.new_text}\n")
    for recipient in done.bounce.recipients if done.bounce else ():
        back = f"{recipient.address} {recipient.status} {recipient.text}"
        out.print("  " + say("cli.read_returned", what=back))


def _show_notice(done: Read) -> None:
    say = phrases()
    listing = table("", *(say(f"cli.read_{name}") for name in ("field", "value", "line")))
    fields = report("", done)["notice"]
    evidence = done.notice.evidence if done.notice else ()
    guessed = {each.field for each in evidence if each.guess}
    marks = {field: say("cli.read_guess") for field in guessed}
    lines = {each.field: marks.get(each.field, "") + each.line for each in reversed(evidence)}
    for name, value in fields.items() if isinstance(fields, dict) else ():
        if name not in {"evidence", "complaints", "registers"} and value not in (None, [], False):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else _word(say, name, str(value))
            listing.add_row(say.word("field", name), shown, lines.get(name, ""))
    links = fields.get("registers") if isinstance(fields, dict) else None
    for number, link in links.items() if isinstance(links, dict) else ():
        listing.add_row(say.word("field", "register"), number, link)
    show_table(listing)


def _word(say: Phrases, field: str, value: str) -> str:
    """A word of the contract as the operator says it; English has the contract's own."""
    if say.language == "en":
        return value
    if field == "ip_type":
        return say.right(IpType(value))
    if field == "reason_stated":
        return say("show.yes")
    return say.word(f"value.{field}", value)
