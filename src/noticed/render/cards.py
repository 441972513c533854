"""A case as the operator meets it: what it is called, why it is their turn, and the commands that move it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from noticed.core.case.model import Case, Reason
from noticed.core.mail.compose import clean
from noticed.core.values import Value
from noticed.render.phrases import Phrases
from noticed.render.wording import right_of

_SAID = 240


class About(Value):
    """How a case is named everywhere: our reference, the complaints, the listings, who complains of what."""

    case: str
    account: str
    marketplace: str | None = None
    complaint_ids: tuple[str, ...] = ()
    asins: tuple[str, ...] = ()
    right: str = ""
    complainant: str = ""
    """Name as printed and addresses; empty where neither is known."""


class Option(Value):
    """One thing the operator can do."""

    command: str
    does: str


class Card(Value):
    """A case that waits for the operator."""

    number: int = 0
    """Its number in the digest, by which an answer can name it; 0: none."""
    about: About
    why: str
    since: datetime
    due: datetime | None = None
    """The deadline, if there is one."""
    asked: int = 0
    """Attempts submitted."""
    said: str = ""
    """The beginning of what they wrote, cleaned."""
    beside: tuple[str, ...] = ()
    """What the notice says beside its complaints: a test buy, a court case …"""
    options: tuple[Option, ...] = ()


def about(case: Case, language: str = "en") -> About:
    """What a case is called in digests, alerts and lists. Text out of the notice is cleaned and cut."""
    name = clean(case.rights_owner_name or "", 60)
    rights = dict.fromkeys(filter(None, (right_of(complaint, language) for complaint in case.complaints)))
    return About(
        case=case.case,
        account=case.account,
        marketplace=case.marketplace,
        complaint_ids=case.complaint_ids,
        asins=case.asins,
        right=", ".join(rights),
        complainant=", ".join(filter(None, (name, *case.complainant_emails))),
    )


def card(case: Case, phrases: Phrases, said: str = "", beside: Sequence[str] = ()) -> Card:
    """The card of a case that is with the operator; ``said``: the new text of their last answer; ``beside``: lines of
    the journal on what else the notice says."""
    reason = case.reason or Reason.TAKEN_OVER
    return Card(
        about=about(case, phrases.language),
        why=phrases.reason(reason),
        since=case.changed_at,
        due=case.deadline_at,
        asked=case.attempts,
        said=clean(said, _SAID),
        beside=tuple(phrases.line(line) for line in beside),
        options=options(case, phrases),
    )


def options(case: Case, phrases: Phrases) -> tuple[Option, ...]:
    """What can be done about a case that is with the operator, the likeliest first, as exact commands."""
    keys = _BY_REASON[case.reason or Reason.TAKEN_OVER]
    return tuple(
        Option(command=f"noticed {_COMMANDS[key].format(case=case.case)}", does=phrases(f"option.{key}"))
        for key in keys
    )


_COMMANDS: Mapping[str, str] = {
    "show": "show {case}",
    "why": "why {case}",
    "write": "write {case}",
    "resume": "decide {case} resume",
    "close": "decide {case} close --set disposition=resolved",
    "submitted": "decide {case} submitted",
    "reason_unknown": "decide {case} reason_unknown",
    "not_infringing": "decide {case} not_infringing --set attest=yes --attach ANALYSIS.png",
    "own_rights": "decide {case} own_rights --set own_number=NUMBER",
    "infringing": 'decide {case} infringing --set root_cause="…" --set actions_taken="…" --set prevention="…"',
    "never_listed": "decide {case} never_listed --set attest=yes",
    "fixed": 'decide {case} fixed --set edits="…"',
    "letters": "letters {case}",
    "address": "set {case} complainant_emails=NAME@DOMAIN",
    "fields": "set {case} complainant_emails=NAME@DOMAIN asins=ASIN complaint_ids=NUMBER",
    "quarantine": "quarantine",
    "export": "export {case} {case}.zip",
}

_AMAZON = ("reason_unknown", "not_infringing", "own_rights", "infringing")

_BY_REASON: Mapping[Reason, tuple[str, ...]] = {
    Reason.NO_REPLY: (*_AMAZON, "write", "close"),
    Reason.REPLIED: ("show", "write", "not_infringing", "infringing", "resume", "close"),
    Reason.RETRACTION_PROMISED: ("letters", "show", "close"),
    Reason.BOUNCED: ("address", *_AMAZON[:2], "close"),
    Reason.LETTER_FAILED: ("letters", "resume", "reason_unknown", "close"),
    Reason.LETTER_REJECTED: ("resume", "write", *_AMAZON[:2], "close"),
    Reason.UNVERIFIED: ("show", "quarantine", "close"),
    Reason.INCOMPLETE: ("show", "fields", "never_listed", "close"),
    Reason.SUSPECTED: ("show", "fixed", "not_infringing", "close"),
    Reason.LEGAL: ("show", "export", "close"),
    Reason.EVALUATION: ("show", "export", "infringing", "close"),
    Reason.ACCOUNT: ("show", "export", "close"),
    Reason.SUPPRESSED: ("address", *_AMAZON[:2], "close"),
    Reason.DEADLINE: (*_AMAZON, "close"),
    Reason.AMAZON_ANSWERED: ("show", "not_infringing", "own_rights", "infringing", "close"),
    Reason.AMAZON_SILENT: ("reason_unknown", "not_infringing", "export", "close"),
    Reason.TO_PASTE: ("letters", "submitted", "close"),
    Reason.TAKEN_OVER: ("resume", "not_infringing", "close"),
    Reason.REOPENED: ("show", "resume", *_AMAZON[:2], "close"),
}
