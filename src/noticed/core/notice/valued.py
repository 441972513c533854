"""The name in the value of a label, which may run over two lines. Never raises."""

import re
from collections.abc import Iterator

from noticed.core.notice.capitals import capitals, is_capital
from noticed.core.notice.clean import AROUND, clean_name
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.naming import Name
from noticed.core.notice.sheet import Sheet

_FORM_WORDS = 4
"""Words of a line with which a name ends, its legal form among them."""
_LONG = 6
"""Letters of a word that no abbreviation has, with its full stop."""
_JOINED = 8
"""Words of the second line of a name, at most."""
_SMALL = 4
"""Letters of a small word at the end of its first."""
_NO_NAME = re.compile(r"[@:：]|\d{4}")


def of_value(sheet: Sheet, value: str, start: int) -> Iterator[Name]:
    """The name in the value of a label: its first line, or the lines it runs over."""
    lines = value.split("\n")
    text = lines[0]
    if len(lines) == 1 and (below := _line_below(sheet, start)) and _joins(sheet, text, below):
        text = f"{text.strip()} {below}"
    if len(lines) > 1 and "@" not in lines[1] and _goes_on(sheet, text, lines[1]):
        text = f"{text.strip()} {lines[1].strip()}"
    for cell in text.split("\t"):  # a table whose columns are complaints has several
        name = clean_name(sheet, cell)
        if name and not _is_sentence(name) and not is_prose(sheet, name):
            yield Name(text=name, start=start)


def is_role(sheet: Sheet, value: str) -> bool:
    """Whether a value is only a word for whose name is due: "Complainant: rights owner"."""
    return all_labels(sheet.dialects).get(squeeze(value.split("\n", 1)[0])) == "owner"


def is_pointer(sheet: Sheet, value: str) -> bool:
    """Whether a value says where the name stands: "see below"."""
    return fold(value.split("\n", 1)[0].strip(AROUND)) in capitals(sheet.dialects).nobody


def _is_small(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) <= _SMALL


def _line_below(sheet: Sheet, start: int) -> str:
    """The line below a value, where no label stands on it."""
    number = sheet.page.line_at(start) + 1
    if number >= len(sheet.page.lines) or any(
        hit.strong and sheet.page.line_at(hit.start) == number for hit in sheet.hits
    ):
        return ""
    return sheet.page.line_text(number).strip()


def _goes_on(sheet: Sheet, text: str, below: str) -> bool:
    """Whether a name goes on in the next line of a narrow table: behind a comma or "&", with the legal form that it
    lacks and at most two words before it, or where a small word joins the two lines."""
    company, line = capitals(sheet.dialects).company, below.strip()
    if _joins(sheet, text, line):
        return True
    ends = any(form.end() == len(line) for form in company.finditer(line)) and not company.search(text)
    short = len(line.split()) <= _FORM_WORDS and line[:1].isupper()
    return text.rstrip().endswith((",", "&")) or _is_form(sheet, below) or (ends and short)


def _joins(sheet: Sheet, text: str, line: str) -> bool:
    """Whether a small word at the end of one line, or at the beginning of the next, joins two lines of a name: "Society
    for the" over "Old Lace", "Friends" over "of the Old Lace"."""
    written, first, last = capitals(sheet.dialects), line.split(), text.split()
    if not first or not last or len(first) > _JOINED or not any(map(is_capital, first)) or _NO_NAME.search(line):
        return False
    small = {last[-1], first[0]} & written.joining or (_is_small(last[-1]) and len(last) > 1)
    ended = line.endswith((".", "?", "!")) and not written.company.search(line)
    words = [word for word in first if word not in written.joining]
    return bool(small) and not ended and sum(word.islower() for word in words) * 2 <= len(words)


def _is_form(sheet: Sheet, line: str) -> bool:
    """Whether a line is a legal form and nothing else: a name runs over two lines in a narrow table."""
    return bool(line.strip()) and not capitals(sheet.dialects).company.sub("", line).strip(AROUND)


def _is_sentence(name: str) -> bool:
    """Names may begin small, but go on for a few words only."""
    return not is_capital(name) and name[0].islower() and len(name.split()) > 4


def is_prose(sheet: Sheet, line: str) -> bool:
    """A full stop behind a word of more than five letters, or a long line: no name; that of "S.A. de C.V." is none."""
    words = line.split()
    form = next(reversed(list(capitals(sheet.dialects).company.finditer(line))), None)
    if form and form.end() == len(line) and "." in form[0].rstrip("."):
        return False
    if len(words) > _FORM_WORDS and any(len(word) > _LONG and word.endswith((".", "!")) for word in words[:-1]):
        return True  # "We removed the offer. Contact"
    return line.endswith((".", "。", "!", "?")) and (len(words) > 9 or (len(words) > 3 and len(words[-1]) > _LONG))
