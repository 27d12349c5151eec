"""Which n-grams stand for related things: short vectors distilled from a transformer's vectors of sentences.

They see that two sentences speak of one matter in different words, and need no transformer to do so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tracker.matching import grams
from tracker.matching.grams import Background, Floats, Rows

DIMENSIONS = 96

LEAST, MOST = 8, 24_000
"""Texts that must hold an n-gram for it to be learnt, and n-grams learnt at most."""

PENALTY = 0.3

_STEPS = 127


@dataclass(frozen=True)
class Meaning:
    """A vector for each n-gram that is neither rare nor everywhere."""

    hashes: npt.NDArray[np.uint32]
    """Ascending."""
    vectors: Floats
    """Shape (n-grams, DIMENSIONS)."""
    centre: Floats
    """Mean of the encoder's vectors over ordinary sentences; closeness is measured from there."""

    @classmethod
    def load(cls, path: Path) -> Meaning:
        """Read what `save` wrote."""
        with np.load(path) as kept:
            hashes = np.cumsum(kept["steps"].astype(np.int64)).astype(np.uint32)
            return cls(hashes, kept["vectors"].astype(np.float32) * kept["scale"] / _STEPS, kept["centre"])

    def save(self, path: Path) -> None:
        """Write it small: gaps between hashes, and each dimension in 255 even steps."""
        scale = np.abs(self.vectors).max(axis=0, initial=1e-9)
        steps = np.diff(self.hashes.astype(np.int64), prepend=0).astype(np.uint32)
        vectors = np.rint(self.vectors / scale * _STEPS).astype(np.int8)
        np.savez_compressed(path, steps=steps, scale=scale, vectors=vectors, centre=self.centre)

    def of(self, rows: Rows) -> Floats:
        """The vectors of some texts, of length 1 (0 where nothing is known), shape (texts, dimensions)."""
        if not len(self.hashes):
            return np.zeros((rows.size, max(self.vectors.shape[1], 1)), np.float32)
        known, at = grams.common(rows.vocabulary, self.hashes)
        vectors = np.asarray(rows.at(known).weighted @ self.vectors[at], np.float32)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)


def distil(texts: Sequence[str], vectors: Floats, background: Background) -> Meaning:
    """Learn, from texts and an encoder's vectors of them, vectors of n-grams that add up to those of a text.

    The encoder's vectors are centred and turned to their DIMENSIONS strongest directions; the n-grams' come from ridge
    regression. Deterministic. Of texts of issuers left out, closeness by these vectors and by the encoder's own
    correlate at about 0.8.

    Args:
        texts: sentences, clauses and headings.
        vectors: shape (texts, dimensions of the encoder).
        background: how common n-grams are.

    """
    centre = vectors.mean(axis=0)
    aims = vectors - centre
    aims /= np.maximum(np.linalg.norm(aims, axis=1, keepdims=True), 1e-6)
    directions = np.linalg.eigh(aims.T @ aims)[1][:, ::-1][:, :DIMENSIONS]
    directions = directions * np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(directions.shape[1])])
    rows = grams.build(["\n".join(grams.clauses(grams.fold(text))) for text in texts], background)
    held = np.asarray(rows.held.sum(axis=0)).ravel()
    least = max(LEAST, int(np.sort(held)[-MOST] if len(held) > MOST else 0) + 1)
    common = np.flatnonzero(held >= least)
    design = rows.weighted[:, common].tocsr()
    learnt = _ridge(design, np.asarray(aims @ directions, np.float32))
    return Meaning(rows.vocabulary[common], learnt, centre.astype(np.float32))


def _ridge(design: sparse.csr_array, aims: Floats) -> Floats:
    """Least squares with an L2 penalty by conjugate gradients, every column of `aims` on its own."""
    turned = design.T.tocsr()
    found = np.zeros((design.shape[1], aims.shape[1]), np.float32)
    left = np.asarray(turned @ aims, np.float32)
    step, size = left.copy(), (left * left).sum(axis=0)
    for _ in range(_STEPS_OF_DESCENT):
        curve = turned @ (design @ step) + np.float32(PENALTY) * step
        length = size / np.maximum((step * curve).sum(axis=0), 1e-12)
        found += length * step
        left -= length * curve
        size, before = (left * left).sum(axis=0), size
        step = left + size / np.maximum(before, 1e-12) * step
    return found


_STEPS_OF_DESCENT = 40
