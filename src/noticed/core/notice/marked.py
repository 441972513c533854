"""What mail programs and gateways add to a text before it is laid out. Never raises; every pattern is bounded."""

import re

from noticed.core.notice.fold import fold
from noticed.core.notice.phrase import Phrases

_RULE = re.compile(r":?-{2,60}:?")
"""One cell of the rule below a table's head."""
_ROW = re.compile(r"\s{0,9}\|\s{0,9}(\S[^\n]{0,1000}?)\s{0,9}\|\s{0,9}")
_ASSIGNMENT = re.compile(r"^(\s{0,9}[^\W\d_][^\W_]{0,30}(?:[ _-][^\W_]{1,20}){0,3}) ?= ?(?=[^\s=])", re.MULTILINE)
_ASSIGNED = 3
"""Labels that make a list, at least."""
_IN_LINE = re.compile(r"(?:^|;)\s?([^\W\d_][^\W_]{1,30})=(?=[^\s=;])")
_BANNER = 600
"""Characters of a first paragraph that a gateway may have written."""


def with_cells(text: str) -> str:
    """``text`` with the tables of Markdown as those of HTML are written: tabs between cells, no rule below the head."""
    if "-|" not in text and "- |" not in text:
        return text
    return "\n".join(_cells(line) for line in text.split("\n") if not _is_rule(line))


def _is_rule(line: str) -> bool:
    cells = line.strip().strip("|").split("|")
    return len(cells) > 1 and all(_RULE.fullmatch(cell.strip()) for cell in cells)


def _cells(line: str) -> str:
    row = _ROW.fullmatch(line)
    return "\t".join(cell.strip() for cell in row[1].split("|")) if row else line


def with_colons(text: str) -> str:
    """``text`` with labels as others have them where it is a list of them with equals signs and no blanks: in
    "Owneremail=ann@oak.example" all would be the address (RFC 5322 section 3.2.3)."""
    if text.count("=") < _ASSIGNED:
        return text
    text = "\n".join(map(_on_lines, text.split("\n"))) if ";" in text else text
    return _ASSIGNMENT.sub(r"\1: ", text) if len(_ASSIGNMENT.findall(text)) >= _ASSIGNED else text


def _on_lines(line: str) -> str:
    """``line`` with each label on a line of its own where it is a list of them: "ASIN=B0…;Complaint=164…"."""
    return _IN_LINE.sub(r"\n\1=", line).replace(";\n", "\n") if len(_IN_LINE.findall(line)) >= _ASSIGNED else line


def without_banner(text: str, banners: Phrases) -> str:
    """``text`` without a first paragraph by which a gateway warns of mail from outside."""
    first, blank, rest = text.lstrip().partition("\n\n")
    if not blank or not rest.strip() or len(first) > _BANNER:
        return text
    return rest if banners.search(fold(first)) else text
