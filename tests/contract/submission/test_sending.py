"""Sending a letter: what the twin and a real Postfix both do."""

import pytest
from tests.contract.submission.conftest import World

from noticed.ports import InDoubt, Permanent, Refusal, Transient

LETTER = (
    b"From: seller@shop.test\r\nTo: owner@brand.test\r\nSubject: Which right? [N-7K3F]\r\n"
    b"Date: Tue, 24 Nov 2026 12:00:00 +0000\r\nMessage-ID: <n-7k3f.1@shop.test>\r\n\r\nOne line is enough.\r\n"
)


def test_a_letter_arrives_at_everybody_it_names(world: World) -> None:
    everybody = [world.address(name) for name in ("owner", "amazon", "seller")]
    with world.submission.connect() as line:
        answers = line.envelope(world.address("seller"), everybody)
        assert [answer.code for answer in answers] == [250, 250, 250]
        assert line.data(LETTER).accepted
    for address in everybody:
        (raw,) = world.arrived(address, 1)
        assert raw.endswith(LETTER)


def test_dots_and_line_ends_survive_the_way(world: World) -> None:
    body = b".\r\n..\r\n.dot\rbare cr\nbare lf\r\n\r\n.\r\nend without a line end"
    with world.submission.connect() as line:
        line.envelope(world.address("seller"), [world.address("owner")])
        line.data(LETTER + body)
    (raw,) = world.arrived(world.address("owner"), 1)
    sent = b".\r\n..\r\n.dot\r\nbare cr\r\nbare lf\r\n\r\n.\r\nend without a line end\r\n"
    assert raw.endswith(LETTER + sent)


def test_a_body_that_speaks_smtp_stays_a_body(world: World) -> None:
    """Line ends that only some servers believe must not end the letter (SMTP smuggling)."""
    for end in (b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r"):
        smuggled = end + b"MAIL FROM:<ceo@amazon.com>\r\nRCPT TO:<victim@shop.test>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n"
        with world.submission.connect() as line:
            line.envelope(world.address("seller"), [world.address("owner")])
            assert line.data(LETTER + smuggled).accepted
    assert len(world.arrived(world.address("owner"), 5)) == 5
    assert world.arrived("victim@shop.test", 0) == []


def test_a_refused_recipient_is_an_answer_not_an_exception(world: World) -> None:
    everybody = [world.address(name) for name in ("reject", "owner", "tempfail")]
    with world.submission.connect() as line:
        answers = line.envelope(world.address("seller"), everybody)
        assert [answer.code for answer in answers] == [550, 250, 450]
        assert [answer.accepted for answer in answers] == [False, True, False]
        line.reset()
    assert world.arrived(world.address("owner"), 0) == []


def test_after_a_reset_the_next_letter_goes_out_on_the_same_line(world: World) -> None:
    with world.submission.connect() as line:
        line.envelope(world.address("seller"), [world.address("reject"), world.address("owner")])
        line.reset()
        line.envelope(world.address("seller"), [world.address("owner")])
        assert line.data(LETTER).accepted
    assert len(world.arrived(world.address("owner"), 1)) == 1


def test_what_no_server_wants_to_receive_is_a_refusal_of_data(world: World) -> None:
    with world.submission.connect() as line:
        line.envelope(world.address("seller"), [world.address("reject")])
        with pytest.raises(Refusal) as refusal:
            line.data(LETTER)
    assert refusal.value.verb == "DATA"
    assert refusal.value.answer.code == 554


def test_a_lost_final_answer_is_in_doubt_though_the_letter_arrived(world: World) -> None:
    world.lose_the_next_answer()
    with world.submission.connect() as line:
        line.envelope(world.address("seller"), [world.address("owner")])
        with pytest.raises(InDoubt):
            line.data(LETTER)
    assert len(world.arrived(world.address("owner"), 1)) == 1


def test_what_breaks_before_the_final_dot_did_not_arrive(world: World) -> None:
    world.break_before_the_next_dot()
    with world.submission.connect() as line:
        line.envelope(world.address("seller"), [world.address("owner")])
        with pytest.raises((Transient, InDoubt)):
            line.data(LETTER)
    assert world.arrived(world.address("owner"), 0) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "owner",
        "owner@",
        "@brand.test",
        "owner@brand.test\r\nRCPT TO:<victim@shop.test>",
        "owner@brand.test>\r\nDATA",
        "owner@brand.test> NOTIFY=NEVER <x",
        "owner @brand.test",
        "<owner@brand.test>",
        "owner@brand.test,victim@shop.test",
        "öwner@brand.test",
        "owner@brand.test\n",
        "a" * 250 + "@brand.test",
    ],
)
def test_what_is_no_address_is_never_sent_to(world: World, address: str) -> None:
    with world.submission.connect() as line:
        with pytest.raises(Permanent):
            line.envelope(world.address("seller"), [world.address("owner"), address])
        with pytest.raises(Permanent):
            line.envelope(address, [world.address("owner")])


def test_wrong_password_is_permanent_and_names_no_secret(world: World) -> None:
    with pytest.raises(Permanent) as refusal, world.refused_login().connect():
        pass
    line = str(refusal.value)
    assert "password" in line
    assert "hunter2" not in line
    assert "@" not in line
