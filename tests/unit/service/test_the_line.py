"""The whole line over twins: notice, inquiry, silence, flag, decision, letter to Amazon, clearance."""

from datetime import timedelta

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, answer, bounce, clearance, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Disposition, LetterKind, Outcome, Reason, State
from noticed.ports import InboxStatus, LetterStatus, Refused
from noticed.service import decisions
from noticed.service.extra import Extra

DAY = timedelta(days=1)


def test_a_notice_opens_a_case_and_asks_the_complainant_with_amazon_in_copy() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    case = world.case()
    assert (case.state, case.attempts, case.complaint_ids) == (State.WITH_COMPLAINANT, 1, ("10987654321",))
    (inquiry,) = world.arrived(COMPLAINANT)
    assert inquiry["To"] == COMPLAINANT
    assert inquiry["Cc"] == AMAZON
    assert inquiry["Bcc"] is None
    assert "10987654321" in inquiry["Subject"]
    assert inquiry["Subject"].endswith(f"[{case.case}]")
    assert world.arrived(AMAZON)[0]["Message-ID"] == inquiry["Message-ID"]
    assert [m["Message-ID"] for m in world.arrived(SELLER)].count(inquiry["Message-ID"]) == 1


@pytest.mark.parametrize("owner", ["jeff-dispute@amazon.com", "BrandCo (buyer.dispute@marketplace.amazon.com)"])
def test_a_complainant_whose_name_is_an_address_of_amazons_does_not_lead_our_letters_there(owner: str) -> None:
    """A competitor types it as the name of the rights owner: copies and appeals would go where nobody reads them."""
    world = World()
    world.receive(signed(notice(date=START, owner=owner)))
    (inquiry,) = world.arrived(COMPLAINANT)
    assert inquiry["Cc"] == AMAZON == world.case().amazon_cc


def test_a_complainant_in_germany_is_asked_in_german_with_english_below() -> None:
    world = World()
    world.receive(signed(notice(date=START, complainant="recht@marke.de")))
    world.sleep(5 * DAY)
    for letter in world.arrived("recht@marke.de"):
        assert letter.get_content().startswith("Guten Tag,")
        assert "\nHello,\n" in letter.get_content().replace("\r", "")
        assert "10987654321" in letter["Subject"]
    assert len(world.arrived("recht@marke.de")) == 2


@pytest.mark.parametrize("attempts", range(1, 7))
def test_silence_is_flagged_after_n_letters_and_the_decision_tells_amazon(attempts: int) -> None:
    world = World(attempts=attempts)
    world.receive(signed(notice(date=START)))
    for _ in range(attempts + 1):
        wake = world.case().wake_at
        assert wake is not None
        world.at(wake)
    case = world.case()
    assert (case.state, case.reason, case.attempts) == (State.WITH_OPERATOR, Reason.NO_REPLY, attempts)
    assert len(world.arrived(COMPLAINANT)) == attempts
    done = decisions.decide(world.context, case.case, Outcome.REASON_UNKNOWN, "", Extra())
    assert not done.to_paste
    world.once()
    letters = [m for m in world.arrived(AMAZON) if m["To"] == AMAZON]
    assert len(letters) == 1
    assert letters[0]["Cc"] is None
    assert COMPLAINANT in letters[0].get_content()
    assert world.case().state is State.WITH_AMAZON
    world.receive(signed(clearance(date=world.clock.now())))
    closed = world.case()
    assert (closed.state, closed.disposition) == (State.CLOSED, Disposition.RETRACTED)


def test_reading_twice_changes_nothing() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    for _ in range(2):
        world.server.set_uidvalidity(SELLER)
        world.once()
    with world.store.write() as tx:
        for cursor in tx.mailboxes.all():
            tx.mailboxes.save(cursor.__class__(account=cursor.account, mailbox=cursor.mailbox))
    world.once()
    assert len(world.cases()) == 1
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_human_answer_stops_the_ladder_and_goes_to_the_operator() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.REPLIED)
    world.sleep(30 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1
    assert any("reply" in m["Subject"] for m in world.arrived(BOSS))


_FAILS = [("Authentication-Results", "mx.seller.example; spf=pass; dmarc=fail (p=NONE) header.from=brand.example")]


@pytest.mark.parametrize(
    ("sender", "headers", "believed"),
    [
        (COMPLAINANT, (), True),
        (COMPLAINANT, [("Authentication-Results", "mx.seller.example; dkim=fail; dmarc=pass")], True),
        (COMPLAINANT, _FAILS, False),
        (f"{COMPLAINANT}, x@else.example", (), False),
    ],
)
def test_an_answer_that_the_provider_calls_forged_stops_the_ladder_and_tells_nothing_of_the_right(
    sender: str, headers: list[tuple[str, str]], believed: bool
) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START, sender=sender, headers=headers))
    case = world.case()
    assert (case.state, case.reason) == (State.WITH_OPERATOR, Reason.REPLIED)
    assert case.complaints[0].ip_numbers == (("7311902",) if believed else ())
    with world.store.read() as tx:
        lines = [line.text for line in tx.journal.of_case(case.case, "reply")]
    assert ["(sender unverified)" in line for line in lines] == [not believed]


def test_a_forged_absence_puts_no_letter_off() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    away = [("Auto-Submitted", "auto-replied"), *_FAILS]
    world.receive(answer(inquiry, date=START, text="I am out of office until 24 December 2026.", headers=away))
    world.sleep(5 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 2


def test_an_answer_after_the_flag_is_heard() -> None:
    world = World(attempts=1)
    world.receive(signed(notice(date=START)))
    world.sleep(10 * DAY)
    assert world.case().reason is Reason.NO_REPLY
    world.receive(answer(world.arrived(COMPLAINANT)[0], date=world.clock.now()))
    assert world.case().reason is Reason.REPLIED


def test_an_answer_that_arrives_in_the_last_moment_stops_the_letter_that_is_due() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    wake = world.case().wake_at
    assert wake is not None
    world.clock.set(wake)
    world.server.deliver(SELLER, answer(inquiry, date=wake))  # unread when the step falls due
    world.once()
    assert world.case().reason is Reason.REPLIED
    assert len(world.arrived(COMPLAINANT)) == 1


def test_an_out_of_office_reply_never_stops_the_ladder() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(
        answer(inquiry, date=START, text="I am out of the office.", headers=[("Auto-Submitted", "auto-replied")])
    )
    assert world.case().state is State.WITH_COMPLAINANT
    world.sleep(5 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 2


def test_a_bounce_of_the_copy_alone_changes_nothing_and_of_the_complainants_goes_to_the_operator() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(bounce(inquiry, AMAZON, date=START))
    assert world.case().state is State.WITH_COMPLAINANT
    world.receive(bounce(inquiry, COMPLAINANT, date=START))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.BOUNCED)


def test_what_the_operator_writes_by_hand_stops_the_ladder() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(answer(None, date=START, sender=SELLER, to=COMPLAINANT, text="I am the owner, call me."), "Sent")
    assert world.case().reason is Reason.TAKEN_OVER


@pytest.mark.parametrize(
    "forged",
    [
        notice(date=START),
        signed(notice(date=START, sender="notice@amazon-notice.com"), "amazon-notice.com"),
        signed(notice(date=START), "forwarder.example"),
        signed(notice(date=START), "amazonses.com"),
    ],
    ids=["unsigned", "lookalike", "signed by somebody else", "signed by the relay alone"],
)
def test_a_forged_notice_leads_to_no_letter_and_a_genuine_copy_after_it_does(forged: bytes) -> None:
    world = World()
    world.receive(forged)
    assert world.cases() == ()
    assert world.letters() == ()
    world.receive(signed(notice(date=START)))
    assert world.case().attempts == 1
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_notice_addressed_to_somebody_else_waits_for_the_operator() -> None:
    world = World()
    world.receive(signed(notice(date=START, to="other@elsewhere.example")))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.UNVERIFIED)
    assert world.arrived(COMPLAINANT) == []
    world.receive(signed(notice(date=START)))
    assert world.case().state is State.WITH_COMPLAINANT
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_second_notice_joins_the_open_case_of_its_complainant_and_is_named_in_the_next_letter() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(signed(notice(date=START, complaint="10987654331", asins=("B0C7654321",))))
    assert world.case().complaint_ids == ("10987654321", "10987654331")
    assert len(world.arrived(COMPLAINANT)) == 1
    world.sleep(5 * DAY)
    assert "10987654331" in world.arrived(COMPLAINANT)[-1].get_content()


def test_a_lost_answer_is_settled_by_our_own_copy_and_nothing_is_sent_twice() -> None:
    world = World()
    world.submission.lose_answers = 1
    world.server.deliver(SELLER, signed(notice(date=START)))
    world.once()
    world.sleep(timedelta(hours=1))
    assert len(world.arrived(COMPLAINANT)) == 1
    (letter,) = world.letters()
    assert letter.status is LetterStatus.SUBMITTED
    assert world.case().attempts == 1


def test_nothing_is_sent_while_paused() -> None:
    from noticed.service import letterbox

    world = World()
    letterbox.pause(world.context, None)
    world.receive(signed(notice(date=START)))
    assert world.arrived(COMPLAINANT) == []
    letterbox.resume(world.context, None)
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_refused_complainant_stops_the_case_and_nothing_goes_to_amazon_alone() -> None:
    from noticed.ports import Answer

    world = World()
    world.submission.answers[COMPLAINANT] = Answer(code=550, text="5.1.1 no such user")
    world.receive(signed(notice(date=START)))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.LETTER_FAILED)
    assert world.arrived(AMAZON) == []


def test_a_refused_copy_makes_a_new_version_without_it() -> None:
    from noticed.ports import Answer

    world = World()
    world.submission.answers[AMAZON] = Answer(code=550, text="5.1.1 no such user")
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    assert inquiry["Cc"] is None
    assert "opy to Amazon" not in inquiry.get_content()
    assert [x.status for x in world.letters()] == [LetterStatus.REFUSED, LetterStatus.SUBMITTED]
    assert world.case().attempts == 1


def test_a_decision_that_lacks_something_changes_nothing() -> None:
    world = World(attempts=1)
    world.receive(signed(notice(date=START)))
    world.sleep(10 * DAY)
    before = world.case()
    with pytest.raises(Refused, match="needs"):
        decisions.decide(world.context, before.case, Outcome.NOT_INFRINGING, "", Extra())
    assert world.case() == before
    assert all(x.kind is not LetterKind.NON_INFRINGEMENT for x in world.letters())


def test_a_poisonous_message_is_set_aside_after_three_tries_and_the_others_go_on() -> None:
    world = World()
    world.resolver.key = lambda _: 1 / 0  # type: ignore[assignment,method-assign,return-value]  # a bug in the middle of triage
    world.server.deliver(SELLER, signed(notice(date=START)))
    world.once()
    with world.store.read() as tx:
        (row,) = tx.inbox.with_status(InboxStatus.SHUNTED)
    assert "ZeroDivisionError" in (row.error or "")


def test_a_deadline_two_days_off_hands_the_case_over() -> None:
    world = World()
    world.receive(signed(notice(date=START, deadline=5)))
    world.sleep(3 * DAY)
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.DEADLINE)


def test_the_digest_comes_once_a_day_also_when_there_is_nothing() -> None:
    world = World()
    world.sleep(3 * DAY)
    world.sleep(timedelta(hours=1))
    subjects = [m["Subject"] for m in world.arrived(BOSS)]
    assert len(subjects) == 2  # of the first day and of the fourth; days asleep are not made up


def test_a_lawsuit_from_a_stranger_that_names_the_store_alarms_at_once() -> None:
    world = World()
    text = (
        "To Acme Home Goods: you are a defendant in case 1:26-cv-01234. The court entered a Temporary Restraining "
        "Order against your trademark infringement on Amazon."
    )
    world.receive(answer(None, date=START, sender="clerk@lawfirm.example", text=text))
    assert world.cases() == ()
    with world.store.read() as tx:
        (row,) = tx.inbox.with_status(InboxStatus.HELD)
    assert "court signs" in (row.error or "")
    assert any("court signs" in m["Subject"] for m in world.arrived(BOSS))


def test_amazons_signed_answer_in_the_thread_goes_to_the_operator() -> None:
    world = World(attempts=1)
    world.receive(signed(notice(date=START)))
    world.sleep(10 * DAY)
    decisions.decide(world.context, world.case().case, Outcome.REASON_UNKNOWN, "", Extra())
    world.once()
    letter = next(m for m in world.arrived(AMAZON) if m["To"] == AMAZON)
    raw = answer(letter, date=world.clock.now(), sender=AMAZON, text="Thank you. Which of the listings do you mean?")
    world.receive(signed(raw))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.AMAZON_ANSWERED)


def test_a_lookalikes_mail_is_one_counted_line_of_the_digest() -> None:
    world = World()
    raw = notice(date=START, sender="notice@amazon-notice.com", complaint="", asins=(), complainant="", owner="")
    world.receive(raw)
    assert world.cases() == ()
    with world.store.read() as tx:
        assert len(tx.inbox.with_status(InboxStatus.QUARANTINED)) == 1
