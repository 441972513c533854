"""What an answer does: retracts, refuses, demands, asks, gives a reason, or nothing we can name.

Here by what the message is; by its words in ``said``. What is not clear is guessed by ``learned`` or ``unrelated``, and
said to be unsure: the operator reads it. Never raises.
"""

import re
from collections.abc import Sequence

from noticed.core.mail.away import away_until
from noticed.core.mail.classify import (
    is_from_nobody,
    machine_sign,
    may_be_machine_mail,
    opens_as_automatic,
    sounds_automatic,
)
from noticed.core.mail.dsn import read_bounce
from noticed.core.mail.heard import COMPLAINT_ID, NUMBER
from noticed.core.mail.learned import answer_weighed
from noticed.core.mail.model import Act, Message, Reply, ReplyKind
from noticed.core.mail.passed_on import AMAZON, passed_on_answer, passes_on_retraction
from noticed.core.mail.quote import new_text
from noticed.core.mail.said import acts_of, do_not_write, is_soliciting, is_unwilling, kind_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed

MAX_TEXT = 20_000
"""Characters of new text that are looked at."""

_VAGUE = frozenset({ReplyKind.UNRELATED, ReplyKind.ASKS_FOR_INFORMATION})
_UNWILLING = frozenset({ReplyKind.REFUSES, ReplyKind.DEMANDS})
_MAY_BE_A_FILTER = _VAGUE | {ReplyKind.GIVES_REASON}
_ASIN = re.compile(r"(?<![A-Z0-9])B0[A-Z0-9]{8}(?![A-Z0-9])")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


def read_reply(message: Message, dialects: Sequence[Dialect]) -> Reply:
    """Read an answer to one of our letters: its kind, its new words, what it newly tells."""
    report = read_bounce(message, dialects)
    if report is not None:
        hard = any(recipient.permanent for recipient in report.recipients)
        return Reply(reply_kind=ReplyKind.BOUNCE_HARD if hard else ReplyKind.BOUNCE_SOFT)
    sender = message.from_[0].name if message.from_ else ""
    text = new_text(message.text, dialects, sender)
    machine, court = machine_sign(message, dialects), _court_signs(text, dialects)
    kind = _kind(message, text[:MAX_TEXT], dialects, machine=machine is not None, court=bool(court))
    automatic = kind is ReplyKind.AUTO_REPLY
    acts = () if automatic else _agreeing(kind, acts_of(text[:MAX_TEXT], dialects))
    if kind is ReplyKind.UNRELATED and not acts and machine is None and (said := passed_on_answer(message, dialects)):
        kind = kind_of(said, dialects)
        acts = _agreeing(kind, acts_of(said, dialects))
    if kind in _VAGUE and machine is None and passes_on_retraction(message, dialects):
        kind, acts = ReplyKind.RETRACTS, (*acts, Act.TOLD_AMAZON)
    unsure = kind is ReplyKind.UNRELATED and not acts
    if unsure and machine is None and not court:
        kind = answer_weighed(text[:MAX_TEXT], dialects)
    return Reply(
        reply_kind=kind,
        acts=acts,
        unsure=unsure,
        machine=machine,
        states=_states(message, text[:MAX_TEXT], dialects),
        new_text=text,
        other_addresses=_other_addresses(message, text[:MAX_TEXT]),
        away_until=away_until(text[:MAX_TEXT], dialects, message.date) if automatic else None,
        do_not_write=Act.STOP in acts and do_not_write(text[:MAX_TEXT], dialects),
        court_signs=court,
    )


def _kind(message: Message, text: str, dialects: Sequence[Dialect], *, machine: bool, court: bool) -> ReplyKind:
    """``machine``: surely a machine's; ``court``: it has court signs, and lawsuits are served by mass mailings, too."""
    if message.from_ and AMAZON.search(message.from_[0].domain):
        return ReplyKind.AUTO_REPLY if machine else ReplyKind.AMAZON_ACKNOWLEDGES
    if machine or opens_as_automatic(text, dialects):
        return ReplyKind.AUTO_REPLY
    kind = kind_of(text, dialects)
    if kind in _MAY_BE_A_FILTER and is_from_nobody(message, text, dialects):
        return ReplyKind.AUTO_REPLY
    weak, automatic = may_be_machine_mail(message) and not court, sounds_automatic(message, text, dialects)
    mailing = kind is ReplyKind.UNRELATED and is_soliciting(text, dialects)
    if kind in _VAGUE and ((weak and not mailing) or (automatic and kind is ReplyKind.UNRELATED)):
        return ReplyKind.AUTO_REPLY
    if kind is ReplyKind.UNRELATED and not mailing and is_unwilling(text, dialects):
        return ReplyKind.REFUSES
    return kind


def _agreeing(kind: ReplyKind, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """What is said, without "it is withdrawn" in an answer that as a whole refuses or demands."""
    if kind not in _UNWILLING:
        return acts
    return tuple(act for act in acts if act not in {Act.RETRACTED, Act.PROMISES, Act.TOLD_AMAZON})


def _other_addresses(message: Message, text: str) -> tuple[str, ...]:
    own = {address.spec for address in (*message.from_, *message.to, *message.cc)}
    named = (address.strip(".") for address in _ADDRESS.findall(fold(printed(text))))
    return tuple(dict.fromkeys(address for address in named if address not in own and "@amazon." not in address))[:20]


def _states(message: Message, text: str, dialects: Sequence[Dialect]) -> tuple[str, ...]:
    """Names of the fields an answer newly gives."""
    words = fold(printed(text))
    numbers = [n for n in NUMBER.findall(words) if not COMPLAINT_ID.fullmatch(n.strip())]
    given = {
        "ip_type": any(said.search(words) for d in dialects for said in d.types.values()),
        "ip_numbers": bool(numbers),
        "asins": _ASIN.search(printed(text)) is not None,
        "complaint_ids": COMPLAINT_ID.search(words) is not None,
        "rights_owner_emails": bool(_other_addresses(message, text)),
    }
    return tuple(name for name, is_given in given.items() if is_given)


def _court_signs(text: str, dialects: Sequence[Dialect]) -> tuple[str, ...]:
    lines = [line.strip() for line in text.split("\n") if line.strip()][:400]
    found = [line[:200] for line in lines if any(d.court.signs.search(fold(printed(line))) for d in dialects)]
    return tuple(dict.fromkeys(found))[:20]
