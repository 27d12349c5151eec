"""How promises in such words fare: what the wording of a commitment says of its verdict before any report answers it.

Some kinds of promise are reported on oftener than others; which words stand for which is learnt from annotated reports,
n-gram by n-gram. It is what anybody who has read many reports expects of a promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import log_softmax

from tracker.matching import grams
from tracker.matching.annotated import Annotated
from tracker.matching.grams import Rows
from tracker.matching.models import Doubles
from tracker.matching.prepare import Side
from tracker.model import VERDICTS

Hashes = npt.NDArray[np.uint32]

ISSUERS = 6
"""Issuers whose commitments must hold an n-gram for it to be learnt: nothing is learnt from one report or two."""

PENALTY = 1.0
"""Half of it times the squared weights is added to the summed log loss. Chosen, as ISSUERS, by leaving issuers out."""

_STEPS = 50
_DIGITS = 3
"""Decimal places of a weight that are kept."""


@dataclass(frozen=True)
class Prospects:
    """Weights of n-grams, for each of VERDICTS but the last against the last."""

    ngrams: tuple[str, ...]
    weights: Doubles
    """Shape (n-grams, verdicts - 1)."""
    meaning: Doubles
    """Of each dimension of the vectors of meaning, shape (dimensions, verdicts - 1)."""
    bias: Doubles

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Prospects:
        """Read what `to_json` gave."""
        bias = np.array(kept["bias"], np.float64)
        weights, meaning = (
            np.array(found, np.float64).reshape(-1, len(bias))
            for found in (list(kept["ngrams"].values()), kept["meaning"])
        )
        return cls(tuple(kept["ngrams"]), weights, meaning, bias)

    def to_json(self) -> dict[str, Any]:
        """Each n-gram's and dimension's weights, and the bias."""
        ngrams = dict(zip(self.ngrams, self.weights.tolist(), strict=True))
        return {"bias": self.bias.tolist(), "meaning": self.meaning.tolist(), "ngrams": ngrams}

    @cached_property
    def _table(self) -> tuple[Hashes, Doubles]:
        """Ascending hashes of the n-grams, with their weights."""
        hashes = grams.hashes_of(self.ngrams)
        order = np.argsort(hashes)
        return hashes[order], self.weights[order]

    def of(self, asked: Side) -> Doubles:
        """Log odds of each verdict but the last against the last, shape (commitments, verdicts - 1)."""
        hashes, weights = self._table
        return np.asarray(_over(hashes, asked.rows) @ weights + asked.meaning @ self.meaning + self.bias)


def _over(hashes: Hashes, rows: Rows) -> sparse.csr_array:
    """Texts over some n-grams alone, each of length 1."""
    known, at = grams.common(rows.vocabulary, hashes)
    held = rows.at(known)
    length = np.sqrt(np.bincount(held.texts, held.weights**2, held.size))
    values = held.weights / np.maximum(length, 1e-9)[held.texts]
    columns = np.repeat(at, np.diff(held.starts))
    return sparse.csr_array((values, (held.texts, columns)), shape=(rows.size, len(hashes)))


def learn(pairs: Sequence[Annotated]) -> Prospects:
    """Learn from what annotators say: softmax regression with an L2 penalty; the same on every run."""
    hashes = _of_several_issuers(pairs)
    asked = [p.earlier.commitments for p in pairs]
    words = sparse.vstack([_over(hashes, side.rows) for side in asked])
    meaning = sparse.csr_array(np.concatenate([side.meaning for side in asked]))
    x = sparse.hstack([words, meaning], format="csr").astype(np.float64)
    turned, truth = x.T.tocsr(), np.eye(len(VERDICTS))[np.concatenate([p.verdicts for p in pairs])]

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        weights = flat.reshape(-1, len(VERDICTS))
        likely = log_softmax(x @ weights[:-1] + weights[-1], axis=1)
        missed, held_back = np.exp(likely) - truth, PENALTY * weights[:-1]
        slope = np.concatenate([turned @ missed + held_back, missed.sum(axis=0, keepdims=True)])
        return float((held_back * weights[:-1]).sum() / 2 - (likely * truth).sum()), slope.ravel()

    start = np.zeros((x.shape[1] + 1) * len(VERDICTS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    weights = found.reshape(-1, len(VERDICTS))
    against = np.round(weights[:, :-1] - weights[:, -1:], _DIGITS)
    ngrams = grams.spelt(chain.from_iterable(side.clauses for side in asked), hashes)
    return Prospects(tuple(ngrams), against[: len(hashes)], against[len(hashes) : -1], against[-1])


def _of_several_issuers(pairs: Sequence[Annotated]) -> Hashes:
    """The n-grams, ascending, that commitments of ISSUERS issuers or more hold."""
    held: dict[str, list[Hashes]] = defaultdict(list)
    for pair in pairs:
        rows = pair.earlier.commitments.rows
        held[pair.issuer].append(rows.vocabulary[np.diff(rows.starts) > 0])
    each = [np.unique(np.concatenate(found)) for found in held.values()]
    hashes, issuers = np.unique(np.concatenate(each), return_counts=True)
    return np.asarray(hashes[issuers >= min(ISSUERS, len(held))])
