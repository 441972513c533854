"""Delivery reports: whose mailbox did not take our letter, and for good or for now (RFC 3464, RFC 3463).

Three readers, the surest first: the report's own fields, the collection of odd formats in flufl.bounce, and plain
words with an address. Promises never to raise. Whether the report is about a letter of ours at all, and not a
forgery, is decided by the names it carries; they are only collected here.
"""

import re
from collections.abc import Sequence

from flufl.bounce import all_failures

from noticed.core.mail.addresses import read_spec
from noticed.core.mail.match import names_in_text, returned_names
from noticed.core.mail.model import Bounce, FailedRecipient, Message
from noticed.core.mail.stdlib import container

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.:-])([45]\d\d)(?![\d.:])")
_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"'：（〈])[^\s<>()\[\],;:\"'：@]{1,64}@[^\s<>()\[\],;:\"'：@）〉]{3,200}")
_SENDER = re.compile(
    r"(?:^|[.+_-])(?:mailer-?daemon|mail-?daemon|mdaemon|postmaster|post_master|bounces?|mail-?administrator|maildelivery"
    r"|microsoftexchange[0-9a-f]+|mail-?delivery|mailmaster|mail\.delivery|delivery)(?:$|[.+_@-])"
)
_SUBJECT = re.compile(
    r"undeliver|un-?delivered|delivery (?:status|fail|problem|report|delay|has been|error|incomplete|notification)"
    r"|delivery unsucc|failure (?:notice|delivery)|fail(?:ed|ure)[^\n]{0,20}deliver|deliver[^\n]{0,20}fail"
    r"|returned (?:mail|to sender)|mail (?:system error|failure|error|could not|not delivered)|non[- ]?deliver"
    r"|(?:mail|message) (?:could|can)(?:not| not) be deliver|delayed mail|warning: (?:could not send|message)"
    r"|not delivered|bounced? (?:mail|message)|rejected message|user unknown|unknown (?:user|address)"
    r"|unzustellbar|nicht zustell|zustellung|non (?:remis|distribu)|échec de (?:la )?(?:remise|distribution)"
    r"|non recapit|mancat[ao] (?:consegna|recapito)|no se (?:puede|pudo|ha podido) entregar|no entregado"
    r"|estado de entrega|não entreg|niet (?:bezorgd|afgeleverd)|onbestelbaar|nie (?:dostarczon|można)|niedostarczon"
    r"|olevererb|kunde inte levereras|iletilemedi|退信|退回|未送达|无法投递|無法投遞|投递失败"
    r"|配信(?:不能|エラー|できま)|送信(?:エラー|できま)|未配達|返送"
)
_COPY = re.compile(
    r"(?im)^[-=* ]{0,80}(?:below this line|this is a copy|unsent message|message headers? follow"
    r"|(?:the )?headers? of the|(?:the )?(?:original|returned) message (?:-|:|follow|header|is )"
    r"|return-path:|received: )"
)
_FULL = re.compile(
    r"(?i)(?:mailbox|inbox|quota|storage|account)[^\n]{0,40}(?:full|exceed|over)|over ?quota|quota exceed|insufficient"
    r"|full[^\n]{0,20}mailbox|postfach[^\n]{0,30}voll|邮箱已满|容量|空间不足"
)
_FOR_NOW = re.compile(
    r"(?i)delay|will (?:keep|continue|be retried|retry|try)|not need to (?:resend|do)|tempor|still being|warning"
    r"|try again"
)
_FAILED = frozenset({"failed", "failure", "delayed", "deferred"})


def read_bounce(message: Message) -> Bounce | None:
    """The delivery report a message is, or None. A report of success has no recipients."""
    reported = message.header("content-type") or ""
    if "disposition-notification" in reported or "feedback-report" in reported:
        return None
    if message.report:
        recipients = _from_report(message)
    elif _looks_like_one(message):
        recipients = _from_text(message)
    else:
        return None
    ids, keys, references = returned_names(message.returned)
    text_ids, text_keys, text_references = names_in_text(f"{message.subject}\n{message.text}")
    return Bounce(
        recipients=recipients,
        message_ids=tuple(dict.fromkeys([*ids, *keys, *text_ids, *text_keys, *message.references])),
        references=tuple(dict.fromkeys([*references, *text_references])),
    )


def _looks_like_one(message: Message) -> bool:
    """A sender or an empty return path that only mail servers have, and a subject that says so."""
    sender = any(_SENDER.search(address.spec.partition("@")[0]) for address in message.from_)
    sender = sender or "mailer-daemon" in (message.header("from") or "").lower()
    if message.header("x-failed-recipients"):
        return True
    by_machine = sender or message.return_path == ""
    is_report = (message.header("content-type") or "").lower().startswith("multipart/report")
    return by_machine and (is_report or _SUBJECT.search(message.subject.lower()) is not None)


def _from_report(message: Message) -> tuple[FailedRecipient, ...]:
    found: dict[str, FailedRecipient] = {}
    for group in message.report:
        fields = dict(reversed(group))
        address = _address(fields.get("original-recipient")) or _address(fields.get("final-recipient"))
        action = fields.get("action", "failed").split()[:1]
        if address is None or not set(action) & _FAILED:
            continue
        text = fields.get("diagnostic-code", "")
        status = _status(fields.get("status", "")) or _status(text)
        permanent = action[0].startswith("fail") and _is_permanent(status, text)
        found[address] = FailedRecipient(address=address, permanent=permanent, status=status, text=text[:500])
    failed = any(set(dict(group).get("action", "").split()[:1]) & _FAILED for group in message.report)
    told = any("action" in dict(group) for group in message.report)
    return tuple(found.values()) if found or (told and not failed) else _from_text(message)


def _address(field: str | None) -> str | None:
    return read_spec((field or "").rpartition(";")[2].strip().strip("<>"))


def _from_text(message: Message) -> tuple[FailedRecipient, ...]:
    text = message.text[:50_000]
    copy = _COPY.search(text)
    told = text[: copy.start()] if copy and copy.start() > 40 else text
    ours = {address.spec for address in (*message.to, *message.cc, *message.from_)}
    listed = _specs([message.header("x-failed-recipients") or ""])
    temporary, permanent = _foreign(message, text)
    named = listed or [*permanent, *temporary] or _specs(_ADDRESS.findall(told))
    status = _status(told)
    lasting = _is_permanent(status or next(iter(_CODE.findall(told)), ""), f"{message.subject} {told}")
    return tuple(
        FailedRecipient(
            address=address,
            permanent=lasting and address not in temporary,
            status=status,
            text=_around(told, address),
        )
        for address in dict.fromkeys(named)
        if address not in ours
    )[:20]


def _foreign(message: Message, text: str) -> tuple[list[str], list[str]]:
    """(temporary, permanent) as flufl.bounce finds them in a plain copy of the text."""
    kept = {"from", "subject", "x-failed-recipients", "x-mailer", "mime-version"}
    plain = container(((name, value[:500]) for name, value in message.headers[:100] if name in kept), text)
    try:
        temporary, permanent = all_failures(plain)
    except Exception:  # noqa: BLE001  # a stranger's odd report must not stop the reading
        return [], []
    return tuple(_specs([a.decode("ascii", "replace") for a in sorted(found)]) for found in (temporary, permanent))  # type: ignore[return-value]


def _specs(texts: Sequence[str]) -> list[str]:
    pieces = (piece.strip("<>'\". ") for text in texts for piece in re.split(r"[,\s]+", text))
    return [spec for spec in map(read_spec, pieces) if spec]


def _status(text: str) -> str:
    found = _STATUS.search(text)
    return found[1] if found else ""


def _is_permanent(status: str, text: str) -> bool:
    """5.x.x or 5xx, but not a full mailbox (5.2.2), which may be emptied; without a status by the words."""
    if status.startswith("4") or status.endswith(".2.2") or (not status and _FOR_NOW.search(text)):
        return False
    return not (_FULL.search(text) and not re.search(r"5\.1\.1", status))


def _around(text: str, address: str) -> str:
    at = max(text.lower().find(address), 0)
    return " ".join(text[at : at + 300].split())
