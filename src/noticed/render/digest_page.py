"""The digest as a page for a mail client: tables, inline styles, nothing remote, light and dark.

Every value is escaped by the template; text of strangers was cleaned before it became a value. Mail clients
drop style sheets but keep inline styles, so that each element carries both: its styles, and classes by
which the sheet turns it dark or narrow where it is read.
"""

from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from noticed.render.cards import Card
from noticed.render.digest_rows import Row, asked, clock, paused, remarks, sections, title
from noticed.render.digest_view import DigestView, by_urgency, digest_subject
from noticed.render.phrases import Phrases

_SOON, _NEAR = 3, 14  # days: where the cadences turn critical and urgent
_FULL, _ROWS = 8, 25  # Gmail cuts a page off at 102 kB; the text always names every case


def digest_html(view: DigestView) -> str:
    """The whole page, for phones of 360 px up to 700 px."""
    say = Phrases(view.language, view.timezone)
    cards = (("digest.head_decide", by_urgency(view.decide)), ("digest.head_silent", by_urgency(view.silent)))
    return _page().render(
        say=say,
        subject=digest_subject(view),
        now=view.now,
        mode=view.mode,
        paused=paused(view, say),
        tiles=(
            (len(view.decide), say("digest.tile_decide"), "red"),
            (len(view.silent), say("digest.tile_silent"), "amber"),
            (len(view.waiting), say("digest.tile_waiting"), "calm"),
        ),
        cards=[(say(key), found) for key, found in cards if found],
        sections=sections(view, say),
        remarks=remarks(view, say),
        title=lambda about: title(about, say),
        asked=lambda number: asked(number, say),
        clock=lambda card: clock(card, view, say),
        complainant=lambda card: card.about.complainant or say("digest.unknown_complainant"),
        tone=lambda card: _tone(card, view),
        brief=lambda found: [_brief(card, view, say) for card in found],
        look=_look,
        most=_FULL,
        many=_ROWS,
    )


def _brief(card: Card, view: DigestView, say: Phrases) -> Row:
    text = " · ".join(filter(None, (clock(card, view, say), card.why)))
    return Row(name=card.about.case, text=text, about=title(card.about, say), command=f"noticed show {card.about.case}")


def _tone(card: Card, view: DigestView) -> str:
    """red, amber or calm: how soon it is too late."""
    if card.due is None:
        return "calm"
    days = (card.due - view.now).total_seconds() / 86400
    return "red" if days < _SOON else "amber" if days < _NEAR else "calm"


_FONT = (
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans','PingFang SC',"
    "'Microsoft YaHei','Noto Sans CJK SC',sans-serif"
)
_MONO = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"

_STYLES = {
    "font": _FONT,
    "back": "background:#f6f4ef",
    "card": "background:#ffffff;border:1px solid #e7e3da;border-radius:10px;border-collapse:separate",
    "ink": "color:#1f2328",
    "soft": "color:#667085",
    "red": "color:#b3261e",
    "amber": "color:#8a5a00",
    "calm": "color:#46627d",
    "bar-red": "border-left:4px solid #d4483c",
    "bar-amber": "border-left:4px solid #d39a34",
    "bar-calm": "border-left:4px solid #9db4c9",
    "rule": "border-top:1px solid #eeebe3",
    "warn": f"{_FONT};font-size:14px;line-height:20px;background:#fdf1d8;color:#7a4f00;border-radius:10px;"
    "padding:10px 14px;margin:12px 0 0",
    "code": f"{_MONO};font-size:12.5px;line-height:18px;background:#f3f1ec;color:#1f2328;border-radius:6px;"
    "padding:6px 9px;overflow-wrap:anywhere;word-break:break-word",
    "quote": "font-size:14px;line-height:21px;color:#444b55;border-left:2px solid #d9d5cb;padding:0 0 0 10px;"
    "margin:10px 0 0;overflow-wrap:anywhere",
    "pad": "padding:28px 20px",
    "inner": f"{_FONT};padding:16px 18px 16px",
    "cell": f"{_FONT};padding:10px 16px",
    "heading": f"{_FONT};font-size:15px;line-height:20px;font-weight:600;margin:28px 2px 10px",
    "lead": "font-size:16px;line-height:23px;font-weight:600",
    "body": "font-size:14px;line-height:20px;overflow-wrap:anywhere",
    "small": "font-size:13px;line-height:19px;overflow-wrap:anywhere",
    "number": "font-size:28px;line-height:32px;font-weight:600",
    "bold": "font-weight:600",
    "gap": "margin:0 0 6px",
    "above": "margin:6px 0 0",
    "does": "margin:12px 0 4px",
    "top": "margin:0 2px 10px",
    "remark": "margin:0 2px 5px",
    "tile": "padding:12px 14px",
    "quiet": "font-size:16px;line-height:24px;margin:24px 2px 0",
    "foot": "margin:30px 2px 0;padding:12px 0 0",
}


def _look(names: str) -> Markup:
    """The class and style attributes of these names."""
    styles = ";".join(_STYLES[name] for name in names.split())
    return Markup('class="{}" style="{}"').format(names, Markup(styles))  # noqa: S704  # ours, not a value


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
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .back { background: #141619 !important; }
  .card { background: #1e2125 !important; border-color: #33373d !important; }
  .ink { color: #ecebe7 !important; }
  .soft { color: #a3a8b0 !important; }
  .code { background: #2a2e34 !important; color: #ecebe7 !important; }
  .rule { border-top-color: #33373d !important; }
  .quote { border-left-color: #4a4f57 !important; color: #cfd2d6 !important; }
  .red { color: #ff9a8f !important; }
  .amber { color: #f2c16b !important; }
  .calm { color: #9ab8d6 !important; }
  .bar-red { border-left-color: #e5675a !important; }
  .bar-amber { border-left-color: #d39a34 !important; }
  .bar-calm { border-left-color: #5d7f9f !important; }
  .warn { background: #3a2b12 !important; color: #f2c16b !important; }
}
@media (max-width: 480px) {
  .pad { padding: 20px 12px !important; }
  .inner { padding: 14px !important; }
  .tile { padding: 10px 12px !important; }
}
</style>
</head>
"""

_MACROS = """\
{%- set table = Markup('<table role="presentation" width="100%" cellpadding="0" cellspacing="0"') -%}
{%- macro whole(command) -%}
{%- for word in command.split(" ") %}{% if not loop.first %} {% endif %}
{%- if word.startswith("--") %}<span style="white-space:nowrap">{{ word }}</span>{% else %}{{ word }}{% endif %}
{%- endfor %}
{%- endmacro -%}
{%- macro heading(text, n) -%}
<h2 {{ look("heading ink") }}>{{ text }}{% if n > 1 %} <span {{ look("soft") }}>{{ n }}</span>{% endif %}</h2>
{%- endmacro -%}
{%- macro full(card) -%}
{{ table }} {{ look("card bar-" ~ tone(card) ~ " gap") }}><tr><td {{ look("inner") }}>
{%- if clock(card) %}
<div {{ look("small bold gap " ~ tone(card)) }}>{{ clock(card) }}</div>
{%- endif %}
<div {{ look("lead ink") }}>{{ card.why }}</div>
{% for line in card.beside %}<div {{ look("small ink") }}>{{ line }}</div>{% endfor %}
<div {{ look("small soft above") }}><b {{ look("ink bold") }}>{{ card.about.case }}</b> · {{ title(card.about) }}</div>
<div {{ look("small soft") }}>{{ say("digest.from") }}: {{ complainant(card) }}</div>
<div {{ look("small soft") }}>{{ asked(card.asked) }} · {{ say("digest.since", at=say.at(card.since)) }}</div>
{%- if card.said %}
<div {{ look("quote") }}>{{ card.said }}</div>
{%- endif %}
{%- for option in card.options %}
<div {{ look("body ink does") }}>{{ option.does }}</div>
<div {{ look("code") }}>{{ whole(option.command) }}</div>
{%- endfor %}
</td></tr></table>
<div style="height:6px;line-height:6px;">&nbsp;</div>
{%- endmacro -%}
{%- macro listed(rows) -%}
{{ table }} {{ look("card") }}>
{%- for row in rows[:many] %}
<tr><td {{ look("cell" if loop.first else "cell rule") }}>
<div {{ look("body ink") }}>{% if row.name %}<b {{ look("bold") }}>{{ row.name }}</b> · {% endif %}{{ row.text }}</div>
{%- if row.about %}
<div {{ look("small soft") }}>{{ row.about }}</div>
{%- endif %}
{%- if row.command %}
<div {{ look("code above") }}>{{ whole(row.command) }}</div>
{%- endif %}
{%- if row.quote and loop.index <= most %}
<div {{ look("quote") }}>{%- for line in row.quote.splitlines() %}{{ line }}<br>{% endfor -%}</div>
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
<body {{ look("back") }}>
{{ table }} {{ look("back") }}><tr><td align="center" {{ look("pad") }}>
{{ table }} style="max-width:640px;text-align:left"><tr><td {{ look("font") }}>
<div {{ look("small soft top") }}><b {{ look("ink bold") }}>noticed</b> · {{ say.at(now) }}
· {{ say("digest.mode_" ~ mode) }}</div>
{{ table }} style="table-layout:fixed"><tr>
{%- for number, label, tint in tiles %}
<td valign="top" style="padding:0 {{ "0" if loop.last else "8px" }} 0 0"><div {{ look("font card tile") }}>
<div {{ look("number " ~ (tint if number else "soft")) }}>{{ number }}</div>
<div {{ look("small soft") }}>{{ label }}</div></div></td>
{%- endfor %}
</tr></table>
{%- if paused %}
<div {{ look("warn") }}>{{ paused }}</div>
{%- endif %}
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
{{ heading(text, rows | length) }}
{{ listed(rows) }}
{%- endfor %}
{%- for text, lines in remarks %}
{{ heading(text, 1) }}
{%- for line in lines %}
<div {{ look("small soft remark") }}>{{ line }}</div>
{%- endfor %}
{%- endfor %}
<div {{ look("small soft rule foot") }}>{{ say("digest.footer") }}<br>{{ say("digest.pause") }}</div>
</td></tr></table>
</td></tr></table>
</body>
</html>
"""


@cache
def _page() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.globals["Markup"] = Markup
    return environment.from_string(_HEAD + _MACROS + _BODY)
