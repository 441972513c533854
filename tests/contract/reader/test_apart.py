"""Received mail is read the same in place and in a process of its own, and there within limits."""

import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from tests.bombs import BOMBS, MB
from tests.mails import SELLER, answer, bounce, clearance, notice, signed
from tests.signing import KEYS

from noticed.adapters import packaged
from noticed.adapters.apart import ApartReader, Limits, ReadingBroke
from noticed.adapters.apart_wire import Answer, hear
from noticed.app.accounts import amazon_trust
from noticed.core.mail.heavy import SMALL, is_heavy
from noticed.core.mail.model import Trust
from noticed.core.reading import Reader, Received
from noticed.ports import Unreadable

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AGE = timedelta(days=14)
STORES = packaged.marketplaces()
TRUST = amazon_trust({m.code: m for m in STORES}, packaged.senders(), addresses=frozenset({SELLER}))
HERE = Reader(dialects=lru_cache(lambda: packaged.dialects(None)), marketplaces=STORES)


@pytest.fixture(scope="module")
def apart() -> Iterator[ApartReader]:
    reader = ApartReader(None, lambda: HERE)
    yield reader
    reader.close()


@pytest.fixture
def strict() -> Iterator[list[ApartReader]]:
    """Readers with limits of their own, closed at the end."""
    made: list[ApartReader] = []
    yield made
    for reader in made:
        reader.close()


def heavy(raw: bytes) -> bytes:
    """The same message with an attachment that makes it large."""
    head = b"Content-Type: multipart/mixed; boundary=zz\r\nMIME-Version: 1.0\r\n"
    top, _, body = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").partition(b"\r\n\r\n")
    kept = [line for line in top.split(b"\r\n") if not line.lower().startswith((b"content-", b"mime-version"))]
    inner = [line for line in top.split(b"\r\n") if line.lower().startswith(b"content-")]
    photo = b"Content-Type: image/jpeg\r\nContent-Disposition: attachment\r\n\r\n" + b"\xff" * (SMALL + 1)
    parts = b"--zz\r\n" + b"\r\n".join([*inner, b"", body]) + b"\r\n--zz\r\n" + photo + b"\r\n--zz--\r\n"
    return b"\r\n".join([*kept, head, b""]).replace(b"\r\n\r\n\r\n", b"\r\n\r\n") + parts


def received(reader: ApartReader | Reader, raw: bytes) -> Received:
    names = reader.key_names(raw, TRUST)
    return reader.received(raw, {name: KEYS[name] for name in names if name in KEYS}, TRUST, NOW, AGE)


MAILS = {
    "a notice": lambda: heavy(notice(date=NOW)),
    "a signed notice": lambda: signed(heavy(notice(date=NOW))),
    "a clearance": lambda: signed(heavy(clearance(date=NOW))),
    "an answer": lambda: heavy(answer(None, date=NOW)),
    "many parts": BOMBS["100,000 empty parts"],
}


@pytest.mark.parametrize("name", MAILS)
def test_a_heavy_message_is_read_as_it_is_in_place(apart: ApartReader, name: str) -> None:
    raw = MAILS[name]()
    assert is_heavy(raw)
    assert received(apart, raw) == received(HERE, raw)
    assert apart.pid is not None
    assert apart.message(raw) == HERE.message(raw)
    assert apart.vouched(raw, TRUST, NOW) == HERE.vouched(raw, TRUST, NOW)


def test_a_heavy_signed_notice_is_believed_and_read(apart: ApartReader) -> None:
    got = received(apart, signed(heavy(notice(date=NOW))))
    assert got.assessment.trust is Trust.AUTO
    assert got.notice is not None
    assert got.notice.complaint_ids == ("10987654321",)


def test_a_small_message_needs_no_process(strict: list[ApartReader]) -> None:
    strict.append(reader := ApartReader(None, lambda: HERE))
    for raw in (notice(date=NOW), signed(notice(date=NOW)), answer(None, date=NOW)):
        received(reader, raw)
    assert reader.pid is None


def test_the_process_stays_warm(apart: ApartReader) -> None:
    raw = MAILS["many parts"]()
    received(apart, raw)
    first = apart.pid
    received(apart, raw)
    assert apart.pid == first


def test_the_process_knows_nothing_but_where_python_is(
    strict: list[ApartReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTICED_SECRET", "hunter2")
    strict.append(reader := ApartReader(None, lambda: HERE))
    reader.message(MAILS["many parts"]())
    environment = Path(f"/proc/{reader.pid}/environ").read_bytes()
    assert {line.partition(b"=")[0] for line in environment.split(b"\0") if line} <= {
        b"PYTHONPATH",
        b"PYTHONDONTWRITEBYTECODE",
        b"LANG",
        b"LC_CTYPE",
    }


def test_memory_is_limited_and_the_next_message_is_read(strict: list[ApartReader]) -> None:
    strict.append(reader := ApartReader(None, lambda: HERE, Limits(memory=90 * MB)))
    with pytest.raises(Unreadable, match="needs more than 90 MB of memory"):
        reader.message(BOMBS["20 MB of base64"]())
    assert received(reader, MAILS["a signed notice"]()).assessment.trust is Trust.AUTO


def test_processor_time_is_limited_for_each_message_anew(strict: list[ApartReader]) -> None:
    strict.append(reader := ApartReader(None, lambda: HERE, Limits(processor=1)))
    slow = BOMBS["30 MB of short runs of blanks under a relaxed signature"]()
    with pytest.raises(Unreadable, match="more than 1 seconds of processor time"):
        received(reader, slow)
    small = MAILS["many parts"]()
    begun = reader.pid
    for _ in range(3):
        reader.message(small)
    assert reader.pid != begun


def test_a_process_that_hangs_is_given_up(strict: list[ApartReader]) -> None:
    strict.append(reader := ApartReader(None, lambda: HERE, Limits(wall=1.0)))
    raw = MAILS["many parts"]()
    reader.message(raw)
    hanging = reader.pid
    assert hanging is not None
    os.kill(hanging, signal.SIGSTOP)
    begun = time.monotonic()
    with pytest.raises(Unreadable, match="longer than 1 seconds"):
        reader.message(raw)
    assert time.monotonic() - begun < 5
    assert reader.message(raw) == HERE.message(raw)


def test_a_process_that_was_killed_is_replaced(strict: list[ApartReader]) -> None:
    strict.append(reader := ApartReader(None, lambda: HERE))
    raw = MAILS["many parts"]()
    reader.message(raw)
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGKILL)
    assert reader.message(raw) == HERE.message(raw)


def test_a_process_that_dies_of_the_message_twice_is_the_messages_fault(strict: list[ApartReader]) -> None:
    strict.append(reader := ApartReader(None, lambda: HERE))
    reader.message(MAILS["many parts"]())
    over = threading.Event()

    def killer() -> None:
        while not over.wait(0.02):
            with suppress(ProcessLookupError):
                if (pid := reader.pid) is not None:
                    os.kill(pid, signal.SIGSEGV)

    thread = threading.Thread(target=killer)
    thread.start()
    try:
        with pytest.raises((Unreadable, ReadingBroke), match=r"died twice|does not start"):
            received(reader, BOMBS["30 MB of text"]())
    finally:
        over.set()
        thread.join()


def test_several_threads_share_the_process(apart: ApartReader) -> None:
    raw, results = MAILS["a signed notice"](), []
    threads = [threading.Thread(target=lambda: results.append(received(apart, raw))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [received(HERE, raw)] * 4


def test_the_process_ends_with_us() -> None:
    reader = ApartReader(None, lambda: HERE)
    reader.message(MAILS["many parts"]())
    pid = reader.pid
    reader.close()
    assert not Path(f"/proc/{pid}").exists()


class _Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("exit 1",)


@pytest.mark.parametrize(
    "value", [_Evil(), os.system, print, Path("x"), Answer(value=_Evil())], ids=lambda value: type(value).__name__
)
def test_an_answer_calls_nothing_but_our_own_values(tmp_path: Path, value: object) -> None:
    octets = pickle.dumps(value)
    (tmp_path / "answer").write_bytes(len(octets).to_bytes(8, "big") + octets)
    with (tmp_path / "answer").open("rb") as pipe, pytest.raises(EOFError):
        hear(pipe)


def test_an_answer_of_many_gigabytes_is_none(tmp_path: Path) -> None:
    (tmp_path / "answer").write_bytes((2**40).to_bytes(8, "big") + b"x")
    with (tmp_path / "answer").open("rb") as pipe, pytest.raises(EOFError):
        hear(pipe)


def test_a_bounce_with_our_letter_in_it_names_the_letter(apart: ApartReader) -> None:
    from email.message import EmailMessage

    letter = EmailMessage()
    letter["Message-ID"], letter["Subject"], letter["X-Noticed-Letter"] = (
        "<N-7K3F.1@x.example>",
        "x [N-7K3F]",
        "N-7K3F.1",
    )
    raw = bounce(letter, "ip@brand.example", date=NOW) + b"x\r\n" * SMALL
    got = received(apart, raw)
    assert got.bounce is not None
    assert got.names.message_ids == ("<N-7K3F.1@x.example>",)
    assert got == received(HERE, raw)
