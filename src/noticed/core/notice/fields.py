"""The numbers a notice is made of: one small check for each kind, and where a number can be looked up.

Shapes are those of the offices (reference: playbook section 5). Bare digits are ambiguous; which right a number is of
is decided by its label, never here. Values stay as printed; only what a register wants is normalised.
"""

import re
from collections.abc import Iterator
from itertools import islice

NOTICE_BOXES = frozenset({"notice", "notification", "benachrichtigung", "notifica", "aviso"})
"""The notice mailboxes of the stores (reference: notice senders)."""
ASIN = re.compile(
    r"B0(?![A-Z0-9]{0,3}X{5})[A-Z0-9]{8}(?:(?<![A-Z0-9/=_%&-].{10})(?<!/[a-z]{2}/.{10})(?![A-Za-z0-9_])"
    r"|(?<=B0[A-Z0-9]{8}/.{10})(?![A-Za-z0-9_/])|(?:(?<=/dp/.{10})|(?<=product/.{10}))(?![A-Z0-9]))"
)
"""Everything but books, and what was made unreadable. What stands before it is looked at from behind: a pattern is
found faster by how it begins."""
SMALL_ASIN = re.compile(r"(?<![A-Za-z0-9/=_%&-])[Bb]0(?=[A-Za-z]{0,7}\d)[A-Za-z0-9]{8}(?![A-Za-z0-9_])")
"""Typed by hand; counts behind a label alone."""
MAX_NUMBERS = 300
"""Numbers of a kind that are looked at in one text."""
ISBN = re.compile(r"(?<![\w/.,-])\d{9}[\dX](?![\w-])")
_LATIN = r"A-Za-z0-9_\u00c0-\u024f"
COMPLAINT_ID = re.compile(
    rf"\d(?:(?<![{_LATIN}/.,@$€£-]\d)|(?<=[\u2e80-\uffff]ID\d)|(?<=[\u2e80-\uffff]/\d))\d{{6,12}}(?![{_LATIN}\d@]|[.,/-]\d)"
)
"""Ideographs may touch it, and "ID" or a slash behind them."""

_CODES = (
    "US|U\\.S\\.|USD|USRE|EP|EU|EUTM|EM|DE|FR|GB|UK|AU|CA|JP|CN|IT|ES|MX|WO|IN(?!P)|BX|BR|SG|TR|PL|SE|NL|AE|SA|KR|TW|CH|AT|BE"
    "|IE|(?<!['’])UE|NZ|ZA|PT|FI|DK|HK|IL|MY|TH|VN|RU|CZ|HU|AR|CL|ZL|DM|IR"
    "|RCD|REUD|TMA|TM|VAu|VA|TXu|TX|PAu|PA|SRu|SR|RE|LMC|Rp|Ru(?=[.]\\d)|Pat(?=[.]\\d)|Wp|PP|D|M|U|R\\.|R|Z|ID|PI|DI|MU|W|H|No\\.|Nr\\.|N°"
)
NUMBER = re.compile(
    rf"(?<![{_LATIN}\u0370-\u052f@/#.-])(?<!\d/)(?!(?<=\d,)\d{{3}}(?!\d))(?:(?:{_CODES})[ ./-]{{0,3}}){{0,2}}"
    r"\d(?:\d|[.'’/&-](?=\d)|,(?=\d{3}(?!\d))| (?=\d{3})|[-–] ?(?=\d{4}(?!\d))){3,24}"
    r"(?:[A-Z]\d?(?![A-Za-z0-9])| ?(?:[ABCEHPSUTY]\d|S|B|C|U|Y)(?![A-Za-z0-9]))?(?!\d{0,20}[年件个個])"
)
"""A number of a right in Latin script, with country, office and kind code; ideographs may touch it, none of those with
which years and pieces are counted."""
WHOLE = re.compile(
    rf"(?<![{_LATIN}\u0370-\u052f@/#.-])"
    r"(?:ZL ?\d{4} ?\d ?\d{7}\.[\dX]|BR ?\d{2} ?\d{4} ?\d{6}(?:[ -]?\d(?!\d))?(?: ?[ABCUY]\d)?"
    r"|(?:TR|DK|FI|ZA|IN) ?20\d{2}[ /]\d{4,6}(?: ?[BSTUY]\d?)?"
    r"|(?:DE ?)?[1-6]0 ?\d{4} ?\d{3} ?\d{3}(?:[.-]\d{1,4})?(?: ?[UABC]\d)?|WO ?\d{4}/\d{6}|U ?20\d{7}"
    r"|DE ?3\d\d \d\d \d{3}"
    r"|(?:9\d|[012]\d) [34] \d{3} \d{3}"
    r"|MX ?/ ?[a-z] ?/ ?20\d{2} ?/ ?\d{6}"
    r"|\d{2}-\d{4}-\d{12}-\d{2}|国作登字-?\d{4}-[A-Z]-\d{6,10}|[\u4e00-\u9fff]作登字-?\d{4}-[A-Z]-\d{6,10})(?![A-Za-z0-9_\u00c0-\u024f-])"
)
"""Numbers with blanks inside: years, offices and serial numbers apart."""
JAPANESE = re.compile(r"(?:(?:実用新案|意匠|特許)?(?:登録|公開|出願)|特許|意匠|商標)?第\s?\d[\d,.-]{3,12}\s?号")
_WORDS = 8
"""Characters of its words, at most."""
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3}){1,3}")
_UNUSUAL = re.compile(r"(?<![\dA-Z])\s{0,3}(?:[A-Z]{1,6}(?:/[a-z]/|[ ./-]{0,2}))?\d[\dA-Z./-]{2,18}\d(?=[\s,;)]|$)")
_DIGITS = re.compile(r"\d[^\d\n]{0,2}\d[^\d\n]{0,2}\d")
STRONG = re.compile(
    r"US ?D? ?[\d,]{6,11} ?(?:B[12]|S\d?|E\d?|P\d|A\d)|USD ?[\d,]{6,9}|US \d{1,2},\d{3},\d{3}"
    r"|(?:US )?D ?\d{3},?\d{3}(?: ?S\d?)?|D1,\d{3},\d{3}(?: ?S\d?)?|DM ?/ ?\d{3} ?\d{3}"
    r"|\d{9} ?[-–] ?\d{4}|UK\d{11}|EP ?[\d ]{7,10}(?: ?[AB]\d)?|(?:TMA|LMC) ?[\d,]{6,9}"
    r"|MX ?\d{4,6} ?[ABEU]|WO ?\d{4}/\d{6}|(?:EU|EUTM) ?0\d{8}|M ?\d{7}|(?:Rp|Pat|Wp|R)[.-]\d{5,6}"
    r"|(?:VA|TX|PA|SR)u? ?\d-?\d{3}-?\d{3}|(?:VA|TX|PA|SR)u?\d{10}"
)
"""Shapes that are a right's number whatever stands before them."""
_REGISTER = re.compile(r"(?:(?:EUTM|UM|RCD|REUD|No\.|Nr\.|N°)[ ./-]{0,3}){1,2}")
"""Before a number and no part of it."""
_GROUPED = re.compile(r"(?:[A-Z]{1,4} ?)?\d{3} \d{3} \d{3}(?: ?[-–] ?\d{4})?")
"""One number in groups of three, as the offices of the EU write it."""
_NOISE = re.compile(
    r"\d{3}-\d{7}-\d{7}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}"
    r"|(?<![\d-])\d{2}-\d{2}-\d{4}(?![\d-])|\+\d[\d ()./-]{7,20}"
    r"|(?<![\w./-])(?<!\d )(?:\(?0\d{1,3}\)?[ /-](?:\d{6,8}|\d{3,4}[ -]\d{4})(?![\d/-]|\.\d)"
    r"|\(\d{2,3}\) ?\d{3,5}-\d{4}(?!\d)|\(?\d{2,4}\)?[ -]\d{3} \d{2} \d{2}(?! ?\d))"
    r"|(?<![\d./-])(?:19|20)\d\d/\d{2,4}(?![\d/])"
)
"""Order numbers, dates, telephones as they are written within a country, and rules of the European Union."""


def isbn10(text: str) -> bool:
    """Whether ``text`` is a valid ISBN-10 (ISO 2108 annex C: weights 10 to 1, modulo 11)."""
    if not re.fullmatch(r"[0-9]{9}[0-9X]", text):
        return False
    digits = [10 if char == "X" else int(char) for char in text]
    return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0


def is_asin(text: str) -> bool:
    """Whether ``text`` has the shape of an ASIN: B0 and eight more, or a book's ISBN-10."""
    return bool(re.fullmatch(r"B0[A-Z0-9]{8}", text)) or isbn10(text)


def is_complaint_id(text: str) -> bool:
    """Whether ``text`` may be a complaint id: 7 to 13 digits, of any script."""
    return 7 <= len(text) <= 13 and text.isdigit()


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether the digits between ``start`` and ``end`` are those of a Japanese number, which has words before them."""
    found = JAPANESE.search(text, max(start - _WORDS, 0), end + len("第号"))
    return found is not None and found.start() < start < found.end() and found[0].find("第") > 0


def numbers_in(text: str) -> Iterator[tuple[int, str]]:
    """(offset, number as printed) of everything that may be a right's number, in order."""
    found: list[re.Match[str]] = []
    noise: list[tuple[int, int]] = []
    for start, end in _lines_with_digits(text):
        noise += (match.span() for match in islice(_NOISE.finditer(text, start, end), MAX_NUMBERS))
        found += islice(WHOLE.finditer(text, start, end), MAX_NUMBERS)
        found += islice(NUMBER.finditer(text, start, end), MAX_NUMBERS)
        if len(found) > MAX_NUMBERS:
            break
    if "第" in text:
        found += islice(JAPANESE.finditer(text), MAX_NUMBERS)
    wholes = [match.span() for match in found if match.re is WHOLE]
    end = -1
    for match in sorted(found, key=lambda found: (found.start(), -found.end())):
        if any(match.start() < start < match.end() <= stop for start, stop in wholes):
            continue  # "Nr. 40 2019 102 884-0003", of which "40 …" is the number
        if match.start() < end or any(start < match.end() and match.start() < stop for start, stop in noise):
            continue
        end = match.end()
        parts = [(0, match[0])] if match.re is WHOLE else _in_words(match[0]) or _parts(match[0])
        for offset, part in parts:
            yield match.start() + offset, part


def _in_words(number: str) -> list[tuple[int, str]]:
    """The number in "第 10,694,217 号": with commas it is of another office than Japan's, the words are none of it."""
    inside = _COMMAS.search(number) if number.startswith("第") else None
    return [(inside.start(), inside[0])] if inside else []


def _lines_with_digits(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that has digits enough, and near enough, for a number."""
    found = _DIGITS.search(text)
    while found:
        end = text.find("\n", found.end())
        end = end if end >= 0 else len(text)
        yield text.rfind("\n", 0, found.start()) + 1, end
        found = _DIGITS.search(text, end)


def unusual(value: str) -> Iterator[tuple[int, str]]:
    """The number at the head of a label's ``value`` that has the shape of no office we know: ``L-98214/2020``."""
    match = _UNUSUAL.match(value)
    if match and not _NOISE.search(match[0]) and not ASIN.search(match[0]):
        yield match.end() - len(match[0].lstrip()), match[0].lstrip()


def _parts(number: str) -> Iterator[tuple[int, str]]:
    """Two whole numbers that only a blank parts are two."""
    bare = _REGISTER.match(number)
    offset = bare.end() if bare else 0
    rest = number[offset:]
    blank = -1 if _GROUPED.fullmatch(rest) else rest.rfind(" ")
    if blank > 0 and sum(map(str.isdigit, rest[:blank])) >= 6 and sum(map(str.isdigit, rest[blank:])) >= 6:
        yield offset, rest[:blank].strip(" ,")
        yield offset + blank + 1, rest[blank + 1 :]
    else:
        yield offset, rest.rstrip(" .,-/")


def bare(number: str) -> str:
    """``number`` without blanks and marks, upper case, for comparing and for registers."""
    return re.sub(r"[\s,.\-/–'’&]", "", number).upper()
