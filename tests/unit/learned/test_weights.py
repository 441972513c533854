"""Texts are weighed by their words; what was learned of each language is a file that reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.adapters.packaged import dialects
from noticed.core.learned.features import MAX_TEXT, features
from noticed.core.learned.questions import Ask, NumberOf, Sort
from noticed.core.learned.weights import NOTHING, parse_weights
from noticed.core.mail.model import ReplyKind
from noticed.core.notice.model import NoticeAction, NoticeKind

TABLE = {
    "notices": {
        "rows": "withdrawn\tff01\nremoved\t01ff\n",
        "questions": {"kind": {"scale": 0.05, "answers": {"retraction": 0.0, "complaint": 0.5}}},
    }
}
LEARNED = {dialect.language: dialect.learned for dialect in dialects(None) if Sort.NOTICES in dialect.learned}
ANSWERS = {
    (Sort.NOTICES, Ask.KIND): NoticeKind,
    (Sort.NOTICES, Ask.ACTION): NoticeAction,
    (Sort.ANSWERS, Ask.KIND): ReplyKind,
    (Sort.NUMBERS, Ask.NUMBER): NumberOf,
}


def test_a_text_counts_by_its_words_their_beginnings_and_their_order() -> None:
    assert features("we withdrew 2 of b0c1234567, ann@oak.example") == frozenset(
        {"we", "withdrew", "withd~", "#", "of", "@", "we withd", "withd #", "# of", "withd # of", "we withd #"}
        | {"we _ #", "withd _ of"}
    ) - {"@"}


def test_names_and_numbers_count_for_nothing() -> None:
    one, other = "b0c1234567 of ann@oak.example: 12", "b0d7654321 of bea@elm.example: 9876"
    assert features(one) == features(other)


def test_only_the_beginning_of_a_long_text_counts() -> None:
    assert features("a " * MAX_TEXT + "withdrawn") == features("a " * MAX_TEXT)


@given(st.text(max_size=300))
def test_any_text_has_features(text: str) -> None:
    weighed = parse_weights(TABLE)["notices"].weigh(features(text))
    assert weighed.count <= 2
    assert sum(weighed.chances(Ask.KIND).values()) == pytest.approx(1 if weighed.count else 0)


def test_what_speaks_for_an_answer_makes_it_likelier() -> None:
    weights = parse_weights(TABLE)["notices"]
    ended = weights.weigh(features("withdrawn")).chances(Ask.KIND)
    stands = weights.weigh(features("removed")).chances(Ask.KIND)
    assert ended["retraction"] > 0.5 > stands["retraction"]


def test_the_longer_sentence_says_more() -> None:
    weights = parse_weights(TABLE)["notices"]
    assert weights.weigh(features("withdrawn")).speaks(Ask.KIND, "retraction") > 0
    assert weights.weigh(features("withdrawn and removed")).speaks(Ask.KIND, "retraction") == 0
    assert weights.weigh(features("hello")).speaks(Ask.KIND, "retraction") == 0


def test_nothing_is_said_of_what_was_not_learned() -> None:
    assert NOTHING.weigh(features("withdrawn")).chances(Ask.KIND) == {}
    assert parse_weights(TABLE)["notices"].weigh(features("withdrawn")).chances(Ask.ACTION) == {}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"notices": {"rows": "withdrawn\tff\n", "questions": TABLE["notices"]["questions"]}}, "2 weights"),
        ({"notices": {"rows": "withdrawn\n", "questions": {}}}, "notices"),
        ({"notices": {}}, "questions"),
    ],
)
def test_a_file_that_is_none_is_told(table: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_weights(table)


@pytest.mark.parametrize("language", LEARNED)
def test_the_packaged_weights_answer_what_is_asked(language: str) -> None:
    learned = LEARNED[language]
    assert set(learned) == set(Sort)
    for sort, weights in learned.items():
        for name, question in weights.questions.items():
            names = ANSWERS.get((Sort(sort), Ask(name)))
            assert set(question.answers) <= ({*names} if names else {"yes", "no"})
