"""Lines for a width in cells, as Chinese is set: broken between any two characters, but not before 。 nor after （."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len, get_character_cell_size
from textual.content import Content

from tracker.text import TOGETHER
from tracker.tui.looks import fit


def wrapped(content: Content, width: int) -> list[Content]:
    """Lines none of which is wider; what stays together and is wider than a line is broken anywhere."""
    lines: list[Content] = []
    for line in content.split(allow_blank=True):
        first, *others = line.divide(_breaks(line.plain, width))
        lines += [first.rstrip() if others else first, *map(_stripped, others)]
    return lines


def _stripped(line: Content) -> Content:
    """Without blanks at its ends."""
    return line[len(line.plain) - len(line.plain.lstrip()) :].rstrip()


def fold(text: str, width: int) -> list[tuple[int, int]]:
    """Offsets of the lines of a text, wrapped as `wrapped` does and at its own line ends."""
    lines: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        lines += pairwise([start, *(start + at for at in _breaks(line, width)), end])
        start = end + 1
    return lines


def beside(label: str, said: Content, cells: int, style: str, width: int) -> Iterator[Content]:
    """Lines of what is said beside a label of so many cells."""
    for number, line in enumerate(wrapped(said, max(width - cells, 10))):
        yield Content.assemble((fit("" if number else label, cells), style), line)


def _breaks(text: str, width: int) -> list[int]:
    """Where lines begin, but for the first."""
    found: list[int] = []
    if cell_len(text) <= width:
        return found
    used = 0
    for piece in TOGETHER.finditer(text):
        cells = cell_len(piece[0])
        if cells <= width:
            if used + cells > width:
                found.append(piece.start())
                used = 0
            used += cells
            continue
        for at, character in enumerate(piece[0], piece.start()):
            size = get_character_cell_size(character)
            if used and used + size > width:
                found.append(at)
                used = 0
            used += size
    return found
