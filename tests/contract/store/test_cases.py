"""Mail finds its case by what it names; the clock finds it by its time."""

import pytest
from tests.contract.store.examples import DAY, MINUTE, NOW, a_case

from noticed.core.case.model import AsinStatus, CaseAsin, CaseComplaint, State
from noticed.ports import Store


def test_a_case_is_found_by_each_complaint_and_asin_within_its_account(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case("N-1", opened_at=NOW))
        tx.cases.add(a_case("N-2", opened_at=NOW + DAY))
        tx.cases.add(a_case("N-3", account="beta"))
        assert [case.case for case in tx.cases.by_complaint_id("acme", "10987654321")] == ["N-2", "N-1"]
        assert [case.case for case in tx.cases.by_asin("acme", "B0C1234567")] == ["N-2", "N-1"]
        assert tx.cases.by_complaint_id("acme", "1098765432") == ()
        assert tx.cases.by_asin("acme", "B0C123456_") == ()


def test_a_case_is_found_by_an_address_or_a_domain_of_its_complainant(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case("N-1", complainant_emails=("legal@brandco.example", "anna@counsel.example")))
        tx.cases.add(a_case("N-2", complainant_emails=("ip@legal.brandco.example",), opened_at=NOW + DAY))
        tx.cases.add(a_case("N-3", complainant_emails=("x@notbrandco.example",)))

        def found(addresses: list[str], domains: list[str], account: str = "acme") -> list[str]:
            return [case.case for case in tx.cases.by_complainant(account, addresses, domains)]

        assert found(["anna@counsel.example"], []) == ["N-1"]
        assert found([], ["brandco.example"]) == ["N-2", "N-1"]
        assert found(["x@notbrandco.example"], ["brandco.example"]) == ["N-2", "N-3", "N-1"]
        assert found([], ["brandc_.example"]) == []
        assert found([], []) == []
        assert found([], ["brandco.example"], "beta") == []


def test_the_clock_wakes_what_is_due_and_not_closed(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case("N-1", wake_at=NOW))
        tx.cases.add(a_case("N-2", wake_at=NOW - MINUTE))
        tx.cases.add(a_case("N-3", wake_at=NOW + MINUTE))
        tx.cases.add(a_case("N-4", wake_at=NOW, state=State.CLOSED))
        tx.cases.add(a_case("N-5"))
        assert tx.cases.due(NOW) == ("N-2", "N-1")


def test_cases_are_listed_oldest_first_by_state_and_account(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case("N-1", opened_at=NOW + DAY))
        tx.cases.add(a_case("N-2", state=State.CLOSED))
        tx.cases.add(a_case("N-3", account="beta"))
    with store.read() as tx:
        assert [case.case for case in tx.cases.all()] == ["N-2", "N-3", "N-1"]
        assert [case.case for case in tx.cases.all(state=State.CLOSED)] == ["N-2"]
        assert [case.case for case in tx.cases.all(account="acme")] == ["N-2", "N-1"]
        assert tx.cases.all(state=State.CLOSED, account="beta") == ()


def test_the_parts_of_a_case_keep_their_order_and_their_owner(store: Store) -> None:
    two = (
        CaseComplaint(complaint_id="2", asins=(CaseAsin(asin="B2"), CaseAsin(asin="B1", status=AsinStatus.CLEARED))),
        CaseComplaint(complaint_id="1", asins=(CaseAsin(asin="B2"),)),
    )
    with store.write() as tx:
        tx.cases.add(a_case("N-1", complaints=two, complainant_emails=("b@x.example", "a@x.example")))
        tx.cases.add(a_case("N-2"))
    with store.read() as tx:
        case = tx.cases.get("N-1")
    assert case is not None
    assert case.complaints == two
    assert case.complainant_emails == ("b@x.example", "a@x.example")


def test_a_case_that_was_never_added_cannot_be_saved(store: Store) -> None:
    with pytest.raises(LookupError), store.write() as tx:
        tx.cases.save(a_case())
    with store.read() as tx:
        assert tx.cases.get("N-7K3F") is None
