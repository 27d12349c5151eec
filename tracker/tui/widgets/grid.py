"""A table whose cells can be walked and opened: names at the left, cells beside them, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.model import Filter
from tracker.tui.looks import fit
from tracker.tui.messages import CellOpened

NAME_SPARE = 16
"""Cells that the first column may take beyond its width."""

LEVELS = 5
"""Shades of the heat map."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the table."""

    text: str
    look: str = "plain"
    """Name of a component class without `grid--`."""
    opens: Filter | None = None
    """What Enter shows; a cell without it cannot be chosen."""
    pieces: tuple[tuple[str, str], ...] = ()
    """Text and look of the parts of a cell that has several, in place of `text`."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a grid shows: the first column stays, the others move with the cursor where they do not all fit.

    Beside the header ‹ and › say on which side there are more.
    """

    header: tuple[str, ...]
    widths: tuple[int, ...]
    """Cells of each column; the first takes what is left, at least as much."""
    rows: tuple[tuple[Cell, ...], ...]


def _index(now: Sequence[str], before: Sequence[str], at: int) -> int:
    """Where the name now stands that stood at a place before."""
    return now.index(before[at]) if at < len(before) and before[at] in now else at


class Grid(ScrollView, can_focus=False):
    """A walkable table."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--plain",
        "grid--strong",
        "grid--header",
        "grid--faint",
        "grid--cursor",
        "grid--followed_up",
        "grid--partly_met",
        "grid--dropped",
        *(f"grid--heat{level}" for level in range(LEVELS)),
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._table = Table(("",), (0,), ())
        self._row = self._column = self._first = 0
        self._base = Style()

    def show(self, table: Table) -> None:
        """Show another table, the cursor on the cell of the same names, else in the same place as far as it can."""
        before, self._table = self._table, table
        self._row = _index([row[0].text for row in table.rows], [row[0].text for row in before.rows], self._row)
        self._column = _index(table.header, before.header, self._column)
        self._first = _index(table.header, before.header, self._first)
        self.virtual_size = Size(0, len(table.rows) + 1)
        self.move(0, 0)

    @property
    def opens(self) -> Filter | None:
        """What the cell under the cursor shows."""
        rows = self._table.rows
        return rows[self._row][self._column].opens if rows else None

    def move(self, columns: int, rows: int) -> None:
        """Move the cursor over the cells that can be opened."""
        table = self._table
        if not table.rows:
            self.refresh()
            return
        self._row = max(0, min(self._row + rows, len(table.rows) - 1))
        can = [i for i, cell in enumerate(table.rows[self._row]) if cell.opens is not None]
        if can:
            at = min(range(len(can)), key=lambda i: abs(can[i] - self._column)) + columns
            self._column = can[max(0, min(at, len(can) - 1))]
        self._bring_into_view()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        height = self.scrollable_content_region.height
        y, line = round(self.scroll_target_y), self._row + 1
        if line <= y:
            self.scroll_to(y=max(line - 1, 0), animate=False, force=True)
        elif height and line >= y + height:
            self.scroll_to(y=line - height + 1, animate=False, force=True)
        self._first = max(1, min(self._first, self._column or 1))
        while self._column > 0 and self._first < self._column and self._column not in self._shown():
            self._first += 1

    def _name_cells(self, shown: Sequence[int]) -> int:
        """Cells of the first column: what the others leave, as long as a name may need it."""
        left = self.scrollable_content_region.width - sum(self._table.widths[c] for c in shown)
        return min(left, self._table.widths[0] + NAME_SPARE)

    def _shown(self) -> list[int]:
        """Columns that fit beside the first one."""
        left = self.scrollable_content_region.width - self._table.widths[0]
        shown = []
        for column in range(max(self._first, 1), len(self._table.widths)):
            left -= self._table.widths[column]
            if left < 0:
                break
            shown.append(column)
        return shown

    def render_line(self, y: int) -> Strip:
        """The header, then the rows; the header stays in sight."""
        width = self.scrollable_content_region.width
        self._base = self.rich_style
        line = y + round(self.scroll_offset.y)
        shown = self._shown()
        first = self._name_cells(shown)
        if not self._table.rows or (y and line > len(self._table.rows)):
            return Strip.blank(width, self._base)
        if y == 0:
            left = "‹" if self._first > 1 else " "
            right = "›" if [0, *shown][-1] < len(self._table.widths) - 1 else " "
            names = "".join(self._right(self._table.header[column], column) for column in shown)
            text = fit(self._table.header[0], first - 1) + left + names
            segments = [Segment(fit(text.rstrip(), width - 1) + right, self._style("header"))]
        else:
            row = self._table.rows[line - 1]
            segments = list(self._cell(row[0], first, line - 1 == self._row and self._column == 0, left=True))
            for column in shown:
                on = line - 1 == self._row and column == self._column
                segments += self._cell(row[column], self._table.widths[column], on)
        return Strip(segments).adjust_cell_length(width, self._base).apply_style(self._base)

    def _right(self, text: str, column: int) -> str:
        return fit(" " + text, self._table.widths[column])

    def _cell(self, cell: Cell, width: int, on: bool, *, left: bool = False) -> Sequence[Segment]:
        if on:
            text = cell.text or "".join(text for text, _ in cell.pieces)
            return [Segment(fit(f"▸{text}", width), self._style("cursor"))]
        if cell.pieces:
            used = sum(len(text) for text, _ in cell.pieces) + 1
            pieces = [Segment(text, self._style(look)) for text, look in cell.pieces]
            return [Segment(" ", self._base), *pieces, Segment(" " * max(width - used, 0), self._base)]
        text = fit(f" {cell.text}", width)
        return [Segment(text, self._style(cell.look))]

    def _style(self, look: str) -> Style:
        return self.get_component_rich_style(f"grid--{look}", partial=not look.startswith("heat"))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell; on the cell in hand it opens it."""
        inside = event.get_content_offset(self)
        if inside is None or inside.y == 0:
            return
        row = inside.y + round(self.scroll_offset.y) - 1
        shown = self._shown()
        x = self._name_cells(shown)
        column = 0
        for candidate in shown:
            if inside.x >= x:
                column = candidate
            x += self._table.widths[candidate]
        if row < len(self._table.rows) and self._table.rows[row][column].opens is not None:
            if (row, column) == (self._row, self._column):
                self.post_message(CellOpened())
            self._row, self._column = row, column
            self.refresh()
