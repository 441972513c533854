"""An alert's words: one mail to the operator, or several in one."""

from collections.abc import Sequence

from noticed.core.values import Value
from noticed.render.phrases import Phrases

_TOGETHER = 20
"""Alerts told in one mail."""


class Alert(Value):
    """A single message to the operator."""

    subject: str
    body: str


def alert_text(subject: str, lines: Sequence[str], language: str = "en") -> Alert:
    """One alert: what happened, and what can be done about it."""
    end = Phrases(language, "UTC")("alert.end")
    body = "\n".join(lines).strip("\n")
    return Alert(subject=" ".join(subject.split()), body=f"{body}\n\n--\n{end}\n")


def alert_with(subject: str, body: str, more: Alert, number: int, language: str) -> Alert:
    """The alert ``subject`` and ``body`` with one more in it, its ``number``-th; beyond some length only counted."""
    say = Phrases(language, "UTC")
    end = f"\n\n--\n{say('alert.end')}\n"
    told, other = body.removesuffix(end), more.body.removesuffix(end)
    if number == 2:
        told = f"1. {subject}\n\n{told}"
        subject = say("alert.several", n=1, first=subject)
    if number <= _TOGETHER:
        told += f"\n\n\n{number}. {more.subject}\n\n{other}"
    elif number == _TOGETHER + 1:
        told += f"\n\n\n{say('alert.more')}"
    first = subject.removeprefix(say("alert.several", n=number - 1, first=""))
    return Alert(subject=say("alert.several", n=number, first=first), body=f"{told}{end}")
