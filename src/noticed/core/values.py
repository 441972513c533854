"""What every value of the project shares: frozen, keyword-only, and no time without a zone.

Raises ``ValueError`` where a value is built with a naive datetime: a time that does not say
where it was read is a bug at the place that made it, not at the place that compares it.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Value:
    """Base of all values: subclasses are frozen, keyword-only, slotless dataclasses.

    What they do stands here once. ``dataclass`` would write it anew, as a source text to be compiled, for each of
    hundreds of classes, whenever the program starts.
    """

    _names: ClassVar[frozenset[str]]
    _defaults: ClassVar[Mapping[str, object]]
    _makers: ClassVar[Mapping[str, Callable[[], object]]]
    _parts: ClassVar[Callable[..., object]]
    _times: ClassVar[tuple[str, ...]]
    """Fields that may hold a time."""

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
        known = fields(cls)  # type: ignore[arg-type]
        names = [each.name for each in known]
        cls._names = frozenset(names)
        cls._defaults = {each.name: each.default for each in known if each.default is not MISSING}
        cls._makers = {each.name: each.default_factory for each in known if each.default_factory is not MISSING}
        cls._parts = attrgetter(*(names or ["__class__"]))
        cls._times = tuple(each.name for each in known if _may_be_a_time(each.type))

    def __init__(self, **given: object) -> None:
        if given.keys() != self._names:
            given = self._completed(given)
        for name in self._times:
            if isinstance(each := given[name], datetime) and each.tzinfo is None:
                raise ValueError(f"{type(self).__name__}.{name}: a time without a zone")
        object.__setattr__(self, "__dict__", given)

    def _completed(self, given: Mapping[str, object]) -> dict[str, object]:
        """What is ``given``, with defaults for what is not."""
        made = {name: make() for name, make in self._makers.items() if name not in given}
        values = {**self._defaults, **made, **given}
        if values.keys() != self._names:
            wrong = ", ".join(sorted(self._names ^ values.keys()))
            raise TypeError(f"{type(self).__qualname__}: missing or unknown: {wrong}")
        return values

    if not TYPE_CHECKING:  # a checker that sees these allows any attribute

        def __setattr__(self, name, value):
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

        def __delattr__(self, name):
            raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._parts(self) == self._parts(other)

    def __hash__(self) -> int:
        return hash(self._parts(self))

    def __repr__(self) -> str:
        shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)  # type: ignore[arg-type]
        return f"{type(self).__qualname__}({', '.join(shown)})"


def _may_be_a_time(annotation: object) -> bool:
    """Only such fields are looked at when a value is made: most hold no time, and many are made."""
    return annotation in (object, Any) or isinstance(annotation, TypeVar) or "datetime" in str(annotation)


class kept(Generic[_T]):  # noqa: N801  # used as a decorator
    """A property that is computed when it is first asked for: ``functools.cached_property`` without its lock, which
    costs more than most of what is kept.
    """

    def __init__(self, make: Callable[[Any], _T]) -> None:
        self._make, self._name = make, make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, instance: object, owner: type | None = None) -> _T:
        found = instance.__dict__[self._name] = self._make(instance)
        return found
