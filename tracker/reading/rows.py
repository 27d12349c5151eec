"""Rows of tables as lines: cells behind tabs, so that columns stay columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LINES = 12
MOST_CHARACTERS = 2_000
"""What a cell of a table of values holds at most; with more, the table only lays out text."""

_PART = re.compile(r"[ \u3000]*[一二三四五六七八九十]{1,3}、")
"""How the parts of a text begin; a cell that holds several is a page."""

MOST_COLUMNS = 100
"""Columns up to which empty places are kept for cells that span several."""

REACHES = 24
"""Characters up to which a cell that says who or when stands in each of the rows that it spans."""

_WHAT = re.compile("事项|任务|措施|内容|项目|工作|目标|举措")
_WHO = re.compile("责任|牵头|负责|承办|时限|期限|进度|完成|单位|部门")
"""Words in the head of a table of tasks: both kinds."""


def names_tasks(head: Sequence[str]) -> bool:
    """Whether the cells of a row are the head of a table of tasks: what is done, and by whom or when."""
    return any(map(_WHAT.search, head)) and any(map(_WHO.search, head))


class Rows:
    """The rows of one table: in a table of tasks, who does them and by when is often told once for several."""

    def __init__(self) -> None:
        self.tasks = False
        """Whether the first row is the head of a table of tasks."""
        self._duties: frozenset[int] | None = None
        """Columns that say who does it and by when."""
        self._held: dict[int, Sequence[str]] = {}

    def complete(self, cells: Sequence[Sequence[str] | None]) -> list[Sequence[str]]:
        """A row with what reaches into it from above.

        Args:
            cells: lines of each cell of the next row; None where one from above reaches into it.

        """
        if self._duties is None:
            head = [" ".join(cell or ()) for cell in cells]
            self.tasks = names_tasks(head)
            self._duties = frozenset(k for k, cell in enumerate(head) if self.tasks and _WHO.search(cell))
        for place, cell in enumerate(cells):
            if cell is not None:
                held = place in self._duties and sum(map(len, cell)) <= REACHES
                self._held[place] = cell if held else ()
        return [self._held.get(place, ()) if cell is None else cell for place, cell in enumerate(cells)]


def as_row(cells: Sequence[Sequence[str]]) -> str | None:
    """A row as one line, its cells behind tabs and the lines of a cell behind spaces.

    Args:
        cells: lines of each cell; none where a cell from the left reaches.

    Returns:
        None if these are no values but text that a table lays out.

    """
    for lines in cells:
        parts = sum(_PART.match(line) is not None for line in lines)
        if len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_CHARACTERS or parts > 1:
            return None
    return "\t".join(" ".join(" ".join(lines).split()) for lines in cells).rstrip("\t")
