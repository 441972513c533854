"""What only the twins can do: fail when they are told to."""

import pytest

from noticed.adapters.memory import MemoryMailServer, MemoryNotifier, MemorySubmission
from noticed.ports import Answer, Permanent, Refusal, Transient

LETTER = b"Subject: x\r\n\r\ny\r\n"


def test_a_connection_breaks_after_as_many_calls_as_told_and_heals() -> None:
    server = MemoryMailServer()
    server.deliver("seller@shop.test", LETTER)
    server.break_after = 2
    with server.mail("seller@shop.test").connect() as session:
        session.examine("INBOX")
        with pytest.raises(Transient):
            session.uids_after(0)
    with pytest.raises(Transient), server.mail("seller@shop.test").connect():
        pass
    server.break_after = None
    with server.mail("seller@shop.test").connect() as session:
        session.examine("INBOX")
        assert session.uids_after(0) == (1,)


def test_a_login_is_refused_until_it_is_not() -> None:
    server = MemoryMailServer()
    server.refuse_login = True
    with pytest.raises(Permanent), server.mail("seller@shop.test").connect():
        pass
    server.refuse_login = False
    with server.mail("seller@shop.test").connect() as session:
        assert session.examine("INBOX").exists == 0


def test_a_message_can_be_gone() -> None:
    server = MemoryMailServer()
    uids = [server.deliver("seller@shop.test", LETTER) for _ in range(2)]
    server.remove("seller@shop.test", uids[0])
    assert [stored.uid for stored in server.messages("seller@shop.test")] == [2]


def test_a_refused_sender_and_a_refused_letter_reach_nobody() -> None:
    submission = MemorySubmission(MemoryMailServer())
    submission.sender_answer = Answer(code=553, text="not yours")
    with submission.connect() as line, pytest.raises(Refusal):
        line.envelope("seller@shop.test", ["owner@brand.test"])
    submission.sender_answer = None
    submission.data_answers.append(Answer(code=552, text="too large"))
    with submission.connect() as line:
        line.envelope("seller@shop.test", ["owner@brand.test"])
        assert line.data(LETTER).code == 552
        line.envelope("seller@shop.test", ["owner@brand.test"])
        assert line.data(LETTER).code == 250
    assert [letter.recipients for letter in submission.submitted] == [("owner@brand.test",)]


def test_the_notifier_keeps_what_was_said() -> None:
    notifier = MemoryNotifier()
    notifier.ready()
    notifier.alive("fine")
    notifier.stopping()
    assert notifier.said == ["ready", "fine", "stopping"]
