"""HTML as a person sees it: lines, table cells, quotes; and without what a person does not see.

Blocks become lines, cells of a row are parted by a tab, quotes begin with "> ", list items with "- ".
Hidden elements, scripts, comments and invisible characters are dropped, ``<wbr>`` and soft hyphens join.
The parser mends the page; what it writes out is read tag by tag, and what a tag does is looked up where the same one
comes again: a mail program writes the same few on every line. Never raises on any text; the cost is bounded by
``MAX_HTML`` and ``MAX_DEPTH``.
"""

import html as entities
import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from noticed.core.mail.lines import Lines
from noticed.core.mail.tags import behind, pieces_of
from noticed.core.mail.text import MAX_TEXT, visible, without_controls
from noticed.core.values import Value

MAX_HTML = 2_000_000
"""Characters of HTML that are looked at."""
MAX_DEPTH = 2_000
"""Deeper trees cost the parser quadratic time: their tags are cut out instead."""
MAX_LINKS = 500
_SHORT = 1_000
"""Characters of a tag that is kept."""

_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_NAME = re.compile(r"</?([^\s>]*)")
_ATTRIBUTE = re.compile(r'\s([^\s=>]+)(?:="([^"]*)")?')
_PLAINTEXT = re.compile(r"<(/?)(?:plaintext|xmp)(?![a-z])", re.IGNORECASE)
"""Elements of the last century whose tags are text: nobody writes mail with them."""
_STYLE = re.compile(r"<style[^<>]{0,300}>([^<]{0,50000})", re.IGNORECASE)
_RULE = re.compile(r"([.#][\w-]{1,60})\s{0,9}\{([^{}]{0,400})\}")
_HIDING = re.compile(
    r"(?<![\w-])(?:display:none|visibility:hidden|mso-hide:all|font-size:0(?:\.0{1,5})?(?:px|pt|em|rem|%)?(?![\w.])"
    r"|opacity:0(?:\.0{1,5})?(?![\w.])|max-height:0(?:px)?(?![\w.])|color:transparent|text-indent:-\d{3,6}|left:-\d{3,6})"
)


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_RAW = _tags("script style iframe noembed noframes template")
"""Elements whose text is written out as it stands, or that hold such."""
_AS_IT_STANDS = re.compile(rf"<(?:!--|{'|'.join(sorted(_RAW))})")
_DROPPED = _tags(
    "script style head title template noscript svg math object embed iframe select textarea audio video canvas datalist"
)
_LINES = _tags(
    "div li tr section article header footer main aside nav address dt dd center form fieldset caption figure hr"
)
_PARAGRAPHS = _tags("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre")
_CELLS = _tags("td th")
_VOID = _tags("area base br col embed hr img input link meta param source track wbr")
_UNNESTED = _tags("p li td th tr dd dt option tbody thead tfoot") | _VOID


def html_to_text(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a person sees of ``html``, and its links as (visible text, target), each once.

    Targets of mailto links are percent-decoded. Text is cut at ``MAX_TEXT`` characters.
    """
    html = _PLAINTEXT.sub(r"<\1pre", without_controls(html[:MAX_HTML]))
    if html.count("<") > MAX_DEPTH and _depth(html) > MAX_DEPTH:
        return visible(entities.unescape(_ANY_TAG.sub("\n", html)))[:MAX_TEXT], ()
    page = _Page(_hidden_names(html))
    page.read(pieces_of(_mended(html)))
    return page.text(), tuple(dict.fromkeys(page.links))


def _mended(html: str) -> str:
    """``html`` as the parser understands it, without what it would write out as it stands."""
    root = LexborHTMLParser(html).root
    written = root.html or "" if root is not None else ""
    if root is not None and _AS_IT_STANDS.search(written):
        nodes = [node for node in root.traverse(include_text=True) if node.tag == "-comment" or node.tag in _RAW]
        for node in nodes:
            node.decompose()
        written = root.html or ""
    return written


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
    for sheet in _STYLE.findall(html)[:20] if "<style" in html.lower() else ():
        plain = sheet.partition("@media")[0]
        names.update(rule[1] for rule in _RULE.finditer(plain) if hides(rule[2]))
    return frozenset(names)


def hides(style: str) -> bool:
    """Whether a style keeps what it is for from being seen."""
    return _HIDING.search(re.sub(r"\s", "", style.lower())) is not None


class _Tag(Value):
    """One tag, and what it does."""

    name: str
    ends: bool
    is_dropped: bool
    """It and all within it is not seen."""
    target: str
    gap: int
    """Line ends before and behind it, at least."""


def _tag(piece: str, hidden: frozenset[str]) -> _Tag:
    """A tag as it is written; ``hidden``: classes and ids."""
    found = _NAME.match(piece)
    name = found[1] if found else ""
    attributes = {key: entities.unescape(value) for key, value in _ATTRIBUTE.findall(piece)}
    dropped = name in _DROPPED or _is_hidden(attributes, hidden)
    target = (attributes.get("href") or "").strip()
    gap = 2 if name in _PARAGRAPHS else 1 if name in _LINES else 0
    return _Tag(name=name, ends=piece.startswith("</"), is_dropped=dropped, target=target, gap=gap)


def _kept(hidden: frozenset[str]) -> Callable[[str], _Tag]:
    """Its short tags, each read once: a mail program writes the same ones on every line."""
    return lru_cache(maxsize=512)(partial(_tag, hidden=hidden))


_OF_EVERY_MAIL = _kept(frozenset())
"""And in every mail. What a style sheet hides is known in its own mail alone: a stranger chooses how long that is."""


def _is_hidden(attributes: dict[str, str], hidden: frozenset[str]) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes or hides(attributes.get("style") or ""):
        return True
    classes = {f".{name}" for name in (attributes.get("class") or "").split()}
    return bool(hidden & (classes | {f"#{attributes.get('id') or ''}"}))


class _Page(Lines):
    """The text of a page."""

    def __init__(self, hidden: frozenset[str]) -> None:
        super().__init__()
        self._hidden = hidden
        self._short_tag = _kept(hidden) if hidden else _OF_EVERY_MAIL
        self._cells: list[int] = []
        """Cells so far of each row that is open."""
        self._open: list[tuple[str, int]] = []
        self.links: list[tuple[str, str]] = []

    def read(self, pieces: Sequence[str]) -> None:
        """Texts and tags in turn."""
        place = 0
        while place < len(pieces) and self._length < MAX_TEXT:
            piece = pieces[place]
            if not place % 2:
                if piece.isspace() and not self._pre:
                    self._blank = True
                elif piece:
                    self._write(entities.unescape(piece) if "&" in piece else piece)
                place += 1
                continue
            tag = self._short_tag(piece) if len(piece) <= _SHORT else _tag(piece, self._hidden)
            if tag.ends:
                self._leave(tag)
            elif not self._enter(tag) and tag.name not in _VOID:
                place = behind(pieces, place, tag.name)
            place += 1

    def _enter(self, tag: _Tag) -> bool:
        """Begin an element; whether to go into it."""
        name = tag.name
        if name == "br":
            self._gap += 1
            self._tab = False
            return True
        if name == "img":
            self._blank = True
            return True
        first = name in _CELLS and self._count()
        if tag.is_dropped:
            return False
        if name == "a":
            self._seam = True
            self._open.append((tag.target, len(self._out)))
            self._blank = self._blank or _is_mail(tag.target)
        elif name in _CELLS:
            self._begin_cell(first=first)
        else:
            self._block(tag.gap)
            self._bullet = name == "li" or (self._bullet and name not in _LINES)
        if name == "tr":
            self._cells.append(0)
        self._quotes += name == "blockquote"
        self._pre += name == "pre"
        return True

    def _leave(self, tag: _Tag) -> None:
        """End an element that was gone into."""
        name = tag.name
        if name == "a" and self._open:
            target, start = self._open.pop()
            if target and len(self.links) < MAX_LINKS:
                shown = _BLANKS.sub(" ", "".join(self._out[start:])).strip()[:500]
                self.links.append((shown, visible(unquote(target) if _is_mail(target) else target)[:2000]))
            self._blank = self._blank or _is_mail(target)
        if name == "tr" and self._cells:
            self._cells.pop()
        self._quotes -= name == "blockquote"
        self._pre -= name == "pre"
        self._block(tag.gap)

    def _count(self) -> bool:
        """One cell more in its row; whether it is the first."""
        if not self._cells:
            self._cells.append(0)
        self._cells[-1] += 1
        return self._cells[-1] == 1

    def _block(self, gap: int) -> None:
        self._seam = True
        if gap > self._gap and not self._tab:
            self._gap = gap


def _is_mail(target: str) -> bool:
    return unquote(target[:60]).lower().startswith("mailto:")
