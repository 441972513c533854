"""Pages of an export: what happened in a case, in order, as plain text and as one page without anything remote."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from noticed.core.case.model import Case
from noticed.core.mail.cleaning import clean
from noticed.core.values import Value
from noticed.data import page
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
    return _page().render(
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


@cache
def _page() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(page("case.html"))
