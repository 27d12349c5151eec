"""Rows of tables as lines: cells behind tabs, so that columns stay columns."""

from __future__ import annotations

from collections.abc import Sequence

MOST_LINES = 12
MOST_CHARACTERS = 2_000
"""What a cell of a table of values holds at most; with more, the table only lays out text."""

MOST_COLUMNS = 100
"""Columns up to which empty places are kept for cells that span several."""


def as_row(cells: Sequence[Sequence[str]]) -> str | None:
    """A row as one line, its cells behind tabs and the lines of a cell behind spaces.

    Args:
        cells: lines of each cell; none where a cell from the left or from above reaches into the row.

    Returns:
        None if these are no values but text that a table lays out.

    """
    if any(len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_CHARACTERS for lines in cells):
        return None
    return "\t".join(" ".join(" ".join(lines).split()) for lines in cells).rstrip("\t")
