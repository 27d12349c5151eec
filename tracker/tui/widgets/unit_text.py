"""A report unit by unit: each from a line of its own, with what it is beside it; drawn line by line."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker import words
from tracker.corrections import LISTED
from tracker.model import Role, Section, SourceView, UnitRow
from tracker.text import clean
from tracker.tui.looks import fit
from tracker.tui.wrapping import fold

SIGNS = {Role.COMMITMENT: "→", Role.STATEMENT: "•", Role.HEADING: "#", Role.FRAMING: "~", Role.OTHER: " "}
"""Sign of each role, as `tracker inspect` prints it."""
CORRECTED = "✎"

SECTION_CELLS, ROLE_CELLS = 9, 11
WIDE = 100
"""Cells from which on roles are named, not only signed."""

_folded = lru_cache(maxsize=20_000)(fold)


def shown(text: str) -> str:
    """A unit's text as one line that cannot act on a terminal; one character for each of its own."""
    return clean(text)[0].replace("\n", " ").replace("\t", " ")


class UnitChosen(Message):
    """A unit was clicked."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index


class UnitText(ScrollView, can_focus=False):
    """The units of a report, one of them in hand."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "unit--plain",
        "unit--left-out",
        "unit--heading",
        "unit--here",
        "unit--corrected",
        "unit--commitment",
        "unit--statement",
        *(f"unit--{section.value}" for section in Section),
    }

    def __init__(self) -> None:
        super().__init__(id="unit-text")
        self._base = Style()
        self.units: tuple[UnitRow, ...] = ()
        self.at = 0
        self._width = 0
        self._lines: list[list[tuple[int, int]]] = []
        self._ends: list[int] = []
        """For each unit the line after its last one."""

    @property
    def current(self) -> UnitRow | None:
        """The unit in hand."""
        return self.units[self.at] if self.at < len(self.units) else None

    def show(self, view: SourceView, offset: int) -> None:
        """Show a report with the unit at an offset of its text in hand."""
        self.units = view.units
        self._width = 0
        self._wrap()
        self.move_to(max(bisect_right([row.unit.start for row in self.units], offset) - 1, 0))

    def on_resize(self) -> None:
        """Wrap anew for another width."""
        self._wrap()
        self.move_to(self.at)

    @property
    def _gutter(self) -> int:
        return SECTION_CELLS + 5 + (ROLE_CELLS if self.size.width >= WIDE else 0)

    def _wrap(self) -> None:
        width = max(self.scrollable_content_region.width - self._gutter, 10)
        if not self.size or width == self._width:
            return
        self._width = width
        self._lines = [_folded(shown(row.unit.text), width) for row in self.units]
        self._ends = list(accumulate(len(lines) for lines in self._lines))
        self.virtual_size = Size(0, self._ends[-1] if self._ends else 0)

    def move_to(self, index: int) -> None:
        """Take a unit in hand and bring it into view whole, if it fits."""
        self.at = max(0, min(index, len(self.units) - 1))
        self.refresh()
        height = self.scrollable_content_region.height
        if not self._ends or not height:
            return
        last = self._ends[self.at]
        first, y = last - len(self._lines[self.at]), round(self.scroll_target_y)
        if first <= y or last >= y + height:
            self.scroll_to(y=max(first - height // 3, 0), animate=False, force=True)

    def move_page(self, pages: int) -> None:
        """Go up or down by about a screenful."""
        if self._ends:
            first = self._ends[self.at] - len(self._lines[self.at])
            wanted = first + pages * max(self.scrollable_content_region.height - 2, 1)
            there = bisect_right(self._ends, max(wanted, 0))
            self.move_to(there if there != self.at else self.at + pages)

    def render_line(self, y: int) -> Strip:
        """A line of a unit; its first one says what it is."""
        self._base = self.rich_style
        width, line = self.scrollable_content_region.width, y + round(self.scroll_offset.y)
        if not self._ends or line >= self._ends[-1]:
            return Strip.blank(width, self._base)
        index = bisect_right(self._ends, line)
        row, lines = self.units[index], self._lines[index]
        nth = line - (self._ends[index] - len(lines))
        start, end = lines[nth]
        tone = self._style("unit--here") if index == self.at else self._tone(row.unit.role)
        segments = [*self._margin(index, nth, y), Segment(shown(row.unit.text)[start:end], tone)]
        return Strip(segments).adjust_cell_length(width, self._base).apply_style(self._base)

    def _margin(self, index: int, nth: int, y: int) -> list[Segment]:
        row = self.units[index]
        section, role, first = row.unit.section, row.unit.role, nth == 0
        begins = first and (index == 0 or self.units[index - 1].unit.section is not section)
        name = words.name(section) if begins or y == 0 else ""
        mark = "▸" if index == self.at else "│"
        label = f"{SIGNS[role]} " if first else "  "
        if self._gutter > SECTION_CELLS + 5:
            label += fit(words.name(role) if first else "", ROLE_CELLS)
        return [
            Segment(f" {fit(name, SECTION_CELLS - 1)}{mark}", self._style(f"unit--{section.value}")),
            Segment(label, self._style(f"unit--{role.value}") if role in LISTED else self._tone(role)),
            Segment(f"{CORRECTED if first and row.corrections else ' '} ", self._style("unit--corrected")),
        ]

    def _tone(self, role: Role) -> Style:
        left_out = role in (Role.FRAMING, Role.OTHER)
        return self._style("unit--heading" if role is Role.HEADING else f"unit--{'left-out' if left_out else 'plain'}")

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def on_click(self, event: events.Click) -> None:
        """A click takes a unit in hand."""
        inside = event.get_content_offset(self)
        line = inside.y + round(self.scroll_offset.y) if inside is not None else -1
        if self._ends and 0 <= line < self._ends[-1]:
            self.post_message(UnitChosen(bisect_right(self._ends, line)))
