"""What every value is, whichever class it is of."""

import pickle
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from datetime import UTC, datetime
from functools import cached_property

import pytest

from noticed.core.values import Value, kept

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Parcel(Value):
    to: str
    weight: int = 1
    marks: Mapping[str, str] = field(default_factory=dict)
    secret: str = field(default="", repr=False)

    @cached_property
    def heavy(self) -> bool:
        return self.weight > 10


class Dated(Value):
    at: datetime


class Late(Dated, Parcel):
    weight: int = 20


class Empty(Value):
    """Nothing."""


def test_what_is_not_said_is_the_default_and_each_has_its_own_of_what_is_made() -> None:
    one, two = Parcel(to="Ann"), Parcel(to="Ann")
    assert (one.weight, one.marks, one.secret) == (1, {}, "")
    assert one.marks is not two.marks
    assert [each.name for each in fields(Late)] == ["to", "weight", "marks", "secret", "at"]
    assert Late(to="Ann", at=NOON).weight == 20


@pytest.mark.parametrize("given", [{}, {"weight": 2}, {"to": "Ann", "tos": "Bob"}, {"weight": 1, "tos": "Bob"}])
def test_what_is_missing_or_unknown_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"Parcel: missing or unknown: (?:to|tos|to, tos)$"):
        Parcel(**given)  # type: ignore[arg-type]


def test_nothing_of_it_changes() -> None:
    parcel = Parcel(to="Ann")
    with pytest.raises(FrozenInstanceError):
        parcel.to = "Bob"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        parcel.more = "Bob"  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        del parcel.to
    assert replace(parcel, to="Bob") == Parcel(to="Bob")


def test_two_are_equal_by_what_they_hold_and_of_one_class() -> None:
    one, two = Dated(at=NOON), Dated(at=NOON)
    assert one == two
    assert len({one, two, Dated(at=NOON.replace(hour=13)), Empty(), Empty()}) == 3
    heavy = Parcel(to="Ann", weight=11)
    assert heavy.heavy  # what was worked out makes no difference
    assert heavy == Parcel(to="Ann", weight=11) != Parcel(to="Ann", weight=12)
    assert Late(to="Ann", at=NOON) != Parcel(to="Ann", weight=20)
    assert Empty() == Empty() != None  # noqa: E711


def test_it_can_be_copied_sent_and_shown_but_for_what_is_hidden() -> None:
    parcel = Late(to="Ann", secret="x", at=NOON)
    assert deepcopy(parcel) == pickle.loads(pickle.dumps(parcel)) == parcel
    assert repr(parcel) == f"Late(to='Ann', weight=20, marks={{}}, at={NOON!r})"
    assert asdict(Parcel(to="Ann"))["weight"] == 1
    assert repr(Empty()) == "Empty()"


def test_a_time_without_a_zone_is_refused_in_a_field_that_is_inherited_too() -> None:
    with pytest.raises(ValueError, match=r"^Dated\.at: a time without a zone"):
        Dated(at=NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match=r"^Late\.at: a time without a zone"):
        Late(to="Ann", at=NOON.replace(tzinfo=None))


def test_what_is_kept_is_computed_when_it_is_first_asked_for_and_not_again() -> None:
    weighed: list[int] = []

    class Weighed(Parcel):
        @kept
        def grams(self) -> int:
            weighed.append(self.weight)
            return self.weight * 1_000

    parcel = Weighed(to="Oak Ltd", weight=2)
    assert not weighed
    assert (parcel.grams, parcel.grams) == (2_000, 2_000)
    assert weighed == [2]
