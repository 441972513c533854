"""A name as it is printed, without what stands around it: addresses, telephones, streets. Never raises."""

import re
from functools import lru_cache

from noticed.core.notice.brand import brand_of
from noticed.core.notice.capitals import capitals
from noticed.core.notice.dates import is_date
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.legal_forms import either
from noticed.core.notice.sheet import Sheet

_LETTER = re.compile(r"[^\W\d_]")
_PHONE_WORD = re.compile(r"(?:^|[\s,;/(|、，；（])([^\W\d_]{2,12})\s?[.:：]?\s*$")
_ADDRESS = re.compile(
    r"[<(（\[]?\s?(?:mailto:)?(?<![\w.+'&/=-])[\w.+'&/=-]{1,64}\s?(?:@|[\[(]\s?at\s?[\])])\s?[\w.-]{1,190}\w\s?[>)）\]]?",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "<(（[ ", (")", "）", "]")
_STOP = re.compile(r"(?<=[^\W\d_]{2})\.\s(?=[^\W\d_])")
_ENDING = re.compile(r"(?<=[\w.])['’]([^\W\d_]{1,4})\Z")
QUOTES = "\"'’„“”«»「」"
_MARKS = " \t\n,;:|/、，；：·•・*-–—<>【】"
AROUND = _MARKS + QUOTES
_HALF_MASKED = re.compile(r"(?<![\s*•])[*•]{2,}(?=\s*$|[\w*•]|\s\w[*•])")
_PLACEHOLDER = re.compile(r"[(（\[][^\W\d_A-Z][^()（）\[\]@A-Z\u2e80-\uffff]{3,60}[)）\]]")
"""What stands in the place of a name: "(withheld on request)"."""
REFERENCE = re.compile(r"[A-Z]{1,5}[-/]\d{1,6}(?![\w-])(?!\s[A-Z])")
"""What somebody calls the matter: "HB-77"."""
_CUT = re.compile(r"B0[A-Z0-9]{5,8}")
"""Most of an ASIN."""
_ASIDE = re.compile(r";(?:\s[a-z\u00df-\u00ff]{1,12}){1,3}[\s:]*\Z")
"""Words that say what to do with the name before them: "Ann Oak; write to"."""
_PARTS = re.compile(r"\s[–—|-]\s|[;\t]")
"""Between the items of a line that lists more than a name."""
_COUNTER = re.compile(r"\s{0,3}(?:[(（][^()（）\s]{1,3}[)）]\s{0,3}|(?:\d{1,2}|[a-z])[.)、]\s{1,3})(?=\S)")
_FIELD = re.compile(r"\A([^\s|][^|\n]{0,30}?)(\s{3,40}|\s?\|\s?|(?<=[\u2e80-\uffff])\s)(?=\S)")
"""A label and what parts it from its value, where it is no colon."""
_WIDE = "\u2e80"
_TOUCHING = re.compile(r",(?=\S)")
_POSTAL = re.compile(
    r",\s(?=\d{1,5}[a-zA-Z]?\s[A-Z][^,]{2,40},\s|\d{1,4},?(?:\s[a-z]{2,10}){1,2}\s[^,]{2,40},\s\d{4,5}\s|\d{1,4},\s[^\W\d_][^,]{2,40},\s"
    r"|[^\W\d_][^,\d]{2,40},?\s\d{1,4}(?:\s?[a-zA-Z]|/\w)?(?:,\s|$))"
)
"""A street and its number in the line of the name: "12 Mill Road, Leeds", "Mühlweg 12, Kiel"."""


def clean_name(sheet: Sheet, text: str) -> str | None:
    """``text`` without address and telephone, or None where that leaves no name."""
    text = _behind_label(sheet, text)
    address = _ADDRESS.search(text)
    if address:
        before, after = text[: address.start()], text[address.end() :]
        opened = before.rfind("(") if before.count("(") > before.count(")") else -1
        if opened > 0:
            before = before[:opened]
        closed = address[0].endswith(_CLOSING) and address[0][0] not in _OPENING
        ended = after.startswith((". ", ".\n"))  # what follows is said in a sentence of its own
        text = before if closed or ended or _LETTER.search(before) else after
    phone = _phone(sheet.dialects).search(text)
    if phone and sum(map(str.isdigit, phone[0])) >= 7:
        text = text[: phone.start()]
    text = _ASIDE.split(text, maxsplit=1)[0]
    if ASIN.search(text):
        text = _PARTS.split(text, maxsplit=1)[0]
    text = _to_form(sheet, _POSTAL.split(_without_counter(sheet, text), maxsplit=1)[0])
    bared = bare(text)
    if _HALF_MASKED.search(text) or _PLACEHOLDER.fullmatch(text.strip(_MARKS)) or REFERENCE.match(bared):
        return None
    if ASIN.fullmatch(bared) or _CUT.fullmatch(bared):
        return None
    text = _without_phone_word(sheet, bare(text))
    text = bare(" ".join(text.split()))
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = bare(text[1:-1])
    text = _uninflected(sheet, _balanced(text))
    folded = fold(text)
    if not _LETTER.search(text) or _is_no_name(sheet, text, folded):
        return None
    return None if _is_missing(sheet, text, folded) else text


def _behind_label(sheet: Sheet, text: str) -> str:
    """``text`` without the label that a gap, a bar or a change of script parts from the name: "Holder    Oak Ltd"."""
    field = _FIELD.match(text)
    if field is None:
        return text
    label, mark = field[1], field[2].strip()
    is_label = squeeze(label) in all_labels(sheet.dialects)
    wide = label[-1] >= _WIDE and text[field.end()] < _WIDE
    return text[field.end() :] if is_label or (wide and mark) else text


def _to_form(sheet: Sheet, text: str) -> str:
    """``text`` up to a legal form behind which a comma touches what is none: "Oak Ltd，12 Mill Road"."""
    company = capitals(sheet.dialects).company
    for mark in _TOUCHING.finditer(text):
        ends = any(form.end() == mark.start() > form.start() > 0 for form in company.finditer(text, 0, mark.start()))
        if ends and company.match(text, mark.end()) is None:
            return text[: mark.start()]
    return text


def _is_missing(sheet: Sheet, text: str, folded: str) -> bool:
    """Whether it says that a name was left out: half of it, or a part of what has no capital ("hidden at his request")
    and no legal form."""
    found = [said for voice in sheet.voices if (said := voice.owner.missing.search(folded))]
    small = bool(found) and max(text) < "\u2e80" and text == text.lower()
    if small and capitals(sheet.dialects).company.search(text) is None:
        return True
    return any(said.end() - said.start() >= len(folded.strip("()[]")) * 0.5 for said in found)


def _uninflected(sheet: Sheet, text: str) -> str:
    """``text`` without the ending that its case hangs on it: "Oak Yayınları'ndan"."""
    ending = _ENDING.search(text)
    if ending is None or not any(fold(ending[1]) in voice.names.cases for voice in sheet.voices):
        return text
    return text[: ending.start()]


def _balanced(text: str) -> str:
    """``text`` up to a bracket that has no partner in it: "Oak Ltd)." stood in brackets itself."""
    if text.count("(") > text.count(")"):
        return bare(text[: text.rfind("(")])
    before = text.partition(")")[0]
    closed = text.count(")") > text.count("(") and _LETTER.search(before)
    return bare(before) if closed else text


def bare(text: str) -> str:
    """``text`` without the marks around it; a quote with its partner within is part of the name: "“Loom” Lights"."""
    while True:
        text = text.strip(_MARKS)
        opened, closed = text[:1] in {*QUOTES}, len(text) > 1 and text[-1] in QUOTES
        partner = _partner(text) if opened else -1
        if opened and closed and partner == len(text) - 1:
            text = text[1:-1]
        elif opened and partner < 0:
            text = text[1:]
        elif closed and _partner(text[::-1]) < 0:
            text = text[:-1]
        else:
            return text


def _partner(text: str) -> int:
    """Where the quote at the beginning of ``text`` ends: at another, at the end of a word; -1 for nowhere."""
    places = (place for place in range(2, len(text)) if text[place] in QUOTES)
    return next((place for place in places if not text[place + 1 : place + 2].isalnum()), -1)


def _is_no_name(sheet: Sheet, text: str, folded: str) -> bool:
    small = text[0].isdigit() and text == text.lower() and max(text) < "\u2e80"
    is_day = small or any(is_date(folded, voice) for voice in sheet.voices)
    unreadable = len(text) > 200 or is_masked(sheet, text)
    brand, firm = brand_of(sheet.dialects), capitals(sheet.dialects).company.search(text)
    ours = brand.is_all(folded) or brand.signs(folded) or (firm is None and brand.is_own(folded))
    return is_day or unreadable or ours or _goes_on(text)


def _goes_on(text: str) -> bool:
    """Whether it is the end of a sentence and most of the next: "… were taken off the site. You can reach them at"."""
    stop = _STOP.search(text)
    if stop is None or not text[stop.end()].isupper():
        return False
    return min(len(text[: stop.start()].split()), len(text[stop.end() :].split())) > 3


def _without_counter(sheet: Sheet, text: str) -> str:
    """``text`` without the number it has in a list: "(1)", "2.", "(a)"."""
    counter = _COUNTER.match(text)
    if counter is None or capitals(sheet.dialects).company.fullmatch(counter[0].strip()):
        return text
    return text[counter.end() :]


def is_masked(sheet: Sheet, text: str) -> bool:
    """Whether something in ``text`` was made unreadable on purpose."""
    return _masks(sheet.dialects).search(text) is not None


@lru_cache(maxsize=16)
def _masks(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    words = either(word for dialect in dialects for word in dialect.owner.masks)
    return re.compile(rf"[*•x…]{{3}}|\*{{2}}|[█▓▒░■●]{{2}}|\[(?:{words})", re.IGNORECASE)


@lru_cache(maxsize=16)
def _phone(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """A telephone with the word before it, which is no legal form."""
    forms = either(form for dialect in dialects for form in dialect.names.forms)
    return re.compile(
        rf"(?:(?<=[\s,;/(])(?!(?i:{forms})\b)[^\W\d_]{{2,12}}[.:：]?\s?)?\(?\+?\d[\d ()./-]{{6,24}}\d"
        r"|\+\d{1,3}[\s.-]?\(?\d[\d ().-]{5,20}"
    )


def _without_phone_word(sheet: Sheet, text: str) -> str:
    """``text`` without "Tel." at its end, whose number was cut away."""
    word = _PHONE_WORD.search(text)
    is_phone = word is not None and all_labels(sheet.dialects).get(squeeze(word[1])) == "phone"
    return text[: word.start()] if word and is_phone else text


def is_of_mail(sheet: Sheet, text: str) -> bool:
    """Whether a line has the word for mail, as a label that nobody knows: "Where to mail your answer"."""
    labels = all_labels(sheet.dialects)
    return any(labels.get(squeeze(word)) in {"email", "owner_email"} for word in text.split())
