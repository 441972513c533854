"""The digest as a page for a mail client: tables, inline styles, nothing remote, light and dark.

Every value is escaped by the template; text of strangers was cleaned before it became a value. What keeps it readable
in each program stands in ``digest_styles``.
"""

from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from noticed.data import page
from noticed.render.answering import for_card
from noticed.render.cards import Card
from noticed.render.digest_rows import Row, alarms, asked, clock, count_of, deadline_bar, remarks, sections, title
from noticed.render.digest_styles import SHEET, look
from noticed.render.digest_view import DigestView, digest_subject
from noticed.render.phrases import Phrases

_SOON, _NEAR = 3, 14  # days: where the cadences turn critical and urgent
_LARGEST = 95_000
"""Octets: Gmail cuts a page off at 102 kB. The text always names every case."""
_ROOM = ((8, 25), (5, 12), (3, 6), (1, 3))
"""(whole cards, rows) of a section, the most that is tried first."""


def digest_html(view: DigestView) -> str:
    """The whole page, for phones of 360 px up to 700 px. ``view`` is numbered."""
    pages = (_page(view, full, rows) for full, rows in _ROOM)
    return next((page for page in pages if len(page.encode()) <= _LARGEST), _page(view, *_ROOM[-1]))


def _page(view: DigestView, full: int, rows: int) -> str:
    say = Phrases(view.language, view.timezone)
    cards = (("digest.head_decide", view.decide), ("digest.head_silent", view.silent))
    return _template().render(
        say=say,
        sheet=SHEET,
        subject=digest_subject(view),
        now=view.now,
        mode=view.mode,
        alarms=alarms(view, say),
        tiles=(
            (len(view.decide), say("digest.tile_decide"), "red"),
            (len(view.silent), say("digest.tile_silent"), "amber"),
            (len(view.leaving), say("digest.tile_leaving"), "calm"),
            (len(view.waiting), say("digest.tile_waiting"), "calm"),
        ),
        cards=[(say(key), found) for key, found in cards if found],
        sections=sections(view, say),
        remarks=remarks(view, say),
        title=lambda about: title(about, say),
        asked=lambda number: asked(number, say),
        clock=lambda card: clock(card, view, say),
        left=lambda card: deadline_bar(card, view),
        complainant=lambda card: card.about.complainant or say("digest.unknown_complainant"),
        tone=lambda card: _tone(card, view),
        brief=lambda found: [_brief(card, view, say) for card in found],
        answers=lambda card: for_card(card, view.answering, view.language),
        answering=view.answering,
        look=look,
        count=count_of,
        most=full,
        many=rows,
    )


def _brief(card: Card, view: DigestView, say: Phrases) -> Row:
    return Row(
        number=card.number,
        name=card.about.case,
        text=" · ".join(filter(None, (clock(card, view, say), card.why))),
        about=title(card.about, say),
        command=f"noticed show {card.about.case}",
    )


def _tone(card: Card, view: DigestView) -> str:
    """red, amber or calm: how soon it is too late."""
    if card.due is None:
        return "calm"
    days = (card.due - view.now).total_seconds() / 86400
    return "red" if days < _SOON else "amber" if days < _NEAR else "calm"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.globals["Markup"] = Markup
    return environment.from_string(page("digest.html"))
