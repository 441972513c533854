"""Whose answer to a digest counts: his address, his signature or his sent mail, and the code, in its time."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.faults.test_doubt_and_outage import BlackHole
from tests.mails import SELLER
from tests.signing import OTHER_KEY, sign
from tests.unit.service.answering import DIGEST, Desk

from noticed.core.case.model import Reason, State
from noticed.ports import InboxStatus
from noticed.service import offers, steps


def test_an_old_digest_is_answered_too_late() -> None:
    desk = Desk()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    desk.clock.set(desk.clock.now() + timedelta(hours=73))
    assert "can no longer be answered" in desk.say("1 close", code)
    assert desk.case().state is State.WITH_OPERATOR


def test_without_the_code_nothing_is_done_and_the_cure_is_said() -> None:
    desk = Desk()
    case = desk.flagged()
    desk.offer({1: (case, None)})
    assert "leave the quoted digest" in desk.say("1 close", "none")
    assert desk.case().state is State.WITH_OPERATOR


@pytest.mark.parametrize("cut", [slice(0, -1), slice(0, -13), slice(0, 14)])
def test_a_truncated_or_changed_code_is_none(cut: slice) -> None:
    desk = Desk()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    desk.say("1 close", code[cut])
    desk.say("1 close", code[:-1] + ("A" if code[-1] != "A" else "B"))
    assert desk.case().state is State.WITH_OPERATOR


def _forged(desk: Desk, code: str) -> dict[str, bytes]:
    genuine = desk.write("1 close", code)
    good = sign(genuine, "seller.example")
    return {
        "not signed": genuine,
        "signed by somebody else's domain": sign(genuine, "forwarder.example"),
        "signed with another key": sign(genuine, "seller.example", private_key=OTHER_KEY),
        "a part is signed": sign(genuine, "seller.example", tags={"l": "3"}),
        "subject unsigned": sign(genuine, "seller.example", headers=("Date", "From", "To", "Message-ID")),
        "changed behind the signature": good.replace(b"1 close", b"1 remove"),
        "two Froms": good.replace(b"From: ", b"From: other@seller.example\r\nFrom: ", 1),
        "bare CR": good.replace(b"To: ", b"X: a\rTo: ", 1),
        "forwarded by a third party": sign(
            desk.write("1 close", code, sender="mallory@forwarder.example"), "forwarder.example"
        ),
        "his name, another address": sign(
            desk.write("1 close", code, sender='"boss@seller.example" <mallory@forwarder.example>'), "forwarder.example"
        ),
        "a colleague at the same domain": sign(
            desk.write("1 close", code, sender="temp@seller.example"), "seller.example"
        ),
        "a machine's": sign(b"Auto-Submitted: auto-replied\r\n" + genuine, "seller.example"),
        "old test key": sign(genuine, "testing.example"),
    }


@pytest.mark.parametrize("how", list(_forged(Desk(), "D-2026-11-24." + "A" * 26)))
def test_a_forged_command_does_nothing_and_gets_no_answer(how: str) -> None:
    desk = Desk()
    case = desk.flagged()
    desk.receive(_forged(desk, desk.offer({1: (case, None)}))[how])
    assert (desk.case().state, desk.case().reason) == (State.WITH_OPERATOR, Reason.NO_REPLY)
    assert desk.told() == []
    with desk.store.read() as tx:
        assert tx.inbox.with_status(InboxStatus.NEW) == ()


def test_who_wrote_in_the_operators_name_is_noted() -> None:
    desk = Desk()
    case = desk.flagged()
    desk.receive(_forged(desk, desk.offer({1: (case, None)}))["signed with another key"])
    assert desk.disbelieved() == ["an answer in your name was not believed: the signature does not fit the message"]


def test_a_million_guesses_open_nothing() -> None:
    desk = Desk()
    case = desk.flagged()
    code = desk.offer({1: (case, None)}).partition(".")[2]
    now = desk.clock.now()
    with desk.store.read() as tx:
        text = tx.facts.get(f"answers:offered:{DIGEST}")
        assert text is not None
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        near = [code[:n] + c + code[n + 1 :] for n in range(len(code)) for c in alphabet if c != code[n]]
        assert not [guess for guess in near if offers.offered(tx, DIGEST, guess, now)]
        guesses = (f"{n:X}".translate(str.maketrans("0189", "GHIJ")).rjust(26, "A") for n in range(1_000_000))
        expected = offers.codes(tx, DIGEST, text)
        assert not any(expected(guess) for guess in guesses)
        assert expected(code)


def test_a_key_that_cannot_be_fetched_is_asked_for_again() -> None:
    desk = Desk()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    desk.resolver.failing.add("test._domainkey.seller.example")
    desk.say("1 close", code)
    assert desk.case().state is State.WITH_OPERATOR
    desk.resolver.failing.clear()
    desk.sleep(timedelta(minutes=16))
    assert desk.case().state is State.CLOSED


def test_one_mailbox_may_be_account_and_operator() -> None:
    """Mail to oneself is often not signed: it counts when it lies among the mail we sent, where nobody else writes."""
    desk = Desk(boss=SELLER)
    case = desk.flagged()
    raw = desk.write("1 close", desk.offer({1: (case, None)}))
    desk.server.deliver(SELLER, raw, "Sent")
    desk.receive(b"Received: from here by there; Tue, 24 Nov 2026 09:00:00 +0000\r\n" + raw)
    assert desk.case().state is State.CLOSED


def test_in_ones_own_name_alone_is_no_proof() -> None:
    desk = Desk(boss=SELLER)
    case = desk.flagged()
    desk.receive(desk.write("1 close", desk.offer({1: (case, None)})))
    desk.sleep(timedelta(minutes=20))
    assert desk.case().state is State.WITH_OPERATOR
    assert desk.disbelieved() != []


def test_our_own_digest_commands_nothing() -> None:
    desk = Desk(boss=SELLER)
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    raw = desk.write("1 close", code).replace(b"From:", b"X-Noticed-Letter: D-2026-11-24.abcdef\r\nFrom:", 1)
    desk.server.deliver(SELLER, raw, "Sent")
    desk.receive(raw)
    assert desk.case().state is State.WITH_OPERATOR


def test_off_until_switched_on() -> None:
    desk = Desk()
    case = desk.flagged()
    account = desk.context.accounts["acme"]
    off = replace(account, trust=replace(account.trust, operators=frozenset()))
    desk.context = replace(desk.context, accounts={"acme": off}, by_mail=False)
    desk.receive(sign(desk.write("1 close", desk.offer({1: (case, None)})), "seller.example"))
    assert desk.case().state is State.WITH_OPERATOR


def test_codes_are_long_and_new_for_every_digest() -> None:
    desk = Desk()
    case = desk.flagged()
    first, second = desk.offer({1: (case, None)}), desk.offer({1: (case, None)}, "D-2026-11-25")
    assert re.fullmatch(r"D-2026-11-24\.[A-Z2-7]{26}", first)
    assert first[-26:] != second[-26:]


def test_forged_answers_ask_no_server_and_a_server_in_trouble_is_not_asked() -> None:
    """Whoever sends a thousand of them would keep the mail of every account waiting."""
    desk = Desk(boss=SELLER)
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    hole = BlackHole()
    guess = f"{code[:-3]}{'AAA' if code[-3:] != 'AAA' else 'BBB'}"
    for number in range(20):
        desk.server.deliver(SELLER, desk.write(f"1 close {number}", guess))
    desk.server.deliver(SELLER, desk.write("1 close", "none"))
    account = desk.context.accounts["acme"]
    steps.poll_account(desk.context, account)
    desk.context = replace(desk.context, mail=lambda _: hole)
    steps.prepare(desk.context)
    assert hole.waited == 0
    assert len(desk.disbelieved()) == 21
    assert desk.case().state is State.WITH_OPERATOR

    desk.context = replace(desk.context, mail=lambda _: desk.server.mail(SELLER))
    desk.server.deliver(SELLER, desk.write("1 close", code))
    steps.poll_account(desk.context, account)
    desk.context = replace(desk.context, mail=lambda _: hole)
    steps.poll_account(desk.context, account)  # the server has gone away
    steps.poll_account(desk.context, account)
    waited = hole.waited
    steps.prepare(desk.context)
    assert hole.waited == waited
