"""What a letter that waits says, in the operator's language: stands under it where he reads it, and is never sent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from noticed.core.case.model import OPERATOR_LETTERS
from noticed.core.case.slots import ATTEST, Slot
from noticed.ports import Letter, LetterStatus, Tx
from noticed.render.letters import render
from noticed.render.phrases import Phrases
from noticed.service import write
from noticed.service.context import Context
from noticed.service.extra import Extra

WAITING = frozenset({LetterStatus.WRITTEN, LetterStatus.HELD, LetterStatus.QUEUED})
"""Letters that can still be stopped."""


def reading(tx: Tx, context: Context, letter: Letter) -> str:
    """The letter in the operator's language; "" where it is in it already, is told in no other, or a person changed
    its words.

    What the operator supplied for it is not said again. Above a text to paste stands where it is pasted.
    """
    words = told_of(tx, context, letter)
    return words and _steps(letter, context) + words


def told_of(tx: Tx, context: Context, letter: Letter) -> str:
    """The same, of the letter alone."""
    case = tx.cases.get(letter.case) if letter.case else None
    if case is None or letter.kind in OPERATOR_LETTERS or letter.status not in WAITING or letter.reworded:
        return ""
    template = write.telling(context, case, letter.kind)
    if template is None:
        return ""
    own = Phrases(context.operator_language, str(context.timezone))("letter.your_words")
    supplied = dict.fromkeys(_told_in_words(tx, letter, template.slots), own)
    facts = write.facts_of(tx, context, case, Extra(slots={**supplied, ATTEST: "yes"}, files=letter.files))
    facts = replace(facts, amazon_copied=bool(letter.cc))
    draft = render(letter.kind, template.language, context.templates, facts)
    return f"{draft.subject}\n\n{draft.body}"


def _told_in_words(tx: Tx, letter: Letter, slots: Sequence[Slot]) -> Iterator[str]:
    """The slots that hold the operator's own words in this letter; a table is told as a reason of his."""
    written = tx.journal.of_case(letter.case or "", "letter_written")
    line = next((x for x in written if x.text.startswith(f"{letter.letter} ")), None)
    rests_on = (line.facts or {}).get(write.RESTS_ON) if line else None
    given = set(rests_on if isinstance(rests_on, dict) else (slot.name for slot in slots))
    if any(slot.columns and slot.name in given for slot in slots):
        given.add("analysis")
    yield from (slot.name for slot in slots if slot.name in given and not (slot.columns or slot.day))


def _steps(letter: Letter, context: Context) -> str:
    """Where to paste it: the numbered lines above a text to paste."""
    if letter.to:
        return ""
    say = Phrases(context.operator_language, str(context.timezone))
    steps = (re.fullmatch(r"(\d+\. )(.+)", line) for line in letter.body.partition("\n\n")[0].splitlines())
    told = "".join(f"{step[1]}{say.line(step[2])}\n" for step in steps if step)
    return f"{told}\n" if told else ""
