"""Words are files: those beside settings.toml take the place of the packaged ones."""

from pathlib import Path

import pytest

from noticed.adapters.packaged import BadFile, dialects, letter_templates, senders
from noticed.core.case.model import LetterKind


def test_every_letter_the_program_writes_has_an_english_text() -> None:
    letters = letter_templates(None)
    assert {letter.partition("/")[0] for letter, language in letters if language == "en"} <= set(LetterKind)
    assert ("inquiry", "en") in letters
    assert all(text.startswith("Subject: ") for text in letters.values())


def test_a_letter_beside_the_settings_takes_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "letters" / "inquiry").mkdir(parents=True)
    (tmp_path / "letters" / "inquiry" / "en.txt").write_bytes("\ufeffSubject: Hi\r\nTo: complainant\r\n".encode())
    (tmp_path / "letters" / "inquiry" / "pl.txt").write_text("Subject: Dzień dobry\n", encoding="utf-8")
    (tmp_path / "letters" / "README").write_text("mine")
    letters = letter_templates(tmp_path)
    assert letters["inquiry", "en"] == "Subject: Hi\nTo: complainant\n"
    assert letters["inquiry", "pl"] == "Subject: Dzień dobry\n"
    reworded = {("inquiry", "en"), ("inquiry", "en.zh")}  # the packaged reading tells another letter
    assert ("inquiry", "en.zh") not in letters
    others = {key: text for key, text in letter_templates(None).items() if key not in reworded}
    assert {key: letters[key] for key in others} == others


def test_a_letter_nobody_would_send_is_named(tmp_path: Path) -> None:
    (tmp_path / "letters" / "enquiry").mkdir(parents=True)
    (tmp_path / "letters" / "enquiry" / "en.txt").write_text("Subject: Hi\n")
    with pytest.raises(BadFile, match=r"letters/enquiry: is no letter: one of inquiry"):
        letter_templates(tmp_path)


def test_a_letter_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "letters" / "inquiry").mkdir(parents=True)
    (tmp_path / "letters" / "inquiry" / "zh.txt").write_bytes("主题".encode("gb18030"))
    with pytest.raises(BadFile, match=r"inquiry/zh\.txt: cannot be read as UTF-8"):
        letter_templates(tmp_path)


def test_every_packaged_dialect_can_be_read() -> None:
    assert "en" in [dialect.language for dialect in dialects(None)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("[kinds", "end of document"), ("[search]\nsenders = 3\n", "senders"), ("[nonsense]\n", "nonsense")],
)
def test_a_broken_dialect_is_one_error_naming_its_file(tmp_path: Path, text: str, wrong: str) -> None:
    (tmp_path / "dialects").mkdir()
    (tmp_path / "dialects" / "xx.toml").write_text(text)
    with pytest.raises(BadFile) as caught:
        dialects(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/dialects/xx.toml: ")
    assert wrong in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_dialect_beside_the_settings_is_added(tmp_path: Path) -> None:
    (tmp_path / "dialects").mkdir()
    packaged = Path(__file__).parents[3] / "src" / "noticed" / "dialects" / "en.toml"
    (tmp_path / "dialects" / "xx.toml").write_bytes(packaged.read_bytes())
    assert len(dialects(tmp_path)) == len(dialects(None)) + 1


def test_the_senders_can_be_read() -> None:
    assert senders()
