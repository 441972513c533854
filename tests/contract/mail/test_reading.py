"""Reading a mailbox: what the twin and a real Dovecot both do."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.mail.conftest import World

from noticed.adapters import imap_questions
from noticed.ports import MailSession, Permanent, Search

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def message(
    subject: str = "Hello", sender: str = "someone@elsewhere.test", body: str = "Text.", more: str = ""
) -> bytes:
    return f"From: {sender}\r\nSubject: {subject}\r\n{more}\r\n{body}\r\n".encode()


def test_an_empty_mailbox_is_empty(session: MailSession) -> None:
    state = session.examine("INBOX")
    assert (state.exists, state.uid_next) == (0, 1)
    assert session.uids_after(0) == ()
    assert session.summaries([]) == ()


def test_a_message_is_read_octet_for_octet(world: World, session: MailSession) -> None:
    raw = message(body="Grüße, 你好\r\n.\r\nFrom here on a dot and a From line.")
    world.deliver(raw, received_at=NOW)
    session.examine("INBOX")
    (summary,) = session.summaries(session.uids_after(0))
    assert summary.size == len(raw)
    assert summary.received_at == NOW
    assert summary.header == b"From: someone@elsewhere.test\r\nSubject: Hello\r\n\r\n"
    assert session.body(summary, limit=1_000_000) == raw


def test_a_large_message_comes_in_pieces_and_whole(world: World, session: MailSession) -> None:
    raw = message(body="\r\n".join(f"{number:070d}" for number in range(12_000)))
    world.deliver(raw)
    session.examine("INBOX")
    (summary,) = session.summaries([1])
    assert session.body(summary, limit=len(raw)) == raw


def test_bodies_that_were_announced_are_whole_whatever_is_asked_for(world: World, session: MailSession) -> None:
    bodies = ["short", "x" * 300_000, "y" * 1_900_000, "z" * 262_000, "", "last"]
    raws = [message(str(n), body="\r\n".join(re.findall(".{1,70}", body))) for n, body in enumerate(bodies)]
    for raw in raws:
        world.deliver(raw)
    session.examine("INBOX")
    summaries = session.summaries(session.uids_after(0))
    session.ahead(summaries)
    assert [session.body(summary, 3_000_000) for summary in summaries] == raws
    session.ahead(summaries)
    assert session.body(summaries[4], 1000) == raws[4]
    assert session.body(summaries[0], 1000) == raws[0], "not in the order that was announced"
    assert session.body(summaries[1], 1000) is None
    assert session.body(summaries[5], 1000) == raws[5]


def test_of_a_large_message_the_beginning_can_be_read_alone(world: World, session: MailSession) -> None:
    raw = b"Subject: large\r\n\r\n" + b"0123456789\r\n" * 50_000
    world.deliver(raw)
    session.examine("INBOX")
    (summary,) = session.summaries(session.uids_after(0))
    assert session.beginning(summary, 1000) == raw[:1000]
    assert session.body(summary, limit=len(raw)) == raw
    assert session.beginning(replace(summary, uid=summary.uid + 1), 1000) is None


def test_a_message_larger_than_the_limit_is_not_fetched(world: World, session: MailSession) -> None:
    world.deliver(message(body="x" * 5000))
    session.examine("INBOX")
    (summary,) = session.summaries([1])
    assert session.body(summary, limit=summary.size - 1) is None


def test_a_header_is_cut_at_256_kB(world: World, session: MailSession) -> None:  # noqa: N802  # a unit
    world.deliver(message(more="".join(f"X-{number}: {'y' * 900}\r\n" for number in range(400))))
    session.examine("INBOX")
    (summary,) = session.summaries([1])
    assert len(summary.header) == 256 * 1024
    assert summary.header.startswith(b"From: someone@elsewhere.test\r\n")


def test_reading_leaves_every_flag_as_it_was(world: World, session: MailSession) -> None:
    world.deliver(message())
    before = world.stored()
    session.examine("INBOX")
    (summary,) = session.summaries(session.uids_after(0))
    session.body(summary, limit=1000)
    session.search(Search(since=NOW - timedelta(days=900), senders=("someone",), subjects=("Hello",)))
    session.find(NOW - timedelta(days=900), ["Hello"])
    session.passed("INBOX", session.examine("INBOX"))
    session.unchanged("INBOX")
    assert world.stored() == before
    assert not any("\\Seen" in flags for _, flags, _ in before)


def test_uids_after_the_last_are_none(world: World, session: MailSession) -> None:
    world.deliver(message("one"))
    world.deliver(message("two"))
    session.examine("INBOX")
    assert session.uids_after(0) == (1, 2)
    assert session.uids_after(1) == (2,)
    assert session.uids_after(2) == ()
    assert session.uids_after(999) == ()


def test_mail_that_comes_while_we_look_is_found_without_opening_again(world: World, session: MailSession) -> None:
    session.examine("INBOX")
    world.deliver(message())
    assert session.uids_after(0) == (1,)


def test_messages_that_are_gone_have_no_summary(world: World, session: MailSession) -> None:
    world.deliver(message("one"))
    world.deliver(message("two"))
    session.examine("INBOX")
    assert [summary.uid for summary in session.summaries([7, 2, 1, 2, 99])] == [1, 2]


def test_a_rebuilt_mailbox_says_so_by_its_uidvalidity(world: World) -> None:
    world.deliver(message())
    with world.mail().connect() as session:
        before = session.examine("INBOX")
    world.renumber()
    with world.mail().connect() as session:
        after = session.examine("INBOX")
    assert after.uidvalidity != before.uidvalidity
    assert after.exists == 1


def test_a_mailbox_that_is_not_there_is_permanent_and_named(session: MailSession) -> None:
    with pytest.raises(Permanent, match="Nowhere"):
        session.examine("Nowhere")


def test_mailboxes_are_listed_with_their_use(world: World, session: MailSession) -> None:
    world.deliver(message(), "来信")
    uses = {folder.name: folder.special_use for folder in session.folders()}
    assert uses == {"INBOX": None, "Sent": "Sent", "Junk": "Junk", "来信": None}
    assert session.examine("来信").exists == 1


def test_the_first_look_finds_senders_and_subjects_in_any_language(world: World, session: MailSession) -> None:
    recent = NOW - timedelta(days=3)
    world.deliver(message("Newsletter", "news@shop.test"), received_at=recent)
    world.deliver(message("Your listing", "Amazon <notice@amazon.com>"), received_at=recent)
    world.deliver(message("Fwd: Policy Warning (B0C1234567)", "friend@shop.test"), received_at=recent)
    world.deliver(message("=?utf-8?b?" + "55+l6K+G5Lqn5p2D5oqV6K+J" + "?=", "x@y.test"), received_at=recent)
    world.deliver(message("Policy Warning", "old@amazon.com"), received_at=NOW - timedelta(days=200))
    session.examine("INBOX")
    many = tuple(f"nobody-{number}@nowhere.test" for number in range(45))
    wanted = Search(
        since=NOW - timedelta(days=90),
        senders=(*many, "@amazon.com"),
        subjects=("policy warning (", 'with "quotes" and \\', "知识产权"),
    )
    assert session.search(wanted) == (2, 3, 4)


class Clock:
    """What ``time.monotonic`` says, one after the other."""

    def __init__(self, *times: float) -> None:
        self._times = list(times)

    def monotonic(self) -> float:
        return self._times.pop(0)


@pytest.mark.parametrize(
    "times",
    [(0, 1, 3, 3, 12, 14), (0, 2, 3, 3, 5, 14), (0, 2, 5, 5, 7, 10)],
    ids=["reading is quicker in the better turn", "SEARCH is", "reading is in both"],
)
def test_in_a_large_mailbox_words_are_looked_for_by_what_is_quicker_and_the_same_is_found(
    world: World, session: MailSession, monkeypatch: pytest.MonkeyPatch, times: tuple[float, ...]
) -> None:
    subjects = (
        "Newsletter", "Policy\r\n Warning (B0C1234567)", "Re: POLICY WARNING (again)", "=?utf-8?q?r=C3=89clamation?=",
        "=?utf-8?b?55+l6K+G5Lqn5p2D?=\r\n =?utf-8?b?5oqV6K+J?=", "policies and warnings (none)", "notice@amazon.com",
    )  # fmt: skip
    for subject in subjects:
        world.deliver(message(subject, "Notice <friend@shop.test>"), received_at=NOW)
    world.deliver(message("Hello", "=?utf-8?q?Amazon?= <Notice@Amazon.co.jp>"), received_at=NOW)
    world.deliver(message("Hello " + 200 * "and on " + "policy warning (far)"), received_at=NOW)
    world.deliver(message("Hello"), received_at=NOW)
    monkeypatch.setattr(imap_questions, "MANY", 1)
    monkeypatch.setattr(imap_questions, "TRIED", 2)
    monkeypatch.setattr(imap_questions, "READ_AT_ONCE", 3)
    monkeypatch.setattr(imap_questions, "time", Clock(*times))
    session.examine("INBOX")
    wanted = Search(
        since=NOW - timedelta(days=90),
        senders=("notice@amazon",),
        subjects=("policy warning (", "Réclamation", "知识产权投诉"),
    )
    assert session.search(wanted) == (2, 3, 4, 5, 8, 9)


def test_a_search_for_nothing_finds_everything_since_that_day(world: World, session: MailSession) -> None:
    for days in (200, 40, 2):
        world.deliver(message(), received_at=NOW - timedelta(days=days))
    session.examine("INBOX")
    assert session.search(Search(since=NOW - timedelta(days=90), senders=(), subjects=())) == (2, 3)


def test_our_own_copy_is_found_by_any_of_its_names(world: World, session: MailSession) -> None:
    world.deliver(message("Question", more="Message-ID: <abc.1@shop.test>\r\n"), received_at=NOW)
    world.deliver(message("Question", more="X-Noticed-Letter: N-7K3F.1\r\n"), received_at=NOW)
    world.deliver(message("Re: a very long subject that was\r\n folded [N-7K3F]"), received_at=NOW)
    world.deliver(message("Re: =?utf-8?b?" + "6Zeu6aKYIFtOLTdLM0Zd" + "?="), received_at=NOW)
    world.deliver(message("Unrelated", body="N-7K3F <abc.1@shop.test>"), received_at=NOW)
    world.deliver(message("Old [N-7K3F]"), received_at=NOW - timedelta(days=30))
    session.examine("INBOX")
    since = NOW - timedelta(days=2)
    assert session.find(since, ["<abc.1@shop.test>"]) == (1,)
    assert session.find(since, ["n-7k3f.1"]) == (2,)
    assert session.find(since, ["N-7K3F"]) == (2, 3, 4)
    assert session.find(since, ["<abc.1@shop.test>", "N-7K3F"]) == (1, 2, 3, 4)
    assert session.find(since, ["", "N-0000"]) == ()


def test_a_mailbox_that_was_read_is_unchanged_until_something_comes(world: World, session: MailSession) -> None:
    world.deliver(message(), "Junk")
    for mailbox in ("INBOX", "Junk"):
        assert session.unchanged(mailbox) is None, "nothing is known of it on this connection"
        state = session.examine(mailbox)
        session.uids_after(0)
        session.passed(mailbox, state)
    for mailbox in ("INBOX", "Junk"):
        assert session.unchanged(mailbox) is True
    for mailbox in ("Junk", "INBOX"):
        world.deliver(message(), mailbox)
        assert session.unchanged(mailbox) is False
        state = session.examine(mailbox)
        assert state.uid_next == session.uids_after(0)[-1] + 1
        session.passed(mailbox, state)
        assert session.unchanged(mailbox) is True


def test_what_came_while_a_mailbox_was_read_is_a_change(world: World, session: MailSession) -> None:
    state = session.examine("INBOX")
    world.deliver(message("one"))
    assert session.uids_after(0) == (1,)
    world.deliver(message("two"))
    session.summaries([1])  # a server may tell of the second one here
    session.passed("INBOX", state)
    assert session.unchanged("INBOX") is False
    assert session.uids_after(1) == (2,)


def test_a_mailbox_that_has_gone_is_no_unchanged_one(session: MailSession) -> None:
    session.passed("Nowhere", session.examine("INBOX"))
    assert session.unchanged("Nowhere") is False


def test_wrong_password_is_permanent_and_names_no_secret(world: World) -> None:
    with pytest.raises(Permanent) as refusal, world.mail("wrong-hunter2").connect():
        pass
    line = str(refusal.value)
    assert "password" in line
    assert "hunter2" not in line
    assert "@" not in line
    assert "\n" not in line
