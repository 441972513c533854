"""The traps of the standard library's mail, each by its number: what raises, hangs or lies there does not here.

S1 to S22, S29 and S30 are traps of reading: each is read by itself, and again by a whole installation, where the
next notice is handled as if nothing had been. S23 to S28 are traps of writing and of the lines to the servers.
"""

import resource
from contextlib import suppress
from dataclasses import replace

import pytest
from tests.contract.mail.broken import session_with
from tests.e2e.script import ScriptedServer, smtp
from tests.mails import COMPLAINANT, SELLER, notice, signed
from tests.unit.mail.test_compose import LETTER
from tests.unit.service.world import World

from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission, is_address, stuffed, with_crlf
from noticed.core.mail.compose import compose
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message
from noticed.ports import InboxStatus, Summary, Transient

TOP = b"From: Notice <notice@amazon.com>\r\nTo: shop@seller.example\r\nSubject: Complaint\r\n"
TEXT = TOP + b"Content-Type: text/plain; charset="


def _top(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\nhello\r\n"


READING = {
    "S1 a leaf that says it is a multipart": TOP + b"Content-Type: multipart/mixed\r\n\r\nhello\r\n",
    "S2 charset X-UNKNOWN": TEXT + b"X-UNKNOWN\r\n\r\nhello\r\n",
    "S2 charset cp-850": TEXT + b"cp-850\r\n\r\nhello\r\n",
    "S2 charset U": TEXT + b"U\r\n\r\nhello\r\n",
    "S2 charset rot13": TEXT + b"rot13\r\n\r\nhello\r\n",
    "S2 charset zlib": TEXT + b"zlib\r\n\r\nhello\r\n",
    "S2 charset hex": TEXT + b"hex\r\n\r\nhello\r\n",
    "S2 charset nothing": TEXT + b'""\r\n\r\nhello\r\n',
    "S3 charset NUL": TEXT + b'"\0"\r\n\r\nhello\r\n',
    "S3 charset idna": TEXT + b"idna\r\n\r\nhello\r\n",
    "S3 charset undefined": TEXT + b"undefined\r\n\r\nhello\r\n",
    "S4 charset utf-7": TEXT + b"utf-7\r\n\r\nhello +ADw-script+AD4-\r\n",
    "S4 charset unicode_escape": TEXT + b"unicode_escape\r\n\r\nhello \\u003cscript\\u003e\r\n",
    "S4 charset punycode": TEXT + b"punycode\r\n\r\nhello\r\n",
    "S5 a group in a group": _top(b"From: a@b.example", b"To: g: h: <c@d.example>;;"),
    "S6 Message-ID in brackets": _top(b"From: a@b.example", b"Message-ID: <[x@microsoft.com]>"),
    "S7 name*": TOP + b"Content-Type: text/plain; name*\r\n\r\nhello\r\n",
    "S8 To is a comment": _top(b"From: a@b.example", b"To: (c):"),
    "S9 a line end in an encoded From": _top(b"From: =?utf-8?Q?a=0ABcc:_v=40x.example?= <a@b.example>"),
    "S10 a Reply-To of pieces": _top(b"From: a@b.example", b'Reply-To: "x" y <z@w.example>, <>;, "q" <r'),
    "S11 a line end in an encoded Subject": _top(b"From: a@b.example", b"Subject: =?UTF-8?Q?a=0D=0ABcc:_v?="),
    "S12 a zone of ages": _top(b"From: a@b.example", b"Date: Mon, 24 Nov 2026 09:00:00 +99999999999"),
    "S12 a date of nonsense": _top(b"From: a@b.example", b"Date: yesterday"),
    "S12 a zone of -0000": _top(b"From: a@b.example", b"Date: Tue, 24 Nov 2026 09:00:00 -0000"),
    "S13 big5 that is none": TEXT + b"big5\r\n\r\nhello \xff\xfe\x80\r\n",
    "S14 surrogates in a header": _top(b"From: a@b.example", b"Subject: \xed\xa0\x80\xed\xb0\x80"),
    "S15 8-bit in a header": _top(b"From: a@b.example", "Subject: 侵权 Verstoß".encode()),
    "S16 two From": _top(b"From: evil@x.example", b"From: notice@amazon.com", b"Subject: Complaint"),
    "S17 a bare CR": _top(b"X-Foo: a\rFrom: evil@x.example", b"From: notice@amazon.com", b"Subject: Complaint"),
    "S18 a line without a colon": _top(b"From: a@b.example", b"no colon here", b"Subject: still a header"),
    "S19 base64 with a comment": TOP + b"Content-Transfer-Encoding: base64 (x)\r\n\r\naGVsbG8=\r\n",
    "S19 an encoding of junk": TOP + b"Content-Transfer-Encoding: junk\r\n\r\nhello\r\n",
    "S20 an address in the name": _top(b'From: "notice@amazon.com" <evil@x.example>'),
    "S20 an address before the address": _top(b"From: notice@amazon.com <evil@x.example>"),
    "S21 1,000 nested multiparts": TOP
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1_000)),
    "S21 1,000 nested messages": TOP + b"Content-Type: message/rfc822\r\n\r\n" * 1_000 + b"hello",
    "S21 2 kB of parentheses": _top(b"From: a@b.example", b"To: " + b"(" * 2_000),
    "S22 60 kB of encoded words": _top(b"From: a@b.example", b"Subject: " + b"=?utf-8?Q?a?= " * 4_300),
    "S22 16 kB of dots": _top(b"From: " + b"." * 16_000),
    "S22 16 kB of commas": _top(b"From: a@b.example", b"To: " + b"," * 16_000),
    "S22 parameters": TOP + b"Content-Type: text/plain" + b"; a=b" * 3_000 + b"\r\n\r\nhello\r\n",
    "S22 30,000 empty parts": TOP + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 30_000,
    "S22 10,000 headers": TOP + b"X-A: b\r\n" * 10_000 + b"\r\nhello\r\n",
    "S29 a signature of nothing": _top(b"DKIM-Signature: ", b"From: notice@amazon.com", b"Subject: Complaint"),
    "S29 a signature of tags": _top(
        b"DKIM-Signature: v=1; a=rsa-sha256; d=amazon.com; s=test; h=from; bh=!; b=!; t=x; x=99999999999999999999",
        b"From: notice@amazon.com",
        b"Subject: Complaint",
    ),
    "S30 Outlook's Authentication-Results": _top(
        b"Authentication-Results: spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=amazon.com; dkim=none (message not"
        b" signed) header.d=none;dmarc=pass action=none header.from=amazon.com;compauth=pass reason=100",
        b"From: notice@amazon.com",
        b"Subject: Complaint",
    ),
    "S30 Authentication-Results of comments": _top(
        b"Authentication-Results: mx(((((.example; dmarc=pass (p=none \\) header.from=amazon.com",
        b"From: notice@amazon.com",
        b"Subject: Complaint",
    ),
}

HELLO = {name for name in READING if name[:3].strip() in {"S1", "S2", "S3", "S4", "S7", "S13", "S18", "S19"}}
"""Their text can be read all the same."""
_CONTROLS = {chr(code) for code in (*range(32), *range(127, 160))} - {"\n", "\t"}


def _strings(message: Message) -> list[str]:
    people = [*message.from_, *message.to, *message.cc, *message.reply_to]
    named = [text for person in people for text in (person.name, person.spec)]
    return [message.subject, *named, *(value for _, value in message.headers)]


@pytest.mark.parametrize("name", READING)
@pytest.mark.timeout(20)
def test_a_trap_is_read_and_only_safe_values_leave(name: str) -> None:
    message = read_message(READING[name])
    lines = _strings(message)
    for text in (*lines, message.text, message.html_text):
        text.encode("utf-8")
        assert not _CONTROLS & set(text)
    assert not any("\n" in line for line in lines)
    assert "<script>" not in message.text
    if name in HELLO:
        assert message.text.startswith("hello")


def test_what_a_trap_hides_is_no_address() -> None:
    def sender(name: str) -> list[str]:
        return [address.spec for address in read_message(READING[name]).from_]

    assert sender("S9 a line end in an encoded From") == ["a@b.example"]
    assert sender("S17 a bare CR") == ["notice@amazon.com"]
    assert sender("S20 an address in the name") == ["evil@x.example"]
    assert sender("S20 an address before the address") == ["evil@x.example"]
    assert sender("S16 two From") == ["evil@x.example", "notice@amazon.com"]  # both, so that they can be counted
    assert [a.spec for a in read_message(READING["S5 a group in a group"]).to] == ["c@d.example"]


NUMBERS = tuple(dict.fromkeys(name.split()[0] for name in READING))


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.timeout(60)
def test_a_trap_in_the_inbox_harms_nobody_and_is_kept_as_it_came(number: str) -> None:
    world = World()
    for trap in (raw for name, raw in READING.items() if name.split()[0] == number):
        world.server.deliver(SELLER, trap)
    world.receive(signed(notice(date=world.clock.now())))
    assert [letter.to for letter in world.letters()] == [(COMPLAINANT,)]
    assert [case.complaint_ids for case in world.cases()] == [("10987654321",)]
    with world.store.read() as tx:
        stored = {status: tx.inbox.with_status(status) for status in InboxStatus}
    assert stored[InboxStatus.SHUNTED] == stored[InboxStatus.NEW] == ()
    delivered = {message.raw for message in world.server.messages(SELLER)}
    assert {row.raw for rows in stored.values() for row in rows} <= delivered


@pytest.mark.parametrize("domain", ["b.com> <v@x.com", "b.com, v@x.com", "b.com\r\nBcc: v@x.com", 'b".com'])
def test_s23_an_address_of_two_makes_no_letter(domain: str) -> None:
    with pytest.raises(ValueError, match=r"not a mail address|control character"):
        compose(replace(LETTER, to=(f"n@{domain}",)))


LINE_ENDS = {
    "subject": replace(LETTER, subject="a\r\nBcc: v@x.example"),
    "sender_name": replace(LETTER, sender_name="a\r\nBcc: v@x.example"),
    "message_id": replace(LETTER, message_id="<a@b>\r\nBcc: v@x.example"),
    "letter_key": replace(LETTER, letter_key="N-7K3F.1\r\nBcc: v@x.example"),
}


@pytest.mark.parametrize("field", LINE_ENDS)
def test_s24_a_line_end_in_a_value_makes_no_header(field: str) -> None:
    with pytest.raises(ValueError):
        compose(LINE_ENDS[field])


@pytest.mark.parametrize("text", ["a@b>\r\nRCPT TO:<v@x.com", "a@b> NOTIFY=NEVER <x", "a@b.com\nx", "<a@b.com>", ""])
def test_s25_a_command_in_an_address_is_no_address(text: str) -> None:
    assert not is_address(text)


def test_s26_a_dot_behind_a_bare_cr_ends_nothing() -> None:
    sent = stuffed(with_crlf(b"a\r.\rb\n.\nc"))
    assert b"\r\n.\r\n" not in sent
    assert sent.replace(b"\r\n", b"").count(b"\r") == 0


def test_s27_an_odd_goodbye_after_the_250_is_success() -> None:
    with ScriptedServer(smtp({"QUIT": b"500 what?\r\n"})) as server:
        to = Server(host="127.0.0.1", port=server.port, tls="none", username="u", secret=lambda: "p", timeout=5)
        with SmtpSubmission(to, 5).connect() as line:
            assert all(answer.accepted for answer in line.envelope("a@b.example", ["c@d.example"]))
            assert line.data(b"Subject: x\r\n\r\ny\r\n").accepted


def test_s28_an_announced_literal_of_4_gb_costs_nothing() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lie: dict[str, object] = {"BODY.PEEK[]": b"* 1 FETCH (UID 1 BODY[] {4294967296}\r\n"}
    known = Summary(uid=1, size=100, received_at=LETTER.date, header=b"")
    with session_with(lie) as session, suppress(Transient):  # type: ignore[arg-type]
        session.body(known, 1000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kB of memory"
