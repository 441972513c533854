"""Corners of the line: unread mail, dead addresses, short deadlines, forged copies, mixed notices."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, answer, bounce, clearance, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Case, Outcome, Reason, State
from noticed.ports import Answer, InboxRow, InboxStatus, Letter, LetterStatus, Phase, Transient, Tx
from noticed.service import decisions, steps, triage
from noticed.service.context import Context
from noticed.service.extra import Extra

DAY = timedelta(days=1)


def test_a_message_in_a_dead_processs_hands_stops_the_last_look() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.server.deliver(SELLER, answer(inquiry, date=START))
    steps.poll_account(world.context, world.context.accounts["acme"])
    with world.store.write() as tx:  # what a kill in the middle of triage leaves
        for row in tx.inbox.with_status(InboxStatus.NEW):
            tx.inbox.save(replace(row, attempts=1, retry_at=START + timedelta(hours=1)))
    world.clock.set(START + timedelta(minutes=5))
    assert not steps.last_look(world.context, world.context.accounts["acme"])
    world.sleep(timedelta(hours=2))
    assert world.case().state is State.WITH_OPERATOR


def test_a_store_that_is_locked_costs_a_message_no_try() -> None:
    world = World()
    world.server.deliver(SELLER, signed(notice(date=START)))
    steps.poll_account(world.context, world.context.accounts["acme"])

    def locked(context: Context, row: InboxRow, take: triage.Take) -> None:
        raise Transient("the store is locked")

    real, triage.handle = triage.handle, locked
    try:
        for _ in range(10):
            try:
                triage.triage(world.context)
            except Transient:
                world.clock.set(world.clock.now() + timedelta(hours=2))
    finally:
        triage.handle = real
    world.once()
    assert world.case().attempts == 1


def test_one_dead_address_of_the_operators_silences_no_alert() -> None:
    world = World(operator_emails=(BOSS, "dead@seller.example"))
    world.submission.answers["dead@seller.example"] = Answer(code=550, text="no such user")
    world.sleep(DAY)
    assert any("nothing to decide" in m["Subject"] for m in world.arrived(BOSS))


def test_a_deadline_of_two_days_lets_the_inquiry_leave_and_then_hands_over() -> None:
    world = World()
    world.receive(signed(notice(date=START, deadline=2)))
    assert len(world.arrived(COMPLAINANT)) == 1
    world.sleep(timedelta(hours=25))
    assert world.case().state is State.WITH_OPERATOR


def test_nobody_can_postpone_a_letter_by_a_year() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    away = "I am out of the office until 31 December 2027."
    machine = [("Auto-Submitted", "auto-replied")]
    world.receive(answer(inquiry, date=START, text=away, headers=machine))
    wake = world.case().wake_at
    assert wake is not None
    assert wake <= START + timedelta(days=31)


def test_a_made_up_copy_of_a_letter_that_never_left_only_holds_it() -> None:
    world = World(hold=timedelta(hours=1))
    world.receive(signed(notice(date=START)))
    (letter,) = world.letters()
    assert letter.status is LetterStatus.QUEUED
    forged = answer(None, date=START, sender=SELLER, to=COMPLAINANT)
    head = f"X-Noticed-Letter: {letter.message_id.strip('<>').partition('@')[0]}\n".encode()
    world.receive(head + forged)
    (letter,) = world.letters()
    assert letter.status is LetterStatus.HELD
    assert world.case().attempts == 0


def test_a_retraction_of_a_complaint_we_do_not_know_clears_nothing() -> None:
    world = World()
    world.receive(signed(notice(date=START, complaint="")))
    world.receive(signed(clearance(date=START, complaint="10999999991")))
    assert world.case().state is State.WITH_COMPLAINANT
    with world.store.read() as tx:
        assert len(tx.inbox.with_status(InboxStatus.HELD)) == 1


def test_a_new_complaint_beside_an_old_one_that_is_with_amazon_is_a_case_of_its_own() -> None:
    world = World(attempts=1)
    world.receive(signed(notice(date=START)))
    world.sleep(10 * DAY)
    decisions.decide(world.context, world.case().case, Outcome.REASON_UNKNOWN, "", Extra())
    world.once()
    table = notice(date=world.clock.now()).decode()
    second = (
        f"Complaint ID: 10987654321\n\nASIN: B0C7654321\nInfringement type: Trademark\nComplaint ID: 10987654331\n"
        f"Rights owner email: {COMPLAINANT}"
    )
    world.receive(signed(table.replace("Complaint ID: 10987654321", second).encode()))
    assert len(world.cases()) == 2
    assert world.cases()[0].state is State.WITH_AMAZON
    assert "10987654331" in world.cases()[1].complaint_ids
    assert len([m for m in world.arrived(AMAZON) if m["To"] == AMAZON]) == 1


def test_many_idle_cases_make_one_alarm_a_day() -> None:
    world = World(attempts=1)
    for number in range(3):
        raw = notice(date=START, complaint=f"1098765432{number}", complainant=f"ip@brand{number}.example")
        world.receive(signed(raw))
    world.sleep(10 * DAY)
    world.sleep(5 * DAY)
    assert len([m for m in world.arrived(BOSS) if m["Subject"] == "cases wait for you"]) == 1


def test_without_a_hold_no_letter_is_announced() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    assert [m["Subject"] for m in world.arrived(BOSS) if "leaves at" in m["Subject"]] == []


def test_complainants_who_share_nothing_but_a_provider_are_two_and_learn_nothing_of_each_other() -> None:
    for domain in ("hotmail.fr", "alpha.or.jp", "alpha.avocat.fr", "alpha.gd.cn"):
        world = World()
        first, second = f"ip@{domain}", f"law@{domain.replace('alpha', 'beta')}"
        world.receive(signed(notice(date=START, complainant=first)))
        world.receive(signed(notice(date=START, complaint="10987654322", asins=["B0C7654321"], complainant=second)))
        assert [case.complainant_emails for case in world.cases()] == [(first,), (second,)]
        world.sleep(5 * DAY)
        assert {m["To"] for m in (*world.arrived(first), *world.arrived(second))} == {first, second}


def test_a_report_on_a_letter_whose_answer_was_cut_off_by_a_kill_is_no_less_a_report() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    with world.store.write() as tx:  # what a kill between the final dot and the answer's commit leaves
        (letter,) = tx.outbox.of_case(world_case(tx).case)
        mid_air = replace(letter, letter=f"{letter.case}.2", message_id=f"<{letter.case}.2.abc@x.example>")
        mid_air = replace(mid_air, status=LetterStatus.SUBMITTING, phase=Phase.DATA, owner="gone", submitted_at=None)
        tx.outbox.add(replace(mid_air, tries=1, copied_at=None, copy_id=None))
        tx.cases.save(replace(world_case(tx), awaited=mid_air.letter))
    inquiry.replace_header("Message-ID", mid_air.message_id)
    inquiry.replace_header("X-Noticed-Letter", mid_air.message_id.strip("<>").partition("@")[0])
    world.server.deliver(SELLER, bounce(inquiry, COMPLAINANT, date=START))
    steps.poll_account(world.context, world.context.accounts["acme"])
    triage.triage(world.context)
    assert world.case().reason is Reason.BOUNCED


def world_case(tx: Tx) -> Case:
    (case,) = tx.cases.all()
    return case


def test_a_letter_that_breaks_in_its_envelope_takes_none_behind_it_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    broken: list[str] = []

    def once(tx: Tx, letter: Letter) -> bool:
        if letter.status is LetterStatus.SUBMITTING and not broken:
            broken.append(letter.letter)
            raise ValueError("a bug")
        return False

    monkeypatch.setattr("noticed.service.suppression.of_letter", once)
    for number, brand in enumerate(("first.example", "second.example")):
        world.server.deliver(
            SELLER, signed(notice(date=START, complainant=f"ip@{brand}", complaint=f"1798765430{number}"))
        )
    world.once()
    assert broken
    told = sorted(len(world.arrived(f"ip@{brand}")) for brand in ("first.example", "second.example"))
    assert told == [0, 1]
    assert sorted(x.status for x in world.letters()) == [LetterStatus.HELD, LetterStatus.SUBMITTED]
