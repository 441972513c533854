"""An appeal pack: a page that leads through Account Health, with every text to copy and every picture beside it.

The page needs nothing but itself: it works from a folder without a network, and its policy (Content Security Policy
Level 3, hashes) lets a browser run and load only what was written here.
"""

import base64
import hashlib
from dataclasses import field

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

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
    return _PAGE.render(
        pack=pack,
        say=say,
        lang="zh-CN" if pack.operator_language == "zh" else "en",
        style=Markup(_STYLE),  # noqa: S704  # our own words
        script=Markup(_SCRIPT),  # noqa: S704
        policy=_POLICY,
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


_SCRIPT = """
"use strict";
for (const button of document.querySelectorAll("button")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const area = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      area.select();
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
    button.classList.add("done");
  });
}
if (!CSS.supports("field-sizing", "content")) {
  for (const area of document.querySelectorAll("textarea")) area.style.height = area.scrollHeight + 4 + "px";
}
"""
_STYLE = """
:root { color-scheme: light dark; --back: #f6f4ef; --paper: #fff; --edge: #e3dfd5; --ink: #1f2328; --soft: #5c6470;
  --main: #2f5d86; --on: #fff; --told: #f1f5f9; --good: #2b6a3c; }
@media (prefers-color-scheme: dark) {
  :root { --back: #141619; --paper: #1e2125; --edge: #363b42; --ink: #ecebe7; --soft: #a8adb5; --main: #9cc4ea;
    --on: #10212f; --told: #1a232c; --good: #8fd3a1; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.2rem 1rem 4rem; background: var(--back); color: var(--ink);
  overflow-wrap: anywhere; font: 16px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans",
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.35rem; margin: .4rem 0; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .6rem; }
.soft { color: var(--soft); margin: 0; } ol { padding-left: 1.4rem; margin: .6rem 0; } li { margin: .35rem 0; }
.card { background: var(--paper); border: 1px solid var(--edge); border-radius: 10px; padding: .8rem 1rem;
  margin: .8rem 0; }
.head { display: flex; align-items: center; justify-content: space-between; gap: .5rem; }
.head b { font-size: 1rem; }
button { font: inherit; font-weight: 600; min-height: 44px; padding: .4rem 1rem; border: 0; border-radius: 8px;
  background: var(--main); color: var(--on); cursor: pointer; }
button.done { background: none; color: var(--good); border: 1px solid var(--good); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.pair { display: grid; gap: .8rem; margin-top: .6rem; }
.pair > * { min-width: 0; }
textarea { field-sizing: content; width: 100%; border: 1px solid var(--edge); border-radius: 8px; padding: .6rem .7rem;
  background: var(--back); color: var(--ink); font: inherit; resize: vertical; display: block; }
.told { background: var(--told); border-radius: 8px; padding: .6rem .8rem; white-space: pre-wrap; }
.told p { margin: 0 0 .4rem; color: var(--soft); font-size: .85rem; white-space: normal; }
figure { margin: 0; } figcaption { font-size: .9rem; margin-bottom: .4rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: .8rem; }
img { display: block; max-width: 100%; max-height: 22rem; border: 1px solid var(--edge); background: #fff; }
a { color: var(--main); }
@media (min-width: 800px) { .two { grid-template-columns: 1fr 1fr; } }
@media print {
  button { display: none; } body { background: none; } .card:not(:has(.told)) { break-inside: avoid; }
}
"""
_POLICY = (
    f"default-src 'none'; img-src data:; style-src {_sum(_STYLE)}; script-src {_sum(_SCRIPT)}; "
    "base-uri 'none'; form-action 'none'"
)
_PAGE = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_plain
).from_string(
    """\
<!DOCTYPE html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ pack.case }} · {{ say("pack.title") }}</title>
<style>{{ style }}</style>
</head>
<body>
<main>
<p class="soft">{{ pack.case }} · {{ pack.about }}</p>
<h1>{{ say("pack.title") }}{{ say("why.colon") }}{{ pack.kind }}</h1>
<h2>{{ say("pack.steps") }}</h2>
<ol>
{% for step in pack.steps %}
<li>{{ step }}</li>
{% endfor %}
</ol>
<h2>{{ say("pack.texts") }}</h2>
{% for each in pack.fields %}
<section class="card">
<div class="head"><b id="l{{ loop.index }}">{{ each.label }}</b>
<button type="button" data-copy="t{{ loop.index }}" data-done="{{ say("pack.copied") }}" hidden>{{ say("pack.copy_it") }}</button></div>
<div class="pair{% if each.told %} two{% endif %}">
<textarea id="t{{ loop.index }}" readonly aria-labelledby="l{{ loop.index }}" lang="{{ pack.language }}" rows="{{ [each.text.count("\n") + 1, 24] | min }}">
{{ each.text }}</textarea>
{% if each.told %}
<div class="told"><p>{{ say("letter.reading") }}</p>{{ each.told }}</div>
{% endif %}
</div>
</section>
{% endfor %}
{% if pictures %}
<h2>{{ say("pack.files") }}</h2>
<p class="soft">{{ say("pack.files_note") }}</p>
<div class="pictures">
{% for name, shown, size in pictures %}
<figure class="card"><figcaption><a href="files/{{ name | urlencode }}">{{ name }}</a> <span class="soft">{{ size }} kB</span></figcaption>
{% if shown %}
<img src="{{ shown }}" alt="{{ name }}">
{% endif %}
</figure>
{% endfor %}
</div>
{% endif %}
</main>
<script>{{ script }}</script>
</body>
</html>
"""  # noqa: E501
)
