"""What is kept of people: closed cases lose it in time, or when one asks; a court sign keeps everything."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.mails import COMPLAINANT, SELLER, answer, clearance, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Disposition, Reason, State
from noticed.core.journal import broken
from noticed.ports import InboxStatus, Refused
from noticed.service import decisions, digest, retention, suppression
from noticed.service.export import export, verify

DAY = timedelta(days=1)
YEAR = 365 * DAY
PRIVATE = (COMPLAINANT.encode(), b"BrandCo S.r.l.", b"Please take the listing down", b"retracted the complaint below")


def bytes_of(folder: Path) -> bytes:
    """Everything that lies in the store's files."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(keep=2 * YEAR)
    made.on(f"sqlite:///{tmp_path / 'noticed.db'}")
    made.receive(signed(notice(date=START)))
    (inquiry,) = made.arrived(COMPLAINANT)
    made.receive(answer(inquiry, date=START))
    return made


def closed(world: World) -> World:
    """Amazon says it is over."""
    world.receive(signed(clearance(date=world.clock.now())))
    assert world.case().state is State.CLOSED
    return world


def test_after_the_time_set_names_addresses_and_mails_are_gone_from_the_very_file(world: World, tmp_path: Path) -> None:
    closed(world)
    world.sleep(2 * YEAR - DAY)
    assert all(word in bytes_of(tmp_path) for word in PRIVATE)
    world.sleep(2 * DAY)
    left = bytes_of(tmp_path)
    assert not [word for word in PRIVATE if word in left]
    case = world.case()
    assert (case.disposition, case.complaint_ids, case.asins) == (
        Disposition.RETRACTED,
        ("10987654321",),
        ("B0C1234567",),
    )
    assert (case.complainant_emails, case.rights_owner_name) == ((), None)
    with world.store.read() as tx:
        lines = tx.journal.of_case(case.case)
        chain = tx.journal.sealed(case.case)
        hashes = [row.sha256 for row in tx.inbox.of_case(case.case)]
    assert lines[0].event == "notice_complete"
    assert lines[-1].text.startswith("names, addresses and mails removed")
    assert broken(case.case, chain) == []
    assert len(hashes) >= 3
    assert "of 1 closed cases" in digest.as_text(world.context)


def test_what_was_removed_is_not_read_again_and_a_new_notice_finds_its_case(world: World) -> None:
    closed(world)
    for _ in range(2):
        world.sleep(YEAR + DAY)
    world.sleep(DAY)
    world.server.set_uidvalidity(SELLER)
    world.once()
    assert world.case().state is State.CLOSED
    world.sleep(DAY)
    world.receive(signed(notice(date=world.clock.now())))
    assert (world.case().reason, world.case().complainant_emails) == (Reason.REOPENED, (COMPLAINANT,))
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_clock_that_jumps_years_ahead_removes_nothing_on_that_day(world: World, tmp_path: Path) -> None:
    closed(world)
    world.sleep(9 * YEAR)
    assert all(word in bytes_of(tmp_path) for word in PRIVATE)
    world.sleep(DAY)
    assert not [word for word in PRIVATE if word in bytes_of(tmp_path)]


def test_by_default_everything_is_kept(world: World, tmp_path: Path) -> None:
    closed(world)
    world.context = type(world.context)(**{**vars(world.context), "keep": timedelta()})
    world.sleep(20 * YEAR)
    assert COMPLAINANT.encode() in bytes_of(tmp_path)


def test_who_asks_is_forgotten_and_still_not_written_to(world: World, tmp_path: Path) -> None:
    suppression.add(world.context, "acme", COMPLAINANT)
    closed(world)
    world.sleep(DAY)  # the digest has told of it
    done = retention.forget(world.context, COMPLAINANT.upper())
    assert (done.cases, done.suppressed, done.scrubbed) == ((world.case().case,), True, True)
    left = bytes_of(tmp_path)
    assert not [word for word in PRIVATE if word in left]
    world.receive(signed(notice(date=world.clock.now(), complaint="10987654399", asins=["B0C7654321"])))
    assert world.cases()[1].reason is Reason.SUPPRESSED
    with pytest.raises(Refused, match=rf"{world.cases()[1].case}: still open"):
        retention.forget(world.context, COMPLAINANT)


def test_nobody_is_forgotten_out_of_an_open_case_or_one_with_a_court_sign(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="still open"):
        retention.forget(world.context, COMPLAINANT)
    (inquiry,) = world.arrived(COMPLAINANT)
    court = "You are hereby served with a summons in a civil action. Temporary restraining order attached."
    world.receive(answer(inquiry, date=START, text=court))
    assert world.case().reason is Reason.LEGAL
    decisions.close(world.context, world.case().case, Disposition.ABANDONED, "")
    with pytest.raises(Refused, match="court signs"):
        retention.forget(world.context, COMPLAINANT)
    world.sleep(3 * YEAR)
    assert COMPLAINANT.encode() in bytes_of(tmp_path)
    with pytest.raises(Refused, match="stands in no"):
        retention.forget(world.context, "x@nowhere.example")


def test_papers_of_a_court_that_wait_are_not_forgotten(world: World) -> None:
    court = "To Acme Home Goods: you are served with the summons and a temporary restraining order."
    world.receive(answer(None, date=START, sender="clerk@law.example", text=court))
    with pytest.raises(Refused, match="court signs"):
        retention.forget(world.context, "clerk@law.example")
    with world.store.read() as tx:
        (held,) = tx.inbox.with_status(InboxStatus.HELD)
        assert b"served with the summons" in held.raw


def test_an_export_of_a_case_whose_words_were_removed_is_still_whole(world: World) -> None:
    name = closed(world).case().case
    retention.forget(world.context, COMPLAINANT)
    with world.store.write() as tx:
        packed = export(world.context, tx, name)
    found = verify(packed)
    assert (found.problems, found.removed > 3) == ((), True)
    assert COMPLAINANT.encode() not in packed
