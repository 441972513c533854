"""A stranger's mail: its text first; its formatting on a page of its own, cleaned, where nothing can run or load."""

import nh3
from markupsafe import Markup
from starlette.responses import Response

from noticed.core.mail.heavy import is_heavy
from noticed.core.mail.message import html_of
from noticed.core.mail.model import Category
from noticed.core.notice.model import Evidence
from noticed.desk.paper import paper
from noticed.desk.visit import NotHere, Visit
from noticed.ports import InboxRow, Unreadable
from noticed.service import keys, setaside

_TEXT = 100_000
_LETTERING = "b strong i em u s small sub sup code h1 h2 h3 h4 h5 h6"
_LAYOUT = "p br div span center hr pre blockquote table thead tbody tfoot tr td th caption ul ol li dl dt dd"
_TAGS = frozenset(f"{_LETTERING} {_LAYOUT}".split())
_SANDBOX = "; ".join(
    (
        "sandbox allow-same-origin",  # for our own style sheet; scripts, forms and leaving the page stay forbidden
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def mail(visit: Visit) -> Response:
    """The page of a received message."""
    with visit.context.store.read() as tx:
        row = visit.mail(tx)
    return show(visit, row)


def show(visit: Visit, row: InboxRow, *, aside: bool = False) -> Response:
    """What a person may see of it. ``aside``: it is not believed, failed, or waits."""
    message = setaside.seen(visit.context, row, whole=True) if row.raw else None
    judged = row.evidence or {}
    return visit.show(
        "mail",
        row=row,
        message=message,
        text=message.text[:_TEXT] if message else "",
        cut=bool(message and len(message.text) > _TEXT),
        authenticity=str(judged.get("authenticity", "")),
        judged=visit.say.line(str(judged.get("why", ""))),
        evidence=_evidence(visit, row),
        formatted=bool(message and message.html_text and not is_heavy(row.raw)),
        aside=aside,
        error=visit.say.line((row.error or "").strip().rpartition("\n")[2]),
    )


def formatted(visit: Visit) -> Response:
    """Its HTML without anything remote, active or clickable, under a policy that would allow none of it either."""
    with visit.context.store.read() as tx:
        row = visit.mail(tx)
    if not row.raw or is_heavy(row.raw):
        raise NotHere
    cleaned = nh3.clean(html_of(row.raw), tags=set(_TAGS), attributes={"td": {"colspan"}, "th": {"colspan"}})
    page = paper("formatted", {"say": visit.say, "body": Markup(cleaned)})  # noqa: S704  # cleaned just before
    return Response(page, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _SANDBOX})


def _evidence(visit: Visit, row: InboxRow) -> tuple[Evidence, ...]:
    """Field → the line of the notice it was read from."""
    if row.category != Category.NOTICE.value or not row.raw:
        return ()
    context, account = visit.context, visit.context.account_of(row.account)
    try:
        read = context.reader.received(
            row.raw, keys.stored(row), account.trust, context.clock.now(), context.limits.notice_age
        )
    except Unreadable:
        return ()
    return read.notice.evidence if read.notice else ()
