"""An agency's daemon: files come, break and are cured while it runs, and nobody else notices."""

import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers, wait_until
from tests.mails import notice, signed


class Agency(Installation):
    """``acme`` in settings.toml, other clients in files of their own."""

    def __init__(self, folder: Path, servers: MailServers, dns: DnsServer, **changes: str) -> None:
        super().__init__(folder, servers, dns, **changes)
        self.settings.write_text('include = "accounts.d/*.toml"\n' + self.settings.read_text())
        (folder / "accounts.d").mkdir()

    def address(self, name: str) -> str:
        return f"{name}@{self.seller.rpartition('@')[2]}"

    def client(self, name: str, *, wrong: str = "", more: str = "") -> None:
        """Write the client's file; ``wrong``: a key that is none."""
        ports, ca = self.servers.ports, self.servers.ca_file
        (self.folder / "accounts.d" / f"{name}.toml").write_text(f"""
[[account]]
name = "{name}"
email = "{self.address(name)}"
store_name = "{name.title()} Store"
marketplaces = ["US"]
password = {{ file = "key" }}
{wrong}
{more}
[account.imap]
host = "127.0.0.1"
port = {ports["imaps"]}
ca_file = "{ca}"
[account.smtp]
host = "127.0.0.1"
port = {ports["submissions"]}
ca_file = "{ca}"
""")

    def reload(self, daemon: subprocess.Popen[bytes], event: str = "started") -> None:
        """SIGHUP, until the next life has begun, or was refused."""
        before = sum(line["event"] == event for line in self.log())
        daemon.send_signal(signal.SIGHUP)
        wait_until(lambda: sum(x["event"] == event for x in self.log()) > before, f"{event} after SIGHUP", 30)

    def alarms(self) -> list[str]:
        """Subjects of the alarms about skipped files that reached the operator."""
        return [s for m in self.arrived(self.boss) if "account file was skipped" in (s := str(m["Subject"]))]

    def a_notice_for(self, name: str, complaint: str) -> str:
        """A notice reaches the client; its complainant's address."""
        to, complainant = self.address(name) if name != "acme" else self.seller, f"ip@{name}{complaint}.example"
        raw = notice(date=datetime.now(UTC), to=to, complainant=complainant, complaint=complaint, asins=("B0ABCDEF12",))
        self.servers.deliver(to, signed(raw))
        return complainant


def test_files_come_break_and_are_cured_while_the_daemon_runs(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    agency = Agency(tmp_path, servers, dns)
    agency.client("bear", wrong="singer = 1")
    said = 'accounts.d/bear.toml:8: singer: is no key; did you mean "signer"?'
    assert said in agency.run("check", status=2)
    with agency.running(30) as daemon:
        assert said in {line.get("line") for line in agency.log()}
        servers.wait_for(agency.a_notice_for("acme", "10000000001"), seconds=30)
        assert said in agency.run("status", status=1)
        wait_until(lambda: bool(agency.alarms()), "the alarm", 30)

        agency.client("bear", more=f'operator = "ann@{agency.folder.name}.example"')
        agency.reload(daemon)
        servers.wait_for(agency.a_notice_for("bear", "10000000002"), seconds=30)
        assert {case["account"] for case in agency.json("cases")} == {"acme", "bear"}
        assert [case["account"] for case in agency.json("cases", "--account", "bear")] == ["bear"]

        agency.client("bear", wrong="[account.imap")
        agency.reload(daemon)
        servers.wait_for(agency.a_notice_for("acme", "10000000003"), seconds=30)
        late = agency.a_notice_for("bear", "10000000004")

        good = agency.settings.read_text()
        agency.settings.write_text(good.replace("attempts = 3", "attempts = 9"))
        agency.reload(daemon, "settings_kept")
        servers.wait_for(agency.a_notice_for("acme", "10000000005"), seconds=30)
        assert servers.messages(late) == [], "its account is not read"

        agency.settings.write_text(good)
        agency.client("bear")
        agency.reload(daemon)
        servers.wait_for(late, seconds=30)
        assert len(agency.alarms()) <= 2


def test_a_client_goes_live_in_his_own_file(tmp_path: Path, servers: MailServers, dns: DnsServer) -> None:
    agency = Agency(tmp_path, servers, dns, mode='"shadow"')
    agency.client("bear")
    main = agency.settings.read_text()
    assert "auto" in agency.run("go-live", "--account", "bear")
    assert agency.settings.read_text() == main
    assert 'name = "bear"\nmode = "auto"\n' in (tmp_path / "accounts.d" / "bear.toml").read_text()
    assert "acme shadow, bear auto" in agency.run("status", status=1)
    checked = agency.run("check", "--account", "bear")
    assert "bear IMAP" in checked
    assert "acme IMAP" not in checked
