"""HTML as a person sees it: lines, table cells, quotes; and without what a person does not see.

Blocks become lines, cells of a row are parted by a tab, quotes begin with "> ", list items with "- ".
Hidden elements, scripts, comments and invisible characters are dropped, ``<wbr>`` and soft hyphens join.
Never raises on any text; the cost is bounded by ``MAX_HTML`` and ``MAX_DEPTH``.
"""

import html as entities
import re
from functools import lru_cache
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from noticed.core.mail.seam import is_seam

MAX_HTML = 2_000_000
"""Characters of HTML that are looked at."""
MAX_TEXT = 200_000
"""Characters of text that are given back."""
MAX_DEPTH = 2_000
"""Deeper trees cost the parser quadratic time: their tags are cut out instead."""
MAX_LINKS = 500
_SHORT_STYLE = 1_000
"""Characters of a style that is kept."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters without a shape: a label or an address reads the same with and without them."""

_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ASCII = {**dict.fromkeys((*range(9), *range(14, 32), 127)), **dict.fromkeys((11, 12, 13), "\n")}
"""The same of text without other characters, which most mail is: a table is faster than a pattern."""
_NO_CONTROLS = {code: None for code in _ASCII if code not in range(9, 14)}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_RULE = re.compile(r"([.#][\w-]{1,60})\s{0,9}\{([^{}]{0,400})\}")
_HIDING = re.compile(
    r"(?<![\w-])(?:display:none|visibility:hidden|mso-hide:all|font-size:0(?:\.0{1,5})?(?:px|pt|em|rem|%)?(?![\w.])"
    r"|opacity:0(?:\.0{1,5})?(?![\w.])|max-height:0(?:px)?(?![\w.])|color:transparent|text-indent:-\d{3,6}|left:-\d{3,6})"
)


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DROPPED = _tags(
    "script style head title template noscript svg math object embed iframe select textarea audio video canvas datalist"
)
_LINES = _tags(
    "div li tr section article header footer main aside nav address dt dd center form fieldset caption figure hr"
)
_PARAGRAPHS = _tags("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre")
_CELLS = _tags("td th")
_UNNESTED = _tags(
    "p li td th tr br hr img input meta link col wbr area base source dd dt option tbody thead tfoot param track"
)


def visible(text: str) -> str:
    """``text`` without invisible and control characters, every kind of line end as "\\n"."""
    if text.isascii():
        return text if text.isprintable() else text.replace("\r\n", "\n").translate(_ASCII)
    text = _LINE_ENDS.sub("\n", text)
    return INVISIBLE.sub("", _CONTROLS.sub("", text))


def _without_controls(html: str) -> str:
    return html.translate(_NO_CONTROLS) if html.isascii() else _CONTROLS.sub("", html)


def html_to_text(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a person sees of ``html``, and its links as (visible text, target), each once.

    Targets of mailto links are percent-decoded. Text is cut at ``MAX_TEXT`` characters.
    """
    html = _without_controls(html[:MAX_HTML])
    if _depth(html) > MAX_DEPTH:
        return visible(entities.unescape(_ANY_TAG.sub("\n", html)))[:MAX_TEXT], ()
    body = LexborHTMLParser(html).root
    if body is None:
        return "", ()
    page = _Page(_hidden_names(html))
    page.walk(body)
    return page.text(), tuple(dict.fromkeys(page.links))


def _depth(html: str) -> int:
    """How deep the tree may get at most: elements that nest, opened and not closed."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _UNNESTED:
            continue
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _hidden_names(html: str) -> frozenset[str]:
    """Classes (".x") and ids ("#x") that a style sheet hides; rules for other media than this one don't count."""
    names: set[str] = set()
    for sheet in re.findall(r"<style[^<>]{0,300}>([^<]{0,50000})", html, re.IGNORECASE)[:20]:
        plain = sheet.partition("@media")[0]
        names.update(rule[1] for rule in _RULE.finditer(plain) if hides(rule[2]))
    return frozenset(names)


def hides(style: str) -> bool:
    """Whether a style keeps what it is for from being seen."""
    return _kept_hides(style) if len(style) <= _SHORT_STYLE else _hides(style)


def _hides(style: str) -> bool:
    return _HIDING.search(re.sub(r"\s", "", style.lower())) is not None


_kept_hides = lru_cache(maxsize=256)(_hides)
"""A mail program writes the same style on every element."""


class _Page:
    """The text under construction: ``_gap`` says what parts the next word from the last one."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden
        self._out: list[str] = []
        self._length = 0
        self._gap = 0
        self._tab = self._blank = self._bullet = self._broken = False
        self._quotes = self._quoted = 0
        self._pre = 0
        self._seam = False
        self._cell_start = 0
        self._open: list[tuple[str, int]] = []
        self.links: list[tuple[str, str]] = []

    def walk(self, root: LexborNode) -> None:
        """Depth first, without recursion: a stranger chooses the depth."""
        path: list[LexborNode] = []
        node: LexborNode | None = root
        while node is not None and self._length < MAX_TEXT:
            entered = self._enter(node)
            child = node.child if entered else None
            if child is not None:
                path.append(node)
                node = child
                continue
            if entered:
                self._leave(node)
            while node is not None and node.next is None:
                node = path.pop() if path else None
                if node is not None:
                    self._leave(node)
            node = node.next if node is not None else None

    def text(self) -> str:
        lines = (line.rstrip(" ") for line in "".join(self._out).split("\n"))
        return "\n".join(lines).strip("\n")[:MAX_TEXT]

    def _enter(self, node: LexborNode) -> bool:
        """Begin an element or write a text; whether to go into it."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
            return False
        if tag == "br":
            self._gap += 1
            self._tab = False
            return False
        if tag == "img":
            self._blank = True
            return False
        if tag.startswith("-") or tag in _DROPPED or self._is_hidden(node):
            return False
        if tag in _CELLS:
            self._cell(node)
        elif tag == "a":
            self._seam = True
            self._open.append((unquote((node.attributes.get("href") or "").strip()), len(self._out)))
            self._blank = self._blank or (self._open[-1][0].lower().startswith("mailto:"))
        else:
            self._block(tag)
            self._bullet = tag == "li" or (self._bullet and tag not in _LINES)
        self._quotes += tag == "blockquote"
        self._pre += tag == "pre"
        return True

    def _leave(self, node: LexborNode) -> None:
        """End an element that was gone into."""
        tag = node.tag or ""
        if tag == "a" and self._open:
            target, start = self._open.pop()
            if target and len(self.links) < MAX_LINKS:
                shown = _BLANKS.sub(" ", "".join(self._out[start:])).strip()[:500]
                target = target if target.lower().startswith("mailto:") else (node.attributes.get("href") or "").strip()
                self.links.append((shown, visible(target)[:2000]))
            self._blank = self._blank or target.lower().startswith("mailto:")
        self._quotes -= tag == "blockquote"
        self._pre -= tag == "pre"
        self._block(tag)

    def _is_hidden(self, node: LexborNode) -> bool:
        attributes = node.attributes
        if not attributes:
            return False
        if "hidden" in attributes or hides(attributes.get("style") or ""):
            return True
        if not self._hidden:
            return False
        classes = {f".{name}" for name in (attributes.get("class") or "").split()}
        return bool(self._hidden & (classes | {f"#{attributes.get('id') or ''}"}))

    def _cell(self, node: LexborNode) -> None:
        """A further cell of a row stays on the line of the one before it, unless that one has several lines itself."""
        before = node.prev
        while before is not None and before.tag not in _CELLS:
            before = before.prev
        if before is not None and self._broken:
            self._gap = max(self._gap, 1)
        elif before is not None:
            self._gap, self._tab = 0, True
        self._broken = False
        self._cell_start = len(self._out)

    def _block(self, tag: str) -> None:
        self._seam = True
        if not self._tab:
            self._gap = max(self._gap, 2 if tag in _PARAGRAPHS else 1 if tag in _LINES else 0)

    def _write(self, text: str) -> None:
        text = visible(text)
        if self._pre:
            lines = text.split("\n")
            for number, line in enumerate(lines):
                self._gap += number > 0
                self._put(line.replace("\t", "    "))
            return
        words = text.split()
        self._blank = self._blank or text[:1].isspace()
        if words:
            self._put(" ".join(words))
            self._blank = text[-1].isspace()

    def _put(self, words: str) -> None:
        if not words:
            return
        mark = "> " * min(self._quotes, 9)
        between = mark[: 2 * self._quoted]
        self._quoted = self._quotes
        if self._tab and self._out:
            self._out.append("\t")
        elif self._gap and self._out:
            self._broken = len(self._out) > self._cell_start
            self._out.append(f"\n{between}" * (min(self._gap, 3) - 1) + f"\n{mark}")
        elif not self._out:
            self._out.append(mark)
        elif self._blank:
            self._out.append(" ")
        elif self._seam and is_seam(self._out[-1], words):
            self._out.append("\t")
        if self._bullet:
            self._out.append("- ")
        self._out.append(words)
        self._length += len(words) + 1
        self._gap, self._tab, self._blank, self._bullet, self._seam = 0, False, False, False, False
