"""A case for a lawyer: every mail and letter as it was, and a timeline, in one zip."""

import io
import zipfile

from noticed.core.case.model import Case
from noticed.ports import Tx
from noticed.render.pages import Entry, timeline_html, timeline_text
from noticed.service.context import Context
from noticed.service.decisions import case_of


def export(context: Context, tx: Tx, name: str) -> bytes:
    """The zip's bytes. Mails and letters are the very bytes received and sent."""
    case = case_of(tx, name)
    entries = entries_of(tx, case)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in tx.inbox.of_case(case.case):
            archive.writestr(f"mails/{row.received_at:%Y%m%d-%H%M}-{row.id}.eml", row.raw)
        for letter in tx.outbox.of_case(case.case):
            if letter.raw is not None:
                archive.writestr(f"letters/{letter.letter}.eml", letter.raw)
            else:
                head = f"{letter.status}\nTo: {', '.join(letter.recipients)}\nSubject: {letter.subject}\n\n"
                archive.writestr(f"letters/{letter.letter}.txt", head + letter.body)
        archive.writestr("timeline.txt", timeline_text(case, entries, str(context.timezone)))
        archive.writestr("timeline.html", timeline_html(case, entries, str(context.timezone)))
    return packed.getvalue()


def entries_of(tx: Tx, case: Case) -> tuple[Entry, ...]:
    """Journal, mails and letters in the order of time."""
    found = [Entry(at=line.at, what=line.event, text=line.text) for line in tx.journal.of_case(case.case)]
    found += [
        Entry(
            at=row.received_at, what=f"mail: {row.category}", text=f"mails/{row.received_at:%Y%m%d-%H%M}-{row.id}.eml"
        )
        for row in tx.inbox.of_case(case.case)
    ]
    return tuple(sorted(found, key=lambda entry: entry.at))
