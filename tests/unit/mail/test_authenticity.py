"""Which mail under Amazon's name is believed, and which is not."""

from dataclasses import replace

import pytest
from tests.signing import (
    ED25519_KEY,
    ED25519_RECORD,
    RECORD,
    SHORT_KEY,
    SHORT_RECORD,
    key,
    sign,
)
from tests.unit.mail.judged import (
    ARC,
    BRAND,
    BROKEN,
    CHAIN,
    FAIL,
    FOREIGN,
    MATRIX,
    NOTICE,
    PASS,
    TRUST,
    forward,
    judge,
    with_,
    without,
)

from noticed.core.mail.authenticity import key_names, readings
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Authenticity, Key, KeyStatus, Trust


@pytest.mark.parametrize(("row", "raw", "trust", "authenticity"), MATRIX, ids=range(len(MATRIX)))
def test_the_matrix_decides(row: str, raw: bytes, trust: Trust, authenticity: Authenticity) -> None:
    assessment = judge(raw)
    assert (assessment.rule, assessment.trust, assessment.authenticity) == (row, trust, authenticity)


def test_a_key_that_could_not_be_fetched_is_tried_again() -> None:
    assessment = judge(sign(NOTICE), keys={"k": key("amazon.com")} | _only(key("amazon.com", status=KeyStatus.ERROR)))
    assert (assessment.rule, assessment.trust) == ("row 5", Trust.RETRY)


@pytest.mark.parametrize(
    ("record", "raw"),
    [
        (key("amazon.com", status=KeyStatus.MISSING, text=""), sign(NOTICE)),
        (key("amazon.com", f"t=y; {RECORD}"), sign(NOTICE)),
        (key("amazon.com", RECORD.replace("k=rsa", "k=rsa; h=sha1")), sign(NOTICE)),
        (key("amazon.com", "v=DKIM1; p="), sign(NOTICE)),
        (key("amazon.com", "garbage"), sign(NOTICE)),
        (key("amazon.com", SHORT_RECORD), sign(NOTICE, private_key=SHORT_KEY)),
    ],
)
def test_a_key_that_proves_nothing_is_not_believed(record: Key, raw: bytes) -> None:
    assessment = judge(raw, keys=_only(record))
    assert assessment.trust is Trust.QUARANTINE
    assert assessment.signature is None


def test_an_ed25519_signature_counts_like_an_rsa_one() -> None:
    """RFC 8463."""
    record, raw = key("amazon.com", ED25519_RECORD), sign(NOTICE, private_key=ED25519_KEY)
    assert judge(raw, keys=_only(record)).trust is Trust.AUTO
    assert judge(raw.replace(b"rights@", b"wrong@"), keys=_only(record)).trust is Trust.QUARANTINE
    assert judge(raw, keys=_only(key("amazon.com"))).trust is Trust.QUARANTINE


def test_a_signature_written_otherwise_is_the_same_one() -> None:
    """Base64 may end with more signs than it needs: a replay that adds one must not pass for a signature never seen."""
    raw = sign(NOTICE)
    end = raw.index(b"=\r\n", raw.index(b" b="))
    again = raw[:end] + b"=" + raw[end:]
    assert judge(again).trust is Trust.AUTO
    assert judge(again).signature == judge(raw).signature


def _only(record: Key) -> dict[str, Key]:
    return {record.name: record}


def test_without_keys_a_notice_is_unverified() -> None:
    gone = key("amazon.com", status=KeyStatus.MISSING)
    for keys in ({}, _only(gone)):
        assessment = judge(sign(NOTICE), keys=keys)
        assert assessment.authenticity is Authenticity.UNVERIFIED
        assert assessment.why == "no key to check the signature with"


def test_of_those_who_signed_instead_of_amazon_three_are_named() -> None:
    raw = NOTICE
    for signer in ("d.example", "c.example", "b.example", "a.example"):
        raw = sign(raw, signer)
    assert judge(raw).why == "signed only by a.example, b.example, c.example, which proves nothing about Amazon"


def test_only_keys_of_amazons_aligned_domains_are_asked_for() -> None:
    raw = sign(sign(sign(NOTICE, "amazonses.com"), "evil.example"), "amazon.com")
    assert key_names(raw, TRUST, BRAND) == ("test._domainkey.amazon.com",)
    assert key_names(with_(b"From", b"x@evil.example"), TRUST, BRAND) == ()


def test_the_reader_sees_only_what_is_signed() -> None:
    raw = b"Reply-To: x@evil.example\r\nList-Id: <x>\r\n" + sign(NOTICE)
    assessment = judge(raw)
    assert assessment.trust is Trust.AUTO
    message = read_message(assessment.signed)
    assert message.reply_to == ()
    assert message.subject == "Notice: Policy Warning"
    assert {name for name, _ in message.headers} == {
        "from", "to", "date", "message-id", "subject", "mime-version", "content-type", "content-transfer-encoding"
    }  # fmt: skip


def test_the_same_signature_has_the_same_name() -> None:
    assert judge(sign(NOTICE)).signature == judge(b"Received: by x\r\n" + sign(NOTICE)).signature


def test_a_pinned_provider_vouches_only_where_the_settings_say_so() -> None:
    counts = replace(TRUST, provider_counts=True)
    assert judge(PASS + BROKEN, trust=counts).rule == "row 4"
    assert judge(PASS + BROKEN, trust=counts).trust is Trust.AUTO
    assert judge(FOREIGN + BROKEN, trust=counts).trust is Trust.QUARANTINE
    below = PASS + b"Received: by mx.seller.example\r\n" + PASS + BROKEN
    assert judge(below, trust=counts).trust is Trust.QUARANTINE
    comment = PASS.replace(b"dmarc=pass", b"dmarc=none (dmarc=pass header.from=amazon.com)")
    assert judge(comment + BROKEN, trust=counts).trust is Trust.QUARANTINE
    twice = PASS.replace(b"spf=pass", b"dmarc=none header.from=amazon.com")
    assert judge(twice + BROKEN, trust=counts).trust is Trust.QUARANTINE


@pytest.mark.parametrize(
    "raw",
    [
        PASS + with_(b"To", b"other@seller.example"),
        PASS + with_(b"Date", b"Mon, 2 Nov 2026 10:00:00 +0000"),
        PASS + with_(b"From", b"Amazon <new-notices@amazon.com>"),
    ],
)
def test_a_provider_vouches_for_fresh_notices_to_us_alone(raw: bytes) -> None:
    assessment = judge(raw, trust=replace(TRUST, provider_counts=True))
    assert (assessment.rule, assessment.trust) == ("row 6", Trust.HOLD)


def test_what_a_provider_vouches_for_is_read_without_what_a_stranger_could_add() -> None:
    added = b"Reply-To: x@evil.example\r\nSender: y@evil.example\r\nList-Id: <x>\r\n"
    seen = read_message(judge(PASS + added + BROKEN, trust=replace(TRUST, provider_counts=True)).signed)
    assert (seen.reply_to, seen.subject) == ((), "Notice: Policy Warning")
    assert {name for name, _ in seen.headers} >= {"from", "to", "date", "message-id", "content-type"}
    assert "rights@evil.example" in seen.text
    assert {name for name, _ in seen.headers} & {"sender", "reply-to", "list-id"} == set()
    orders = with_(b"From", b"Amazon <order-update@amazon.com>")
    assert judge(added + sign(orders)).signed == added + sign(orders), "what causes nothing is shown whole"
    held = read_message(judge(PASS + added + BROKEN).signed)
    assert [address.spec for address in held.reply_to] == ["x@evil.example"], "a person sees it as it came"


@pytest.mark.parametrize("domain", ["amazonses.com", "amazon.de", "forwarder.example"])
def test_a_provider_does_not_vouch_for_mail_that_others_signed(domain: str) -> None:
    vouching = replace(TRUST, provider_counts=True)
    assert judge(PASS + sign(NOTICE, domain=domain), trust=vouching).rule == "rows 8 and 9"


def test_a_provider_under_whose_name_anybody_writes_never_vouches() -> None:
    open_door = replace(TRUST, veto_only=True)
    assert judge(PASS + BROKEN, trust=open_door).rule == "row 7"
    assert judge(PASS + sign(NOTICE), trust=open_door).rule == "row 2"
    assert judge(ARC + CHAIN + BROKEN, trust=open_door).trust is Trust.QUARANTINE
    assert judge(FAIL + sign(NOTICE), trust=open_door).rule == "row 3"


@pytest.mark.timeout(10)
def test_a_body_of_blanks_costs_no_time() -> None:
    raw = sign(NOTICE + b" " * 20, canonical="relaxed/relaxed").replace(b" " * 20, b" " * 500_000)
    assert judge(raw).trust is Trust.QUARANTINE


ONCE = ("From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "Sender", "Content-Type", "MIME-Version")


@pytest.mark.parametrize("name", [*ONCE, "Content-Transfer-Encoding"])
def test_a_field_that_stands_twice_is_tampering_wherever_the_second_stands(name: str) -> None:
    """RFC 5322 section 3.6: which of two is meant, every reader decides for himself."""
    line = next(
        (x for x in NOTICE.split(b"\r\n") if x.startswith(name.encode() + b":")), name.encode() + b": a@b.example"
    )
    once = NOTICE if line in NOTICE else line + b"\r\n" + NOTICE
    for raw in (line + b"\r\n" + sign(once), sign(once).replace(b"\r\n\r\n", b"\r\n" + line + b"\r\n\r\n", 1)):
        assessment = judge(raw)
        assert (assessment.rule, assessment.authenticity) == ("row 11", Authenticity.FORGED)


@pytest.mark.parametrize("declared", [b"8bit", b"Binary"])
def test_an_encoding_that_changes_nothing_is_read_like_7bit(declared: bytes) -> None:
    raw = NOTICE.replace(b"Content-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding: " + declared)
    assert readings(raw) == readings(NOTICE)
    assert len(readings(raw)) == 2


@pytest.mark.parametrize("whole", [b"multipart/mixed; boundary=b", b"Message/RFC822"])
def test_what_has_parts_has_its_encodings_in_what_is_signed(whole: bytes) -> None:
    assert readings(with_(b"Content-Type", whole)) == ()
    assert len(readings(without(b"Content-Type"))) == 2


@pytest.mark.parametrize("declared", [b"7bit", b"quoted-printable", b"base64"])
def test_every_other_transfer_encoding_is_a_reading_with_the_same_header(declared: bytes) -> None:
    raw = NOTICE.replace(b"Content-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding: " + declared)
    others = readings(raw)
    assert [b"Encoding: " + declared + b"\r\n" in reading for reading in others] == [False, False]
    assert len(set(others)) == 2
    assert {read_message(reading).subject for reading in others} == {"Notice: Policy Warning"}


def test_a_changed_transfer_encoding_gives_other_readings() -> None:
    body = b"Rights owner email: rights@brand.example=\r\n.org\r\n"
    raw = NOTICE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    texts = {read_message(reading).text for reading in readings(raw)}
    assert any("brand.example.org" in text for text in texts)
    assert len(texts) == 2
    assert readings(forward(b"a@b.example", NOTICE)) == ()
