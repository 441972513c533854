"""A message from Amazon to a ``Notice``: what a person would read out of it, each value with its line.

Never raises on any message, invents nothing (every value stands in the message), and its cost is bounded: every
pattern has bounded quantifiers, text is cut at 200,000 characters.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby

from noticed.core.mail.classify import is_machine_mail
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message
from noticed.core.mail.unwrap import Forward, attributed, forwards
from noticed.core.marketplace import Marketplace
from noticed.core.notice.brand import brand_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.facts import evidence, facts
from noticed.core.notice.fields import ASIN
from noticed.core.notice.glued import unglued
from noticed.core.notice.kind import appeal_channel
from noticed.core.notice.known import all_labels, banners, markers
from noticed.core.notice.label_values import with_headings
from noticed.core.notice.labels import find_labels
from noticed.core.notice.marked import with_cells, with_colons, without_banner
from noticed.core.notice.merge import merged
from noticed.core.notice.model import Notice, NoticeAction
from noticed.core.notice.page import lay_out, without_tail
from noticed.core.notice.pairing import pair
from noticed.core.notice.particulars import particulars
from noticed.core.notice.readers import readers, wrappers
from noticed.core.notice.rights import Found
from noticed.core.notice.said import amazon_says, court_signs, dispute_address, retraction_address
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.spoken import voices
from noticed.core.notice.store import marketplace
from noticed.core.notice.targets import with_targets

_KEEP = re.compile(r"B0[A-Z0-9]{8}|\d{9,13}")
_MAX_ATTACHED = 20


def read_notice(
    message: Message,
    dialects: Sequence[Dialect],
    marketplaces: Sequence[Marketplace],
    *,
    by_machine: Callable[[], bool] | None = None,
) -> Notice:
    """What ``message`` says, read with the words of ``dialects`` (at least one).

    A forward by somebody else is read as the message inside it (``wrapped``); mail that is not Amazon's is ``other``.
    ``by_machine``: whether a header, one that nobody signs too, says that it answers by itself, asked where it matters;
    None: ``message`` is all there is.
    """
    sender = message.from_[0].spec if message.from_ else ""
    if not _is_amazons(sender, marketplaces):
        inside = _attached(message, dialects, marketplaces) or _inline(message, dialects, marketplaces)
        if inside:
            return inside
    if _is_stub(message):
        message = Message(**{**vars(message), "text": message.html_text})
    sheet = _sheet(
        with_targets(message.text, message.links), message.subject, sender, readers(message), dialects, marketplaces
    )
    by_machine = by_machine or partial(is_machine_mail, message, dialects)
    return _read(sheet, message, by_machine, is_amazons=_is_amazons(sender, marketplaces))


def _is_stub(message: Message) -> bool:
    """Whether the plain text only says that the mail is to be read as HTML: it is short and lists no product."""
    short = len(message.text) * 3 < len(message.html_text) * 2
    return short and ASIN.search(message.text) is None and ASIN.search(message.html_text) is not None


def _is_amazons(sender: str, marketplaces: Sequence[Marketplace]) -> bool:
    return is_amazon(sender.rpartition("@")[2], marketplaces)


def _attached(message: Message, dialects: Sequence[Dialect], marketplaces: Sequence[Marketplace]) -> Notice | None:
    """Notices attached as messages, as one."""
    notices: list[Notice] = []
    for raw in message.attached[:_MAX_ATTACHED]:
        inner = read_message(raw)
        sender = inner.from_[0].spec if inner.from_ else ""
        if _is_amazons(sender, marketplaces):
            notices.append(read_notice(inner, dialects, marketplaces))
    return merged(notices, "attached") if notices else None


def _inline(message: Message, dialects: Sequence[Dialect], marketplaces: Sequence[Marketplace]) -> Notice | None:
    """The innermost forwards in the text that were Amazon's: several that follow each other are several notices."""
    text = with_targets(message.text, message.links)
    found = forwards(text, dialects) or attributed(text)
    runs = groupby(found, key=lambda forward: _was_amazons(forward, dialects, marketplaces))
    theirs = [list(run) for is_theirs, run in runs if is_theirs]
    if not theirs:
        return None
    said = [forward for forward in theirs[-1] if forward.text.strip()] or theirs[-1][-1:]
    notices = [_of_forward(forward, message, dialects, marketplaces) for forward in said[-_MAX_ATTACHED:]]
    return merged(notices, "inline") if len(notices) > 1 else _wrapped(notices[0], "inline")


def _of_forward(
    forward: Forward, message: Message, dialects: Sequence[Dialect], marketplaces: Sequence[Marketplace]
) -> Notice:
    own = frozenset(forward.to) | wrappers(message)
    sheet = _sheet(
        without_tail(forward.text, _KEEP), forward.subject, forward.sender or "", own, dialects, marketplaces
    )
    return _read(sheet, message, bool, is_amazons=True)  # a text has no header that says so


def _was_amazons(forward: Forward, dialects: Sequence[Dialect], marketplaces: Sequence[Marketplace]) -> bool:
    """By its address; by its name, or the mailbox in its place, only where the mail program wrote no address."""
    if forward.sender:
        return _is_amazons(forward.sender, marketplaces)
    name = forward.name.strip().lower()
    return brand_of(dialects).begins(name) or any(
        name == known.partition("@")[0] for dialect in dialects for known in dialect.search.senders
    )


def _wrapped(notice: Notice, how: str) -> Notice:
    return Notice(**{**vars(notice), "wrapped": how})


def _sheet(
    text: str,
    subject: str,
    sender: str,
    own: frozenset[str],
    dialects: Sequence[Dialect],
    marketplaces: Sequence[Marketplace],
) -> Sheet:
    head = " ".join(subject.replace("&nbsp;", " ").split())[:500]
    known = tuple(dialects)
    text = with_colons(with_cells(without_banner(text, banners(known))))
    page = lay_out(f"{head}\n\n{unglued(text, all_labels(known))}", markers(known))
    body = min(page.lines[0].end + 2, len(page.text))
    spoken = voices(page.folded, body, known, lambda: find_labels(page, known))
    for voice in spoken:
        voice.of_subjects.look(page.folded[:body])
        for seen in {page.new, page.folded}:
            voice.of_notices.look(seen)
    first = sorted(dialects, key=lambda dialect: dialect is not spoken[0])
    return Sheet(
        page=page,
        hits=with_headings(page, find_labels(page, first), [voice.owner.words for voice in spoken]),
        body=body,
        dialect=spoken[0],
        voices=spoken,
        dialects=known,
        sender=sender,
        own=own,
        marketplaces=tuple(marketplaces),
    )


def _read(sheet: Sheet, message: Message, by_machine: Callable[[], bool], *, is_amazons: bool) -> Notice:
    """The notice of a laid-out message, or of one within ``message``, which has the links and the date."""
    known = facts(sheet, message.date.date() if message.date else None, by_machine, is_amazons=is_amazons)
    parts, days = known.parts, known.until.days if known.until else None
    dispute = dispute_address(sheet, known.amazon)
    beside = particulars(sheet, known.kind, days)
    return Notice(
        kind=known.kind,
        ip_type=parts.ip_type,
        presumed=parts.right is not None and not parts.right.named,
        asins=_texts(parts.asins),
        complaint_ids=_texts(parts.ids),
        ip_numbers=_texts(parts.numbers),
        rights_owner_name=parts.owner,
        rights_owner_emails=_texts(parts.emails),
        action=NoticeAction(known.done.value),
        amazon_emails=tuple(dict.fromkeys(address.spec for address in known.amazon)),
        deadline_days=days,
        reason_stated=known.stated,
        marketplace=marketplace(sheet, tuple(target for _, target in message.links), parts.numbers),
        language=sheet.dialect.language,
        amazon_says=amazon_says(sheet, known.kind),
        appeal_channel=appeal_channel(sheet, dispute),
        complaints=pair(sheet, parts, known.kind),
        evidence=evidence(sheet, known, beside.places),
        particulars=beside.particulars,
        court_signs=court_signs(sheet),
        dispute_address=dispute,
        retraction_address=retraction_address(sheet, known.amazon),
    )


def _texts(found: Iterable[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.text for item in found))
