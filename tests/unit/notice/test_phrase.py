"""Phrases find what one pattern of them all would find, however they are looked for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.notice.grammar import pattern
from noticed.core.notice.phrase import phrases

WORDS = (
    "your",
    "account",
    "a",
    "an",
    "account's",
    "已",
    "已经",
    "撤回",
    "于",
    "30",
    "3",
    "infringing",
    "to",
    "you",
    "own",
    "not-",
    '"',
)
TEXTS = (
    "your account",
    "the (own|infring~)",
    "(your|the) account",
    "your * account",
    "(已|已经)*(撤回|撤销)",
    "已于",
    "an account",
    "a",
    "infring~ [your] account",
    "# account",
    "(#|own) account",
    "to [#] account",
    "3 account",
    "[an|to] account",
    "撤回",
    "you~",
    "a[n] account",
    "your [own]account",
    "to [your] own",
    "[已]撤回",
    "not-(your|own) account",
    "own * # account",
    '"account"',
    "your (own account|infring~) to",
    "(own|an infring~) you",
    "infring~ (account's|own~)",
)


@given(
    st.lists(st.sampled_from((*WORDS, " ", " ", "\n", ". ")), max_size=40), st.sets(st.sampled_from(TEXTS), min_size=1)
)
def test_phrases_find_what_one_pattern_of_them_all_finds(pieces: list[str], texts: set[str]) -> None:
    text = "".join(pieces)
    longest_first = sorted(texts, key=len, reverse=True)
    whole = re.compile("|".join(pattern(each).source for each in longest_first))
    assert [m.start() for m in phrases(longest_first).finditer(text)] == [m.start() for m in whole.finditer(text)]
    begins = whole.match(text) is not None
    assert phrases(longest_first).begins(text) is begins


def test_digits_may_stand_among_the_choices_of_a_phrase() -> None:
    text = "the owner dropped complaint 18734561231 last week"
    assert phrases(["complaint [#] (last|this) week", "(two|#) complaints"]).search(text)
    assert phrases(["complaint (#|number)"]).search(text)
    assert phrases(["complaint [#] (next|this) week"]).search(text) is None


def test_a_gap_ends_with_its_paragraph() -> None:
    told = phrases(["invoice * not"])
    assert told.search("the invoice of the\nwholesaler does not show it")
    assert told.search("an invoice\nthe lot number\n\nnot needed is a letter") is None
    assert told.search("an invoice\n\nthe lot number is not needed") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a[n] account", "a account"),
        ("a[n] account", "an account"),
        ("until[:] #", "until 30"),
        ("until[:] #", "until: 30"),
        ("to [your] own", "to own"),
        ("to [your] own", "to your own"),
    ],
)
def test_an_option_at_a_words_end_leaves_the_blank_behind_it(text: str, said: str) -> None:
    assert phrases((text,)).search(said)


def test_without_an_option_at_its_end_two_words_are_not_one() -> None:
    assert not phrases(("a[n] account",)).search("aaccount")


@pytest.mark.parametrize(
    ("text", "said"), [("the brand", True), ("the brands", False), ("the marks", True), ("the brandt", False)]
)
def test_of_choices_at_the_end_each_that_is_a_word_is_a_whole_one(text: str, said: bool) -> None:
    assert bool(phrases(["the (brand|mark~)"]).search(text)) is said


def test_a_choice_that_ends_with_an_elided_article_touches_the_next_word() -> None:
    assert phrases(["online (la|l')"]).search("online l'offerta")
