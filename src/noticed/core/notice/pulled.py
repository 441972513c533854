"""Whether what is said to be withdrawn is the listing, and not the complaint. Never raises."""

import re

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.sheet import Sheet

_REASON = 40
"""Characters before a complaint in which it is made a reason, and behind "withdrawn" in which stands from what."""

_STOP = re.compile(r"[.,;:!?\n，；：。]")
_PART = re.compile(r"[,:;，：；]|\s[-–—]\s|[-–—]{2}|―")
"""What parts what was withdrawn from a complaint before it."""
_GOODS = 20
"""Characters behind a verb in which stands what was withdrawn."""


def pulls(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether the listing or its content was withdrawn, not the complaint: "after complaint 1234 your offer was
    withdrawn", "a la suite d'un signalement, deux photos ont ete retirees"."""
    start, end = sheet.page.sentence(match.start())
    low, high = max(start, match.start() - _REASON), min(end, match.end() + _REASON)
    said = (each for voice in sheet.voices for each in voice.notice.pulled.between(sheet.page.folded, low, high))
    return any(each.start() < match.end() for each in said) or any(
        _takes_content(sheet, v, match) or _takes_goods(sheet, v, match) for v in sheet.voices
    )


def pulls_in_subject(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether a subject says so: a word for goods or the account stands before the verb, and none for a complaint:
    "Your offer was withdrawn"."""
    before = match.start()
    claimed = any(voice.answer.claims.search(sheet.subject) for voice in sheet.voices)
    words = (each for v in sheet.voices for each in (v.deeds.goods, v.deeds.account, v.deeds.content, v.deeds.selling))
    return not claimed and any(each.stands(sheet.subject, 0, before) for each in words)


def _takes_content(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether the verb at its end is one for taking off, and a part of a page stands before it; also close before all
    of it, where no complaint does."""
    low = max(sheet.page.sentence(match.start())[0], match.start() - _REASON)
    claimed = sheet.says(dialect.answer.claims, low, match.end())
    content = dialect.deeds.content.between(sheet.page.folded, match.start() if claimed else low, match.end())
    return any(sheet.says(dialect.deeds.taken, each.end(), match.end()) for each in content)


def _takes_goods(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether behind the last comma or colon within it the goods stand, also at once behind its verb, and no complaint,
    so that this is said of them: "after the complaint of an owner, eight of your offers were withdrawn", "trademark
    complaint: your offer was cancelled"."""
    comma = max((mark.end() for mark in _PART.finditer(match[0])), default=0)
    behind = _STOP.split(sheet.page.folded[match.end() : match.end() + _GOODS], maxsplit=1)[0]
    clause = match.start() + comma, match.end() + len(behind)
    return bool(comma) and sheet.says(dialect.deeds.goods, *clause) and not sheet.says(dialect.answer.claims, *clause)
