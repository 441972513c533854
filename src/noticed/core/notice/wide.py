"""Names in scripts without blanks: firms whose right is named, people by what they are addressed with. Never raises."""

import re
from collections.abc import Iterator
from functools import lru_cache

from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import clean_name
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import ASIN
from noticed.core.notice.legal_forms import either
from noticed.core.notice.naming import Name
from noticed.core.notice.nobody import is_nobody
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_RUN = r"\u30a0-\u30ff\u3400-\u9fff\u3005a-z0-9A-Z&"
"""Characters of a firm's name: no mark, and none of the script of small words."""
_LONGEST = 20
"""Characters of a name, at most."""
_CLAUSE = re.compile(r"(?:\A|[\s、，。；：！？,;:(（])$")
_SMALL = 3
"""Characters between a firm and its right, at most."""
_PART = r"[\u3041-\u30ff\u3400-\u9fff\u3005]"
"""A character of a person's name."""
_BEHIND = 3
"""Characters behind what somebody is addressed with, in which it is said that something came from him."""
_BESIDE = 8
"""Characters behind a firm in which its right is named."""


def wide_names(sheet: Sheet) -> Iterator[Name]:
    """``株式会社甲の商標権``: the firm whose right it is; ``陆女士认为…``: who says so of a product and a right."""
    if max(sheet.page.text, default=" ") >= "\u2e80":
        yield from _owners_of_rights(sheet)
        yield from _people(sheet)


def _owners_of_rights(sheet: Sheet) -> Iterator[Name]:
    page = sheet.page
    for form in capitals(sheet.dialects).company.finditer(page.text, sheet.body, max(page.top, sheet.body)):
        if form[0] < "\u2e80":
            continue
        run = re.search(rf"[{_RUN}]{{0,{_LONGEST}}}$", page.text[max(form.start() - _LONGEST, 0) : form.start()])
        before = _own(sheet, run[0] if run else "")
        at_end = bool(before) and _is_owned(sheet, form.end())
        behind = (
            None if at_end else re.match(rf"[{_RUN}]{{0,{_LONGEST}}}", page.text[form.end() : form.end() + _LONGEST])
        )
        start, end = form.start() - len(before), form.end() + len(behind[0] if behind else "")
        owned = at_end or _is_owned(sheet, end)
        name = clean_name(sheet, page.text[start:end]) if owned and end - start <= _LONGEST else None
        if name and not is_nobody(sheet, name) and name != form[0]:
            yield Name(text=name, start=start)


def _is_owned(sheet: Sheet, end: int) -> bool:
    """Whether a right is named right behind a place, with a small word between."""
    near = types_in(sheet.page.folded[end : end + _BESIDE], sheet.voices)
    return any(0 < first <= _SMALL for first, _, _ in near)


def _own(sheet: Sheet, before: str) -> str:
    """What stands before a legal form behind the last word with which no name begins: "infringes", "about"."""
    words = (w for voice in sheet.voices for w in voice.names.nobody if w >= "\u2e80" and len(w) > 1 and w in before)
    return before[max((before.rfind(word) + len(word) for word in words), default=0) :]


def _people(sheet: Sheet) -> Iterator[Name]:
    page = sheet.page
    for match in _addressed(sheet.dialects).finditer(page.text, sheet.body, max(page.top, sheet.body)):
        low, high = page.sentence(match.start())
        clause = _CLAUSE.search(page.text[max(low - 1, 0) : match.start()])
        told = ASIN.search(page.text, low, high) and any(True for _ in types_in(page.folded[low:high], sheet.voices))
        told = told or any(sheet.says(v.owner.words, match.end("name"), match.end() + _BEHIND) for v in sheet.voices)
        if clause and told and not is_nobody(sheet, match["name"]):
            yield Name(text=" ".join(match["name"].split()), start=match.start())


@lru_cache(maxsize=8)
def _addressed(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """A person's name, of one part or two and perhaps a remark in brackets, and what he is addressed with."""
    words = either(title for dialect in dialects for title in dialect.names.titles if title >= "\u2e80")
    return re.compile(
        rf"(?P<name>(?:{_PART}{{1,8}}[ \u3000])?{_PART}{{1,8}}?(?:[(（][^()（）\s]{{1,8}}[)）])?)[ \u3000]?(?:{words})"
    )


def is_namesakes(sheet: Sheet, address: Address, owner: str) -> bool:
    """Whether the last person named before an address in its sentence is called as ``owner`` begins: 朝比奈様."""
    if not owner or owner[0] < "\u2e80":
        return False
    low, _ = sheet.page.sentence(address.start)
    before = sheet.page.text[max(low, sheet.body) : address.start]
    titles = [t for dialect in sheet.dialects for t in dialect.names.titles if t >= "\u2e80"]
    places = ((before.rfind(title), title) for title in titles)
    last, _ = max(places, default=(-1, ""))
    name = before[:last] if last > 0 else ""
    return any(name.endswith(owner[:size]) for size in range(1, len(owner) + 1))
