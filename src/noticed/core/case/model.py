"""A case: one or more complaints of one complainant against one account, and whose turn it is."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from noticed.core.case.beginnings import Began
from noticed.core.case.removal import Done
from noticed.core.notice.model import AppealChannel, IpType, NoticeAction, NoticeKind
from noticed.core.values import Value


class State(StrEnum):
    """Who owns the next move."""

    WITH_COMPLAINANT = "with_complainant"
    WITH_OPERATOR = "with_operator"
    WITH_AMAZON = "with_amazon"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why the case is where it is."""

    NO_REPLY = "no_reply"
    REPLIED = "replied"
    RETRACTION_PROMISED = "retraction_promised"
    BOUNCED = "bounced"
    LETTER_FAILED = "letter_failed"
    LETTER_REJECTED = "letter_rejected"
    UNVERIFIED = "unverified"
    INCOMPLETE = "incomplete"
    SUSPECTED = "suspected"
    LEGAL = "legal"
    EVALUATION = "evaluation"
    ACCOUNT = "account"
    SUPPRESSED = "suppressed"
    DEADLINE = "deadline"
    AMAZON_ANSWERED = "amazon_answered"
    AMAZON_SILENT = "amazon_silent"
    TO_PASTE = "to_paste"
    TAKEN_OVER = "taken_over"
    REOPENED = "reopened"


class Disposition(StrEnum):
    """How a closed case ended."""

    RETRACTED = "retracted"
    REINSTATED = "reinstated"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    ABANDONED = "abandoned"
    DUPLICATE = "duplicate"


class Outcome(StrEnum):
    """What the operator decided about the complaint; each names the letter it sends to Amazon."""

    INFRINGING = "infringing"
    NOT_INFRINGING = "not_infringing"
    OWN_RIGHTS = "own_rights"
    REASON_UNKNOWN = "reason_unknown"
    NEVER_LISTED = "never_listed"
    FIXED = "fixed"


class AsinStatus(StrEnum):
    """Whether Amazon has cleared this listing of this complaint."""

    AFFECTED = "affected"
    CLEARED = "cleared"


class LetterKind(StrEnum):
    """The letters the program writes."""

    INQUIRY = "inquiry"
    FOLLOW_UP = "follow_up"
    FINAL_NOTICE = "final_notice"
    RETRACTION_STEPS = "retraction_steps"
    AMAZON_REASON_UNKNOWN = "amazon_reason_unknown"
    NON_INFRINGEMENT = "non_infringement"
    OWN_RIGHTS = "own_rights"
    PLAN_OF_ACTION = "plan_of_action"
    NEVER_LISTED = "never_listed"
    FIXED = "fixed"
    SETTLEMENT_OPENING = "settlement_opening"
    COUNTER_NOTICE = "counter_notice"
    DIGEST = "digest"
    ALERT = "alert"


class Plan(StrEnum):
    """What the clock will do at ``plan_at``."""

    STEP = "step"
    """Queue the next letter of the cadence."""
    FLAG = "flag"
    """The cadence is used up: hand the case to the operator."""
    ANSWER = "answer"
    """The answer to a letter outside the cadence is overdue."""
    RETRACTION = "retraction"
    """The promised retraction has not reached Amazon: ask for it once more."""
    AMAZON = "amazon"
    """Amazon has been silent for too long."""
    IDLE = "idle"
    """The operator has not touched it: alarm again."""
    WAIT = "wait"
    """The operator has put it off until then: it comes back like one that was not touched."""


CADENCE_LETTERS = frozenset({LetterKind.INQUIRY, LetterKind.FOLLOW_UP, LetterKind.FINAL_NOTICE})
"""Letters that count as attempts."""

AMAZON_LETTERS = frozenset(
    {
        LetterKind.AMAZON_REASON_UNKNOWN,
        LetterKind.NON_INFRINGEMENT,
        LetterKind.OWN_RIGHTS,
        LetterKind.PLAN_OF_ACTION,
        LetterKind.NEVER_LISTED,
        LetterKind.FIXED,
    }
)
"""Letters that go to Amazon alone, after a decision."""

DRAFTS = frozenset({LetterKind.SETTLEMENT_OPENING, LetterKind.COUNTER_NOTICE})
"""Drafts a person signs: never sent by the program."""

OPERATOR_LETTERS = frozenset({LetterKind.DIGEST, LetterKind.ALERT})
"""Letters to the operator."""

LETTER_OF = {
    Outcome.INFRINGING: LetterKind.PLAN_OF_ACTION,
    Outcome.NOT_INFRINGING: LetterKind.NON_INFRINGEMENT,
    Outcome.OWN_RIGHTS: LetterKind.OWN_RIGHTS,
    Outcome.REASON_UNKNOWN: LetterKind.AMAZON_REASON_UNKNOWN,
    Outcome.NEVER_LISTED: LetterKind.NEVER_LISTED,
    Outcome.FIXED: LetterKind.FIXED,
}
"""The letter to Amazon that an outcome names."""


class CaseAsin(Value):
    """One (complaint, ASIN, marketplace)."""

    asin: str
    marketplace: str | None = None
    status: AsinStatus = AsinStatus.AFFECTED


class CaseComplaint(Value):
    """One complaint of a case."""

    complaint_id: str | None = None
    ip_type: IpType | None = None
    ip_numbers: tuple[str, ...] = ()
    owner: str | None = None
    asins: tuple[CaseAsin, ...] = ()
    cleared: bool = False
    """Whether Amazon has cleared all of it."""


class Case(Value):
    """Everything the table and the letters need to know. Changed only by ``service.apply``."""

    case: str
    """Our reference, N-7K3F: stands in the Subject, the last body line and the Message-ID."""
    account: str
    state: State
    reason: Reason | None = None
    disposition: Disposition | None = None
    kind: NoticeKind = NoticeKind.COMPLAINT
    marketplace: str | None = None
    language: str = "en"
    complaints: tuple[CaseComplaint, ...] = ()
    rights_owner_name: str | None = None
    complainant_emails: tuple[str, ...] = ()
    action: NoticeAction = NoticeAction.NONE
    reason_stated: bool = False
    appeal_channel: AppealChannel = AppealChannel.UNKNOWN
    amazon_cc: str | None = None
    """Whom letters of the cadence are copied to; None: no address known."""
    retraction_address: str | None = None
    notice_message_id: str | None = None
    """Message-ID of the notice: letters to Amazon are answers to it."""
    notice_date: datetime | None = None
    authentic: bool = True
    """Whether the facts come from an authentic notice (or the operator's word)."""
    cadence: str = "standard"
    step: int = 0
    """Index of the next step of the cadence, 0-based."""
    attempts: int = 0
    """Submitted letters of the cadence."""
    attempted_at: datetime | None = None
    """When the last attempt was submitted."""
    outcome: Outcome | None = None
    awaited: str | None = None
    """The letter whose answer, or whose submission, the case waits for."""
    plan: Plan | None = None
    plan_at: datetime | None = None
    opened_at: datetime
    changed_at: datetime
    """When state or reason last changed."""
    wake_at: datetime | None = None
    """When the clock has something to do: ``plan_at``, two days before the deadline, or an alarm if one is earlier."""
    deadline_at: datetime | None = None
    """The earliest deadline that a notice printed, or the operator set."""
    deadline_warned: bool = False
    began: tuple[Began, ...] = ()
    """What happened that clocks are counted from, and that no other field holds."""
    alarmed_at: datetime | None = None
    """Until when the clocks' alarms have been told."""
    removal: tuple[Done, ...] = ()
    """What was done of the removal checklist."""
    closed_at: datetime | None = None

    @property
    def complaint_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.complaint_id for c in self.complaints if c.complaint_id))

    @property
    def asins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(a.asin for c in self.complaints for a in c.asins))

    @property
    def ip_type(self) -> IpType | None:
        return next((c.ip_type for c in self.complaints if c.ip_type), None)

    @property
    def ip_numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for c in self.complaints for n in c.ip_numbers))

    def with_removal(self, removal: tuple[Done, ...]) -> "Case":
        """The case with these marks of the checklist."""
        return replace(self, removal=removal)

    @property
    def complete(self) -> bool:
        """Whether an inquiry can be written."""
        return bool(self.complainant_emails) and bool(self.asins or self.complaint_ids)
