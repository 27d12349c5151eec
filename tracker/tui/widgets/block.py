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
    folds: bool = False
    """Whether it may be cut short there, and stand in full after the evidence."""

    def lines(self, width: int) -> list[Content]:
        """All lines but the gap below, none wider than the page."""
        lines = self._barred(width) if self.bar else self.wrap(width)
        return [Content.styled("─" * width, "$panel"), *lines] if self.ruled else lines

    def _barred(self, width: int) -> list[Content]:
        bar = Content.styled(BAR, f"{self.bar} reverse")
        inner = max(width - 3, 1)
        grounds = (line.pad(1, max(inner - line.cell_length, 0) + 1) for line in self.wrap(inner))
        return [(bar + line.stylize_before(self.ground)).stylize(self.target) for line in grounds]


FOLDED = 2
"""Lines that are left of a block that is cut short."""

SHOWN = 3
"""Lines that show of the block it gives room to."""


def folded(blocks: list[Block], width: int, height: int, wanted: str) -> list[Block]:
    """Blocks with as much of those that fold cut short as lets a wanted one begin on the first lines of a page."""
    names = [block.name for block in blocks]
    at = names.index(wanted) if wanted in names else 0
    missing = sum(len(block.lines(width)) + block.gap for block in blocks[:at]) + SHOWN - height
    made, whole = [], []
    for block in blocks:
        kept = max(len(lines := block.lines(width)) - missing, FOLDED) if block.folds else 0
        if missing > 0 and 0 < kept < len(lines):
            missing -= len(lines) - kept
            made.append(block._replace(wrap=partial(_cut, lines[:kept])))
            whole.append(block._replace(name=f"{block.name}-whole", gap=0, aside=True))
        else:
            made.append(block)
    first = next((i for i, block in enumerate(made) if block.aside), len(made))
    return made[:first] + whole + made[first:]


def _cut(lines: list[Content], width: int) -> list[Content]:
    """Lines that end in a sign that more belongs to them."""
    return [*lines[:-1], lines[-1].truncate(width - 1).rstrip() + Content.styled("…", FAINT)]


def facts(pairs: Iterable[tuple[str, Content | str]]) -> Wrap:
    """Labels with values wrapped beside them; what has no value is left out."""
    known = [(label, Content(value) if isinstance(value, str) else value) for label, value in pairs if value]
    return partial(_beside, known)


def _beside(pairs: list[tuple[str, Content]], width: int) -> list[Content]:
    return [line for label, value in pairs for line in beside(label, value, LABEL_CELLS, FAINT, width)]
