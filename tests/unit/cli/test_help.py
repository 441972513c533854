"""``--help`` speaks the operator's language, and wrong usage too, before any settings are read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from noticed.cli.commands import COMMANDS, Commands
from noticed.cli.main import app, main
from noticed.cli.speech import of_settings, speak
from noticed.data import words
from noticed.render.lines import told

CHINESE = re.compile(r"[一-鿿]")
WORDS_OF_THE_CONTRACT = re.compile(r"[\w-]+( · [\w-]+)+|N-7K3F\.1 …")
"""Arguments that are said in the program's own words in every language."""


@pytest.fixture(autouse=True)
def in_english_again() -> Iterator[None]:
    yield
    speak("en")


def help_of(words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.argv", ["noticed", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    seen = capsys.readouterr()
    assert not ended.value.code, seen.err
    return seen.out


def texts() -> Iterator[str]:
    """All that a help page says."""
    whole = typer.main.get_command(app)
    for command in (whole, *(Commands().get_command(None, name) for name in COMMANDS)):
        yield str(command.help)
        for param in command.params:
            yield str(getattr(param, "help", None))


def test_every_command_and_option_is_explained_in_both_languages() -> None:
    untold = [text for text in texts() if told(text, "zh") == text and not WORDS_OF_THE_CONTRACT.fullmatch(text)]
    assert not untold, "add them to [said.help] of data/words, in both languages"


def test_no_line_of_the_help_is_dead() -> None:
    of_the_parser = {"usage", "options_word", "commands_word", "arguments", "options", "commands", "required"}
    said = {*texts(), *(words()["en"][f"said.help.{key}"] for key in (*of_the_parser, "help"))}
    listed = {key: text.format() for key, text in words()["en"].items() if key.startswith("said.help.")}
    assert {key for key, text in listed.items() if text not in said} == {"said.help.default"}


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_page_in_chinese_fits_eighty_columns(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = help_of([*name.split(), "--language", "zh", "--help"], monkeypatch, capsys)
    assert "用法：noticed" in page
    for word in ("Usage", "Options", "Arguments", "required", "default", "Show this", "<bool>"):
        assert word not in page
    assert not re.search(r"(?<!N-7K3F.1 )(?<!COMPLAINT_ID)…", page), "something is cut off"
    assert "Usage: noticed" in help_of([*name.split(), "--language", "en", "--help"], monkeypatch, capsys)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["foo"], "没有“foo”这个命令；用法见 noticed --help"),
        (["approve", "--kind", "foo"], "；用法见 noticed approve --help"),
        (["show"], "缺少参数“case”；用法见 noticed show --help"),
        (["cases", "--limit", "x"], "“--limit”的值不对：应为整数；用法见 noticed cases --help"),
    ],
)
def test_wrong_usage_is_said_as_the_settings_ask(
    line: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text('[operator]\nlanguage = "zh"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr("sys.argv", ["noticed", *line])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.rstrip().endswith(said)


def test_the_language_stands_in_the_settings_wherever_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other.toml"
    other.write_text('\ufeff[operator]\nlanguage = "zh"\n', encoding="utf-8")
    assert of_settings(other, {}) == "zh"
    assert of_settings(None, {"NOTICED_SETTINGS": str(other)}) == "zh"
    assert of_settings(other, {"NOTICED__OPERATOR__LANGUAGE": "en"}) == "en"


@pytest.mark.parametrize(
    "text", ["", "operator = 3", "[operator]\nlanguage = 5", '[operator]\nlanguage = "de"', "[[", "\udcff"]
)
def test_settings_that_say_no_language_are_no_trouble_here(text: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert of_settings(file, {}) is None
    assert of_settings(tmp_path, {}) is None
    assert of_settings(tmp_path / "none.toml", {}) is None
