"""No address, body or stranger's word gets into a log, whatever is logged and however it fails."""

import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.adapters.logging import _known_keys, guard, set_up
from noticed.ports.log import log

CANARY = "canary@brand.example"
_TEXTS = st.text(max_size=20)
_ADDRESSED = st.builds(lambda before, after: f"{before} <{CANARY}> {after}", _TEXTS, _TEXTS) | st.just(CANARY)
_VALUES = st.recursive(
    _ADDRESSED | _TEXTS | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3) | st.tuples(inner),
    max_leaves=8,
)
_KEYS = st.sampled_from(["event", "why", "account", "message", "mailbox", "error", "body", "to"]) | _TEXTS


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    handlers = logging.root.handlers[:]
    level = logging.root.level
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    log.written_by(None)


def test_before_anybody_says_where_to_lines_are_lost(capsys: pytest.CaptureFixture[str]) -> None:
    log.written_by(None)
    log.error("store_unavailable", why="early")
    assert capsys.readouterr() == ("", "")


def test_a_command_writes_what_is_grave_enough(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("ERROR")
    for say in (log.debug, log.info, log.warning, log.error, log.critical):
        say("store_unavailable", why="locked")
    assert [line["level"] for line in _lines(capsys)] == ["error", "critical"]
    set_up("INFO")
    log.info("polled", messages=3)
    (line,) = _lines(capsys)
    assert (line["event"], line["messages"]) == ("polled", 3)


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_an_address_in_any_value_is_not_written(event: dict[str, object]) -> None:
    written = json.dumps(_known_keys(None, "info", dict(event)), ensure_ascii=False)
    assert CANARY not in written
    assert "brand.example" not in written


def test_an_unknown_key_is_dropped_and_counted() -> None:
    assert _known_keys(None, "info", {"event": "x", "body": "hello", "case": "N-7K3F"}) == {
        "event": "x",
        "case": "N-7K3F",
        "dropped": 1,
    }


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_exception_is_told_by_its_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    try:
        int(CANARY)
    except ValueError:
        log.exception("step_broke", step="tick")
    (line,) = _lines(capsys)
    assert str(line["error"]).startswith("ValueError at test_logging.py:")
    assert line["step"] == "tick"
    assert CANARY not in str(line)


def test_a_library_says_its_name_alone(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("DEBUG")
    nothing: dict[str, str] = {}
    try:
        nothing[CANARY]
    except KeyError:
        logging.getLogger("somebody").exception("password of %s is hunter2", CANARY)
    logging.getLogger("somebody").debug("hunter2")
    (line,) = _lines(capsys)
    assert line["library"] == "somebody"
    assert "hunter2" not in str(line)
    assert CANARY not in str(line)


def test_what_nobody_caught_is_logged_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    guard()

    def dies() -> None:
        raise RuntimeError(CANARY)

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    try:
        dies()
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    first, second = _lines(capsys)
    assert first["event"] == second["event"] == "uncaught"
    assert CANARY not in f"{first}{second}"
