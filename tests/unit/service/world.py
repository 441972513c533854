"""A whole installation in memory: the real services and the real store code, twins for the lines outside."""

import email
import email.policy
import tomllib
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from tests.mails import SELLER
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR

from noticed.adapters import packaged
from noticed.adapters.memory import MemoryMailServer, MemoryResolver, MemorySubmission
from noticed.adapters.pictures import ApartPictures
from noticed.adapters.store.engine import SqlStore, open_store
from noticed.adapters.system import FixedClock
from noticed.app.accounts import amazon_trust
from noticed.core.case.cadence import Cadence, Policy, Step
from noticed.core.case.calendar import Place
from noticed.core.case.duration import Duration, parse_duration
from noticed.core.case.facts import Copies
from noticed.core.case.model import Case, LetterKind
from noticed.core.notice.dialect import Dialect, parse_dialect
from noticed.core.reading import Reader
from noticed.data import firms
from noticed.data.clocks import clocks
from noticed.ports import Letter
from noticed.render.letters import Identity, Templates, parse_templates
from noticed.service import steps
from noticed.service.account import Account, Mode
from noticed.service.context import Context, Limits

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BOSS = "boss@seller.example"


class FixedIds:
    """Names in order."""

    def __init__(self) -> None:
        self._count = 0

    def new(self) -> str:
        self._count += 1
        return f"process-{self._count}"


@lru_cache
def english() -> Dialect:
    """The one dialect the stories are written in."""
    return parse_dialect("en", tomllib.loads((files("noticed") / "dialects" / "en.toml").read_text("utf-8")))


@lru_cache
def letters() -> Templates:
    """The packaged letters: read and rehearsed once for all worlds."""
    return parse_templates(packaged.letter_templates(None))


def cadence(attempts: int) -> Cadence:
    """Attempts four days apart."""
    kinds = [LetterKind.INQUIRY, *[LetterKind.FOLLOW_UP] * (attempts - 2), LetterKind.FINAL_NOTICE][:attempts]
    gaps = [Duration(), *[parse_duration("4d")] * (attempts - 1)]
    steps_ = tuple(Step(after=gap, letter=kind) for gap, kind in zip(gaps, kinds, strict=True))
    return Cadence(name="standard", steps=steps_, flag_after=parse_duration("4d"))


_opened: list[SqlStore] = []


def outlives(world: "World") -> None:
    """Whoever made this world closes its store: it is for more than one test."""
    _opened.remove(world.store)


def close_all() -> None:
    """Close the stores of all worlds; called after each test."""
    while _opened:
        _opened.pop().close()


class World:
    """One account, one operator, a clock that is set by hand.

    ``clock`` and ``server``: of another world, where two live in one; ``store``: another than one in memory.
    """

    def __init__(
        self,
        *,
        attempts: int = 3,
        seller: str = SELLER,
        clock: FixedClock | None = None,
        server: MemoryMailServer | None = None,
        store: SqlStore | None = None,
        **changes: Any,
    ) -> None:
        self.seller = seller
        self.clock = clock or FixedClock(START)
        self.server = server or MemoryMailServer(self.clock)
        self.submission = MemorySubmission(self.server)
        self.resolver = MemoryResolver({f"{SELECTOR}._domainkey.{d}": RECORD for d in AMAZON_DOMAINS})
        self.store = self._keep(store or open_store("sqlite://"))
        stores = {m.code: m for m in packaged.marketplaces()}
        senders = packaged.senders()
        documented = {code: m.dispute_address for code, m in stores.items() if m.dispute_address}
        own = frozenset({seller})
        account = Account(
            name="acme",
            identity=Identity(store_name="Acme Home Goods", email=seller),
            addresses=own,
            marketplaces=("US", "DE"),
            mailboxes=("INBOX", "Junk"),
            copies=Copies(documented),
            trust=amazon_trust(stores, senders, addresses=own),
        )
        base: dict[str, Any] = {
            "store": self.store,
            "clock": self.clock,
            "ids": FixedIds(),
            "mail": lambda _: self.server.mail(seller),
            "submission": lambda _: self.submission,
            "resolver": self.resolver,
            "reader": Reader(dialects=lru_cache(lambda: (english(),)), marketplaces=tuple(stores.values())),
            "pictures": ApartPictures(),
            "accounts": {"acme": account},
            "policy": Policy(
                cadences={n: cadence(attempts) for n in ("standard", "urgent", "quiet", "critical")},
                sending_hours=None,
                marketplaces=stores,
                home=Place(country="CN", timezone="Asia/Shanghai"),
                clocks=clocks(),
                firms=firms(),
            ),
            "marketplaces": stores,
            "read_dialects": lambda: (english(),),
            "senders": senders,
            "read_templates": letters,
            "mode": Mode.AUTO,
            "limits": Limits(probation=0),
            "hold": timedelta(),
            "settle": timedelta(minutes=15),
            "resend_unknown": False,
            "operator_emails": (BOSS,),
            "operator_account": "acme",
            "operator_language": "en",
            "timezone": ZoneInfo("Asia/Shanghai"),
            "digest_at": time(8, 30),
            "owner": "process",
        }
        self.context = Context(**{**base, **changes})
        self.server.deliver(seller, b"Subject: hello\r\n\r\nold mail\r\n")
        self.once()  # the first look at an old mailbox is over before the story begins

    @staticmethod
    def _keep(store: SqlStore) -> SqlStore:
        _opened.append(store)
        return store

    def on(self, url: str) -> None:
        """The installation goes on with another store, and the same mailboxes."""
        self.store = self._keep(open_store(url))
        self.context = Context(**{**vars(self.context), "store": self.store})

    def once(self) -> None:
        """Each step until nothing is due."""
        steps.once(self.context)

    def receive(self, raw: bytes, mailbox: str = "INBOX") -> None:
        """A message arrives at the seller, and is read."""
        self.server.deliver(self.seller, raw, mailbox)
        self.once()

    def at(self, now: datetime) -> None:
        """Time goes on to ``now``."""
        self.clock.set(now)
        self.once()

    def sleep(self, span: timedelta) -> None:
        """Time goes on by ``span``."""
        self.at(self.clock.now() + span)

    def cases(self) -> tuple[Case, ...]:
        """Every case, oldest first."""
        with self.store.read() as tx:
            return tx.cases.all()

    def case(self) -> Case:
        """The only case."""
        (only,) = self.cases()
        return only

    def letters(self) -> tuple[Letter, ...]:
        """The outbox without digests and alerts."""
        with self.store.read() as tx:
            return tuple(x for x in tx.outbox.all() if x.case)

    def arrived(self, address: str, seen: int = 0) -> list[EmailMessage]:
        """What really arrived in somebody's mailbox, but for the first ``seen`` messages."""
        parse = email.message_from_bytes
        found = [parse(m.raw, policy=email.policy.default) for m in self.server.messages(address)[seen:]]
        return [m for m in found if isinstance(m, EmailMessage) and m["From"]]
