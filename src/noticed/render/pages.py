"""Pages of an export: what happened in a case, in order, as plain text and as one page without anything remote."""

from collections.abc import Sequence
from datetime import datetime

from jinja2 import Environment, StrictUndefined

from noticed.core.case.model import Case
from noticed.core.mail.compose import clean
from noticed.core.values import Value
from noticed.render.dates import minute
from noticed.render.wording import right_of


class Entry(Value):
    """One line of the timeline."""

    at: datetime
    what: str
    """Kind of happening: an event's name, "mail", "letter"."""
    text: str
    file: str | None = None
    """Path in the export of what to open, if anything."""


class Paper(Value):
    """One mail or letter of the case, as the index lists it."""

    at: datetime
    title: str
    what: str
    who: str
    """The sender of a mail, the recipients of a letter."""
    result: str
    """Where it stands; for a letter, what the server said for each recipient."""
    readable: str
    """Path of its text; "" for a file that is none."""
    original: str | None = None
    """Path of the very bytes; None for a letter that was never sent, and for a mail whose words were removed."""
    attached: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """(what it is called, path) of everything there is of it."""
        first = (("text", self.readable), ("the original", self.original or ""))
        more = ((path.partition("/")[2], path) for path in self.attached)
        return tuple((name, path) for name, path in (*first, *more) if path)


def timeline_text(case: Case, entries: Sequence[Entry], timezone: str) -> str:
    """The timeline for reading without a browser."""
    facts = [f"{name}: {value}" for name, value in _facts(case, timezone)]
    lines = [f"{minute(entry.at, timezone)}  {_event(entry.what)}\n    {_one_line(entry.text)}" for entry in entries]
    return "\n".join([f"Case {case.case}", "", *facts, "", "What happened", "", *lines]) + "\n"


def index_html(
    case: Case, entries: Sequence[Entry], papers: Sequence[Paper], seal: str, exported_at: datetime, timezone: str
) -> str:
    """The page to open first: facts, papers, timeline, how to check it. Every value is escaped, nothing is remote."""
    return _PAGE.render(
        case=case.case,
        facts=_facts(case, timezone),
        rows=[(minute(entry.at, timezone), _event(entry.what), _one_line(entry.text), entry.file) for entry in entries],
        papers=[(minute(paper.at, timezone), paper, _one_line(paper.title)) for paper in papers],
        seal=seal,
        exported_at=minute(exported_at, timezone),
    )


def _facts(case: Case, timezone: str) -> list[tuple[str, str]]:
    found = {
        "Account": case.account,
        "State": _event(case.state.value + (f" ({case.reason.value})" if case.reason else "")),
        "Outcome": _event(case.outcome.value) if case.outcome else "",
        "Disposition": case.disposition.value if case.disposition else "",
        "Marketplace": case.marketplace or "",
        "Complaints": ", ".join(case.complaint_ids),
        "ASINs": ", ".join(case.asins),
        "Rights": ", ".join(dict.fromkeys(filter(None, map(right_of, case.complaints)))),
        "Rights owner": clean(case.rights_owner_name or "", 120),
        "Complainant": ", ".join(case.complainant_emails),
        "Attempts": str(case.attempts),
        "Deadline": minute(case.deadline_at, timezone) if case.deadline_at else "",
        "Opened": minute(case.opened_at, timezone),
        "Closed": minute(case.closed_at, timezone) if case.closed_at else "",
    }
    return [(name, value) for name, value in found.items() if value]


def _event(what: str) -> str:
    return _one_line(what.replace("_", " "))


def _one_line(text: str) -> str:
    """Whole sentences on one line, without what could move a terminal or a page."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


_PAGE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Case {{ case }}</title>
<style>
:root { --ink: #1f2328; --soft: #5b6472; --line: #dedad0; --back: #fbfaf7; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e1; --soft: #9aa0a8; --line: #34373d; --back: #17191c; }
}
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1rem 4rem; background: var(--back); color: var(--ink);
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; break-after: avoid; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1.2rem; margin: 0; }
dt, time, small { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } a { color: inherit; }
ol { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid var(--line); padding: .6rem 0; overflow-wrap: anywhere; break-inside: avoid; }
time, small { font-size: .85rem; font-variant-numeric: tabular-nums; } b { font-weight: 600; }
code { font-size: .85rem; overflow-wrap: anywhere; }
@page { margin: 18mm; }
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --back: none; }
  body { max-width: none; padding: 0; font-size: 10pt; }
}
</style>
</head>
<body>
<h1>Case {{ case }}</h1>
<dl>
{% for name, value in facts %}
<dt>{{ name }}</dt><dd>{{ value }}</dd>
{% endfor %}
</dl>
<h2>Mails, letters, evidence</h2>
<ol>
{% for at, paper, title in papers %}
<li><time>{{ at }}</time> · {{ paper.what }}{% if paper.who %} · {{ paper.who }}{% endif %}<br><b>{{ title }}</b>
<br><small>{% if paper.result %}{{ paper.result }}{{ " · " if paper.files }}{% endif %}
{%- for name, file in paper.files %}<a href="{{ file }}">{{ name }}</a>{{ " · " if not loop.last }}{% endfor %}
</small></li>
{% endfor %}
</ol>
<h2>What happened</h2>
<p><small>"You" is the seller, who decides; the program wrote these lines as it happened.</small></p>
<ol>
{% for at, what, text, file in rows %}
<li><time>{{ at }}</time> · <b>{{ what }}</b><br>{{ text }}{% if file %} · <a href="{{ file }}">text</a>{% endif %}</li>
{% endfor %}
</ol>
<h2>How to check this</h2>
<p>Exported {{ exported_at }}. <code>sha256sum -c SHA256SUMS</code> shows whether a file was changed since, and
<code>noticed verify FILE.zip</code> also whether a line of the journal was changed, dropped, added or moved: each line
carries a seal over the one before it. The last seal is <code>{{ seal or "none" }}</code>: note it elsewhere.
Whoever makes all sums anew cannot make the same seal of another story.</p>
</body>
</html>
"""
)
