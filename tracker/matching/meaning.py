"""Which n-grams stand for related things: short vectors learned from which n-grams stand together in reports.

The vectors factor the positive pointwise mutual information of n-grams that share a unit or stand in neighbouring
ones (Levy and Goldberg 2014). They see that two sentences speak of one matter in different words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import svds

from tracker.matching import grams
from tracker.matching.grams import Background, Floats, Rows

DIMENSIONS = 64
"""More did not help on annotated pairs."""

NEIGHBOUR = 0.3
"""What standing in the next unit counts, where standing in the same one counts 1."""

RAREST, MOST_COMMON = 1 / 1000, 0.05
"""Share of units between which an n-gram's use can be learned and says something."""

_STEPS = 127


@dataclass(frozen=True)
class Meaning:
    """A vector for each n-gram that is neither rare nor everywhere."""

    hashes: npt.NDArray[np.uint32]
    """Ascending."""
    vectors: Floats
    """Shape (n-grams, DIMENSIONS)."""

    @classmethod
    def load(cls, path: Path) -> Meaning:
        """Read what `save` wrote."""
        with np.load(path) as kept:
            hashes = np.cumsum(kept["steps"].astype(np.int64)).astype(np.uint32)
            return cls(hashes, kept["vectors"].astype(np.float32) * kept["scale"] / _STEPS)

    def save(self, path: Path) -> None:
        """Write it small: gaps between hashes, and each dimension in 255 even steps."""
        scale = np.abs(self.vectors).max(axis=0, initial=1e-9)
        steps = np.diff(self.hashes.astype(np.int64), prepend=0).astype(np.uint32)
        np.savez_compressed(
            path, steps=steps, scale=scale, vectors=np.rint(self.vectors / scale * _STEPS).astype(np.int8)
        )

    def of(self, rows: Rows) -> Floats:
        """The vectors of some texts, of length 1 (0 where nothing is known), shape (texts, dimensions)."""
        if not len(self.hashes):
            return np.zeros((rows.size, max(self.vectors.shape[1], 1)), np.float32)
        at = np.minimum(np.searchsorted(self.hashes, rows.vocabulary), len(self.hashes) - 1)
        known = self.hashes[at] == rows.vocabulary
        vectors = np.asarray(rows.weighted @ (self.vectors[at] * known[:, None]), np.float32)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)


def learn(texts: Sequence[Sequence[str]], background: Background) -> Meaning:
    """Learn the vectors from units in text order, one list an issuer; deterministic."""
    held = [grams.build(units, background) for units in texts if units]
    hashes = _common(held)
    if len(hashes) < 3:
        return Meaning(hashes[:0], np.zeros((0, DIMENSIONS), np.float32))
    together = sparse.csr_array((len(hashes), len(hashes)), dtype=np.float32)
    for rows in held:
        here = rows.onto(hashes, rows.held)
        size = here.shape[0]
        window = sparse.eye_array(size) + NEIGHBOUR * (sparse.eye_array(size, k=1) + sparse.eye_array(size, k=-1))
        together = together + here.T @ (window.tocsr().astype(np.float32) @ here)
    pairs = together.tocoo()
    total = np.asarray(together.sum(axis=0), np.float64).ravel()
    information = np.log(pairs.data * total.sum() / (total[pairs.row] * total[pairs.col]))
    kept = (information > 0) & (pairs.data > 1.5)
    matrix = sparse.csr_array(
        (information[kept].astype(np.float32), (pairs.row[kept], pairs.col[kept])), shape=together.shape
    )
    dimensions = min(DIMENSIONS, len(hashes) - 1)
    start = np.ones(len(hashes), np.float32)
    _, strength, vectors = svds(matrix, k=dimensions, v0=start)
    return Meaning(hashes, (vectors.T * np.sqrt(strength)).astype(np.float32))


def _common(held: Sequence[Rows]) -> npt.NDArray[np.uint32]:
    """The n-grams to learn, ascending."""
    hashes, at = np.unique(np.concatenate([rows.vocabulary for rows in held]), return_inverse=True)
    each = np.concatenate([np.asarray(rows.held.sum(axis=0)).ravel() for rows in held])
    counts = np.bincount(at, each)
    units = sum(rows.size for rows in held)
    kept = (counts >= RAREST * units) & (counts <= MOST_COMMON * units)
    return np.asarray(hashes[kept], np.uint32)
