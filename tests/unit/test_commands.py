"""The words of an operator's answer: exactly a number and a verb, in English and Chinese, or nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.commands import MAX_LINES, Verb, Vocabulary
from noticed.data import commands

WORDS = Vocabulary(commands())


@pytest.mark.parametrize(
    ("line", "number", "verb"),
    [
        ("2 remove", 2, Verb.INFRINGING),
        ("2 Remove.", 2, Verb.INFRINGING),
        ("remove 2", 2, Verb.INFRINGING),
        ("#3 dispute", 3, Verb.NOT_INFRINGING),
        ("3: never listed", 3, Verb.NEVER_LISTED),
        ("3. never", 3, Verb.NEVER_LISTED),
        ("approve 7", 7, Verb.APPROVE),
        ("No. 7 approve", 7, Verb.APPROVE),
        ("2 下架", 2, Verb.INFRINGING),
        ("2下架。", 2, Verb.INFRINGING),
        ("２　下架", 2, Verb.INFRINGING),
        ("3、申诉", 3, Verb.NOT_INFRINGING),
        ("批准7", 7, Verb.APPROVE),
        ("拒绝 7", 7, Verb.REJECT),
        ("don’t send 7", 7, Verb.REJECT),
        ("12 关闭", 12, Verb.CLOSE),
    ],
)
def test_a_line_is_a_number_and_a_verb(line: str, number: int, verb: Verb) -> None:
    (command,) = WORDS.read(line).commands
    assert (command.number, command.verb) == (number, verb)


@pytest.mark.parametrize(
    "line",
    [
        "please remove 2",
        "2 do not remove",
        "不要下架 2",
        "2 不下架",
        "2 remove 3",
        "2 remove?",
        "2 remove if they agree",
        "2 removed",
        "remove",
        "2",
        "2.5 remove",
        "1234 remove",
        "2 wait",
        "2 wait forever",
        "2 wait 400d",
        "approve all",
        "> 2 remove",
    ],
)
def test_nothing_is_guessed(line: str) -> None:
    assert WORDS.read(line).commands == ()


def test_a_wait_says_how_long() -> None:
    for text, span in (("5 wait 3d", 3 * 24), ("5 等 3天", 72), ("5 wait 48 hours", 48), ("等待5 2 天", 48)):
        (command,) = WORDS.read(text).commands
        assert (command.number, command.wait) == (5, timedelta(hours=span)), text


def test_a_note_stands_behind_a_colon() -> None:
    (command,) = WORDS.read("7 reject: the address is wrong").commands
    assert command.note == "the address is wrong"


def test_two_different_commands_for_one_number_are_none() -> None:
    said = WORDS.read("2 remove\n3 close\n2 dispute\n3 close")
    assert [(c.number, c.verb) for c in said.commands] == [(3, Verb.CLOSE)]
    assert said.unclear == ("2 remove", "2 dispute")


def test_what_follows_the_digests_code_is_the_digests() -> None:
    code = f"D-2026-11-24.{'A' * 26}"
    said = WORDS.read(f"2 remove\n\nAnswer code {code}\n3 close")
    assert [c.number for c in said.commands] == [2]


@given(st.text(max_size=2_000))
def test_any_text_is_read_and_at_most_one_command_a_number(text: str) -> None:
    said = WORDS.read(text)
    numbers = [c.number for c in said.commands]
    assert len(numbers) == len(set(numbers))
    assert len(numbers) + len(said.unclear) <= 2 * MAX_LINES
