"""Real mail servers for the tests: a private Dovecot 2.4 and Postfix on loopback ports, in a folder of their own.

``MailServers`` starts in well under two seconds and touches nothing of the machine's own services. Every address
of every domain is a mailbox with the password ``secret``; Postfix takes letters on its submission ports and
hands all of them to Dovecot, Amazon's too. What an address begins with is its fate: ``reject@`` 550 and
``tempfail@`` 450 at RCPT TO, ``vanished-…@`` accepted and then returned with a real delivery report.

What comes from ``@ses….example`` gets another Message-ID on the way.

Needs root, because Postfix and Dovecot do. Raises ``ServersMissing`` with one line where they are not installed.
"""

import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from imapclient import imap_utf7
from tests.e2e import config
from tests.issuer import AuthorizationServer

PASSWORD = "secret"
PACKAGES = "dovecot-imapd dovecot-lmtpd postfix openssl"
POSTFIX_MASTER = Path("/usr/lib/postfix/sbin/master")

Service = Literal["dovecot", "postfix"]


class ServersMissing(Exception):
    """The machine cannot run the servers; the message says what to install."""


class Stored(NamedTuple):
    """A message as it lies in a mailbox."""

    uid: int
    flags: tuple[str, ...]
    raw: bytes


class MailServers:
    """A private mail system; use it as a context manager.

    ``ports``: imap (STARTTLS or plain), imaps, submission (STARTTLS), submissions (implicit TLS), plain
    (submission without TLS). All submission needs a login. ``many``: for thousands of connections at once.
    """

    def __init__(self, *, many: bool = False, oauth: bool = False, mechanisms: str = "xoauth2 oauthbearer") -> None:
        self._many = many
        self._oauth, self._mechanisms = oauth, mechanisms
        self.issuer: AuthorizationServer | None = None
        """With ``oauth``: whose tokens both servers take, by these ``mechanisms``."""
        self.folder = Path(tempfile.mkdtemp(prefix="nd-", dir="/tmp"))  # unix sockets allow 107 characters
        self.ca_file = self.folder / "tls" / "ca.pem"
        self.ports = dict(zip(config.PORT_NAMES, _free_ports(len(config.PORT_NAMES)), strict=True))
        self._processes: dict[Service, subprocess.Popen[bytes]] = {}

    # ------------------------------------------------------------------------------------ life

    def __enter__(self) -> Self:
        _check_machine()
        self.folder.chmod(0o755)
        try:
            for name in ("etc", "run", "log", "mail", "tls"):
                (self.folder / name).mkdir()
            shutil.chown(self.folder / "mail", "mail", "mail")
            config.write_certificates(self.folder / "tls")
            if self._oauth:
                self.issuer = AuthorizationServer(self.folder / "tls").__enter__()
            issuer, mechanisms = (self.issuer.url if self.issuer else ""), self._mechanisms
            config.write_dovecot(
                self.folder, self.ports, PASSWORD, many=self._many, issuer=issuer, mechanisms=mechanisms
            )
            config.write_postfix(self.folder, self.ports)
            self._spawn("dovecot")
            self._spawn("postfix")
            self._wait_until_up("dovecot")
            self._wait_until_up("postfix")
        except BaseException as error:
            error.add_note(self.logs())
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End both servers and remove the folder, mail and all."""
        for service in list(self._processes):
            self.stop(service)
        if self.issuer:
            self.issuer.__exit__(None, None, None)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, service: Service) -> None:
        """Start one server again after ``stop``."""
        self._spawn(service)
        self._wait_until_up(service)

    def stop(self, service: Service, how: signal.Signals = signal.SIGTERM) -> None:
        """End one server and every process it made; with SIGKILL without a goodbye."""
        process = self._processes.pop(service)
        with suppress(ProcessLookupError):
            (os.killpg if how is signal.SIGKILL else os.kill)(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)

    def logs(self) -> str:
        """The end of both servers' logs, for the report of a failure."""
        files = sorted((self.folder / "log").glob("*"))
        return "\n".join(f"--- {file.name}\n{file.read_text(errors='replace')[-3000:]}" for file in files)

    def _spawn(self, service: Service) -> None:
        etc = self.folder / "etc"
        commands = {
            "dovecot": ["dovecot", "-F", "-c", str(etc / "dovecot.conf")],
            "postfix": [str(POSTFIX_MASTER), "-c", str(etc / "postfix")],
        }
        path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
        with (self.folder / "log" / f"{service}.out").open("ab") as output:
            self._processes[service] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *commands[service]],  # however the tests end, the servers end too
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, "PATH": path, "MAIL_CONFIG": str(etc / "postfix")},
            )

    def _wait_until_up(self, service: Service) -> None:
        port = self.ports["imaps" if service == "dovecot" else "submissions"]

        def listens() -> bool:
            assert self._processes[service].poll() is None, f"{service} ended by itself"
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
                return True
            return False

        wait_until(listens, f"{service} listens", seconds=10, step=0.01)

    # ------------------------------------------------------------------------------------ mail

    def deliver(self, user: str, raw: bytes, sender: str = "sender@elsewhere.test") -> None:
        """Hand ``raw`` to Dovecot as a mail server does: Return-Path, Delivered-To and Received are put on top."""
        with smtplib.LMTP(str(self.folder / "run" / "lmtp")) as lmtp:
            lmtp.sendmail(sender, [user], raw)

    def append(self, user: str, raw: bytes, mailbox: str = "Sent", received_at: datetime | None = None) -> None:
        """Put ``raw`` into a mailbox octet for octet, as a mail program saves what it sent."""
        date = imaplib.Time2Internaldate(received_at) if received_at else ""
        with self._imap(user) as imap:
            name = f'"{imap_utf7.encode(mailbox).decode()}"'
            imap.create(name)  # refused where it is there already
            kind, answer = imap.append(name, "", date, raw)
            assert kind == "OK", answer

    def messages(self, user: str, mailbox: str = "INBOX") -> list[Stored]:
        """Every message of a mailbox, by EXAMINE and BODY.PEEK: looking changes nothing."""
        with self._imap(user) as imap:
            kind, count = imap.select(f'"{mailbox}"', readonly=True)
            if kind != "OK" or count[0] == b"0":
                return []
            _, answer = imap.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")
        return [_stored(item[0].decode(), item[1]) for item in answer if isinstance(item, tuple)]

    def wait_for(self, user: str, count: int = 1, mailbox: str = "INBOX", seconds: float = 20) -> list[Stored]:
        """The messages of a mailbox as soon as there are ``count`` of them."""
        wait_until(lambda: len(self.messages(user, mailbox)) >= count, f"{count} in {mailbox}", seconds, step=0.05)
        return self.messages(user, mailbox)

    def wait_until_queue_is_empty(self, seconds: float = 20) -> None:
        """Return when Postfix has delivered or returned everything it accepted."""

        def empty() -> bool:
            command = ["postqueue", "-c", str(self.folder / "etc" / "postfix"), "-j"]
            return not subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

        wait_until(empty, "the queue is empty", seconds, step=0.05)

    def set_uidvalidity(self, user: str) -> None:
        """Let Dovecot number the INBOX anew under a new UIDVALIDITY, as after a provider's rebuild."""
        with self._imap(user) as imap:
            before = imap.status("INBOX", "(UIDVALIDITY)")[1]
        subprocess.run(
            ["doveadm", "-c", str(self.folder / "etc" / "dovecot.conf"), "kick", user], capture_output=True, check=False
        )
        maildir = self.folder / "mail" / user.lower() / "Maildir"
        for file in (*maildir.glob("dovecot-uidlist*"), *maildir.glob("dovecot.*")):
            file.unlink(missing_ok=True)

        def changed() -> bool:
            with self._imap(user) as imap:
                return imap.status("INBOX", "(UIDVALIDITY)")[1] != before

        wait_until(changed, "a new UIDVALIDITY", seconds=5, step=0.2)

    @contextmanager
    def _imap(self, user: str) -> Iterator[imaplib.IMAP4]:
        imap = imaplib.IMAP4("127.0.0.1", self.ports["imap"], timeout=20)
        try:
            imap.login(user, PASSWORD)
            yield imap
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                imap.logout()


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 10, step: float = 0.02) -> None:
    """Return as soon as ``condition`` holds; fail naming ``what`` did not happen within ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"not in {seconds} s: {what}"
        time.sleep(step)


def _stored(answer: str, raw: bytes) -> Stored:
    uid = re.search(r"UID (\d+)", answer)
    flags = re.search(r"FLAGS \(([^)]*)\)", answer)
    assert uid
    assert flags
    return Stored(int(uid[1]), tuple(flags[1].split()), raw)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports


def _check_machine() -> None:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    missing = [name for name in ("dovecot", "doveadm", "postqueue", "openssl") if not shutil.which(name, path=path)]
    missing += [] if POSTFIX_MASTER.exists() else ["postfix"]
    missing += [] if Path("/usr/lib/dovecot/lmtp").exists() else ["dovecot-lmtp"]
    if missing:
        raise ServersMissing(f"{' '.join(missing)} not found; on Debian: apt-get install {PACKAGES}")
    if os.geteuid() != 0:
        raise ServersMissing("Dovecot and Postfix can only be started by root here")
    for name in ("mail", "postfix"):
        pwd.getpwnam(name)
    grp.getgrnam("postdrop")
