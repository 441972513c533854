"""A copy to show around: what was misread stays, who it was about does not."""

import base64
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.corpus.read_corpus import dialects, marketplaces

from noticed.core.mail.message import read_message
from noticed.core.notice.extract import read_notice
from noticed.core.notice.fields import isbn10
from noticed.core.redact.redact import Redacted, redact

HEAD = (
    "Received: from mail.gladiola.example (192.0.2.7) by mx.seller.example; Mon, 3 Mar 2025 08:00:00 +0000\r\n"
    "DKIM-Signature: v=1; d=amazon.com; b=c2VjcmV0\r\nX-Token: s3cr3t-9912\r\n"
    "From: Amazon <notice@amazon.com>\r\nTo: Acme Home Goods <me@seller.example>\r\n"
    "Date: Mon, 3 Mar 2025 08:00:00 +0000\r\nMIME-Version: 1.0\r\n"
)
TEXT = (
    "Hello Acme Home Goods,\n\nWe removed your listing because we received a report from a rights owner.\n\n"
    "ASIN: B0C1234567\nInfringement type: Design Patent\nDesign patent number: US D1,034,512 S1\n"
    "Complaint ID: 18734561231\nRights owner: Gladiola Stakes Ltd\nRights owner email: ip@gladiola.example\n"
    "You have 7 days. The test buy was order 114-5538201-9944723. The GLADIOLA pictures are theirs.\n"
    "Call +44 20 7946 0958 or write to notice-dispute@amazon.com.\n"
)
IDENTITIES = (
    "gladiola", "stakes", "acme", "b0c1234567", "1,034,512", "18734561231", "114-5538201-9944723", "7946 0958",
    "me@seller.example", "ip@", "s3cr3t", "192.0.2.7", "c2vjcmv0",
)  # fmt: skip


def copy(raw: bytes, salt: bytes | None = b"x") -> Redacted:
    return redact(raw, dialects(), marketplaces(), salt)


def seen(raw: bytes) -> str:
    message = read_message(raw)
    return f"{message.headers} {message.text} {message.html_text} {message.links}".lower()


def mail(subject: str, content_type: str, body: bytes, encoding: str = "8bit") -> bytes:
    head = f"{HEAD}Subject: {subject}\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + body


def _nobody(done: Redacted) -> None:
    assert done.left == ()
    for value in IDENTITIES:
        assert value not in seen(done.raw), value
        assert value.encode() not in done.raw.lower(), value


HTML = (
    "<html><body><table><tr><td>ASIN</td><td>B0C1<wbr>234&#8203;567</td></tr>"
    "<tr><td>Infringement type</td><td>Design Patent</td></tr>"
    "<tr><td>Design patent number</td><td>US D1,034,512 S1</td></tr>"
    "<tr><td>Complaint ID</td><td><span>1873</span><b>4561231</b></td></tr>"
    "<tr><td>Rights owner</td><td>Glad&#105;ola&nbsp;Stakes Ltd</td></tr>"
    '<tr><td>Rights owner email</td><td><a href="mailto:ip%40gladiola.example?subject=18734561231">ip&#64;gladiola'
    ".example</a></td></tr></table><p>We removed your listing because we received a report from a rights owner."
    '<img alt="GLADIOLA" src="https://cdn.gladiola.example/u/18734561231.png"></p></body></html>'
)


@pytest.mark.parametrize(
    "raw",
    [
        mail("Complaint 18734561231 of Gladiola", "text/plain; charset=utf-8", TEXT.encode()),
        mail(
            "=?utf-8?B?" + base64.b64encode(b"Complaint 18734561231 of Gladiola").decode() + "?=",
            "text/plain; charset=utf-8",
            base64.encodebytes(TEXT.encode()),
            "base64",
        ),
        mail("x", "text/plain; charset=utf-8", TEXT.replace("Gladiola", "Gla=\n=64iola").encode(), "quoted-printable"),
        mail("x", "text/plain; charset=utf-16", TEXT.encode("utf-16")),
        mail("x", "text/html; charset=utf-8", HTML.encode()),
        mail("=?utf-8?Q?Gladi?= =?utf-8?Q?ola_18734561231?=", "text/plain; charset=gb2312", TEXT.encode()),
    ],
    ids=["plain", "base64", "quoted-printable", "utf-16", "html", "false label"],
)
def test_nobody_is_left_in_any_encoding_and_it_reads_alike(raw: bytes) -> None:
    done = copy(raw)
    _nobody(done)
    assert done.differs == ()
    assert dict(done.replaced)["ASIN"] == 1


def test_shapes_stay_and_one_value_has_one_fake_everywhere() -> None:
    done = copy(mail("18734561231", "text/plain; charset=utf-8", (TEXT + "Again: B0C1234567, GLADIOLA").encode()))
    text = read_message(done.raw).text
    assert re.search(r"Design patent number: US D1,0\d\d,\d{3} S1\n", text)
    asins = re.findall(r"B0[A-Z]\d{7}", text)
    assert len(asins) == 2
    assert len(set(asins)) == 1
    owner = re.search(r"Rights owner: (\w+) \w+ Ltd\nRights owner email: \w\w@(\w+)\.example\n", text)
    assert owner
    assert owner[1].lower() == owner[2]
    assert f"Again: {asins[0]}, {owner[1].upper()}" in text
    assert read_message(done.raw).subject in text
    assert "notice-dispute@amazon.com" in text
    assert text.replace("\n", "").isprintable()
    assert len(text.split("\n")) == len(TEXT.split("\n"))


def test_a_book_s_number_stays_one() -> None:
    body = TEXT.replace("B0C1234567", "0306406152").encode()
    done = copy(mail("x", "text/plain; charset=utf-8", body))
    fake = re.search(r"ASIN: (\w+)\n", read_message(done.raw).text)
    assert fake
    assert isbn10(fake[1])
    assert fake[1] != "0306406152"
    assert done.differs == ()


def test_the_same_salt_gives_the_same_fakes_and_the_same_octets() -> None:
    raw = mail("x", "text/plain; charset=utf-8", TEXT.encode())
    assert copy(raw).raw == copy(raw).raw
    assert copy(raw, None).raw == copy(raw, None).raw
    assert copy(raw, b"x").raw != copy(raw, b"y").raw
    other = mail("other", "text/plain; charset=utf-8", b"Complaint ID: 18734561231\n")
    assert re.findall(rb"Complaint ID: (\d+)", copy(other).raw) == re.findall(rb"Complaint ID: (\d+)", copy(raw).raw)


def test_an_attachment_keeps_kind_and_size_alone() -> None:
    secret = base64.encodebytes(b"%PDF-1.7 invoice of Acme for Gladiola " * 40)
    raw = (
        HEAD.encode() + b'Subject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\nGladiola\r\n--b\r\n'
        b"Content-Type: text/plain\r\n\r\n" + TEXT.encode() + b"\r\n--b\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="Gladiola invoice 114.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + secret + b"\r\n--b--\r\nsent by Gladiola\r\n"
    )
    done = copy(raw)
    _nobody(done)
    before, after = read_message(raw).attachments[0], read_message(done.raw).attachments[0]
    assert (after.content_type, after.size, len(after.name)) == (before.content_type, before.size, len(before.name))
    assert after.name.endswith(".pdf")


def test_a_charset_nobody_named_is_written_as_it_came() -> None:
    body = "您好，权利所有者 深圳市华强贸易有限公司 举报了下列商品。\nASIN：B0C1234567\n投诉编号：18734561231\n"
    raw = mail("x", "text/plain", body.encode("gb18030"))
    done = copy(raw)
    text = read_message(done.raw).text
    assert "华强" not in text
    assert text.startswith("您好，权利所有者 ")
    assert "有限公司 举报了下列商品" in text or "公司 举报了下列商品" in text
    assert done.differs == ()


def test_what_reads_otherwise_is_said() -> None:
    raw = mail("x", "text/plain; charset=utf-8", TEXT.encode())
    read = read_notice(read_message(raw), dialects(), marketplaces())
    from noticed.core.redact.redact import differences

    other = read_notice(read_message(raw.replace(b"B0C1234567", b"")), dialects(), marketplaces())
    assert differences(read, read) == ()
    assert "asins: 1 became 0" in differences(read, other)


def test_a_japanese_copy_is_still_in_the_charset_it_names() -> None:
    text = (
        "権利者 : ランタンレーン株式会社\n著作物 : 写真「霧の棚田」\n申し立て番号 : 10534238231\n"
        "ASIN : B0C1234567\n出品は24時間以内に再開されます。\n"
    )
    raw = mail("x", "text/plain; charset=iso-2022-jp", text.encode("iso2022_jp"), "7bit")
    done = copy(raw)
    assert done.left == done.differs == ()
    read = read_message(done.raw).text
    assert "ランタン" not in read
    assert "権利者 : " in read
    assert "出品は24時間以内に再開されます。" in read


def test_an_address_of_amazons_that_lost_its_blank_stays_amazons() -> None:
    text = f"{TEXT}Send it to us atnotice-retraction@amazon.comor use the form. Ask ip@gladiola.comand wait.\n"
    done = copy(mail("x", "text/plain; charset=utf-8", text.encode()))
    assert "@amazon.comor" in seen(done.raw)
    _nobody(done)


PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n", b"Subject: =?utf-8?B?w6k=?= =?x?Q?=FF_?=\r\n", b"\r\n", b"\n", b"--b\r\n", b"--b--",
        b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: message/rfc822\r\n", b"\x1b$B", b"\xff\xfe",
        b"Content-Type: text/html; charset=iso-2022-jp\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Transfer-Encoding: base64\r\n", b"<a href='mailto:x%40y.example'>", b"<!--", b"&#64;", b"=E4=\r\n",
        b"B0C1234567 ", b"Rights owner: Zed Ltd\n", b"Content-Type: text/plain; charset=utf-7; name*0*=a''%FF\r\n",
        b"\xe6\xb7\xb1\xe5\x9c\xb3", b"114-5538201-9944723", b"+44 20 7946 0958",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(PIECES, st.binary(max_size=40)), max_size=25).map(b"".join))
def test_no_octets_make_it_raise(raw: bytes) -> None:
    done = copy(raw)
    assert b"B0C1234567" not in done.raw
    assert copy(raw).raw == done.raw


def test_the_ending_of_a_host_that_is_a_name_stands_for_nobody_elsewhere() -> None:
    text = TEXT.replace("Gladiola Stakes Ltd", "GLADIOLA.EXAMPLE LTD")
    done = copy((HEAD + "Subject: Notice\r\nContent-Type: text/plain\r\n\r\n" + text).encode())
    assert done.left == ()
    assert "gladiola" not in seen(done.raw)
    assert "notice-dispute@amazon.com" in seen(done.raw)


def test_a_mail_server_s_name_in_the_boundary_it_wrote_is_nobody_s_in_the_copy() -> None:
    mark = "61c48349118d/mx.gladiola.example"
    body = f"--{mark}\r\nContent-Type: text/plain\r\n\r\n{TEXT}\r\n--{mark}--\r\n"
    done = copy(mail("Complaint", f'multipart/mixed; boundary="{mark}"', body.encode()))
    _nobody(done)
    assert done.differs == ()
    assert b'boundary="61c48349118d/xx.xxxxxxxx.xxxxxxx"' in done.raw


def test_an_address_spells_in_the_copy_the_name_that_it_spelt() -> None:
    text = f"{TEXT}Firmayı Avukat Defne Korur temsil ediyor: defne.korur@korurhukuk.example.\n"
    done = copy(mail("x", "text/plain; charset=utf-8", text.encode()))
    read = read_message(done.raw).text
    assert "Korur" not in read
    name = re.search(r"Avukat (\w+) (\w+) temsil", read)
    assert name
    assert f"{name[1]}.{name[2]}@{name[2]}".lower() in read


def test_a_firm_whose_legal_form_is_written_small_is_nobody_in_the_copy() -> None:
    text = "Namens der Tannenspiel Manufaktur e.K. mahnen wir Sie ab. Auf Amazon.de vertreiben Sie B0C1234567.\n"
    done = copy(mail("x", "text/plain; charset=utf-8", text.encode()))
    assert "tannenspiel" not in seen(done.raw)


def test_a_complainant_who_writes_himself_small_is_nobody_in_the_copy() -> None:
    text = "We removed B0C1234567 (trademark).\n\nRights owner: graviola casa\nComplaint ID: 18734561231\n"
    assert "graviola" not in seen(copy(mail("x", "text/plain; charset=utf-8", text.encode())).raw)


def test_complaints_of_one_day_begin_alike_in_the_copy_too() -> None:
    text = "Il reclamo 18940327151 (marchio, B0C1234567) è chiuso. Stiamo ancora valutando l'altro, 18940327188.\n"
    done = copy(mail("x", "text/plain; charset=utf-8", text.encode()))
    ids = re.findall(r"\d{11}", read_message(done.raw).text)
    assert len({each[:6] for each in ids}) == 1
    assert len(set(ids)) == 2
    assert "189403" not in ids[0]
    assert done.differs == ()
