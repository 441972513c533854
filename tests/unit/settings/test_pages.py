"""The settings that the pages show are settings that work."""

import re
from pathlib import Path

from noticed.settings import load

DOCS = Path(__file__).parents[3] / "docs"


def shown(page: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_agency_s_three_files_work(tmp_path: Path) -> None:
    main, bear, fox = shown("agency.md")
    (tmp_path / "accounts.d").mkdir()
    for name, text in (("settings", main), ("accounts.d/bear", bear), ("accounts.d/fox", fox)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    for name in ("agency.key", "accounts.d/bear.key", "accounts.d/fox.key"):
        (tmp_path / name).write_text("secret")
        (tmp_path / name).chmod(0o600)
    settings = load(tmp_path / "settings.toml", {})
    assert [a.name for a in settings.accounts] == ["agency", "bear", "bear-eu", "fox"]
    assert [(a.mode or settings.mode) for a in settings.accounts] == ["shadow", "auto", "approve", "approve"]
    assert {a.signer_role for a in settings.accounts} == {"Authorised representative"}
    assert settings.accounts[2].mail.host == "imap.163.com"
    assert settings.warnings == ()


def test_what_the_page_about_logins_shows_needs_no_password(tmp_path: Path) -> None:
    (tmp_path / "google.key").write_text("secret")
    (tmp_path / "google.key").chmod(0o600)
    for text in shown("oauth.md"):
        (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
        (account,) = load(tmp_path / "settings.toml", {}).accounts
        assert account.logs_in
