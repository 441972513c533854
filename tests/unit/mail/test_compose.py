"""A letter becomes exactly the headers, recipients and text that were meant, or no bytes at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noticed.core.mail.cleaning import clean
from noticed.core.mail.compose import Outgoing, compose
from noticed.core.mail.model import File

SHANGHAI = timezone(timedelta(hours=8))

LETTER = Outgoing(
    sender="shop@qq.example",
    sender_name="Acme Home Goods",
    to=("legal@brandco.example",),
    cc=("notice-dispute@amazon.com",),
    subject="Amazon complaint 10987654321, B0C1234567: which right do you mean? [N-7K3F]",
    body="Hello,\n\nwe sell B0C1234567.\n",
    message_id="<n-7k3f.1.abc@qq.example>",
    in_reply_to="<0100019abcdef0123-11111111-2222-3333-4444-555555555555-000000@email.amazonses.example>",
    references=("<0100019abcdef0123-11111111-2222-3333-4444-555555555555-000000@email.amazonses.example>",),
    letter_key="N-7K3F.1",
    date=datetime(2026, 11, 24, 17, 3, tzinfo=SHANGHAI),
)

LETTER_HEADERS = [
    "Date",
    "From",
    "To",
    "Cc",
    "In-Reply-To",
    "References",
    "Subject",
    "Message-ID",
    "X-Noticed-Letter",
]
BODY_HEADERS = {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw.replace(b"\r\n", b"\n"), policy=policy.default)


def test_a_letter_carries_what_was_meant_and_nothing_that_marks_it_as_a_machine() -> None:
    message = read(compose(LETTER))
    assert [name for name in message.keys() if name not in BODY_HEADERS] == LETTER_HEADERS  # noqa: SIM118
    assert str(message["From"]) == "Acme Home Goods <shop@qq.example>"
    assert str(message["Subject"]) == LETTER.subject
    assert message["Date"] == "Tue, 24 Nov 2026 17:03:00 +0800"
    assert message.get_content() == LETTER.body


def test_a_digest_says_that_a_machine_wrote_it() -> None:
    message = read(compose(replace(LETTER, machine=True)))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["X-Auto-Response-Suppress"] == "All"


def test_the_same_letter_has_the_same_bytes() -> None:
    letter = replace(LETTER, html="<p>x</p>", files=(File(name="a.png", content_type="image/png", content=b"1"),))
    assert compose(letter) == compose(letter)


def test_a_long_message_id_is_never_cut_or_encoded() -> None:
    raw = compose(LETTER)
    assert LETTER.in_reply_to is not None
    assert raw.count(LETTER.in_reply_to.encode()) == 2


def test_lines_are_crlf_and_short_and_seven_bit() -> None:
    letter = replace(
        LETTER,
        sender_name="深圳市极光家居用品有限公司" * 4,
        subject="关于亚马逊投诉 10987654321：请问是哪一项权利？" * 3,
        body="您好，\n\n" + "我们" * 2000 + "\n" + "x" * 5000,
        files=(File(name="不侵权分析报告.png", content_type="image/png", content=b"\x89PNG\r\n" * 100),),
        to=tuple(f"address-number-{n}@brandco.example" for n in range(20)),
    )
    raw = compose(letter)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 120
    message = read(raw)
    name = raw.partition(b"From: ")[2].partition(b" <shop@")[0].decode()
    assert str(make_header(decode_header(name))) == letter.sender_name
    assert str(message["Subject"]) == letter.subject
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == letter.body + "\n"


def test_text_html_and_files_arrive_as_they_were() -> None:
    letter = replace(
        LETTER,
        html="<p>Grüße</p>",
        files=(
            File(name="invoice 1.pdf", content_type="application/pdf", content=b"%PDF-1.7\r\n\x00"),
            File(name="note.txt", content_type="text/plain", content=b"From here\nto there"),
        ),
    )
    message = read(compose(letter))
    html = message.get_body(("html",))
    assert html is not None
    assert html.get_content() == "<p>Grüße</p>\n"
    assert [(part.get_filename(), part.get_content()) for part in message.iter_attachments()] == [
        (file.name, file.content) for file in letter.files
    ]


@pytest.mark.parametrize(
    "address",
    [
        "b@x.example> <v@y.example",
        "a@x.example, v@y.example",
        "a@x.example\r\nBcc: v@y.example",
        "a@b> NOTIFY=NEVER <x",
        '"a b"@x.example',
        "a@[127.0.0.1]",
        "ä@x.example",
        "a@xn--",
        "a.@x.example",
        "a@x..example",
        "a" * 65 + "@x.example",
        "",
    ],
)
def test_what_is_no_plain_address_makes_no_letter(address: str) -> None:
    for letter in (
        replace(LETTER, to=(address,)),
        replace(LETTER, cc=("good@x.example", address)),
        replace(LETTER, sender=address),
    ):
        with pytest.raises(ValueError) as caught:
            compose(letter)
        assert "\n" not in str(caught.value)
        assert not address or address not in str(caught.value)


@pytest.mark.parametrize(
    "sign", ["\r", "\n", "\0", "\x1b", "\x85", "\x9b", "\u2028", "\u2029", "\u202e", "\u2067", "\ud800"]
)
def test_control_and_direction_characters_make_no_letter(sign: str) -> None:
    text = f"one{sign}two"
    for letter in (
        replace(LETTER, subject=text),
        replace(LETTER, sender_name=text),
        replace(LETTER, in_reply_to=f"<{text}@x>"),
        replace(LETTER, references=(f"<{text}@x>",)),
        replace(LETTER, files=(File(name=text, content_type="image/png", content=b""),)),
    ):
        with pytest.raises(ValueError) as caught:
            compose(letter)
        assert len(str(caught.value).splitlines()) == 1


def test_somebody_elses_odd_message_id_does_not_stop_a_letter() -> None:
    message = read(compose(replace(LETTER, in_reply_to="[x@y]", references=("<a b@c>", "<good@x.example>"))))
    assert "In-Reply-To" not in message
    assert message["References"] == "<good@x.example>"


def test_a_long_thread_keeps_its_first_and_latest_ids() -> None:
    ids = tuple(f"<{n}@x.example>" for n in range(50))
    kept = str(read(compose(replace(LETTER, references=ids)))["References"]).split()
    assert kept == ["<0@x.example>", *(f"<{n}@x.example>" for n in range(31, 50))]


@pytest.mark.parametrize("subject", ["=?utf-8?q?a=0D=0ABcc:_v@x?=", 'a "b" <c@d>, e', "=?", "x" * 2000])
def test_a_subject_reads_back_as_it_was(subject: str) -> None:
    assert str(read(compose(replace(LETTER, subject=subject)))["Subject"]) == subject


anything = st.text(max_size=120)
address = st.one_of(anything, st.emails(), st.from_regex(r"[a-z.]{1,9}@[a-z.-]{1,9}", fullmatch=True))
message_id = st.one_of(anything, st.from_regex(r"<[!-~]{1,30}>", fullmatch=True))


@settings(max_examples=400, deadline=None)
@given(
    words=st.tuples(anything, anything, anything),
    addresses=st.tuples(address, st.lists(address, min_size=1, max_size=3), st.lists(address, max_size=2)),
    ids=st.tuples(message_id, message_id, message_id),
    html=st.none() | anything,
    name=anything,
)
@example(words=("a\u2028b", "x", "y"), addresses=("a@b.c", ["a@b.c"], []), ids=("<a@b>", "", ""), html=None, name="n")
def test_any_text_in_any_field_gives_the_meant_headers_or_no_bytes(
    words: tuple[str, str, str],
    addresses: tuple[str, list[str], list[str]],
    ids: tuple[str, str, str],
    html: str | None,
    name: str,
) -> None:
    tampered = replace(
        LETTER,
        sender_name=words[0],
        subject=words[1],
        body=words[2],
        html=html,
        files=(File(name=name, content_type="image/png", content=b"x"),),
    )
    aimed = replace(LETTER, sender=addresses[0], to=tuple(addresses[1]), cc=tuple(addresses[2]))
    threaded = replace(LETTER, message_id=ids[0], in_reply_to=ids[1], references=(ids[2],))
    for letter in (tampered, aimed, threaded):
        try:
            raw = compose(letter)
        except ValueError as error:
            assert len(str(error).splitlines()) == 1, "one line"  # noqa: PT017
            continue
        message = read(raw)
        seen = [key for key in message.keys() if key not in BODY_HEADERS]  # noqa: SIM118
        assert set(seen) <= set(LETTER_HEADERS)
        assert len(seen) == len(set(seen))
        assert tuple(each.addr_spec for each in message["To"].addresses) == letter.to
        assert (() if "Cc" not in message else tuple(each.addr_spec for each in message["Cc"].addresses)) == letter.cc
        assert str(message["Subject"]) == " ".join(letter.subject.split())
        assert b"\nbcc" not in raw.lower().partition(b"\r\n\r\n")[0]


def test_most_ordinary_text_does_become_a_letter() -> None:
    for name in ("Acme (Berlin)", "O'Neil & Söhne", "极光家居", 'The "Best" Shop, Ltd.', "a@b", "", "Ünï=?x?="):
        message = read(compose(replace(LETTER, sender_name=name)))
        assert message["From"].addresses[0].display_name == name
        assert message["From"].addresses[0].addr_spec == LETTER.sender


def test_an_endless_subject_makes_no_letter() -> None:
    with pytest.raises(ValueError, match="Subject: longer than"):
        compose(replace(LETTER, subject="x" * 2001))


def test_a_time_without_a_zone_is_no_date() -> None:
    with pytest.raises(ValueError):
        replace(LETTER, date=datetime(2026, 11, 24))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("BrandCo S.r.l.", "BrandCo S.r.l."),
        ("Brand\r\nBcc: v@x.example", "Brand Bcc: v at x(.)example"),
        ("see https://evil.example/a?b now", "see now"),
        ("www.evil.example pays", "pays"),
        ("javascript:alert(1) x", "x"),
        ("evil.example", "evil(.)example"),
        ("a\u202eb\u200bc\x1b[31m", "abc(31m"),
        ("a＠b", "a at b"),
        ('He said "x" <b>', "He said 'x' (b)"),
        ("[N-7K3F] n-7k3f.1", "(N 7K3F) n 7k3f.1"),
        ("极光家居用品", "极光家居用品"),
        ("  many   spaces ", "many spaces"),
        ("", ""),
    ],
)
def test_words_of_a_stranger_are_made_harmless(text: str, cleaned: str) -> None:
    assert clean(text, 60) == cleaned


@given(st.text(max_size=300), st.integers(min_value=1, max_value=80))
def test_cleaned_text_is_one_short_line(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert len(cleaned.splitlines()) <= 1
    assert "@" not in cleaned
    assert "://" not in cleaned
    assert '"' not in cleaned


def test_utc_is_written_as_an_offset() -> None:
    raw = compose(replace(LETTER, date=datetime(2026, 11, 24, 9, 3, tzinfo=UTC)))
    assert b"Date: Tue, 24 Nov 2026 09:03:00 +0000\r\n" in raw


def test_a_host_written_with_a_full_stop_of_chinese_is_no_link_and_a_sentence_stays_one() -> None:
    assert clean("Pay at evil。com now, or at evil｡example", 80) == "Pay at evil(.)com now, or at evil(.)example"
    assert clean("www。evil。com", 80) == ""
    assert clean("青木商店。Tokyo 公司。地址", 80) == "青木商店。Tokyo 公司。地址"
