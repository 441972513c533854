"""A case as the operator meets it: what it is called, why it is their turn, and the commands that move it."""

from collections.abc import Mapping
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

    about: About
    why: str
    since: datetime
    due: datetime | None = None
    """The deadline, if there is one."""
    asked: int = 0
    """Attempts submitted."""
    said: str = ""
    """The beginning of what they wrote, cleaned."""
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


def card(case: Case, phrases: Phrases, said: str = "") -> Card:
    """The card of a case that is with the operator; ``said``: the new text of their last answer."""
    reason = case.reason or Reason.TAKEN_OVER
    return Card(
        about=about(case, phrases.language),
        why=phrases.reason(reason),
        since=case.changed_at,
        due=case.deadline_at,
        asked=case.attempts,
        said=clean(said, _SAID),
        options=options(case, phrases),
    )


def options(case: Case, phrases: Phrases) -> tuple[Option, ...]:
    """What can be done about a case that is with the operator, the likeliest first, as exact commands."""
    keys = _BY_REASON[case.reason or Reason.TAKEN_OVER]
    words = _DOES[phrases.language]
    return tuple(Option(command=f"noticed {_COMMANDS[key].format(case=case.case)}", does=words[key]) for key in keys)


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

_DOES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "show": "Read everything that came and went",
        "why": "See the rule that decided",
        "write": "Write to them once more",
        "resume": "Go on asking, by the cadence",
        "close": "Close it (or: abandoned, duplicate, accepted)",
        "submitted": "Say that you have pasted it",
        "reason_unknown": "Tell Amazon that we asked and have not learned the reason",
        "not_infringing": "Tell Amazon that nothing is infringed, with your analysis",
        "own_rights": "Tell Amazon that the right is your own",
        "infringing": "Accept it: send Amazon a plan of action",
        "never_listed": "Tell Amazon that you never listed this",
        "fixed": "Tell Amazon what you have corrected",
        "letters": "See the letters: approve, reject, or copy the text",
        "address": "Supply another address, then: resume",
        "fields": "Supply what is missing, then: resume",
        "quarantine": "If you find it in Seller Central: release it from here",
        "export": "Everything in one file, for a lawyer",
    },
    "zh": {
        "show": "查看全部往来",
        "why": "查看依据的规则",
        "write": "再给对方写一封信",
        "resume": "按节奏继续询问",
        "close": "结案（或 abandoned、duplicate、accepted）",
        "submitted": "告知已粘贴提交",
        "reason_unknown": "告知亚马逊：已询问，仍不知原因",
        "not_infringing": "告知亚马逊：未侵权，附您的分析",
        "own_rights": "告知亚马逊：权利归我方所有",
        "infringing": "承认：向亚马逊提交行动计划",
        "never_listed": "告知亚马逊：从未上架该商品",
        "fixed": "告知亚马逊：已作更正",
        "letters": "查看信件：批准、否决或复制文本",
        "address": "补充另一个地址，然后 resume",
        "fields": "补充缺少的信息，然后 resume",
        "quarantine": "在卖家平台核对后，从隔离区放行",
        "export": "打包全部材料，供律师使用",
    },
}
