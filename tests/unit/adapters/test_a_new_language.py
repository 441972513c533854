"""A language nobody of us speaks is one file beside settings.toml, and its notices are read."""

from pathlib import Path

from noticed.adapters import packaged
from noticed.core.mail.message import read_message
from noticed.core.mail.sift import Known, sift_body
from noticed.core.notice.extract import read_notice
from noticed.core.notice.model import IpType, NoticeAction, NoticeKind

DANISH = """\
[search]
roots = ["krænke", "rettighedshaver"]

[words]
common = [
  "vi", "har", "din", "dit", "og", "en", "fra", "hvis", "ikke", "af", "det", "som", "den", "du", "kan",
  "hej", "for", "fordi", "inden", "modtaget", "til", "er",
]

[[kind]]
name = "complaint"
any = ["modtaget en (anmeldelse|klage) fra [en] rettighedshaver"]

[labels]
complaint_id = ["Klage-ID"]
owner = ["Rettighedshaver"]
owner_email = ["Rettighedshavers e-mail"]
type = ["Krænkelsens art"]

[types]
trademark = ["varemærke~"]

[actions]
listing_removed = ["fjernet dit produkt"]

[owner]
words = ["rettighedshaver~"]

[deadline]
days = ["dage"]
spans = ["inden for {n} {unit}"]
"""
NOTICE = """\
From: Amazon <notice@amazon.se>
To: shop@seller.example
Subject: Meddelelse
Date: Mon, 23 Nov 2026 09:00:00 +0000
Content-Type: text/plain; charset=utf-8

Hej. Vi har fjernet dit produkt, fordi vi har modtaget en klage fra en rettighedshaver. Du kan svare inden for 7 dage.

ASIN: B0C1234567
Krænkelsens art: Varemærke
Klage-ID: 18734561231
Rettighedshaver: Eg og Elm ApS
Rettighedshavers e-mail: ip@eg.example
"""


def test_a_thirteenth_language_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "dialects").mkdir()
    (tmp_path / "dialects" / "da.toml").write_text(DANISH, encoding="utf-8")
    dialects = packaged.dialects(tmp_path)
    raw = NOTICE.encode()
    read = read_notice(read_message(raw), dialects, packaged.marketplaces())
    assert [d.language for d in dialects if d.kinds] == sorted(
        ["da", *(d.language for d in packaged.dialects(None) if d.kinds)]
    )
    assert (read.language, read.kind, read.ip_type) == ("da", NoticeKind.COMPLAINT, IpType.TRADEMARK)
    assert (read.action, read.deadline_days) == (NoticeAction.LISTING_REMOVED, 7)
    assert (read.complaint_ids, read.asins) == (("18734561231",), ("B0C1234567",))
    assert (read.rights_owner_name, read.rights_owner_emails) == ("Eg og Elm ApS", ("ip@eg.example",))


def test_what_a_new_language_calls_a_complaint_is_kept_at_intake(tmp_path: Path) -> None:
    (tmp_path / "dialects").mkdir()
    (tmp_path / "dialects" / "da.toml").write_text(DANISH, encoding="utf-8")
    raw = "From: x@y.example\nSubject: Amazon\nContent-Type: text/plain; charset=utf-8\n\nEn rettighedshaver skriver.\n"
    assert sift_body(raw.encode(), Known(), packaged.dialects(tmp_path))
    assert not sift_body(raw.encode(), Known(), packaged.dialects(None))
