"""What the linear models see of a piece: character n-grams, its beginning and end, and its shape.

The same code serves training and reading. N-grams are looked up for the whole text at once with numpy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from tracker.parsing.outline import Mark, mark_of
from tracker.parsing.units import Piece

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_FOLD = dict.fromkeys(range(ord("0"), ord("9") + 1), "0") | dict.fromkeys(range(65296, 65306), "0")
_FOLD |= {0xFF01 + k: chr(0x21 + k) for k in range(0x5E) if not 0x0F <= k <= 0x18}
_FOLD |= {ord("。"): ".", ord("、"): ",", ord("％"): "%", ord("．"): "."}
_FOLDED = np.arange(0x10000, dtype=np.uint32)
_FOLDED[list(_FOLD)] = [ord(character) for character in _FOLD.values()]
"""One character for one: digits are alike, full-width marks are half-width."""

_LENGTHS = (6, 10, 15, 20, 28, 40, 60, 90, 140)
_FIGURE = re.compile(r"\d(?:\.\d+)?\s*(?:%|亿|万|个|家|件|公里|项|人|户|亩|套|所|名|吨|米|元|次|倍|条|座|天|处)")
EDGE = 4
"""Characters of the beginning that are features of their own; three at the end."""
_TRAILING = ".;!"
"""Marks behind the end that counts."""
COMMAS = 5
"""Commas from which on their number is no longer told apart."""
_PLACES = ("only", "first", "last", "middle")
_ENDS = (".", ";", "!", "?", ":", "open")
_END_AT = np.array([_ENDS.index(chr(code)) if chr(code) in _ENDS else len(_ENDS) - 1 for code in range(128)])
_MARKS = tuple(Mark)
_MARK_AT = {mark: k for k, mark in enumerate(_MARKS)}


@dataclass(frozen=True, slots=True)
class Seen:
    """Pieces with what was found out about them once, for all models."""

    text: str
    folded: str
    pieces: Sequence[Piece]
    plain: tuple[str, ...]
    """Text of each piece without the breaks of wrapped lines."""
    bodies: tuple[str, ...]
    """Folded text of each piece without its item mark, no blanks around."""
    marks: tuple[Mark, ...]
    spans: Ints
    """Start, end, place and paragraph's size of each piece, shape (4, pieces)."""
    kinds: Ints
    """Place of each piece's mark in Mark."""
    inside: Ints
    """Where each body begins and ends in the folded text, shape (2, pieces)."""
    points: npt.NDArray[np.uint32]
    """Code points of the folded text."""

    def count(self, character: str) -> Ints:
        """How often each body holds a character."""
        total = np.concatenate([[0], np.cumsum(self.points == ord(character))])
        return np.asarray(total[self.inside[1]] - total[self.inside[0]])

    def holding(self, table: Bools) -> list[bool]:
        """Which pieces hold one of the characters of a table that `table_of` made."""
        held = table[np.minimum(self.points, len(table) - 1)]
        found: list[bool] = np.logical_or.reduceat(held, self.spans[0]).tolist()
        return found

    def last(self) -> Ints:
        """Code point of the last character of each body, 0 where it is empty."""
        start, end = self.inside
        return np.where(end > start, self.points[end - 1], 0).astype(np.int64)


def table_of(characters: str) -> Bools:
    """For each code point up to 0xFFFF whether it is one of some characters that folding leaves as they are."""
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(c) for c in characters]] = True
    return table


def see(text: str, pieces: Sequence[Piece]) -> Seen:
    """Look at the pieces of a text."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    points = np.where(points < len(_FOLDED), _FOLDED[points % len(_FOLDED)], points)
    folded = points.astype("<u4").tobytes().decode("utf-32-le")
    marks, bodies, starts = [], [], []
    none = Mark.NONE
    for start, end, *_ in pieces:
        mark, at = mark_of(text, start)
        body = folded[at:end]
        if mark is not none:
            kept = body.lstrip()
            at += len(body) - len(kept)
            body = kept
        marks.append(mark)
        bodies.append(body)
        starts.append(min(at, end))
    begin = np.array(starts, dtype=np.int64)
    return Seen(
        text,
        folded,
        pieces,
        tuple([text[p.start : p.end].replace("\n", "") for p in pieces]),
        tuple(bodies),
        tuple(marks),
        np.fromiter(chain.from_iterable(pieces), np.int64, 5 * len(pieces)).reshape(-1, 5).T[[0, 1, 3, 4]],
        np.array([_MARK_AT[mark] for mark in marks], dtype=np.int64),
        np.stack([begin, begin + np.array([len(body) for body in bodies], dtype=np.int64)]),
        points,
    )


SHAPES: tuple[tuple[str, ...], ...] = (
    tuple(f"size={size}" for size in range(len(_LENGTHS) + 1)),
    tuple(f"place={place}" for place in _PLACES),
    tuple(f"place+size={place}{size}" for place in _PLACES for size in range(len(_LENGTHS) + 1)),
    tuple(f"mark={mark}" for mark in _MARKS),
    tuple(f"end={end}" for end in _ENDS),
    tuple(f"mark+place={mark}+{place}" for mark in _MARKS for place in _PLACES),
    tuple(f"commas={n}" for n in range(COMMAS + 1)),
    ("digit",),
    ("figure",),
    ("title",),
    tuple(f"after mark={mark}" for mark in _MARKS),
    tuple(f"after size={size}+{own}" for size in range(len(_LENGTHS) + 1) for own in range(4)),
    tuple(f"before mark={mark}" for mark in _MARKS),
    tuple(f"before size={size}+{own}" for size in range(len(_LENGTHS) + 1) for own in range(4)),
)
"""Names of the shape features, in groups of which a piece has one at most."""


def shapes(seen: Seen) -> Ints:
    """Which of each group of SHAPES each piece has, -1 for none; shape (groups, pieces)."""
    _, _, place, of = seen.spans
    size = np.searchsorted(_LENGTHS, seen.inside[1] - seen.inside[0])
    last = place == of - 1
    position = np.where(of == 1, 0, np.where(place == 0, 1, np.where(last, 2, 3)))
    digits = seen.count("0") > 0
    figures = [
        some and _FIGURE.search(body) is not None for some, body in zip(digits.tolist(), seen.bodies, strict=True)
    ]
    before, after = np.roll(size, 1), np.roll(size, -1)
    return np.stack(
        [
            size,
            position,
            position * (len(_LENGTHS) + 1) + size,
            seen.kinds,
            _END_AT[np.minimum(seen.last(), 127)],
            seen.kinds * len(_PLACES) + position,
            np.minimum(seen.count(","), COMMAS),
            digits.astype(np.int64) - 1,
            np.array(figures, dtype=np.int64) - 1,
            (seen.count("《") > 0).astype(np.int64) - 1,
            np.where(place > 0, np.roll(seen.kinds, 1), -1),
            np.where(place > 0, before * 4 + size // 3, -1),
            np.where(last, -1, np.roll(seen.kinds, -1)),
            np.where(last, -1, after * 4 + size // 3),
        ]
    )


def edges(body: str) -> list[str]:
    """The first characters of a body behind ^, the last ones behind $."""
    tail = body.rstrip(_TRAILING)
    return ["^" + body[:n] for n in range(1, EDGE + 1) if len(body) >= n] + ["$" + tail[-n:] for n in (1, 2, 3)]


def shape_names(codes: Sequence[int], body: str) -> list[str]:
    """Names of all shape features of one piece, as training counts them."""
    told = [names[code] for names, code in zip(SHAPES, codes, strict=True) if code >= 0]
    return told + [name for name in edges(body) if not any(c.isspace() for c in name)]


def grams(folded: str, start: int, end: int) -> Counter[str]:
    """The 1-, 2- and 3-grams of one piece with their numbers, as training counts them."""
    part = folded[start:end]
    found = (part[k : k + n] for n in (1, 2, 3) for k in range(len(part) - n + 1))
    return Counter(gram for gram in found if not any(c.isspace() for c in gram))


class Edges:
    """Beginnings and ends with their place in the weights: what `edges` names."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self._known: list[tuple[npt.NDArray[np.uint64], Ints]] = []
        for side in "^$":
            known = {0: -1} | {_packed(name[1:]): row for name, row in places.items() if name[0] == side}
            codes, rows = zip(*sorted(known.items()), strict=True)
            self._known.append((np.array(codes, dtype=np.uint64), np.array(rows, dtype=np.int64)))

    def find(self, seen: Seen) -> Ints:
        """Places of the names of each piece, -1 for one that has none, shape (pieces, EDGE + 3)."""
        begin, end = seen.inside
        points = np.minimum(seen.points, 0xFFFF).astype(np.uint64)  # no name holds a character beyond
        kept = np.where(np.isin(seen.points, [ord(c) for c in _TRAILING]), -1, np.arange(len(points)))
        kept = np.maximum.accumulate(np.append(kept, -1))
        tail = np.maximum(kept[end - 1] + 1, begin)
        size = np.where(end > begin, tail - begin, 0)
        # One number for up to four characters, the last one lowest.
        heads, tails, code = [], [], np.zeros(len(begin), dtype=np.uint64)
        for n in range(EDGE):
            at = points[np.minimum(begin + n, len(points) - 1)]
            code = code << np.uint64(16) | at
            heads.append(np.where(begin + n < end, code, 0))
        code = np.zeros(len(begin), dtype=np.uint64)
        for n in range(3):
            at = points[np.maximum(tail - 1 - n, 0)]
            code = np.where(n < size, code | at << np.uint64(16 * n), code)
            tails.append(code)
        return np.concatenate(
            [self._places(*known, np.stack(codes)) for known, codes in zip(self._known, (heads, tails), strict=True)]
        ).T

    @staticmethod
    def _places(known: npt.NDArray[np.uint64], rows: Ints, codes: npt.NDArray[np.uint64]) -> Ints:
        at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        return np.where(known[at] == codes, rows[at], -1)


def _packed(name: str) -> int:
    """The characters of a name as one number, the last one lowest."""
    return sum(ord(c) << 16 * k for k, c in enumerate(reversed(name)))


class Vocabulary:
    """Character n-grams with their place in the weights, found in a whole text at once.

    Characters get numbers from 1 on; a table of pairs finds 2-grams and the beginnings of 3-grams, and a table of these
    and of the third characters finds 3-grams.
    """

    def __init__(self, places: Mapping[str, int]) -> None:
        characters = sorted({c for gram in places for c in gram})
        self._size = len(characters) + 1
        self._number = np.zeros(0x10000, dtype=np.int32)
        self._number[[ord(c) for c in characters if ord(c) < 0x10000]] = [
            k for k, c in enumerate(characters, 1) if ord(c) < 0x10000
        ]
        number = {c: k for k, c in enumerate(characters, 1)}
        begun = sorted({gram[:2] for gram in places if len(gram) == 3})
        pairs = begun + sorted({gram for gram in places if len(gram) == 2} - set(begun))
        thirds = sorted({gram[2] for gram in places if len(gram) == 3})
        at, column = ({key: k for k, key in enumerate(keys, 1)} for keys in (pairs, thirds))
        self._pair = np.zeros(self._size * self._size, dtype=np.min_scalar_type(len(pairs)))
        self._third = np.zeros(self._size, dtype=np.int32)
        self._pair[[number[pair[0]] * self._size + number[pair[1]] for pair in pairs]] = range(1, len(pairs) + 1)
        self._third[[number[c] for c in thirds]] = range(1, len(thirds) + 1)
        self._begun, self._columns = len(begun), len(thirds) + 1
        self._triple = np.zeros((self._begun + 1) * self._columns, dtype=np.min_scalar_type(len(places)))
        triples = [gram for gram in places if len(gram) == 3]
        self._triple[[at[gram[:2]] * self._columns + column[gram[2]] for gram in triples]] = range(1, len(triples) + 1)
        self.places = tuple(
            np.array([-1, *(places.get(gram, -1) for gram in known)]) for known in (characters, pairs, triples)
        )
        """Place of each known 1-, 2- and 3-gram, by the number that `find` gives it; the first of each, -1, is none."""

    def find(self, seen: Seen) -> tuple[npt.NDArray[np.integer], ...]:
        """Numbers of the 1-, 2- and 3-grams that begin at each character and end in its piece, 0 for none."""
        number = np.zeros(len(seen.points) + 2, dtype=np.int32)
        number[:-2] = self._number[np.where(seen.points < len(self._number), seen.points, 0)]
        pair = self._pair[number[:-2] * self._size + number[1:-1]]
        begun = np.where(pair > self._begun, 0, pair).astype(np.int32)
        triple = self._triple[begun * self._columns + self._third[number[2:]]]
        ends = seen.spans[1]
        pair[ends - 1] = triple[ends - 1] = triple[np.maximum(ends - 2, 0)] = 0
        return number[:-2], pair, triple
