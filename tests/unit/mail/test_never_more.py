"""I10: whatever a stranger adds or takes away, a message is never believed more than before (Hypothesis)."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.signing import (
    KEYS,
    sign,
)
from tests.unit.mail.judged import ARC, BRAND, CHAIN, FAIL, FOREIGN, MATRIX, NOTICE, PASS, SPF_ONLY, TRUST, judge

from noticed.core.mail.authenticity import key_names, readings
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Trust

RISE = [Trust.IGNORE, Trust.QUARANTINE, Trust.RETRY, Trust.HOLD, Trust.AUTO]
UNSIGNED = st.lists(
    st.sampled_from(
        (
            *(PASS, FAIL, FOREIGN, ARC, CHAIN, SPF_ONLY, b"Received: by x\r\n", b"X: a\rTo: b\r\n", b"X: y\r\n"),
            *(b"From: notice@amazon.com\r\n", b"To: shop@seller.example\r\n", b"Cc: shop@seller.example\r\n"),
            *(b"Subject: x\r\n", b"Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n", b"Message-ID: <y@x>\r\n"),
            *(b"Content-Type: text/plain\r\n", b"Content-Transfer-Encoding: base64\r\n", b"MIME-Version: 1.0\r\n"),
            *(b"Reply-To: a@b\r\n", b"Sender: notice@amazon.com\r\n", b"List-Id: <x>\r\n"),
            b"DKIM-Signature: v=1; a=x; d=amazon.com\r\n",
        )
    ),
    max_size=3,
)
"""Headers that nobody signed."""


@given(st.sampled_from([raw for _, raw, _, _ in MATRIX]), UNSIGNED)
def test_no_header_makes_a_message_act(raw: bytes, lines: list[bytes]) -> None:
    """I10: whatever is added, above or below, what did not act before does not act now."""
    before = judge(raw).trust
    for added in (b"".join(lines) + raw, raw.replace(b"\r\n\r\n", b"\r\n" + b"".join(lines) + b"\r\n", 1)):
        assert before is Trust.AUTO or judge(added).trust is not Trust.AUTO


@given(st.sampled_from([raw for _, raw, _, _ in MATRIX]), UNSIGNED, st.booleans())
def test_what_a_sender_writes_below_the_provider_s_word_raises_nothing(
    raw: bytes, lines: list[bytes], counts: bool
) -> None:
    """I10: the provider writes above what a stranger sent; where it says nothing, nobody speaks for it."""
    trust = replace(TRUST, provider_counts=counts)
    provider, sent = _parted(raw)
    added = provider + (b"Received: by mx.seller.example\r\n" if provider else b"") + b"".join(lines) + sent
    trust = trust if provider else replace(trust, veto_only=True, provider_counts=False)
    before, after = judge(raw, trust=trust).trust, judge(added, trust=trust).trust
    assert RISE.index(after) <= max(RISE.index(before), RISE.index(Trust.QUARANTINE))


@given(st.sampled_from([raw for _, raw, _, _ in MATRIX]), st.data())
def test_no_header_taken_away_makes_a_message_act(raw: bytes, data: st.DataObject) -> None:
    """I10: less evidence is never more. (What the provider said against a mail is no evidence for it.)"""
    block, _, body = raw.partition(b"\r\n\r\n")
    lines = re.split(rb"\r\n(?![ \t])", block)
    which = data.draw(st.integers(0, len(lines) - 1))
    denial = lines[which].startswith(b"Authentication-Results: mx.seller.example")
    raised = lines[which].startswith((b"Content-Type", b"MIME-Version", b"X-Foo"))
    left = b"\r\n".join([*lines[:which], *lines[which + 1 :]]) + b"\r\n\r\n" + body
    doubled = any(lines[which].split(b":")[0] == line.split(b":")[0] for line in lines if line is not lines[which])
    if not (denial or raised or doubled) and judge(raw).trust is not Trust.AUTO:
        assert judge(left).trust is not Trust.AUTO


@given(st.sets(st.sampled_from(sorted(KEYS))), st.sampled_from([raw for _, raw, _, _ in MATRIX]))
def test_a_key_that_is_gone_makes_no_message_act(gone: set[str], raw: bytes) -> None:
    """I10."""
    less = judge(raw, keys={name: key for name, key in KEYS.items() if name not in gone})
    assert less.trust is not Trust.AUTO or judge(raw).trust is Trust.AUTO


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    """(what the provider wrote on top, what was sent)."""
    found = re.match(rb"(?:Authentication-Results:.*\r\n(?:[ \t].*\r\n)*)*", raw)
    end = found.end() if found and b"mx.seller.example" in found[0] else 0
    return raw[:end], raw[end:]


@given(st.binary(max_size=300), st.integers(0, 1200))
def test_nothing_put_into_a_notice_makes_it_more_believed(junk: bytes, at: int) -> None:
    genuine = sign(NOTICE)
    assessment = judge(genuine[:at] + junk + genuine[at:])
    if assessment.trust is Trust.AUTO:
        assert b"rights@brand.example" in assessment.signed
        assert read_message(assessment.signed).text.count("@") == 1


@given(st.binary(max_size=2000))
def test_any_bytes_are_assessed(raw: bytes) -> None:
    assert judge(raw).trust is not Trust.AUTO
    assert judge(b"From: notice@amazon.com\r\n" + raw).trust is not Trust.AUTO
    assert isinstance(key_names(raw, TRUST, BRAND), tuple)
    assert isinstance(readings(raw), tuple)
