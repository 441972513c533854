"""The digest as a page for a mail client: tables, inline styles, nothing remote, light and dark.

Every value is escaped by the template; text of strangers was cleaned before it became a value. What keeps it readable
in each program stands in ``digest_styles``.
"""

from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

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


_HEAD = """\
<!DOCTYPE html>
<html lang="{{ say.language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{ subject }}</title>
<style>
{{ sheet }}</style>
<!--[if mso]><style>td,div,h2{font-family:'Segoe UI','Microsoft YaHei',sans-serif}</style><![endif]-->
</head>
"""

_MACROS = """\
{%- set table = Markup('<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"') -%}
{%- macro whole(command) -%}
{%- for word in command.split(" ") %}{% if not loop.first %} {% endif %}
{%- if word.startswith("--") %}<span style="white-space:nowrap">{{ word }}</span>{% else %}{{ word }}{% endif %}
{%- endfor %}
{%- endmacro -%}
{%- macro space(height) -%}
<div style="height:{{ height }}px;line-height:{{ height }}px;font-size:1px">&nbsp;</div>
{%- endmacro -%}
{%- macro heading(text, n) -%}
<h2 {{ look("heading ink") }}>{{ text }}{% if n > 1 %} <span {{ look("soft") }}>{{ n }}</span>{% endif %}</h2>
{%- endmacro -%}
{%- macro code(command) -%}
{{ table }}><tr><td {{ look("mono code ink") }}>{{ whole(command) }}</td></tr></table>
{%- endmacro -%}
{%- macro boxes(bar, tint, width) -%}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="{{ width }}"><tr>
{%- for n in range(bar.of) -%}
<td height="6" {{ look("bar " ~ (tint if n < bar.full else "s-none")) }}>&nbsp;</td>
{%- if not loop.last %}<td width="3" {{ look("bar") }}>&nbsp;</td>{% endif %}
{%- endfor -%}
</tr></table>
{%- endmacro -%}
{%- macro links(found) -%}
{%- if found %}
<div {{ look("small soft above") }}>{{ say("by_mail.answer") }}{{ say("why.colon").rstrip() }}
{%- for answer in found %} <a href="{{ answer.link }}" {{ look("answer ink") }}>{{ answer.words }}</a>{% endfor %}</div>
{%- endif %}
{%- endmacro -%}
{%- macro full(card) -%}
{{ table }} {{ look("card edge round") }}><tr>
<td width="5" {{ look("s-" ~ tone(card) ~ " stripe") }}>&nbsp;</td>
<td {{ look("inner") }}>
{%- if clock(card) %}
<div {{ look("small bold gap " ~ tone(card)) }}>{{ clock(card) }}</div>
{{ boxes(left(card), "s-" ~ tone(card), "100%") }}
{%- endif %}
<div {{ look("lead ink above") }}>{% if card.number %}{{ card.number }}. {% endif %}{{ card.why }}</div>
{% for line in card.beside %}<div {{ look("small ink") }}>{{ line }}</div>{% endfor %}
<div {{ look("small soft above") }}><b {{ look("ink bold") }}>{{ card.about.case }}</b> · {{ title(card.about) }}</div>
<div {{ look("small soft") }}>{{ say("digest.from") }}{{ say("why.colon") }}{{ complainant(card) }}</div>
<div {{ look("small soft") }}>{{ asked(card.asked) }} · {{ say("digest.since", at=say.at(card.since)) }}</div>
{%- if card.said %}
{{ table }} style="margin:10px 0 0"><tr><td {{ look("said quote ink") }}>{{ card.said }}</td></tr></table>
{%- endif %}
{%- if card.on_notice %}
<div {{ look("small ink above") }}>{{ card.on_notice }}</div>
{%- endif %}
{{ table }}>
{%- for option in card.options %}
<tr><td {{ look("body ink does" if loop.first else "small ink also") }}>{{ option.does }}</td></tr>
{%- if option.sends %}
<tr><td {{ look("small soft") }}>{{ option.sends }}</td></tr>
{%- endif %}
<tr><td {{ look("mono code ink") }}>{{ whole(option.command) }}</td></tr>
{%- endfor %}
</table>
{{ links(answers(card)) }}
</td></tr></table>
{{ space(8) }}
{%- endmacro -%}
{%- macro listed(rows) -%}
{{ table }} {{ look("card edge round") }}>
{%- for row in rows[:many] %}
<tr><td {{ look("cell" if loop.first else "cell rule") }}>
<div {{ look("body ink") }}>{% if row.number %}{{ row.number }}. {% endif %}
{%- if row.name %}<b {{ look("bold") }}>{{ row.name }}</b> · {% endif %}{{ row.text }}</div>
{%- if row.bar %}
<div style="padding:4px 0 2px">{{ boxes(row.bar, "s-calm", "140") }}</div>
{%- endif %}
{%- if row.about %}
<div {{ look("small soft") }}>{{ row.about }}</div>
{%- endif %}
{%- if row.command %}
<div {{ look("small soft above") }}>{{ row.lead }}</div>
{{ code(row.command) }}
{%- endif %}
{{ links(row.answers) }}
{%- if row.quote and loop.index <= most %}
{{ table }} style="margin:8px 0 0"><tr><td {{ look("said quote ink") }}>
{%- for line in row.quote.splitlines() %}{{ line }}<br>{% endfor -%}</td></tr></table>
{%- endif %}
</td></tr>
{%- endfor %}
</table>
{%- if rows[many:] %}
<div {{ look("small soft top above") }}>{{ say("digest.more", n=rows[many:] | length) }}</div>
{%- endif %}
{%- endmacro -%}
"""

_BODY = """\
<body {{ look("back flat") }}>
{{ table }} {{ look("back") }}><tr><td align="center" {{ look("pad font") }}>
<!--[if mso]><table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
{{ table }} style="max-width:640px;text-align:left"><tr><td {{ look("font") }}>
<div {{ look("small soft top") }}><b {{ look("ink bold") }}>noticed</b> · {{ say.at(now) }}<br>
{{ say("digest.mode_" ~ mode) }}</div>
{%- if answering %}
<div {{ look("small soft top") }}>{{ say("by_mail.how") }}<br>{{ say("by_mail.code", code=answering.code) }}</div>
{%- endif %}
{%- if alarms %}
{{ table }}><tr><td {{ look("alarm warn warned") }}>
{%- for line in alarms %}<div {{ look("line") }}>{{ line }}</div>{% endfor -%}
</td></tr></table>
{{ space(8) }}
{%- endif %}
{{ table }} style="table-layout:fixed"><tr>
{%- for number, label, tint in tiles %}
<td valign="top" {{ look("tile card edge") }}>
<div {{ look("number " ~ (tint if number else "soft")) }}>{{ number }}</div>
<div {{ look("small soft") }}>{{ label }}</div></td>
{%- if not loop.last %}<td width="8" style="width:8px;font-size:1px">&nbsp;</td>{% endif %}
{%- endfor %}
</tr></table>
{%- if not cards %}
<div {{ look("quiet ink") }}>{{ say("digest.all_quiet") }}</div>
{%- endif %}
{%- for text, found in cards %}
{{ heading(text, found | length) }}
{%- for card in found[:most] %}
{{ full(card) }}
{%- endfor %}
{%- if found[most:] %}
{{ listed(brief(found[most:])) }}
{%- endif %}
{%- endfor %}
{%- for text, rows in sections %}
{{ heading(text, count(rows)) }}
{{ listed(rows) }}
{%- endfor %}
{%- for text, lines in remarks %}
{{ heading(text, 1) }}
{%- for line in lines %}
<div {{ look("small soft remark") }}>{{ line }}</div>
{%- endfor %}
{%- endfor %}
{{ space(28) }}
{{ table }}><tr><td {{ look("foot soft rule") }}>
{{ say("digest.footer") }}<br>{{ say("digest.pause") }}</td></tr></table>
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
"""


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.globals["Markup"] = Markup
    return environment.from_string(_HEAD + _MACROS + _BODY)
