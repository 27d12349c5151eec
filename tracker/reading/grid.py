"""Ruled tables of a page: lines drawn on it to cells, and characters to the cell in which they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from tracker.reading.rows import Rows


class Rule(NamedTuple):
    """A drawn line: from `start` to `end` along its direction, at `place` across it, in points."""

    start: float
    end: float
    place: float


NEAR = 3.0
"""Points by which ends of lines that meet may miss each other."""

SAME = 2.0
"""Points by which rules of one line may differ across it."""

LEAST = 8.0
"""Points of height that a row has at least."""

MAX_RULES = 600
"""Of one direction on a page; more is a drawing."""


@dataclass(slots=True)
class Grid:
    """A table; rows count from the top, a place in it is row and column."""

    columns: list[float]
    """Left edges and, last, the right edge."""
    rows: list[float]
    """Bottom edge first, top edge last."""
    anchors: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """For each place the top left place of the cell that covers it."""

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell at a point of the page."""
        if not (self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]):
            return None
        column = min(bisect_right(self.columns, x), len(self.columns) - 1) - 1
        row = len(self.rows) - 1 - min(bisect_right(self.rows, y), len(self.rows) - 1)
        return self.anchors[row, column]


def find_grids(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Grid]:
    """Tables of at least two columns that the lines of a page make."""
    across, down = _joined(horizontal), _joined(vertical)
    if len(across) > MAX_RULES or len(down) > MAX_RULES:
        return []
    grids = []
    for lines, posts in _connected(across, down):
        if not posts:
            continue
        columns, rows = _places(posts), _places(lines)
        rows = _open_ended(rows, posts)
        if len(columns) > 2 and len(rows) > 1:
            grid = Grid(columns, rows)
            grid.anchors = _anchors(grid, lines, posts)
            if len({column for _, column in grid.anchors.values()}) > 1:
                grids.append(grid)
    return grids


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules with the pieces of one line put together."""
    out: list[Rule] = []
    for line in _lines(rules):
        first = len(out)
        for rule in sorted(line):
            if len(out) > first and rule.start <= out[-1].end + NEAR:
                out[-1] = out[-1]._replace(end=max(out[-1].end, rule.end))
            else:
                out.append(rule._replace(place=line[0].place))
    return out


def _lines(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules by the place where they stand, in the order of places."""
    out: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.place):
        if out and rule.place - out[-1][-1].place <= SAME:
            out[-1].append(rule)
        else:
            out.append([rule])
    return out


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that meet, directly or through others."""
    meets = [
        [
            number
            for number, post in enumerate(down)
            if line.start - NEAR <= post.place <= line.end + NEAR and post.start - NEAR <= line.place <= post.end + NEAR
        ]
        for line in across
    ]
    groups: list[tuple[set[int], set[int]]] = []
    for number, posts in enumerate(meets):
        lines, reached = {number}, set(posts)
        apart = []
        for group in groups:
            if group[1] & reached:
                lines |= group[0]
                reached |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (lines, reached)]
    return [([across[n] for n in sorted(lines)], [down[n] for n in sorted(posts)]) for lines, posts in groups]


def _open_ended(rows: list[float], posts: Sequence[Rule]) -> list[float]:
    """Rows with those that have no line of their own at the top or foot of a page, but posts beside them."""
    bottom, top = median(post.start for post in posts), median(post.end for post in posts)
    below = [bottom] if bottom < rows[0] - LEAST else []
    above = [top] if top > rows[-1] + LEAST else []
    return below + rows + above


def _places(rules: Iterable[Rule]) -> list[float]:
    return [line[0].place for line in _lines(rules)]


def _anchors(grid: Grid, lines: Sequence[Rule], posts: Sequence[Rule]) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells: neighbouring places with no line between them are one."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    height, width = len(grid.rows) - 1, len(grid.columns) - 1
    for row in range(height):
        bottom, top = grid.rows[height - row - 1], grid.rows[height - row]
        for column in range(width):
            left, right = grid.columns[column], grid.columns[column + 1]
            if column and not _covered(posts, left, (bottom + top) / 2):
                anchors[row, column] = anchors[row, column - 1]
            elif row and not _covered(lines, top, (left + right) / 2):
                anchors[row, column] = anchors[row - 1, column]
            else:
                anchors[row, column] = (row, column)
    return anchors


def _covered(rules: Sequence[Rule], place: float, middle: float) -> bool:
    return any(abs(rule.place - place) <= NEAR and rule.start - NEAR <= middle <= rule.end + NEAR for rule in rules)


def rows_of(grid: Grid, cells: dict[tuple[int, int], str]) -> list[str]:
    """Rows with their cells behind tabs; places that a cell from the left covers are empty."""
    out = []
    rows = Rows()
    for row in range(len(grid.rows) - 1):
        if any((row, column) in cells for column in range(len(grid.columns) - 1)):
            texts = rows.complete([_own(grid, row, column, cells) for column in range(len(grid.columns) - 1)])
            out.append("\t".join("".join(text) for text in texts).rstrip("\t"))
    return out


def _own(grid: Grid, row: int, column: int, cells: dict[tuple[int, int], str]) -> list[str] | None:
    """What stands at a place; None where a cell from above reaches."""
    above, left = grid.anchors[row, column]
    if left < column:
        return []
    return None if above < row else [cells[row, column]] if (row, column) in cells else []
