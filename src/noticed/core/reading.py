"""Everything that is read from one received message, as one value: believed or not, what it says, whom it concerns.

Pure, so that it can run wherever there is room for it (``adapters.apart``). Promises never to raise on any bytes,
and a result without the bytes of the message: small, safe to hand from process to process.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from noticed.core.mail.authenticity import assess, key_names, readings
from noticed.core.mail.authres import is_refuted
from noticed.core.mail.by_operator import ByOperator, by_operator
from noticed.core.mail.classify import is_machine_mail
from noticed.core.mail.dsn import read_bounce
from noticed.core.mail.enclosed import Enclosed, enclosed
from noticed.core.mail.match import MatchKeys, match_keys
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Assessment, Bounce, Given, Key, Message, Reply, Trust
from noticed.core.mail.reply import read_reply
from noticed.core.mail.trust import AmazonTrust
from noticed.core.marketplace import Marketplace
from noticed.core.notice.brand import Brand, brand_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.drift import unexplained
from noticed.core.notice.extract import read_notice
from noticed.core.notice.model import Notice
from noticed.core.values import Value


class Received(Value):
    """What one message says. The messages in it are without the bytes of what was attached or returned."""

    assessment: Assessment
    """Without ``signed``."""
    message: Message
    """Read from the signed part where a signature holds: what a notice says is read from here alone."""
    whole: Message
    """Everything as received: who answers what, and whether a machine wrote it, stands in headers nobody signs."""
    names: MatchKeys
    """What in it may name a letter or a case of ours."""
    bounce: Bounce | None
    reply: Reply
    """What it says as an answer, if it is one."""
    given: Given | None = None
    """What a person's answer says of the right it rests on, by the reader of notices."""
    notice: Notice | None = None
    """What it says, where it claims to come from Amazon."""
    other_readings: tuple[Notice, ...] = ()
    """What it says under every other transfer encoding, which Amazon never signs."""
    by_operator: ByOperator | None = None
    """Whether it is an operator's answer to a digest, where that may decide."""
    refuted: bool = False
    """Whether the provider says that who stands in From did not write it, or several people stand there."""
    lacks: tuple[str, ...] = ()
    """What reads like a notice and was not understood, of genuine mail."""


class Reader(Value):
    """Reads received mail in place (see ``ports.Reader``)."""

    dialects: Callable[[], tuple[Dialect, ...]]
    marketplaces: tuple[Marketplace, ...]

    def key_names(self, raw: bytes, trust: AmazonTrust) -> tuple[str, ...]:
        """The DKIM keys ``received`` wants."""
        return key_names(raw, trust, self._brand)

    def received(
        self, raw: bytes, keys: Mapping[str, Key], trust: AmazonTrust, now: datetime, notice_age: timedelta
    ) -> Received:
        """The whole of one message. ``notice_age``: older ones start nothing."""
        found = assess(raw, keys, trust, self._brand, now=now, notice_age=notice_age)
        message = read_message(found.signed)
        whole = message if found.signed == raw else read_message(raw)
        genuine = found.trust is Trust.AUTO
        notice = None if found.trust is Trust.IGNORE else self._notice(message, whole)
        return replace(
            self._received(found, message, whole, notice),
            other_readings=tuple(self._notice(read_message(r)) for r in readings(found.signed)) if genuine else (),
            by_operator=by_operator(raw, whole, keys, trust, now, self.dialects()) if trust.operators else None,
            refuted=len(whole.from_) > 1 or is_refuted(whole.headers, trust.authserv_ids),
            lacks=unexplained(message, notice, self.dialects()) if genuine and notice else (),
        )

    def vouched(self, raw: bytes, trust: AmazonTrust, now: datetime) -> Received:
        """A message the operator vouches for: a notice may stand anywhere in it, signed or not."""
        message = read_message(raw)
        found = assess(raw, {}, trust, self._brand, now=now, notice_age=timedelta())
        return self._received(found, message, message, self._notice(message))

    def message(self, raw: bytes) -> Message:
        """The message alone, to be shown."""
        return _light(read_message(raw))

    @property
    def _brand(self) -> Brand:
        return brand_of(self.dialects())

    def enclosed(
        self, raw: bytes, keys: Mapping[str, Key], people: frozenset[str], now: datetime
    ) -> tuple[Enclosed, ...]:
        """The files of an operator's answer, with their octets."""
        return enclosed(raw, keys, people, now)

    def _notice(self, message: Message, whole: Message | None = None) -> Notice:
        """``whole``: with the headers that nobody signs."""
        words = self.dialects()
        by_machine = partial(is_machine_mail, whole, words) if whole else None
        return read_notice(message, words, self.marketplaces, by_machine=by_machine)

    def _received(self, found: Assessment, message: Message, whole: Message, notice: Notice | None) -> Received:
        light = _light(message)
        reply = read_reply(whole, self.dialects())
        return Received(
            assessment=replace(found, signed=b""),
            message=light,
            whole=light if whole is message else _light(whole),
            names=match_keys(whole),
            bounce=read_bounce(whole, self.dialects()),
            reply=reply,
            given=self._given(whole, reply),
            notice=notice,
        )

    def _given(self, message: Message, reply: Reply) -> Given | None:
        """The right an answer names, read from its new words alone."""
        if reply.machine or not {"ip_type", "ip_numbers"} & set(reply.states):
            return None
        bare = Message(text=reply.new_text, date=message.date)
        read = self._notice(bare)
        if not read.ip_type and not read.ip_numbers:
            return None
        word = next(iter(read.ip_numbers), "")
        lines = [line.strip() for line in reply.new_text.split("\n") if line.strip()]
        line = next((line for line in lines if word and word in line), lines[0] if lines else "")
        return Given(ip_type=read.ip_type, ip_numbers=read.ip_numbers, complaint_ids=read.complaint_ids, line=line)


def _light(message: Message) -> Message:
    return replace(message, attached=(), returned=None)
