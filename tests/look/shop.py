"""A shop as it is in the middle of a bad month: one case of nearly every kind, hostile mail among it."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from tests.mails import SELLER, answer, clearance, notice, signed
from tests.papers import PNG, file
from tests.unit.service.world import START, World

from noticed.adapters.system import RandomIds
from noticed.core.case.model import Outcome
from noticed.ports import InboxStatus
from noticed.service import checklist, decisions, letterbox
from noticed.service.account import Mode
from noticed.service.extra import Extra

DAY = timedelta(days=1)
HOSTILE = '<script>alert("xss")</script>'
_BRANDS = ("ip@brandco.example", "legal@norrland-design.example", "claims@pixelworks.example", "ip@brightwater.example")


def shop(language: str = "en") -> World:
    """The shop on a Tuesday morning, its mailbox read, one letter waiting for approval."""
    world = World(attempts=2, operator_language=language, mode=Mode.AUTO, ids=RandomIds())
    _silent(world)
    _answered(world)
    _closed(world)
    _suspected(world)
    world.context = replace(world.context, mode=Mode.APPROVE)
    _hostile(world)
    _forged(world)
    _waiting(world)
    return world


def _silent(world: World) -> None:
    """Asked twice, no answer; Amazon's deadline is near."""
    world.receive(signed(notice(date=START, complainant=_BRANDS[0], deadline=12)))
    world.sleep(4 * DAY)
    world.sleep(4 * DAY)


def _answered(world: World) -> None:
    """They named their design, and want money."""
    date = world.clock.now()
    raw = notice(
        date=date, complaint="11223344556", asins=("B0D7Q4M2XD", "B0D7Q4M2XE"), complainant=_BRANDS[1],
        owner="Norrland Design AB", kind="Design Patent", number="US D1,034,512",
    )  # fmt: skip
    world.receive(signed(raw))
    letter = world.arrived(_BRANDS[1])[-1]
    text = (
        "Dear seller,\n\nIt is our design patent D1,034,512. Your rack copies it. Please take it down, and send us "
        "your sales figures since May. We may agree to a licence at 8 %.\n\nKarin Lind\nNorrland Design AB"
    )
    world.receive(answer(letter, date=date + timedelta(hours=5), sender=_BRANDS[1], text=text))


def _closed(world: World) -> None:
    """Withdrawn."""
    date = world.clock.now()
    world.receive(signed(notice(date=date, complaint="12000000001", asins=("B0E1111111",), complainant=_BRANDS[2])))
    world.receive(signed(clearance(date=date + timedelta(hours=1), complaint="12000000001", asin="B0E1111111")))


def _suspected(world: World) -> None:
    """No address: the operator can supply it. Decided once, as text to paste."""
    date = world.clock.now()
    world.receive(
        signed(notice(date=date, complaint="13000000007", asins=("B0F2222222",), complainant="", dispute=None))
    )
    mine = next(case for case in world.cases() if "13000000007" in case.complaint_ids)
    world.context = replace(world.context, mode=Mode.SHADOW)
    slots = {
        "root_cause": "The product title named a brand we do not sell.",
        "actions_taken": "We took the listing down.\nWe destroyed the remaining 14 units.",
        "prevention": "Every new title is checked against the trademark register.",
    }
    with world.store.write() as tx:
        checklist.mark(tx, world.context, mine, ("snapshot", "offer", "siblings"), note="2 variations closed, too")
        checklist.mark(tx, world.context, tx.cases.get(mine.case) or mine, ["stock"])
    plan = file("plan.png", PNG + b"the plan, signed")
    decisions.decide(
        world.context, mine.case, Outcome.INFRINGING, "", Extra(slots=slots | {"attest": "yes"}, files=(plan,))
    )


def _hostile(world: World) -> None:
    """A genuine notice whose words a complainant chose, and his answer."""
    date = world.clock.now()
    raw = notice(
        date=date, complaint="14000000003", asins=("B0G3333333",), complainant="x@pixelworks.example", owner=HOSTILE
    )
    world.receive(signed(raw))
    letter = next(x for x in world.letters() if x.to == ("x@pixelworks.example",))
    letterbox.approve(world.context, letter.letter)
    world.once()
    sent = world.arrived("x@pixelworks.example")[-1]
    html = (
        '<html><body onload="alert(1)"><p>Please <a href="javascript:alert(2)">click here</a> and see '
        '<a href="https://evil.example/pay?x=1">your invoice</a>.</p><script>alert(3)</script>'
        '<img src="https://evil.example/pixel.gif" onerror="alert(4)"><iframe src="https://evil.example"></iframe>'
        "<p>+ADw-script+AD4-alert(5)+ADw-/script+AD4-</p><style>body{display:none}</style>"
        '<form action="https://evil.example"><input name="password"></form>'
        "<p>&lt;script&gt;alert(6)&lt;/script&gt; We do not withdraw. \x1b[31mPay.\x1b[0m "
        + "The rest of this mail repeats what was said before, at length and with care. " * 12
        + "</p></body></html>"
    )
    message = EmailMessage()
    message["From"] = f'"{HOSTILE}" <x@pixelworks.example>'
    message["To"] = SELLER
    message["Date"] = format_datetime(date + timedelta(hours=2))
    message["Message-ID"] = "<hostile@pixelworks.example>"
    message["Subject"] = f"Re: {HOSTILE} \u202egnp.exe"
    message["In-Reply-To"] = sent["Message-ID"]
    message.set_content("See the HTML version.")
    message.add_alternative(html, subtype="html")
    message.add_attachment(b"MZ", maintype="application", subtype="x-dosexec", filename="../../invoice.exe")
    world.receive(message.as_bytes())


def _forged(world: World) -> None:
    """Unsigned, under Amazon's name; and one that failed."""
    date = world.clock.now()
    world.receive(notice(date=date, complaint="19999999999", complainant="settle@fast-retract.example"))
    world.receive(notice(date=date, complaint="19999999998", to="another@seller.example"))
    with world.store.write() as tx:
        for row in tx.inbox.with_status(InboxStatus.QUARANTINED)[1:]:
            tx.inbox.save(replace(row, status=InboxStatus.SHUNTED, error="Traceback …\nValueError: odd mail"))


def _waiting(world: World) -> None:
    """A fresh notice: its inquiry waits for approval."""
    date = world.clock.now()
    raw = notice(
        date=date,
        complaint="15000000009",
        asins=("B0H4444444",),
        complainant=_BRANDS[3],
        owner="Brightwater Brands LLC",
    )
    world.receive(signed(raw))
