"""The name right before the words by which a complaint or its retraction is known. Never raises."""

import re
from collections.abc import Iterator

from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import clean_name
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name, behind_owner
from noticed.core.notice.nobody import is_nobody
from noticed.core.notice.sheet import Sheet

_SMALL = re.compile(r"(?:\s[^\W\d_A-Z\u00c0-\u00de]{1,12}){1,3}$")
"""Verb and article between a name and the complaint that was withdrawn."""
_STATED = frozenset({NoticeKind.COMPLAINT, NoticeKind.RETRACTION})


def before_statements(sheet: Sheet) -> Iterator[Name]:
    """The name right before the words by which a complaint or its retraction is known: "Oak Ltd has withdrawn"."""
    for voice in sheet.voices:
        for rule in (rule for rule in voice.kinds if rule.name in _STATED):
            for match in rule.any.finditer(sheet.new):
                low, _ = sheet.page.sentence(match.start())
                before = sheet.page.text[max(low, sheet.body) : match.start()].rstrip(" ,")
                if rule.name is NoticeKind.RETRACTION:
                    before = _SMALL.sub("", before)
                name = _clean(sheet, capitals(sheet.dialects).last_name(before))
                if name:
                    yield Name(text=name, start=match.start() - len(before) + before.rfind(name[:1]))
                elif rule.name is NoticeKind.RETRACTION and (name := _opens(sheet, before)):
                    yield Name(text=name, start=max(low, sheet.body))


def _opens(sheet: Sheet, before: str) -> str | None:
    """The name with which a sentence begins: two words at least, or a firm's."""
    found = capitals(sheet.dialects).first_name(before.lstrip())
    goes_on = before.lstrip()[len(found) :].lstrip(" .")[:1]
    name = _clean(sheet, found) if goes_on == "," or goes_on.islower() else None
    return name if name and (" " in name or capitals(sheet.dialects).company.search(name)) else None


def _clean(sheet: Sheet, found: str) -> str | None:
    """A run of capitals as a name, None where it is nobody's; in a script without blanks only a firm's is certain."""
    name = clean_name(sheet, behind_owner(sheet, found)) if found else None
    if name is None or is_nobody(sheet, name):
        return None
    return name if max(name) < "\u2e80" or capitals(sheet.dialects).company.search(name) else None
