"""A secret is a reference; what it refers to is read when it is needed and shown nowhere."""

import copy
import pickle
import sys
from pathlib import Path

import pytest
from tests.unit.settings.examples import ENOUGH, written

from noticed.ports import Permanent, Transient
from noticed.settings import Secret, SettingsError, load

FILE = '{ file = "qq.key" }'


def secret(folder: Path, reference: str, environ: dict[str, str] | None = None) -> Secret:
    """The account's password, given as ``reference``."""
    found = load(written(folder, ENOUGH.replace(FILE, reference)), environ or {}).accounts[0].mail.password
    assert found is not None
    return found


def refused(folder: Path, reference: str, environ: dict[str, str] | None = None) -> str:
    """Why ``reference`` is refused."""
    with pytest.raises(SettingsError) as caught:
        secret(folder, reference, environ)
    (problem,) = caught.value.problems
    assert problem.startswith('account "acme".password: ')
    return problem


def test_a_file_gives_its_line_without_the_newline(tmp_path: Path) -> None:
    password = secret(tmp_path, FILE)
    for text, read in (("a b\n", "a b"), ("a b", "a b"), ("a\r\n", "a"), (" a \n", " a ")):
        (tmp_path / "qq.key").write_text(text, newline="")
        assert password() == read


def test_a_rotated_secret_is_taken_up_at_the_next_use(tmp_path: Path) -> None:
    password = secret(tmp_path, FILE)
    assert password() == "app password"
    (tmp_path / "qq.key").write_text("another\n")
    assert password() == "another"


def test_an_absolute_path_and_the_home_folder_work(tmp_path: Path) -> None:
    assert secret(tmp_path, f'{{ file = "{tmp_path}/qq.key" }}')() == "app password"


def test_a_file_others_can_read_is_refused_when_settings_are_read_and_when_it_is_used(tmp_path: Path) -> None:
    password = secret(tmp_path, FILE)
    for mode in (0o640, 0o604, 0o660):
        (tmp_path / "qq.key").chmod(mode)
        with pytest.raises(Permanent, match="chmod 600"):
            password()
    path = tmp_path / "settings.toml"
    with pytest.raises(SettingsError, match="chmod 600"):
        load(path, {})


def test_what_is_not_there_is_said_when_settings_are_read(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path, '{ file = "nix.key" }')
    assert "is no file" in refused(tmp_path, '{ file = "." }')
    assert "NIX is not set" in refused(tmp_path, '{ env = "NIX" }')
    assert "nix is not found" in refused(tmp_path, '{ command = ["./nix"] }')
    assert "no such file" in refused(tmp_path, '{ credential = "nix" }', {"CREDENTIALS_DIRECTORY": str(tmp_path)})


def test_a_file_that_vanishes_or_is_emptied_later_is_permanent(tmp_path: Path) -> None:
    password = secret(tmp_path, FILE)
    (tmp_path / "qq.key").write_text("\n")
    with pytest.raises(Permanent, match="holds no single line"):
        password()
    (tmp_path / "qq.key").write_bytes(b"\xff\xfe")
    with pytest.raises(Permanent, match="cannot be read as UTF-8"):
        password()
    (tmp_path / "qq.key").unlink()
    with pytest.raises(Permanent, match="no such file"):
        password()


@pytest.mark.parametrize(
    "reference",
    ['"hunter2"', '{ flie = "hunter2" }', '{ file = 3 }', "{ file = 'a', env = 'b' }", "{}", '{ command = "pass x" }',
     "{ command = [] }", '{ credential = "../x" }', "3"],
)  # fmt: skip
def test_a_wrong_reference_says_how_to_write_one_and_never_repeats_it(tmp_path: Path, reference: str) -> None:
    problem = refused(tmp_path, reference)
    assert "hunter2" not in problem
    assert "{ " in problem or "give" in problem or "without" in problem


def test_the_environment_is_allowed_with_a_warning(tmp_path: Path) -> None:
    password = secret(tmp_path, '{ env = "QQ" }', {"QQ": "hunter2"})
    assert password() == "hunter2"
    assert password.warning


def test_a_credential_is_read_from_the_service_s_directory(tmp_path: Path) -> None:
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "qq").write_text("hunter2")
    password = secret(tmp_path, '{ credential = "qq" }', {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")})
    assert password() == "hunter2"


def test_outside_the_service_a_credential_is_missing_only_when_it_is_needed(tmp_path: Path) -> None:
    password = secret(tmp_path, '{ credential = "qq" }')
    assert password.warning
    with pytest.raises(Permanent, match="CREDENTIALS_DIRECTORY"):
        password()


def test_a_command_prints_the_secret(tmp_path: Path) -> None:
    script = "import sys; print(sys.argv[1])"
    assert (
        secret(tmp_path, f'{{ command = ["{sys.executable}", "-c", "{script}", "hunter2; $(id)"] }}')()
        == "hunter2; $(id)"
    )


def test_a_command_that_fails_says_so_without_what_it_printed(tmp_path: Path) -> None:
    script = "import sys; print('hunter2'); sys.exit('hunter2')"
    password = secret(tmp_path, f'{{ command = ["{sys.executable}", "-c", "{script}"] }}')
    with pytest.raises(Permanent, match="exit status 1") as caught:
        password()
    assert "hunter2" not in str(caught.value)


def test_a_secret_is_never_shown_copied_or_pickled(tmp_path: Path) -> None:
    password = secret(tmp_path, '{ env = "QQ" }', {"QQ": "hunter2"})
    assert repr(password) == str(password) == f"{password}" == "Secret(***)"
    with pytest.raises(TypeError):
        pickle.dumps(password)
    with pytest.raises(TypeError):
        copy.deepcopy(password)


def test_one_server_may_have_its_own_password(tmp_path: Path) -> None:
    text = ENOUGH + '[account.smtp]\npassword = { env = "SMTP" }\n'
    account = load(written(tmp_path, text), {"SMTP": "other"}).accounts[0]
    assert account.mail.secret() == "app password"
    assert account.submission.secret() == "other"


def test_no_address_is_in_a_repr(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ENOUGH), {})
    shown = f"{settings} {settings!r} {settings.accounts!r} {settings.accounts[0].mail!r}"
    assert "@" not in shown


def test_a_command_that_does_not_end_is_given_up_for_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noticed.settings.secret._SECONDS", 0.2)
    password = secret(tmp_path, f'{{ command = ["{sys.executable}", "-c", "import time; time.sleep(60)"] }}')
    with pytest.raises(Transient, match="did not end within"):
        password()
