"""What ``noticed read`` prints: one message as the daemon sees it, without settings, store or network.

Never raises on any bytes.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from noticed.core.mail.authenticity import assess
from noticed.core.mail.claim import Claim, claim_of
from noticed.core.mail.classify import is_machine_mail
from noticed.core.mail.dsn import read_bounce
from noticed.core.mail.match import match_keys
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Assessment, Authenticity, Bounce, Category, Key, Message, Reply
from noticed.core.mail.reply import read_reply
from noticed.core.mail.trust import AmazonTrust
from noticed.core.marketplace import Marketplace
from noticed.core.notice.brand import brand_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.extract import read_notice
from noticed.core.notice.model import Notice, NoticeKind
from noticed.core.notice.report import as_report
from noticed.core.values import Value


class Reader(Value):
    """What reading needs to know."""

    dialects: tuple[Dialect, ...]
    marketplaces: tuple[Marketplace, ...]
    trust: AmazonTrust


class Read(Value):
    """One message, read."""

    message: Message
    assessment: Assessment
    category: Category
    notice: Notice | None
    reply: Reply | None
    bounce: Bounce | None


def read(raw: bytes, reader: Reader, keys: Mapping[str, Key], *, now: datetime, as_reply: bool) -> Read:
    """Read one message. ``keys``: DKIM keys at hand; without them nothing is ``verified``."""
    brand = brand_of(reader.dialects)
    found = assess(raw, keys, reader.trust, brand, now=now, notice_age=timedelta())
    message = read_message(found.signed)

    @cache
    def by_machine() -> bool:
        """Asked of few: by headers that nobody signs, too."""
        return is_machine_mail(message if found.signed == raw else read_message(raw), reader.dialects)

    notice = None if as_reply else read_notice(message, reader.dialects, reader.marketplaces, by_machine=by_machine)
    sends_none = any(claim_of(sender, reader.trust, brand) is Claim.OTHER_SENDER for sender in message.from_)
    if notice and (sends_none or found.authenticity is Authenticity.FORGED):
        notice = replace(notice, kind=NoticeKind.OTHER)
    bounce = read_bounce(message, reader.dialects)
    category = _category(message, notice, bounce, by_machine, as_reply=as_reply)
    wants_reply = as_reply or category in {Category.REPLY, Category.AUTO_REPLY}
    return Read(
        message=message,
        assessment=found,
        category=category,
        notice=notice if category in {Category.NOTICE, Category.OTHER} else None,
        reply=read_reply(message, reader.dialects) if wants_reply else None,
        bounce=bounce,
    )


def report(name: str, done: Read) -> dict[str, object]:
    """The contract of ``read --json``."""
    return {
        "file": name,
        "authenticity": done.assessment.authenticity,
        "category": done.category,
        "notice": as_report(done.notice) if done.notice else None,
        "reply": _reply(done.reply),
        "bounce": _bounce(done.bounce),
    }


def _category(
    message: Message, notice: Notice | None, bounce: Bounce | None, by_machine: Callable[[], bool], *, as_reply: bool
) -> Category:
    if message.header("x-noticed-letter") and match_keys(message).letter_keys:
        return Category.OWN_COPY
    if notice and notice.kind is not NoticeKind.OTHER:
        return Category.NOTICE
    if bounce:
        return Category.BOUNCE
    if by_machine():
        return Category.AUTO_REPLY
    return Category.REPLY if as_reply else Category.OTHER


def _reply(reply: Reply | None) -> dict[str, object] | None:
    if reply is None:
        return None
    return {"reply_kind": reply.reply_kind, "states": list(reply.states), "new_text": reply.new_text}


def _bounce(bounce: Bounce | None) -> dict[str, object] | None:
    if bounce is None:
        return None
    return {
        "recipients": [
            {"address": r.address, "permanent": r.permanent, "status": r.status, "text": r.text}
            for r in bounce.recipients
        ],
        "message_ids": list(bounce.message_ids),
        "references": list(bounce.references),
    }
