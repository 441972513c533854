"""Whatever arrives becomes a message, or at least what can be read of one."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.mail.addresses import read_addresses
from noticed.core.mail.charset import decode
from noticed.core.mail.headers import decode_words
from noticed.core.mail.message import read_message
from noticed.core.mail.mime import MAX_PARTS

_CONTROLS = {chr(code) for code in (*range(32), *range(127, 160))} - {"\n", "\t"}


def _message(*headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + body


def test_a_plain_message_is_read() -> None:
    message = read_message(
        _message(
            'From: "Amazon" <Notice@Amazon.com>',
            "To: Shop <shop@seller.example>, b@seller.example",
            "Subject: =?utf-8?q?Mitteilung=3A_Versto=C3=9F?=",
            "Date: Tue, 24 Nov 2026 10:00:00 +0800",
            "Message-ID: <one@mail.example>",
            "In-Reply-To: <zero@mail.example>",
            "References: <minus@mail.example> <zero@mail.example>",
            "Content-Type: text/plain; charset=utf-8",
            body=b"Guten Tag\r\n",
        )
    )
    assert [address.spec for address in message.from_] == ["notice@amazon.com"]
    assert [address.spec for address in message.to] == ["shop@seller.example", "b@seller.example"]
    assert message.subject == "Mitteilung: Verstoß"
    assert message.date == datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert message.message_id == "<one@mail.example>"
    assert message.references == ("<zero@mail.example>", "<minus@mail.example>")
    assert message.text == "Guten Tag\n"
    assert message.defects == ()


@given(st.binary(max_size=4000))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    _is_safe(raw)


_LINES = st.sampled_from(
    [
        b"From: a@b.example",
        b"To: (c):",
        b"From: ....",
        b"Content-Type: multipart/mixed; boundary=x",
        b"Content-Type: multipart/alternative",
        b"Content-Type: message/rfc822",
        b"Content-Type: text/html; charset=utf-7",
        b"Content-Type: text/plain; charset=\0; name*",
        b"Content-Type: text/plain; charset*0*=x''%; format=flowed",
        b"Content-Type: message/delivery-status",
        b"Content-Transfer-Encoding: base64 (x)",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Content-Transfer-Encoding: x-uuencode",
        b"Subject: =?UTF-8?Q?a=0Ab?= =?gb2312?B?xOO6?=",
        b"Message-ID: <[x@example]>",
        b"Date: Mon, 99 Foo 2026 99:99:99 +99999999999",
        b"no colon here",
        b" folded",
        b"",
        b"--x",
        b"--x--",
        b"begin 644 a",
        b"\x1b$B\x21\xff",
        b"\xc4\xe3\xba\xc3",
        b"=E4=xx=",
        b"a: b\rFrom: c@d.example",
    ]
)


@given(st.lists(_LINES, max_size=40), st.sampled_from([b"\r\n", b"\n", b"\r"]))
def test_any_broken_header_and_part_is_a_message(lines: list[bytes], end: bytes) -> None:
    _is_safe(end.join(lines))


def _is_safe(raw: bytes) -> None:
    message = read_message(raw)
    texts = [message.subject, message.text, message.html_text, *(value for _, value in message.headers)]
    texts += [address.name for address in (*message.from_, *message.to)]
    for text in texts:
        text.encode("utf-8")
        assert not _CONTROLS & set(text)


@pytest.mark.parametrize(
    ("label", "octets", "text"),
    [
        ("gb2312", "商品链接喆鎔".encode("gb18030"), "商品链接喆鎔"),
        ("iso-8859-1", "Verstoß „hier“".encode("windows-1252"), "Verstoß „hier“"),
        ("iso-8859-1", "Verstoß".encode(), "Verstoß"),
        ("utf-8", "Verstoß".encode("windows-1252"), "Verstoß"),
        ("iso-2022-jp", b"\x1b$B-!F|K\\\x1b(B", "①日本"),
        ("shift_jis", "①日本の商標".encode("cp932"), "①日本の商標"),
        (None, "您收到了权利所有者的举报".encode("gb18030"), "您收到了权利所有者的举报"),
        (None, "知的財産権の侵害について".encode("euc-jp"), "知的財産権の侵害について"),
        (None, "知的財産権の侵害について".encode("cp932"), "知的財産権の侵害について"),
        (None, "知的財産権の侵害について".encode("iso-2022-jp"), "知的財産権の侵害について"),
        (None, "Réclamation déposée à été".encode("latin-1"), "Réclamation déposée à été"),
        ("gb2312", "联通".encode("gb18030"), "联通"),
        ("utf-7", b"+ADw-script+AD4-", "+ADw-script+AD4-"),
        ("x-unknown", b"plain", "plain"),
        ("idna", b"plain", "plain"),
    ],
)
def test_a_charset_is_what_arrived_under_its_label(label: str | None, octets: bytes, text: str) -> None:
    assert decode(octets, label) == text


def test_an_encoded_word_cut_inside_a_character_is_joined() -> None:
    octets = "知识产权投诉".encode("gb18030")
    words = [f"=?gb2312?B?{base64.b64encode(half).decode()}?=" for half in (octets[:5], octets[5:])]
    assert decode_words(" ".join(words).encode()) == "知识产权投诉"


def test_a_newline_in_an_encoded_word_stays_a_blank() -> None:
    assert decode_words(b"=?UTF-8?Q?a=0D=0ABcc:_x@y.example?=") == "a Bcc: x@y.example"


def test_raw_gbk_in_a_header_is_read() -> None:
    assert decode_words("转发：知识产权投诉".encode("gbk")) == "转发：知识产权投诉"


@pytest.mark.parametrize(
    ("header", "specs"),
    [
        ('"notice@amazon.com" <x@evil.example>', ["x@evil.example"]),
        ("undisclosed-recipients:;", []),
        ("(c):", []),
        (
            'A (c): b@c.example; "x, y" <Q@e.example>, grp: <d@e.example>;',
            ["b@c.example", "q@e.example", "d@e.example"],
        ),
        ("a@Ärger.example", ["a@xn--rger-koa.example"]),
        ("<<a@b.example>>;张三 <c@d.example>;", ["a@b.example", "c@d.example"]),
        ("=?utf-8?Q?v=40x=2Eexample=2C_n?= <a@b.example>", ["a@b.example"]),
        ("Name <b.com> <v@x.example>", []),
        ('"unfinished <a@b.example>', ["a@b.example"]),
        ("a@b.example.", ["a@b.example"]),
        ("notice@аmazon.com", ["notice@xn--mazon-3ve.com"]),
    ],
)
def test_addresses_are_read_as_strangers_write_them(header: str, specs: list[str]) -> None:
    assert [address.spec for address in read_addresses(header.encode())] == specs


def test_a_bare_cr_begins_no_header() -> None:
    message = read_message(b"From: a@b.example\r\nX-Foo: a\rFrom: c@evil.example\r\n\r\n")
    assert [address.spec for address in message.from_] == ["a@b.example"]
    assert "bare CR in the header" in message.defects


def test_a_line_without_a_colon_does_not_end_the_header() -> None:
    message = read_message(b"From: a@b.example\r\nbroken line\r\nSubject: still here\r\n\r\nbody")
    assert (message.subject, message.text) == ("still here", "body")
    assert "a header line without a name" in message.defects


_MIXED = b"""\
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="out er"

--out er
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain

plain words of the letter
--inner
Content-Type: text/html

<p>html words of the letter, <a href="https://x.example/1">more</a></p>
--inner--
--out er
Content-Type: application/octet-stream; name="=?utf-8?B?5Y+R56WoLnBkZg==?="
Content-Disposition: attachment

12345
--out er
Content-Type: message/rfc822

Subject: inner

inner body
--out er--
"""


def test_the_parts_of_a_message_are_told_apart() -> None:
    message = read_message(_MIXED)
    assert message.text == "plain words of the letter"
    assert "html words" in message.html_text
    assert message.links == (("more", "https://x.example/1"),)
    assert [(a.name, a.size) for a in message.attachments] == [("发票.pdf", 5)]
    assert message.attached == (b"Subject: inner\n\ninner body",)


def test_an_html_part_that_says_more_than_its_plain_stub_is_the_text() -> None:
    raw = _MIXED.replace(b"plain words of the letter", b"See the HTML version.").replace(
        b"html words of the letter", b"html words of the letter " + b"and more " * 20
    )
    assert "html words" in read_message(raw).text


def test_a_multipart_without_parts_is_text() -> None:
    message = read_message(b"Content-Type: multipart/mixed\n\nComplaint ID: 12345678901\n")
    assert "12345678901" in message.text
    assert "a multipart without parts" in message.defects


def test_a_delivery_report_is_taken_apart() -> None:
    raw = b"""\
Return-Path: <>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It failed.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; a@b.example
Action: failed
Status: 5.1.1
--b
Content-Type: message/rfc822

Message-ID: <ours@seller.example>

x
--b--
"""
    message = read_message(raw)
    assert message.return_path == ""
    assert message.report[1][0] == ("final-recipient", "rfc822; a@b.example")
    assert message.returned is not None
    assert b"ours@seller.example" in message.returned
    assert message.attached == ()


def test_flowed_text_is_joined() -> None:
    raw = b"Content-Type: text/plain; format=flowed\n\nWe retract \nthe complaint.\n\n> quoted \n> line\nend\n-- \nsig"
    assert read_message(raw).text == "We retract the complaint.\n\n> quoted line\nend\n-- \nsig"


@pytest.mark.parametrize(
    "bomb",
    [
        b"Subject: " + b"=?utf-8?Q?a?= " * 20_000 + b"\n\n",
        b"Subject: " + b"a" * 1_000_000 + b"\n\n",
        b"From: " + b"." * 200_000 + b"\n\n",
        b"To: " + b"(" * 200_000 + b"\n\n",
        b"To: " + b"," * 200_000 + b"\n\n",
        b"Content-Type: text/plain" + b"; a=b" * 50_000 + b"\n\n",
        b"X: y\n" * 200_000 + b"\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 200_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)),
        b"Content-Type: message/rfc822\n\n" * 5_000,
        b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
        b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 300_000,
    ],
    ids=range(12),
)
@pytest.mark.timeout(10)
def test_a_bomb_is_read_in_bounded_time(bomb: bytes) -> None:
    message = read_message(bomb)
    assert len(message.text) <= 200_000
    assert len(message.headers) <= 500


def test_too_many_parts_are_cut_off() -> None:
    message = read_message(b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhello\n" * 500)
    assert message.text.count("hello") <= MAX_PARTS
    assert "too many parts" in message.defects
