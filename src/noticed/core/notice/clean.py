"""A name as it is printed, without what stands around it: addresses, telephones, streets. Never raises."""

import re

from noticed.core.notice.fold import fold
from noticed.core.notice.sheet import Sheet

_PHONE = re.compile(
    r"(?:(?<=[\s,;/(])(?!(?i:ltd|llc|inc|co|corp|limited|gmbh|ag|kg|sa|srl|spa|bv|ab|oy|plc|llp)\b)"
    r"[^\W\d_]{2,12}[.:：]?\s?)?\(?\+?\d[\d ()./-]{6,24}\d|\+\d{1,3}[\s.-]?\(?\d[\d ().-]{5,20}",
)
_PHONE_WORD = re.compile(
    r"(?:^|[\s,;/(|])(?:tel|phone|fax|mobile|电话|電話|telefon\w{0,2}|tél|teléfono)\s?[.:：]?\s*$", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"[<(（\[]?\s?(?:mailto:)?(?<![\w.+'&/=-])[\w.+'&/=-]{1,64}\s?(?:@|[\[(]\s?at\s?[\])])\s?[\w.-]{1,190}\w\s?[>)）\]]?",
    re.IGNORECASE,
)
AROUND = " \t\n,;:|/、，；：·•*-–—<>\"'„“”«»「」"
_HALF_MASKED = re.compile(r"(?<![\s*•])[*•]{2,}(?=\s*$|[\w*•]|\s\w[*•])")
_POSTAL = re.compile(r",\s(?=\d{1,5}[a-zA-Z]?\s[A-Z][^,]{2,40},\s)")
"""A street and its number in the line of the name."""
MASKED = re.compile(r"[*•x…]{3}|\*{2}|\[(?:removed|redacted|hidden)", re.IGNORECASE)


def clean_name(sheet: Sheet, text: str) -> str | None:
    """``text`` without address and telephone, or None where that leaves no name."""
    address = _ADDRESS.search(text)
    if address:
        before, after = text[: address.start()], text[address.end() :]
        opened = before.rfind("(") if before.count("(") > before.count(")") else -1
        if opened > 0:
            before = before[:opened]
        text = before if re.search(r"[^\W\d_]", before) else after
    phone = _PHONE.search(text)
    if phone and sum(map(str.isdigit, phone[0])) >= 7:
        text = text[: phone.start()]
    text = _POSTAL.split(text, maxsplit=1)[0]
    if _HALF_MASKED.search(text):
        return None
    text = _PHONE_WORD.sub("", text.strip(AROUND))
    text = " ".join(text.split()).strip(AROUND)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip(AROUND)
    if text.count("(") > text.count(")"):
        text = text[: text.rfind("(")].strip(AROUND)
    folded = fold(text)
    if not re.search(r"[^\W\d_]", text) or MASKED.search(text) or len(text) > 200:
        return None
    missing = (dialect.owner.missing.search(folded) for dialect in sheet.voices)
    if any(found and found.end() - found.start() >= len(folded.strip("()[]")) * 0.5 for found in missing):
        return None
    return text
