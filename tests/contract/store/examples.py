"""Values to tell stories with, and hypothesis strategies for every value the store keeps."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from noticed.core.case.model import Case, CaseAsin, CaseComplaint, LetterKind, State
from noticed.core.values import Value
from noticed.ports import Cursor, InboxRow, JournalLine, Letter, LetterStatus

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def a_cursor(**changes: Any) -> Cursor:
    return replace(Cursor(account="acme", mailbox="INBOX", uidvalidity=7, last_uid=0), **changes)


def a_row(raw: bytes = b"Subject: hello\r\n\r\n", **changes: Any) -> InboxRow:
    row = InboxRow(
        account="acme",
        mailbox="INBOX",
        uidvalidity=7,
        uid=1,
        raw=raw,
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        received_at=NOW,
        fetched_at=NOW + MINUTE,
    )
    return replace(row, **changes)


def a_case(case: str = "N-7K3F", **changes: Any) -> Case:
    made = Case(
        case=case,
        account="acme",
        state=State.WITH_COMPLAINANT,
        complaints=(CaseComplaint(complaint_id="10987654321", asins=(CaseAsin(asin="B0C1234567", marketplace="US"),)),),
        complainant_emails=("legal@brandco.example",),
        opened_at=NOW,
        changed_at=NOW,
    )
    return replace(made, **changes)


def a_letter(letter: str = "N-7K3F.1", **changes: Any) -> Letter:
    made = Letter(
        letter=letter,
        account="acme",
        kind=LetterKind.INQUIRY,
        status=LetterStatus.QUEUED,
        sender="shop@acme.example",
        to=("legal@brandco.example",),
        cc=("notice-dispute@amazon.example",),
        subject="Amazon complaint 10987654321: which right do you mean? [N-7K3F]",
        body="One line is enough.",
        message_id=f"<{letter}@acme.example>",
        created_at=NOW,
        due_at=NOW,
    )
    return replace(made, **changes)


def a_line(text: str = "a notice opened the case", **changes: Any) -> JournalLine:
    return replace(JournalLine(at=NOW, account="acme", case="N-7K3F", event="notice_complete", text=text), **changes)


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
_TIME = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)
_PLAIN = st.dictionaries(_TEXT, st.none() | st.booleans() | st.integers() | _TEXT | st.lists(_TEXT), max_size=3)
_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    bool: st.booleans(),
    int: st.integers(0, 2**31 - 1),
    bytes: st.binary(max_size=40),
    datetime: _TIME,
    type(None): st.none(),
}


def any_value(kind: type[Value]) -> st.SearchStrategy[Any]:
    """Any value of this type, every field of it."""
    hints = get_type_hints(kind)
    every = {field.name: _any(hints[field.name]) for field in fields(kind)}  # type: ignore[arg-type]
    return st.builds(kind, **every)


def _any(hint: Any) -> st.SearchStrategy[Any]:
    origin = get_origin(hint)
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if origin is UnionType:
        return st.one_of([_any(one) for one in get_args(hint)])
    if origin is tuple:
        return st.lists(_any(get_args(hint)[0]), max_size=3).map(tuple)
    if origin is dict:
        return _PLAIN
    if issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    return any_value(hint)
