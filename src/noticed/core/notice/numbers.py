"""Under which numbers a right is registered, as printed. Never raises."""

import re
from collections.abc import Iterable, Iterator

from noticed.core.notice.announced import announcing, is_announced, is_called_right, numbered, precedes_right, registers
from noticed.core.notice.fields import STRONG, WHOLE, is_counted, numbers_in, unusual
from noticed.core.notice.fold import squeeze
from noticed.core.notice.hits import UNNAMED, Hit
from noticed.core.notice.known import all_labels, applied
from noticed.core.notice.number_lists import counting, goes_on, leads
from noticed.core.notice.other_numbers import is_others, is_others_value
from noticed.core.notice.rights import Found, types_in
from noticed.core.notice.sheet import Sheet

_NO_DIGIT = re.compile(r"\D")
_DIGIT = re.compile(r"\d")
_ID = re.compile(r"\d{7}")
_COMPLAINTS = re.compile(r"\d{11}")
_WORDS = re.compile(r"[^\W\d_]+")
_ABBREVIATED = 4
"""Letters of an abbreviation, at most."""
_SIGN = re.compile(r"[^0-9A-Za-z]")
_FEWEST, _OF_TYPE = 5, 6
"""Digits of a number that a word announces, at least, and of one in the value of a type's label."""
_TITLE = re.compile(r"(?:[A-Z]{1,2}[ .-]?)?\d(?:[ .,-]?\d){5,9}(?: ?[A-Z]\d?)?")
"""A title that is a number of six to ten digits."""
_NEAR = 30
_OTHER = frozenset({"complaint_id", "ignore", "phone", "title", "owner_email"})
"""Labels whose values are no numbers of rights."""
_REACH = 45
"""Characters between the word for a right and its number."""
_FAR = 70
"""The same where the word for a number stands between."""
_ONLY = 4
"""Words of a sentence that says nothing but a number: "Its number is"."""
_COPULA = 4
"""Letters of a word that stands between others and their number, too, at most: "is"."""
_NAMED = 4
"""Words of a mark and the one for it."""
_CODE = "USD|EUR|GBP|CNY|RMB|JPY"
_CURRENCY_BEFORE = re.compile(rf"(?:[$€£¥]|\b(?:{_CODE}))\s?\Z")
_CURRENCY = re.compile(rf"\s?(?:{_CODE}|[$€£¥元円]|[美米]元|欧元|米?ドル)")


def ip_numbers(sheet: Sheet, taken: frozenset[str]) -> tuple[Found, ...]:
    """Numbers of rights as printed: under their labels, behind the word for a right, or of an unmistakable shape; that
    of an application only where no other is named."""
    found = {_key(each.text): each for each in reversed((*_under_labels(sheet, taken),))}
    left: list[Found] = []
    for offset, number in numbers_in(sheet.page.text):
        digits = sum(map(str.isdigit, number))
        strong = any(shape.fullmatch(number) for shape in (STRONG, WHOLE)) or number.find("第") > 0
        if (
            not (strong or digits >= _FEWEST)
            or _key(number) in found
            or is_elses(sheet, found.values(), offset, number, taken)
        ):
            continue
        if strong or _is_named(sheet, offset, number) or goes_on(sheet, found, offset, number):
            found.setdefault(_key(number), Found(text=number, start=offset, guess=not strong))
        else:
            left.append(Found(text=number, start=offset, guess=True))
    for item in reversed(left):
        if leads(sheet, found, item):
            found.setdefault(_key(item.text), item)
    granted = [item for item in found.values() if not _is_applied(sheet, item)]
    return tuple(sorted(granted or found.values(), key=lambda item: item.start))


def _under_labels(sheet: Sheet, taken: frozenset[str]) -> Iterator[Found]:
    """Numbers that the label of one announces, or that of the type of a right, or of a title: in Spanish, rights have
    one, and goods are never called a number."""
    for hit, _ in sheet.values("number"):
        yield from _of_label(sheet, hit, taken)
    for hit, _ in sheet.values("type"):
        for labelled in _of_label(sheet, hit, taken):
            if sum(map(str.isdigit, labelled.text)) >= _OF_TYPE and not of_link(sheet, labelled.start):
                yield labelled
    for hit, value in sheet.values("title"):
        if STRONG.fullmatch(value.strip()) or _TITLE.fullmatch(value.strip()):
            yield from _of_label(sheet, hit, taken)


def is_elses(sheet: Sheet, found: Iterable[Found], offset: int, number: str, taken: frozenset[str]) -> bool:
    """Whether a number is known already, or is a complaint's, money, part of a link, another label's."""
    return (
        _NO_DIGIT.sub("", number) in taken
        or any(item.start + len(item.text) == offset + len(number) for item in found)
        or _covered(sheet, offset)
        or _money(sheet, offset, number)
        or of_link(sheet, offset)
        or _is_called_else(sheet, offset)
    )


def _is_called_else(sheet: Sheet, offset: int) -> bool:
    """Whether the line begins with the word for a telephone, or an abbreviation for another number stands right before:
    "Telephone of the patent attorney: 020 …", "EAN 50…"."""
    page, labels = sheet.page, all_labels(sheet.dialects)
    before = page.text[page.lines[page.line_at(offset)].start : offset]
    words = _WORDS.findall(before)
    last = words[-1] if words and not _DIGIT.search(before, before.rfind(words[-1])) else ""
    short = last.isupper() and len(last) <= _ABBREVIATED and labels.get(squeeze(last)) == "ignore"
    return short or (0 < len(words) <= _NAMED and labels.get(squeeze(words[0])) == "phone")


def _is_applied(sheet: Sheet, item: Found) -> bool:
    """Whether a number is that of an application: the word for one stands close before it, or behind the word that the
    language puts behind numbers."""
    low, high = sheet.page.sentence(item.start)
    low, end = max(low, item.start - _REACH), item.start + len(item.text)
    folded, words = sheet.page.folded, applied(sheet.dialects)
    if any(not _DIGIT.search(folded, match.end(), item.start) for match in words.between(folded, low, item.start)):
        return True
    word = numbered(sheet.dialects).match(folded, end)
    start = word.end() if word else high
    return any(match.start() == start for match in words.between(folded, start, high))


def _of_label(sheet: Sheet, hit: Hit, taken: frozenset[str]) -> Iterator[Found]:
    value = sheet.page.text[hit.value : hit.end]
    for offset, number in list(numbers_in(value)) or unusual(value):
        if is_counted(sheet.page.text, hit.value + offset, hit.value + offset + len(number)):
            continue
        place = hit.value + offset
        elses = _covered(sheet, place, hit) or _is_called_else(sheet, place) or _money(sheet, place, number)
        if elses or is_others_value(sheet, hit, place):
            continue
        if number not in taken and sum(map(str.isdigit, number)) >= 4:
            yield Found(text=number, start=hit.value + offset)


def _key(number: str) -> str:
    return _SIGN.sub("", number).upper().removeprefix("US")


def _covered(sheet: Sheet, offset: int, but: Hit | None = None) -> bool:
    """Whether the place belongs to a label that announces something else; that of a complaint to its line alone."""
    return any(
        (_beside(sheet, hit, offset) if hit.base == "complaint_id" else hit.value <= offset < hit.end)
        for hit in sheet.hits
        if hit is not but and hit.base in _OTHER and hit.key != UNNAMED and hit.value >= (but.value if but else 0)
    )


def _beside(sheet: Sheet, hit: Hit, offset: int) -> bool:
    """Whether the place is close behind a label, with no line and no number of its own between."""
    between = sheet.page.text[hit.value : offset].lstrip(" \t\n:-")
    near = hit.value <= offset < hit.value + _NEAR
    return near and "\n" not in between and _ID.search(between) is None


_LINK_BEFORE = re.compile(r"://(?:[!-~…]|\s(?=\.{3}|…)|(?:(?<=\.\.\.)|(?<=…))\s){1,160}$")


def of_link(sheet: Sheet, offset: int) -> bool:
    """Whether the digits are part of a link, or its end behind what a program left out of it."""
    return _LINK_BEFORE.search(sheet.page.text[max(offset - 170, 0) : offset]) is not None


def _money(sheet: Sheet, offset: int, number: str) -> bool:
    """Whether a sign or code of a currency stands before or behind it: "USD 4,000", "4,000 米ドル"."""
    text, end = sheet.page.text, offset + len(number)
    return bool(_CURRENCY_BEFORE.search(text[max(offset - 4, 0) : offset]) or _CURRENCY.match(text, end, end + 5))


def _follows_right(sheet: Sheet, offset: int, number: str) -> bool:
    """Whether the word for a right stands a little before, no other number between, or a little further where that for
    a number stands between; in the sentence before if this one only says the number."""
    counted = not _COMPLAINTS.fullmatch(number) and _is_counted(sheet, offset)
    low, sentence = max(offset - (_FAR if counted else _REACH), 0), sheet.page.sentence(offset)[0]
    if sentence > low and (_COMPLAINTS.fullmatch(number) or not _goes_with_last(sheet, low, sentence, offset, counted)):
        low = sentence
    before = sheet.page.folded[low:offset]
    cut = max(before.rfind("\n\n"), before.rfind("。"), before.rfind("; "))
    before = before[cut + 1 :]
    label = max((hit.value for hit in sheet.hits if low <= hit.start and hit.value <= offset), default=low)
    before = before[max(len(before) - (offset - label), 0) :]
    words = [end for _, end, _ in types_in(before, sheet.voices)]
    return bool(words) and not re.search(r"\d{3}|@", before[words[-1] :])


def _is_named(sheet: Sheet, offset: int, number: str) -> bool:
    """Whether a right stands before the number, or behind it, or the abbreviation of a register."""
    end = offset + len(number)
    named = _follows_right(sheet, offset, number) or is_announced(sheet, offset) or precedes_right(sheet, end)
    if not named and (_COMPLAINTS.fullmatch(number) or not is_called_right(sheet, end)):
        return False
    low = max(offset - _REACH, 0)
    register = announcing(sheet.dialects).search(sheet.page.folded, low, offset)
    return not is_others(sheet, offset, end, register.start() if register else -1)


def _is_counted(sheet: Sheet, offset: int) -> bool:
    """Whether the word for a number stands right before one, or its abbreviation with a stop."""
    found = counting(sheet.dialects).search(sheet.page.folded, max(offset - _REACH, 0), offset)
    word = found[0].strip() if found else ""
    return len(word) > _COPULA or (word != "" and not word.isalnum())


def _goes_with_last(sheet: Sheet, low: int, sentence: int, offset: int, counted: bool) -> bool:
    """Whether a number may be of a right in the sentence before: that ends with a colon, or all that this one says is
    the number, or that of a registration."""
    head = sheet.page.folded[sentence:offset]
    if sheet.page.folded[low:sentence].rstrip().endswith(":"):
        return True
    return counted and (len(head.split()) <= _ONLY or any(map(head.__contains__, registers(sheet.voices))))
