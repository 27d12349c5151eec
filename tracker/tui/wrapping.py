"""Lines for a width in cells, as Chinese is set: broken between any two characters, but not before 。 nor after （."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size
from textual.content import Content

from tracker.tui.looks import fit

_OPEN = re.escape("（《〈【「『“‘〔［([{")
_CLOSE = re.escape("）》〉】」』”’〕］，。、；：？！…—％·)]},.;:!?%")

_PIECE = re.compile(rf"[{_OPEN}]*(?:[!-~À-ɏ]+|.)[{_CLOSE}]*\s*")
"""What stays together: a character or a Latin word or number, with the brackets before and the marks behind it."""


def wrapped(content: Content, width: int) -> list[Content]:
    """Lines none of which is wider; what stays together and is wider than a line is broken anywhere."""
    lines: list[Content] = []
    for line in content.split(allow_blank=True):
        if line.cell_length <= width:
            lines.append(line)
        else:
            lines += [part.rstrip() for part in line.divide(_breaks(line.plain, width))]
    return lines


def beside(label: str, said: Content, cells: int, style: str, width: int) -> Iterator[Content]:
    """Lines of what is said beside a label of so many cells."""
    for number, line in enumerate(wrapped(said, max(width - cells, 10))):
        yield Content.assemble((fit("" if number else label, cells), style), line)


def _breaks(text: str, width: int) -> list[int]:
    """Where lines begin, but for the first."""
    found: list[int] = []
    used = 0
    for piece in _PIECE.finditer(text):
        cells = cell_len(piece[0].rstrip())
        if used and used + cells > width:
            found.append(piece.start())
            used = 0
        if cells <= width:
            used += cell_len(piece[0])
            continue
        for at, character in enumerate(piece[0], piece.start()):
            size = get_character_cell_size(character)
            if used and used + size > width:
                found.append(at)
                used = 0
            used += size
    return found
