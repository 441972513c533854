"""Draws docs/case-states.md from the table, so that the picture can't lie. Pure."""

from noticed.core.case.model import State
from noticed.core.case.transitions import STRICT, TABLE, Cell

_COLUMNS: tuple[State | None, ...] = (None, *State)


def as_markdown() -> str:
    """The page: a diagram of the moves, and the whole table."""
    return "\n".join([*_HEAD, *_diagram(), "```", "", *_table(), ""])


_HEAD = (
    "# The states of a case",
    "",
    "Drawn from `core/case/transitions.py`; a test fails when this page is older than the table. Write it anew with:",
    "",
    '    python -c "from noticed.core.case.diagram import as_markdown; print(as_markdown(), end=str())" '
    "> docs/case-states.md",
    "",
    "```mermaid",
    "stateDiagram-v2",
)


def _diagram() -> list[str]:
    moves: dict[tuple[str, str], list[str]] = {}
    for event, row in TABLE.items():
        for state, cell in row.items():
            if cell.to is not None and cell.to is not state:
                start = state.value if state else "[*]"
                moves.setdefault((start, cell.to.value), []).append(event.value)
    return [f"    {a} --> {b}: {'<br/>'.join(events)}" for (a, b), events in moves.items()]


def _table() -> list[str]:
    head = "| event | " + " | ".join(s.value if s else "(none)" for s in _COLUMNS) + " |"
    lines = [head, "|" + "---|" * (len(_COLUMNS) + 1)]
    for event, row in TABLE.items():
        empty = "refused" if event in STRICT else "note"
        cells = [_words(row[s]) if s in row else ("" if s is None else empty) for s in _COLUMNS]
        lines.append(f"| {event.value} | " + " | ".join(cells) + " |")
    return lines


def _words(cell: Cell) -> str:
    parts = []
    if cell.to is not None:
        why = "why it came" if cell.reason_of_event else cell.reason.value if cell.reason else ""
        parts.append(f"→ {cell.to.value}" + (f" ({why})" if why else ""))
    return ", ".join([*parts, *(do.value for do in cell.does)]) or "note"
