"""A message from its parts, read with the packaged dialects."""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from tests.corpus import read_corpus

from noticed.core.mail.html import html_to_text
from noticed.core.mail.model import Address, Message
from noticed.core.marketplace import Marketplace
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.extract import read_notice
from noticed.core.notice.model import Notice

BLOCK = (
    "\n\nASIN: B0C1234567\nInfringement type: Trademark\nTrademark number: 5123456\nComplaint ID: 18734561231\n"
    "Rights owner: Gladiola Ltd\nRights owner email: ip@gladiola.example\n"
)


SUBJECT = "Notice: Policy Warning"
SENT = date(2025, 3, 3)


@lru_cache(maxsize=1)
def words() -> tuple[tuple[Dialect, ...], tuple[Marketplace, ...]]:
    return read_corpus.dialects(), read_corpus.marketplaces()


def notice(
    text: str,
    *,
    subject: str = SUBJECT,
    sender: str = "notice@amazon.com",
    is_html: bool = False,
    sent: date = SENT,
) -> Notice:
    """What is read in a message to me@seller.example."""
    links: tuple[tuple[str, str], ...] = ()
    if is_html:
        text, links = html_to_text(text)
    message = Message(
        from_=(Address(name="Amazon", spec=sender),),
        to=(Address(name="", spec="me@seller.example"),),
        subject=subject,
        date=datetime.combine(sent, time(), UTC),
        text=text,
        links=links,
    )
    return read_notice(message, *words())
