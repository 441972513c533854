"""HTML as a person sees it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticed.core.mail.html import html_to_text
from noticed.core.mail.text import MAX_TEXT


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("one<br>two", "one\ntwo"),
        (
            "<table><tr><td><p>ASIN</p></td><td><div>B0C</div></td></tr><tr><td>a</td><td>b</td></tr></table>",
            "ASIN\tB0C\na\tb",
        ),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n\n- b"),
        ("<blockquote>said<blockquote>earlier</blockquote></blockquote>mine", "> said\n>\n> > earlier\n\nmine"),
        ("recht@zwoelf.<wbr>example", "recht@zwoelf.example"),
        ("Infringe&shy;ment&#8203; type&nbsp;x", "Infringement type x"),
        ("us at<a href='mailto:a@b.example'>a@b.example</a>or", "us at a@b.example or"),
        ("a<!-- no --><script>no</script><style>no</style>b", "ab"),
        ("<pre>a\n  b</pre>", "a\n  b"),
    ],
)
def test_what_a_person_sees(html: str, text: str) -> None:
    assert html_to_text(html)[0] == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display: none'>B0HIDDEN00</div>",
        "<span style='font-size:0px'>B0HIDDEN00</span>",
        "<span style='visibility:hidden'>B0HIDDEN00</span>",
        "<p hidden>B0HIDDEN00</p>",
        "<style>.x{display:none}</style><p class='a x'>B0HIDDEN00</p>",
        "<div style='max-height:0;overflow:hidden'>B0HIDDEN00</div>",
    ],
)
def test_hidden_text_is_not_read(hidden: str) -> None:
    assert html_to_text(f"<p>seen{hidden}</p><p>too</p>")[0].split() == ["seen", "too"]


def test_links_are_given_with_what_they_show_and_mail_addresses_decoded() -> None:
    _, links = html_to_text(
        "<a href='mailto:ip%40x.example?subject=a%20b'>write</a> <a href='https://a.example/%20'>see</a>"
    )
    assert links == (("write", "mailto:ip@x.example?subject=a b"), ("see", "https://a.example/%20"))


@pytest.mark.parametrize(
    "piece", ["<div>", "<b><i>", "<a href=x>", "<", "&#", "<table>", "<!--", "<td>x", "<style>", "<p>x", "<li>", ".a{"]
)
def test_no_page_is_slow(piece: str) -> None:
    start = time.process_time()
    text, _ = html_to_text(piece * (300_000 // len(piece)))
    assert time.process_time() - start < 5
    assert len(text) <= MAX_TEXT


TAGS = st.sampled_from(["<p>", "</p>", "<td>", "<tr>", "<a href='", "'>", "<pre>", "</"])


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8), st.sampled_from(["<p>", "</p>", "<td>", "<tr>", "<a href='", "'>", "<pre>", "</"])
        ),
        max_size=30,
    )
)
def test_any_text_is_read(pieces: list[str]) -> None:
    text, links = html_to_text("".join(pieces))
    assert "\x00" not in text
    assert all(isinstance(target, str) for _, target in links)


def test_what_a_style_sheet_hides_makes_no_page_slow_that_is_read_again() -> None:
    sheet = "".join(f".c{number:05d}{{left:-100}}" for number in range(4_000))
    page = f"<style>{sheet}</style>" + "<i></i>\n" * 3_000 + "<p class='c00001'>unseen</p>Hello"
    begun = time.process_time()
    assert {html_to_text(page)[0].split()[-1] for _ in range(4)} == {"Hello"}
    assert time.process_time() - begun < 2
