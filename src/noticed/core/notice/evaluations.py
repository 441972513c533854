"""Patent evaluations: whether a mail is about one, and whether it has ended. Never raises."""

import re

from noticed.core.notice.phrase import Phrases
from noticed.core.notice.sheet import Sheet

_BESIDE = 12
"""Characters before an evaluation in which it is denied itself."""


def spoken(sheet: Sheet, phrases: Phrases) -> int | None:
    """Where an evaluation is spoken of that is no mere chance, nor denied itself: "we have not received your deposit
    for the neutral evaluation"."""
    found = (match.start() for match in phrases.matches(sheet.new) if not sheet.is_supposed(match))
    denials = sheet.dialect.words.denials
    return next((at for at in found if not sheet.says(denials, max(0, at - _BESIDE), at)), None)


def ended(sheet: Sheet) -> re.Match[str] | None:
    """What says that a patent evaluation has ended: of a listing these words say nothing. What the evaluator found not
    to be so is a finding, too."""
    for voice in sheet.voices:
        words = voice.notice.evaluations_over
        stated = frozenset(sheet.statements(words, firmly=True)) if words.matches(sheet.new) else ()
        for match in words.matches(sheet.new):
            waits = sheet.says(voice.words.lasting, sheet.page.sentence(match.start())[0], match.start())
            if match.start() in stated and not waits and not sheet.is_conditional(match):
                return match
    return None
