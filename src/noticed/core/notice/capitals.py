"""A name in running text: the capitalised words at its end. Never raises."""

import re

_JOINING = frozenset(
    ("&", "and", "of", "for", "the", "de", "du", "des", "und", "y", "e", "et", "von", "van", "del", "di")
)
_NO_NAME = re.compile(
    r"(?:we|you|it|they|this|that|these|those|amazon|buyers|customers|please|contact|hello|our|your|complaint|e-?mail|asin"
    r"|he|she|who|which|if|when|after|an?|the|in|on|at|by|dear|seller|listing|trademark|patent|copyright|mark|brand|owner"
    r"|rights?|rightsholder|complainant|address|mail)"
)
_BEFORE = re.compile(
    r"[\s,(（\[<:]{0,4}(?:\b(?:at|under|unter|via|by|by email at|by e-mail at|on)\s{0,2})?[\s,(（\[<]{0,4}$"
)
_ARTICLE = re.compile(
    r"(?:Die|Der|Das|Dem|Den|Firma|Bitte|Please|Contact|The firm|The company|A(?= [A-Z][a-z])"
    r"|La société|La empresa|A empresa|Het bedrijf|Företaget)\s(?=\S)"
)
_SENTENCE = 3
"""Words behind an address that go on with a sentence."""
_STOP = re.compile(r"(?:[^\W\d_]{5}[.!?]|[;:!?。，；：、])$")


def last_name(text: str) -> str:
    """The longest run of words at the end of ``text`` that begin with capitals; empty where there is none."""
    words = list(re.finditer(r"\S{1,60}", text[-120:]))
    base = max(len(text) - 120, 0)
    first: int | None = None
    for place in range(len(words) - 1, -1, -1):
        word = words[place][0]
        if place < len(words) - 1 and (
            _STOP.search(word) or (word.endswith(",") and not _is_form(words[place + 1][0]))
        ):
            break
        if sum(map(str.isdigit, word)) > 3:
            break
        if word[0].isupper() or word[0] >= "\u2e80" or (word[0].isdigit() and first is not None):
            first = place
        elif word not in _JOINING:
            break
    if first is None:
        return ""
    name = text[base + words[first].start() :].strip()
    while article := _ARTICLE.match(name):
        name = name[article.end() :]
    return "" if all(_NO_NAME.fullmatch(word.lower().strip(".,'")) for word in name.split()) else name


def name_before(text: str) -> str:
    """The name at the end of ``text``, which an address follows: ``write to Oak Ltd at``."""
    cut = _BEFORE.search(text)
    return last_name(text[: cut.start()] if cut else text)


def behind_mark(line: str) -> str:
    """What follows a label we do not know."""
    head, mark, rest = line.partition(":" if ":" in line else "\t")
    return rest if mark and rest.strip() and len(head) <= 40 else line


def _is_form(word: str) -> bool:
    return re.fullmatch(r"(?:Inc|Ltd|LLC|Co|Corp|GmbH|S\.A|LLP)\b.{0,2}", word) is not None


def is_list(before: str, behind: str) -> bool:
    """A bullet or a colon says that the line is no sentence; a separator, unless a sentence goes on behind."""
    text = before.strip()
    if not text or text[0] in "-–—•*·" or ":" in text:
        return bool(text)
    return text[-1] in ",;(<—–-/、（" and len(re.findall(r"[^\W\d_]{2,}", behind)) < _SENTENCE
