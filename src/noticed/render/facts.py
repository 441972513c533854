"""What a letter is made of, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from noticed.core.case.model import Case, LetterKind
from noticed.core.case.removal import Item
from noticed.core.marketplace import Marketplace
from noticed.core.values import Value


class Identity(Value):
    """Who we are in letters. What is None is left out of them."""

    store_name: str
    email: str
    legal_name: str | None = None
    address: str | None = None
    phone: str | None = None
    signer: str | None = None
    signer_role: str | None = None


class Attempt(Value):
    """A letter of the cadence that was submitted."""

    at: datetime
    kind: LetterKind
    to: tuple[str, ...]
    result: str = ""
    """What became of it, in words: "no answer found", "returned: no such mailbox"."""


class Removed(Value):
    """Something that was done to take the product down, as the plan of action quotes it."""

    item: Item
    asin: str = ""
    store: str = ""
    """Amazon.com; "" where none is known."""
    at: datetime
    note: str = ""


class LetterFacts(Value):
    """Everything a letter may speak of."""

    case: Case
    identity: Identity
    marketplace: Marketplace | None = None
    amazon_copied: bool
    """Whether Amazon really stands in Cc of this very letter."""
    attempts: tuple[Attempt, ...] = ()
    """Submitted letters of the cadence, oldest first."""
    slots: Mapping[str, str]
    """What the operator supplied (``--set``)."""
    files: tuple[str, ...] = ()
    """Names of the files it rests on."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """What a file is called in the letter, where it goes under other names: as pictures of its pages."""
    expired: frozenset[str] = frozenset()
    """Those of the files that show the past alone."""
    removed: tuple[Removed, ...] = ()
    """What was done before the complaint is accepted, oldest first."""
    timezone: str = "UTC"
    """IANA zone in which days are named."""
    now: datetime


class Draft(Value):
    """A letter's words before it has recipients and a Message-ID."""

    kind: LetterKind
    subject: str
    body: str
    to_role: str
    """complainant, amazon or operator."""
    cc_role: str | None
    """amazon or None."""
    automatic: bool
    """Whether it may leave without a person's word."""
    draft_only: bool
    """Whether only a person may send it, by other means than the program."""
    language: str = "en"


class BadTemplates(ValueError):
    """``errors``: one line for each, beginning with file and line."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


class Missing(Exception):
    """The operator must supply something first; ``slots`` says what. One line, with the way to do it."""

    def __init__(self, slots: tuple[str, ...], by_file: frozenset[str] = frozenset()) -> None:
        ways = [f"--set {slot}={'yes' if slot == 'attest' else '…'}" for slot in slots]
        ways = [f"{way} (or --attach FILE)" if slot in by_file else way for slot, way in zip(slots, ways, strict=True)]
        super().__init__(f"this letter needs {', '.join(slots)}: {' '.join(ways)}")
        self.slots = slots
