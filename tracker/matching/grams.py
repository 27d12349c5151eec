"""Character n-grams of many texts at once, as sparse rows, and how common each is in a background of reports.

An n-gram is known by a 32-bit hash of its characters, so that no vocabulary has to be built or shipped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tracker.text import strip_enumerator

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
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def fold(text: str) -> str:
    """Text as it is compared: widths and case folded, item number dropped, any number written 0."""
    folded = unicodedata.normalize("NFKC", strip_enumerator(text[:MOST_CHARACTERS])).lower()
    return _NUMBER.sub("0", folded)


def clauses(text: str) -> list[str]:
    """The clauses of a text, letters and digits only; one empty clause where it has none."""
    parts = ("".join(c for c in part if c.isalnum() or c == "%") for part in _CLAUSE_END.split(text))
    found = [part for part in parts if part] or [""]
    return found if len(found) <= MOST_CLAUSES else [*found[: MOST_CLAUSES - 1], "".join(found[MOST_CLAUSES - 1 :])]


def hashed(texts: Sequence[str]) -> tuple[Ints, npt.NDArray[np.uint32]]:
    """Every n-gram of every text, as (row of the text, hash); n-grams never span two texts."""
    lengths = np.fromiter((len(t) + 1 for t in texts), np.int64, len(texts))
    points = np.frombuffer("".join(t + "\n" for t in texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = points.astype(np.uint64)
    row = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    inside = points != _BREAK
    rows: list[Ints] = []
    hashes: list[npt.NDArray[np.uint32]] = []
    rolling = np.zeros(len(codes), np.uint64)
    valid = np.ones(len(codes), bool)
    for n in range(LONGEST):
        size = len(codes) - n
        if size <= 0:
            break
        valid = valid[:size] & inside[n:]
        rolling = (rolling[:size] + codes[n:] + np.uint64(1)) * _PRIME
        rolling ^= rolling >> np.uint64(29)
        rows.append(row[:size][valid])
        hashes.append((rolling[valid] >> np.uint64(32)).astype(np.uint32))
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.uint32)
    return np.concatenate(rows), np.concatenate(hashes)


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
    """Texts as sparse rows over the n-grams that occur in them."""

    vocabulary: npt.NDArray[np.uint32]
    """Hash of each column, ascending."""
    idf: Floats
    """Of each column."""
    counts: sparse.csr_array
    """How often each text holds each n-gram."""
    held: sparse.csr_array
    """1 where the text holds the n-gram."""
    weighted: sparse.csr_array
    """(1 + ln count) · idf, each row of length 1."""
    mass: Floats
    """Sum of the idf of each text's n-grams, at least a little."""

    @property
    def size(self) -> int:
        """How many texts."""
        return int(self.held.shape[0])

    def onto(self, vocabulary: npt.NDArray[np.uint32], what: sparse.csr_array) -> sparse.csr_array:
        """`what`, a matrix over my columns, over the columns of another vocabulary; n-grams it lacks are left out."""
        column = np.minimum(np.searchsorted(vocabulary, self.vocabulary), max(len(vocabulary) - 1, 0))
        known = np.zeros(len(column), bool)
        if len(vocabulary):
            known = vocabulary[column] == self.vocabulary
        kept = known[what.indices]
        ends = np.concatenate(([0], np.cumsum(kept)))[what.indptr]
        shape = (what.shape[0], len(vocabulary))
        return sparse.csr_array((what.data[kept], column[what.indices[kept]], ends), shape=shape)


def build(texts: Sequence[str], background: Background) -> Rows:
    """The rows of some texts."""
    row, gram = hashed(texts)
    vocabulary, column = np.unique(gram, return_inverse=True)
    idf = background.idf(vocabulary)
    counts = sparse.coo_array(
        (np.ones(len(row), np.float32), (row, column)), shape=(len(texts), len(vocabulary))
    ).tocsr()
    return from_counts(vocabulary, idf, counts)


def from_counts(vocabulary: npt.NDArray[np.uint32], idf: Floats, counts: sparse.csr_array) -> Rows:
    """Rows from how often each text holds each n-gram."""
    held = counts.copy()
    held.data = np.ones_like(held.data)
    weighted = counts.copy()
    weighted.data = ((1 + np.log(counts.data)) * idf[counts.indices]).astype(np.float32)
    length = np.sqrt(np.asarray(weighted.power(2).sum(axis=1)).ravel())
    weighted.data /= np.repeat(np.maximum(length, 1e-6), np.diff(weighted.indptr)).astype(np.float32)
    mass = np.maximum(held @ idf, 1e-6).astype(np.float32)
    return Rows(vocabulary, idf, counts, held, weighted, mass)


def cosine(a: Rows, b: Rows) -> Floats:
    """Cosine of each text of `a` with each of `b`, shape (a, b)."""
    return dense(a.onto(b.vocabulary, a.weighted), b.weighted)


def shared(a: Rows, b: Rows) -> Floats:
    """Sum of the idf of the n-grams that each text of `a` shares with each of `b`, shape (a, b)."""
    mine = a.onto(b.vocabulary, a.held)
    mine.data = mine.data * b.idf[mine.indices]
    return dense(mine, b.held)


def dense(a: sparse.csr_array, b: sparse.csr_array) -> Floats:
    """`a` times `b` transposed, as a full matrix."""
    return np.asarray((a @ b.T.tocsr()).toarray(), np.float32)
