"""Where two elements of a line touch: a label and its value, or one word that markup runs through.

``<span>Owner email</span><span>ip@oak.example</span>`` are two texts, ``<b>I</b>nfringement`` is one. Never raises.
"""

import re

_LABEL = re.compile(r"[^\W\d_][^\d@<>]{2,59}")
"""Words of a label, whole."""
_VALUE = re.compile(
    r"\A(?:[A-Za-z0-9][\w.+'-]{0,63}@[\w-]{1,63}\.\w|B0[A-Z0-9]{8}|(?:[A-Z]{1,4}[ ./-]?){0,2}\d[\d.,/ -]{3,20})"
)
_TITLE = re.compile(r"\A[^\W\d_a-z][^\W\d_]{1,30}(?![\w@])")
_WIDE = "\u2e80"


def is_seam(left: str, right: str) -> bool:
    """Whether ``left``, the text of one element, and ``right``, of the next, are two texts and not one word."""
    if not left or not left[-1].isalnum() or not right[:1].isalnum():
        return False
    wide, other = left[-1] >= _WIDE, right[0] >= _WIDE
    if wide or other:
        return wide != other and len(left) > 1 and _LABEL.fullmatch(left if wide else right[:60]) is not None
    if _LABEL.fullmatch(left):
        whole = left[0].isupper() or " " in left
        return whole and (_VALUE.match(right) is not None or (left[-1].islower() and right[0].isupper()))
    return len(left) >= 5 and _TITLE.match(right) is not None
