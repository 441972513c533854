"""One shop for the tests that only look, and a small one for each that changes something."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from tests.desks import Answer, Client, Served
from tests.look.shop import shop
from tests.mails import notice, signed
from tests.unit.service.world import START, World, outlives

from noticed.adapters.system import RandomIds
from noticed.service.account import Mode


class Seat(NamedTuple):
    """Somebody at the desk of a shop."""

    world: World
    served: Served
    client: Client


@pytest.fixture(scope="module")
def big() -> Iterator[Seat]:
    """Logged in, over the whole bad month. Only to be looked at."""
    world = shop()
    outlives(world)
    with Served(world.context) as served:
        client = Client(served)
        client.log_in()
        yield Seat(world, served, client)
    world.store.close()


@pytest.fixture(scope="module")
def pages(big: Seat) -> dict[str, Answer]:
    """Every page that can be reached by following links; files to be saved are followed and are no pages."""
    found: dict[str, Answer] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = big.client.get(path)
            waiting += [html.unescape(each) for each in re.findall(r'(?:href|src)="(/[^"#]*)"', found[path].text)]
    return {path: answer for path, answer in found.items() if not answer.headers["Content-Disposition"]}


@pytest.fixture
def small() -> Iterator[Seat]:
    """Logged in, one letter waits."""
    world = World(mode=Mode.APPROVE, ids=RandomIds(), attempts=1)
    other = replace(world.context.accounts["acme"], name="other")
    accounts = {**world.context.accounts, "other": other}
    boxes = {"acme": world.seller, "other": "other@seller.example"}
    world.context = replace(world.context, accounts=accounts, mail=lambda name: world.server.mail(boxes[name]))
    world.receive(signed(notice(date=START)))
    with Served(world.context) as served:
        client = Client(served)
        client.log_in()
        yield Seat(world, served, client)


@pytest.fixture
def flagged(small: Seat) -> Seat:
    """The same, and nobody answered."""
    letter = small.world.letters()[0].letter
    small.client.post(f"/letters/{letter}/approve", mark=small.client.mark(f"/letters/{letter}"))
    small.world.once()
    small.world.sleep(timedelta(days=4))
    small.client.log_in()
    return small
