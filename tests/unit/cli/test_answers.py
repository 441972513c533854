"""What ``init`` writes for a login at Google or Microsoft is what the daemon logs in by."""

from pathlib import Path

import pytest

from noticed.app import first
from noticed.cli.answers import Answers, settings_text
from noticed.cli.init import ORDER
from noticed.data import providers
from noticed.render.phrases import Phrases
from noticed.settings import load

GUID = "00000000-1111-2222-3333-444444444444"
GOOGLE = "1234567890-abc_d.apps.googleusercontent.com"


@pytest.mark.parametrize(("provider", "client_id"), [("outlook", GUID), ("gmail", GOOGLE)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_client_id_in_the_place_of_the_password(tmp_path: Path, provider: str, client_id: str, language: str) -> None:
    known = providers()[provider]
    assert first.is_client_id(known, client_id)
    answers = Answers(
        email="shop@acme.example",
        provider=known,
        store_name="Acme",
        marketplaces=("US",),
        amazon_cc={},
        operator="boss@acme.example",
        attempts=3,
        client_id=client_id,
    )
    (tmp_path / "acme.key").write_text("not very secret")
    (tmp_path / "acme.key").chmod(0o600)
    path = tmp_path / "settings.toml"
    path.write_text(settings_text(answers, "acme.key", Phrases(language, "UTC")), encoding="utf-8")
    settings = load(path, {})
    (account,) = settings.accounts
    assert account.logs_in
    assert (account.mail.auth, account.submission.auth) == ("oauth2", "oauth2")
    issuer = first.issuer_of(known, first.Registered(client_id=client_id, client_secret="not very secret"))
    assert issuer.application.client_id == client_id
    assert settings.oauth.registration(issuer.application.issuer) is not None


@pytest.mark.parametrize("provider", [name for name in ORDER if name != "plain"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_preset_makes_settings_that_need_no_hand(tmp_path: Path, provider: str, language: str) -> None:
    known = providers()[provider]
    answers = Answers(
        email=f"shop@{(known.domains or ('acme.example',))[0]}",
        provider=known,
        store_name="深圳优品",
        marketplaces=("US", "DE"),
        amazon_cc={},
        operator="boss@acme.example",
        attempts=3,
    )
    (tmp_path / "acme.key").write_text("not very secret")
    (tmp_path / "acme.key").chmod(0o600)
    path, secret = tmp_path / "settings.toml", "echo token" if known.imap.get("auth") == "oauth2" else "acme.key"
    path.write_text(settings_text(answers, secret, Phrases(language, "UTC")), encoding="utf-8")
    settings = load(path, {})
    (account,) = settings.accounts
    assert (settings.mode, settings.operator.language, account.provider) == ("shadow", language, provider)
    assert (account.mail.host, account.submission.host) == (known.imap["host"], known.smtp["host"])
    assert known.password_help[language].strip()


@pytest.mark.parametrize("typed", ["abcd efgh ijkl mnop", "pass show token", "", GUID[:-1]])
def test_a_password_or_a_command_is_no_client_id(typed: str) -> None:
    assert not any(first.is_client_id(provider, typed) for provider in providers().values())
    assert not first.is_client_id(providers()["qq"], GUID)
