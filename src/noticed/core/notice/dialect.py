"""A language as a value: the words by which notices and answers are known in it, read from one TOML table.

``parse_dialect`` raises ValueError naming the key that is wrong. Phrases are written in the language of
``core.notice.phrase``; labels and words are compared folded, labels also squeezed (``core.notice.fold``).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from noticed.core.learned.weights import Weights
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.hits import LABELS
from noticed.core.notice.mail_words import (
    AnswerWords,
    AutoReplyWords,
    BounceWords,
    ForwardWords,
    QuoteWords,
    ReplyWords,
)
from noticed.core.notice.model import IpType, NoticeAction, NoticeKind
from noticed.core.notice.party_words import NameWords, OwnerWords
from noticed.core.notice.phrase import Group, Phrases, Slot, phrases
from noticed.core.notice.words import (
    BrandWords,
    CourtWords,
    DeadlineWords,
    DeedWords,
    KindRule,
    LanguageWords,
    NoticeWords,
    SearchWords,
)
from noticed.core.values import Value, kept

_OF_ENDINGS = frozenset({"aside", "left", "likewise", "remains", "stands"})
"""Lists of ``NoticeWords`` that only a mail that seems to end a case is searched for."""


class Dialect(Value):
    """One language."""

    language: str
    search: SearchWords
    words: LanguageWords
    kinds: tuple[KindRule, ...]
    labels: dict[str, str]
    """Squeezed label → what it announces."""
    label_beginnings: frozenset[str]
    """The first words of labels, squeezed: a label may be broken over two lines."""
    types: dict[IpType, Phrases]
    actions: dict[NoticeAction, Phrases]
    hints: dict[NoticeAction, Phrases]
    """Questions and headings that presuppose an action."""
    stores: dict[str, Phrases]
    """Code of a store → how a sentence names it: "our Spanish store"."""
    deeds: DeedWords
    brand: BrandWords
    names: NameWords
    owner: OwnerWords
    deadline: DeadlineWords
    notice: NoticeWords
    forward: ForwardWords
    reply: ReplyWords
    answer: AnswerWords
    auto_reply: AutoReplyWords
    quote: QuoteWords
    bounce: BounceWords
    court: CourtWords
    load: Callable[[], Mapping[str, Weights]] = dict
    """Reads what was learned of the language, when it is first asked for."""

    @kept
    def learned(self) -> Mapping[str, Weights]:
        """Sort of text ("notices", "answers") → what was learned of it; empty where nothing was."""
        return self.load()

    @kept
    def of_notices(self) -> Group:
        """The lists that the whole text of any notice is searched for; those of endings are asked of few."""
        words = self.words
        told = (each for name, each in vars(self.notice).items() if name not in _OF_ENDINGS)
        sections = (*told, *vars(self.owner).values())
        found = [words.hedges, words.lasting, words.wanted, words.needed, words.denials, words.doubts, words.possible]
        found += [each for each in sections if isinstance(each, Phrases)]
        found += [each for rule in self.kinds for each in (rule.any, rule.also, rule.unless)]
        return Group((*found, *self.types.values(), *self.actions.values(), *self.hints.values()))

    @kept
    def of_subjects(self) -> Group:
        """Those that its subject is searched for."""
        return Group(rule.subject for rule in self.kinds)

    @kept
    def of_stores(self) -> Group:
        """How stores are named."""
        return Group(self.stores.values())

    @kept
    def of_rights(self) -> Group:
        """The words for rights."""
        return Group(self.types.values())

    @kept
    def right_of(self) -> dict[Phrases, IpType]:
        """The right that each list of words is for."""
        return {phrases: right for right, phrases in self.types.items()}

    __eq__ = object.__eq__
    """The very same: comparing the words of two would cost more than reading a notice."""
    __hash__ = object.__hash__


_SECTIONS: dict[str, type[Value]] = {
    "search": SearchWords,
    "words": LanguageWords,
    "deeds": DeedWords,
    "brand": BrandWords,
    "names": NameWords,
    "owner": OwnerWords,
    "deadline": DeadlineWords,
    "notice": NoticeWords,
    "forward": ForwardWords,
    "reply": ReplyWords,
    "answer": AnswerWords,
    "auto_reply": AutoReplyWords,
    "quote": QuoteWords,
    "bounce": BounceWords,
    "court": CourtWords,
}
_V = TypeVar("_V", bound=Value)


def parse_dialect(
    language: str, table: Mapping[str, object], load: Callable[[], Mapping[str, Weights]] = dict
) -> Dialect:
    """The dialect of ``language`` (an ISO 639-1 code) from the table of its TOML file; ``load``: as ``Dialect``'s."""
    known = {*_SECTIONS, "kind", "labels", "types", "stores", "actions", "hints"}
    for key in table:
        if key not in known:
            raise ValueError(f"{language}.{key}: unknown section (one of {', '.join(sorted(known))})")
    sections: dict[str, Any] = {
        name: _section(cls, _table(table.get(name, {}), f"{language}.{name}"), f"{language}.{name}")
        for name, cls in _SECTIONS.items()
    }
    rules = table.get("kind", [])
    if not isinstance(rules, list):
        raise ValueError(f"{language}.kind: write [[kind]]")  # noqa: TRY004  # one kind of error for a wrong file
    return Dialect(
        language=language,
        kinds=tuple(
            _section(KindRule, _table(rule, f"{language}.kind[{n}]"), f"{language}.kind[{n}]")
            for n, rule in enumerate(rules, 1)
        ),
        labels=_labels(_table(table.get("labels", {}), f"{language}.labels"), f"{language}.labels"),
        label_beginnings=frozenset(_beginnings(table.get("labels", {}))),
        stores={
            code: phrases(_strings(words, f"{language}.stores.{code}"))
            for code, words in _table(table.get("stores", {}), f"{language}.stores").items()
        },
        types=_by_name(IpType, table, language, "types"),
        actions=_by_name(NoticeAction, table, language, "actions"),
        hints=_by_name(NoticeAction, table, language, "hints"),
        load=load,
        **sections,
    )


def _table(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{path}: has to be a table")  # noqa: TRY004
    return value


def _strings(value: object, path: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{path}: has to be a list of strings")
    return tuple(value)


def _section(cls: type[_V], table: Mapping[str, object], path: str) -> _V:
    """A value of ``cls`` from ``table``: each key read as its field's type says."""
    hints = get_type_hints(cls)
    for key in table:
        if key not in hints:
            raise ValueError(f"{path}.{key}: unknown key (one of {', '.join(field.name for field in fields(cls))})")  # type: ignore[arg-type]
    values = {key: _read(hints[key], value, f"{path}.{key}") for key, value in table.items()}
    try:
        return cls(**values)
    except TypeError as error:
        raise ValueError(f"{path}: {error}") from None


def _read(kind: object, value: object, path: str) -> object:
    try:
        if kind is Phrases:
            return phrases(_strings(value, path))
        if kind is NoticeKind:
            return NoticeKind(str(value))
        if kind is bool:
            return _truth(value)
        if kind == tuple[tuple[str, int], ...]:
            return tuple((fold(word), _integer(number)) for word, number in _table(value, path).items())
    except ValueError as error:
        raise ValueError(str(error) if str(error).startswith(path) else f"{path}: {error}") from None
    texts = _strings(value, path)
    if path.rpartition(".")[2] in _SLOTTED:
        try:
            phrases(texts, _EMPTY_SLOTS)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
    return texts


_SLOTTED = frozenset({"names", "greetings", "evaluation_ids", "numbers", "spans", "dates", "away_until"})
"""Keys whose phrases have slots: compiled by whoever fills them, checked here."""
_EMPTY_SLOTS = {name: Slot(pattern="x") for name in ("name", "id", "number", "n", "unit", "date")}


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("has to be true or false")  # noqa: TRY004
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError("has to be a number")  # noqa: TRY004
    return value


def _labels(table: Mapping[str, object], path: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for key, value in table.items():
        if key == "number" and isinstance(value, Mapping):
            for right, words in value.items():
                if right != "any" and right not in _values(IpType):
                    raise ValueError(f"{path}.number.{right}: no such right")
                meaning = "number" if right == "any" else f"number.{right}"
                labels.update((squeeze(word), meaning) for word in _strings(words, f"{path}.number.{right}"))
        elif key not in LABELS:
            raise ValueError(f"{path}.{key}: unknown label (one of {', '.join(LABELS)})")
        else:
            labels.update((squeeze(word), key) for word in _strings(value, f"{path}.{key}"))
    return labels


def _beginnings(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _beginnings(item)
    elif isinstance(value, list):
        for label in value:
            words = str(label).split()
            yield from (squeeze(" ".join(words[:count])) for count in range(1, len(words)))


_E = TypeVar("_E", IpType, NoticeAction)


def _values(names: type[StrEnum]) -> frozenset[str]:
    return frozenset(name.value for name in names)


def _by_name(names: type[_E], table: Mapping[str, object], language: str, section: str) -> dict[_E, Phrases]:
    """{member of an enumeration: phrases} from a table with its values as keys."""
    read: dict[_E, Phrases] = {}
    for key, value in _table(table.get(section, {}), f"{language}.{section}").items():
        path = f"{language}.{section}.{key}"
        if key not in _values(names):
            raise ValueError(f"{path}: unknown key (one of {', '.join(names)})")
        read[names(key)] = _read(Phrases, value, path)  # type: ignore[assignment]
    return read
