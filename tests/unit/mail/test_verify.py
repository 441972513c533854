"""A body that is made canonical without dkimpy is what dkimpy makes of it."""

import pytest
from dkim.canonicalization import CanonicalizationPolicy
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.mail.verify import _canonical

PIECES = st.sampled_from([b" ", b"  ", b"\t", b"\r\n", b"a", b"b c", b"."])


@given(pieces=st.lists(PIECES, max_size=12))
@pytest.mark.parametrize("policy", [b"relaxed/relaxed", b"relaxed/simple", b"simple/relaxed", b"simple"])
def test_any_body_is_canonical_as_dkimpy_says(policy: bytes, pieces: list[bytes]) -> None:
    rules, body = CanonicalizationPolicy.from_c_value(policy), b"".join(pieces)  # type: ignore[no-untyped-call]
    assert _canonical(rules, body) == rules.canonicalize_body(body)
