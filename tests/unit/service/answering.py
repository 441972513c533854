"""A world whose operator may answer digests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from tests.mails import SELLER, notice, signed
from tests.signing import RECORD, sign
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import State
from noticed.service import offers

DIGEST = "D-2026-11-24"


Numbers = Mapping[int, tuple[str | None, str | None]]


class Desk(World):
    """A world whose operator may answer digests."""

    def __init__(self, *, boss: str = BOSS) -> None:
        super().__init__(by_mail=True, operator_emails=(boss,))
        self.boss = boss
        account = self.context.accounts["acme"]
        trusting = replace(account, trust=replace(account.trust, operators=frozenset({boss})))
        self.context = replace(self.context, accounts={"acme": trusting})
        self.resolver.keys["test._domainkey.seller.example"] = RECORD

    def flagged(self) -> str:
        """A case nobody answered."""
        self.receive(signed(notice(date=self.clock.now())))
        while self.case().state is State.WITH_COMPLAINANT:
            self.at(self.case().wake_at or START)
        return self.case().case

    def offer(self, numbers: Numbers, digest: str = DIGEST) -> str:
        with self.store.write() as tx:
            return offers.offer(tx, self.context, digest, numbers)

    def write(self, text: str, code: str, *, sender: str | None = None, to: str = SELLER) -> bytes:
        """An answer as a mail program makes it, not signed."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender or self.boss, to, "Re: 1 decide today"
        mail["Date"], mail["Message-ID"] = (
            format_datetime(self.clock.now()),
            f"<{abs(hash((text, code)))}@phone.example>",
        )
        mail["In-Reply-To"] = f"<{DIGEST}.abcdef@seller.example>"
        mail.set_content(f"{text}\n\nOn Tue, 24 Nov 2026 at 08:30, Acme wrote:\n> Answer code {code}\n> 1 · decide\n")
        return mail.as_bytes()

    def say(self, text: str, code: str) -> str:
        """The operator answers, signed; what he is told."""
        before = len(self.told())
        self.receive(sign(self.write(text, code), "seller.example"))
        self.once()
        told = self.told()
        return "\n".join(told[before:])

    def told(self) -> list[str]:
        return [str(m.get_content()) for m in self.arrived(self.boss) if "answer" in m["Subject"]]

    def disbelieved(self) -> list[str]:
        with self.store.read() as tx:
            lines = tx.journal.since(START - timedelta(days=1))
        return [line.text for line in lines if line.event == offers.NOT_BELIEVED]
