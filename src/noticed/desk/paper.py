"""Templates to pages. Every value is escaped, and loses what could move a page or a terminal."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from noticed.render.harmless import harmless

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def plain(value: object) -> object:
    """A value as it may stand in a page; None is a hole in a template."""
    if value is None:
        raise ValueError("a page with a hole in it")
    return value if isinstance(value, Markup) or not isinstance(value, str) else harmless(value)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=PackageLoader("noticed.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["version"] = hashlib.sha256(b"".join(content for content, _ in assets().values())).hexdigest()[:12]
    return made


def paper(name: str, values: Mapping[str, object]) -> str:
    """The page ``name`` with these values."""
    return _environment().get_template(f"{name}.html").render(values)


@cache
def assets() -> Mapping[str, tuple[bytes, str]]:
    """Name → (octets, content type): all there is beside the pages."""
    folder = files("noticed.desk") / "static"
    return {each.name: (each.read_bytes(), _TYPES[each.name.rpartition(".")[2]]) for each in folder.iterdir()}
