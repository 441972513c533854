"""A command begins at once: what it does not use is not imported."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from noticed.cli.commands import COMMANDS, Commands, summary
from noticed.data import words

HEAVY = {
    "alembic", "apscheduler", "dkim", "dns", "holidays", "icalendar", "imapclient", "jinja2",
    "publicsuffixlist", "pydantic", "pygments", "rich", "smtplib", "sqlalchemy", "structlog", "tenacity",
}  # fmt: skip
CALLED = """
import sys
from noticed.cli.main import main
sys.argv = ["noticed", *sys.argv[1:]]
try:
    main()
finally:
    print(sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def imported(folder: Path, *words: str, status: int = 0) -> set[str]:
    """The packages a command had imported when it ended, and their names alone."""
    command = [sys.executable, "-c", CALLED, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == status, done.stderr
    return set(ast.literal_eval(done.stderr.splitlines()[-1]))


def test_help_imports_no_library_but_its_own(tmp_path: Path) -> None:
    for line in (["--help"], ["--version"], ["--language", "zh", "--help"]):
        assert not imported(tmp_path, *line) & HEAVY - {"rich", "pygments"}, line  # rich draws the page of the help


@pytest.mark.parametrize(("command", "status"), [("cases", 0), ("status", 1)])  # never read: not healthy
def test_what_is_asked_often_needs_no_mail_server_no_dns_no_letters_no_migrations_and_no_log(
    tmp_path: Path, command: str, status: int
) -> None:
    (tmp_path / "settings.toml").write_text(
        '[operator]\nemails = ["boss@qq.com"]\n[[account]]\nname = "acme"\nprovider = "qq"\nemail = "shop@qq.com"\n'
        'password = { env = "PATH" }\nstore_name = "Acme"\nmarketplaces = ["US"]\n'
    )
    imported(tmp_path, "cases")  # makes the store
    assert imported(tmp_path, command, status=status) & HEAVY == {"pydantic", "sqlalchemy"}


def test_every_command_is_where_the_table_says_and_says_what_it_does() -> None:
    for place in COMMANDS.values():
        module, function = place.split(":")
        told = inspect.getdoc(getattr(import_module(f"noticed.cli.{module}"), function))
        assert told
        assert summary(place) == told.splitlines()[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_called_by_its_name(name: str) -> None:
    assert Commands().get_command(None, name).name == name
    assert Commands().get_command(None, f"{name}x") is None


def test_a_language_is_read_when_it_is_spoken() -> None:
    assert set(words()) == {"en", "zh"}
    assert "de" not in words()
    assert len(words()) == 2
    with pytest.raises(KeyError):
        words()["de"]
