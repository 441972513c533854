"""Everything wrong with the settings is said at once, each with its path and its cure, and no secret with it."""

from pathlib import Path

import pytest
from tests.unit.settings.examples import ENOUGH, written

from noticed.settings import SettingsError, find, load


def problems(folder: Path, text: str, environ: dict[str, str] | None = None) -> list[str]:
    """The problems of these settings."""
    with pytest.raises(SettingsError) as caught:
        load(written(folder, text), environ or {})
    assert str(caught.value).splitlines() == list(caught.value.problems)
    return list(caught.value.problems)


def one_problem(folder: Path, was: str, becomes: str) -> str:
    """The single problem after one change of the twelve lines."""
    assert was in ENOUGH
    (problem,) = problems(folder, ENOUGH.replace(was, becomes))
    return problem


ROOT = 'mode = "auto"'
ACCOUNT = 'provider = "qq"'


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        (ROOT, 'mode = "fast"', 'mode: must be one of "shadow", "approve" or "auto"'),
        (ROOT, 'modee = "auto"', 'modee: is no key; did you mean "mode"?'),
        (ROOT, 'poll = "1s"', "poll: is no key; it belongs to [schedule]"),
        (ROOT, 'path = "/x"', "path: is no key"),
        (ROOT, "hold = 15", 'hold: must be a duration in quotes: "90s", "15m", "48h", "14d" or "4bd"'),
        (ROOT, 'hold = "15 minutes"', 'hold: "15 minutes" is no duration'),
        (ROOT, 'hold = "4bd"', "hold: cannot be in business days"),
        (ROOT, 'timezone = "Asia/Shanghia"', 'did you mean "Asia/Shanghai"?'),
        (ROOT, 'schedule.poll = "0s"', "schedule.poll: must be more than nothing"),
        (ROOT, 'schedule.sending_hours = "17:00-09:00"', "schedule.sending_hours: "),
        (ROOT, 'schedule.digest = "8.30"', 'schedule.digest: must be a time of day: "08:30"'),
        (ROOT, 'schedule.idle = "yes"', "schedule.idle: must be true or false, without quotes"),
        (ROOT, 'store.url = "mysql://x/y"', "store.url: must begin with"),
        (ROOT, 'store.url = "sqlite://var/x.db"', "store.url: must name a file"),
        (ROOT, 'store.url = "postgresql+psycopg://a:hunter2@db/x"', "store.url: must hold no password"),
        (ROOT, 'dns.nameservers = ["localhost"]', "dns.nameservers[0]: must be an IP address"),
        (ROOT, "limits.probation = -1", "limits.probation: must be 0 or more"),
        (ROOT, "limits.probation = true", "limits.probation: must be a whole number without quotes"),
        ('["boss@qq.com"]', '"boss@qq.com"', 'operator.emails: must be a list: ["…", "…"]'),
        ('["boss@qq.com"]', '["boss"]', "operator.emails[0]: must be one plain address"),
        (
            '["boss@qq.com"]',
            '[]\nfrom_account = "acne"',
            'operator.from_account: names no account; did you mean "acme"',
        ),
        ("attempts = 3", "attempts = 7", "cadence.standard.attempts: must be 6 or less"),
        ("attempts = 3", "steps = []", "cadence.standard: give either attempts and every, or steps, not both"),
        ("cadence.standard", "cadence.standrad", "cadence.standrad: no case would use it"),
        (ACCOUNT, 'provider = "qq.com"', 'account "acme".provider: is no known provider; did you mean "qq"?'),
        (ACCOUNT, 'emial = "x@y.example"\nprovider = "qq"', 'account "acme".emial: is no key; did you mean "email"?'),
        (ACCOUNT, 'provider = "qq"\nhold = "0s"', 'account "acme".hold: is no key; it belongs at the top'),
        (ACCOUNT, 'imap.port = "993"', 'account "acme".imap.host: is missing'),
        (ACCOUNT, 'provider = "qq"\nimap.port = "993"', 'account "acme".imap.port: must be a whole number'),
        (ACCOUNT, 'provider = "qq"\nimap.port = 70000', 'account "acme".imap.port: must be 65535 or less'),
        (ACCOUNT, 'provider = "qq"\nsmtp.tls = "none"', 'account "acme".smtp.tls: "none" is for this machine alone'),
        (ACCOUNT, 'provider = "qq"\nsmtp.mailboxes = ["INBOX"]', 'account "acme".smtp.mailboxes: is no key'),
        (ACCOUNT, 'provider = "qq"\nimap.mailboxes = []', 'account "acme".imap.mailboxes: must not be empty'),
        (ACCOUNT, 'provider = "qq"\nimap.ca_file = "nix.pem"', 'account "acme".imap.ca_file: '),
        (
            ACCOUNT,
            'provider = "qq"\namazon_cc = { GB = "a@b.example" }',
            'amazon_cc: is no marketplace; did you mean "UK"',
        ),
        (ACCOUNT, 'provider = "qq"\nauthenticity = "provider"', 'account "acme".authenticity: "provider" needs one'),
        (ACCOUNT, 'provider = "qq"\nsigner = "a\\nb"', 'account "acme".signer: must be one line of text'),
        ('["US", "DE"]', '["US", "GB"]', 'account "acme".marketplaces[1]: is no marketplace; did you mean "UK"?'),
        ('["US", "DE"]', "[]", 'account "acme".marketplaces: must not be empty'),
        ('name = "acme"', 'name = "two words"', 'account "two words".name: must be one word'),
        ('name = "acme"', "", "account[0].name: is missing"),
        ('password = { file = "qq.key" }', "", 'account "acme".password: is missing'),
    ],
)
def test_one_mistake_is_one_line_with_its_path(tmp_path: Path, was: str, becomes: str, problem: str) -> None:
    found = problems(tmp_path, ENOUGH.replace(was, becomes))
    assert [line for line in found if problem in line], found
    assert "hunter2" not in "".join(found)


def test_all_mistakes_are_said_together(tmp_path: Path) -> None:
    text = ENOUGH.replace('"auto"', '"fast"').replace('"4bd"', '"soon"').replace('email = "shop@qq.com"', "")
    found = problems(tmp_path, text + '[[account]]\nname = "acme"\n')
    paths = {line.partition(":")[0] for line in found}
    assert {
        "mode",
        "cadence.standard.every",
        "account[0].email",
        "account[1].name",
        "account[1].store_name",
        "account[1].password",
        "account[1].imap.host",
    } <= paths


def test_no_account_at_all_is_said(tmp_path: Path) -> None:
    assert problems(tmp_path, 'mode = "auto"\n') == ["account: is missing: it must be given"]
    assert problems(tmp_path, "account = []\n") == ["account: must not be empty"]


@pytest.mark.parametrize(
    "junk", ["account = 3", "account = [3]", "store = 3", "cadence = 3", "operator = []", "cadence.standard = 3"]
)
def test_a_value_in_place_of_a_section_is_a_problem_not_a_crash(tmp_path: Path, junk: str) -> None:
    assert problems(tmp_path, junk)


def test_what_is_no_toml_is_said_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, 'mode = "auto"\nhold =\n')
    assert "is not TOML" in problem
    assert "line 2" in problem
    path = tmp_path / "settings.toml"
    path.write_bytes("# 设置\n".encode("gb18030"))
    with pytest.raises(SettingsError, match="save it as UTF-8"):
        load(path, {})


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, ENOUGH)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(path, {}).mode == "auto"


def test_the_file_is_looked_for_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, named, given = (tmp_path / name for name in ("here", "named", "given"))
    for folder in (here, named, given):
        folder.mkdir()
        written(folder, ENOUGH)
    monkeypatch.chdir(here)
    environ = {"NOTICED_SETTINGS": str(named / "settings.toml")}
    assert find(given / "settings.toml", environ) == given / "settings.toml"
    assert find(None, environ) == named / "settings.toml"
    assert find(None, {"NOTICED_SETTINGS": ""}) == here / "settings.toml"
    assert find(Path("settings.toml"), {}) == here / "settings.toml"


def test_a_named_file_that_is_missing_is_never_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, ENOUGH)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"nix\.toml: no such file"):
        load(None, {"NOTICED_SETTINGS": "nix.toml"})
    with pytest.raises(SettingsError, match=r"nix\.toml: no such file"):
        load(Path("nix.toml"), {})


def test_relative_paths_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "etc").mkdir()
    written(tmp_path / "etc", ENOUGH)
    monkeypatch.chdir(tmp_path)
    settings = load(Path("etc/settings.toml"), {})
    assert settings.store.url == f"sqlite:///{tmp_path}/etc/var/noticed.db"
    assert settings.folder == tmp_path / "etc"
    assert settings.accounts[0].mail.secret() == "app password"


def test_tls_without_a_port_takes_the_port_that_goes_with_it(tmp_path: Path) -> None:
    text = ENOUGH + '[account.imap]\ntls = "starttls"\n[account.smtp]\nhost = "127.0.0.1"\nport = 2525\ntls = "none"\n'
    account = load(written(tmp_path, text), {}).accounts[0]
    assert (account.mail.host, account.mail.port) == ("imap.qq.com", 143)
    assert (account.submission.host, account.submission.port) == ("127.0.0.1", 2525)


def test_zero_switches_a_limit_off(tmp_path: Path) -> None:
    limits = load(
        written(tmp_path, ENOUGH + '[limits]\ncomplainant_gap = 0\nnotice_age = "0s"\nprobation = 0\n'), {}
    ).limits
    assert not limits.complainant_gap
    assert not limits.notice_age
    assert limits.probation == 0


def test_nameservers_may_have_a_port(tmp_path: Path) -> None:
    text = ENOUGH + '[dns]\nnameservers = ["127.0.0.1:5353", "192.0.2.1", "[::1]:53", "2001:db8::1"]\n'
    servers = load(written(tmp_path, text), {}).dns.nameservers
    assert [(server.host, server.port) for server in servers] == [
        ("127.0.0.1", 5353),
        ("192.0.2.1", 53),
        ("::1", 53),
        ("2001:db8::1", 53),
    ]


def test_the_settings_do_not_change(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ENOUGH), {})
    with pytest.raises(ValueError, match="frozen"):
        settings.mode = "shadow"
