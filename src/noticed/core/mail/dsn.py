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
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.:-])([45]\d\d)(?![\d.:])")
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.!#$%&*+/=?^{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.ASCII | re.IGNORECASE
)
"""Of a text without blanks between words, too: what stands before or behind it may be an ideograph."""
_SENDER = re.compile(
    r"(?:^|[.+_-])(?:mailer-?daemon|mail-?daemon|mdaemon|postmaster|post_master|bounces?|mail-?administrator|maildelivery"
    r"|microsoftexchange[0-9a-f]+|mail-?delivery|mailmaster|mail\.delivery|delivery)(?:$|[.+_@-])"
)
_DAEMON = re.compile(r"mailer-?daemon|mail-?daemon|mdaemon|microsoftexchange[0-9a-f]{9}")
"""Those of them behind which there is never a person."""
_HEADER_OF_A_COPY = ("return-path:", "received: ")
_LEAST_TOLD = 40
"""Characters a report says at least before the copy."""
_FAILED = frozenset({"failed", "failure", "delayed", "deferred"})


def read_bounce(message: Message, dialects: Sequence[Dialect]) -> Bounce | None:
    """The delivery report a message is, or None. A report of success has no recipients."""
    reported = message.header("content-type") or ""
    if "disposition-notification" in reported or "feedback-report" in reported:
        return None
    if message.report:
        recipients = _from_report(message, dialects)
    elif _looks_like_one(message, dialects):
        recipients = _from_text(message, dialects)
    else:
        return None
    ids, keys, references = returned_names(message.returned)
    text_ids, text_keys, text_references = names_in_text(f"{message.subject}\n{message.text}")
    return Bounce(
        recipients=recipients,
        message_ids=tuple(dict.fromkeys([*ids, *keys, *text_ids, *text_keys, *message.references])),
        references=tuple(dict.fromkeys([*references, *text_references])),
    )


def _looks_like_one(message: Message, dialects: Sequence[Dialect]) -> bool:
    """A sender or an empty return path that only mail servers have, and a subject that says so."""
    sender = any(_SENDER.search(address.spec.partition("@")[0]) for address in message.from_)
    sender = sender or "mailer-daemon" in (message.header("from") or "").lower()
    if message.header("x-failed-recipients"):
        return True
    if not (sender or message.return_path == ""):
        return False
    is_report = (message.header("content-type") or "").lower().startswith("multipart/report")
    subject = _folded(message.subject)
    return is_report or any(d.bounce.subjects.search(subject) for d in dialects) or _tells(message, dialects)


def _tells(message: Message, dialects: Sequence[Dialect]) -> bool:
    """Whether a mail server's words say that something did not arrive, and for whom, whatever the subject is."""
    if not _DAEMON.search((message.header("from") or "").lower()):
        return False
    told = _told(message.text[:50_000], dialects)
    said = _folded(told)
    failed = (words for d in dialects for words in (d.bounce.subjects, d.bounce.full, d.bounce.for_now))
    return bool(_ADDRESS.search(told)) and (bool(_CODE.search(told)) or any(words.search(said) for words in failed))


def _from_report(message: Message, dialects: Sequence[Dialect]) -> tuple[FailedRecipient, ...]:
    found: dict[str, FailedRecipient] = {}
    for group in message.report:
        fields = dict(reversed(group))
        address = _address(fields.get("original-recipient")) or _address(fields.get("final-recipient"))
        action = fields.get("action", "failed").split()[:1]
        if address is None or not set(action) & _FAILED:
            continue
        text = fields.get("diagnostic-code", "")
        status = _status(fields.get("status", "")) or _status(text)
        permanent = action[0].startswith("fail") and _is_permanent(status, text, dialects)
        found[address] = FailedRecipient(address=address, permanent=permanent, status=status, text=text[:500])
    failed = any(set(dict(group).get("action", "").split()[:1]) & _FAILED for group in message.report)
    told = any("action" in dict(group) for group in message.report)
    return tuple(found.values()) if found or (told and not failed) else _from_text(message, dialects)


def _address(field: str | None) -> str | None:
    return read_spec((field or "").rpartition(";")[2].strip().strip("<>"))


def _from_text(message: Message, dialects: Sequence[Dialect]) -> tuple[FailedRecipient, ...]:
    text = message.text[:50_000]
    told = _told(text, dialects)
    ours = {address.spec for address in (*message.to, *message.cc, *message.from_)}
    listed = _specs([message.header("x-failed-recipients") or ""])
    temporary, permanent = _foreign(message, text)
    named = listed or [*permanent, *temporary] or _specs(_ADDRESS.findall(told))
    status = _status(told)
    lasting = _is_permanent(status or next(iter(_CODE.findall(told)), ""), f"{message.subject} {told}", dialects)
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
    found = ([a.decode("ascii", "replace") for a in sorted(each)] for each in (temporary, permanent))
    return tuple(_specs([a for a in each if a.isascii()]) for each in found)  # type: ignore[return-value]


def _specs(texts: Sequence[str]) -> list[str]:
    pieces = (piece.strip("<>'\". ") for text in texts for piece in re.split(r"[,\s]+", text))
    return [spec for spec in map(read_spec, pieces) if spec]


def _status(text: str) -> str:
    found = _STATUS.search(text)
    return found[1] if found else ""


def _is_permanent(status: str, text: str, dialects: Sequence[Dialect]) -> bool:
    """5.x.x or 5xx, but not a full mailbox (5.2.2), which may be emptied; without a status by the words."""
    said = _folded(text)
    if status.startswith("4") or status.endswith(".2.2"):
        return False
    if not status and any(d.bounce.for_good.search(said) for d in dialects):
        return True
    if not status and any(d.bounce.for_now.search(said) for d in dialects):
        return False
    return "5.1.1" in status or not any(d.bounce.full.search(said) for d in dialects)


def _told(text: str, dialects: Sequence[Dialect]) -> str:
    """What the mail server itself says: what stands above the copy of our message."""
    at = 0
    for line in text.split("\n"):
        shown = _folded(line).lstrip("-=* ")
        if at > _LEAST_TOLD and (
            shown.startswith(_HEADER_OF_A_COPY) or any(d.bounce.copies.begins(shown) for d in dialects)
        ):
            return text[:at]
        at += len(line) + 1
    return text


def _folded(text: str) -> str:
    return fold(printed(text))


def _around(text: str, address: str) -> str:
    at = max(text.lower().find(address), 0)
    return " ".join(text[at : at + 300].split())
