"""What a notice accepts, by the list it prints."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.case.accepts import Accepts, Vocabulary, accepts
from noticed.core.case.exhibits import ExhibitKind, free_name, kind_of, media_of, plain_name
from noticed.core.mail.message import read_message
from noticed.data import attachments

WORDS = Vocabulary(attachments())
CORPUS = Path(__file__).parents[2] / "corpus"
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


def test_of_several_notices_the_strictest_counts() -> None:
    found = read(".pdf, .jpg, .png", "only .jpg, .png and .gif", "nothing said")
    assert found.types == {"image/jpeg", "image/png"}


@given(st.text(max_size=300), st.text(alphabet=" .,jpgnpdfJPEG、and\n", max_size=200))
def test_no_text_breaks_the_reader(text: str, listed: str) -> None:
    found = read(text + listed)
    assert bool(found.types) == bool(found.printed)


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
