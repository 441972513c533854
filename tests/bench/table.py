"""The figures of one run, and how they come into docs/performance.md: by the command that measured them."""

import os
import platform
import re
import statistics
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from noticed.core.values import Value

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


class Row(Value):
    """One figure beside what it is held against, both of one run."""

    what: str
    figure: str
    against: str = ""
    ratio: str = ""
    wanted: str = ""
    kept: bool | None = None
    """Whether it is as wanted; None: nothing is wanted of it."""


class Bench(Value):
    """The figures of one bench."""

    name: str
    title: str
    how: str
    """What was measured against what, in a sentence or two."""
    rows: tuple[Row, ...]


def spread(values: Sequence[float], unit: str = "s", digits: int = 2) -> str:
    """Median, and the least and the most where there are several."""
    middle = statistics.median(values)
    if len(values) == 1:
        return f"{middle:.{digits}f} {unit}"
    return f"{middle:.{digits}f} {unit} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def at_most(what: str, value: float, least: float, most: float, *, unit: str = "s", against: str = "") -> Row:
    """A time beside a floor, of which it may be ``most`` times."""
    return Row(
        what=what,
        figure=f"{value:.2f} {unit}",
        against=against or f"{least:.2f} {unit}",
        ratio=f"{value / least:.2f}",
        wanted=f"≤ {most:g} ×",
        kept=value <= most * least,
    )


def below(what: str, value: float, most: float, unit: str, *, digits: int = 2, against: str = "") -> Row:
    """A figure that may be ``most`` at most."""
    kept = value <= most
    return Row(what=what, figure=f"{value:.{digits}f} {unit}", against=against, wanted=f"≤ {most:g} {unit}", kept=kept)


def show(bench: Bench, *, short: bool) -> str:
    """As Markdown."""
    head = ["", "figure", "against", "ratio", "wanted", ""]
    lines = [f"## {bench.title}", "", bench.how, "", _line(head), _line(["---"] * len(head))]
    for row in bench.rows:
        mark = {True: "yes", False: "**no**", None: ""}[row.kept]
        lines.append(_line([row.what, row.figure, row.against, row.ratio, row.wanted, mark]))
    return "\n".join(
        [*lines, "", f"_{where()}; `python -m tests.bench {bench.name}{' --short' if short else ''} --write`_"]
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def where() -> str:
    """When, on what, and how busy it was: figures of two runs are not to be compared."""
    load = os.getloadavg()[0]
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, load {load:.1f}"
    return f"{datetime.now(UTC):%d %b %Y}, {machine}"


def write(bench: Bench, *, short: bool) -> None:
    """Put the figures where the last ones of this bench were, else at the end of the page."""
    begin, end = f"<!-- {bench.name} -->\n", f"<!-- /{bench.name} -->\n"
    text = PAGE.read_text(encoding="utf-8")
    part = f"{begin}{show(bench, short=short)}\n{end}"
    if begin in text:
        text = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: part, text, flags=re.DOTALL)
    else:
        text = f"{text.rstrip()}\n\n{part}"
    PAGE.write_text(text, encoding="utf-8")
