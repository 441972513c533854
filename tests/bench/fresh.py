"""How long a stranger waits: a fresh copy of the repository, an empty home, the steps of README.md, a clock.

    python -m tests.bench.fresh [--root FOLDER]

Installs by `sh deploy/try`, in English and in Chinese, each from nothing; reads a notice; answers the questions of
`noticed init` over a mailbox on a private Dovecot server and waits for the end of its look in shadow. What a person
types is typed at once. Prints a table; exit status 1 where the first useful output takes a minute or more, or the own
mailbox five, the installation included. FOLDER: a bare Debian (`debootstrap --variant=minbase trixie FOLDER`), of which
each language gets a copy, as root; without it, this machine's Python. Takes minutes, and the network that pip needs.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.dns import DnsServer
from tests.e2e.servers import PASSWORD, MailServers
from tests.e2e.terminal import Terminal
from tests.e2e.test_first_minutes import LANGUAGES
from tests.mails import notice, signed
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR

REPOSITORY = Path(__file__).parents[2]
_LOCALES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}
_FIRST, _OWN = 60.0, 300.0
"""Seconds until the first useful output, and until the own mailbox is in shadow; the installation included."""
_STORY = {"en": "noticed watches the inbox of", "zh": "的收件箱"}
_READ = {"en": "complaint", "zh": "投诉"}


class Machine:
    """Where it is tried: ``root`` is a bare Debian, or None for this machine; ``home`` is empty."""

    def __init__(self, root: Path | None, language: str) -> None:
        self._root = root
        home = Path(tempfile.mkdtemp(prefix="fresh-", dir=root / "root" if root else None))
        self.home = home
        self.copy = home / "noticed"
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "http", "HTTP", "no_"))}
        kept.pop("PIP_FIND_LINKS", None)  # a folder of this machine's
        self.environ = {
            **kept,
            "HOME": self.inside(home),
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": _LOCALES[language],
        }
        if root is None:
            self.environ |= {"PYTHON": os.path.realpath(sys.executable)}
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", REPOSITORY, self.copy], check=True)

    def inside(self, path: Path) -> str:
        """The path as it is called there."""
        return str(path if self._root is None else Path("/") / path.relative_to(self._root))

    def command(self, *words: str, folder: Path | None = None) -> list[str]:
        """Run in the copy of the repository, or in another folder."""
        go = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', self.inside(folder or self.copy), *words]
        return go if self._root is None else ["chroot", str(self._root), *go]


def install_and_demo(machine: Machine, language: str) -> tuple[float, float]:
    """Seconds until the demo says its first word about a mailbox, and until it ends."""
    began = time.monotonic()
    command = machine.command("sh", "deploy/try")
    with subprocess.Popen(
        command, cwd=machine.copy, env=machine.environ, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as running:
        first = 0.0
        for line in running.stdout or ():
            if not first and _STORY[language] in line:
                first = time.monotonic() - began
        running.wait()
    if running.returncode or not first:
        raise SystemExit(f"deploy/try: exit {running.returncode}, first useful line after {first} s")
    return first, time.monotonic() - began


def demo_again(machine: Machine, language: str) -> float:
    """Seconds until the first useful line of the demo, once it is installed."""
    began = time.monotonic()
    command = machine.command(".venv/bin/noticed", "demo")
    with subprocess.Popen(
        command, cwd=machine.copy, env=machine.environ, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as running:
        lines = iter(running.stdout or ())
        next(line for line in lines if _STORY[language] in line)
        first = time.monotonic() - began
        for _ in lines:
            pass
    return first


def read_a_notice(machine: Machine, language: str) -> float:
    """Seconds that ``noticed read`` takes."""
    (machine.copy / "notice.eml").write_bytes(signed(notice(date=datetime.now(UTC))))
    began = time.monotonic()
    command = machine.command(".venv/bin/noticed", "read", "notice.eml")
    done = subprocess.run(
        command, cwd=machine.copy, env=machine.environ, capture_output=True, text=True, check=True, timeout=120
    )
    if _READ[language] not in done.stdout:
        raise SystemExit(f"noticed read says:\n{done.stdout}")
    return time.monotonic() - began


def own_mailbox(machine: Machine, servers: MailServers, dns: DnsServer, language: str) -> float:
    """Seconds from ``noticed init`` to the end of its look in shadow."""
    said, shop = LANGUAGES[language], f"fresh-{language}@newcomer.example"
    servers.deliver(shop, signed(notice(date=datetime.now(UTC), to=shop, complainant=f"ip-{language}@fresh.example")))
    mine = machine.home / "shop"
    mine.mkdir()
    ca = mine / "ca.pem"
    shutil.copy(servers.ca_file, ca)
    environ = machine.environ | {"NOTICED__DNS__NAMESERVERS": f'["{dns.address}"]'}
    began = time.monotonic()
    program = f"{machine.inside(machine.copy)}/.venv/bin/noticed"
    with Terminal(machine.command(program, "init", folder=mine), mine, environ, whole=True) as terminal:
        terminal.answer(said["mailbox"], shop)
        terminal.answer(said["provider"], "12")
        terminal.answer(said["imap"], f"127.0.0.1:{servers.ports['imaps']}")
        terminal.answer(said["smtp"], f"127.0.0.1:{servers.ports['submissions']}")
        terminal.answer(said["secret"], PASSWORD, hidden=True)
        terminal.answer(said["ca_file"], machine.inside(ca))
        terminal.expect(said["in"])
        terminal.answer(said["store"], "Acme Home Goods")
        terminal.answer(said["marketplaces"], "US, DE")
        terminal.answer(said["copies"], "")
        terminal.answer(said["operator"], f"boss-{language}@boss.example")
        terminal.answer(said["attempts"], "")
        for what in ("found", "would", "live"):
            terminal.expect(said[what])
        if terminal.end():
            raise SystemExit(terminal.screen)
    return time.monotonic() - began


@contextmanager
def lab() -> Iterator[tuple[MailServers, DnsServer]]:
    """The mailbox of the newcomer, and the keys of Amazon's signature."""
    with MailServers() as servers, DnsServer() as dns:
        dns.texts |= {f"{SELECTOR}._domainkey.{domain}": RECORD for domain in AMAZON_DOMAINS}
        yield servers, dns


@contextmanager
def bare(root: Path | None) -> Iterator[Path | None]:
    """A copy of the bare Debian, in which nothing is installed yet."""
    if root is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="fresh-", dir=root.absolute().parent) as folder:
        copy = Path(folder) / "root"
        subprocess.run(["cp", "-a", "--reflink=auto", root, copy], check=True)
        yield copy


def tried(root: Path | None, language: str) -> tuple[float, ...]:
    """Seconds of each step."""
    machine = Machine(root, language)
    try:
        first, whole = install_and_demo(machine, language)
        print(f"{language}: the demo's first line after {first:.1f} s, its end after {whole:.1f} s", file=sys.stderr)
        again, read = demo_again(machine, language), read_a_notice(machine, language)
        with lab() as (servers, dns):
            own = own_mailbox(machine, servers, dns, language)
    finally:
        shutil.rmtree(machine.home, ignore_errors=True)
    return first, whole, again, read, own


def main(root: Path | None) -> int:
    """Print a row a language."""
    print("| language | install to first line of the demo | whole demo, install included | demo again | read | init |")
    print("|---|---|---|---|---|---|")
    late = False
    for language in _LOCALES:
        with bare(root) as copy:
            seconds = tried(copy, language)
        first, _, again, read, own = seconds
        print(f"| {language} | {' | '.join(f'{each:.1f} s' for each in seconds)} |", flush=True)
        late |= max(first, again, read) >= _FIRST or first + own >= _OWN
    return 1 if late else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How long a stranger waits.")
    parser.add_argument("--root", type=Path, help="a bare Debian in which all of it happens")
    raise SystemExit(main(parser.parse_args().root))
