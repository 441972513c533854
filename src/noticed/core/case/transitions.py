"""The case's state machine: data only.

``TABLE[event][state]`` says where the case goes and what is done; the column ``None`` is "no case yet".
A mail event without a cell is a note in the journal; an operator's or the clock's raises and changes nothing.
``docs/case-states.md`` is drawn from this table.
"""

from enum import StrEnum

from noticed.core.case.events import EventKind as E
from noticed.core.case.model import Reason, State
from noticed.core.values import Value


class Do(StrEnum):
    """What ``decide`` wants done, beside the change of state."""

    QUEUE_STEP = "queue the next step"
    QUEUE_LETTER = "queue the letter decided on"
    WRITE_LETTER = "write the letter to paste"
    WRITE_COACH = "write the coach letter"
    CANCEL = "cancel"
    ALERT = "alert"
    COUNT_ATTEMPT = "attempts + 1"
    PLAN = "set wake_at"
    POSTPONE = "move wake_at"
    PUT_OFF = "put off"
    WARNED = "deadline warned"
    ALARMED = "alarm told"
    SOONER = "plan anew, no later"


class Cell(Value):
    """One cell. ``to`` None: the state and its reason stay."""

    to: State | None = None
    reason: Reason | None = None
    reason_of_event: bool = False
    does: tuple[Do, ...] = ()


def _go(to: State, *does: Do, reason: Reason | None = None, of_event: bool = False) -> Cell:
    return Cell(to=to, reason=reason, reason_of_event=of_event, does=does)


def _stay(*does: Do) -> Cell:
    return Cell(does=does)


COMPLAINANT, OPERATOR, AMAZON, CLOSED = (
    State.WITH_COMPLAINANT,
    State.WITH_OPERATOR,
    State.WITH_AMAZON,
    State.CLOSED,
)
NOTE = _stay()

TABLE: dict[E, dict[State | None, Cell]] = {
    E.NOTICE_COMPLETE: {None: _go(COMPLAINANT, Do.QUEUE_STEP)},
    E.NOTICE_DOUBTFUL: {None: _go(OPERATOR, Do.PLAN, of_event=True)},
    E.NOTICE_STOP: {
        None: _go(OPERATOR, Do.PLAN, Do.ALERT, of_event=True),
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, of_event=True),
        OPERATOR: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, of_event=True),
        AMAZON: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, of_event=True),
        CLOSED: _go(OPERATOR, Do.PLAN, Do.ALERT, of_event=True),
    },
    E.NOTICE_CONFIRMED: {
        None: _go(COMPLAINANT, Do.QUEUE_STEP),
        OPERATOR: _go(COMPLAINANT, Do.QUEUE_STEP),
    },
    E.COMPLAINT_ADDED: {},
    E.NOTICE_REPEATED: {},
    E.NOTICE_RETURNED: {CLOSED: _go(OPERATOR, Do.PLAN, Do.ALERT, reason=Reason.REOPENED)},
    E.CLOCK_SHORTENED: {
        COMPLAINANT: _stay(Do.SOONER),
        OPERATOR: NOTE,
        AMAZON: NOTE,
        CLOSED: NOTE,
    },
    E.REPLY: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.REPLIED),
        OPERATOR: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.REPLIED),
        AMAZON: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.REPLIED),
        CLOSED: _stay(Do.ALERT),
    },
    E.DO_NOT_WRITE: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.SUPPRESSED),
        OPERATOR: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.SUPPRESSED),
        AMAZON: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.SUPPRESSED),
        CLOSED: _stay(Do.ALERT),
    },
    E.RETRACTION_CLAIMED: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.WRITE_COACH, Do.PLAN, Do.ALERT, reason=Reason.RETRACTION_PROMISED),
        OPERATOR: _go(OPERATOR, Do.CANCEL, Do.WRITE_COACH, Do.PLAN, Do.ALERT, reason=Reason.RETRACTION_PROMISED),
        AMAZON: _stay(Do.ALERT),
    },
    E.OPERATOR_WROTE_ELSEWHERE: {COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, reason=Reason.TAKEN_OVER)},
    E.AUTO_REPLY: {},
    E.AWAY_UNTIL: {COMPLAINANT: _stay(Do.POSTPONE)},
    E.BOUNCED: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, reason=Reason.BOUNCED),
        OPERATOR: _go(OPERATOR, Do.PLAN, reason=Reason.BOUNCED),
    },
    E.BOUNCE_OTHER: {},
    E.STEP_DUE: {COMPLAINANT: _stay(Do.QUEUE_STEP)},
    E.CADENCE_EXHAUSTED: {COMPLAINANT: _go(OPERATOR, Do.PLAN, reason=Reason.NO_REPLY)},
    E.ANSWER_OVERDUE: {COMPLAINANT: _go(OPERATOR, Do.PLAN, of_event=True)},
    E.RETRACTION_OVERDUE: {
        COMPLAINANT: _go(OPERATOR, Do.WRITE_COACH, Do.PLAN, Do.ALERT, reason=Reason.RETRACTION_PROMISED)
    },
    E.DEADLINE_NEAR: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.WARNED, Do.PLAN, Do.ALERT, reason=Reason.DEADLINE),
        OPERATOR: _stay(Do.WARNED, Do.ALERT),
        AMAZON: _stay(Do.WARNED, Do.ALERT),
    },
    E.CLOCK_ALARM: {
        COMPLAINANT: _stay(Do.ALARMED, Do.ALERT),
        OPERATOR: _stay(Do.ALARMED, Do.ALERT),
        AMAZON: _stay(Do.ALARMED, Do.ALERT),
    },
    E.OPERATOR_IDLE: {OPERATOR: _stay(Do.PLAN, Do.ALERT)},
    E.AMAZON_SILENT: {AMAZON: _go(OPERATOR, Do.PLAN, reason=Reason.AMAZON_SILENT)},
    E.AMAZON_CLEARED: {
        COMPLAINANT: _go(CLOSED, Do.CANCEL),
        OPERATOR: _go(CLOSED, Do.CANCEL),
        AMAZON: _go(CLOSED, Do.CANCEL),
    },
    E.AMAZON_CLEARED_PARTLY: {},
    E.AMAZON_ACKNOWLEDGED: {},
    E.AMAZON_ANSWER: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.AMAZON_ANSWERED),
        OPERATOR: _go(OPERATOR, Do.PLAN, Do.ALERT, reason=Reason.AMAZON_ANSWERED),
        AMAZON: _go(OPERATOR, Do.PLAN, Do.ALERT, reason=Reason.AMAZON_ANSWERED),
        CLOSED: _go(OPERATOR, Do.PLAN, Do.ALERT, reason=Reason.AMAZON_ANSWERED),
    },
    E.ATTEMPT_SUBMITTED: {
        COMPLAINANT: _stay(Do.COUNT_ATTEMPT, Do.PLAN),
        # Submitted in the moment the case moved on: it is counted, and nothing else changes.
        OPERATOR: _stay(Do.COUNT_ATTEMPT),
        AMAZON: _stay(Do.COUNT_ATTEMPT),
        CLOSED: _stay(Do.COUNT_ATTEMPT),
    },
    E.COACH_SUBMITTED: {COMPLAINANT: _stay(Do.PLAN), OPERATOR: _go(COMPLAINANT, Do.PLAN)},
    E.LETTER_SUBMITTED: {COMPLAINANT: _stay(Do.PLAN), AMAZON: _stay(Do.PLAN)},
    E.LETTER_SETTLED: {},
    E.LETTER_FAILED: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, Do.ALERT, reason=Reason.LETTER_FAILED),
        AMAZON: _go(OPERATOR, Do.PLAN, Do.ALERT, reason=Reason.LETTER_FAILED),
    },
    E.LETTER_REJECTED: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.PLAN, reason=Reason.LETTER_REJECTED),
        AMAZON: _go(OPERATOR, Do.PLAN, reason=Reason.LETTER_REJECTED),
    },
    E.OPERATOR_DECIDED_MAIL: {
        COMPLAINANT: _go(AMAZON, Do.CANCEL, Do.QUEUE_LETTER),
        OPERATOR: _go(AMAZON, Do.CANCEL, Do.QUEUE_LETTER),
        AMAZON: _stay(Do.CANCEL, Do.QUEUE_LETTER),
        CLOSED: _go(AMAZON, Do.QUEUE_LETTER),
    },
    E.OPERATOR_DECIDED_PASTE: {
        COMPLAINANT: _go(OPERATOR, Do.CANCEL, Do.WRITE_LETTER, Do.PLAN, reason=Reason.TO_PASTE),
        OPERATOR: _go(OPERATOR, Do.WRITE_LETTER, Do.PLAN, reason=Reason.TO_PASTE),
    },
    E.OPERATOR_SUBMITTED: {OPERATOR: _go(AMAZON, Do.PLAN), AMAZON: NOTE},
    E.OPERATOR_WRITES: {
        COMPLAINANT: _stay(Do.CANCEL, Do.QUEUE_LETTER),
        OPERATOR: _go(COMPLAINANT, Do.CANCEL, Do.QUEUE_LETTER),
        AMAZON: _stay(Do.QUEUE_LETTER),
    },
    E.OPERATOR_CORRECTS: {COMPLAINANT: NOTE, OPERATOR: NOTE, AMAZON: NOTE, CLOSED: NOTE},
    E.OPERATOR_RESUMES: {
        OPERATOR: _go(COMPLAINANT, Do.QUEUE_STEP),
        CLOSED: _go(OPERATOR, Do.PLAN, reason=Reason.REOPENED),
    },
    E.OPERATOR_WAITS: {OPERATOR: _stay(Do.PUT_OFF)},
    E.OPERATOR_CLOSES: {
        COMPLAINANT: _go(CLOSED, Do.CANCEL),
        OPERATOR: _go(CLOSED, Do.CANCEL),
        AMAZON: _go(CLOSED, Do.CANCEL),
    },
}

STRICT = frozenset(
    {
        E.STEP_DUE,
        E.CADENCE_EXHAUSTED,
        E.ANSWER_OVERDUE,
        E.RETRACTION_OVERDUE,
        E.DEADLINE_NEAR,
        E.CLOCK_ALARM,
        E.CLOCK_SHORTENED,
        E.OPERATOR_IDLE,
        E.AMAZON_SILENT,
        E.OPERATOR_DECIDED_MAIL,
        E.OPERATOR_DECIDED_PASTE,
        E.OPERATOR_SUBMITTED,
        E.OPERATOR_WRITES,
        E.OPERATOR_CORRECTS,
        E.OPERATOR_RESUMES,
        E.OPERATOR_WAITS,
        E.OPERATOR_CLOSES,
    }
)
"""The operator's and the clock's events: an empty cell raises instead of being a note."""
