"""Decisions by mail: an answer to a digest is carried out once, for what stood in it, from whoever proves who he is."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, notice, signed
from tests.signing import OTHER_KEY, RECORD, sign
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Disposition, Plan, Reason, State
from noticed.core.commands import CODE
from noticed.ports import InboxStatus, LetterStatus
from noticed.service import decisions, offers

DIGEST = "D-2026-11-24"
Numbers = Mapping[int, tuple[str | None, str | None]]


class Desk(World):
    """A world whose operator may answer digests."""

    def __init__(self, *, boss: str = BOSS) -> None:
        super().__init__(by_mail=True, operator_emails=(boss,))
        self.boss = boss
        account = self.context.accounts["acme"]
        trusting = replace(account, trust=replace(account.trust, operators=frozenset({boss})))
        self.context = replace(self.context, accounts={"acme": trusting})
        self.resolver.keys["test._domainkey.seller.example"] = RECORD

    def flagged(self) -> str:
        """A case nobody answered."""
        self.receive(signed(notice(date=self.clock.now())))
        while self.case().state is State.WITH_COMPLAINANT:
            self.at(self.case().wake_at or START)
        return self.case().case

    def offer(self, numbers: Numbers, digest: str = DIGEST) -> str:
        with self.store.write() as tx:
            return offers.offer(tx, self.context, digest, numbers)

    def write(self, text: str, code: str, *, sender: str | None = None, to: str = SELLER) -> bytes:
        """An answer as a mail program makes it, not signed."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender or self.boss, to, "Re: 1 decide today"
        mail["Date"], mail["Message-ID"] = (
            format_datetime(self.clock.now()),
            f"<{abs(hash((text, code)))}@phone.example>",
        )
        mail["In-Reply-To"] = f"<{DIGEST}.abcdef@seller.example>"
        mail.set_content(f"{text}\n\nOn Tue, 24 Nov 2026 at 08:30, Acme wrote:\n> Answer code {code}\n> 1 · decide\n")
        return mail.as_bytes()

    def say(self, text: str, code: str) -> str:
        """The operator answers, signed; what he is told."""
        before = len(self.told())
        self.receive(sign(self.write(text, code), "seller.example"))
        self.once()
        told = self.told()
        return "\n".join(told[before:])

    def told(self) -> list[str]:
        return [str(m.get_content()) for m in self.arrived(self.boss) if "answer" in m["Subject"]]

    def disbelieved(self) -> list[str]:
        with self.store.read() as tx:
            lines = tx.journal.since(START - timedelta(days=1))
        return [line.text for line in lines if line.event == offers.NOT_BELIEVED]


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
