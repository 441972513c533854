"""An appeal pack: a page that leads through Account Health, with every text to copy and every picture beside it.

The page needs nothing but itself: it works from a folder without a network, and its policy (Content Security Policy
Level 3, hashes) lets a browser run and load only what was written here.
"""

import base64
import hashlib
from dataclasses import field
from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from noticed import data
from noticed.core.mail.model import File
from noticed.core.values import Value
from noticed.render.harmless import harmless
from noticed.render.phrases import Phrases

_BEGINS, _ENDS = "from here", "to here"
_RULE = "-" * 20


class Field(Value):
    """One text for one box of the form."""

    label: str
    """In the operator's language."""
    text: str
    """What is pasted, in the language Amazon reads; the button copies exactly this."""
    told: str = ""
    """The same in the operator's language; "" where it is that already."""


class Pack(Value):
    """Everything an appeal pack is made from."""

    case: str
    about: str
    """Which complaint, which listing: one line."""
    kind: str
    steps: tuple[str, ...]
    """In the operator's language, in order."""
    fields: tuple[Field, ...]
    files: tuple[File, ...] = field(default=())
    language: str
    """Of the texts to paste."""
    operator_language: str


def pack_files(pack: Pack, say: Phrases) -> dict[str, bytes]:
    """Path in the folder → contents: the page, the texts, and the files that are to be added in the form."""
    found = {"index.html": page(pack, say).encode()}
    for number, each in enumerate(pack.fields, 1):
        found[f"texts/{number}.txt"] = each.text.encode()
    return found | {f"files/{file.name}": file.content for file in pack.files}


def page(pack: Pack, say: Phrases) -> str:
    """The page. Every value is escaped, nothing is remote."""
    style, script = data.page("pack.css"), data.page("pack.js")
    return _template().render(
        pack=pack,
        say=say,
        lang="zh-CN" if pack.operator_language == "zh" else "en",
        style=Markup(style),  # noqa: S704  # our own words
        script=Markup(script),  # noqa: S704
        policy=(
            f"default-src 'none'; img-src data:; style-src {_sum(style)}; script-src {_sum(script)}; "
            "base-uri 'none'; form-action 'none'"
        ),
        pictures=[(file.name, _shown(file), max(1, len(file.content) // 1024)) for file in pack.files],
    )


def text_of(body: str) -> str:
    """What is pasted, out of a letter that stands ready: between its two lines, all of it where a person cut them."""
    lines = body.split("\n")
    marks = [n for n, line in enumerate(lines) if line.startswith(_RULE) and (_BEGINS in line or _ENDS in line)]
    inner = lines[marks[0] + 1 : marks[-1]] if len(marks) >= 2 else lines
    return "\n".join(inner).strip("\n")


def steps_of(body: str) -> tuple[str, ...]:
    """The first steps of such a letter: where to go, and under what to look."""
    steps = []
    for line in body.split("\n\n", 1)[0].split("\n"):
        number, dot, step = line.partition(". ")
        if dot and number.isdecimal():
            steps.append(step)
    return tuple(steps[:2])


def blocks_of(text: str) -> tuple[tuple[str, str], ...]:
    """Headings that lists stand under, each with its list: the boxes of a plan of action."""
    found: list[tuple[str, list[str]]] = []
    before = ""
    for line in text.split("\n"):
        if line.startswith("- ") and found and not before:
            found[-1][1].append(line)
        elif line.startswith("- ") and before:
            found.append((before, [line]))
            before = ""
        else:
            before = line.strip()
    return tuple((heading, "\n".join(lines)) for heading, lines in found)


def _shown(file: File) -> str:
    """A picture as a URL that holds it (RFC 2397); "" for what a browser shows no picture of."""
    if file.content_type not in {"image/png", "image/jpeg", "image/gif"}:
        return ""
    return f"data:{file.content_type};base64,{base64.b64encode(file.content).decode('ascii')}"


def _sum(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") + "'"


def _plain(value: object) -> object:
    if value is None:
        raise ValueError("a page with a hole in it")
    return value if isinstance(value, Markup) or not isinstance(value, str) else harmless(value)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_plain
    )
    return environment.from_string(data.page("pack.html"))
