"""What can happen to a case. One value a happening; conditions are settled before the table is asked."""

from datetime import datetime
from enum import StrEnum

from noticed.core.case.model import Disposition, LetterKind, Outcome, Reason
from noticed.core.values import Value


class EventKind(StrEnum):
    """The rows of the table."""

    NOTICE_COMPLETE = "notice_complete"
    NOTICE_DOUBTFUL = "notice_doubtful"
    NOTICE_STOP = "notice_stop"
    NOTICE_CONFIRMED = "notice_confirmed"
    COMPLAINT_ADDED = "complaint_added"
    NOTICE_REPEATED = "notice_repeated"
    NOTICE_RETURNED = "notice_returned"
    CLOCK_SHORTENED = "clock_shortened"
    REPLY = "reply"
    DO_NOT_WRITE = "do_not_write"
    RETRACTION_CLAIMED = "retraction_claimed"
    OPERATOR_WROTE_ELSEWHERE = "operator_wrote_elsewhere"
    AUTO_REPLY = "auto_reply"
    AWAY_UNTIL = "away_until"
    BOUNCED = "bounced"
    BOUNCE_OTHER = "bounce_other"
    STEP_DUE = "step_due"
    CADENCE_EXHAUSTED = "cadence_exhausted"
    ANSWER_OVERDUE = "answer_overdue"
    RETRACTION_OVERDUE = "retraction_overdue"
    DEADLINE_NEAR = "deadline_near"
    CLOCK_ALARM = "clock_alarm"
    OPERATOR_IDLE = "operator_idle"
    AMAZON_SILENT = "amazon_silent"
    AMAZON_CLEARED = "amazon_cleared"
    AMAZON_CLEARED_PARTLY = "amazon_cleared_partly"
    AMAZON_ACKNOWLEDGED = "amazon_acknowledged"
    AMAZON_ANSWER = "amazon_answer"
    ATTEMPT_SUBMITTED = "attempt_submitted"
    LETTER_SUBMITTED = "letter_submitted"
    COACH_SUBMITTED = "coach_submitted"
    LETTER_SETTLED = "letter_settled"
    LETTER_FAILED = "letter_failed"
    LETTER_REJECTED = "letter_rejected"
    OPERATOR_DECIDED_MAIL = "operator_decided_mail"
    OPERATOR_DECIDED_PASTE = "operator_decided_paste"
    OPERATOR_SUBMITTED = "operator_submitted"
    OPERATOR_WRITES = "operator_writes"
    OPERATOR_CORRECTS = "operator_corrects"
    OPERATOR_RESUMES = "operator_resumes"
    OPERATOR_WAITS = "operator_waits"
    OPERATOR_CLOSES = "operator_closes"


class Event(Value):
    """Something that happened, or is due."""

    kind: EventKind
    text: str
    """One sentence for the journal: what was seen, and by which rule."""
    reason: Reason | None = None
    """For doubtful and stop notices, and for failed letters: why the operator gets the case."""
    disposition: Disposition | None = None
    at: datetime | None = None
    """When it happened; None: now."""
    letter: LetterKind | None = None
    """The letter a decision names, or that was submitted."""
    letter_id: str | None = None
    """The letter of the outbox this is about."""
    outcome: Outcome | None = None
    until: datetime | None = None
    """For away_until and operator_waits."""
    by_hand: bool = False
    """For attempt_submitted: the operator's own letter, no step of the cadence."""


class ImpossibleEvent(Exception):
    """An operator's event in a state that has no cell for it. Nothing was changed."""
