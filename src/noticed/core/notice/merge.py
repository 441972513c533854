"""Several notices of one mail as one: single values of the first that has one, lists of all."""

from collections.abc import Sequence

from noticed.core.notice.model import Notice, Particulars
from noticed.core.values import Value


def merged(notices: Sequence[Notice], wrapped: str) -> Notice:
    """One notice of at least one, each ``wrapped`` so; ``complaints`` keep apart what each said."""
    values = _joined(notices)
    values["particulars"] = Particulars(**_joined([notice.particulars for notice in notices]))  # type: ignore[arg-type]
    values["presumed"] = next((notice.presumed for notice in notices if notice.ip_type), False)
    values["reason_stated"] = any(notice.reason_stated for notice in notices)
    values["wrapped"] = wrapped
    return Notice(**values)  # type: ignore[arg-type]


def _joined(parts: Sequence[Value]) -> dict[str, object]:
    values: dict[str, object] = dict(vars(parts[0]))
    for part in parts[1:]:
        for field, value in vars(part).items():
            if isinstance(value, tuple):
                values[field] = tuple(dict.fromkeys((*values[field], *value)))  # type: ignore[misc]
            elif values[field] in (None, False):
                values[field] = value
    return values
