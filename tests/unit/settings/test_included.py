"""An agency's settings: one file a client, what they share above it, and one broken file that stays one."""

from pathlib import Path

import pytest
from tests.unit.settings.examples import ENOUGH, written

from noticed.settings import Settings, SettingsError, load

MAIN = 'include = "accounts.d/*.toml"\n' + ENOUGH


def client(name: str, more: str = "") -> str:
    return f"""\
# {name}
[[account]]
name = "{name}"
provider = "163"
email = "{name}@163.com"
store_name = "{name.title()}"
marketplaces = ["UK"]
password = {{ file = "{name}.key" }}
{more}"""


def agency(folder: Path, main: str = MAIN, **clients: str) -> Path:
    """settings.toml with a file for each client, and each client's key beside it."""
    path = written(folder, main)
    (folder / "accounts.d").mkdir(exist_ok=True)
    for name, text in clients.items():
        (folder / "accounts.d" / f"{name}.toml").write_text(text, encoding="utf-8")
        (folder / "accounts.d" / f"{name}.key").write_text(f"password of {name}\n")
        (folder / "accounts.d" / f"{name}.key").chmod(0o600)
    return path


def names(settings: Settings) -> list[str]:
    return [account.name for account in settings.accounts]


def test_each_file_adds_its_accounts_in_the_order_of_the_names(tmp_path: Path) -> None:
    settings = load(agency(tmp_path, zebra=client("zebra"), bear=client("bear")), {})
    assert names(settings) == ["acme", "bear", "zebra"]
    assert settings.accounts[1].mail.secret() == "password of bear", "files are looked for beside the account's own"
    assert settings.broken == ()


def test_an_agency_needs_no_account_in_the_main_file(tmp_path: Path) -> None:
    main = MAIN[: MAIN.index("[[account]]")]
    assert names(load(agency(tmp_path, main, bear=client("bear")), {})) == ["bear"]
    with pytest.raises(SettingsError, match="account: must not be empty"):
        load(written(tmp_path / "accounts.d", main), {})


def test_what_accounts_share_stands_once_and_each_may_differ(tmp_path: Path) -> None:
    defaults = '[account_defaults]\nsigner = "Li Wei"\nmode = "approve"\nlanguage = "zh"\nimap = { backfill = "30d" }\n'
    defaults += 'password = { file = "qq.key" }\n'
    own = client("bear", 'mode = "auto"\n[account.imap]\nport = 1993\n').replace(
        'password = { file = "bear.key" }\n', ""
    )
    settings = load(agency(tmp_path, MAIN + defaults, bear=own), {})
    acme, bear = settings.accounts
    assert (acme.mode, bear.mode, bear.language, bear.signer) == ("approve", "auto", "zh", "Li Wei")
    assert (bear.imap.port, bear.imap.backfill.days, bear.imap.host) == (1993, 30, "imap.163.com")
    assert bear.mail.secret() == "app password", "what the main file names is beside the main file"


def test_what_is_wrong_in_the_defaults_is_said_there_and_once(tmp_path: Path) -> None:
    defaults = '[account_defaults]\nmode = "fast"\nsinger = "Li Wei"\nname = "all"\n'
    path = agency(tmp_path, MAIN + defaults, bear=client("bear"))
    with pytest.raises(SettingsError) as caught:
        load(path, {}, skip=True)
    said = caught.value.problems
    assert 'account_defaults.mode: must be one of "shadow", "approve" or "auto"' in said
    assert 'account_defaults.singer: is no key; did you mean "signer"?' in said
    assert any(line.startswith("account_defaults.name: differs from account to account") for line in said)
    assert not any("bear" in line for line in said)


BROKEN = {
    "not toml": ('[[account]]\nname = "bear\n', "accounts.d/bear.toml:2: is not TOML: "),
    "a key": (client("bear", 'singer = "Li"\n'), 'accounts.d/bear.toml:9: singer: is no key; did you mean "signer"?'),
    "a value": (
        client("bear", "[account.imap]\nport = 0\n"),
        "accounts.d/bear.toml:10: imap.port: must be 1 or more",
    ),
    "a missing key": (
        client("bear").replace('store_name = "Bear"\n', ""),
        "accounts.d/bear.toml:2: store_name: is missing: it must be given",
    ),
    "a secret": (
        client("bear").replace("bear.key", "gone.key"),
        "accounts.d/bear.toml:8: password: {folder}/gone.key cannot be read: no such file or directory",
    ),
    "a name": (
        client("acme").replace("acme.key", "bear.key"),
        'accounts.d/bear.toml:3: name: "acme" is taken by another account',
    ),
    "the main file's": (
        'mode = "auto"\n',
        "accounts.d/bear.toml:1: mode (at line 1): an account file holds [[account]]",
    ),
    "nothing": ("# soon\n", "accounts.d/bear.toml: holds no account: begin it with [[account]]"),
    "login": (
        client("bear", 'login = "nobody"\n'),
        "accounts.d/bear.toml:9: login: names no account",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_one_broken_file_is_one_line_and_stops_nobody_else(tmp_path: Path, kind: str) -> None:
    text, said = BROKEN[kind]
    path = agency(tmp_path, bear=text, zebra=client("zebra"))
    settings = load(path, {}, skip=True)
    assert names(settings) == ["acme", "zebra"]
    (broken,) = settings.broken
    assert len(broken.problems) == 1
    assert broken.problems[0].startswith(said.format(folder=tmp_path)), broken.problems
    with pytest.raises(SettingsError) as caught:
        load(path, {})
    assert caught.value.problems == broken.problems


def test_a_broken_main_file_stops_everything(tmp_path: Path) -> None:
    path = agency(tmp_path, MAIN.replace("attempts = 3", "attempts = 9"), bear=client("bear"))
    with pytest.raises(SettingsError, match="attempts: must be 6 or less"):
        load(path, {}, skip=True)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is no file"):
        load(agency(tmp_path, MAIN.replace("accounts.d/*.toml", "bear.toml")), {})


def test_an_override_reaches_an_account_of_a_file(tmp_path: Path) -> None:
    path = agency(tmp_path, bear=client("bear"))
    settings = load(path, {"NOTICED__ACCOUNT__BEAR__EMAIL": "polar@163.com", "NOTICED__ACCOUNT__BEAR__PHONE": "123"})
    assert (settings.accounts[1].email, settings.accounts[1].phone) == ("polar@163.com", "123")


def sharing(name: str, login: str, more: str = "") -> str:
    return (
        f'[[account]]\nname = "{name}"\nlogin = "{login}"\nemail = "{name}@qq.com"\nstore_name = "S"\n'
        f'marketplaces = ["US"]\n{more}'
    )


def test_an_account_shares_another_s_login(tmp_path: Path) -> None:
    settings = load(agency(tmp_path, eu=sharing("eu", "acme")), {})
    acme, eu = settings.accounts
    assert (eu.mail.host, eu.submission.host, eu.preset.id) == (acme.mail.host, acme.submission.host, "qq")
    assert eu.mail.username == "shop@qq.com"
    assert eu.login_of == acme.login_of == "acme"
    assert settings.warnings == (), "they are one mailbox"


@pytest.mark.parametrize(
    ("login", "more", "said"),
    [
        ("eu", "", "names an account that has no login of its own"),
        ("acne", "", 'names no account; did you mean "acme"?'),
        ("acme", 'provider = "qq"\n', "has provider of the other account: leave provider out here"),
    ],
)
def test_a_login_is_another_account_s_own(tmp_path: Path, login: str, more: str, said: str) -> None:
    settings = load(agency(tmp_path, eu=sharing("eu", login, more)), {}, skip=True)
    assert names(settings) == ["acme"]
    assert settings.broken[0].problems[0] == f"accounts.d/eu.toml:3: login: {said}"


def test_with_a_login_that_is_broken_goes_whoever_shares_it(tmp_path: Path) -> None:
    path = agency(tmp_path, bear=client("bear", 'singer = "x"\n'), eu=sharing("eu", "bear"))
    settings = load(path, {}, skip=True)
    assert names(settings) == ["acme"]
    assert [one.file.name for one in settings.broken] == ["bear.toml", "eu.toml"]


def test_an_operator_is_one_address_or_several(tmp_path: Path) -> None:
    more = client("bear", 'operator = "ann@agency.example"\npaused = true\n')
    two = client("zebra", 'operator = ["ann@agency.example", "bob@agency.example"]\n')
    settings = load(agency(tmp_path, bear=more, zebra=two), {})
    assert [account.operator for account in settings.accounts] == [
        None,
        ("ann@agency.example",),
        ("ann@agency.example", "bob@agency.example"),
    ]
    assert settings.accounts[1].paused
    assert any("operator.from_account: is not set" in line for line in settings.warnings)
    wrong = load(agency(tmp_path, bear=client("bear", 'operator = "ann"\n')), {}, skip=True)
    assert wrong.broken[0].problems[0].startswith("accounts.d/bear.toml:9: operator: must be one plain address")
