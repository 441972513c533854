"""What stands ready for Account Health: the letter to paste, its appeal pack, and what of it was submitted."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

from noticed.core.case.model import AMAZON_LETTERS, Case, LetterKind
from noticed.ports import JournalLine, Letter, LetterStatus, Refused, Tx
from noticed.render.pack import Field, Pack, blocks_of, pack_files, steps_of, text_of
from noticed.render.phrases import Phrases
from noticed.service import write
from noticed.service.context import Context
from noticed.service.in_your_words import told_of

_PASTED = AMAZON_LETTERS | {LetterKind.COUNTER_NOTICE}
_BOXES = ("root_cause", "actions_taken", "prevention")
"""Of a plan of action, in the order of its letter."""


def to_paste(tx: Tx, case: Case) -> Letter | None:
    """The text that stands ready, the newest; None where there is none."""
    ready = [
        letter
        for letter in tx.outbox.of_case(case.case)
        if letter.kind in _PASTED and not letter.to and letter.status is LetterStatus.WRITTEN and letter.body
    ]
    return ready[-1] if ready else None


def pack(tx: Tx, context: Context, case: Case) -> dict[str, bytes]:
    """Path → contents. Raises ``Refused`` where nothing stands ready."""
    letter = to_paste(tx, case)
    if letter is None:
        raise Refused(f"{case.case}: no text to paste; decide first: noticed decide {case.case}")
    say = Phrases(context.operator_language, str(context.timezone))
    made = Pack(
        case=case.case,
        about=", ".join((*case.complaint_ids, *case.asins)[:6]) or say("show.no_id"),
        kind=say.kind(letter.kind),
        steps=tuple(_steps(case, letter, say)),
        fields=tuple(_fields(tx, context, case, letter, say)),
        files=letter.files,
        language=write.amazon_reads(context, case),
        operator_language=context.operator_language,
    )
    return pack_files(made, say)


def packed(tx: Tx, context: Context, case: Case) -> bytes:
    """The same as a zip, in a folder of its own."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in pack(tx, context, case).items():
            entry = zipfile.ZipInfo(f"{folder_of(case)}/{path}", context.clock.now().timetuple()[:6])
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return octets.getvalue()


def folder_of(case: Case) -> str:
    """How its folder is called."""
    return f"{case.case}-appeal"


def submitted_note(tx: Tx, context: Context, case: Case, letter: Letter) -> None:
    """Exactly what stood ready when the operator said that it is submitted."""
    text = text_of(letter.body)
    sums = {file.name: hashlib.sha256(file.content).hexdigest() for file in letter.files}
    facts: dict[str, object] = {
        "letter": letter.letter,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "files": sums,
    }
    said = f"what was submitted: {letter.letter}, {len(text)} characters" + (f", {', '.join(sums)}" if sums else "")
    line = JournalLine(
        at=context.clock.now(), account=case.account, case=case.case, event="submitted_text", text=said, facts=facts
    )
    tx.journal.add(line)


def _steps(case: Case, letter: Letter, say: Phrases) -> Iterator[str]:
    yield from (say.line(step) for step in steps_of(letter.body))
    yield say("pack.step_copy")
    if letter.files:
        yield say("pack.step_files", n=len(letter.files))
    yield say("pack.step_send")
    yield say("pack.step_tell", case=case.case)


def _fields(tx: Tx, context: Context, case: Case, letter: Letter, say: Phrases) -> Iterator[Field]:
    text = text_of(letter.body)
    if case.complaint_ids:
        yield Field(label=say("show.complaint"), text=", ".join(case.complaint_ids))
    if case.asins:
        yield Field(label=say("show.asin"), text=", ".join(case.asins))
    boxes = blocks_of(text) if letter.kind is LetterKind.PLAN_OF_ACTION else ()
    if len(boxes) == len(_BOXES):
        for name, (heading, words) in zip(_BOXES, boxes, strict=True):
            label = say.word("desk_slot", name)
            yield Field(label=label if label == heading else f"{label} ({heading})", text=words)
    yield Field(label=say("pack.whole"), text=text, told=told_of(tx, context, letter))
