"""What ``noticed read`` makes of mail that comes through Amazon and is not Amazon's word."""

from tests.bench.reading import NOW, reader

from noticed.core.mail.model import Category
from noticed.core.notice.model import NoticeKind
from noticed.service.reading import read

THREAT = (
    "We noticed that you offer our face oil (ASIN B0C1234567). You are no reseller of ours. "
    "Please stop selling it, or we will file a trademark complaint with Amazon."
)


def test_a_threat_in_a_buyers_message_is_no_notice() -> None:
    head = "From: Gladiola <k4mz8v2qh@marketplace.amazon.com>\nTo: me@seller.example\nSubject: Product details inquiry"
    done = read(f"{head}\n\n{THREAT}\n".encode(), reader(), {}, now=NOW, as_reply=False)
    assert done.notice is not None
    assert (done.notice.kind, done.category) == (NoticeKind.OTHER, Category.OTHER)
