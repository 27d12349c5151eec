"""What the linear models see of a piece: character n-grams, its beginning and end, and its shape.

The same code serves training and reading. N-grams are looked up for the whole text at once with numpy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tracker.parsing.outline import Mark, mark_of
from tracker.parsing.units import Piece

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Codings = npt.NDArray[np.uint64]

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
COMMAS = 5
"""Commas from which on their number is no longer told apart."""
NO_CODE = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
ENDING = ".;!"
"""Marks that are no part of what a piece ends with."""
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
    texts: tuple[str, ...]
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

    def last(self) -> Ints:
        """Code point of the last character of each body, 0 where it is empty."""
        start, end = self.inside
        return np.where(end > start, self.points[end - 1], 0).astype(np.int64)


def see(text: str, pieces: Sequence[Piece]) -> Seen:
    """Look at the pieces of a text."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    points = np.where(points < len(_FOLDED), _FOLDED[points % len(_FOLDED)], points)
    folded = points.astype("<u4").tobytes().decode("utf-32-le")
    marks, bodies, starts = [], [], []
    for piece in pieces:
        mark, at = mark_of(text, piece.start)
        body = folded[at : piece.end]
        if mark is not Mark.NONE:
            kept = body.lstrip()
            at += len(body) - len(kept)
            body = kept
        marks.append(mark)
        bodies.append(body)
        starts.append(min(at, piece.end))
    begin = np.array(starts, dtype=np.int64)
    return Seen(
        text,
        folded,
        pieces,
        tuple([text[piece.start : piece.end].replace("\n", "") for piece in pieces]),
        tuple(bodies),
        tuple(marks),
        np.array([(p.start, p.end, p.place, p.of) for p in pieces], dtype=np.int64).reshape(-1, 4).T,
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


def edges(body: str) -> tuple[list[str], list[str]]:
    """The first characters of a body, one to EDGE of them, and the last ones in front of its ending mark."""
    tail = body.rstrip(ENDING)
    return [body[:n] for n in range(1, min(EDGE, len(body)) + 1)], [tail[-1:], tail[-2:], tail[-3:]]


def shape_names(codes: Sequence[int], body: str) -> list[str]:
    """Names of all shape features of one piece, as training counts them."""
    told = [names[code] for names, code in zip(SHAPES, codes, strict=True) if code >= 0]
    named = (mark + edge for mark, some in zip("^$", edges(body), strict=True) for edge in some)
    return told + [name for name in named if not any(c.isspace() for c in name)]


def grams(folded: str, start: int, end: int) -> Counter[str]:
    """The 1-, 2- and 3-grams of one piece with their numbers, as training counts them."""
    part = folded[start:end]
    found = (part[k : k + n] for n in (1, 2, 3) for k in range(len(part) - n + 1))
    return Counter(gram for gram in found if not any(c.isspace() for c in gram))


class Vocabulary:
    """Character n-grams with their place in the weights, found in a whole text at once.

    Characters get numbers from 1 on; a table of pairs finds 2-grams and the beginnings of 3-grams.
    """

    def __init__(self, places: Mapping[str, int], nothing: int) -> None:
        """Take n-grams to their places, all others to `nothing`."""
        self._nothing = nothing
        number = {c: k for k, c in enumerate(sorted(set("".join(places))), 1)}
        self._size = len(number) + 1
        self._number = np.zeros(0x10000, dtype=np.int32)
        common = [c for c in number if ord(c) < len(self._number)]
        self._number[[ord(c) for c in common]] = [number[c] for c in common]
        pairs = {pair: k for k, pair in enumerate(sorted({gram[:2] for gram in places if len(gram) > 1}), 1)}
        self._pair = np.zeros(self._size * self._size, dtype=np.int32)
        self._pair[[number[pair[0]] * self._size + number[pair[1]] for pair in pairs]] = list(pairs.values())
        self._single_place = np.full(self._size, nothing, dtype=np.int64)
        self._pair_place = np.full(len(pairs) + 1, nothing, dtype=np.int64)
        triples = {}
        for gram, place in places.items():
            if len(gram) == 1:
                self._single_place[number[gram]] = place
            elif len(gram) == 2:
                self._pair_place[pairs[gram]] = place
            else:
                triples[pairs[gram[:2]] * self._size + number[gram[2]]] = place
        self._triple = Codes(triples)

    def find(self, seen: Seen) -> tuple[Ints, Ints, Ints]:
        """Places of the 1-, 2- and 3-gram that begin at each character and stand wholly in a piece."""
        starts, ends = seen.spans[:2]
        owner = np.zeros(len(seen.points) + 1, dtype=np.int32)
        owner[starts] += 1
        owner[ends] += 1
        owner = owner[:-1].cumsum()  # odd inside pieces, in each another number
        number = np.where((owner % 2 == 1) & (seen.points < 0x10000), self._number[seen.points % 0x10000], 0)
        together = owner[:-1] == owner[1:]
        pair = np.zeros(len(number), dtype=np.int32)
        pair[:-1] = np.where(together, self._pair[number[:-1] * self._size + number[1:]], 0)
        begun = np.flatnonzero((pair[:-2] > 0) & together[1:] & (number[2:] > 0))
        code = pair[begun].astype(np.uint64) * np.uint64(self._size) + number[begun + 2].astype(np.uint64)
        triple = np.full(len(number), self._nothing, dtype=np.int64)
        triple[begun] = self._triple.find(code, self._nothing)
        return self._single_place[number], self._pair_place[pair], triple


class Codes:
    """Whole numbers with a place each, found many at once: tables by hash, each for what collides in the one before."""

    def __init__(self, known: Mapping[int, int]) -> None:
        self._tables = []
        codes = np.fromiter(known.keys(), dtype=np.uint64, count=len(known))
        places = np.fromiter(known.values(), dtype=np.int64, count=len(known))
        while len(codes):
            bits = max(len(codes) * 8, 2).bit_length()
            held, at, taken = np.full(1 << bits, NO_CODE), np.zeros(1 << bits, dtype=np.int64), _hashed(codes, bits)
            held[taken], at[taken] = codes, places
            self._tables.append((bits, held, at))
            out = held[taken] != codes
            codes, places = codes[out], places[out]

    def find(self, codes: Codings, nothing: int) -> Ints:
        """The place of each code, or `nothing`."""
        out = np.full(len(codes), nothing, dtype=np.int64)
        where = np.arange(len(codes))
        for bits, held, places in self._tables:
            at = _hashed(codes, bits)
            there = held[at]
            same = there == codes
            out[where[same]] = places[at[same]]
            rest = np.flatnonzero(~same & (there != NO_CODE))
            if not len(rest):
                break
            where, codes = where[rest], codes[rest]
        return out


def _hashed(codes: Codings, bits: int) -> Ints:
    """Numbers of so many bits that look random (Fibonacci hashing)."""
    return ((codes * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)).astype(np.int64)


class Edges:
    """What pieces begin and end with, with the places in the weights, found for all pieces at once."""

    def __init__(self, places: Mapping[str, int], nothing: int) -> None:
        """Take what pieces begin with (behind ^) and end with ($) to its places, all else to `nothing`."""
        self._nothing = nothing
        self._begins, self._ends = (
            Codes({_packed(name[1:][::step]): place for name, place in places.items() if name[0] == mark})
            for mark, step in (("^", 1), ("$", -1))
        )

    def find(self, seen: Seen) -> Iterator[Ints]:
        """Of all pieces the place of the first, the second, … of their `edges`."""
        points = np.append(np.minimum(seen.points, 0xFFFF), np.zeros(EDGE, dtype=np.uint32)).astype(np.uint64)
        start, end = seen.inside
        stop = start + np.array([len(body.rstrip(ENDING)) for body in seen.bodies], dtype=np.int64)
        code = np.zeros(len(start), dtype=np.uint64)
        for n in range(EDGE):
            code |= points[start + n] << np.uint64(16 * n)
            yield np.where(end - start > n, self._begins.find(code, self._nothing), self._nothing)
        code = np.zeros(len(start), dtype=np.uint64)
        for n in range(3):
            code |= np.where(stop - start > n, points[stop - 1 - n] << np.uint64(16 * n), 0).astype(np.uint64)
            yield self._ends.find(code, self._nothing)


def _packed(edge: str) -> int:
    """Up to four characters in one whole number."""
    return sum(min(ord(character), 0xFFFF) << 16 * k for k, character in enumerate(edge))
