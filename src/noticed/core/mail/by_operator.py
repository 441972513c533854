"""Mail in which an operator answers a digest: whether he wrote it, and what stands above the digest's own words.

Only what his signature covers is read; what nobody signed proves nothing (TRUST: it has to be found among the mail he
sent). Never raises.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from noticed.core.commands import CODE
from noticed.core.mail.authenticity import own_word
from noticed.core.mail.classify import is_machine_mail
from noticed.core.mail.dkim_rules import Outcome
from noticed.core.mail.match import LETTER_HEADER
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Key, Message
from noticed.core.mail.quote import new_text
from noticed.core.mail.trust import AmazonTrust
from noticed.core.notice.dialect import Dialect
from noticed.core.values import Value

MAX_TEXT = 20_000
"""Characters in which a code is looked for."""


class ByOperator(Value):
    """An answer to a digest, by whoever stands in From."""

    sender: str
    """One of the operators' addresses, as it stands in From."""
    outcome: Outcome
    """``PASS``: signed for that address. ``NONE``: signed by nobody."""
    why: str
    digest: str | None = None
    """The digest it answers, by the code in it."""
    code: str = ""
    text: str = ""
    """Its new words: what stands above the digest."""
    whole: str = ""
    """All of its text: a command in it that is no new word was written below a signature, or quoted."""


def by_operator(
    raw: bytes, whole: Message, keys: Mapping[str, Key], trust: AmazonTrust, now: datetime, dialects: Sequence[Dialect]
) -> ByOperator | None:
    """None for everything that is no answer of an operator to a digest: other senders, our own copies, machines."""
    sender = whole.from_[0].spec if len(whole.from_) == 1 else ""
    if sender not in trust.operators or whole.header(LETTER_HEADER) or is_machine_mail(whole, dialects):
        return None
    check = own_word(raw, keys, trust.operators, now)
    seen = read_message(check.signed) if check.signed is not None else whole
    found = CODE.search(f"{seen.subject}\n{seen.text[:MAX_TEXT]}\n{seen.html_text[:MAX_TEXT]}")
    if found is None and not any(name.startswith("<D-") for name in whole.references):
        return None
    return ByOperator(
        sender=sender,
        outcome=check.outcome,
        why=check.why,
        digest=found[1] if found else None,
        code=found[2] if found else "",
        whole=seen.text[:MAX_TEXT],
        text=new_text(seen.text, dialects, seen.from_[0].name if seen.from_ else ""),
    )
