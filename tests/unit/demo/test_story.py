"""``noticed demo``: what it tells really happened, what it leaves really arrived, and how it ends early."""

import io
import signal
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from rich.console import Console

from noticed.adapters.dns import DnsResolver
from noticed.app.build import opened
from noticed.core.case.model import Disposition, State
from noticed.core.mail.model import KeyStatus
from noticed.demo import chapters, mails
from noticed.demo.amazon import make_key, sign
from noticed.demo.keepsakes import parsed, text_of
from noticed.demo.stage import BEGIN, staged
from noticed.demo.story import tell
from noticed.demo.teller import Teller
from noticed.ports import InboxStatus, Refused
from noticed.settings import load

DEMO = "from noticed.cli.main import main; import sys; sys.argv = ['noticed', 'demo', '--folder', sys.argv[1]]; main()"


def paper() -> Console:
    """Somewhere to tell the story that is no terminal."""
    return Console(file=io.StringIO(), width=100, markup=False, highlight=False)


def told(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def saved(folder: Path) -> list[EmailMessage]:
    return [parsed(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]


def test_the_whole_story_happens_in_less_than_a_minute(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    console, began = paper(), time.monotonic()
    with staged(tmp_path) as stage:
        chapters.tell(stage, Teller(console), tmp_path)
        asked, amazon, operator = (
            [parsed(raw) for raw in stage.mailbox(who)] for who in (mails.COMPLAINANT, mails.AMAZON, mails.OPERATOR)
        )
        assert stage.mailbox(mails.FORGER) == []
        case = stage.case()
        assert (case.state, case.disposition) == (State.CLOSED, Disposition.REINSTATED)
    assert time.monotonic() - began < 60

    assert [f"{letter['Date'].datetime:%d %b}" for letter in asked] == ["24 Nov", "01 Dec", "07 Dec"]
    assert all(letter["To"] == mails.COMPLAINANT and letter["Cc"] == mails.AMAZON for letter in asked)
    assert [str(letter["Message-ID"]) for letter in amazon[:3]] == [str(letter["Message-ID"]) for letter in asked]
    (decided,) = amazon[3:]
    assert (decided["To"], decided["Cc"]) == (mails.AMAZON, None)
    assert text_of(decided).count(f"to {mails.COMPLAINANT}: no answer") == 3

    assert [f"{digest['Date'].datetime:%H:%M}" for digest in operator] == ["08:30"] * 24
    assert case.case in text_of(operator[20])
    assert f"{case.case} · reinstated" in text_of(operator[-1])
    assert capfd.readouterr().err == ""

    assert text_of(asked[0]).splitlines()[0] in told(console)
    assert "flagged (with_operator, no_reply)" in told(console)
    assert "closed (reinstated)" in told(console)


def test_the_folder_is_there_to_look_further(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    console = paper()
    tell(folder, console)

    assert [letter["To"] for letter in saved(folder / "letters")] == [mails.COMPLAINANT] * 3 + [mails.AMAZON]
    assert len(saved(folder / "received")) == 4
    assert "reason_unknown" in (folder / "digest.html").read_text(encoding="utf-8")
    assert str(folder / "settings.toml") in told(console)
    settings = load(folder / "settings.toml", {})
    with opened(settings) as context, context.store.read() as tx:
        (case,) = tx.cases.all()
        assert case.state is State.CLOSED
        assert [row.message_id for row in tx.inbox.with_status(InboxStatus.QUARANTINED)] == [
            str(saved(folder / "received")[2]["Message-ID"])
        ]
        assert tx.facts.get("simulated") is not None


def test_in_chinese_the_first_letter_is_told_in_chinese_too(tmp_path: Path) -> None:
    console = paper()
    with staged(tmp_path, "zh") as stage:
        chapters._notice(stage, Teller(console, "zh"))
    assert "中文大意（仅供您阅读，不会发出）：" in told(console)
    assert "A. 是这项专利／外观设计／商标／版权：____（号码或链接）" in told(console)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(Refused, match="not empty"):
        tell(tmp_path, paper())

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(Refused, match="cannot be used"):
        tell(tmp_path / "mine.txt", paper())


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    program = f"import sys; sys.modules['pymap'] = None; {DEMO}"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "demo")], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr == "noticed: the demo needs its embedded servers: pip install 'noticed[demo]'\n"
    assert not (tmp_path / "demo").exists()


def test_ctrl_c_ends_it_in_one_line(tmp_path: Path) -> None:
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # a job in the background is not
    command = [sys.executable, "-c", f"{heard}; {DEMO}", str(tmp_path / "demo")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stderr
        for line in running.stdout:
            if "notice arrives" in line:
                running.send_signal(signal.SIGINT)
                break
        running.stdout.read()
        error = running.stderr.read()

    assert running.returncode == 1
    assert error == f"noticed: stopped in the middle of the story; what there is lies in {tmp_path / 'demo'}\n"


def test_amazon_has_a_new_key_each_time_and_its_dns_knows_it(tmp_path: Path) -> None:
    assert make_key() != make_key()
    with staged(tmp_path) as stage:
        (name,) = stage.key.records()
        nameservers = load(tmp_path / "settings.toml", {}).dns.nameservers
        resolver = DnsResolver([f"{server.host}:{server.port}" for server in nameservers])

        assert resolver.key(name).text == stage.key.records()[name]
        assert resolver.key("other._domainkey.amazon.com").status is KeyStatus.MISSING


def test_a_notice_signed_with_another_key_starts_nothing(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        stage.arrive(sign(mails.notice(BEGIN), make_key(), BEGIN))

        with stage.context.store.read() as tx:
            assert tx.cases.all() == ()
        assert stage.mailbox(mails.COMPLAINANT) == []


def test_a_terminal_gets_a_frame_around_the_letter() -> None:
    screen = Console(file=io.StringIO(), width=60, force_terminal=True, color_system=None, markup=False)

    Teller(screen).show("Subject: which right?", "Hello,\n\nwhich right do you mean?")

    lines = told(screen).splitlines()
    assert lines[0].startswith("╭")
    assert "│ which right do you mean?" in told(screen)
    assert all(len(line) == 60 for line in lines)
