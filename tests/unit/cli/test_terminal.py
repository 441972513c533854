"""What a stranger wrote never commands the terminal (T10): no clipboard, no link, no colour, no turned line."""

import base64
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.table import Table
from tests.mails import answer, notice, signed
from tests.unit.cli.test_commands import TWELVE
from tests.unit.service.world import World, close_all

from noticed.adapters.store.engine import open_store
from noticed.adapters.system import FixedClock
from noticed.cli.main import main
from noticed.cli.terminal import Terminal
from noticed.ports import InboxStatus
from noticed.render.harmless import harmless, harmless_json

ATTACKS = {
    "clipboard (OSC 52)": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "link (OSC 8)": "\x1b]8;;https://evil.example\x1b\\Amazon\x1b]8;;\x1b\\",
    "title": "\x1b]0;root\x07",
    "line before (CSI)": "\x1b[1A\x1b[2K",
    "C1 CSI": "\x9b31m",
    "C1 OSC": "\x9d52;c;eA==\x9c",
    "carriage return": "good\rbad",
    "right to left": "gpj.\u202eexe",
    "isolate": "\u2066a\u2069",
}
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_rows_lines_and_json_lose_it(attack: str) -> None:
    table = Table("Subject")
    table.add_row(attack)
    for tty in (False, True):
        out = io.StringIO()
        console = Terminal(file=out, force_terminal=tty, width=200, highlight=False, markup=False, emoji=False)
        console.print(attack)
        console.print(table, style="none")
        said = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue()) if tty else out.getvalue()  # rich's own bold heading
        assert not OBEYED.search(said)
        assert "\x1b]" not in out.getvalue()
    assert not OBEYED.search(harmless(attack))
    row = json.dumps({"subject": attack}, ensure_ascii=False)
    assert not OBEYED.search(harmless_json(row))
    assert json.loads(harmless_json(row)) == {"subject": attack}


def _hostile(raw: bytes) -> bytes:
    """The message with every attack in its subject and its text."""
    word = base64.b64encode("".join(ATTACKS.values()).encode()).decode()
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    subject = re.search(rb"(?m)^Subject: (.*)$", head)
    assert subject
    head = head.replace(subject[0], subject[0] + b" =?utf-8?B?" + word.encode() + b"?=")
    return head + b"\n\n" + "".join(ATTACKS.values()).encode() + b"\n" + body


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation that got a hostile notice, a forged one, and a hostile answer."""
    (tmp_path / "settings.toml").write_text(TWELVE.replace("[operator]", '[store]\nurl = "sqlite:///n.db"\n[operator]'))
    (tmp_path / "qq.key").write_text("canary-secret")
    (tmp_path / "qq.key").chmod(0o600)
    world = World(store=open_store(f"sqlite:///{tmp_path}/n.db"), clock=FixedClock(datetime.now(UTC)))
    now = world.clock.now()
    (tmp_path / "notice.eml").write_bytes(raw := signed(_hostile(notice(date=now))))
    world.receive(raw)
    world.receive(_hostile(notice(date=now, complaint="10900000001")))
    world.receive(_hostile(answer(world.arrived("ip@brand.example")[0], date=now, text="Please remove it.")))
    close_all()
    return tmp_path


def test_no_command_passes_it_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)

    def said(*words: str) -> str:
        monkeypatch.setattr("sys.argv", ["noticed", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        out, err = capsys.readouterr()
        assert not OBEYED.search(out + err), words
        return out

    case = json.loads(said("cases", "--json").splitlines()[0])["case"]
    for words in (["read", "notice.eml"], ["read", "--json", "notice.eml"], ["cases"], ["why", case], ["letters"]):
        assert said(*words)
    assert said("digest")
    assert said("quarantine")
    store = open_store(f"sqlite:///{folder}/n.db")
    with store.read() as tx:
        (forged,) = tx.inbox.with_status(InboxStatus.QUARANTINED)
    store.close()
    shown = said("show", case) + said("quarantine", "show", str(forged.id))
    assert "52;c;" in shown  # its letters are there, and only they
