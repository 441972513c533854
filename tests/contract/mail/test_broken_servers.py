"""What the IMAP adapter makes of servers that lie, flood, stall and refuse."""

import resource
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from tests.contract.mail.broken import hang_up, session_with, stay_silent, to
from tests.e2e.script import Peer, Play, ScriptedServer

from noticed.adapters import imap_questions
from noticed.adapters.imap import ImapMail
from noticed.ports import MailSession, Search, Summary, Transient

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KNOWN = Summary(uid=1, size=100, received_at=NOW, header=b"")
GOOD = b'* %d FETCH (UID %d RFC822.SIZE 5 INTERNALDATE "24-Nov-2026 12:00:00 +0000" BODY[HEADER]<0> {4}\r\nA: b)\r\n'


def flood(line: bytes) -> Play:
    def play(peer: Peer) -> None:
        while True:
            peer.send(line * 1000)

    return play


Call = Callable[[MailSession], object]
CALLS: dict[str, Call] = {
    "LIST": lambda session: session.folders(),
    "EXAMINE": lambda session: session.examine("INBOX"),
    "UID SEARCH": lambda session: session.uids_after(0),
    "UID FETCH": lambda session: session.summaries([1]),
    "BODY.PEEK[]": lambda session: session.body(KNOWN, 1000),
}


@pytest.mark.parametrize("command", [name for name in CALLS if name != "EXAMINE"])
@pytest.mark.parametrize(
    "answer",
    [
        hang_up,
        stay_silent,
        b"* BYE too many connections\r\n",
        b"nonsense\r\n",
        b"* 1 FETCH (UID 1 RFC822.SIZE\r\n",
        b"* 1 FETCH (UID x)\r\n",
        b"* 1 FETCH " + b"(" * 5000 + b"\r\n",
        b"* LIST (\\Sent\r\n* SEARCH one two\r\n* 1 FETCH (UID 1 RFC822.SIZE NIL)\r\n",
        b"* 1 FETCH (UID 1 BODY[] {4294967296}\r\n",
        b"* 1 FETCH (UID 1 BODY[] {999999999999999999999}\r\n",
        b"x" * 2_000_000 + b"\r\n",
        b"TAG NOT KNOWN\r\n",
        b"Z9999 OK done\r\n",
        flood(b"* OK still here, still here, still here\r\n"),
    ],
    ids=lambda answer: answer[:40].decode() if isinstance(answer, bytes) else answer.__qualname__,
)
def test_an_answer_that_cannot_be_read_is_transient(command: str, answer: bytes | Play) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with session_with({command: answer}) as session, suppress(Transient):  # some of it does no harm
        CALLS[command](session)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "kB of memory"


@pytest.mark.parametrize("command", ["UID SEARCH", "UID FETCH", "NOOP"])
@pytest.mark.parametrize("answer", [hang_up, stay_silent])
def test_a_connection_that_dies_is_transient(command: str, answer: Play) -> None:
    with session_with({command: answer}) as session, pytest.raises(Transient):
        CALLS["UID SEARCH" if command == "NOOP" else command](session)


def test_uids_nobody_asked_for_are_left_out() -> None:
    with session_with({"UID SEARCH": b"* SEARCH 3 2 2 99999999999 1 7\r\n"}) as session:
        assert session.uids_after(2) == (3, 7)


def test_a_message_nobody_asked_for_is_left_out() -> None:
    with session_with({"UID FETCH": GOOD % (1, 1) + GOOD % (9, 9) + b"* 2 FETCH (FLAGS (\\Seen))\r\n"}) as session:
        assert [summary.uid for summary in session.summaries([1])] == [1]


def test_one_message_the_server_will_not_show_does_not_hide_the_others() -> None:
    def answer(peer: Peer) -> None:
        peer.say("* OK ready")
        for line in peer.lines():
            tag, _, command = line.partition(b" ")
            uids = command.split(b" ")[2].split(b",") if command.startswith(b"UID FETCH") else []
            if command.startswith(b"CAPABILITY"):
                peer.say("* CAPABILITY IMAP4rev1")
            if command.startswith(b"EXAMINE"):
                peer.say("* 3 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 4] ok")
            if b"2" in uids:
                peer.say(tag + b" NO [SERVERBUG] cannot show it")
                continue
            for uid in uids:
                peer.send(GOOD % (int(uid), int(uid)))
            peer.say(tag + b" OK done")

    with ScriptedServer(answer) as server, ImapMail(to(server.port)).connect() as session:
        session.examine("INBOX")
        summaries = session.summaries([1, 2, 3])
        assert [(summary.uid, summary.size) for summary in summaries] == [(1, 5), (2, 0), (3, 5)]
        assert session.body(summaries[1], 1000) is None


def test_a_date_that_cannot_be_read_is_an_old_one() -> None:
    with session_with({"UID FETCH": (GOOD % (1, 1)).replace(b"24-Nov-2026", b"99-Foo-0000")}) as session:
        assert session.summaries([1])[0].received_at.year == 1970


def test_a_body_that_never_ends_is_given_up_at_the_limit() -> None:
    piece = b"x" * (256 * 1024)
    with session_with({"UID FETCH": b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%b)\r\n" % (len(piece), piece)}) as session:
        assert session.body(KNOWN, 1_000_000) is None


def test_a_message_that_vanishes_between_two_pieces_is_gone_and_not_half() -> None:
    piece = b"x" * (256 * 1024)
    answers: dict[str, bytes | Play] = {
        "BODY.PEEK[]<0.": b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%b)\r\n" % (len(piece), piece),
        "BODY.PEEK[]<262144.": b"* 1 FETCH (UID 1 BODY[]<262144> NIL)\r\n",
    }
    with session_with(answers) as session:
        whole = Summary(uid=1, size=300_000, received_at=NOW, header=b"")
        assert session.body(whole, 1_000_000) is None
        assert session.body(Summary(uid=1, size=262_144, received_at=NOW, header=b""), 1_000_000) == piece


@pytest.mark.parametrize("text", [b"NIL", b'""', b"{0}\r\n"])
def test_a_body_of_no_octets_below_a_header_is_not_shown_whatever_size_the_server_says(text: bytes) -> None:
    shown = Summary(uid=1, size=0, received_at=NOW, header=b"From: Amazon <notice@amazon.com>\r\n\r\n")
    with session_with({"UID FETCH": b"* 1 FETCH (UID 1 BODY[]<0> " + text + b")\r\n"}) as session:
        assert session.body(shown, 1000) is None


def test_a_fetch_without_what_was_asked_for_is_transient() -> None:
    with session_with({"UID FETCH": b"* 1 FETCH (UID 1 FLAGS ())\r\n"}) as session:
        with pytest.raises(Transient):
            session.body(KNOWN, 1000)
        with pytest.raises(Transient):
            session.summaries([1])


def test_a_search_the_server_cannot_do_becomes_smaller_ones() -> None:
    answers: dict[str, bytes | Play] = {
        "OR ": b"TAG BAD too complex\r\n",
        'FROM "a@amazon.com"': b"* SEARCH 1\r\n",
        'FROM "b@amazon.com"': b"* SEARCH 2\r\n",
        'SUBJECT "notice"': b"* SEARCH 3 1\r\n",
    }
    with session_with(answers) as session:
        wanted = Search(since=NOW, senders=("a@amazon.com", "b@amazon.com"), subjects=("notice",))
        assert session.search(wanted) == (1, 2, 3)


def test_a_search_the_server_cannot_do_at_all_becomes_every_message_since() -> None:
    answers: dict[str, bytes | Play] = {
        "CHARSET": b"TAG NO [BADCHARSET (US-ASCII)] no\r\n",
        "FROM": b"* SEARCH 1\r\n",
        "UID SEARCH SINCE": b"* SEARCH 1 2 3\r\n",
    }
    with session_with(answers) as session:
        assert session.search(Search(since=NOW, senders=("a@amazon.com",), subjects=())) == (1,)
        assert session.search(Search(since=NOW, senders=("a@amazon.com",), subjects=("知识产权",))) == (1, 2, 3)


def test_a_server_that_does_not_show_the_fields_is_asked_by_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_questions, "MANY", 1)
    monkeypatch.setattr(imap_questions, "FEW", 0)
    answers: dict[str, bytes | Play] = {
        "EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] ok\r\n",
        "UID 1:*": b"* SEARCH 1 2 3\r\n",
        "HEADER.FIELDS": b"TAG NO [LIMIT] not now\r\n",
        "FROM": b"* SEARCH 2\r\n",
    }
    with session_with(answers) as session:
        assert session.search(Search(since=NOW, senders=("a@amazon.com",), subjects=())) == (2,)


@pytest.mark.parametrize("shown", [b"\r\n", b"", b"From: a@amazon.com\r\n\r\n", b"Subject: Policy warning\r\n\r\n"])
def test_a_server_that_shows_less_than_both_fields_is_asked_by_search(
    monkeypatch: pytest.MonkeyPatch, shown: bytes
) -> None:
    monkeypatch.setattr(imap_questions, "MANY", 1)
    monkeypatch.setattr(imap_questions, "FEW", 0)
    fields = b"".join(
        b"* %d FETCH (UID %d BODY[HEADER.FIELDS (FROM SUBJECT)]<0> {%d}\r\n%b)\r\n" % (uid, uid, len(shown), shown)
        for uid in (1, 2, 3)
    )
    answers: dict[str, bytes | Play] = {
        "UID 1:*": b"* SEARCH 1 2 3\r\n",
        "HEADER.FIELDS": fields,
        "FROM": b"* SEARCH 2\r\n",
    }
    with session_with(answers) as session:
        assert session.search(Search(since=NOW, senders=("b@amazon.com",), subjects=("complaint",))) == (2,)


@pytest.mark.parametrize(
    "refusal", [b"TAG BAD unknown search key\r\n", b"* ESEARCH UID ALL 1\r\nTAG NO [CANNOT] no\r\n"]
)
def test_a_server_that_announces_ranges_and_refuses_them_is_asked_for_one_by_one(refusal: bytes) -> None:
    known = b"* CAPABILITY IMAP4rev1 ESEARCH\r\n"
    with session_with({"CAPABILITY": known, "RETURN": refusal, "SEARCH": b"* SEARCH 2 3 7\r\n"}) as session:
        assert session.uids_after(0) == (2, 3, 7)


def test_ranges_that_name_no_end_are_no_answer() -> None:
    endless: dict[str, bytes | Play] = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 ESEARCH\r\n",
        "SEARCH": b"* ESEARCH UID ALL 1:*\r\n",
    }
    with session_with(endless) as session, pytest.raises(Transient):
        session.uids_after(0)


def test_ranges_are_asked_for_where_they_are_known_and_what_comes_is_taken() -> None:
    known = b"* CAPABILITY IMAP4rev1 ESEARCH\r\n"
    for said in (b"* ESEARCH UID ALL 7,2:4\r\n", b"* SEARCH 2 3 4 7\r\n"):
        with session_with({"CAPABILITY": known, "SEARCH": said}) as session:
            assert session.uids_after(0) == (2, 3, 4, 7)
    with session_with({"CAPABILITY": known, "SEARCH": b"* ESEARCH UID\r\n"}) as session:
        assert session.uids_after(0) == ()
    endless: dict[str, bytes | Play] = {"CAPABILITY": known, "SEARCH": b"* ESEARCH UID ALL 1:4294967295\r\n"}
    with session_with(endless) as session, pytest.raises(Transient):
        session.uids_after(0)


def test_where_search_is_not_trusted_every_date_is_looked_at() -> None:
    dated = b"".join(
        b'* %d FETCH (UID %d INTERNALDATE "%d-Nov-2026 12:00:00 +0000")\r\n' % (uid, uid, day)
        for uid, day in ((1, 10), (2, 22), (3, 24))
    )
    answers: dict[str, bytes | Play] = {"SINCE": b"* SEARCH\r\n", "UID 1:*": b"* SEARCH 1 2 3\r\n", "FETCH": dated}
    with session_with(answers, search_trusted=False) as session:
        assert session.search(Search(since=NOW, senders=("a@amazon.com",), subjects=())) == (3,)


def test_a_large_mailbox_is_asked_for_in_windows() -> None:
    answers: dict[str, bytes | Play] = {
        "EXAMINE": b"* 120000 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 120001] ok\r\n",
        "SEARCH 1:50000 UID 1:*": b"* SEARCH 1 2\r\n",
        "SEARCH 50001:100000 UID 1:*": b"* SEARCH 50001\r\n",
        "SEARCH 100001:* UID 1:*": b"* SEARCH 120000\r\n",
    }
    with session_with(answers) as session:
        assert session.uids_after(0) == (1, 2, 50001, 120000)
