"""Several attached notices as one: single values of the first that has one, lists of all."""

from collections.abc import Sequence

from noticed.core.notice.model import Notice


def merged(notices: Sequence[Notice]) -> Notice:
    """One notice of at least one; ``complaints`` keep apart what each said."""
    values: dict[str, object] = dict(vars(notices[0]))
    for notice in notices[1:]:
        for field, value in vars(notice).items():
            if isinstance(value, tuple):
                values[field] = tuple(dict.fromkeys((*values[field], *value)))  # type: ignore[misc]
            elif values[field] is None:
                values[field] = value
    values["reason_stated"] = any(notice.reason_stated for notice in notices)
    values["wrapped"] = "attached"
    return Notice(**values)  # type: ignore[arg-type]
