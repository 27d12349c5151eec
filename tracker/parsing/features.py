"""What the linear models see of a piece: character n-grams, its beginning and end, and its shape.

The same code serves training and reading. N-grams are looked up for the whole text at once with numpy.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
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
    size = bisect_left(_LENGTHS, len(body))
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
        names.append(f"after size={bisect_left(_LENGTHS, len(seen.bodies[k - 1]))}+{size // 3}")
    if not last:
        names.append(f"before mark={seen.marks[k + 1]}")
        names.append(f"before size={bisect_left(_LENGTHS, len(seen.bodies[k + 1]))}+{size // 3}")
    names += ["^" + body[:n] for n in range(1, EDGE + 1) if len(body) >= n]
    names += ["$" + body.rstrip(".;!")[-n:] for n in (1, 2, 3)]
    return names


def grams(folded: str, start: int, end: int) -> Counter[str]:
    """The 1-, 2- and 3-grams of one piece with their numbers, as training counts them."""
    part = folded[start:end]
    found = (part[k : k + n] for n in (1, 2, 3) for k in range(len(part) - n + 1))
    return Counter(gram for gram in found if not any(c.isspace() for c in gram))


class Vocabulary:
    """Character n-grams with their place in the weights, found in a whole text at once.

    Characters get numbers from 1 on; a table of pairs finds 2-grams and the beginnings of 3-grams, which are searched.
    """

    def __init__(self, places: Mapping[str, int]) -> None:
        characters = sorted({c for gram in places for c in gram})
        self._size = len(characters) + 1
        self._number = np.zeros(0x10000, dtype=np.int32)
        self._number[[ord(c) for c in characters if ord(c) < 0x10000]] = [
            k for k, c in enumerate(characters, 1) if ord(c) < 0x10000
        ]
        number = {c: k for k, c in enumerate(characters, 1)}
        pairs = sorted({gram[:2] for gram in places if len(gram) > 1})
        self._pair = np.zeros(self._size * self._size, dtype=np.int32)
        for k, pair in enumerate(pairs, 1):
            self._pair[number[pair[0]] * self._size + number[pair[1]]] = k
        self._single_place = np.full(self._size, -1, dtype=np.int64)
        self._pair_place = np.full(len(pairs) + 1, -1, dtype=np.int64)
        at = {pair: k for k, pair in enumerate(pairs, 1)}
        triples = []
        for gram, place in places.items():
            if len(gram) == 1:
                self._single_place[number[gram]] = place
            elif len(gram) == 2:
                self._pair_place[at[gram]] = place
            else:
                triples.append((at[gram[:2]] * self._size + number[gram[2]], place))
        triples.sort()
        self._triples = np.array([code for code, _ in triples], dtype=np.int64)
        self._triple_place = np.array([place for _, place in triples], dtype=np.int64)

    def find(self, folded: str, pieces: Sequence[Piece]) -> tuple[Ints, Ints]:
        """(piece, place of n-gram) for each n-gram that stands wholly in a piece, pieces ascending."""
        points = np.frombuffer(folded.encode("utf-32-le", "replace"), dtype=np.uint32)
        number = self._number[np.where(points < 0x10000, points, 0)]
        starts = np.array([piece.start for piece in pieces], dtype=np.int64)
        sizes = np.array([piece.end for piece in pieces], dtype=np.int64) - starts
        owner = np.full(len(points), -1, dtype=np.int32)
        inside = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        owner[inside] = np.repeat(np.arange(len(pieces), dtype=np.int32), sizes)
        rows, columns = [], []
        place = self._single_place[number]
        for n, found in enumerate((place, *self._longer(number))):
            size = len(found)
            hit = np.flatnonzero((found >= 0) & (owner[:size] >= 0) & (owner[:size] == owner[n : n + size]))
            rows.append(owner[hit])
            columns.append(found[hit])
        row, column = np.concatenate(rows), np.concatenate(columns)
        order = np.argsort(row, kind="stable")
        return row[order].astype(np.int64), column[order]

    def _longer(self, number: npt.NDArray[np.int32]) -> tuple[Ints, Ints]:
        """Places of the 2-grams and of the 3-grams that begin at each character, -1 for none."""
        pair = np.where((number[:-1] > 0) & (number[1:] > 0), self._pair[number[:-1] * self._size + number[1:]], 0)
        triple = np.full(max(len(pair) - 1, 0), -1, dtype=np.int64)
        if len(triple) and len(self._triples):
            begun = np.flatnonzero((pair[:-1] > 0) & (number[2:] > 0))
            code = pair[begun].astype(np.int64) * self._size + number[begun + 2]
            at = np.minimum(np.searchsorted(self._triples, code), len(self._triples) - 1)
            triple[begun] = np.where(self._triples[at] == code, self._triple_place[at], -1)
        return self._pair_place[pair], triple
