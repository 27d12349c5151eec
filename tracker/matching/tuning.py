"""Vectors of meaning fitted to what answers what: annotated evidence pulls them from where a transformer left them.

That a promise and what is said to have been done of it are alike is one thing, that the one answers the other is
another; what tells them apart is learnt here, n-gram by n-gram, by stochastic descent (Adam: Kingma and Ba, 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import expit, softmax

from tracker.matching.annotated import Annotated
from tracker.matching.grams import Floats, Rows
from tracker.matching.meaning import Meaning

ROUNDS = 4
"""How often every pair of reports is looked at."""

RATE, PULL = 0.02, 3e-4
"""Step of the vectors and pull back to where they start, both as shares of a vector's usual length. Chosen, as the
rest here, by leaving groups of issuers out."""

EACH, BEST = 1.0, 2.0
"""Weight of telling whether each statement is evidence, and whether a commitment's closest one is, beside the weight 1
of putting evidence first."""

_SCALES = (12.0, 8.0, -5.0, 8.0, -5.0)
"""Where the scales start that closeness is turned into chances with: of the order, of each statement (slope, level),
of the closest one (slope, level)."""

_SCALE_RATE = 0.02
_LITTLE = 1e-6


@dataclass(frozen=True)
class _Lesson:
    """One pair of reports: texts over the table's n-grams, and which statement is evidence of which commitment."""

    asked: sparse.csr_array
    told: sparse.csr_array
    evidence: Floats
    """1 or 0, shape (commitments, statements)."""

    @classmethod
    def of(cls, pair: Annotated, meaning: Meaning) -> _Lesson:
        asked, told = pair.earlier.commitments, pair.later.statements
        evidence = np.zeros((asked.size, told.size), np.float32)
        for i, proofs in enumerate(pair.proofs):
            evidence[i, list(proofs)] = 1
        return cls(_over(meaning, asked.rows), _over(meaning, told.rows), evidence)


def _over(meaning: Meaning, rows: Rows) -> sparse.csr_array:
    return rows.onto(meaning.hashes, rows.weighted).astype(np.float32)


class _Adam:
    """Steps of even size along a mean of the last slopes."""

    def __init__(self, values: Floats, rate: float) -> None:
        self.values, self._rate, self._steps = values, rate, 0
        self._mean, self._square = np.zeros_like(values), np.zeros_like(values)

    def step(self, slope: Floats) -> None:
        self._steps += 1
        self._mean += 0.1 * (slope - self._mean)
        self._square += 0.001 * (slope * slope - self._square)
        mean, square = self._mean / (1 - 0.9**self._steps), self._square / (1 - 0.999**self._steps)
        self.values -= self._rate * mean / (np.sqrt(square) + 1e-8)


def tune(meaning: Meaning, pairs: Sequence[Annotated]) -> Meaning:
    """Vectors by which evidence stands closer to its commitment than other statements do; the same on every run."""
    lessons = [_Lesson.of(p, meaning) for p in pairs if p.earlier.commitments.size and p.later.statements.size]
    if not lessons or not len(meaning.hashes):
        return meaning
    usual = float(np.median(np.linalg.norm(meaning.vectors, axis=1)))
    vectors = _Adam(meaning.vectors.copy(), RATE * usual)
    scales = _Adam(np.array(_SCALES, np.float32), _SCALE_RATE)
    order = np.random.default_rng(0)
    for _ in range(ROUNDS):
        for k in order.permutation(len(lessons)):
            slope, slope_of_scales = _slopes(lessons[k], vectors.values, scales.values)
            vectors.step(slope + 2 * PULL / usual**2 * (vectors.values - meaning.vectors))
            scales.step(slope_of_scales)
    return Meaning(meaning.hashes, vectors.values, meaning.centre)


def _slopes(lesson: _Lesson, vectors: Floats, scales: Floats) -> tuple[Floats, Floats]:
    """How the loss over one pair of reports changes with the vectors and with the scales."""
    asked, asked_length = _directions(lesson.asked @ vectors)
    told, told_length = _directions(lesson.told @ vectors)
    closeness, truth = asked @ told.T, lesson.evidence
    answered, every = truth.any(axis=1), np.arange(len(truth))
    first, slope, level, best_slope, best_level = scales
    of_scales = np.zeros_like(scales)

    logits = closeness[answered] * first
    aim = softmax(np.where(truth[answered] > 0, logits, -np.inf), axis=1)
    missed = (softmax(logits, axis=1) - aim) / max(int(answered.sum()), 1)
    up = np.zeros_like(closeness)
    up[answered] = missed * first
    of_scales[0] = (missed * closeness[answered]).sum()

    missed = (expit(slope * closeness + level) - truth) * (EACH / len(truth))
    up += missed * slope
    of_scales[1:3] = (missed * closeness).sum(), missed.sum()

    at = closeness.argmax(axis=1)
    best = closeness[every, at]
    missed = (expit(best_slope * best + best_level) - answered) * (BEST / len(truth))
    up[every, at] += missed * best_slope
    of_scales[3:] = (missed * best).sum(), missed.sum()

    down = lesson.asked.T @ _turned(up @ told, asked, asked_length)
    down += lesson.told.T @ _turned(up.T @ asked, told, told_length)
    return np.asarray(down, np.float32), of_scales


def _directions(vectors: Floats) -> tuple[Floats, Floats]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True) + _LITTLE
    return vectors / length, length


def _turned(slope: Floats, direction: Floats, length: Floats) -> Floats:
    """The slope by a vector, given that by its direction."""
    return np.asarray((slope - direction * (direction * slope).sum(axis=1, keepdims=True)) / length)
