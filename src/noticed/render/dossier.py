"""A case as files for a lawyer: an index page, the mails and letters as they were, the chained journal, and the sums.

``SHA256SUMS`` is what ``sha256sum -c`` reads: the files can be checked without this program. The chain of the journal
(``core.journal``) stands in case.json with everything else a program may want.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import Enum

from noticed.core.case.model import Case
from noticed.core.journal import REMOVED, SealedLine
from noticed.core.mail.model import Message
from noticed.core.values import Value
from noticed.ports import Exhibit, InboxRow, InboxStatus, JournalLine, Letter
from noticed.render.pages import Entry, Paper, index_html, timeline_text

FORMAT = "noticed case 1"
"""What case.json calls itself; verify refuses another."""
SUMS = "SHA256SUMS"


class Dossier(Value):
    """Everything an export is made from."""

    case: Case
    mails: tuple[tuple[InboxRow, Message], ...]
    """Received, in order, each with what was read of it."""
    letters: tuple[Letter, ...]
    exhibits: tuple[Exhibit, ...] = ()
    """The evidence as it came, with its files, what was taken out too."""
    journal: tuple[JournalLine, ...]
    chain: tuple[SealedLine, ...]
    exported_at: datetime
    timezone: str


def dossier_files(dossier: Dossier) -> dict[str, bytes]:
    """Path in the zip → contents. Mails and letters are the very bytes received and sent."""
    case, zone = dossier.case, dossier.timezone
    mails = [_mail(row, message) for row, message in dossier.mails]
    letters = [_letter(letter) for letter in dossier.letters]
    originals = [_original(exhibit) for exhibit in dossier.exhibits]
    entries = _entries(dossier, mails)
    files: dict[str, bytes] = {}
    for _, contents in (*mails, *letters, *originals):
        files |= contents
    files["case.json"] = _machine_readable(dossier, files)
    files["timeline.txt"] = timeline_text(case, entries, zone).encode()
    papers = sorted((paper for paper, _ in (*mails, *letters, *originals)), key=lambda paper: paper.at)
    seal = dossier.chain[-1].seal if dossier.chain else ""
    files["index.html"] = index_html(case, entries, papers, seal, dossier.exported_at, zone).encode()
    sums = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return {"index.html": files.pop("index.html"), **files, SUMS: "".join(sums).encode()}


_Made = tuple[Paper, dict[str, bytes]]


def _mail(row: InboxRow, message: Message) -> _Made:
    name = _mail_name(row)
    if not row.raw:
        paper = Paper(at=row.received_at, title=REMOVED, what="mail", who="", result="", readable=f"{name}.txt")
        return paper, {f"{name}.txt": f"{REMOVED}\n".encode()}
    head = "".join(f"{key}: {message.header(key) or ''}\n" for key in ("from", "to", "date", "subject"))
    paper = Paper(
        at=row.received_at,
        title=message.subject or "(no subject)",
        what=(row.category or row.status.value).replace("_", " "),
        who=", ".join(address.spec for address in message.from_),
        result="" if row.status is InboxStatus.DONE else row.status.value,
        original=f"{name}.eml",
        readable=f"{name}.txt",
    )
    return paper, {f"{name}.eml": row.raw, f"{name}.txt": f"{head}\n{message.text}\n".encode()}


def _mail_name(row: InboxRow) -> str:
    return f"mails/{row.received_at.astimezone(UTC):%Y%m%d-%H%M}-{row.id}"


def _letter(letter: Letter) -> _Made:
    name = f"letters/{letter.letter}"
    head = (
        f"To: {', '.join(letter.to)}\nCc: {', '.join(letter.cc)}\nSubject: {letter.subject}\nStatus: {letter.status}\n"
    )
    contents = {f"{name}.txt": f"{head}\n{letter.body}\n".encode()}
    if letter.raw is not None:
        contents[f"{name}.eml"] = letter.raw
    attached = []
    for number, file in enumerate(letter.files, 1):
        attached.append(f"evidence/{letter.letter}-{number}-{_safe(file.name)}")
        contents[attached[-1]] = file.content
    answers = [f"{d.address}: {d.code} {d.text}" for d in letter.deliveries]
    paper = Paper(
        at=letter.submitted_at or letter.created_at,
        title=letter.subject,
        what=f"letter {letter.letter}, {letter.kind.value.replace('_', ' ')}",
        who=", ".join(letter.recipients),
        result="; ".join([letter.status.value, *(answers or filter(None, [letter.answer]))]),
        original=f"{name}.eml" if letter.raw is not None else None,
        readable=f"{name}.txt",
        attached=tuple(attached),
    )
    return paper, contents


def _original(exhibit: Exhibit) -> _Made:
    name = _original_name(exhibit)
    out = f"taken out: {exhibit.removed_why or ''}" if exhibit.removed_at else ""
    holds = f"until {exhibit.expires.isoformat()}" if exhibit.expires else ""
    paper = Paper(
        at=exhibit.added_at,
        title=exhibit.name,
        what=f"evidence, {exhibit.kind.value}",
        who="",
        result="; ".join(filter(None, [holds, out])),
        original=name if exhibit.content else None,
        readable="" if exhibit.content else f"{name}.txt",
    )
    return paper, {name: exhibit.content} if exhibit.content else {f"{name}.txt": f"{REMOVED}\n".encode()}


def _original_name(exhibit: Exhibit) -> str:
    """What was sent of it stands beside, under the name of its letter."""
    return f"evidence/originals/{exhibit.id}-{_safe(exhibit.name)}"


def _safe(name: str) -> str:
    """A file name no unpacker can take for a path."""
    kept = "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in name)
    return kept.strip(". ")[:80] or "file"


def _entries(dossier: Dossier, mails: list[_Made]) -> list[Entry]:
    found = [
        Entry(at=paper.at, what=f"mail: {paper.what}", text=paper.title, file=paper.readable) for paper, _ in mails
    ]
    found += [Entry(at=line.at, what=line.event, text=line.text) for line in dossier.journal]
    return sorted(found, key=lambda entry: entry.at)


def _machine_readable(dossier: Dossier, files: dict[str, bytes]) -> bytes:
    told = {
        "format": FORMAT,
        "exported_at": dossier.exported_at,
        "case": asdict(dossier.case),
        "mails": [
            {
                "file": f"{_mail_name(row)}.eml" if row.raw else None,
                "sha256": row.sha256,
                **{key: getattr(row, key) for key in ("mailbox", "uidvalidity", "uid", "received_at", "fetched_at")},
                **{key: getattr(row, key) for key in ("status", "category", "message_id", "signature", "evidence")},
            }
            for row, _ in dossier.mails
        ],
        "letters": [
            {
                **{key: value for key, value in asdict(letter).items() if key not in {"raw", "files", "html"}},
                "file": f"letters/{letter.letter}.{'eml' if letter.raw is not None else 'txt'}",
                "evidence": [name for name in files if name.startswith(f"evidence/{letter.letter}-")],
            }
            for letter in dossier.letters
        ],
        "evidence": [
            {
                **{key: value for key, value in asdict(exhibit).items() if key not in {"content", "case"}},
                "file": _original_name(exhibit) if exhibit.content else None,
            }
            for exhibit in dossier.exhibits
        ],
        "journal": [asdict(line) for line in dossier.chain],
        "lines_before_the_chain": len(dossier.journal) - len(dossier.chain),
    }
    return json.dumps(told, default=_plain, ensure_ascii=False, indent=1).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} in a case")
