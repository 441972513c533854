"""What ``init`` says at its end: mail found, letters it would send, and how to go on."""

from noticed.cli.console import console
from noticed.core.case.model import OPERATOR_LETTERS
from noticed.ports import InboxStatus
from noticed.render.phrases import Phrases
from noticed.service import steps
from noticed.service.context import Context

_MOST = 8
"""Letters named; the others are counted."""


def show_first_look(services: Context, say: Phrases) -> bool:
    """Read every mailbox once, in shadow, and tell what came of it; False, and nothing is told, where none was read."""
    out = console()
    if not steps.once(services).polled:
        return False
    with services.store.read() as tx:
        cases, letters = tx.cases.all(), [x for x in tx.outbox.all() if x.kind not in OPERATOR_LETTERS and x.to]
        mail = sum(len(tx.inbox.with_status(status, octets=0)) for status in InboxStatus)
    out.print(say("init.found", n=mail, cases=len(cases)) if cases else say("init.found_none"))
    if letters:
        out.print(say("init.would_send", n=len(letters)))
    for letter in letters[:_MOST]:
        to = ", ".join(letter.recipients)
        out.print(
            say("init.would_letter", letter=letter.letter, kind=say.kind(letter.kind), to=to, subject=letter.subject)
        )
    if letters[_MOST:]:
        out.print(say("init.more", n=len(letters) - _MOST))
    out.print("")
    for key in ("init.read_them", "init.live", "init.run"):
        out.print(say(key))
    return True
