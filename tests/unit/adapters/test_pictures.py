"""Pictures of files, made in a process of its own: what a notice accepts comes out, whatever went in."""

import pickle

import pytest
from tests.papers import PNG, bomb, file, opened, pdf, picture

from noticed.adapters import pictures
from noticed.adapters.apart_wire import Answer
from noticed.adapters.pictures import ApartPictures, Limits
from noticed.core.mail.model import File
from noticed.ports import Refused

TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff"})
ROOM = 7 * 1024 * 1024


def made(*files: File, most: int = ROOM, types: frozenset[str] = TYPES) -> tuple[tuple[File, ...], ...]:
    return ApartPictures().made(files, types, most)


def test_each_page_of_a_pdf_becomes_a_picture_that_can_be_read() -> None:
    (pages,) = made(file("invoice.pdf", pdf("page one", "page two")))
    assert [(page.name, page.content_type) for page in pages] == [
        ("invoice-1.png", "image/png"),
        ("invoice-2.png", "image/png"),
    ]
    assert all(max(opened(page.content).size) > 1200 for page in pages)  # 150 dots an inch of a page of A4


def test_the_same_file_gives_the_same_pictures() -> None:
    invoice = file("invoice.pdf", pdf("page one"))
    assert made(invoice) == made(invoice)


def test_a_picture_that_is_accepted_goes_untouched_and_any_other_is_made_one() -> None:
    untouched, changed = made(file("photo.gif", b"GIF89a whatever"), file("phone.webp", picture("WEBP")))
    assert [each.content for each in untouched] == [b"GIF89a whatever"]
    assert [(each.name, each.content[:4]) for each in changed] == [("phone.png", PNG[:4])]


def test_what_has_no_room_is_made_smaller_and_all_files_share_the_room() -> None:
    scan = pdf("one", "two", "three", size=(1240, 1754), noise=True)
    first, second = made(file("a.pdf", scan), file("b.pdf", picture("PNG", (1500, 1500), noise=True)), most=3_000_000)
    assert sum(len(each.content) for each in (*first, *second)) <= 3_000_000
    assert {each.content_type for each in (*first, *second)} == {"image/jpeg"}
    assert len(first) == 3


def test_no_two_pictures_have_one_name() -> None:
    (one,), (other,) = made(file("a.pdf", pdf("x")), file("A.webp", picture("WEBP")))
    assert {one.name.casefold(), other.name.casefold()} == {"a.png", "a-2.png"}


@pytest.mark.parametrize(
    ("name", "content", "most", "why"),
    [
        ("many.pdf", pdf(*"x" * 21, size=(60, 90)), ROOM, "many.pdf has 21 pages, and at most 20 can go"),
        ("bomb.png", bomb(), 1000, "bomb.png has more than 60 million pixels"),
        ("broken.pdf", b"%PDF-1.7 nothing that follows", ROOM, "broken.pdf is damaged"),
        ("cut.png", picture()[:200], 100, "cut.png is damaged"),
        ("plan.docx", b"PK\x03\x04 a document", ROOM, "plan.docx is neither a PDF nor a picture: save it as PDF"),
        ("run.exe", b"MZ\x90", ROOM, "neither a PDF nor a picture"),
        ("scan.pdf", pdf("x", "y", size=(1240, 1754), noise=True), 20_000, "scan.pdf: too large for one letter"),
    ],
)
def test_what_cannot_go_is_one_line_that_says_why(name: str, content: bytes, most: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        made(file(name, content), most=most)


def test_a_file_that_takes_too_much_ends_its_own_process_alone() -> None:
    large = file("large.pdf", pdf("x", size=(3000, 4000), noise=True))
    for limits in (Limits(wall=0.05), Limits(memory=160 * 1024 * 1024)):
        with pytest.raises(Refused, match=r"large\.pdf"):
            ApartPictures(limits).made([large], TYPES, ROOM)


def test_without_the_extra_it_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda _: None)
    with pytest.raises(Refused, match=r"install the extra: pip install 'noticed\[evidence\]'"):
        made(file("invoice.pdf", pdf("x")))
    assert made(file("photo.png", PNG))[0][0].content == PNG  # what is accepted needs nothing


@pytest.mark.parametrize("answer", [(b"MZ not a picture",), ("words",), (), 7, (PNG + b"x" * 100,)])
def test_what_the_process_says_is_looked_at_before_it_is_taken(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pickle.dumps(Answer(value=answer))
    monkeypatch.setattr(ApartPictures, "_asked", lambda *_: answer)
    with pytest.raises(Refused, match=r"invoice\.pdf"):
        made(file("invoice.pdf", pdf("x")), most=50)
