"""The first look at a large old mailbox, against the least that anybody pays who looks at all its headers.

Everything is warm: the first round is not counted, so that Dovecot's cache knows the header fields for all alike.
"""

import imaplib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.bench.peers import Peers
from tests.bench.table import Bench, Row, at_most, below
from tests.e2e.servers import PASSWORD, MailServers
from tests.mails import notice, signed

MESSAGES, NOTICES, ROUNDS = 100_000, 200, 3
SHORT = 10_000, 20, 3
USER = "shop@seller.example"
_PATIENCE = 20
"""A peer that takes so many times as long as ours is not waited for."""
_FIELDS = "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES)]"
_SETTINGS = """\
mode = "shadow"
[operator]
emails = ["boss@boss.example"]
[[account]]
name = "acme"
email = "{user}"
store_name = "Acme Home Goods"
marketplaces = ["US"]
password = {{ file = "key" }}
imap = {{ host = "127.0.0.1", port = {imap}, ca_file = "{ca}", mailboxes = ["INBOX"], backfill = "90d" }}
smtp = {{ host = "127.0.0.1", port = 1, tls = "none" }}
"""


def measure(*, short: bool) -> Bench:
    """Ours, imaplib and the peers that are installed, in turns."""
    messages, notices, rounds = SHORT if short else (MESSAGES, NOTICES, ROUNDS)
    with tempfile.TemporaryDirectory() as name, MailServers(many=True) as servers:
        folder = Path(name)
        fill(servers, messages, notices)
        ours, floor, memory, found = [], [], [], []
        for _ in range(rounds + 1):
            floor.append(_headers(servers, messages))
            seconds, peak, rows = _first_look(folder, servers)
            ours.append(seconds)
            memory.append(peak)
            found.append(rows)
        (folder / "peers").mkdir()
        mine, least = statistics.median(ours[1:]), statistics.median(floor[1:])
        peers = [*Peers(folder / "peers", servers, USER, messages, notices).all(patience=_PATIENCE * mine)]
    rows_ = [
        at_most("first look", mine, least, 1.5),
        below("peak memory", max(memory), 150, "MB", digits=0),
        Row(what="notices kept", figure=f"{found[-1]} of {notices}", kept=found[-1] == notices),
    ]
    for peer, seconds, ended in peers:
        more = "" if ended else "> "
        rows_.append(
            Row(
                what=f"times faster than {peer}",
                figure=f"{more}{seconds / mine:.1f} ×",
                against=f"{more}{seconds:.1f} s",
                wanted="≥ 5 ×",
                kept=seconds >= 5 * mine,
            )
        )
    return Bench(
        name="first-look",
        title=f"First look at {messages:,} messages",
        how=(
            f"{notices} of them are notices. Against imaplib fetching From, Subject, Date, Message-ID, In-Reply-To and "
            f"References of all, 500 a command; over TLS, median of {rounds} turns after one that warms the server. "
            "Ours is the poll of a new store in a new process, from connecting to the commit, without the start of "
            "Python. A peer's time is one run that leaves the same notices on the disk, with the start of its program; "
            "parsedmarc, which moves whatever is no report of DMARC, and django-helpdesk, which makes a ticket of "
            "every message and deletes it on the server, do not end there."
        ),
        rows=tuple(rows_),
    )


def fill(servers: MailServers, messages: int, notices: int) -> None:
    """A Maildir of so many messages of about 2 kB, a notice now and then, the last 60 days."""
    maildir = servers.folder / "mail" / USER / "Maildir"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    for number, (at, raw) in enumerate(_mails(messages, notices)):
        path = maildir / "cur" / f"{int(at.timestamp())}.M{number}P1.bench,S={len(raw)}:2,S"
        path.write_bytes(raw)
        os.utime(path, (at.timestamp(), at.timestamp()))
    for path in (maildir.parent, maildir, *maildir.iterdir()):
        shutil.chown(path, "mail", "mail")
    subprocess.run(["chown", "-R", "mail:mail", str(maildir.parent)], check=True)


def _mails(messages: int, notices: int) -> Iterator[tuple[datetime, bytes]]:
    begun = datetime.now(UTC) - timedelta(days=60)
    every = messages // notices
    filler = "\r\n".join(f"Line {n} of a mail about an order, a parcel, an invoice or a newsletter." for n in range(25))
    for number in range(messages):
        at = begun + timedelta(days=59) * (number / messages)
        if number % every == every // 2:
            yield at, signed(notice(date=at, to=USER, complaint=str(18000000000 + number)))
            continue
        yield (
            at,
            (
                f"Return-Path: <bounce{number}@news.example>\r\nReceived: from mx.example by mail.example; "
                f"{format_datetime(at)}\r\nFrom: Sender {number} <sender{number % 700}@shop{number % 90}.example>\r\n"
                f"To: <{USER}>\r\nSubject: Order {number} has been shipped\r\nDate: {format_datetime(at)}\r\n"
                f"Message-ID: <{number}.{number % 97}@mail.example>\r\nIn-Reply-To: <{number - 1}.x@mail.example>\r\n"
                f"References: <{number - 2}.x@mail.example> <{number - 1}.x@mail.example>\r\nMIME-Version: 1.0\r\n"
                f"Content-Type: text/plain; charset=utf-8\r\n\r\n{filler}\r\n"
            ).encode(),
        )


def _headers(servers: MailServers, messages: int) -> float:
    """imaplib, the fields a thread needs, of every message."""
    import ssl

    begun = time.perf_counter()
    context = ssl.create_default_context(cafile=str(servers.ca_file))
    client = imaplib.IMAP4_SSL("localhost", servers.ports["imaps"], ssl_context=context)
    client.login(USER, PASSWORD)
    client.select("INBOX", readonly=True)
    count = 0
    for start in range(1, messages + 1, 500):
        _, answer = client.fetch(f"{start}:{min(start + 499, messages)}", f"(UID {_FIELDS})")
        count += sum(isinstance(item, tuple) for item in answer)
    seconds = time.perf_counter() - begun
    client.logout()
    assert count == messages, count
    return seconds


_LOOK = """
import json, os, resource, sys, time
from noticed.app.build import opened
from noticed.service.steps import poll_account
from noticed.settings import load
with opened(load(None, os.environ)) as context:
    context.dialects
    begun = time.perf_counter()
    assert poll_account(context, context.accounts["acme"]) is not None
    seconds = time.perf_counter() - begun
    with context.store.read() as tx:
        rows = len(tx.inbox.due(context.clock.now()))
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, rows]))
"""


def _first_look(folder: Path, servers: MailServers) -> tuple[float, float, int]:
    """Seconds, MB and rows of a poll of a new store."""
    shutil.rmtree(folder / "var", ignore_errors=True)
    (folder / "key").write_text(PASSWORD)
    (folder / "key").chmod(0o600)
    text = _SETTINGS.format(user=USER, imap=servers.ports["imaps"], ca=servers.ca_file)
    (folder / "settings.toml").write_text(text)
    done = subprocess.run([sys.executable, "-c", _LOOK], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seconds, peak, rows = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak, rows
