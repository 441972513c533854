"""Every row of the policy matrix through the whole intake: what arrives, what it may cause."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.mails import COMPLAINANT, SELLER, answer, clearance, notice, signed
from tests.signing import PRIVATE_KEY, RECORD, sign
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Reason, State
from noticed.core.mail.model import KeyStatus
from noticed.core.reading import Reader
from noticed.ports import InboxRow, InboxStatus, LetterStatus
from noticed.service import keys, letterbox
from noticed.service.account import Mode
from noticed.service.context import Limits

ID = "mx.seller.example"
PASS = f"Authentication-Results: {ID}; dkim=pass header.d=amazon.com; dmarc=pass header.from=amazon.com\r\n".encode()
FAIL = PASS.replace(b"pass", b"fail")
ARC = f"Authentication-Results: {ID}; arc=pass; dkim=fail header.d=amazon.com; dmarc=fail\r\n".encode()
CHAIN = (
    b"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=google.com; s=x; b=y\r\n"
    b"ARC-Authentication-Results: i=1; mx.google.com; dmarc=pass header.from=amazon.com\r\n"
)
ARCHIVE = "archive@seller.example"


def pinned(changes: Mapping[str, Any] | None = None, **settings: Any) -> World:
    """An account whose provider writes ``ID``; ``changes`` of whom it believes, ``settings`` of the installation."""
    world = World(**settings)
    account = world.context.accounts["acme"]
    account = replace(account, trust=replace(account.trust, authserv_ids=(ID,), **(changes or {})))
    world.context = replace(world.context, accounts={"acme": account})
    return world


def genuine(**changes: Any) -> bytes:
    return signed(notice(date=START, **changes))


def broken(raw: bytes) -> bytes:
    return raw.replace(b"We removed", b"We have removed")


def row_1(world: World) -> None:
    world.receive(PASS + genuine())


def row_2(world: World) -> None:
    world.receive(genuine())


def row_3(world: World) -> None:
    world.receive(FAIL + genuine())


def row_4(world: World) -> None:
    world.receive(PASS + broken(genuine()))


def row_5(world: World) -> None:
    world.resolver.failing = set(world.resolver.keys)
    world.receive(PASS + genuine())
    for _ in range(30):
        world.sleep(timedelta(hours=1))


def row_7(world: World) -> None:
    world.receive(notice(date=START))


def row_8(world: World) -> None:
    world.receive(PASS + signed(notice(date=START), "amazonses.com"))


def row_9(world: World) -> None:
    world.receive(signed(notice(date=START), "amazon.de"))


def row_10(world: World) -> None:
    world.receive(notice(date=START, sender="notice@amazon-notice.example"))


def row_11(world: World) -> None:
    world.receive(b"Subject: Another\r\n" + genuine())


def row_12(world: World) -> None:
    world.receive(genuine(to="other@seller.example"))


def row_13(world: World) -> None:
    world.receive(signed(notice(date=START - timedelta(days=15))))


def row_14(world: World) -> None:
    raw = genuine()
    world.receive(raw)
    world.receive(b"Received: again\r\n" + raw)


def row_15(world: World) -> None:
    head = f"From: {ARCHIVE}\r\nTo: {SELLER}\r\nSubject: Fwd: Notice: Policy Warning\r\n\r\n"
    world.receive(head.encode() + b"From: Amazon <notice@amazon.com>\r\n\r\n" + notice(date=START))


def attached(inner: bytes) -> bytes:
    head = f"From: {ARCHIVE}\r\nTo: {SELLER}\r\nDate: Tue, 24 Nov 2026 09:00:00 +0000\r\nSubject: Fwd\r\n"
    head += "Message-ID: <fwd@seller.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head.encode() + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"


def row_16(world: World) -> None:
    world.resolver.keys["test._domainkey.seller.example"] = RECORD
    world.receive(sign(attached(genuine()), "seller.example", private_key=PRIVATE_KEY))


def row_17(world: World) -> None:
    world.receive(ARC + CHAIN + broken(genuine()))


def row_18(world: World) -> None:
    spf = f"Authentication-Results: {ID}; spf=fail smtp.mailfrom=bounces.amazon.com\r\n".encode()
    world.receive(spf + b"Received: by forwarder.example\r\n" + genuine())


def row_19(world: World) -> None:
    world.receive(genuine(sender="Buyer <a1b2@marketplace.amazon.com>"))


def row_20(world: World) -> None:
    world.receive(genuine(complainant="abuse@brand.example"))


def row_21(world: World) -> None:
    letterbox.pause(world.context, None)
    world.receive(genuine())


MATRIX = [
    (row_1, {}, 1, State.WITH_COMPLAINANT, None),
    (row_2, {}, 1, State.WITH_COMPLAINANT, None),
    (row_3, {}, 0, State.WITH_OPERATOR, None),
    (row_4, {}, 0, State.WITH_OPERATOR, None),
    (row_4, {"provider_counts": True}, 1, State.WITH_COMPLAINANT, None),
    (row_4, {"veto_only": True}, 0, None, InboxStatus.QUARANTINED),
    (row_5, {}, 0, State.WITH_OPERATOR, None),
    (row_7, {}, 0, None, InboxStatus.QUARANTINED),
    (row_8, {}, 0, None, InboxStatus.QUARANTINED),
    (row_9, {}, 0, None, InboxStatus.QUARANTINED),
    (row_10, {}, 0, None, InboxStatus.QUARANTINED),
    (row_11, {}, 0, None, InboxStatus.QUARANTINED),
    (row_12, {}, 0, State.WITH_OPERATOR, None),
    (row_13, {}, 0, State.WITH_OPERATOR, None),
    (row_14, {}, 1, State.WITH_COMPLAINANT, None),
    (row_15, {}, 0, State.WITH_OPERATOR, None),
    (row_16, {}, 0, State.WITH_OPERATOR, None),
    (row_16, {"forwarders": (ARCHIVE,)}, 1, State.WITH_COMPLAINANT, None),
    (row_17, {}, 0, State.WITH_OPERATOR, None),
    (row_18, {}, 1, State.WITH_COMPLAINANT, None),
    (row_19, {}, 0, None, InboxStatus.DONE),
    (row_20, {}, 0, State.WITH_OPERATOR, None),
    (row_21, {}, 0, State.WITH_COMPLAINANT, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arrives", "trust", "letters", "state", "status"), MATRIX, ids=[f"{m[0].__name__}-{m[1]}"[:40] for m in MATRIX]
)
def test_what_a_message_may_cause(
    arrives: Callable[[World], None],
    trust: dict[str, Any],
    letters: int,
    state: State | None,
    status: InboxStatus | None,
) -> None:
    world = pinned(trust)
    arrives(world)
    assert len(world.arrived(COMPLAINANT)) == letters
    assert [case.state for case in world.cases()] == ([state] if state else [])
    if status:
        assert last_row(world).status is status
    if arrives is row_5:
        assert "no key for a day" in str((last_row(world).evidence or {})["why"])


def last_row(world: World) -> InboxRow:
    with world.store.read() as tx:
        rows = [row for s in InboxStatus for row in tx.inbox.with_status(s)]
    return max((row for row in rows if b"amazon" in row.raw.lower()), key=lambda row: row.id)


@pytest.mark.parametrize("settings", [{"mode": Mode.SHADOW}, {"mode": Mode.APPROVE}, {"limits": Limits(probation=1)}])
def test_row_21_what_the_settings_hold_is_held(settings: dict[str, Any]) -> None:
    world = pinned(**settings)
    world.receive(genuine())
    assert world.arrived(COMPLAINANT) == []
    assert world.case().state is State.WITH_COMPLAINANT


def test_row_21_beyond_a_limit_letters_are_held() -> None:
    world = pinned(limits=Limits(probation=0, new_recipients_per_day=1))
    world.receive(genuine())
    world.receive(genuine(complaint="10987654322", asins=["B0C7654321"], complainant="ip@other.example"))
    assert len(world.arrived("ip@other.example")) == 0
    assert [letter.status for letter in world.letters()] == [LetterStatus.SUBMITTED, LetterStatus.HELD]


def test_row_14_a_signature_seen_before_under_another_matter_is_a_replay() -> None:
    """The same b= with another complaint id cannot verify, so the replay is told by the matter it would open."""
    world = pinned()
    raw = genuine()
    world.receive(raw)
    case = world.case()
    with world.store.write() as tx:
        complaints = tuple(replace(c, complaint_id="1", asins=()) for c in case.complaints)
        tx.cases.save(replace(case, complaints=complaints, complainant_emails=("ip@other.example",)))
    world.receive(b"Received: again\r\n" + raw)
    assert len(world.arrived(COMPLAINANT)) == 1
    assert {case.state for case in world.cases()} == {State.WITH_COMPLAINANT, State.WITH_OPERATOR}


def test_row_22_a_complainant_s_retraction_pauses_and_closes_nothing() -> None:
    world = pinned()
    world.receive(genuine())
    (letter,) = world.arrived(COMPLAINANT)
    world.receive(answer(letter, date=START, text="We have retracted the complaint."))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.RETRACTION_PROMISED)


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (signed(clearance(date=START)), State.CLOSED),
        (PASS + signed(clearance(date=START)), State.CLOSED),
        (clearance(date=START), State.WITH_COMPLAINANT),
        (FAIL + signed(clearance(date=START)), State.WITH_COMPLAINANT),
        (signed(clearance(date=START), "amazonses.com"), State.WITH_COMPLAINANT),
        (signed(clearance(date=START, complaint="10000000001", asin="B0C0000001")), State.WITH_COMPLAINANT),
        (signed(clearance(date=START, to="other@seller.example")), State.WITH_COMPLAINANT),
    ],
)
def test_row_23_only_amazon_s_authenticated_mail_closes(raw: bytes, state: State) -> None:
    world = pinned()
    world.receive(genuine())
    world.receive(raw)
    assert world.case().state is state


def test_row_24_no_mail_is_a_command() -> None:
    world = pinned(limits=Limits(probation=1))
    world.receive(genuine())
    (letter,) = world.letters()
    text = f"noticed approve {letter.letter}\nnoticed decide {letter.case} close"
    world.receive(answer(None, date=START, text=text, sender=BOSS))
    assert world.letters()[0].status is LetterStatus.HELD
    assert world.case().state is State.WITH_COMPLAINANT


def test_the_keys_are_kept_as_evidence_and_outlive_their_selector() -> None:
    """Amazon's selectors change; what was found at receipt decides when the message is judged again."""
    world = pinned()
    other = "test._domainkey.amazon.de"
    world.resolver.failing = {other}
    raw = sign(genuine(sender="notice@amazon.de"), "amazon.de")
    world.receive(raw)
    assert world.cases() == ()
    world.resolver.failing = set()
    world.sleep(timedelta(minutes=16))
    assert len(world.arrived(COMPLAINANT)) == 1
    kept = keys.stored(last_row_of_kind(world, "notice"))[other]
    assert (kept.status, kept.text, kept.nameserver) == (KeyStatus.FOUND, RECORD, "memory")
    assert kept.asked_at == (START + timedelta(minutes=16)).isoformat()


def test_a_key_once_found_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    raw = genuine()
    received = Reader.received

    def fails_once(reader: Reader, seen: bytes, *args: Any) -> object:
        if seen == raw and world.resolver.keys:
            world.resolver.keys.clear()
            raise RuntimeError("a bug in reading")
        return received(reader, seen, *args)

    monkeypatch.setattr(Reader, "received", fails_once)
    world.server.deliver(SELLER, raw)
    for _ in range(3):
        world.once()
    assert [m["To"] for m in world.arrived(COMPLAINANT)] == [COMPLAINANT]


def last_row_of_kind(world: World, category: str) -> InboxRow:
    with world.store.read() as tx:
        return next(row for row in tx.inbox.with_status(InboxStatus.DONE) if row.category == category)
