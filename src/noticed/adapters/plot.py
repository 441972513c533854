"""The figures as one picture, drawn by matplotlib. Raises ``Permanent`` where that is not installed or FILE cannot be
written.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from noticed.ports import Permanent
from noticed.render.figures import Figures, Group

Say = Callable[[str], str]
"""Words of the picture by name."""

_CHINESE = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "SimHei")
_CALM, _GOOD, _PALE = "#46627d", "#4f8f6a", "#c9d5df"
_INK, _SOFT = "#1f2328", "#5f6874"
_MOST = 8
"""Complainants shown."""
_LONG = 28


def plot(figures: Figures, file: Path, say: Say) -> None:
    """Four panels: cases by week, days to the answer, marketplaces, complainants."""
    pyplot = _pyplot()
    drawn, ((weeks, days), (stores, people)) = pyplot.subplots(2, 2, figsize=(11, 7.5), layout="constrained")
    try:
        _weeks(weeks, figures, say)
        _days(days, figures, say)
        _groups(stores, [g for g in figures.groups if g.by == "marketplace"], say("by_marketplace"), say)
        _groups(people, [g for g in figures.groups if g.by == "complainant"], say("by_complainant"), say)
        drawn.savefig(file, dpi=120, format="png")
    except OSError as error:
        why = (error.strerror or "error").lower()
        raise Permanent(f"{file} cannot be written: {why}") from None
    finally:
        pyplot.close(drawn)


def _weeks(panel: Any, figures: Figures, say: Say) -> None:
    _titled(panel, say("by_week"))
    at = range(len(figures.weeks))
    panel.bar(at, [week.opened for week in figures.weeks], color=_PALE, label=say("opened"))
    panel.bar(at, [week.answered for week in figures.weeks], color=_GOOD, label=say("answered"))
    every = max(1, len(figures.weeks) // 8)
    panel.set_xticks(list(at)[::every], [f"{week.begins:%Y-%m-%d}" for week in figures.weeks][::every])
    panel.tick_params(axis="x", labelrotation=30)
    _legend(panel, figures.weeks)


def _days(panel: Any, figures: Figures, say: Say) -> None:
    _titled(panel, say("days_to_answer"))
    if figures.days:
        panel.hist(figures.days, bins=range(max(int(figures.days[-1]) + 2, 8)), color=_CALM, rwidth=0.9)
        panel.set_xlabel(say("days"), color=_SOFT)


def _groups(panel: Any, groups: Sequence[Group], title: str, say: Say) -> None:
    _titled(panel, title)
    shown = groups[:_MOST][::-1]
    at = [float(n) for n in range(len(shown))]
    for offset, key, tint in ((0.25, "cases", _PALE), (0.0, "answered", _GOOD), (-0.25, "retracted", _CALM)):
        panel.barh([y + offset for y in at], [getattr(g, key) for g in shown], 0.22, color=tint, label=say(key))
    panel.set_yticks(at, [_short(group.name) for group in shown])
    panel.xaxis.get_major_locator().set_params(integer=True)
    _legend(panel, shown)


def _titled(panel: Any, title: str) -> None:
    panel.set_title(title, loc="left", fontsize=11, fontweight="bold", color=_INK)
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(colors=_SOFT, labelsize=9)
    panel.yaxis.get_major_locator().set_params(integer=True)


def _legend(panel: Any, data: Sequence[object]) -> None:
    if data:
        panel.legend(
            loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False, fontsize=9, labelcolor=_INK, borderpad=0
        )


def _short(name: str) -> str:
    return name if len(name) <= _LONG else name[: _LONG - 1] + "…"


def _pyplot() -> Any:
    try:
        import matplotlib as mpl
    except ImportError:
        raise Permanent("a plot needs matplotlib: pip install 'noticed[plot]'") from None
    mpl.use("Agg")
    from matplotlib import font_manager, pyplot

    known = {font.name for font in font_manager.fontManager.ttflist}
    chinese = [name for name in _CHINESE if name in known]
    mpl.rcParams["font.sans-serif"] = [*chinese, "DejaVu Sans"]
    mpl.rcParams["text.parse_math"] = False  # a complainant's name is no formula
    return pyplot
