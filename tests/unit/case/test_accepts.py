"""What a notice accepts, by the list it prints."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.case.accepts import Accepts, Vocabulary, accepts
from noticed.core.case.exhibits import ExhibitKind, free_name, holds_until, kind_of, media_of, plain_name
from noticed.core.mail.message import read_message
from noticed.data import attachments

WORDS = Vocabulary(attachments())
CORPUS = Path(__file__).parents[2] / "corpus"
DATED = date(2025, 12, 31)
PICTURES = frozenset({"image/jpeg", "image/gif", "image/png", "image/tiff"})


def read(*texts: str) -> Accepts:
    return accepts(texts, WORDS)


@pytest.mark.parametrize(
    "name",
    [
        "notices/intl-015-zh-copyright-registration.eml",
        "notices/intl-045-de-faelschung-testkauf.eml",
        "notices/intl-040-de-marke-entfernt.eml",
        "unseen/notices/x-en-005-2019-images-gone.eml",
    ],
)
def test_notices_of_every_language_are_read_by_their_endings(name: str) -> None:
    found = read(read_message((CORPUS / name).read_bytes()).text)
    assert found.types == PICTURES
    assert found.printed.lower().startswith((".jpeg", ".jpg"))


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("We accept pdf, jpg, png and gif.", {"application/pdf", "image/jpeg", "image/png", "image/gif"}),
        ("Nous acceptons .jpeg, .png et .tiff uniquement", {"image/jpeg", "image/png", "image/tiff"}),
        ("対応形式: .jpeg、.gif、.png または .tiff", PICTURES),
        ("We do not accept .pdf or .png files. Send .jpg or .gif.", {"image/jpeg", "image/gif"}),
        ("We do not accept .pdf, .zip or links.", set()),
        ("No .pdf or .png. Send .jpg or .gif.", {"image/jpeg", "image/gif"}),
        ("Nothing else: .bmp, .tif or .pjpeg", {"image/bmp", "image/tiff", "image/jpeg"}),
        ("See invoice.pdf and photo.png in your account.", set()),
        ("jpg", set()),
        ("", set()),
    ],
)
def test_a_list_is_a_list_and_a_refusal_none(text: str, types: set[str]) -> None:
    assert read(text).types == types


def test_size_and_age_of_invoices_are_read_beside_it() -> None:
    found = read("Attach .jpg or .png files, 10 MB at most. Invoices must be dated within the last 180 days.")
    assert (found.octets, found.invoice_days) == (10 * 1024 * 1024, 180)
    assert read("You have 90 days to remove your inventory.").invoice_days == 365
    assert read("5 MB at most: .jpg or .png").octets == 5 * 1024 * 1024
    assert read("An invoice of the last 180 days, a receipt of the last 90 days").invoice_days == 90


@pytest.mark.parametrize("apart", [100, 300])
def test_what_stands_far_from_a_list_or_from_the_word_for_invoices_is_about_something_else(apart: int) -> None:
    between, near = "x" * apart, apart < 160
    for text in (f"3 MB {between} .jpg or .png", f".jpg or .png {between} 3 MB"):
        assert read(text).octets == (3 * 1024 * 1024 if near else None)
    for text in (f"90 days {between} invoice", f"invoice {between} 90 days"):
        assert read(text).invoice_days == (90 if near else 365)


def test_of_several_notices_the_strictest_counts() -> None:
    found = read(".pdf, .jpg, .png", "only .jpg, .png and .gif", "nothing said")
    assert found.types == {"image/jpeg", "image/png"}


def test_of_several_notices_the_least_size_and_age_count_and_lists_that_share_nothing_leave_the_first() -> None:
    large = "Attach .jpg or .png files, 20 MB at most. Invoices must be dated within the last 180 days."
    small = "Attach .jpg or .png files, 5 MB at most. Invoices must be dated within the last 90 days."
    for texts in ((large, small), (small, large), (large, "nothing said", small)):
        found = read(*texts)
        assert (found.octets, found.invoice_days) == (5 * 1024 * 1024, 90)
    apart = read("only .jpg and .png", "only .gif and .tiff")
    assert apart.types == {"image/jpeg", "image/png"}
    assert (apart.printed, apart.octets, read().types) == (".jpg and .png", None, frozenset())


@given(st.text(max_size=300), st.text(alphabet=" .,jpgnpdfJPEG、and\n", max_size=200))
def test_no_text_breaks_the_reader(text: str, listed: str) -> None:
    found = read(text + listed)
    assert bool(found.types) == bool(found.printed)


@pytest.mark.parametrize(
    ("content", "kind", "ending", "picture"),
    [
        (b"\x89PNG\r\n", "image/png", ".png", True),
        (b"\xff\xd8\xff\xe0", "image/jpeg", ".jpg", True),
        (b"GIF89a", "image/gif", ".gif", True),
        (b"II*\0x", "image/tiff", ".tiff", True),
        (b"MM\0*x", "image/tiff", ".tiff", True),
        (b"BMxx", "image/bmp", ".bmp", True),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", ".webp", True),
        (b"RIFF\0\0\0\0WAVEfmt ", "application/octet-stream", "", False),
        (b"\0" * 8 + b"WEBP", "application/octet-stream", "", False),
        (b"%PDF-1.7", "application/pdf", ".pdf", False),
        (b"x" * 1019 + b"%PDF-1.7", "application/pdf", ".pdf", False),
        (b"x" * 1020 + b"%PDF-1.7", "application/octet-stream", "", False),
        (b"\x89PNG %PDF-", "image/png", ".png", True),
        (b"PK\x03\x04", "application/zip", "", False),
        (b"", "application/octet-stream", "", False),
    ],
)
def test_every_kind_of_file_is_known_by_its_first_octets(content: bytes, kind: str, ending: str, picture: bool) -> None:
    media = media_of(content)
    assert (media.type, media.ending, media.picture) == (kind, ending, picture)


@pytest.mark.parametrize(
    ("kind", "dated", "expires", "until"),
    [
        (ExhibitKind.INVOICE, DATED, None, date(2026, 12, 31)),
        (ExhibitKind.INVOICE, DATED, DATED, DATED),
        (ExhibitKind.INVOICE, None, None, None),
        (ExhibitKind.LICENCE, DATED, None, None),
        (ExhibitKind.LICENCE, None, DATED, DATED),
    ],
)
def test_an_invoice_grows_old_and_a_licence_holds_until_its_day(
    kind: ExhibitKind, dated: date | None, expires: date | None, until: date | None
) -> None:
    assert holds_until(kind, dated, expires) == until
    assert holds_until(kind, dated, expires, 30) == (
        dated + timedelta(days=30) if dated and until and not expires else until
    )


def test_long_names_keep_their_ending_and_taken_ones_a_number_before_it() -> None:
    assert plain_name("x" * 96 + ".pdf") == "x" * 96 + ".pdf"
    assert plain_name("x" * 97 + ".pdf") == "x" * 89 + ".pdf"
    assert plain_name("x" * 120) == "x" * 100
    assert plain_name("x" * 90 + "." + "y" * 20) == "x" * 89 + "." + "y" * 10
    assert plain_name("a  b\t.png") == "a b.png"
    assert plain_name("..." + "y" * 120 + ".") == "y" * 100, "an ending alone is none"
    taken = frozenset({"a.png", *(f"a-{n}.png" for n in range(2, 500))})
    assert free_name("A.png", taken) == "A-500.png", "cases of many files of one name"
    assert free_name("b.png", taken) == "b.png"
    assert free_name("b", frozenset({"b"})) == "b-2"
    assert free_name(".x", frozenset({".x"})) == ".x-2"


def test_what_a_file_is_stands_in_its_first_octets() -> None:
    assert media_of(b"%PDF-1.7").ending == ".pdf"
    assert media_of(b"\n\n%PDF-1.7").ending == ".pdf"
    assert media_of(b"RIFF\0\0\0\0WEBPVP8 ").type == "image/webp"
    assert media_of(b"MZ").type == "application/octet-stream"
    assert not media_of(b"PK\x03\x04").picture


def test_names_say_what_a_file_probably_is_and_are_harmless() -> None:
    kinds = attachments("kinds")
    assert kind_of("2026发票.pdf", kinds) is ExhibitKind.INVOICE
    assert kind_of("LOA_BrandCo.pdf", kinds) is ExhibitKind.LICENCE
    assert kind_of("scan.pdf", kinds) is ExhibitKind.OTHER
    assert plain_name("..\\..//a<b>\u202e|\0.png") == "ab.png"
    assert plain_name("x" * 300 + ".pdf").endswith("x.pdf")
    assert len(plain_name("x" * 300 + ".pdf")) <= 100
    assert plain_name(" ../ ") == "file"


@given(st.lists(st.sampled_from(["a.png", "A.PNG", "b", ".x", "a-2.png"]), max_size=12))
def test_a_free_name_is_free(given_names: list[str]) -> None:
    taken: set[str] = set()
    for name in given_names:
        free = free_name(name, frozenset(taken))
        assert free.casefold() not in taken
        taken.add(free.casefold())
