"""The signature below an answer: formulas, names, telephone numbers, what a telephone or a firm adds. Never raises."""

import re

from noticed.core.mail.quoted import QuotedWords, folded
from noticed.core.notice.fold import squeeze
from noticed.core.notice.places import is_ideograph

_SIGNATURE_MARK = re.compile(r"^(?:-- ?|—|__+)$")
_CONTENT = re.compile(r"B0[0-9A-Z]{8}|(?<!\d)\d{9,12}(?!\d)|^\W{0,2}[ABC]\b\W{0,3}")
_TELEPHONE = re.compile(r"(?<![\d.,])\+?\(?\d{2,5}\)?[ /-][\d /-]{3,14}\d(?![\d.,])\s?$")
"""At the end of a line below a name."""
_POSTAL = re.compile(r"(?<!\d)\d{4,6}\s[^\W\d]|(?<!\w)[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}(?!\w)|〒")
"""A postcode and its town, or one by itself."""
_BARS = frozenset("|/·•–-&+")
"""What stands between a name and an office."""
_LATIN = re.compile(r"[^\W\d_\u2e80-\uffff]{1,60}")
_GOES_ON = re.compile(r"[^,，]{1,30}[,，]\s?([^\W\d_A-ZÀ-Þ]{2,20}(?:\s[^\s]{1,30}){2,20}|[\u3040-\u9fff]{6}.*)$")
"""A line whose second part begins with a small letter and has three words or more, or is as long in ideographs."""
_TITLED = 3
"""Words of a line that begins with the writer's name: "尚诚维权 客服03"."""
_REGISTERED = 3
"""Words of a line that names a firm's entry in a register, or a telephone."""
_LONGEST_DEVICE = 6
"""Words of a line by which a telephone signs that ends like a sentence."""


def without_signature(lines: list[str], words: QuotedWords, sender: frozenset[str]) -> list[str]:
    """The lines of an answer above its signature; ``sender``: the words of the writer's display name, squeezed."""
    for at, line in enumerate(lines):
        if _SIGNATURE_MARK.match(line.strip()) and any(map(str.strip, lines[:at])):
            lines = lines[:at]
            break
    lines = [line for line in lines if not _is_of_a_device(line, words)]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for at, line in enumerate(lines):
        if at > first and words.footers.begins(folded(line.strip(" *-_"))):
            lines = lines[:at]
            break
    for at in range(len(lines) - 1, max(first, len(lines) - 40), -1):
        if _is_formula(lines[at], words) and len([line for line in lines[at:] if line.strip()]) <= 15:
            lines = lines[:at]
    return _without_names(lines, words, sender)


def _is_of_a_device(text: str, words: QuotedWords) -> bool:
    line = text.strip()
    told = line.endswith((".", "!", "。")) and len(line.split()) > _LONGEST_DEVICE
    return len(line) <= 120 and not told and words.sent_from.begins(folded(line))


def _is_formula(line: str, words: QuotedWords) -> bool:
    shown = line.strip()
    if not shown or len(shown) > 60 or _CONTENT.search(shown):
        return False
    if not words.formulas.begins(folded(shown)) or re.search(r"[.!?。！？]\s?[^\s,]", shown):
        return False
    return not _says_more(shown, words)


def _says_more(line: str, words: QuotedWords) -> bool:
    """Whether a line that begins as a formula is an answer: "Thank you, but it stays", "Ihre Lampe verletzt …"."""
    if line.endswith((".", "!", "?")) and not is_ideograph(line[0]) and words.telling.search(folded(line)):
        return True
    behind = _GOES_ON.match(line)
    return behind is not None and words.formulas.search(folded(behind[1])) is None


def _without_names(lines: list[str], words: QuotedWords, sender: frozenset[str]) -> list[str]:
    """Drop short last lines that are no sentence: names, firms, telephone numbers. Something is always left."""
    kept = list(lines)
    while kept:
        while kept and not kept[-1].strip():
            kept.pop()
        block = _last_paragraph(kept)
        named = [_is_name(line, words, sender, alone=True) for line in block]
        alone = len(block) < len(kept) and named[:1] == [True]
        alone = alone and all(name or _is_where(line) for name, line in zip(named, block, strict=True))
        above = [line for line in kept[:-1] if line.strip()]
        if not above or (len(above) == 1 and above[0].endswith((",", "，"))):
            return kept  # below a greeting stands the answer, however short
        if not (alone or _is_name(kept[-1], words, sender, alone=False)) or _answers(kept[-1], words):
            return kept
        kept.pop()
    return lines


def _is_where(line: str) -> bool:
    """Whether a line below a name says where its bearer is to be reached."""
    return _TELEPHONE.search(line) is not None or (len(line) <= 80 and _POSTAL.search(line) is not None)


def _last_paragraph(lines: list[str]) -> list[str]:
    start = len(lines)
    while start > 0 and lines[start - 1].strip() and len(lines) - start < 7:
        start -= 1
    return lines[start:]


def _answers(line: str, words: QuotedWords) -> bool:
    """Whether a short line is an answer after all: "Wrong person", "Complaint withdrawn"."""
    return words.answers.search(folded(line)) is not None


def _is_abbreviated(line: str, words: QuotedWords) -> bool:
    """Whether the full stop of a line is that of its last word: "Ltd.", "Sp. z o.o."."""
    shown = folded(line)
    return shown.endswith(".") and any(f" {shown[:-1]}".endswith(f" {known}") for known in words.abbreviated)


def _is_name(text: str, words: QuotedWords, sender: frozenset[str], *, alone: bool) -> bool:
    """Whether a line may be part of a signature; ``alone``: nothing else stands in its paragraph."""
    line = text.strip()
    parts = [part for part in line.split() if part not in _BARS] or [line]
    if sender and len(parts) <= 4 and frozenset(map(squeeze, parts)) <= sender:
        return True
    if parts[0] >= "\u2e80" and squeeze(parts[0]) in sender and len(parts) <= _TITLED and line[-1].isalnum():
        return True
    if alone and len(parts) <= _REGISTERED and words.contact.begins(folded(line)):
        return True  # a firm's number in a register is as long as a complaint's
    if (
        len(line) > 60
        or _CONTENT.search(line)
        or (re.search(r"[.!?。！？,;:：]$", line) and not _is_abbreviated(line, words))
    ):
        return False
    if alone and ("@" in line or words.contact.search(folded(line))):
        return len(parts) <= 8
    if re.search("[\u3040-\u9fff]", line):
        return alone and len(_LATIN.sub("-", line)) <= 20 and not re.search(r"\d", line)
    capitals = [word for word in parts if word[0].isupper() or not word[0].isalpha()]
    few = len(parts) <= (6 if _is_abbreviated(line, words) else 4)  # "Kuźnia Dębno Sp. z o.o."
    enough = few and parts[0][0].isupper() if alone else len(parts) <= 3 and len(capitals) == len(parts)
    return (enough or (alone and len(parts) <= 6 and len(capitals) * 3 >= len(parts) * 2)) and not re.search(
        r"\d", line
    )
