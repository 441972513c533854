"""Two accounts of one mailbox: each message is taken by exactly one of them, or the operator is asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.mails import SELLER, answer, bounce, clearance, notice, signed
from tests.unit.service.agency import ANN, BOSS, Agency, account
from tests.unit.service.world import World

from noticed.core.case.model import State
from noticed.ports import InboxRow, InboxStatus, Refused
from noticed.service import sharing, trouble

EU = "eu@seller.example"
COMPLAINANT = "ip@brand.example"


def shop(**changes: Any) -> Agency:
    """``eu`` shares the mailbox of ``acme``; its own address, other stores, another operator."""
    world = World()
    made = account(world, "eu", EU, marketplaces=("FR", "IT"), login="acme", operator=(ANN,))
    return Agency(replace(made, **changes), boxes={"eu": SELLER})


def same_address(**changes: Any) -> Agency:
    """Both accounts are written to at one address."""
    world = World()
    made = account(world, "eu", SELLER, marketplaces=("FR", "IT"), login="acme")
    return Agency(replace(made, **changes), boxes={"eu": SELLER})


def held(agency: Agency) -> list[InboxRow]:
    with agency.store.read() as tx:
        return list(tx.inbox.with_status(InboxStatus.HELD))


def owners(agency: Agency) -> list[str]:
    return [case.account for case in agency.cases()]


@pytest.mark.parametrize(("to", "owner"), [(SELLER, "acme"), (EU, "eu")])
def test_the_signed_address_says_whose_a_notice_is(to: str, owner: str) -> None:
    agency = shop()
    agency.receive(signed(notice(date=agency.clock.now(), to=to)))
    assert owners(agency) == [owner]
    assert len(agency.arrived(COMPLAINANT)) == 1
    assert agency.arrived(COMPLAINANT)[0]["From"].addresses[0].addr_spec == to


@pytest.mark.parametrize(
    ("dispute", "owner"), [("notice-dispute@amazon.com", "acme"), ("notice-dispute@amazon.fr", "eu")]
)
def test_one_address_for_both_leaves_it_to_the_marketplace(dispute: str, owner: str) -> None:
    agency = same_address()
    host = dispute.rpartition("@")[2]
    raw = notice(date=agency.clock.now(), dispute=dispute, sender=f"notice@{host}").replace(
        b"Amazon.com", host.encode()
    )
    agency.receive(signed(raw, host))
    assert owners(agency) == [owner]
    assert len(agency.letters()) == 1


def test_what_fits_both_is_asked_once_and_one_command_places_it() -> None:
    agency = same_address(marketplaces=("US",), operator=(ANN,))
    agency.receive(signed(notice(date=agency.clock.now())))
    assert agency.cases() == ()
    (row,) = held(agency)
    assert (row.account, row.error) == ("acme", f"which account is it for? noticed quarantine assign {row.id} ACCOUNT")
    asked = [m for m in agency.arrived(BOSS) if "which account?" in m["Subject"]]
    assert len(asked) == 1
    assert "eu" not in asked[0].get_content().split(), "accounts of other operators are not named"
    assert agency.arrived(ANN) == [] or "which account?" not in agency.said_to(ANN)
    with pytest.raises(Refused, match="reads another mailbox"):
        sharing.assign(agency.context, row.id, "bear")
    sharing.assign(agency.context, row.id, "eu")
    agency.once()
    assert owners(agency) == ["eu"]
    assert held(agency) == []
    assert len(agency.arrived(COMPLAINANT)) == 1


def test_it_can_be_placed_with_the_account_that_has_the_login() -> None:
    agency = same_address(marketplaces=("US",))
    agency.receive(signed(notice(date=agency.clock.now())))
    (row,) = held(agency)
    sharing.assign(agency.context, row.id, "acme")
    agency.once()
    assert owners(agency) == ["acme"]
    agency.server.set_uidvalidity(SELLER)
    agency.once()
    assert owners(agency) == ["acme"], "read again, it is where the operator put it"
    assert len(agency.arrived(COMPLAINANT)) == 1


def test_an_answer_goes_to_the_account_whose_letter_it_answers() -> None:
    agency = shop()
    agency.receive(signed(notice(date=agency.clock.now(), to=EU)))
    (letter,) = agency.arrived(COMPLAINANT)
    agency.receive(answer(letter, date=agency.clock.now(), to=EU))
    (case,) = agency.cases()
    assert (case.account, case.state) == ("eu", State.WITH_OPERATOR)
    assert "an answer" in agency.said_to(ANN).lower() or case.case in agency.said_to(ANN)
    assert case.case not in agency.said_to(BOSS)


def test_an_answer_without_a_thread_goes_to_whoever_knows_its_sender() -> None:
    agency = same_address()
    agency.receive(signed(notice(date=agency.clock.now())))
    agency.receive(answer(None, date=agency.clock.now(), text="About your letter: it is trademark 7311902."))
    (case,) = agency.cases()
    assert (case.account, case.state) == ("acme", State.WITH_OPERATOR)


def test_a_bounce_counts_for_the_account_whose_letter_came_back() -> None:
    agency = shop()
    agency.receive(signed(notice(date=agency.clock.now(), to=EU)))
    (letter,) = agency.arrived(COMPLAINANT)
    agency.receive(bounce(letter, COMPLAINANT, date=agency.clock.now(), to=EU))
    (case,) = agency.cases()
    assert (case.account, case.state) == ("eu", State.WITH_OPERATOR)


def test_own_copies_settle_the_letters_of_their_account() -> None:
    agency = shop()
    agency.receive(signed(notice(date=agency.clock.now(), to=EU)))
    agency.server.deliver(SELLER, agency.server.messages(COMPLAINANT)[0].raw)
    agency.once()
    assert len(agency.cases()) == 1
    assert all(letter.copied_at for letter in agency.letters())


def test_a_refused_login_counts_once_for_all_who_share_it() -> None:
    agency = shop()
    agency.server.refuse_login = True
    agency.once()
    with agency.store.read() as tx:
        counts = {t.account: t.count for t in trouble.all_of(tx) if t.line == "imap"}
    assert counts["acme"] <= 2, "the second is left alone, or counted with the first"
    assert "eu" not in counts


def split(*, marketplaces: tuple[str, ...], asin_only: bool = False) -> Agency:
    """``acme`` has a case, written to once; then a part of its stores becomes an account of its own on its login."""
    agency = Agency()
    complaint = "" if asin_only else "10987654321"
    agency.receive(signed(notice(date=agency.clock.now(), complaint=complaint)))
    assert len(agency.arrived(COMPLAINANT)) == 1
    accounts, mail = dict(agency.context.accounts), agency.context.mail
    accounts["acme"] = replace(accounts["acme"], marketplaces=("DE",))
    accounts["new"] = account(agency, "new", SELLER, marketplaces=marketplaces, login="acme")
    agency.change(accounts=accounts, mail=lambda name: mail("acme" if name == "new" else name))
    agency.sleep(timedelta(minutes=5))
    return agency


@pytest.mark.parametrize("asin_only", [False, True])
def test_whoever_was_written_to_is_not_written_to_by_an_account_that_comes_to_the_login(*, asin_only: bool) -> None:
    agency = split(marketplaces=("US",), asin_only=asin_only)
    assert owners(agency) == ["acme"]
    assert len(agency.arrived(COMPLAINANT)) == 1
    agency.receive(signed(clearance(date=agency.clock.now(), complaint="" if asin_only else "10987654321")))
    assert [case.state for case in agency.cases()] == [State.CLOSED], "what becomes of it is told where it began"


def test_an_address_that_goes_over_to_another_account_takes_no_case_with_it() -> None:
    agency = Agency()
    accounts, mail = dict(agency.context.accounts), agency.context.mail
    both = frozenset({SELLER, EU})
    wide = replace(accounts["acme"], addresses=both, trust=replace(accounts["acme"].trust, addresses=both))
    agency.change(accounts={**accounts, "acme": wide})
    agency.receive(signed(notice(date=agency.clock.now(), to=EU)))
    new = account(agency, "new", EU, marketplaces=("US",), login="acme")
    agency.change(accounts={**accounts, "new": new}, mail=lambda name: mail("acme" if name == "new" else name))
    agency.sleep(timedelta(minutes=5))
    assert owners(agency) == ["acme"]
    assert len(agency.arrived(COMPLAINANT)) == 1


def test_a_new_matter_goes_to_the_account_that_came_to_the_login() -> None:
    agency = split(marketplaces=("US",))
    agency.receive(signed(notice(date=agency.clock.now(), complaint="10987654399", asins=("B0C7654321",))))
    assert owners(agency) == ["acme", "new"]


def test_an_answer_to_the_letters_of_two_accounts_ends_the_asking_of_both() -> None:
    agency = same_address()
    agency.receive(signed(notice(date=agency.clock.now())))
    raw = notice(
        date=agency.clock.now(),
        complaint="10987650000",
        asins=("B0C7654321",),
        dispute="notice-dispute@amazon.fr",
        sender="notice@amazon.fr",
    )
    agency.receive(signed(raw.replace(b"Amazon.com", b"amazon.fr"), "amazon.fr"))
    assert owners(agency) == ["acme", "eu"]
    agency.receive(answer(None, date=agency.clock.now(), text="These are our trademarks 7311902, 7311903."))
    assert {case.state for case in agency.cases()} == {State.WITH_OPERATOR}
    agency.sleep(timedelta(days=6))
    assert len(agency.arrived(COMPLAINANT)) == 2


def test_another_complainant_of_a_listing_is_another_matter() -> None:
    agency = split(marketplaces=("US",), asin_only=True)
    other = notice(date=agency.clock.now(), complaint="", complainant="ip@second.example")
    agency.receive(signed(other))
    assert owners(agency) == ["acme", "new"]
