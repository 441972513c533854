"""``noticed check`` on the second channels and the ping: understood, and with ``--send-test`` really used."""

from collections.abc import Iterator

from noticed.app.check_result import Result
from noticed.app.lines import ping as ping_of
from noticed.ports import Permanent, Transient
from noticed.render.phrases import Phrases
from noticed.service.context import Context
from noticed.settings import Settings


def channels(context: Context, *, send_test: bool) -> Iterator[Result]:
    """Each channel: what it is, and whether a test message was taken."""
    say = Phrases(context.operator_language, "UTC")
    for number, channel in enumerate(context.channels, 1):
        what = f"channel {number}"
        try:
            kind = channel.kind()
            if send_test:
                channel.push("noticed", say("push.test"))
        except (Permanent, Transient) as error:
            yield Result(ok=False, what=what, text=str(error))
        else:
            told = f"{kind}; a test message was taken" if send_test else f"{kind}; nothing was sent"
            yield Result(ok=True, what=what, text=told)


def ping(settings: Settings, *, send_test: bool) -> Iterator[Result]:
    """The ping, which counts as a sign of life: only where a test is asked for."""
    knock, secret = ping_of(settings), settings.operator.ping
    if knock is None or secret is None:
        return
    try:
        knock() if send_test else secret()
    except (Permanent, Transient) as error:
        yield Result(ok=False, what="ping", text=str(error))
    else:
        yield Result(ok=True, what="ping", text="was heard" if send_test else "is set; nothing was sent")
