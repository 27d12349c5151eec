"""Character n-grams of many texts at once, as sparse rows, and how common each is in a background of reports.

An n-gram is known by a 32-bit hash of its characters, so that no vocabulary has to be built or shipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tracker.characters import simplified
from tracker.text import nfkc, strip_enumerator

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Columns = dict[str, npt.NDArray[np.floating[Any]]]
"""Features by name."""

LONGEST = 4
"""Characters in the longest n-gram; 1 to 4 beat 2 to 3 and words on annotated pairs."""

MOST_CHARACTERS = 3000
"""A unit's text beyond this is not looked at: real units stay below 1,000."""

MOST_CLAUSES = 40
"""What comes after is taken as one clause."""

_BREAK = ord("\n")
_NUMBER = re.compile(r"(?<![a-z\d])\d+(?:[.,]\d+)*(?![a-z\d])")
_CLAUSE_END = re.compile(r"[，,；;。！？!?：:\n]+")
_SAYS_NOTHING = re.compile(r"[^\w%]|_")
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def fold(text: str) -> str:
    """Text as it is compared: simplified, widths and case folded, item number dropped, any number written 0."""
    folded = nfkc(strip_enumerator(simplified(text[:MOST_CHARACTERS]))).lower()
    return _NUMBER.sub("0", folded)


def clauses(text: str) -> list[str]:
    """The clauses of a text, letters and digits only; one empty clause where it has none."""
    parts = (_SAYS_NOTHING.sub("", part) for part in _CLAUSE_END.split(text))
    found = [part for part in parts if part] or [""]
    return found if len(found) <= MOST_CLAUSES else [*found[: MOST_CLAUSES - 1], "".join(found[MOST_CLAUSES - 1 :])]


def hashed(texts: Sequence[str]) -> tuple[Ints, npt.NDArray[np.uint32]]:
    """Every n-gram of every text, as (row of the text, hash); n-grams never span two texts."""
    lengths = np.fromiter((len(t) + 1 for t in texts), np.int64, len(texts))
    row = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    found = list(_by_length("".join(t + "\n" for t in texts)))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.uint32)
    return np.concatenate([row[places] for places, _ in found]), np.concatenate([hashes for _, hashes in found])


def _by_length(text: str) -> Iterator[tuple[Ints, npt.NDArray[np.uint32]]]:
    """The n-grams of a text, none of them over a line's end: first those of one character, and so on to LONGEST.

    Yields where each begins, and its hash.
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = points.astype(np.uint64)
    inside = points != _BREAK
    rolling = np.zeros(len(codes), np.uint64)
    valid = np.ones(len(codes), bool)
    for n in range(min(LONGEST, len(codes))):
        size = len(codes) - n
        valid = valid[:size] & inside[n:]
        rolling = (rolling[:size] + codes[n:] + np.uint64(1)) * _PRIME
        rolling ^= rolling >> np.uint64(29)
        yield np.flatnonzero(valid), (rolling[valid] >> np.uint64(32)).astype(np.uint32)


def hashes_of(ngrams: Sequence[str]) -> npt.NDArray[np.uint32]:
    """The hash of each n-gram."""
    found = np.zeros(len(ngrams), np.uint32)
    rows, hashes = hashed(ngrams)
    found[rows] = hashes  # the longest piece of each comes last, and is all of it
    return found


def spelt(texts: Iterable[str], hashes: npt.NDArray[np.uint32]) -> list[str]:
    """The characters of each hash's n-gram as they first stand in some texts; nothing for one that they lack."""
    found = dict.fromkeys(hashes.tolist(), "")
    joined = "\n".join(texts)
    for n, (places, grams) in enumerate(_by_length(joined), 1):
        known = np.isin(grams, hashes)
        firsts, at = np.unique(grams[known], return_index=True)
        starts = places[known][at].tolist()
        found |= {
            gram: joined[at : at + n] for gram, at in zip(firsts.tolist(), starts, strict=True) if not found[gram]
        }
    return list(found.values())


@dataclass(frozen=True)
class Background:
    """How many units of a background of reports hold each n-gram."""

    units: int
    hashes: npt.NDArray[np.uint32]
    """Ascending."""
    counts: Ints

    @classmethod
    def load(cls, path: Path) -> Background:
        """Read what `save` wrote."""
        with np.load(path) as kept:
            hashes = np.cumsum(kept["steps"].astype(np.int64)).astype(np.uint32)
            return cls(int(kept["units"]), hashes, np.round(np.exp2(kept["levels"] / 8.0)).astype(np.int64))

    def save(self, path: Path) -> None:
        """Write it small: gaps between hashes, and counts to the nearest eighth of a doubling."""
        steps = np.diff(self.hashes.astype(np.int64), prepend=0).astype(np.uint32)
        levels = np.round(np.log2(self.counts) * 8).astype(np.uint8)
        np.savez_compressed(path, units=np.int64(self.units), steps=steps, levels=levels)

    def idf(self, hashes: npt.NDArray[np.uint32]) -> Floats:
        """ln((1 + units) / (1 + units that hold it)) for each hash."""
        if not len(self.hashes):
            return np.full(len(hashes), np.log(1 + self.units), np.float32)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        held = np.where(self.hashes[at] == hashes, self.counts[at], 1)
        return np.log((1 + self.units) / (1 + held)).astype(np.float32)


def count(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], Ints]:
    """The n-grams of some texts and how many of the texts hold each; hashes ascend."""
    row, gram = hashed(texts)
    distinct = np.unique((row.astype(np.uint64) << np.uint64(32)) | gram)
    hashes, counts = np.unique((distinct & np.uint64(0xFFFFFFFF)).astype(np.uint32), return_counts=True)
    return hashes, counts.astype(np.int64)


@dataclass(frozen=True)
class Rows:
    """Texts as sparse rows over n-grams, kept n-gram by n-gram: those that two reports share are quickly chosen."""

    size: int
    """How many texts."""
    vocabulary: npt.NDArray[np.uint32]
    """Hash of each column, ascending."""
    idf: Floats
    """Of each column."""
    starts: npt.NDArray[np.int32]
    """Where the entries of each column begin, and where those of the last one end."""
    texts: npt.NDArray[np.int32]
    """Of each entry: which text holds the n-gram, ascending in a column."""
    counts: Floats
    """Of each entry: how often."""
    weights: Floats
    """Of each entry: (1 + ln count) · idf, over all of a text of length 1."""
    mass: Floats
    """Sum of the idf of each text's n-grams, at least a little."""

    @property
    def weighted(self) -> sparse.csc_array:
        """The weights as a matrix, shape (texts, n-grams)."""
        return self._matrix(self.weights)

    @property
    def held(self) -> sparse.csc_array:
        """1 where the text holds the n-gram, the same shape."""
        return self._matrix(np.ones_like(self.weights))

    def worth(self, above: float = 0.0) -> sparse.csc_array:
        """As `held`, the n-gram's idf as far as it lies above something in place of 1."""
        return self._matrix(np.repeat(np.maximum(self.idf - above, 0), np.diff(self.starts)))

    def _matrix(self, values: Floats) -> sparse.csc_array:
        return sparse.csc_array((values, self.texts, self.starts), shape=(self.size, len(self.vocabulary)))

    def at(self, columns: Ints, vocabulary: npt.NDArray[np.uint32] | None = None) -> Rows:
        """The same texts over some of the n-grams alone; weights and mass stay those of whole texts."""
        first = self.starts[columns]
        lengths = self.starts[columns + 1] - first
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        chosen = np.repeat(first - starts[:-1], lengths) + np.arange(starts[-1], dtype=np.int32)
        return replace(
            self,
            vocabulary=self.vocabulary[columns] if vocabulary is None else vocabulary,
            idf=self.idf[columns],
            starts=starts,
            texts=self.texts[chosen],
            counts=self.counts[chosen],
            weights=self.weights[chosen],
        )

    def onto(self, vocabulary: npt.NDArray[np.uint32], what: sparse.csc_array) -> sparse.csr_array:
        """`what`, a matrix over my columns, over the columns of another vocabulary; n-grams it lacks are left out."""
        mine, theirs = common(self.vocabulary, vocabulary)
        there = sparse.csr_array(
            (np.ones(len(mine), what.dtype), (mine, theirs)), shape=(len(self.vocabulary), len(vocabulary))
        )
        return sparse.csr_array(what @ there)


def common(mine: npt.NDArray[np.uint32], theirs: npt.NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Where the n-grams that two vocabularies share stand in each, in the same order."""
    if len(mine) > len(theirs):
        there, here = common(theirs, mine)
        return here, there
    at = np.searchsorted(theirs, mine)
    here = np.flatnonzero(theirs[np.minimum(at, len(theirs) - 1)] == mine) if len(theirs) else np.zeros(0, np.int64)
    return here, at[here]


def meet(mine: Sequence[Rows], theirs: Sequence[Rows]) -> tuple[list[Rows], list[Rows]]:
    """Rows of one vocabulary and rows of another over the n-grams that both have, for several products of them."""
    here, there = common(mine[0].vocabulary, theirs[0].vocabulary)
    vocabulary = mine[0].vocabulary[here]
    return [rows.at(here, vocabulary) for rows in mine], [rows.at(there, vocabulary) for rows in theirs]


def build(texts: Sequence[str], background: Background) -> Rows:
    """The rows of some texts."""
    row, gram = hashed(texts)
    keys = np.sort((gram.astype(np.uint64) << np.uint64(32)) | row.astype(np.uint64))
    entries = _firsts(keys)
    counts = np.diff(np.append(entries, len(keys))).astype(np.float32)
    held = keys[entries]
    grams = (held >> np.uint64(32)).astype(np.uint32)
    starts = np.append(_firsts(grams), len(grams)).astype(np.int32)
    vocabulary = grams[starts[:-1]]
    texts_ = (held & np.uint64(0xFFFFFFFF)).astype(np.int32)
    return _rows(len(texts), vocabulary, background.idf(vocabulary), starts, texts_, counts)


def _firsts(ascending: npt.NDArray[Any]) -> Ints:
    """Where each different value begins."""
    return np.flatnonzero(np.append(True, ascending[1:] != ascending[:-1])[: len(ascending)])


def _rows(
    size: int,
    vocabulary: npt.NDArray[np.uint32],
    idf: Floats,
    starts: npt.NDArray[np.int32],
    texts: npt.NDArray[np.int32],
    counts: Floats,
) -> Rows:
    each = np.repeat(idf, np.diff(starts))
    weights = (1 + np.log(counts)) * each
    length = np.sqrt(np.bincount(texts, weights**2, size))
    weights /= np.maximum(length, 1e-6)[texts]
    mass = np.maximum(np.bincount(texts, each, size), 1e-6)
    return Rows(size, vocabulary, idf, starts, texts, counts, weights.astype(np.float32), mass.astype(np.float32))


def parts(rows: Rows, sizes: Sequence[int]) -> list[Rows]:
    """The first so many texts, the next so many, and so on, each over all the n-grams."""
    found, first = [], 0
    for size in sizes:
        inside = (rows.texts >= first) & (rows.texts < first + size)
        starts = np.concatenate(([0], np.cumsum(inside)))[rows.starts].astype(np.int32)
        found.append(
            replace(
                rows,
                size=size,
                starts=starts,
                texts=rows.texts[inside] - np.int32(first),
                counts=rows.counts[inside],
                weights=rows.weights[inside],
                mass=rows.mass[first : first + size],
            )
        )
        first += size
    return found


def joined(rows: Rows, owner: Ints, size: int) -> Rows:
    """Texts that are made of those of `rows`: `owner`, ascending, says which one each is part of."""
    column = np.repeat(np.arange(len(rows.vocabulary)), np.diff(rows.starts))
    texts = owner[rows.texts]
    entries = _firsts(column * size + texts)
    starts = np.searchsorted(entries, rows.starts).astype(np.int32)
    counts = np.add.reduceat(rows.counts, entries) if len(entries) else rows.counts
    return _rows(size, rows.vocabulary, rows.idf, starts, texts[entries].astype(np.int32), counts)


def cosine(a: Rows, b: Rows) -> Floats:
    """Cosine of each text of `a` with each of `b`, shape (a, b)."""
    a, b = _met(a, b)
    return dense(a.weighted, b.weighted)


def shared(a: Rows, b: Rows, above: float = 0.0) -> Floats:
    """Sum of the idf, as far as above something, of the n-grams that texts of `a` share with those of `b`: (a, b)."""
    a, b = _met(a, b)
    return dense(a.worth(above), b.held)


def _met(a: Rows, b: Rows) -> tuple[Rows, Rows]:
    if a.vocabulary is not b.vocabulary:
        (a,), (b,) = meet([a], [b])
    return a, b


def dense(a: sparse.csc_array, b: sparse.csc_array) -> Floats:
    """`a` times `b` transposed, as a full matrix; where texts share few n-grams `b` is quickest as a full one, too."""
    return np.asarray(a @ b.T.toarray(), np.float32)
