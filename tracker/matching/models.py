"""A linear model of named features whose weights are kept as readable JSON, and how it is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import softmax

from tracker.matching.grams import Floats, Ints

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Linear:
    """Multinomial logistic regression; the first class is the one the others are weighed against."""

    names: tuple[str, ...]
    mean: Doubles
    scale: Doubles
    weights: Doubles
    """Shape (features, classes - 1), of standardised features."""
    bias: Doubles
    """Shape (classes - 1,)."""

    def probabilities(self, features: Floats) -> Doubles:
        """Chance of each class, shape (..., classes), for features of shape (..., features)."""
        logits = (features - self.mean) / self.scale @ self.weights + self.bias
        zero = np.zeros((*logits.shape[:-1], 1))
        return np.asarray(softmax(np.concatenate([zero, logits], axis=-1), axis=-1), np.float64)

    def to_json(self) -> dict[str, Any]:
        """Each feature's mean, scale and weights, four significant digits."""
        rows = zip(self.names, self.mean, self.scale, self.weights, strict=True)
        features = {n: [_short(m), _short(s), *map(_short, w)] for n, m, s, w in rows}
        return {"bias": [_short(b) for b in self.bias], "features": features}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Linear:
        """Read what `to_json` gave."""
        table = np.array(list(kept["features"].values()), np.float64)
        names = tuple(kept["features"])
        return cls(names, table[:, 0], table[:, 1], table[:, 2:], np.array(kept["bias"], np.float64))


def _short(number: float) -> float:
    return float(f"{number:.4g}")


def fit(names: Sequence[str], features: Floats, classes: Ints, count: int, penalty: float) -> Linear:
    """Fit by L-BFGS with an L2 penalty on the standardised weights; deterministic.

    Args:
        names: of the features, in order.
        features: shape (rows, features).
        classes: the class of each row, 0 to `count` - 1.
        count: how many classes there are.
        penalty: half of it times the squared weights is added to the summed log loss.

    """
    mean, scale = features.mean(axis=0, dtype=np.float64), features.std(axis=0, dtype=np.float64)
    scale = np.where(scale < 1e-6, 1.0, scale)
    x = (features - mean) / scale
    x = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    truth = np.eye(count)[classes]

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        weights = flat.reshape(x.shape[1], count - 1)
        chances = softmax(np.concatenate([np.zeros((len(x), 1)), x @ weights], axis=1), axis=1)
        kept = np.vstack([weights[:-1], np.zeros((1, count - 1))])
        value = -np.log(np.maximum((chances * truth).sum(axis=1), 1e-12)).sum() + penalty / 2 * (kept**2).sum()
        return float(value), (x.T @ (chances - truth)[:, 1:] + penalty * kept).ravel()

    found = minimize(loss, np.zeros(x.shape[1] * (count - 1)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    weights = found.x.reshape(x.shape[1], count - 1)
    return Linear(tuple(names), mean, scale, weights[:-1], weights[-1])
