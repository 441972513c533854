"""Names that stand beside a word for whose they are: "the rights owner (Oak Ltd)", "their author, Ann Oak,". Never
raises."""

import re
from collections.abc import Iterator

from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import clean_name
from noticed.core.notice.fold import fold
from noticed.core.notice.naming import Name
from noticed.core.notice.nobody import is_nobody
from noticed.core.notice.sheet import Sheet

_BRACKET = re.compile(r"\s?[(（](?:([^()（）@\n]{2,80})[)）]|([^()（）@\n]{2,80}),\s[^\s@,]{1,64}@)")
"""What stands in brackets, perhaps with an address behind it."""


_APART = re.compile(r",\s([^\n,;:()@]{4,80}?)(?:[.,](?=\s|$)|$)", re.MULTILINE)
_CLOSE = 20
"""Characters before a word in which stands who acts for him."""
_NEAR = 40
"""Characters before a word in which stands whose it is."""


def in_brackets(sheet: Sheet, *, makers: bool = False) -> Iterator[Name]:
    """The name right behind the word for the complainant: "the rights owner (Oak Ltd)", "the owner, Oak Ltd,";
    ``makers``: or for who made a work, "their author, Ann Oak,"."""
    for voice in sheet.voices:
        for match in (voice.owner.makers if makers else voice.owner.words).finditer(sheet.page.folded):
            found = _BRACKET.match(sheet.page.text, match.end()) or _apart(sheet, match.end())
            said = next(filter(None, found.groups()), "") if found else ""
            name = clean_name(sheet, said) if said and match.start() >= sheet.body else None
            if name is None or found is None or name[0].islower() or is_nobody(sheet, name):
                continue
            if (makers and _is_the_readers(sheet, match.start())) or _is_of_an_agent(sheet, match.start()):
                continue
            if " " in name or max(name) >= "\u2e80" or capitals(sheet.dialects).company.search(name):
                yield Name(text=name, start=found.start(found.lastindex or 0))


def _is_the_readers(sheet: Sheet, start: int) -> bool:
    """Whether the word before a place says that something is the reader's, and nobody else's: "your photographer"."""
    before = fold(sheet.page.text[max(start - _NEAR, sheet.body) : start]).split()
    clear = {fold(word) for v in sheet.voices for word in v.names.yours if word not in v.names.theirs}
    return not clear.isdisjoint(before[-2:])


def _is_of_an_agent(sheet: Sheet, start: int) -> bool:
    """Whether the words before a place speak of who acts for him: "the attorney of the owner, Ash LLP"."""
    low = max(sheet.page.sentence(start)[0], start - _CLOSE)
    return any(sheet.says(voice.owner.agents, low, start) for voice in sheet.voices)


def _apart(sheet: Sheet, end: int) -> re.Match[str] | None:
    """A name between commas, and nothing else between them."""
    found = _APART.match(sheet.page.text, end)
    return found if found and capitals(sheet.dialects).first_name(found[1]) == found[1].rstrip(".") else None
