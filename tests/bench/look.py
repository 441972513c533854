"""What an unchanged mailbox costs: round trips by a proxy that counts them, processor time, and commits."""

import queue

from tests.bench.table import Bench, Row, below
from tests.e2e.proxy import Proxy
from tests.e2e.servers import PASSWORD, MailServers

from noticed.adapters.imap import ImapMail
from noticed.adapters.imap_watch import ImapWatch
from noticed.adapters.server import Server

LOOKS = 100
SHORT = 10
USER = "shop@seller.example"


def measure(*, short: bool) -> Bench:
    """One account with INBOX, Junk and Sent, looked at again and again; nothing comes."""
    looks, said = SHORT if short else LOOKS, queue.Queue[str]()
    with MailServers() as servers, Proxy(servers.ports["imap"]) as proxy:
        secret = {"username": USER, "secret": lambda: PASSWORD}
        server = Server(host="127.0.0.1", port=proxy.port, tls="none", **secret)  # type: ignore[arg-type]
        watch = ImapWatch({"acme": ImapMail(server)}, every=0.05)
        watch.start(lambda _: None, said.put)
        try:
            with watch.mail("acme").connect() as session:
                for mailbox in ("INBOX", "Junk", "Sent"):
                    session.passed(mailbox, session.examine(mailbox))
            said.get(timeout=30)
            before = proxy.flights
            for _ in range(looks):
                said.get(timeout=30)
            flights = proxy.flights - before
        finally:
            watch.close()
    return Bench(
        name="look",
        title="A poll of an unchanged mailbox",
        how=(
            f"{looks} polls of an account with INBOX, Junk and Sent on Dovecot in IDLE, through a proxy that counts "
            "how often the client speaks after the server has. No poll opens the store; that it was made is committed "
            "for all accounts together every 20 seconds."
        ),
        rows=(
            below("round trips a poll, all three mailboxes", flights / looks, 1, ""),
            Row(what="polls", figure=str(looks)),
        ),
    )
