"""Which DKIM signatures are looked at, and what keeps one that verifies from counting."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.signing import KEYS, RECORD, SIGNED_HEADERS, key, sign
from tests.unit.mail.judged import BRAND, FAIL, FOREIGN, NOTICE, NOW, PASS, TRUST, judge, with_, without

from noticed.core.mail.authenticity import assess, key_names, own_word, weigh
from noticed.core.mail.dkim_rules import Outcome, read_signatures
from noticed.core.mail.headers import read_fields
from noticed.core.mail.model import Trust

TAGS = "v=1; a=rsa-sha256; d=Amazon.com; s=Test; h=From: to ; bh=x; b=y"


def _signatures(header: str) -> list[tuple[str, str, list[bytes]]]:
    fields, _ = read_fields(f"DKIM-Signature: {header}\r\n".encode())
    return [(s.domain, s.key_name, s.headers) for s in read_signatures(fields)]


def test_a_signature_is_taken_apart_in_lower_case() -> None:
    assert _signatures(TAGS) == [("amazon.com", "test._domainkey.amazon.com", [b"from", b"to"])]


@pytest.mark.parametrize(
    "header",
    [
        *(TAGS.replace(f"{tag};", f"z{tag};") for tag in ("v=1", "a=rsa-sha256", "d=Amazon.com", "s=Test", "bh=x")),
        TAGS.replace("h=From", "zh=From"),
        TAGS.replace(" b=y", " zb=y"),
        TAGS.replace("v=1", "v=2"),
        TAGS.replace("Amazon.com", "-amazon.com"),
        TAGS.replace("Amazon.com", "amazon.com."),
        TAGS.replace("Amazon.com", "a" * 254),
        TAGS.replace("Amazon.com", "ama zon.com"),
        TAGS.replace("s=Test", "s=.test"),
        TAGS.replace("s=Test", "s=te/st"),
        TAGS.replace("s=Test", "s=" + "a" * 201),
        TAGS + "; d=evil.example",
        "garbage",
        "v=1;;a",
        "",
    ],
)
def test_a_signature_that_is_not_whole_is_none(header: str) -> None:
    assert _signatures(header) == []


@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"])
def test_a_signature_names_every_field_that_a_notice_is_read_by(name: str) -> None:
    found = judge(sign(NOTICE, headers=[header for header in SIGNED_HEADERS if header != name]))
    assert (found.rule, found.trust, found.why) == ("row 11", Trust.QUARANTINE, f"{name.lower()} is not signed")


def _pile(below: bytes, aligned: int) -> bytes:
    """``below`` under that many signatures of Amazon's that do not fit, and one of a stranger's."""
    bad = b"".join(
        b"DKIM-Signature: v=1; a=rsa-sha256; d=amazon.com; s=s%d; h=from; bh=x; b=y\r\n" % n for n in range(aligned)
    )
    return b"DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=s; h=from; bh=x; b=y\r\n" + bad + below


def test_five_signatures_of_amazons_are_looked_at() -> None:
    genuine = sign(NOTICE)
    assert judge(_pile(genuine, 4)).trust is Trust.AUTO
    assert judge(_pile(genuine, 5)).trust is Trust.QUARANTINE
    assert len(key_names(_pile(genuine, 4), TRUST, BRAND)) == 5
    assert len(key_names(_pile(genuine, 9), TRUST, BRAND)) == 5


@pytest.mark.parametrize(
    ("canonical", "blanks", "trust"),
    [
        ("relaxed/relaxed", b" " * 999, Trust.AUTO),
        ("relaxed/relaxed", b" " * 1000, Trust.QUARANTINE),
        ("relaxed/relaxed", b"\t" * 1000, Trust.QUARANTINE),
        ("relaxed/simple", b" " * 1000, Trust.AUTO),
        ("relaxed/simple", b"a  b", Trust.AUTO),
        ("simple/simple", b"a\tb", Trust.AUTO),
    ],
)
def test_only_a_relaxed_body_of_many_blanks_is_too_slow(canonical: str, blanks: bytes, trust: Trust) -> None:
    assert judge(sign(NOTICE + b"a" + blanks + b"b\r\n", canonical=canonical)).trust is trust


def _stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("tags", "trust"),
    [
        ({"x": _stamp(NOW)}, Trust.AUTO),
        ({"x": _stamp(NOW - SECOND)}, Trust.QUARANTINE),
        ({"x": "soon"}, Trust.QUARANTINE),
        ({"x": "10000000000000"}, Trust.QUARANTINE),
        ({"t": _stamp(NOW + 2 * HOUR)}, Trust.AUTO),
        ({"t": _stamp(NOW + 2 * HOUR + SECOND)}, Trust.QUARANTINE),
        ({"t": "now"}, Trust.QUARANTINE),
        ({"t": _stamp(NOW - timedelta(days=14))}, Trust.AUTO),
        ({"t": _stamp(NOW - timedelta(days=14) - SECOND)}, Trust.HOLD),
    ],
)
def test_a_signature_holds_from_when_it_was_made_until_it_expires(tags: dict[str, str], trust: Trust) -> None:
    assert judge(sign(NOTICE, tags=tags)).trust is trust


@pytest.mark.parametrize(
    ("date", "trust"),
    [
        (b"Tue, 24 Nov 2026 14:00:00 +0000", Trust.AUTO),
        (b"Tue, 24 Nov 2026 14:00:01 +0000", Trust.HOLD),
        (b"Tue, 10 Nov 2026 12:00:00 +0000", Trust.AUTO),
        (b"Tue, 10 Nov 2026 11:59:59 +0000", Trust.HOLD),
        (b"yesterday", Trust.HOLD),
    ],
)
def test_a_notice_is_fresh_for_so_long_and_for_ever_where_no_age_is_set(date: bytes, trust: Trust) -> None:
    raw = sign(with_(b"Date", date))
    assert judge(raw).trust is trust
    ageless = assess(raw, dict(KEYS), TRUST, BRAND, now=NOW, notice_age=timedelta())
    old = b"10 Nov" in date
    assert ageless.trust is (Trust.AUTO if old else trust)


@pytest.mark.parametrize(
    ("record", "trust"),
    [
        (f"t=s; {RECORD}", Trust.AUTO),
        (f"t=s:y; {RECORD}", Trust.QUARANTINE),
        (f"t= y ; {RECORD}", Trust.QUARANTINE),
        (RECORD.replace("k=rsa", "k=rsa; h=sha1:sha256"), Trust.AUTO),
        (RECORD.replace("k=rsa", "k=rsa; h=sha1 : sha256"), Trust.AUTO),
        (RECORD.replace("k=rsa", "k=rsa; h=sha1"), Trust.QUARANTINE),
    ],
)
def test_a_key_record_says_what_it_is_for(record: str, trust: Trust) -> None:
    found = key("amazon.com", record)
    assert judge(sign(NOTICE), keys={found.name: found}).trust is trust


BOSS = b"boss@seller.example"
PEOPLE = frozenset({BOSS.decode(), "boss@desk.seller.example"})


@pytest.mark.parametrize(
    ("raw", "outcome", "why"),
    [
        (sign(with_(b"From", BOSS), "seller.example"), "pass", "signed by seller.example"),
        (sign(with_(b"From", b"Boss@desk.seller.example"), "seller.example"), "pass", "signed by seller.example"),
        (with_(b"From", BOSS), "none", "no signature of this domain"),
        (sign(with_(b"From", b"ana@seller.example"), "seller.example"), "none", "not from an operator"),
        (sign(with_(b"From", BOSS + b", ana@seller.example"), "seller.example"), "none", "not from an operator"),
        (sign(without(b"From"), "seller.example"), "none", "not from an operator"),
        (b"Subject: x\r\n" + sign(with_(b"From", BOSS), "seller.example"), "fail", "two meanings"),
        (b"X-Foo: a\0b\r\n" + sign(with_(b"From", BOSS), "seller.example"), "fail", "two meanings"),
        (b"X-Foo: a\rb\r\n" + sign(with_(b"From", BOSS), "seller.example"), "fail", "two meanings"),
        (sign(with_(b"From", BOSS), "evil.example"), "unaligned", "signed only by evil.example"),
    ],
)
def test_an_operators_word_is_signed_for_his_own_domain(raw: bytes, outcome: str, why: str) -> None:
    record = key("seller.example")
    found = own_word(raw, {**KEYS, record.name: record}, PEOPLE, NOW)
    assert (found.outcome, why in found.why) == (Outcome(outcome), True)


def test_an_operators_key_is_asked_for_where_he_may_decide_by_mail() -> None:
    raw = sign(with_(b"From", BOSS), "seller.example")
    assert key_names(raw, TRUST, BRAND) == ()
    assert key_names(raw, replace(TRUST, operators=PEOPLE), BRAND) == ("test._domainkey.seller.example",)


def test_what_a_check_of_the_settings_shows_of_a_message() -> None:
    good = weigh(PASS + sign(NOTICE), dict(KEYS), TRUST, now=NOW)
    assert (good.outcome, good.vouched) == (Outcome.PASS, True)
    bare = weigh(FAIL + NOTICE, dict(KEYS), TRUST, now=NOW)
    assert (bare.outcome, bare.vouched) == (Outcome.NONE, False)
    unpinned = replace(TRUST, authserv_ids=())
    assert weigh(FOREIGN + NOTICE, dict(KEYS), unpinned, now=NOW).vouched
    assert not weigh(FOREIGN + NOTICE, dict(KEYS), TRUST, now=NOW).vouched
