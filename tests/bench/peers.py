"""Other programs on the same mailbox, each installed by pip into a folder of its own, or from Debian.

A peer counts where it ends with the same notices on the disk. What is not here cannot: parsedmarc files DMARC reports
and moves every other message into a folder of the server's for what is invalid; django-helpdesk makes a ticket of every
message and deletes it on the server.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.e2e.servers import PASSWORD, MailServers

_GETMAIL = """\
[retriever]
type = SimpleIMAPSSLRetriever
server = localhost
port = {port}
username = {user}
password = {password}
ca_certs = {ca}
mailboxes = ("INBOX",)
[destination]
type = Maildir
path = {box}/
user = mail
[options]
read_all = true
delete = false
verbose = 0
"""
_TOOLS = """\
import ssl, sys
from pathlib import Path
from imap_tools import AND, MailBox
port, ca, user, password, how, box = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
with MailBox("localhost", int(port), ssl_context=context).login(user, password) as mailbox:
    wanted = AND(from_="amazon.com") if how == "search" else AND(all=True)
    for n, mail in enumerate(mailbox.fetch(wanted, mark_seen=False, bulk=True if how == "search" else 500)):
        if mail.from_.endswith("@amazon.com"):
            (Path(box) / str(n)).write_bytes(mail.obj.as_bytes())
"""


class Peers:
    """Runs each once; ``folder`` is empty, ``user`` has so many messages and notices."""

    def __init__(self, folder: Path, servers: MailServers, user: str, messages: int, notices: int) -> None:
        self._folder = folder
        self._servers = servers
        self._user = user
        self._messages = messages
        self._notices = notices
        self._patience = 0.0
        self._port = str(servers.ports["imaps"])

    def all(self, patience: float) -> Iterator[tuple[str, float, bool]]:
        """What it is called, its seconds, and whether it came to its end in this time."""
        self._patience = patience
        runs: dict[str, Callable[[], float]] = {
            "mbsync, FSync no": self._mbsync,
            "getmail6": self._getmail,
            "imap_tools, all messages, 500 a command": lambda: self._imap_tools("all"),
            "imap_tools, SEARCH FROM amazon.com alone (no lookalike, no forwarded notice)": lambda: self._imap_tools(
                "search"
            ),
        }
        for name, run in runs.items():
            try:
                yield name, run(), True
            except subprocess.TimeoutExpired:
                yield name, patience, False

    def _mbsync(self) -> float:
        """Into a Maildir of its own."""
        box = self._made("mbsync")
        (box / "rc").write_text(
            f"FSync no\nIMAPStore far\nHost localhost\nPort {self._port}\nUser {self._user}\nPass {PASSWORD}\n"
            f"TLSType IMAPS\nCertificateFile {self._servers.ca_file}\n\nMaildirStore near\nPath {box}/\n"
            f"Inbox {box}/INBOX\n\nChannel c\nFar :far:\nNear :near:\nSync Pull\nCreate Near\nSyncState {box}/state-\n"
        )
        seconds = self._run(["mbsync", "-q", "-c", str(box / "rc"), "c"])
        return self._filed(box / "INBOX", self._messages, seconds)

    def _getmail(self) -> float:
        box = self._made("getmail")
        for folder in (box, *(box / part for part in ("cur", "new", "tmp"))):
            folder.mkdir(exist_ok=True)
            shutil.chown(folder, "mail", "mail")  # it delivers nothing as root
        for folder in (self._folder.parent, self._folder):
            folder.chmod(0o711)
        rc = self._folder / "getmailrc"
        values = {"port": self._port, "user": self._user, "password": PASSWORD, "ca": self._servers.ca_file, "box": box}
        rc.write_text(_GETMAIL.format(**values))
        program = self._installed("getmail6") / "getmail"
        seconds = self._run([str(program), f"--getmaildir={self._folder}", f"--rcfile={rc}"])
        return self._filed(box / "new", self._messages, seconds)

    def _imap_tools(self, how: str) -> float:
        box, python = self._made(f"imap_tools-{how}"), self._installed("imap_tools") / "python"
        words = [self._port, str(self._servers.ca_file), self._user, PASSWORD, how, str(box)]
        return self._filed(box, self._notices, self._run([str(python), "-c", _TOOLS, *words]))

    def _made(self, name: str) -> Path:
        box = self._folder / name
        box.mkdir()
        return box

    def _installed(self, package: str) -> Path:
        """The folder of its programs; where the package is there already, nothing is done."""
        place = self._folder / f"venv-{package}"
        if not place.exists():
            subprocess.run([sys.executable, "-m", "venv", place], check=True)
            subprocess.run([place / "bin" / "pip", "install", "--quiet", package], check=True)
        return place / "bin"

    @staticmethod
    def _filed(box: Path, wanted: int, seconds: float) -> float:
        filed = sum(1 for file in box.rglob("*") if file.is_file())
        assert filed >= wanted, (box, filed, wanted)
        return seconds

    def _run(self, command: Sequence[str]) -> float:
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=self._patience)
        seconds = time.perf_counter() - begun
        assert done.returncode == 0, done.stdout + done.stderr
        return seconds
