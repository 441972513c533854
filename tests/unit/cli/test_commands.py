"""The commands' edges: usage, exit statuses, one line on stderr, JSON on stdout."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.mails import notice, signed

from noticed.app.mode import write_mode
from noticed.cli.main import _ours_first

TWELVE = """\
mode = "shadow"
[operator]
emails = ["boss@qq.com"]
[[account]]
name = "acme"
provider = "qq"
email = "shop@qq.com"
password = { file = "qq.key" }
store_name = "Acme Home Goods"
marketplaces = ["US", "DE"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_text(TWELVE)
    (tmp_path / "qq.key").write_text("canary-secret")
    (tmp_path / "qq.key").chmod(0o600)
    return tmp_path


def noticed(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "noticed", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False
    )


def test_settings_may_stand_anywhere_in_the_line() -> None:
    assert _ours_first(["cases", "--settings", "x.toml", "--json"]) == ["--settings", "x.toml", "cases", "--json"]
    assert _ours_first(["cases", "--settings=x.toml"]) == ["--settings=x.toml", "cases"]
    assert _ours_first(["read", "--", "--settings"]) == ["read", "--", "--settings"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["cases"], 0, ""),
        (["show", "N-AAAA"], 1, "no case"),
        (["why", "N-AAAA"], 1, "no case"),
        (["approve", "N-AAAA.1"], 1, "no letter"),
        (["decide", "N-AAAA", "guilty"], 2, "no outcome"),
        (["open", "nothing.eml"], 1, "--checked-in-seller-central"),
        (["quarantine", "release", "1"], 1, "--checked-in-seller-central"),
        (["quarantine", "show"], 1, "which one"),
        (["shunted", "retry", "7"], 1, "no message 7"),
        (["status"], 1, ""),
        (["status", "--max-age", "soon"], 2, "no duration"),
        (["status", "--max-age", "3bd"], 2, "minutes"),
        (["set", "N-AAAA", "asins"], 2, "NAME=VALUE"),
        (["once", "--now", "soon"], 2, "no time"),
        (["init"], 1, "exists"),
        (["nonsense"], 2, "nonsense"),
        (["approve"], 2, "--all"),
        (["approve", "--all"], 1, "no letter waits"),
        (["web", "--listen", "nowhere"], 2, "no address"),
        (["web", "--listen", "0.0.0.0:0"], 1, "--open-to-network"),
        (["web", "--link", "--account", "nobody"], 1, "not in the settings"),
        (["digest"], 0, ""),
    ],
)
def test_every_refusal_is_one_line_and_its_exit_status(folder: Path, words: list[str], status: int, said: str) -> None:
    done = noticed(folder, *words)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "canary-secret" not in done.stdout + done.stderr
    if said:
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "N-AAAA"], "noticed: 没有案件“N-AAAA”：用 noticed cases 查看全部案件\n"),
        (["nonsense"], "noticed: 没有“nonsense”这个命令；用法见 noticed --help\n"),
        (["cases", "--limit", "x"], "noticed: “--limit”的值不对：应为整数；用法见 noticed cases --help\n"),
    ],
)
def test_errors_speak_the_operators_language(folder: Path, words: list[str], said: str) -> None:
    assert noticed(folder, *words, "--language", "zh").stderr == said
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text().replace("[operator]", '[operator]\nlanguage = "zh"'))
    if words[0] == "show":
        assert noticed(folder, *words).stderr == said
        settings.write_text(settings.read_text().replace("provider =", "providr ="))
        assert '没有这个键；是不是 "provider"？' in noticed(folder, *words).stderr


def test_init_beside_the_repositorys_example_names_a_folder_of_ones_own(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[3] / "settings.toml", tmp_path)
    done = noticed(tmp_path, "init", "--language", "zh")
    assert done.returncode == 1
    assert "mkdir ~/shop && cd ~/shop && /" in done.stderr
    assert "仓库自带的示例" in done.stderr


def test_without_settings_the_cure_is_named(tmp_path: Path) -> None:
    done = noticed(tmp_path, "cases")
    assert done.returncode == 2
    assert "noticed demo" in done.stderr


def test_read_works_without_settings_and_prints_one_object_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: x@y.example\r\nSubject: hello\r\n\r\nhello\r\n")
    (tmp_path / "b.eml").write_bytes(b"\x00\xff" * 100)
    done = noticed(tmp_path, "read", "--json", "a.eml", "b.eml")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [sorted(row) for row in rows] == [
        sorted(("file", "authenticity", "category", "notice", "reply", "bounce")) for _ in rows
    ]


def test_read_says_how_a_signature_is_checked_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "plain.eml").write_bytes(notice(date=datetime.now(UTC)))
    (tmp_path / "signed.eml").write_bytes(signed(notice(date=datetime.now(UTC))))
    assert "--dns" not in noticed(tmp_path, "read", "plain.eml").stdout
    assert (
        "no key to check the signature with (with --dns it is fetched" in noticed(tmp_path, "read", "signed.eml").stdout
    )
    assert "加 --dns 可取密钥并核对签名" in noticed(tmp_path, "--language", "zh", "read", "signed.eml").stdout


def test_read_shows_of_several_notices_the_line_of_the_first(tmp_path: Path) -> None:
    both = EmailMessage()
    both["From"], both["Subject"] = "lena@seller.example", "two of them"
    both.set_content("both came in this week")
    for right, asin in (("trademark", "B0C1234567"), ("copyright", "B0C7654321")):
        each = EmailMessage()
        each["From"], each["Subject"] = "Amazon <notice@amazon.com>", "Notice: Policy Warning"
        each.set_content(f"We removed {asin}.\n\nInfringement type: {right}\nComplaint ID: 18830261947\n")
        both.add_attachment(each)
    (tmp_path / "both.eml").write_bytes(both.as_bytes())
    shown = noticed(tmp_path, "read", "both.eml").stdout
    right = next(line for line in shown.splitlines() if line.startswith("ip_type"))
    assert right.split()[1:] == ["trademark", "Infringement", "type:", "trademark"]


def test_go_live_changes_one_word_and_keeps_every_comment(folder: Path) -> None:
    path = folder / "settings.toml"
    path.write_text('# mine\nmode = "shadow"   # for now\n[operator]\nmode = "untouched"\n')
    path.chmod(0o640)
    write_mode(path, "auto")
    assert path.read_text() == '# mine\nmode = "auto"   # for now\n[operator]\nmode = "untouched"\n'
    assert path.stat().st_mode & 0o777 == 0o640
    path.write_text("[operator]\n")
    write_mode(path, "auto")
    assert path.read_text() == 'mode = "auto"\n[operator]\n'


def test_redact_writes_a_copy_that_names_nobody_without_settings(tmp_path: Path) -> None:
    notice = (
        b"From: Amazon <notice@amazon.com>\r\nTo: Acme <me@acme.example>\r\nSubject: Notice: Policy Warning\r\n\r\n"
        b"We removed your listing because of a report from a rights owner.\r\n\r\nASIN: B0C1234567\r\n"
        b"Complaint ID: 18734561231\r\nRights owner email: ip@gladiola.example\r\n"
    )
    (tmp_path / "a.eml").write_bytes(notice)
    done = noticed(tmp_path, "redact", "a.eml")
    assert done.returncode == 0, done.stderr
    assert "ASIN 1" in done.stdout
    assert "Read it through before you share it" in done.stdout
    copy = (tmp_path / "a.redacted.eml").read_bytes()
    assert b"gladiola" not in copy
    assert b"18734561231" not in copy
    assert noticed(tmp_path, "redact", "a.eml", "--out", "a.eml").returncode == 1
    assert (tmp_path / "a.eml").read_bytes() == notice
    assert noticed(tmp_path, "redact", "none.eml").returncode == 1
