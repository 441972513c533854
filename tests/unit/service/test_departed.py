"""An account is taken out of the settings while something of it is open: the installation's operator hears of it."""

from datetime import timedelta

import pytest
from tests.unit.service.agency import ANN, BEAR, BOSS, Agency, account

from noticed.core.case.model import Disposition, State
from noticed.ports import Letter, LetterStatus, Phase, Refused
from noticed.service import decisions, letterbox, status

DAY = timedelta(days=1)
CAT = "shop@cat.example"


def without_bear(agency: Agency) -> None:
    """``bear`` is gone; ``cat`` has an operator of its own."""
    cat = account(agency, "cat", CAT, operator=("op@cat.example",))
    accounts = {"acme": agency.context.accounts["acme"], "cat": cat}
    boxes = {"acme": agency.seller, "cat": CAT}
    agency.change(accounts=accounts, mail=lambda name: agency.server.mail(boxes[name]))


def unwell(agency: Agency) -> list[str]:
    return [f"{line.what}: {line.text}" for line in status.look(agency.context, DAY).lines if not line.ok]


def letter(agency: Agency) -> Letter:
    (only,) = agency.letters()
    return only


def test_status_is_red_and_his_digest_says_so_until_the_cases_are_closed() -> None:
    agency = Agency()
    agency.notice_to_bear()
    (case,) = agency.cases()
    without_bear(agency)
    agency.sleep(DAY)
    assert len(unwell(agency)) == 1
    assert case.case in unwell(agency)[0]
    assert 'account "bear": in no settings that can be used: 1 open cases' in agency.said_to(BOSS)
    told = agency.said_to("op@cat.example")
    assert told
    assert case.case not in told, "another operator is not told"
    decisions.close(agency.context, case.case, Disposition.ABANDONED, "")
    assert agency.cases()[0].state is State.CLOSED
    assert unwell(agency) == []


def test_a_letter_in_mid_air_is_shown_and_can_be_ended() -> None:
    agency = Agency()
    agency.submission.lose_answers = 1
    agency.submission.keep_copies = True
    agency.notice_to_bear()
    with agency.store.write() as tx:  # the process was killed after the final dot
        (only,) = tx.outbox.all(LetterStatus.IN_DOUBT)
        tx.outbox.save(Letter(**{**vars(only), "status": LetterStatus.SUBMITTING, "phase": Phase.DATA}))
    without_bear(agency)
    agency.sleep(DAY)
    assert letter(agency).status is LetterStatus.IN_DOUBT
    assert letter(agency).letter in unwell(agency)[0]
    decisions.close(agency.context, agency.cases()[0].case, Disposition.ABANDONED, "")
    assert letter(agency).letter in unwell(agency)[0]
    letterbox.reject(agency.context, letter(agency).letter)
    assert letter(agency).status is LetterStatus.CANCELLED
    assert unwell(agency) == []


def test_a_letter_in_doubt_of_an_account_that_is_read_cannot_be_rejected() -> None:
    agency = Agency()
    agency.submission.lose_answers = 1
    agency.submission.keep_copies = True
    agency.notice_to_bear()
    with pytest.raises(Refused, match="too late"):
        letterbox.reject(agency.context, letter(agency).letter)


def test_it_goes_on_when_the_account_comes_back() -> None:
    agency = Agency()
    agency.notice_to_bear()
    before = agency.context
    without_bear(agency)
    agency.sleep(5 * DAY)
    assert len(agency.arrived("ip@canary-brand.example")) == 1
    agency.change(accounts=before.accounts, mail=before.mail)
    agency.sleep(timedelta(minutes=1))
    assert len(agency.arrived("ip@canary-brand.example")) == 2
    assert unwell(agency) == []
    assert BEAR in agency.arrived("ip@canary-brand.example")[1]["From"]
    assert ANN != BOSS
