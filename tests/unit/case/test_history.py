"""What is known of a complainant from the cases before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.case.test_transitions import NOW, a_case

from noticed.core.case.history import Dealing, history
from noticed.core.case.model import Disposition, State

DAY = timedelta(days=1)
FIRMS = ("lawfirm",)


def a_dealing(*addresses: str, days: float | None = None, asked: bool = True, ended: str = "") -> Dealing:
    """A case with a complainant at ``addresses`` who answered after ``days``."""
    case = replace(a_case(), complainant_emails=addresses)
    if ended:
        case = replace(case, state=State.CLOSED, disposition=Disposition(ended))
    answered = None if days is None else NOW + days * DAY
    return Dealing(case=case, asked_at=NOW if asked else None, answered_at=answered)


def test_a_complainant_s_file_counts_what_was_asked_answered_and_withdrawn() -> None:
    found = history(
        [
            a_dealing("ip@brand.example", days=1, ended="retracted"),
            a_dealing("b@brand.example", "ip@brand.example", days=2, ended="reinstated"),
            a_dealing("ip@brand.example", days=6, ended="abandoned"),
            a_dealing("ip@brand.example"),
            a_dealing("ip@brand.example", days=9, asked=False),
        ],
        FIRMS,
    )
    assert (found.cases, found.asked, found.answered, found.days_to_answer, found.retracted) == (5, 4, 3, 2.0, 1)
    assert found.addresses == ("ip@brand.example", "b@brand.example")
    assert not found.counsel


def test_of_somebody_who_never_answered_nothing_is_said() -> None:
    silent = history([a_dealing("ip@brand.example")], FIRMS)
    assert (silent.asked, silent.answered, silent.days_to_answer) == (1, 0, None)
    nobody = history([], FIRMS)
    assert (nobody.cases, nobody.days_to_answer, nobody.addresses) == (0, None, ())
    assert (nobody.free_mail, nobody.counsel) == (False, False)


@pytest.mark.parametrize(
    ("addresses", "free", "counsel"),
    [
        (("brand@gmail.com",), True, False),
        (("brand@gmail.com", "b@qq.com"), True, False),
        (("brand@gmail.com", "ip@brand.example"), False, False),
        (("ip@brand.example",), False, False),
        (("brand@gmail.com", "a@LawFirm.example"), False, True),
        (("lawfirm@brand.example",), False, False),
    ],
)
def test_free_mail_is_where_every_address_is_and_counsel_where_one_host_says_so(
    addresses: tuple[str, ...], free: bool, counsel: bool
) -> None:
    found = history([a_dealing(*addresses)], FIRMS)
    assert (found.free_mail, found.counsel) == (free, counsel)
