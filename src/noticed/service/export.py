"""A case for a lawyer, in one zip; and the check of such a zip."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from noticed.core.journal import REMOVED, SealedLine, broken
from noticed.core.mail.message import read_message
from noticed.core.values import Value
from noticed.ports import JournalLine, Refused, Tx
from noticed.render.dossier import FORMAT, SUMS, Dossier, dossier_files
from noticed.service.context import Context
from noticed.service.finding import case_of


def export(context: Context, tx: Tx, name: str) -> bytes:
    """The zip's bytes. That it was made, with its SHA-256, becomes a line of the case's journal (after those in it)."""
    case = case_of(tx, name)
    now = context.clock.now()
    dossier = Dossier(
        case=case,
        mails=tuple((row, read_message(row.raw)) for row in tx.inbox.of_case(case.case)),
        letters=tx.outbox.of_case(case.case),
        exhibits=tx.exhibits.of_case(case.case, whole=True),
        journal=tx.journal.of_case(case.case),
        chain=tx.journal.sealed(case.case),
        exported_at=now,
        timezone=str(context.timezone),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in dossier_files(dossier).items():
            archive.writestr(zipfile.ZipInfo(path, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    text = f"exported: {len(dossier.mails)} mails, {len(dossier.letters)} letters, SHA-256 {_sum(packed.getvalue())}"
    tx.journal.add(JournalLine(at=now, account=case.account, case=case.case, event="exported", text=text))
    return packed.getvalue()


class Verified(Value):
    """What the check of an export found."""

    case: str
    files: int
    lines: int
    seal: str
    removed: int
    """Lines of the journal whose words were removed on purpose (retention, or somebody asked to be forgotten)."""
    problems: tuple[str, ...]
    """A sentence each; empty when everything is as it was exported."""


def verify(packed: bytes) -> Verified:
    """Check every file's sum, that none is missing or added, and the journal's chain.

    Raises ``Refused`` for what is no export of a case.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            files = {info.filename: archive.read(info) for info in archive.infolist()}
        told = json.loads(files["case.json"])
        sums = dict(line.split("  ", 1)[::-1] for line in files.pop(SUMS).decode().splitlines())
        chain = [_line(line) for line in told["journal"]]
        name = str(told["case"]["case"])
        mails = {str(mail["file"]): str(mail["sha256"]) for mail in told["mails"] if mail["file"]}
        mails |= {str(x["file"]): str(x["sha256"]) for x in told.get("evidence", ()) if x["file"]}
        known = told["format"] == FORMAT
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Refused(f"not an export of noticed, or damaged ({type(error).__name__}): export the case again") from None
    if not known:
        raise Refused("an export of another version of noticed: check it with that version")
    problems = [f"{path}: listed, not there" for path in sums if path not in files]
    problems += [f"{path}: there, not listed" for path in files if path not in sums]
    problems += [
        f"{path}: changed since the export" for path in files if sums.get(path, "") not in ("", _sum(files[path]))
    ]
    problems += [f"{path}: not what was received" for path, was in mails.items() if _sum(files.get(path, b"")) != was]
    problems += broken(name, chain)
    seal = chain[-1].seal if chain else ""
    removed = sum(line.text == REMOVED for line in chain)
    return Verified(case=name, files=len(files), lines=len(chain), seal=seal, removed=removed, problems=tuple(problems))


def _line(told: Mapping[str, object]) -> SealedLine:
    facts = told["facts"]
    return SealedLine(
        at=datetime.fromisoformat(str(told["at"])),
        event=str(told["event"]),
        text=str(told["text"]),
        facts=facts if isinstance(facts, dict) else None,
        digest=str(told["digest"]),
        seal=str(told["seal"]),
    )


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()
