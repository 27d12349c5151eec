"""Rows of tables of tasks: which cell is the work, and which only say who does it, by when, or its number.

A unit may hold its whole row, cells behind tabs, or one sentence of the cell that describes the work; then the cells
beside it in its line count for it too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from tracker.model import Deadline, Precision
from tracker.promises.bodies import names_of
from tracker.promises.deadlines import find_deadlines

_NUMBER = re.compile(r"\s*[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]?\s*")
_WHOLE_YEAR = re.compile(r"全年|当年|本年度?|年度内?")
_BESIDES_DATE = re.compile(r"[\s，,。；;、（）()]|完成|办结|前|之前|力争|确保|按|时限|持续|推进|长期|坚持|启动|并")
"""What a cell of deadlines holds besides them."""


def cells_beside(text: str, start: int, end: int) -> tuple[str, ...]:
    """The cells of the line that a unit stands in, but for those that it holds or stands in.

    Args:
        text: the source.
        start: of the unit in it.
        end: of the unit in it.

    """
    first = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    line = text[first : stop if stop >= 0 else len(text)]
    if "\t" not in line:
        return ()
    found, place = [], first
    for cell in line.split("\t"):
        if place + len(cell) <= start or place >= end:
            found.append(cell)
        place += len(cell) + 1
    return tuple(found)


def work_of(text: str, promised_for: int | None) -> tuple[str, tuple[str, ...]]:
    """A unit's text with its side cells blanked, letter for letter, and the side cells; breaks between the others.

    Args:
        text: the text of one unit.
        promised_for: the year the plan is for.

    """
    cells = text.split("\t")
    if len(cells) == 1:
        return text, ()
    side = [_NUMBER.fullmatch(cell) is not None for cell in cells]
    work = side.index(False) if False in side else 0
    for k in range(work + 1, len(cells)):
        side[k] = side[k] or bool(names_of(cells[k])) or says_when(cells[k], promised_for)
    kept = "\n".join(" " * len(cell) if aside else cell for aside, cell in zip(side, cells, strict=True))
    return kept, tuple(cell for aside, cell in zip(side, cells, strict=True) if aside)


def only_who_and_when(row: str) -> bool:
    """Whether all cells of a row, behind tabs, only say who does something and by when."""
    any_year = 2000  # a month needs one to be a deadline
    return all(names_of(cell) or says_when(cell, any_year) for cell in map(str.strip, row.split("\t")))


def says_when(cell: str, promised_for: int | None) -> bool:
    """Whether a cell only says by when."""
    if not cell.strip():
        return True
    if len(cell) > 40:
        return False
    left = cell
    for found in reversed(find_deadlines(cell, promised_for)):
        left = left[: found.start] + left[found.end :]
    return not _BESIDES_DATE.sub("", _WHOLE_YEAR.sub("", left))


def due_in(cells: Sequence[str], promised_for: int | None) -> tuple[Deadline, ...]:
    """The deadlines that side cells give."""
    out = []
    for cell in cells:
        if says_when(cell, promised_for):
            found = find_deadlines(cell, promised_for)
            out += [one.deadline for one in found]
            if not found and promised_for is not None and (year := _WHOLE_YEAR.search(cell)):
                out.append(Deadline(year[0], dt.date(promised_for, 12, 31), Precision.YEAR))
    return tuple(out)
