"""What is asked of a text, by the names that files of weights have."""

from enum import StrEnum


class Sort(StrEnum):
    """What is looked at: questions are asked of one sort."""

    NOTICES = "notices"
    ANSWERS = "answers"
    NAMES = "names"
    """What may be the name of the rights owner, by its traits."""


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
    OWNER = "owner"
    """Whether a name is the rights owner's."""


YES, NO = "yes", "no"
