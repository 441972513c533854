"""What a letter that waits says, in the operator's language: stands under it where he reads it, and is never sent."""

from dataclasses import replace

from noticed.core.case.model import OPERATOR_LETTERS
from noticed.ports import Letter, LetterStatus, Tx
from noticed.render.letters import render
from noticed.render.phrases import Phrases
from noticed.service import write
from noticed.service.context import Context

WAITING = frozenset({LetterStatus.WRITTEN, LetterStatus.HELD, LetterStatus.QUEUED})
"""Letters that can still be stopped."""

_WRITTEN_IN = "en"


def reading(tx: Tx, context: Context, letter: Letter) -> str:
    """The letter in the operator's language; "" where it is in it already, is told in no other, or a person changed
    its words.

    What the operator supplied for it is not said again.
    """
    name = f"{_WRITTEN_IN}.{context.operator_language}"
    template = context.templates.by_kind.get((letter.kind, name)) if letter.kind not in OPERATOR_LETTERS else None
    case = tx.cases.get(letter.case) if letter.case else None
    if template is None or case is None or letter.status not in WAITING or letter.reworded:
        return ""
    own = Phrases(context.operator_language, str(context.timezone))("letter.your_words")
    supplied = {slot: "yes" if slot in template.by_yes else own for slot in template.slots}
    facts = write.facts_of(tx, context, case, write.Extra(slots=supplied, files=letter.files))
    draft = render(letter.kind, name, context.templates, replace(facts, amazon_copied=bool(letter.cc)))
    return f"{draft.subject}\n\n{draft.body}"
