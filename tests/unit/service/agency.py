"""An agency in memory: two clients with an operator each, one clock, and canaries in one client's cases."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.mails import SELLER, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.app.accounts import amazon_trust
from noticed.render.letters import Identity
from noticed.service.account import Account
from noticed.service.context import Context

ANN = "ann@agency.example"
BEAR = "shop@bear-canary.example"
CANARIES = ("bear-canary", "BearCanary", "BEARCANARY", "B0CANARY11", "55500011122", "canary-brand", "CanaryBrand")
"""Whatever names the client ``bear`` or its cases."""


def account(world: World, name: str, email: str, **more: Any) -> Account:
    """Another account like the first one."""
    first = next(iter(world.context.accounts.values()))
    own = frozenset({email})
    trust = amazon_trust(dict(world.context.marketplaces), world.context.senders, addresses=own)
    identity = Identity(store_name="BearCanary Store", email=email)
    return replace(first, name=name, identity=identity, addresses=own, trust=trust, **more)


class Agency(World):
    """Of ``acme`` the operator is BOSS, of ``bear`` it is ANN."""

    def __init__(self, *more: Account, boxes: Mapping[str, str] | None = None, **changes: Any) -> None:
        super().__init__(**changes)
        bear = account(self, "bear", BEAR, operator=(ANN,))
        boxes = {"acme": SELLER, "bear": BEAR, **(boxes or {})}
        accounts = {**self.context.accounts, **{one.name: one for one in (bear, *more)}}
        self.change(accounts=accounts, mail=lambda name: self.server.mail(boxes[name]))
        self.server.deliver(BEAR, b"Subject: hello\r\n\r\nold mail\r\n")
        self.once()

    def change(self, **changes: Any) -> None:
        """The installation goes on with other settings."""
        self.context = Context(**{**vars(self.context), **changes})

    def notice_to_bear(self, **more: Any) -> None:
        """A notice that names nothing but canaries reaches the other client."""
        raw = notice(
            **{
                "date": self.clock.now(),
                "to": BEAR,
                "complaint": "55500011122",
                "asins": ("B0CANARY11",),
                "complainant": "ip@canary-brand.example",
                "owner": "CanaryBrand Ltd",
                **more,
            }
        )
        self.server.deliver(BEAR, signed(raw))
        self.once()

    def said_to(self, address: str) -> str:
        """Everything that arrived there, decoded."""
        texts = []
        for mail in self.arrived(address):
            texts += [str(value) for value in mail.values()]
            texts += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        return "\n".join(texts)


MORNING = START.replace(hour=0, minute=31) + timedelta(days=1)
__all__ = ["ANN", "BEAR", "BOSS", "CANARIES", "MORNING", "Agency", "account"]
