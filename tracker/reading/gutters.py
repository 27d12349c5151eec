"""Tables of tasks without rules: columns are told by the gaps between them, below a head that says who does what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.reading.grid import Grid
from tracker.reading.rows import names_tasks


class Word(NamedTuple):
    """Characters that stand close together on a line, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


_APART = 2.5
"""Times the height of a word from which on what stands below is no part of the table."""
_BESIDE = 0.15
"""Share of the lower one's height that two words beside each other have in common at least."""
_COLUMNS, _ROWS = 3, 2
"""What a table has at least, besides its head,"""
_MOST_COLUMNS, _MOST_ROWS, _MOST_TABLES = 12, 200, 8
"""and what a page shows at most: more is no table of tasks."""
_HEAD = 12
"""Characters that a cell of the head has at most."""
_OPEN = 6
"""Lines above a word that it may stand beside, where cells of several lines stand around it."""
_NUMBER = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．]?")


def find_open_tables(words: Iterable[Word]) -> list[Grid]:
    """The tables of tasks that the words of a page show."""
    left = sorted(words, key=lambda word: -word.top)
    grids: list[Grid] = []
    while len(grids) < _MOST_TABLES and (head := _head(left)):
        inside, columns = _below(head, [word for word in left if word.top < min(w.top for w in head)])
        if grid := _grid(head, inside, columns):
            grids.append(grid)
        bottom = min(w.bottom for w in (*head, *(inside if grid else ())))
        left = [word for word in left if word.top < bottom]
    return grids


class _Group:
    """Words that stand beside each other, directly or through others."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.bottom, self.top = min(word.bottom for word in words), max(word.top for word in words)

    def apart(self, other: _Group) -> float:
        """How far two groups stand apart, up or down."""
        return max(self.bottom - other.top, other.bottom - self.top, 0.0)


def _groups(words: Iterable[Word]) -> list[_Group]:
    """Groups of words that come from the top."""
    groups: list[_Group] = []
    for word in words:
        beside, others = [word], []
        for group in groups[-_OPEN:]:
            shared = min(word.top, group.top) - max(word.bottom, group.bottom)
            if shared > _BESIDE * min(word.top - word.bottom, group.top - group.bottom):
                beside += group.words
            else:
                others.append(group)
        groups[-_OPEN:] = [*others, _Group(beside)]
    return sorted(groups, key=lambda group: -group.top)


def _head(words: Sequence[Word]) -> list[Word]:
    """The first words beside each other that are the head of a table of tasks."""
    for group in _groups(words):
        columns = _spans(group.words)
        if _COLUMNS <= len(columns) <= _MOST_COLUMNS and max(len(word.text) for word in group.words) <= _HEAD:
            names = ["".join(w.text for w in group.words if left <= w.left < right) for left, right in columns]
            if names_tasks(names):
                return group.words
    return []


def _spans(words: Iterable[Word]) -> list[tuple[float, float]]:
    """What words cover across the page, from the left."""
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: word.left):
        if spans and word.left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.right))
        else:
            spans.append((word.left, word.right))
    return spans


def _below(head: Sequence[Word], words: Sequence[Word]) -> tuple[list[Word], list[tuple[float, float]]]:
    """The words below a head, down to what stands in no single column; and what the columns cover."""
    columns = _spans(head)
    inside: list[Word] = []
    bottom = min(word.bottom for word in head)
    for group in _groups(words):
        far = bottom - group.top > _APART * max(word.top - word.bottom for word in group.words)
        if far or any(_crosses(word, columns) for word in group.words):
            break
        columns = _covered(columns, group.words)
        inside += group.words
        bottom = group.bottom
    return inside, columns


def _crosses(word: Word, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a word stands in several columns."""
    return sum(word.left < right and left < word.right for left, right in columns) > 1


def _covered(columns: Sequence[tuple[float, float]], words: Iterable[Word]) -> list[tuple[float, float]]:
    """Columns with what more words cover of them, wide ones first; a word in none belongs to the nearest one."""
    out = list(columns)
    for word in sorted(words, key=lambda word: word.left - word.right):
        near = min(range(len(out)), key=lambda k: max(out[k][0] - word.right, word.left - out[k][1], 0.0))
        out[near] = (min(out[near][0], word.left), max(out[near][1], word.right))
    return out


def _grid(head: Sequence[Word], inside: Sequence[Word], columns: Sequence[tuple[float, float]]) -> Grid | None:
    """The places of a table's cells; None if these are no rows."""
    groups = _groups(sorted(inside, key=lambda word: -word.top))
    starts = [group for group in groups if any(_is_number(word, columns) for word in group.words)]
    if len(starts) < _ROWS:
        starts = _unnumbered(groups, columns)
    if not _ROWS <= len(starts) <= _MOST_ROWS or any(right > left for (_, right), (left, _) in pairwise(columns)):
        return None
    first = [_Group(list(head)), *starts]
    rows: list[list[Word]] = [[] for _ in first]
    for group in (first[0], *groups):
        rows[min(range(len(first)), key=lambda row: (group.apart(first[row]), row))] += group.words
    bands = [_Group(row) for row in rows]
    if any(above.bottom < below.top for above, below in pairwise(bands)):
        return None
    edges = [columns[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1] + 1]
    across = [bands[0].top + 1, *((a.bottom + b.top) / 2 for a, b in pairwise(bands)), bands[-1].bottom - 1]
    places = [(row, column) for row in range(len(bands)) for column in range(len(columns))]
    return Grid(edges, across[::-1], {place: place for place in places})


def _unnumbered(groups: Sequence[_Group], columns: Sequence[tuple[float, float]]) -> list[_Group]:
    """The first lines of rows that have no numbers: they stand farther apart than others, or fill the columns."""
    if not groups:
        return []
    gaps = [above.apart(below) for above, below in pairwise(groups)]
    height = max(word.top - word.bottom for group in groups for word in group.words)
    if gaps and max(gaps) - min(gaps) > height / 2:
        middle = (max(gaps) + min(gaps)) / 2
        return [groups[0], *(group for group, gap in zip(groups[1:], gaps, strict=True) if gap > middle)]
    return [group for group in groups if len({_column(word, columns) for word in group.words}) >= len(columns) - 1]


def _is_number(word: Word, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a word is the number of a row."""
    return _column(word, columns) == 0 and _NUMBER.fullmatch(word.text) is not None


def _column(word: Word, columns: Sequence[tuple[float, float]]) -> int:
    return next((k for k, (left, right) in enumerate(columns) if left <= word.left <= right), -1)
