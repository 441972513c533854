"""How the digest's page looks: styles by name, light and dark, written so that mail clients keep them.

Gmail, QQ Mail and Outlook keep inline styles and ``bgcolor``, and drop much of a style sheet (QQ Mail all of it). So
each element carries its light look itself, and classes by which the sheet turns it dark or narrow where it is read.
Outlook for Windows draws with Word: padding and background only on cells, no rounded corners, and its own fonts.
"""

from markupsafe import Markup

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
_MONO = "font-family:ui-monospace,Menlo,Consolas,'Liberation Mono',monospace"
_BREAK = "overflow-wrap:anywhere;word-break:break-word"

_BACK: dict[str, tuple[str, str]] = {
    "back": ("#f5f3ee", "#141619"),
    "card": ("#ffffff", "#1e2125"),
    "code": ("#f3f1ec", "#2a2e34"),
    "warn": ("#fdecea", "#3b1d1a"),
    "s-red": ("#d4483c", "#e5675a"),
    "s-amber": ("#d39a34", "#d39a34"),
    "s-calm": ("#9db4c9", "#5d7f9f"),
    "s-none": ("#e4e0d7", "#3a3f46"),
}
"""Backgrounds: light, dark."""

_INK: dict[str, tuple[str, str]] = {
    "ink": ("#1f2328", "#ecebe7"),
    "soft": ("#5f6874", "#a3a8b0"),
    "red": ("#b3261e", "#ff9a8f"),
    "amber": ("#8a5a00", "#f2c16b"),
    "calm": ("#3f5b76", "#9ab8d6"),
    "warned": ("#8c1d18", "#ffb4ab"),
}
"""Colours of text: light, dark."""

_EDGES: dict[str, tuple[str, str, str]] = {
    "edge": ("border:1px solid", "#e4e0d7", "#33373d"),
    "rule": ("border-top:1px solid", "#ece8df", "#33373d"),
    "quote": ("border-left:3px solid", "#d9d5cb", "#4a4f57"),
}

_SHAPES: dict[str, str] = {
    "font": _FONT,
    "round": "border-radius:10px;border-collapse:separate",
    "pad": "padding:28px 20px",
    "inner": "padding:14px 18px 16px",
    "cell": "padding:10px 16px",
    "tile": "padding:10px 12px;border-radius:8px",
    "heading": "font-size:15px;line-height:20px;font-weight:600;margin:28px 2px 10px",
    "lead": f"font-size:16px;line-height:23px;font-weight:600;{_BREAK}",
    "body": f"font-size:14px;line-height:20px;{_BREAK}",
    "small": f"font-size:13px;line-height:19px;{_BREAK}",
    "mono": f"{_MONO};font-size:12px;line-height:18px;padding:5px 9px;{_BREAK}",
    "number": "font-size:26px;line-height:30px;font-weight:600",
    "bold": "font-weight:600",
    "gap": "margin:0 0 6px",
    "above": "margin:6px 0 0",
    "does": "padding:12px 0 4px",
    "also": "padding:8px 0 2px",
    "said": f"padding:0 0 0 10px;font-size:14px;line-height:21px;{_BREAK}",
    "top": "margin:0 2px 10px",
    "remark": "margin:0 2px 5px",
    "alarm": f"border-radius:10px;padding:10px 14px;font-size:14px;line-height:20px;{_BREAK}",
    "quiet": "font-size:16px;line-height:24px;margin:24px 2px 0",
    "foot": "padding:12px 2px 0;font-size:13px;line-height:19px",
    "bar": "font-size:1px;line-height:6px",
    "stripe": "font-size:1px;border-radius:9px 0 0 9px",
    "line": "margin:2px 0",
    "answer": "display:inline-block;padding:3px 4px;white-space:nowrap",
    "flat": "margin:0;padding:0",
}


def look(names: str) -> Markup:
    """The attributes of an element with these looks: class, style, and bgcolor where it has a background."""
    styles, fill = [], ""
    for name in names.split():
        if name in _BACK:
            fill = _BACK[name][0]
            styles.append(f"background-color:{fill}")
        elif name in _INK:
            styles.append(f"color:{_INK[name][0]}")
        elif name in _EDGES:
            styles.append(f"{_EDGES[name][0]} {_EDGES[name][1]}")
        else:
            styles.append(_SHAPES[name])
    classes = " ".join(name for name in names.split() if name in _SHEET)
    shown = f' class="{classes}"' if classes else ""
    filled = f' bgcolor="{fill}"' if fill else ""
    return Markup(f'style="{";".join(styles)}"{shown}{filled}')  # noqa: S704  # all of it ours


_SHEET = frozenset({*_BACK, *_INK, *_EDGES, "pad", "inner", "tile", "cell"})
"""What the sheet speaks of."""


def _dark(before: str = "", *, text: bool = True, fill: bool = True) -> str:
    rules = [f"{before}.{name}{{background-color:{dark}!important}}" for name, (_, dark) in _BACK.items() if fill]
    rules += [f"{before}.{name}{{color:{dark}!important}}" for name, (_, dark) in _INK.items() if text]
    rules += [f"{before}.{name}{{border-color:{dark}!important}}" for name, (_, _, dark) in _EDGES.items() if fill]
    return "\n".join(rules)


SHEET = Markup(  # noqa: S704  # all of it ours
    f"""\
:root{{color-scheme:light dark;supported-color-schemes:light dark}}
@media (prefers-color-scheme:dark){{
{_dark()}
}}
@media (max-width:480px){{
.pad{{padding:18px 10px!important}}
.inner{{padding:12px 12px 14px!important}}
.cell{{padding:10px 12px!important}}
.tile{{padding:8px 9px!important}}
}}
{_dark("[data-ogsc] ", fill=False)}
{_dark("[data-ogsb] ", text=False)}
"""
)
"""The style sheet. Outlook's web and phone programs mark what they have turned dark by ``data-ogsc`` and ``data-ogsb``
instead of answering the media query."""
