"""What a received message is to us: safe values, never the bytes of a stranger re-serialised."""

from datetime import datetime
from enum import StrEnum

from noticed.core.notice.model import IpType
from noticed.core.values import Value


class Address(Value):
    """One mailbox of a header (RFC 5322 section 3.4)."""

    name: str
    """Display name, cleaned; never used for a decision."""
    spec: str
    """addr-spec in lower case, domain as A-labels."""

    @property
    def domain(self) -> str:
        return self.spec.rpartition("@")[2]


class Attachment(Value):
    """A part that is not text. Never opened, unpacked or rendered."""

    name: str
    content_type: str
    size: int
    """Octets after transfer decoding."""
    sha256: str


class Message(Value):
    """A parsed message. No surrogates, no control characters but newline and tab, bounded lengths."""

    message_id: str | None = None
    """With angle brackets."""
    from_: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    """The Date header in UTC; information only, a stranger wrote it."""
    references: tuple[str, ...] = ()
    """Message-IDs of In-Reply-To and References, with angle brackets, each once."""
    headers: tuple[tuple[str, str], ...] = ()
    """Every header, name in lower case, value unfolded and decoded, in order."""
    text: str = ""
    """What a person would see: the plain part, or the HTML part as text where it says more."""
    html_text: str = ""
    """The HTML part as text, hidden text dropped; empty where there is none."""
    links: tuple[tuple[str, str], ...] = ()
    """(visible text, target) of http and mailto links of the HTML part."""
    attached: tuple[bytes, ...] = ()
    """Raw bytes of message/rfc822 parts, outermost level only."""
    attachments: tuple[Attachment, ...] = ()
    report: tuple[tuple[tuple[str, str], ...], ...] = ()
    """message/delivery-status: one group of (field, value) per block (RFC 3464 section 2)."""
    returned: bytes | None = None
    """text/rfc822-headers or the returned message of a delivery report, raw."""
    return_path: str | None = None
    """Value of Return-Path without angle brackets; "" for the null path."""
    defects: tuple[str, ...] = ()
    """What was wrong with it, in words."""

    def header(self, name: str) -> str | None:
        """The first header of that name, or None."""
        name = name.lower()
        return next((value for key, value in self.headers if key == name), None)


class Authenticity(StrEnum):
    """The word of ``read --json``."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    FORGED = "forged"


class Trust(StrEnum):
    """What the authenticity matrix lets us do with a message that claims to be Amazon's."""

    AUTO = "auto"
    HOLD = "hold"
    RETRY = "retry"
    """A key could not be fetched: try again for 24 h, then hold."""
    QUARANTINE = "quarantine"
    IGNORE = "ignore"
    """Not from Amazon, or one of Amazon's senders that never sends notices."""


class KeyStatus(StrEnum):
    """What the resolver answered for a DKIM key."""

    FOUND = "found"
    MISSING = "missing"
    ERROR = "error"


class Key(Value):
    """A DKIM key record as fetched at receipt (RFC 6376 section 3.6.2)."""

    name: str
    """selector._domainkey.domain, lower case, no trailing dot."""
    status: KeyStatus
    text: str = ""
    nameserver: str = ""
    """Who answered."""
    secure: bool = False
    """Whether that server validated the answer (DNSSEC, the AD bit)."""
    asked_at: str = ""
    """ISO 8601, UTC."""


class Assessment(Value):
    """The result of the authenticity rules for one message."""

    authenticity: Authenticity
    trust: Trust
    rule: str
    """Which row of the matrix decided, e.g. "row 7"."""
    why: str
    """One line for the operator."""
    signed: bytes
    """What the reader may see: signed headers and body where a signature holds, else the raw bytes."""
    signature: str | None = None
    """sha256 of the b= value that verified: the same one twice is a replay."""


class Category(StrEnum):
    """What a message is to us (contract of ``read --json``)."""

    NOTICE = "notice"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    OWN_COPY = "own_copy"
    OTHER = "other"


class ReplyKind(StrEnum):
    """What an answer does (contract of ``read --json``)."""

    RETRACTS = "retracts"
    GIVES_REASON = "gives_reason"
    REFUSES = "refuses"
    DEMANDS = "demands"
    ASKS_FOR_INFORMATION = "asks_for_information"
    AUTO_REPLY = "auto_reply"
    BOUNCE_HARD = "bounce_hard"
    BOUNCE_SOFT = "bounce_soft"
    AMAZON_ACKNOWLEDGES = "amazon_acknowledges"
    UNRELATED = "unrelated"


class Act(StrEnum):
    """One thing an answer does; it may do several."""

    OPTION_A = "option_a"
    """Answered with our letter's A, B or C alone, or with what A or C ask for."""
    OPTION_B = "option_b"
    OPTION_C = "option_c"
    RETRACTED = "retracted"
    PROMISES = "promises"
    """It will be retracted, without a condition."""
    CONDITIONAL = "conditional"
    """It would be retracted, if."""
    TOLD_AMAZON = "told_amazon"
    """The retraction was sent to Amazon already, or Amazon asked to act."""
    REASON = "reason"
    REFUSES = "refuses"
    DEMANDS = "demands"
    ASKS = "asks"
    WRONG_PERSON = "wrong_person"
    STOP = "stop"
    """No more letters."""


class Reply(Value):
    """What an answer says."""

    reply_kind: ReplyKind
    acts: tuple[Act, ...] = ()
    """Everything it does: several at once."""
    other_addresses: tuple[str, ...] = ()
    """Addresses it names that are neither its writer's nor a recipient's."""
    unsure: bool = False
    """No sentence in it was understood: its kind is a guess at most, and a person has to read it."""
    states: tuple[str, ...] = ()
    """Fields it newly gives: ip_type, ip_numbers, rights_owner_name …"""
    new_text: str = ""
    """Without quoted history and signature."""
    away_until: datetime | None = None
    do_not_write: bool = False
    """Whether a person says that it is a wrong address, or asks not to be written to again."""
    court_signs: tuple[str, ...] = ()
    machine: str | None = None
    """Why a machine must have written it."""


class Given(Value):
    """A right that an answer names."""

    ip_type: IpType | None
    ip_numbers: tuple[str, ...]
    complaint_ids: tuple[str, ...]
    line: str
    """The line it was read from."""


class FailedRecipient(Value):
    """One recipient of a delivery report."""

    address: str
    permanent: bool
    status: str
    """Enhanced status code (RFC 3463), "" where none is given."""
    text: str


class Bounce(Value):
    """A delivery report about a message of ours."""

    recipients: tuple[FailedRecipient, ...]
    message_ids: tuple[str, ...] = ()
    """Message-IDs, letter keys (X-Noticed-Letter) of the returned message."""
    references: tuple[str, ...] = ()
    """Our references (N-…) named anywhere in the report."""


class File(Value):
    """An attachment of a letter."""

    name: str
    content_type: str
    content: bytes
