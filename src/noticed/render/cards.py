"""A case as the operator meets it: what it is called, why it is their turn, and the commands that move it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from noticed.core.case.model import Case, Reason
from noticed.core.case.options import Choice, on_notice_since
from noticed.core.mail.cleaning import clean
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
    sends: str = ""
    """For an outcome: which letter goes to whom, what is missing, and until when to choose."""


class Card(Value):
    """A case that waits for the operator."""

    number: int = 0
    """Its number in the digest, by which an answer can name it; 0: none."""
    about: About
    why: str
    since: datetime
    due: datetime | None = None
    """The deadline, if there is one."""
    clock: str = ""
    """What that deadline is, and how much of it is left."""
    asked: int = 0
    """Attempts submitted."""
    said: str = ""
    """The beginning of what they wrote, cleaned."""
    beside: tuple[str, ...] = ()
    """What the notice says beside its complaints: a test buy, a court case …"""
    options: tuple[Option, ...] = ()
    on_notice: str = ""
    """Since when the seller knows of the right, and what that means; "" where none is named."""


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


def card(
    case: Case, phrases: Phrases, said: str = "", beside: Sequence[str] = (), choices: Sequence[Choice] = ()
) -> Card:
    """The card of a case that is with the operator; ``said``: the new text of their last answer; ``beside``: lines of
    the journal on what else the notice says; ``choices``: the outcomes that fit it."""
    reason = case.reason or Reason.TAKEN_OVER
    return Card(
        about=about(case, phrases.language),
        why=phrases.reason(reason),
        since=case.changed_at,
        due=case.deadline_at,
        asked=case.attempts,
        said=clean(said, _SAID),
        beside=tuple(phrases.line(line) for line in beside),
        options=options(case, phrases, choices),
        on_notice=on_notice(case, phrases),
    )


def on_notice(case: Case, phrases: Phrases) -> str:
    """Since 20 Nov you are on notice of this right …; "" where the notice names none."""
    since = on_notice_since(case)
    return phrases("choice.on_notice", day=phrases.day(since)) if since else ""


def options(case: Case, phrases: Phrases, choices: Sequence[Choice] = ()) -> tuple[Option, ...]:
    """What can be done about a case that is with the operator, the likeliest first, as exact commands.

    The outcomes stand where its reason has a place for them, in the order in which they fit the case.
    """
    before, after = _BY_REASON[case.reason or Reason.TAKEN_OVER]
    outcomes = [choice for choice in choices if not choice.stands_against]
    return (
        *(_option(key, case, phrases) for key in before),
        *(choice_option(choice, case, phrases) for choice in (outcomes if after is not None else ())),
        *(_option(key, case, phrases) for key in after or ()),
    )


def choice_option(choice: Choice, case: Case, phrases: Phrases) -> Option:
    """One outcome with what follows from it."""
    option = _option(choice.outcome, case, phrases)
    kind = phrases.kind(choice.letter)
    if choice.variant:
        kind = phrases("choice.about", kind=kind, what=phrases.word("choice.variant", choice.variant))
    to = ", ".join(choice.to)
    sends = phrases("choice.sends_mail", kind=kind, to=to) if to else phrases("choice.sends_paste", kind=kind)
    if choice.missing:
        sends += phrases("choice.missing", names=phrases.slots(choice.missing))
    if choice.choose_by:
        sends += phrases("choice.choose_by", at=phrases.at(choice.choose_by))
    return replace(option, sends=sends)


def _option(key: str, case: Case, phrases: Phrases) -> Option:
    return Option(command=f"noticed {_COMMANDS[key].format(case=case.case)}", does=phrases(f"option.{key}"))


_COMMANDS: Mapping[str, str] = {
    "show": "show {case}",
    "why": "why {case}",
    "write": "write {case}",
    "resume": "decide {case} resume",
    "close": "decide {case} close --set disposition=resolved",
    "submitted": "decide {case} submitted",
    "reason_unknown": "decide {case} reason_unknown",
    "not_infringing": "decide {case} not_infringing --set attest=yes --attach ANALYSIS.png",
    "own_rights": "decide {case} own_rights --set own_number=NUMBER --attach REGISTRATION.png",
    "infringing": 'decide {case} infringing --set root_cause="…" --set actions_taken="…" --set prevention="…"',
    "never_listed": "decide {case} never_listed --set attest=yes",
    "fixed": 'decide {case} fixed --set edits="…"',
    "letters": "letters {case}",
    "appeal": "appeal {case}",
    "address": "set {case} complainant_emails=NAME@DOMAIN",
    "fields": "set {case} complainant_emails=NAME@DOMAIN asins=ASIN complaint_ids=NUMBER",
    "quarantine": "quarantine",
    "export": "export {case} {case}.zip",
}

_Places = tuple[tuple[str, ...], tuple[str, ...] | None]
"""What comes before the outcomes, and after them; None where none of them is offered."""

_BY_REASON: Mapping[Reason, _Places] = {
    Reason.NO_REPLY: ((), ("write", "close")),
    Reason.REPLIED: (("show", "write"), ("resume", "close")),
    Reason.RETRACTION_PROMISED: (("letters", "show", "close"), None),
    Reason.BOUNCED: (("address",), ("close",)),
    Reason.LETTER_FAILED: (("letters", "resume"), ("close",)),
    Reason.LETTER_REJECTED: (("resume", "write"), ("close",)),
    Reason.UNVERIFIED: (("show", "quarantine", "close"), None),
    Reason.INCOMPLETE: (("show", "fields"), ("close",)),
    Reason.SUSPECTED: (("show",), ("close",)),
    Reason.LEGAL: (("show", "export", "close"), None),
    Reason.EVALUATION: (("show", "export", "close"), None),
    Reason.ACCOUNT: (("show", "export"), ("close",)),
    Reason.SUPPRESSED: (("address",), ("close",)),
    Reason.DEADLINE: ((), ("close",)),
    Reason.AMAZON_ANSWERED: (("show",), ("close",)),
    Reason.AMAZON_SILENT: ((), ("export", "close")),
    Reason.TO_PASTE: (("appeal", "submitted", "close"), None),
    Reason.TAKEN_OVER: (("resume",), ("close",)),
    Reason.REOPENED: (("show", "resume"), ("close",)),
}
