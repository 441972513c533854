"""A terminal obeys what is printed on it: of what is not ours only characters get there."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from noticed.render.harmless import harmless


class Terminal(Console):
    """Prints as rich does; text, wherever it comes from, has lost its controls. Colours are rich's own."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else harmless(text), style, control)
