"""The figures count what happened, once each; a spreadsheet runs nothing of them, and the picture can be drawn."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.mails import answer, clearance, notice, signed
from tests.unit.service.world import START, World

from noticed.adapters.plot import plot
from noticed.data import words
from noticed.render.figures import COLUMNS, Figures, Group, as_csv
from noticed.service.stats import figures

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def found() -> Figures:
    """Three cases: one answered after two days and cleared, one silent after two letters, one of the other store."""
    world = World()
    world.receive(signed(notice(date=START, dispute=None)))
    world.sleep(2 * DAY)
    letter = world.arrived("ip@brand.example")[0]
    world.receive(answer(letter, date=world.clock.now()))
    world.receive(answer(letter, date=world.clock.now(), text="And one more thing about our trademark."))
    other = {"complaint": "20000000001", "asins": ("B0D0000001",), "complainant": "law@firm.example"}
    world.receive(signed(notice(date=world.clock.now(), **other)))  # type: ignore[arg-type]
    world.sleep(4 * DAY)
    world.receive(signed(clearance(date=world.clock.now())))
    return figures(world.context)


def group(figures: Figures, by: str, name: str = "") -> Group:
    return next(g for g in figures.groups if (g.by, g.name) == (by, name))


def test_each_case_counts_once_however_often_they_write(found: Figures) -> None:
    whole = group(found, "all")
    assert (whole.cases, whole.open, whole.asked, whole.answered, whole.retracted) == (2, 1, 2, 1, 1)
    assert whole.letters == 3
    assert whole.days_to_answer == pytest.approx(2)
    assert whole.hours_to_letter == pytest.approx(0)
    firm = group(found, "complainant", "law@firm.example")
    assert (firm.cases, firm.letters, firm.answered, firm.days_to_answer) == (1, 2, 0, None)
    assert group(found, "account", "acme").cases == 2
    assert sum(week.opened for week in found.weeks) == 2
    assert found.days == pytest.approx((2.0,))


def test_only_cases_opened_since_then() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    assert figures(world.context, START + DAY).groups[0].cases == 0
    assert figures(world.context, START + DAY).weeks == ()


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_runs_no_cell(name: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv([Group(by="complainant", name=name)]), newline="")))
    assert rows[0] == list(COLUMNS)
    assert rows[1][1] == f"'{name}"
    assert rows[1][2] == "0"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_is_drawn_of_much_and_of_nothing(found: Figures, tmp_path: Path, language: str) -> None:
    say = words()[language]
    hostile = [Group(by="complainant", name=f"$\\frac{n}{{ 极光 <b>", cases=n) for n in range(20)]
    for name, drawn in (("much", replace(found, groups=(*found.groups, *hostile))), ("none", Figures(groups=()))):
        plot(drawn, tmp_path / f"{name}.png", lambda key: say[f"stats.{key}"])
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
