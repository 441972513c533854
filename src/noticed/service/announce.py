"""The second channel: that something happened, by its kind and our reference. No name, no address, no word of a mail.

What no channel took within a day is left to the mails. Nothing here delays anything else: it has a thread of its own.
"""

from datetime import timedelta

from noticed.core import pace
from noticed.ports import Alarm, Permanent, Transient
from noticed.ports.log import log
from noticed.render.phrases import Phrases
from noticed.service.context import Context

_OLD = timedelta(days=1)
_LINES = 10
"""Alerts named in one message."""
_FACT = "channel"
_BROKE = "the channel broke: see the log"


def announce(context: Context) -> int:
    """Push what has come up, together, when the pace allows it; how many alerts a channel has taken."""
    if not context.channels:
        return 0
    with context.store.alone("announce") as mine:
        if not mine:
            return 0
        now = context.clock.now()
        with context.store.read() as tx:
            waiting = tx.alerts.unpushed(now - _OLD)
            times = tx.alerts.pushed_since(now - timedelta(hours=1))
        if not waiting or pace.next_at(times, now) > now:
            return 0
        if not _pushed(context, in_words(waiting, context.operator_language)):
            return 0
        with context.store.write() as tx:
            tx.alerts.pushed([alarm.alert for alarm in waiting], now)
        return len(waiting)


def in_words(alarms: tuple[Alarm, ...], language: str) -> str:
    """One line each: N-7K3F: an answer."""
    say = Phrases(language, "UTC")
    lines = [
        f"{alarm.case}{say('why.colon')}{word(say, alarm.kind)}" if alarm.case else word(say, alarm.kind)
        for alarm in alarms
    ]
    told = list(dict.fromkeys(lines))
    more = [say("push.more", n=len(told) - _LINES)] if len(told) > _LINES else []
    return "\n".join((*told[:_LINES], *more))


def word(say: Phrases, kind: str) -> str:
    """What happened, in words; for a kind nobody knows, that something did."""
    known = say.word("push", kind)
    known = say.word("event", kind) if known == kind else known
    return say("push.other") if known == kind else known


def trouble(facts: dict[str, str]) -> tuple[tuple[int, str], ...]:
    """(number of the channel, why) of those that took nothing last time."""
    found = ((name.partition(":"), value) for name, value in facts.items())
    return tuple((int(number), value) for (fact, _, number), value in found if fact == _FACT)


def _pushed(context: Context, text: str) -> bool:
    """Whether any channel took it; what is wrong with each of the others is kept for digest and status."""
    errors: dict[int, str | None] = {}
    for number, channel in enumerate(context.channels, 1):
        try:
            channel.push("noticed", text)
            errors[number] = None
        except (Transient, Permanent) as error:
            errors[number] = str(error)
            log.warning("channel_failed", line=f"channel {number}", permanent=isinstance(error, Permanent))
        except Exception:
            errors[number] = _BROKE
            log.exception("channel_broke", line=f"channel {number}")
    with context.store.write() as tx:
        for number, why in errors.items():
            if tx.facts.get(f"{_FACT}:{number}") != why:
                tx.facts.set(f"{_FACT}:{number}", why)
    return None in errors.values()
