"""Firms in the sentences of a notice, known by their legal form: "Oak Ltd", whoever it is said to be. Never raises."""

from collections.abc import Iterator

from noticed.core.notice.capitals import capitals, is_small_form
from noticed.core.notice.clean import AROUND, clean_name
from noticed.core.notice.fold import fold
from noticed.core.notice.naming import Name, without_stop
from noticed.core.notice.sheet import Sheet

_LINE = 120
"""Characters before a legal form in which its name stands."""
_GREETING = 7
"""Words of a line that greets, at most."""
_BEHIND = 20
"""Characters from a legal form on in which "Oak Ltd's invoice" says that it sells."""
_OTHERS = frozenset({"ignore", "title", "agent", "person"})
"""Labels whose values are no owner's name."""


def firms(sheet: Sheet) -> Iterator[Name]:
    """Every firm of the new text in the order of its sentences, but whom a letter greets and who acts for others."""
    written = capitals(sheet.dialects)
    for form in written.company.finditer(sheet.page.text, sheet.body, max(sheet.page.top, sheet.body)):
        small = form[0].islower() and "." not in form[0] and not is_small_form(form[0])
        if small or form[0] >= "\u2e80" or _is_other(sheet, form.start()):
            continue
        low, _ = sheet.page.sentence(form.start())
        found = written.last_name(sheet.page.text[max(low, form.end() - _LINE) : form.end()])
        behind = sheet.page.text[form.end() : form.end() + 2].strip()[:1]
        goes_on = behind.islower() or behind == ","
        principal = _principal(sheet, found)
        name = clean_name(sheet, principal if goes_on else without_stop(sheet, principal))
        if name and name.casefold().rstrip(".") != form[0].casefold().rstrip("."):
            yield Name(text=name, start=form.end() - len(name))


def _is_other(sheet: Sheet, place: int) -> bool:
    """Whether a place is in a greeting, in the value of a label that names no owner, or speaks of a stranger."""
    line = sheet.page.line_text(sheet.page.line_at(place)).strip()
    if line.endswith((",", ":", "!", "，", "：", "！")) and len(line.split()) < _GREETING:
        return True
    if any(hit.base in _OTHERS and hit.value <= place < hit.end for hit in sheet.hits):
        return True
    start, end = sheet.page.sentence(place)
    low = max(start, place - _LINE // 2)
    return any(
        sheet.says(voice.owner.strangers, start, end)
        or sheet.says(voice.owner.suppliers, low, min(end, place + _BEHIND))
        for voice in sheet.voices
    )


def _principal(sheet: Sheet, found: str) -> str:
    """Whom the agent acts for, where a name begins with one: "Attorneys of Oak Ltd"."""
    signs = (match for voice in sheet.voices for match in voice.owner.agents.finditer(fold(found)))
    words = found[max((match.end() for match in signs), default=0) :].split()
    joining = capitals(sheet.dialects).joining
    if words and words[0] not in joining:
        return found
    while words and words[0].strip(AROUND) in joining:
        words = words[1:]
    return " ".join(words)
