"""The settings the documentation shows are settings that work."""

import re
import tomllib
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.unit.settings.examples import ENOUGH, EVERYTHING, written

from noticed.core.case.calendar import Hours
from noticed.core.case.duration import Duration
from noticed.core.case.model import LetterKind
from noticed.settings import load
from noticed.settings.checks import _SECTIONS, _keys

REPOSITORY = Path(__file__).parents[3]
SECTIONS = ("mode", "hold", "schedule", "dns", "limits", "submission")


def test_the_twelve_lines_are_enough_to_run(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ENOUGH), {})
    account = settings.accounts[0]
    assert (settings.mode, settings.operator.emails) == ("auto", ("boss@qq.com",))
    assert settings.store.url == f"sqlite:///{tmp_path}/var/noticed.db"
    assert (account.mail.host, account.mail.port, account.mail.tls) == ("imap.qq.com", 993, "implicit")
    assert (account.submission.host, account.submission.port) == ("smtp.qq.com", 465)
    assert account.mail.username == account.submission.username == "shop@qq.com"
    assert account.mail.secret() == "app password"
    assert account.imap.mailboxes == ("INBOX", "Junk")
    assert account.mailboxes == ("INBOX", "Junk", "垃圾箱", "垃圾邮件")
    assert account.trusted_ids == ("mx.qq.com",)
    assert settings.sender is account
    assert settings.warnings == ()
    standard = settings.cadences["standard"]
    assert [step.letter for step in standard.steps] == [
        LetterKind.INQUIRY,
        LetterKind.FOLLOW_UP,
        LetterKind.FINAL_NOTICE,
    ]
    assert [str(step.after) for step in standard.steps] == ["0s", "4bd", "4bd"]
    assert standard.flag_after == Duration(business_days=4)


def test_every_key_can_be_given_and_the_values_shown_are_the_defaults(tmp_path: Path) -> None:
    settings = load(written(tmp_path, EVERYTHING), {})
    assert settings.mode == "shadow"
    assert settings.hold == timedelta(minutes=15)
    assert settings.timezone == ZoneInfo("Asia/Shanghai")
    assert settings.schedule.poll == timedelta(seconds=60)
    assert settings.schedule.digest == time(8, 30)
    assert settings.schedule.sending_hours == Hours(start=time(9), end=time(17))
    assert settings.limits.notice_age == timedelta(days=14)
    assert settings.limits.complainant_gap == timedelta(hours=48)
    assert settings.submission.reply_timeout == timedelta(minutes=10)
    assert settings.accounts[0].imap.backfill == timedelta(days=90)
    assert settings.accounts[0].mail.ca_file == tmp_path / "ca.pem"

    defaults = load(written(tmp_path, re.sub(r'^mode = "auto".*\n', "", ENOUGH)), {})
    for key in SECTIONS:
        assert getattr(defaults, key) == getattr(settings, key), key
    assert defaults.cadences == settings.cadences


def test_the_repository_s_example_names_every_key_and_shows_the_defaults(tmp_path: Path) -> None:
    example = (REPOSITORY / "settings.toml").read_text(encoding="utf-8")
    as_it_is = load(written(tmp_path, example), {})
    assert as_it_is.mode == "shadow"
    assert as_it_is.accounts[0].mail.host == "imap.gmail.com"

    all_keys = re.sub(r"^# (?=[a-z_]+ = |\[|\]$|  \{)", "", example, flags=re.MULTILINE)
    all_keys = re.sub(r"^(attempts|every) = .*\n", "", all_keys, flags=re.MULTILINE)
    everything = load(written(tmp_path, all_keys), {})
    for key in SECTIONS:
        assert getattr(everything, key) == getattr(as_it_is, key), key
    assert everything.cadences == as_it_is.cadences
    for section in _SECTIONS:
        for key in set(_keys(section)) - {"cadence", "account", "imap", "smtp"}:
            assert re.search(rf"\b{key} = |\[(?:\w+\.)?{key}\]", example), f"{section}: {key}"


@pytest.mark.parametrize(
    ("attempts", "letters"),
    [
        (1, ["inquiry"]),
        (2, ["inquiry", "final_notice"]),
        (4, ["inquiry", "follow_up", "follow_up", "final_notice"]),
        (6, ["inquiry", *["follow_up"] * 4, "final_notice"]),
    ],
)
def test_attempts_unfold_into_letters(tmp_path: Path, attempts: int, letters: list[str]) -> None:
    settings = load(written(tmp_path, ENOUGH.replace("attempts = 3", f"attempts = {attempts}")), {})
    assert [step.letter.value for step in settings.cadences["standard"].steps] == letters


def test_the_packaged_cadences_are_there_without_being_asked_for(tmp_path: Path) -> None:
    cadences = load(written(tmp_path, ENOUGH), {}).cadences
    assert {name: len(cadence.steps) for name, cadence in cadences.items()} == {
        "standard": 3,
        "urgent": 3,
        "critical": 1,
        "quiet": 2,
    }
    assert str(cadences["urgent"].steps[1].after) == "2bd"
    assert str(cadences["quiet"].steps[1].after) == "10bd"


def test_one_key_of_a_cadence_leaves_the_others_as_packaged(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ENOUGH + '[cadence.urgent]\nflag_after = "1bd"\n'), {})
    urgent = settings.cadences["urgent"]
    assert (len(urgent.steps), str(urgent.flag_after)) == (3, "1bd")


def test_steps_without_flag_after_are_flagged_one_step_later(tmp_path: Path) -> None:
    steps = (
        '[cadence.quiet]\nsteps = [{ after = "0s", letter = "inquiry" }, { after = "6bd", letter = "final_notice" }]'
    )
    settings = load(written(tmp_path, f"{ENOUGH}\n{steps}\n"), {})
    assert str(settings.cadences["quiet"].flag_after) == "6bd"


def test_the_readme_shows_settings_that_are_enough(tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert tomllib.loads(shown) == tomllib.loads(ENOUGH)
    assert load(written(tmp_path, shown), {}).mode == "auto"
