"""Canaries: secrets and addresses of a story full of failures stand in no log, no status, no process list, no file."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.bombs import BOMBS
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation, stop
from tests.e2e.script import ScriptedServer, smtp
from tests.e2e.servers import MailServers, wait_until
from tests.mails import answer, notice, signed

TOKEN = "ya29.canary-of-a-token-4711"
WRONG = "canary-of-a-password-0815"
OWNER = "Canaria Kestrel Holdings"
VICTIM = "canary.kestrel@kestrel-brand.example"
STRANGER = "stranger.canary@elsewhere.example"
REFUSED = b"550 5.1.1 <" + VICTIM.encode() + b"> unknown here, said the server of " + OWNER.encode() + b"\r\n"
SECOND = """
[[account]]
name = "second"
email = "second@seller.example"
store_name = "Second"
marketplaces = ["US"]
password = { file = "token" }
imap = { host = "127.0.0.1", port = %d, ca_file = "%s", auth = "oauth2" }
smtp = { host = "127.0.0.1", port = %d, tls = "none" }
"""


@pytest.fixture
def refusing() -> Iterator[ScriptedServer]:
    with ScriptedServer(smtp({"RCPT": REFUSED})) as server:
        yield server


def _canaries(seller: Installation) -> list[bytes]:
    return [c.encode() for c in (TOKEN, WRONG, OWNER, VICTIM, STRANGER, seller.seller, seller.boss)]


def _settings(seller: Installation, servers: MailServers, smtp_port: int) -> None:
    text = seller.settings.read_text()
    head, _, _ = text.partition("[account.smtp]")
    own = f'[account.smtp]\nhost = "127.0.0.1"\nport = {smtp_port}\ntls = "none"\n'
    seller.settings.write_text(head + own + SECOND % (servers.ports["imaps"], servers.ca_file, smtp_port))
    (seller.folder / "token").write_text(TOKEN)
    (seller.folder / "token").chmod(0o600)


def _processes(pid: int) -> Iterator[tuple[str, bytes]]:
    """What anybody on the machine sees of a process and its children, and what its children inherit."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if int(entry.name) == pid:
                yield f"{entry.name} cmdline", (entry / "cmdline").read_bytes()
            elif parent == pid:
                yield f"{entry.name} cmdline", (entry / "cmdline").read_bytes()
                yield f"{entry.name} environ", (entry / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue


def _memory(pid: int) -> int:
    """The most a process ever took, in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


@pytest.mark.timeout(400)
def test_no_canary_sings_whatever_fails(
    tmp_path: Path, servers: MailServers, dns: DnsServer, refusing: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTICED_LOG", "DEBUG")
    seller = Installation(tmp_path, servers, dns)
    _settings(seller, servers, refusing.port)
    seen: list[tuple[str, bytes]] = []
    seller.run("once")
    now = datetime.now(UTC)
    servers.deliver(seller.seller, signed(notice(date=now, to=seller.seller, complainant=VICTIM, owner=OWNER)))
    servers.deliver(seller.seller, answer(None, date=now, text=f"I am {OWNER}. Retract.", sender=STRANGER))
    servers.deliver(seller.seller, BOMBS["20 MB of padded base64"]())
    servers.deliver(seller.seller, b"From: " + STRANGER.encode() + b"\r\nTo: x@y.example" + b",\r\n x@y.example" * 900)
    daemon = seller.start_daemon()
    try:
        log = seller.folder / "daemon.log"

        def failed() -> bool:
            seen.extend(_processes(daemon.pid))
            said = log.read_bytes()
            return said.count(b'"triaged"') > 1 and b'"second"' in said

        wait_until(failed, "failures in the log", 200, step=0.3)
        wait_until(lambda: seller.json("letters")[0]["status"] == "refused", "a refusal", 60, step=1)
        seen.extend(_processes(daemon.pid))
        taken = _memory(daemon.pid) // 1024
        assert taken < 256, (
            f"{taken} MB of the daemon"
        )  # I14, after a message of 20 MB: a third of the unit's MemoryMax
        (seller.folder / "key").write_text(WRONG)
        seen.append(("status", seller.run("status", "--json", status=1).encode()))
        time.sleep(4)
    finally:
        stop(daemon)
    seen.append(("log", log.read_bytes()))
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    ours = ("key", "token", "settings.toml", "noticed.db")
    seen += [(path.name, path.read_bytes()) for path in files if not path.name.startswith(ours)]
    sung = {(name, canary) for name, octets in seen for canary in _canaries(seller) if canary in octets}
    assert sung == set()
    assert len(seen) > 4
    assert os.environ["NOTICED_LOG"] == "DEBUG"
