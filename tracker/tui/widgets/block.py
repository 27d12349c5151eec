"""What a page is made of: stretches of text, wrapped for its width and set apart from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from textual.content import Content
from textual.style import Style

from tracker.tui.looks import FAINT
from tracker.tui.wrapping import beside

LABEL_CELLS = 11
"""Cells of a label and the space behind it."""

BAR = "▊"
"""Drawn in reverse: a thin bar at the right end of its cell."""

Wrap = Callable[[int], list[Content]]
"""Lines for a width in cells."""


class Block(NamedTuple):
    """A stretch of a page."""

    name: str
    """By which its lines are found on the page."""
    wrap: Wrap
    gap: int = 0
    """Blank lines below it."""
    ruled: bool = False
    """Whether a rule is drawn above it."""
    bar: str = ""
    """Style of the bar on its left; none without."""
    ground: str = ""
    """Style under all of it but the bar."""
    target: Style | str = ""
    """What a click on it finds."""
    aside: bool = False
    """Whether it can wait until after the evidence where a page is low."""

    def lines(self, width: int) -> list[Content]:
        """All lines but the gap below, none wider than the page."""
        lines = self._barred(width) if self.bar else self.wrap(width)
        return [Content.styled("─" * width, "$panel"), *lines] if self.ruled else lines

    def _barred(self, width: int) -> list[Content]:
        bar = Content.styled(BAR, f"{self.bar} reverse")
        inner = max(width - 3, 1)
        grounds = (line.pad(1, max(inner - line.cell_length, 0) + 1) for line in self.wrap(inner))
        return [(bar + line.stylize_before(self.ground)).stylize(self.target) for line in grounds]


def facts(pairs: Iterable[tuple[str, Content | str]]) -> Wrap:
    """Labels with values wrapped beside them; what has no value is left out."""
    known = [(label, Content(value) if isinstance(value, str) else value) for label, value in pairs if value]
    return partial(_beside, known)


def _beside(pairs: list[tuple[str, Content]], width: int) -> list[Content]:
    return [line for label, value in pairs for line in beside(label, value, LABEL_CELLS, FAINT, width)]
