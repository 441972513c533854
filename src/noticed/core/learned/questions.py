"""What is asked of a text, by the names that files of weights have."""

from enum import StrEnum


class Sort(StrEnum):
    """Whose texts: questions are asked of one sort."""

    NOTICES = "notices"
    ANSWERS = "answers"


class Ask(StrEnum):
    """One question."""

    KIND = "kind"
    """Of a notice ``NoticeKind``, of an answer ``ReplyKind``."""
    ACTION = "action"
    """``NoticeAction``."""
    REASON = "reason"
    """Whether a notice says why …"""
    ENDS = "ends"
    """… and whether it ends a case."""


YES, NO = "yes", "no"
