"""Decisions by mail: an answer to a digest is carried out once, for what stood in it, and is answered what was done."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, notice, signed
from tests.signing import sign
from tests.unit.service.answering import Desk
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Disposition, Plan, State
from noticed.core.commands import CODE
from noticed.ports import LetterStatus
from noticed.service import decisions


def test_an_answer_decides_and_is_answered_what_was_done() -> None:
    desk = Desk()
    case = desk.flagged()
    told = desk.say("1 unknown", desk.offer({1: (case, None)}))
    assert desk.case().state is State.WITH_AMAZON
    assert [m["To"] for m in desk.arrived(AMAZON)][-1] == AMAZON
    assert f"{case}: decided" in told
    (answer,) = [m for m in desk.arrived(BOSS) if "answer" in m["Subject"]]
    assert answer["In-Reply-To"].endswith("@phone.example>")
    assert answer["Auto-Submitted"]


def test_it_speaks_chinese_as_well() -> None:
    desk = Desk()
    case = desk.flagged()
    desk.say("1 关闭", desk.offer({1: (case, None)}))
    assert (desk.case().state, desk.case().disposition) == (State.CLOSED, Disposition.RESOLVED)


def test_a_case_that_is_put_off_comes_back_then() -> None:
    desk = Desk()
    case = desk.flagged()
    desk.say("1 wait 3d", desk.offer({1: (case, None)}))
    assert (desk.case().plan, desk.case().plan_at) == (Plan.WAIT, desk.clock.now() + timedelta(days=3))
    desk.sleep(timedelta(days=3, minutes=1))
    assert (desk.case().state, desk.case().plan) == (State.WITH_OPERATOR, Plan.IDLE)


def test_a_letter_that_waits_is_approved_as_it_stood_in_the_digest() -> None:
    desk = Desk()
    desk.context = replace(desk.context, mode=desk.context.mode.__class__.APPROVE)
    desk.receive(signed(notice(date=START)))
    (letter,) = desk.letters()
    assert letter.status is LetterStatus.HELD
    told = desk.say("approve 1", desk.offer({1: (letter.case, letter.letter)}))
    assert "approved" in told
    assert len(desk.arrived(COMPLAINANT)) == 1


def test_a_letter_that_changed_since_is_not_approved() -> None:
    desk = Desk()
    desk.context = replace(desk.context, mode=desk.context.mode.__class__.APPROVE)
    desk.receive(signed(notice(date=START)))
    (letter,) = desk.letters()
    code = desk.offer({1: (letter.case, letter.letter)})
    with desk.store.write() as tx:
        tx.outbox.save(replace(letter, body=f"{letter.body}\nand one more sentence"))
    assert "has changed since" in desk.say("approve 1", code)
    assert desk.arrived(COMPLAINANT) == []


def test_a_case_that_moved_on_is_left_alone() -> None:
    desk = Desk()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    decisions.close(desk.context, case, Disposition.ABANDONED, "")
    assert "moved on" in desk.say("1 unknown", code)
    assert desk.case().disposition is Disposition.ABANDONED


def test_a_number_is_taken_once() -> None:
    desk = Desk()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})
    assert "comes back" in desk.say("1 wait 3d", code)
    assert "answered before" in desk.say("1 close", code)
    assert desk.case().state is State.WITH_OPERATOR


def test_the_same_mail_again_does_nothing() -> None:
    desk = Desk()
    case = desk.flagged()
    raw = sign(desk.write("1 wait 3d", desk.offer({1: (case, None)})), "seller.example")
    desk.receive(raw)
    until = desk.case().plan_at
    desk.sleep(timedelta(hours=1))
    desk.receive(raw, "Junk")
    desk.receive(raw.replace(b"Received:", b"X:"))
    assert desk.case().plan_at == until
    assert len(desk.told()) == 1


def test_what_was_not_understood_is_said_and_the_rest_done() -> None:
    desk = Desk()
    case = desk.flagged()
    told = desk.say("1 wait 2d\ntwo remove\n9 close\nThanks!\nThe boss\n2 close", desk.offer({1: (case, None)}))
    assert "comes back" in told
    assert "not understood, nothing done: two remove" in told
    assert "no number 9" in told
    assert "below a signature, nothing done: 2 close" in told
    assert "boss" not in told


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def _last_digest(desk: Desk) -> EmailMessage:
    desk.at(desk.clock.now().replace(hour=1, minute=0) + timedelta(days=1))
    return [m for m in desk.arrived(desk.boss) if "answer" not in m["Subject"] and "Auto-Submitted" in m][-1]


@pytest.mark.parametrize(("language", "word"), [("en", "unknown"), ("zh", "不明")])
def test_the_real_digest_is_answered_by_the_words_it_shows(language: str, word: str) -> None:
    desk = Desk()
    desk.context = replace(desk.context, operator_language=language)
    desk.flagged()
    text = _part(_last_digest(desk), "plain")
    found = CODE.search(text)
    assert found
    assert f"“1 {word}”" in text
    desk.say(f"1 {word}", found[0])
    assert desk.case().state is State.WITH_AMAZON


def test_a_link_of_the_digest_opens_an_answer_that_is_whole_without_the_digest() -> None:
    desk = Desk()
    desk.flagged()
    page = _part(_last_digest(desk), "html")
    links = [html.unescape(link) for link in re.findall(r'href="(mailto:[^"]+)"', page)]
    assert all(link.startswith(f"mailto:{SELLER}?") for link in links)
    wait = next(link for link in links if "wait" in link)
    fields = parse_qs(urlsplit(wait).query)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = BOSS, SELLER, fields["subject"][0]
    mail["Date"], mail["Message-ID"] = format_datetime(desk.clock.now()), "<new@phone.example>"
    mail.set_content(fields["body"][0])
    desk.receive(sign(mail.as_bytes(), "seller.example"))
    assert desk.case().plan is Plan.WAIT


def test_the_digest_sent_back_whole_commands_nothing() -> None:
    desk = Desk()
    desk.flagged()
    sent = _last_digest(desk)
    for part in ("plain", "html"):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = BOSS, SELLER, f"Re: {sent['Subject']}"
        mail["Date"], mail["Message-ID"] = format_datetime(desk.clock.now()), f"<{part}@phone.example>"
        mail.set_content(_part(sent, part), subtype=part)
        desk.receive(sign(mail.as_bytes(), "seller.example"))
    assert (desk.case().state, desk.case().plan) == (State.WITH_OPERATOR, Plan.IDLE)
    assert all("nothing done" in told for told in desk.told())


def test_a_link_is_there_only_where_answers_are() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(days=20))
    for mail in world.arrived(BOSS):
        assert "mailto:" not in mail.as_string()
        assert not CODE.search(mail.as_string())


def test_what_was_begun_when_the_program_died_is_said_and_not_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    case = desk.flagged()
    code = desk.offer({1: (case, None)})

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    raw = sign(desk.write("1 close", code), "seller.example")
    with monkeypatch.context() as patched:
        patched.setattr(decisions, "close", dies)
        with pytest.raises(KeyboardInterrupt):
            desk.receive(raw)
    desk.sleep(timedelta(minutes=1))
    assert desk.case().state is State.WITH_OPERATOR
    (told,) = desk.told()
    assert "look whether it was done" in told
