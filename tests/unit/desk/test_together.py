"""Several letters are approved at once: counted, shown, asked about once more, and none that was not shown."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.desks import Answer, Client, Served
from tests.mails import notice, signed
from tests.unit.desk.conftest import Seat
from tests.unit.service.world import START, World

from noticed.adapters.system import RandomIds
from noticed.ports import LetterStatus
from noticed.service.account import Mode

BRANDS = ("ip@brandco.example", "claims@pixelworks.example", "legal@norrland.example")


@pytest.fixture
def three() -> Iterator[Seat]:
    """Three letters wait, of three complainants."""
    world = World(mode=Mode.APPROVE, ids=RandomIds(), attempts=2)
    for number, brand in enumerate(BRANDS):
        mine = {"complaint": f"1400000000{number}", "asins": (f"B0A000000{number}",)}
        world.receive(signed(notice(date=START, complainant=brand, **mine)))  # type: ignore[arg-type]
    with Served(world.context) as served:
        client = Client(served)
        client.log_in()
        yield Seat(world, served, client)


def mark(page: Answer) -> str:
    found = re.search(r'name="mark" value="([0-9a-f]+)"', page.text)
    return found[1] if found else ""


def held(seat: Seat) -> int:
    return sum(letter.status is LetterStatus.HELD for letter in seat.world.letters())


def test_they_are_counted_and_asked_about_before_they_leave(three: Seat) -> None:
    assert "Approve several at once (3)" in three.client.get("/").text
    page = three.client.get("/letters")
    assert "Approve these 3 letters" in page.text
    assert all(brand in page.text for brand in BRANDS)
    asked = three.client.post("/letters", mark=mark(page))
    assert "Let 3 letters leave?" in asked.text
    assert held(three) == 3, "a question approves nothing"
    done = three.client.post("/letters", mark=mark(asked), sure="yes")
    assert done.where == "/?said=approved_all"
    assert "They leave within minutes" in three.client.get(done.where).text
    three.world.once()
    assert [len(three.world.arrived(brand)) for brand in BRANDS] == [1, 1, 1]


def test_one_kind_alone_is_approved(three: Seat) -> None:
    page = three.client.get("/letters?kind=follow_up")
    assert "No letter waits for your word alone." in page.text
    assert three.client.post("/letters", kind="follow_up", mark=mark(page), sure="yes").status == 409
    assert three.client.get("/letters?kind=nonsense&account=nobody").status == 200
    page = three.client.get("/letters?kind=inquiry&account=acme")
    three.client.post("/letters", kind="inquiry", account="acme", mark=mark(page), sure="yes")
    assert held(three) == 0


def test_what_changed_since_it_was_shown_is_not_approved(three: Seat) -> None:
    page = three.client.get("/letters")
    first = three.world.letters()[0]
    body, path = f"{first.body}\nP.S. We are open to talk.", f"/letters/{first.letter}"
    three.client.post(f"{path}/change", mark=three.client.mark(path), subject=first.subject, body=body)
    answer = three.client.post("/letters", mark=mark(page), sure="yes")
    assert (answer.status, "Something changed meanwhile" in answer.text) == (409, True)
    assert held(three) == 3


def test_what_came_in_since_is_not_approved_with_them(three: Seat) -> None:
    page = three.client.get("/letters")
    three.world.receive(signed(notice(date=START, complainant="new@fourth.example", complaint="15000000001")))
    assert three.client.post("/letters", mark=mark(page), sure="yes").status == 409
    assert held(three) == 4


def test_only_the_session_that_saw_them_approves_them(three: Seat) -> None:
    page = three.client.get("/letters")
    assert three.client.post("/letters", csrf="", mark=mark(page), sure="yes").status == 403
    stranger = Client(three.served)
    assert stranger.post("/letters", mark=mark(page), sure="yes").where == "/login"
    other = Client(three.served)
    other.log_in("nobody")
    assert "No letter waits" in other.get("/letters").text
    assert held(three) == 3


def test_in_shadow_nothing_can_be_approved_together(three: Seat) -> None:
    with Served(replace(three.world.context, mode=Mode.SHADOW)) as served:
        client = Client(served)
        client.log_in()
        assert "No letter waits" in client.get("/letters").text
