"""Experiment: machines that answer whatever is written to them, for a thousand days; we answer none.

Each complainant is a machine of another kind, the operator's own mailbox among them, and one is another installation
of this program that writes to us about a complaint of its own. The same notices in a world where everybody is silent
tell which letters are due: with the machines there may be fewer, never one more. By itself:

    python -m tests.faults.loops --count 1000
"""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from multiprocessing import get_context
from typing import NamedTuple

from tests.faults.ledger import Ledger, command
from tests.faults.quiet import quiet
from tests.mails import AMAZON, SELLER, answer, bounce, notice, signed
from tests.unit.service.world import BOSS, World, close_all

from noticed.core.case.model import Case, LetterKind, Reason
from noticed.ports import Letter
from noticed.service.context import Limits

OTHER = "sales@rival.example"
DAY = timedelta(days=1)
EVERY = 250
"""Days between two waves of notices."""
NO_LIMITS = Limits(probation=0, account_per_day=0, amazon_per_day=0, new_recipients_per_day=0)
Machine = Callable[[EmailMessage, str, datetime], bytes]
_AUTO = ("Auto-Submitted", "auto-replied")


def _vacation(letter: EmailMessage, address: str, now: datetime) -> bytes:
    text = f"I am out of the office until {now + 14 * DAY:%d %B %Y} and have limited access to email."
    return answer(letter, date=now, sender=address, text=text, headers=[_AUTO])


def _bare_vacation(letter: EmailMessage, address: str, now: datetime) -> bytes:
    return answer(letter, date=now, sender=address, text="Out of office: I am currently on vacation. Thank you.")


def _ticket(letter: EmailMessage, address: str, now: datetime) -> bytes:
    text = "This message has been automatically generated in response to your request. It has been assigned an ID #17."
    headers = [("Precedence", "bulk"), ("X-RT-Loop-Prevention", "brand"), ("RT-Ticket", "brand #17")]
    return answer(letter, date=now, sender=f"tickets@{address.partition('@')[2]}", text=text, headers=headers)


def _bare_ticket(letter: EmailMessage, address: str, now: datetime) -> bytes:
    text = "Thank you for contacting us. We have received your request, ticket 4711, and will reply within 3 days."
    return answer(letter, date=now, sender=address, text=text)


def _gone(letter: EmailMessage, address: str, now: datetime) -> bytes:
    return bounce(letter, address, date=now)


def _delayed(letter: EmailMessage, address: str, now: datetime) -> bytes:
    return bounce(letter, address, date=now, status="4.4.1")


def _read_receipt(letter: EmailMessage, address: str, now: datetime) -> bytes:
    lines = [
        f"From: {address}",
        f"To: {SELLER}",
        f"Date: {format_datetime(now)}",
        f"Subject: Read: {letter['Subject']}",
        f"Message-ID: <mdn-{now:%Y%m%d%H%M%S%f}@brand.example>",
        f"In-Reply-To: {letter['Message-ID']}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="r"',
        "",
        "--r",
        "Content-Type: text/plain",
        "",
        "Your message was displayed.",
        "--r",
        "Content-Type: message/disposition-notification",
        "",
        f"Final-Recipient: rfc822; {address}",
        f"Original-Message-ID: {letter['Message-ID']}",
        "Disposition: automatic-action/MDN-sent-automatically; displayed",
        "--r--",
        "",
    ]
    return "\r\n".join(lines).encode()


def _moderated(letter: EmailMessage, address: str, now: datetime) -> bytes:
    headers = [("Precedence", "list"), ("List-Id", "<legal.brand.example>"), _AUTO]
    return answer(letter, date=now, sender=address, text="Your mail awaits approval by the moderator.", headers=headers)


def _challenge(letter: EmailMessage, address: str, now: datetime) -> bytes:
    text = "To deliver your message, please confirm that you are a person by replying to this mail."
    return answer(letter, date=now, sender=address, text=text)


def _echo(letter: EmailMessage, address: str, now: datetime) -> bytes:
    """What comes back as it was, through a forwarder."""
    return (
        b"Received: from mx.brand.example by mx.seller.example; "
        + f"{format_datetime(now)}\r\n".encode()
        + bytes(letter)
    )


def _unattended(letter: EmailMessage, address: str, now: datetime) -> bytes:
    """What Amazon answers to mail for an address that nobody reads: no Auto-Submitted, a header of its own."""
    text = (
        "You wrote to an address that cannot accept incoming email. Your message was not read.\n\n"
        "To contact us, please use the Help pages of our site."
    )
    sender = "Amazon.com <nobody@bounces.amazon.com>"
    return answer(letter, date=now, sender=sender, text=text, headers=[("X-Amazon-Auto-Reply", "true")])


MACHINES: dict[str, Machine] = {
    "vacation": _vacation,
    "bare_vacation": _bare_vacation,
    "ticket": _ticket,
    "bare_ticket": _bare_ticket,
    "gone": _gone,
    "delayed": _delayed,
    "read_receipt": _read_receipt,
    "moderated": _moderated,
    "challenge": _challenge,
    "echo": _echo,
}
SAYS_SO = {"vacation", "ticket", "delayed", "read_receipt", "moderated", "echo"}
"""Machines whose mail says what it is (RFC 3834, 3464, 8098): never an answer."""


class Thousand:
    """The notices of every wave, in a world that answers or in one that is silent."""

    def __init__(self, *, answers: bool) -> None:
        self.world = World(limits=NO_LIMITS)
        self.rival = World(
            seller=OTHER, clock=self.world.clock, server=self.world.server, limits=NO_LIMITS, operator_emails=()
        )
        self.answers = answers
        self.read: dict[str, int] = {}
        self.said = 0
        self.machines: dict[str, Machine] = {AMAZON: _unattended, BOSS: _bare_vacation}

    def live(self, days: int) -> None:
        """One day after another."""
        for day in range(days):
            if day % EVERY == 0:
                self._wave(day // EVERY)
            for world in (self.world, self.rival):
                world.once()
            if self.answers:
                self._machines_answer()
            self.world.clock.set(self.world.clock.now() + DAY)

    def _wave(self, number: int) -> None:
        for place, (name, machine) in enumerate(MACHINES.items()):
            address = f"ip@{name.replace('_', '-')}{number}.example"
            self.machines[address] = machine
            self._notice(SELLER, address, number * 100 + place)
        self._notice(SELLER, OTHER, number * 100 + 50)
        self._notice(OTHER, SELLER, number * 100 + 51)

    def _notice(self, to: str, complainant: str, serial: int) -> None:
        raw = notice(
            date=self.world.clock.now(),
            to=to,
            complaint=str(10600000000 + serial),
            asins=[f"B0D{1000000 + serial}"],
            complainant=complainant,
        )
        self.world.server.deliver(to, signed(raw))

    def _machines_answer(self) -> None:
        now = self.world.clock.now()
        for address, machine in self.machines.items():
            letters = self.world.arrived(address, self.read.get(address, 0))
            for letter in letters:
                self.said += 1
                self.world.server.deliver(SELLER, machine(letter, address, now))
            self.read[address] = self.read.get(address, 0) + len(letters)


class Seen(NamedTuple):
    """What one installation has at the end."""

    cases: tuple[Case, ...]
    letters: tuple[Letter, ...]

    def left(self) -> dict[tuple[str, LetterKind, int], datetime]:
        """When what left was submitted, by complaint, kind and number."""
        complaints = {case.case: case.complaint_ids[0] for case in self.cases}
        return {
            (complaints[letter.case or ""], letter.kind, letter.step or 0): letter.submitted_at
            for letter in self.letters
            if letter.submitted_at
        }


class Lived(NamedTuple):
    """What a thousand days led to."""

    world: Seen
    rival: Seen
    alerts: int
    said: int
    """Answers of machines."""


def lived(answers: bool, days: int) -> Lived:  # mapped over both
    """One of both worlds, from its first day to its last."""
    with quiet():
        lives = Thousand(answers=answers)
        lives.live(days)
        with lives.world.store.read() as tx:
            alerts = sum(x.kind is LetterKind.ALERT for x in tx.outbox.all())
        world, rival = (Seen(tuple(x.cases()), tuple(x.letters())) for x in (lives.world, lives.rival))
        close_all()
    return Lived(world, rival, alerts, lives.said)


def experiment(ledger: Ledger, days: int) -> None:
    """``days`` of both worlds, side by side."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        silent, loud = pool.map(lived, (False, True), (days, days))
    for name in ("world", "rival"):
        wanted, came = (getattr(x, name).left() for x in (silent, loud))
        for key, at in came.items():
            ledger.check("I9", key in wanted, f"{name}: {key} left, and in silence none did")
            ledger.check("I9 I20", at >= wanted.get(key, at), f"{name}: {key} left sooner than in silence")
        _threads(ledger, getattr(loud, name))
    _answers(ledger, loud.world)
    most = days + 3 * len(loud.world.cases)  # one a day that cases wait, and what each case has to say
    ledger.check("I9", loud.alerts <= most, f"{loud.alerts} alerts to an operator whose machine answers them")
    ledger.figures |= {"days": days, "machines": len(MACHINES) + 3, "answers of machines": loud.said}


def _threads(ledger: Ledger, seen: Seen) -> None:
    for case in seen.cases:
        count = sum(x.submitted_at is not None for x in seen.letters if x.case == case.case)
        ledger.check("I9", count <= 4, f"{case.case}: {count} letters in one thread")


def _answers(ledger: Ledger, loud: Seen) -> None:
    """A machine that says what it is never counts as an answer; of the others it is only told how many did."""
    taken: list[str] = []
    for case in loud.cases:
        machine = next((n for n in MACHINES if n.replace("_", "-") in case.complainant_emails[0]), "rival")
        replied = case.reason in {Reason.REPLIED, Reason.RETRACTION_PROMISED}
        if machine in SAYS_SO and machine.partition("_")[0] != "bare":
            ledger.check("I9", not replied, f"{case.case}: a {machine} counted as an answer")
        elif replied:
            taken.append(machine)
    ledger.figures["taken for an answer"] = ", ".join(sorted(set(taken))) or "none"


if __name__ == "__main__":
    sys.exit(command("loops", 1000, experiment, __doc__))
