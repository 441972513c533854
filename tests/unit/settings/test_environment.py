"""NOTICED__SECTION__KEY overrides the file."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.settings.examples import ENOUGH, written

from noticed.settings import Settings, SettingsError, load


def with_environment(folder: Path, **environ: str) -> Settings:
    """The twelve lines, with these variables set."""
    return load(written(folder, ENOUGH), environ)


def test_a_variable_overrides_a_key(tmp_path: Path) -> None:
    settings = with_environment(
        tmp_path,
        NOTICED__MODE="shadow",
        NOTICED__STORE__URL="sqlite:////var/lib/noticed/noticed.db",
        NOTICED__SCHEDULE__DIGEST="09:15",
        NOTICED__SCHEDULE__IDLE="false",
        NOTICED__LIMITS__PROBATION="0",
        NOTICED__OPERATOR__EMAILS='["a@example.com", "b@example.com"]',
        NOTICED__CADENCE__STANDARD__EVERY="2bd",
        HOME="/root",
    )
    assert settings.mode == "shadow"
    assert settings.store.url == "sqlite:////var/lib/noticed/noticed.db"
    assert settings.schedule.digest.isoformat() == "09:15:00"
    assert settings.schedule.idle is False
    assert settings.limits.probation == 0
    assert settings.operator.emails == ("a@example.com", "b@example.com")
    assert str(settings.cadences["standard"].flag_after) == "2bd"


def test_accounts_go_by_name_or_index(tmp_path: Path) -> None:
    settings = with_environment(
        tmp_path,
        NOTICED__ACCOUNT__ACME__EMAIL="other@qq.com",
        NOTICED__ACCOUNT__0__IMAP__PORT="1993",
        NOTICED__ACCOUNT__ACME__AMAZON_CC__US="copies@example.com",
    )
    account = settings.accounts[0]
    assert account.email == account.mail.username == "other@qq.com"
    assert account.mail.port == 1993
    assert account.amazon_cc == {"US": "copies@example.com"}


def test_digits_are_text_where_text_is_wanted(tmp_path: Path) -> None:
    assert with_environment(tmp_path, NOTICED__ACCOUNT__ACME__PHONE="0123").accounts[0].phone == "0123"
    assert with_environment(tmp_path, NOTICED__ACCOUNT__ACME__PHONE="123").accounts[0].phone == "123"


def test_an_empty_variable_is_unset(tmp_path: Path) -> None:
    assert with_environment(tmp_path, NOTICED__MODE="").mode == "auto"


def test_a_plain_password_variable_is_a_reference_to_itself(tmp_path: Path) -> None:
    settings = with_environment(tmp_path, NOTICED__ACCOUNT__0__PASSWORD="hunter2")
    assert settings.accounts[0].mail.secret() == "hunter2"
    assert "hunter2" not in repr(settings)
    assert settings.warnings[0].startswith('account "acme".password: stands in the environment')


def test_another_account_can_be_added(tmp_path: Path) -> None:
    settings = with_environment(
        tmp_path,
        NOTICED__ACCOUNT__1__NAME="second",
        NOTICED__ACCOUNT__1__PROVIDER="gmail",
        NOTICED__ACCOUNT__1__EMAIL="second@gmail.com",
        NOTICED__ACCOUNT__1__STORE_NAME="Second",
        NOTICED__ACCOUNT__1__MARKETPLACES='["UK"]',
        NOTICED__ACCOUNT__1__PASSWORD__FILE="qq.key",
    )
    assert [account.name for account in settings.accounts] == ["acme", "second"]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("NOTICED__MODE", "fast", 'mode: must be one of "shadow", "approve" or "auto" (from NOTICED__MODE)'),
        ("NOTICED__LIMITS__PROBATION", "x", "limits.probation: must be a whole number without quotes (from NOTICED__"),
        ("NOTICED__MOOD", "x", 'mood: is no key; did you mean "mode"? (from NOTICED__MOOD)'),
        ("NOTICED__ACCOUNT__NOBODY__EMAIL", "x", 'NOTICED__ACCOUNT__NOBODY__EMAIL: no account is called "nobody"'),
        ("NOTICED__MODE__X", "x", "NOTICED__MODE__X: mode is no section"),
        ("NOTICED__ACCOUNT__ACME", "x", "NOTICED__ACCOUNT__ACME: write NOTICED__ACCOUNT__NAME__KEY"),
        ("NOTICED__", "x", "NOTICED__: write NOTICED__SECTION__KEY"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, ENOUGH), {name: value})
    assert any(line.startswith(problem) for line in caught.value.problems), caught.value.problems


KEYS = st.sampled_from(
    ["mode", "store", "url", "account", "acme", "0", "imap", "port", "password", "cadence", "steps", "x", ""]
)
VALUES = st.text(max_size=20) | st.sampled_from(
    ["[]", "{}", "[1]", "[{}]", "{ file = 3 }", "1.5", "true", "1979-05-27"]
)


@given(environ=st.dictionaries(st.lists(KEYS, min_size=1, max_size=4).map("__".join), VALUES, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_environment_says_is_settings_or_problems(tmp_path: Path, environ: dict[str, str]) -> None:
    path = written(tmp_path, ENOUGH)
    try:
        load(path, {f"NOTICED__{name.upper()}": value for name, value in environ.items()})
    except SettingsError as error:
        assert all(": " in problem and "\n" not in problem for problem in error.problems)  # noqa: PT017
