"""What the linear models see of a piece: character n-grams, its beginning and end, and its shape.

The same code serves training and reading. N-grams are looked up for the whole text at once with numpy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tracker.parsing.outline import Mark, mark_of
from tracker.parsing.units import Piece

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_FOLD = dict.fromkeys(range(ord("0"), ord("9") + 1), "0") | dict.fromkeys(range(65296, 65306), "0")
_FOLD |= {0xFF01 + k: chr(0x21 + k) for k in range(0x5E) if not 0x0F <= k <= 0x18}
_FOLD |= {ord("。"): ".", ord("、"): ",", ord("％"): "%", ord("．"): "."}
"""One character for one: digits are alike, full-width marks are half-width."""

_LENGTHS = (6, 10, 15, 20, 28, 40, 60, 90, 140)
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d(?:\.\d+)?\s*(?:%|％|亿|万|个|家|件|公里|项|人|户|亩|套|所|名|吨|米|元|次|倍|条|座|天|处)")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_BOOK = re.compile("《")
EDGE = 4
"""Characters of the beginning that are features of their own; two at the end."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Pieces with what was found out about them once, for all models."""

    text: str
    folded: str
    pieces: Sequence[Piece]
    bodies: tuple[str, ...]
    """Folded text of each piece without its item mark, no blanks around."""
    marks: tuple[Mark, ...]


def see(text: str, pieces: Sequence[Piece]) -> Seen:
    """Look at the pieces of a text."""
    folded = text.translate(_FOLD)
    marks, bodies = [], []
    for piece in pieces:
        mark, at = mark_of(text, piece.start)
        marks.append(mark)
        bodies.append(folded[min(at, piece.end) : piece.end].strip())
    return Seen(text, folded, pieces, tuple(bodies), tuple(marks))


def shapes(seen: Seen) -> list[list[str]]:
    """Names of the shape features of each piece."""
    return [_shape(seen, k) for k in range(len(seen.pieces))]


def _shape(seen: Seen, k: int) -> list[str]:
    piece, body, mark = seen.pieces[k], seen.bodies[k], seen.marks[k]
    size = sum(len(body) > edge for edge in _LENGTHS)
    last = piece.place == piece.of - 1
    position = "only" if piece.of == 1 else "first" if piece.place == 0 else "last" if last else "middle"
    end = body[-1:] if body[-1:] in ".;!?:" else "open"
    names = [
        f"size={size}", f"place={position}", f"place+size={position}{size}", f"mark={mark}", f"end={end}",
        f"mark+place={mark}+{position}", f"commas={min(body.count(','), 5)}",
    ]  # fmt: skip
    if _DIGIT.search(body):
        names.append("digit")
    if _FIGURE.search(body):
        names.append("figure")
    if _YEAR.search(body):
        names.append("year")
    if _BOOK.search(body):
        names.append("title")
    if piece.place:
        names.append(f"after mark={seen.marks[k - 1]}")
        names.append(f"after size={sum(len(seen.bodies[k - 1]) > edge for edge in _LENGTHS)}+{size // 3}")
    if not last:
        names.append(f"before mark={seen.marks[k + 1]}")
        names.append(f"before size={sum(len(seen.bodies[k + 1]) > edge for edge in _LENGTHS)}+{size // 3}")
    names += ["^" + body[:n] for n in range(1, EDGE + 1) if len(body) >= n]
    names += ["$" + body.rstrip(".;!")[-n:] for n in (1, 2, 3)]
    return names


def grams(folded: str, start: int, end: int) -> set[str]:
    """The 1-, 2- and 3-grams of one piece, as training counts them."""
    part = folded[start:end]
    return {part[k : k + n] for n in (1, 2, 3) for k in range(len(part) - n + 1) if not _blank(part[k : k + n])}


def _blank(gram: str) -> bool:
    return any(c.isspace() for c in gram)


class Vocabulary:
    """Character n-grams with their place in the weights, found in a whole text at once."""

    def __init__(self, names: Mapping[str, int]) -> None:
        codes = np.array([_code(name) for name in names], dtype=np.int64)
        order = np.argsort(codes)
        self._codes = codes[order]
        self._places = np.array(list(names.values()), dtype=np.int64)[order]

    def find(self, folded: str, pieces: Sequence[Piece]) -> tuple[Ints, Ints]:
        """Pairs (piece, place of n-gram), each pair once."""
        points = np.frombuffer(folded.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
        owner = np.full(len(points), -1, dtype=np.int64)
        for k, piece in enumerate(pieces):
            owner[piece.start : piece.end] = k
        rows, columns = [], []
        code = np.zeros(len(points), dtype=np.int64)
        for n in range(3):
            size = len(points) - n
            if size <= 0:
                break
            code = code[:size] | (points[n:] << (21 * n))
            whole = (owner[:size] >= 0) & (owner[:size] == owner[n:])
            here = code[whole]
            at = np.minimum(np.searchsorted(self._codes, here), max(len(self._codes) - 1, 0))
            hit = self._codes[at] == here if len(self._codes) else np.zeros(len(here), dtype=bool)
            rows.append(owner[:size][whole][hit])
            columns.append(self._places[at[hit]])
        if not rows:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        width = int(self._places.max(initial=0)) + 1
        pairs = np.unique(np.concatenate(rows) * width + np.concatenate(columns))
        return pairs // width, pairs % width


def _code(gram: str) -> int:
    return sum(ord(c) << (21 * k) for k, c in enumerate(gram))
