"""Any bytes in, no exception out: the whole way of ``noticed read``, from raw octets to what it prints."""

import json
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.bench.reading import NOW, reader
from tests.signing import KEYS

from noticed.service.reading import read, report

SAMPLES = sorted((Path(__file__).parents[2] / "corpus" / "notices").glob("*.eml"))
WORDS = reader()
MOST = 5.0
"""Seconds of CPU: nothing so short may come near it, on however busy a machine."""

_CUTS = st.lists(st.tuples(st.integers(0, 6_000), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=6)


def _is_read(raw: bytes) -> None:
    start = time.thread_time()
    for as_reply in (False, True):
        done = read(raw, WORDS, KEYS, now=NOW, as_reply=as_reply)
        json.dumps(report("x.eml", done)).encode()
    assert time.thread_time() - start < MOST


@given(st.binary(max_size=2_000))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_read(raw: bytes) -> None:
    _is_read(raw)


@given(st.sampled_from(SAMPLES), _CUTS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_notice_with_octets_cut_out_and_put_in_is_read(file: Path, cuts: list[tuple[int, int, bytes]]) -> None:
    raw = file.read_bytes()
    for place, length, put in cuts:
        raw = raw[:place] + put + raw[place + length :]
    _is_read(raw)
