"""The new words of an answer: without the quoted history below it or around it, and without the signature.

Own rules by shape, not by mail program: what opens a history is a line of dashes before a header block, a header
block, or an attribution (a line that ends in a colon and names a time and an address or one of the dialects' verbs);
what is quoted begins with ">". Answers between quoted lines are kept, one a line. Never raises; linear time.
"""

import re
from collections.abc import Sequence

from noticed.core.mail.quoted import QuotedWords, folded, words_of
from noticed.core.mail.signature import without_signature
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import squeeze
from noticed.core.notice.phrase import Phrases

MAX_LINES = 2_000

_LABEL = re.compile(r"^[\s*|]{0,6}([^:：|]{1,24}?)[\s*]{0,3}[:：|]")
_DASHES = re.compile(r"^\s{0,9}[-_—=*]{3,}(?:.{0,60}?[-_—=*]{3,})?\s{0,9}$")
_TIME = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}")
_ADDRESSED = re.compile(r"[<(\[]{1,2}\s?(?:mailto:)?[^\s<>()\[\]]{1,64}@[^\s<>()]{3,200}\s?[<>)\]]")
_DATED = re.compile(
    r"^[\s*\"“]{0,4}(?:\d{1,2}\s?[./-]\s?(?:\d|\w{3})|\d{4}\s?[-/.年]\s?\d|\d{1,2}(?:[a-z]{2})?\s\w{3,10}\.?,?\s\d{2}"
    r"|[^\W\d]{2,10}[.,]{1,2}\s?(?:[a-z]{2,3}\s)?\d{1,2}\.?\s|[^\W\d]{3,10},\s[^\W\d]{3,10}\.?\s\d{1,2},)",
    re.IGNORECASE,
)
"""How the first line of an attribution begins that begins with a date or a day of the week."""
_ENDS = re.compile(r"(?<![ap]\.m)(?<!\b[^\W\d]{3})[.!?。！？;；]$")
"""The end of a sentence, not of "a.m." or "Okt."."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")


def new_text(text: str, dialects: Sequence[Dialect], sender: str = "") -> str:
    """What the writer of ``text`` adds; ``sender`` is his display name, which may be all of his signature."""
    lines = text.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u3000", " ").split("\n")[:MAX_LINES]
    words = words_of(tuple(dialects))
    answered = _without_history([line.rstrip() for line in lines], words)
    kept = without_signature(answered, words, frozenset(squeeze(word) for word in sender.split()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _without_history(lines: list[str], words: QuotedWords) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if _is_quoted(lines[at]):
            at += 1
            continue
        length = _history_at(lines, at, words)
        if length and not _is_quoted(_first_filled(lines[at + length : at + length + 12])):
            break
        kept += [] if length else [lines[at]]
        at += length or 1
    return kept


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "＞"))


def _first_filled(lines: list[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _history_at(lines: list[str], at: int, words: QuotedWords) -> int:
    """How many lines the opening of a quoted history takes at this place; 0: none opens here."""
    line = lines[at]
    if not line.strip():
        return 0
    if _DASHES.match(line) and (_is_header_block(lines[at + 1 : at + 5], words) or _names_history(line, words)):
        return 1
    if _is_header_block(lines[at : at + 7], words):
        return 1
    for length in (1, 2, 3):
        if _is_attribution(lines[at : at + length], _first_filled(lines[at + length : at + length + 3]), words):
            return length
    return 0


def _is_header_block(lines: list[str], words: QuotedWords) -> bool:
    """Whether a From line begins here and another header line follows it, or any three of which one is From."""
    shown = [line for line in lines if line.strip()]
    labels = [squeeze(found[1]) if (found := _LABEL.match(line)) else "" for line in shown]
    if labels and labels[0] in words.senders:
        return any(label in words.headers for label in labels[1:6])
    first = labels[:3]
    return len(first) == 3 and any(x in words.senders for x in first) and all(_is_label(x, words) for x in first)


def _is_label(label: str, words: QuotedWords) -> bool:
    return label in words.senders or label in words.headers


def _names_history(line: str, words: QuotedWords) -> bool:
    said = folded(line)
    return ("@" in said and _TIME.search(said) is not None) or words.ruled.search(said.strip("-_=* ")) is not None


def _is_attribution(lines: list[str], following: str, words: QuotedWords) -> bool:
    """Whether these lines, all of them, name who wrote what follows: the last line of an answer is none of them."""
    if not all(line.strip() and not _is_quoted(line) for line in lines):
        return False
    joined = " ".join(line.strip() for line in lines)
    if len(joined) > 400:
        return False
    timed, addressed = _TIME.search(joined), _ADDRESSED.search(joined)
    numbered = re.search(r"\d", joined) is not None
    if not joined.endswith((":", "：")):
        ends = timed and addressed and numbered and _ends_with(words.wrote, folded(joined))
        return bool(ends) and (len(lines) == 1 or _opens_attribution(lines, following, words))
    if not (timed or addressed) or (len(lines) > 1 and not _opens_attribution(lines, following, words)):
        return False
    quoted = _is_quoted(following) and (addressed or _DATE.search(joined))
    return bool(quoted or (addressed and numbered)) or words.markers.search(folded(joined)) is not None


def _ends_with(said: Phrases, words: str) -> bool:
    return any(found.end() == len(words) for found in said.finditer(words))


def _opens_attribution(lines: list[str], following: str, words: QuotedWords) -> bool:
    """Whether an attribution of several lines begins with the first, not with a later one."""
    first, rest = lines[0].strip(), lines[1:]
    opened = _opens(first, words)
    if _ENDS.search(first) or not (opened or _ADDRESSED.search(first)):
        return False
    dated = opened and re.search(r"\d", first)
    year = _YEAR.search(" ".join(rest))
    opens = _opens(rest[0].strip(), words) and (not dated or year)
    whole = opens or (_ADDRESSED.search(rest[0]) and (not dated or (year and _YEAR.search(first))))
    return not (whole and _is_attribution(rest, following, words))


def _opens(line: str, words: QuotedWords) -> bool:
    return _DATED.search(line) is not None or words.opens.begins(folded(line).lstrip(' *"'))
