"""Experiment: mail under Amazon's name, put together at random, is believed as a second reading of the rules says.

A mail is drawn as what was done to it: who sent it, who signed what, what was changed afterwards, what the key's server
and the provider say. ``expected`` decides by these words alone, from the rules as they are written down for people, and
never looks at the mail; the program sees only the mail. And (I10) nothing done to a mail makes it more believed.

    python -m tests.faults.believed --count 3000
"""

import random
import re
import sys
from dataclasses import replace

from tests.faults.ledger import Ledger, command
from tests.signing import KEYS, OTHER_KEY, RECORD, SHORT_KEY, SHORT_RECORD, SIGNED_HEADERS, key, sign
from tests.unit.mail.judged import AGE, BRAND, FAIL, FOREIGN, NOTICE, NOW, PASS, TRUST

from noticed.core.mail.authenticity import assess
from noticed.core.mail.model import Authenticity, Key, KeyStatus, Trust
from noticed.core.values import Value

SENDERS = {
    "notices": b"Amazon <notice@amazon.com>",
    "orders": b"Amazon <order-update@amazon.com>",
    "new": b"Amazon <hello@amazon.com>",
    "lookalike": b"Amazon <notice@amazon-notice.example>",
    "stranger": b"Ana <rights@brand.example>",
}
FLAWS = (
    *("none", "unsigned", "body changed", "subject changed", "wrong key", "expired", "key missing"),
    *("key unreachable", "key for tests", "short key", "length given", "a header unsigned"),
    *("signed by a sender's host", "signed by another of Amazon's", "signed by a stranger"),
)
TAMPERED = ("none", "none", "none", "subject twice", "recipient twice", "bare CR", "NUL")
PROVIDER = ("silent", "foreign", "pass", "fail")
DATES = {"today": b"Tue, 24 Nov 2026 10:00:00 +0000", "old": b"Mon, 2 Nov 2026 10:00:00 +0000"}
DATES["future"] = b"Wed, 25 Nov 2026 10:00:00 +0000"
RANK = (Trust.IGNORE, Trust.QUARANTINE, Trust.RETRY, Trust.HOLD, Trust.AUTO)


class Mail(Value):
    """What was done to one mail."""

    sender: str
    flaw: str
    tampered: str
    provider: str
    to_us: bool
    date: str
    counts: bool
    """Whether the account says that a pinned provider's result counts."""


def expected(mail: Mail) -> tuple[Trust, Authenticity]:
    """The rules, read a second time (the matrix of the authenticity rules, row by row)."""
    if mail.sender == "stranger":
        return Trust.IGNORE, Authenticity.UNVERIFIED
    if mail.sender == "lookalike" or mail.tampered != "none":
        return Trust.QUARANTINE, Authenticity.FORGED
    if mail.flaw in {"length given", "a header unsigned", "key for tests"}:
        return Trust.QUARANTINE, Authenticity.UNVERIFIED
    if mail.sender == "orders":
        if mail.flaw == "none":
            return Trust.IGNORE, Authenticity.UNVERIFIED if mail.provider == "fail" else Authenticity.VERIFIED
        return Trust.IGNORE, Authenticity.FORGED if mail.provider == "fail" else Authenticity.UNVERIFIED
    return _signed(mail) if mail.flaw == "none" else _unproven(mail)


def _unproven(mail: Mail) -> tuple[Trust, Authenticity]:
    if mail.provider == "fail":
        return Trust.QUARANTINE, Authenticity.FORGED
    if mail.flaw == "key unreachable":
        return Trust.RETRY, Authenticity.UNVERIFIED
    if mail.flaw.startswith("signed by") or mail.provider != "pass":
        return Trust.QUARANTINE, Authenticity.UNVERIFIED
    vouched = mail.counts and mail.sender == "notices" and mail.to_us and mail.date == "today"
    return (Trust.AUTO, Authenticity.VERIFIED) if vouched else (Trust.HOLD, Authenticity.UNVERIFIED)


def _signed(mail: Mail) -> tuple[Trust, Authenticity]:
    if mail.provider == "fail":
        return Trust.HOLD, Authenticity.UNVERIFIED
    acts = mail.to_us and mail.date == "today" and mail.sender == "notices"
    return (Trust.AUTO if acts else Trust.HOLD), Authenticity.VERIFIED


def drawn(dice: random.Random) -> Mail:
    """Mostly mail in which one thing is wrong."""
    often = dice.random() < 0.7
    return Mail(
        sender="notices" if often else dice.choice(tuple(SENDERS)),
        flaw=dice.choice(FLAWS),
        tampered=dice.choice(TAMPERED),
        provider=dice.choice(PROVIDER),
        to_us=often or dice.random() < 0.5,
        date="today" if often else dice.choice(tuple(DATES)),
        counts=dice.random() < 0.5,
    )


def written(mail: Mail, dice: random.Random) -> bytes:
    """The mail as it arrives."""
    to = b"Shop <shop@seller.example>" if mail.to_us else b"Other <other@elsewhere.example>"
    raw = NOTICE.replace(SENDERS["notices"], SENDERS[mail.sender]).replace(b"Shop <shop@seller.example>", to)
    raw = _signature(mail, raw.replace(DATES["today"], DATES[mail.date]), dice)
    changes = {"body changed": (b"rights@brand", b"rights@evil"), "subject changed": (b"Policy", b"Polite")}
    raw = raw.replace(*changes.get(mail.flaw, (b"", b"")), 1) if mail.flaw in changes else raw
    on_top = {"subject twice": b"Subject: other\r\n", "recipient twice": b"To: shop@seller.example\r\n"}
    on_top |= {"bare CR": b"X-Foo: a\rReply-To: x@evil.example\r\n", "NUL": b"X-Foo: a\0b\r\n"}
    said = {"foreign": FOREIGN, "pass": PASS, "fail": FAIL}
    return said.get(mail.provider, b"") + on_top.get(mail.tampered, b"") + raw


def _signature(mail: Mail, raw: bytes, dice: random.Random) -> bytes:
    others = {
        "signed by a sender's host": "amazonses.com",
        "signed by another of Amazon's": "amazon.de",
        "signed by a stranger": "forwarder.example",
    }
    if mail.flaw == "unsigned":
        return raw
    if mail.flaw in others:
        return sign(raw, others[mail.flaw])
    if mail.flaw == "a header unsigned":
        left_out = dice.choice(SIGNED_HEADERS)
        return sign(raw, headers=[name for name in SIGNED_HEADERS if name != left_out])
    if mail.flaw in {"wrong key", "short key"}:
        return sign(raw, private_key=OTHER_KEY if mail.flaw == "wrong key" else SHORT_KEY)
    tags = {"expired": {"x": "1700000000"}, "length given": {"l": str(dice.randint(1, 40))}}
    return sign(raw, tags=tags.get(mail.flaw))


def keys_for(mail: Mail) -> dict[str, Key]:
    """What the resolver answers."""
    records = {
        "key missing": key("amazon.com", "", KeyStatus.MISSING),
        "key unreachable": key("amazon.com", "", KeyStatus.ERROR),
        "key for tests": key("amazon.com", f"t=y; {RECORD}"),
        "short key": key("amazon.com", SHORT_RECORD),
    }
    record = records.get(mail.flaw)
    return dict(KEYS) | ({record.name: record} if record else {})


def judged(mail: Mail, dice: random.Random) -> tuple[Trust, Authenticity]:
    """What the program says of it."""
    trust = replace(TRUST, provider_counts=mail.counts)
    found = assess(written(mail, dice), keys_for(mail), trust, BRAND, now=NOW, notice_age=AGE)
    return found.trust, found.authenticity


def experiment(ledger: Ledger, count: int) -> None:
    """Draw and compare."""
    dice = random.Random(ledger.seed)
    acts = 0
    for _ in range(count):
        mail = drawn(dice)
        said = judged(mail, dice)
        acts += said[0] is Trust.AUTO
        shown = re.sub(r"^Mail", "", repr(mail))
        ledger.check("I7", said == expected(mail), f"{shown}: {said}, expected {expected(mail)}")
        clean = judged(replace(mail, flaw="none", tampered="none", provider="silent"), dice)
        vouched = mail.counts and mail.provider == "pass"
        no_more = RANK.index(said[0]) <= max(RANK.index(clean[0]), RANK.index(Trust.QUARANTINE))
        ledger.check("I10", no_more or vouched, f"{shown}: {said}, without it {clean}")
    ledger.figures |= {"acted": acts}


if __name__ == "__main__":
    sys.exit(command("believed", 3000, experiment, __doc__))
