"""What is asked of a text, by the names that files of weights have."""

from enum import StrEnum


class Sort(StrEnum):
    """What is looked at: questions are asked of one sort."""

    NOTICES = "notices"
    ANSWERS = "answers"
    NAMES = "names"
    """What may be the name of the rights owner, by its traits."""
    NUMBERS = "numbers"
    """Numbers of a notice, by theirs."""
    ADDRESSES = "addresses"
    """Mail addresses of a notice, by theirs."""
    DEADLINES = "deadlines"
    """Spans of time and days of a notice, by theirs."""
    RIGHTS = "rights"
    """Kinds of right, by theirs."""


OF_ALL = (Sort.NAMES, Sort.NUMBERS, Sort.ADDRESSES, Sort.DEADLINES, Sort.RIGHTS)
"""What is learned of all languages together."""


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
    NUMBER = "number"
    """``NumberOf``."""
    DEADLINE = "deadline"
    """Whether a span or day is the seller's."""
    RIGHT = "right"
    """Whether a notice is about a kind of right."""
    THEIRS = "theirs"
    """Whether an address is the complainant's or his agent's."""


class NumberOf(StrEnum):
    """Of what a number is."""

    COMPLAINT = "complaint"
    RIGHT = "right"
    PRODUCT = "product"
    """A book, whose number an ASIN is, too."""
    OTHER = "other"


YES, NO = "yes", "no"
