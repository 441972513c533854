"""The IMAP server hangs up at any octet, or lies: in the end every notice is read, and once.

Each trial is one notice on a real server, met through a connection that is cut or falsified, then through a good one.
``NOTICED_TEST_LONG=1`` cuts at every octet.
"""

import re
import resource
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from tests.e2e.proxy import Lie, Proxy
from tests.e2e.servers import PASSWORD, MailServers
from tests.faults.extent import every
from tests.mails import AMAZON, notice, signed
from tests.unit.service.world import BOSS, World

from noticed.adapters.imap import ImapMail
from noticed.adapters.server import Server
from noticed.core.case.model import LetterKind
from noticed.service import trouble

MEMORY = 200_000
"""kB that one lie may cost at most."""


class Line:
    """An installation in memory, whose mailbox lies on a real server behind a proxy."""

    def __init__(self, servers: MailServers, proxy: Proxy, user: str) -> None:
        self._servers, self.proxy, self._user = servers, proxy, user
        servers.deliver(user, b"Subject: old\r\n\r\nold\r\n")
        server = Server(
            host="127.0.0.1", port=proxy.port, tls="none", username=user, secret=lambda: PASSWORD, timeout=2
        )
        self.world = World(mail=lambda _: ImapMail(server))
        self._count = 0

    def notice_arrives(self) -> str:
        """One more; its complainant."""
        self._count += 1
        address = f"ip{self._count}@brand{self._count}.example"
        raw = notice(date=self.world.clock.now(), complaint=str(10_800_000_000 + self._count), complainant=address)
        self._servers.deliver(self._user, signed(raw))
        return address

    def polled(self, *lies: Lie) -> None:
        """One poll through lies, and good ones until the trouble is over."""
        self.proxy.lies += lies
        self.world.once()
        self.proxy.lies.clear()
        for _ in range(3):
            self.world.sleep(timedelta(minutes=6))

    def check(self) -> None:
        """Every notice has one case and one letter; nothing else has."""
        complaints = sorted(case.complaint_ids for case in self.world.cases())
        assert complaints == [(str(10_800_000_000 + n),) for n in range(1, self._count + 1)]
        asked = sorted(to for letter in self.world.letters() for to in letter.to if letter.kind is LetterKind.INQUIRY)
        assert asked == sorted(f"ip{n}@brand{n}.example" for n in range(1, self._count + 1))
        with self.world.store.read() as tx:
            assert trouble.all_of(tx) == ()


@pytest.fixture
def line(servers: MailServers, request: pytest.FixtureRequest) -> Iterator[Line]:
    with Proxy(servers.ports["imap"]) as proxy:
        name = re.sub(r"\W+", "", request.node.name)[:40].lower()
        yield Line(servers, proxy, f"{name}@lies.example")


def cut_after(octets: int) -> Lie:
    def cut(passed: int, piece: bytes) -> Iterable[bytes | None]:
        left = octets - passed
        return (piece,) if left > len(piece) else (piece[: max(left, 0)], None)

    return cut


@pytest.mark.timeout(36_000)
def test_a_connection_cut_at_any_octet_loses_and_doubles_nothing(line: Line) -> None:
    line.notice_arrives()
    line.polled()
    whole = line.proxy.passed
    for place in range(1, whole, every(max(whole // 10, 1))):
        line.notice_arrives()
        line.polled(cut_after(place))
        line.check()


def one_octet_at_a_time(_: int, piece: bytes) -> Iterable[bytes]:
    return (piece[n : n + 1] for n in range(len(piece)))


def rewritten(pattern: bytes, by: bytes) -> Lie:
    return lambda _, piece: (re.sub(pattern, by, piece),)


def literals(change: int | None) -> Lie:
    def lie(_: int, piece: bytes) -> Iterable[bytes]:
        yield re.sub(
            rb"\{(\d+)\}\r\n",
            lambda found: b"{%d}\r\n" % (2**32 if change is None else int(found[1]) + change),
            piece,
        )

    return lie


LIES: dict[str, Lie] = {
    "one octet a segment": one_octet_at_a_time,
    "literals too large": literals(1000),
    "literals too small": literals(-40),
    "negative literals": rewritten(rb"\{(\d+)\}\r\n", rb"{-\1}\r\n"),
    "literals of 4 GB": literals(None),
    "an endless line": lambda _, piece: (*(b"x" * 100_000 for _ in range(30)), piece),
    "EXPUNGE in between": rewritten(rb"(\* \d+ FETCH)", rb"* 1 EXPUNGE\r\n\1"),
    "BYE": lambda _, piece: (b"* BYE going down\r\n", None) if b"FETCH" in piece else (piece,),
    "ALERT": rewritten(rb"(?m)^(\w+ OK)", rb"* OK [ALERT] quota, you@lies.example\r\n\1"),
    "NO UNAVAILABLE": rewritten(rb"(?m)^(\w+) OK (?!.*(?:Logged in|CAPABILITY))", rb"\1 NO [UNAVAILABLE] "),
    "other UIDs": rewritten(rb"\(UID \d+", rb"(UID 977"),
    "data nobody asked for": rewritten(rb"(?m)^(\w+ OK)", rb"* 99 FETCH (UID 99 FLAGS (\\Seen))\r\n* 5 EXISTS\r\n\1"),
    "SEARCH finds nothing": rewritten(rb"\* (E?SEARCH)[^\r]*", rb"* \1"),
    "SEARCH finds everything there could be": rewritten(rb"ALL [0-9:,]+", b"ALL 1:4294967295"),
    "FETCH shows nothing": rewritten(rb"\* \d+ FETCH", rb"* 0 NOTHING"),
    "another UIDVALIDITY": rewritten(rb"UIDVALIDITY (\d+)", rb"UIDVALIDITY 7"),
    "nonsense": lambda _, piece: (b"\xff\x00(((" * 20 + b"\r\n" + piece,),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_survived_and_the_notice_is_read_once(line: Line, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line.notice_arrives()
    line.polled(LIES[name])
    line.notice_arrives()
    line.polled()
    line.check()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY


def test_a_mailbox_numbered_anew_all_day_is_an_alarm_and_nothing_more(line: Line) -> None:
    def alarms() -> int:
        return sum("changes all the time" in str(m["Subject"]) for m in line.world.arrived(BOSS))

    line.notice_arrives()
    for number in range(5):
        line.polled(rewritten(rb"UIDVALIDITY (\d+)", b"UIDVALIDITY %d" % (7 + number)))
        line.check()
    assert alarms() == 1
    assert len(line.world.arrived(AMAZON)) == 1
