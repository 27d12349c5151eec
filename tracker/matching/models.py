"""A linear model of named features whose weights are kept as readable JSON, and how it is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
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

    def probabilities(self, *features: Floats) -> Doubles:
        """Chance of each class, shape (..., classes), for features of shape (..., features), in one piece or several.

        As `standard` and a softmax say, at a fifth of the time: bounds and weights are brought to the features.
        """
        low, high = self.mean - FAR * self.scale, self.mean + FAR * self.scale
        ends = np.cumsum([0, *(piece.shape[-1] for piece in features)])
        logits = np.zeros((self.weights.shape[1] + 1, *features[0].shape[:-1]))
        logits[1:] += self.bias.reshape(-1, *[1] * (logits.ndim - 1))
        for piece, start, end in zip(features, ends, ends[1:], strict=False):
            some = slice(start, end)
            inside = np.clip(piece, low[some].astype(piece.dtype), high[some].astype(piece.dtype))
            inside -= self.mean[some].astype(piece.dtype)
            weights = (self.weights[some] / self.scale[some, None]).astype(piece.dtype)
            logits[1:] += (inside.reshape(-1, end - start) @ weights).T.reshape(logits[1:].shape)
        likely = np.exp(logits - logits.max(axis=0))
        return np.moveaxis(likely / likely.sum(axis=0), 0, -1)

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


FAR = 3.0
"""Standard deviations beyond which a feature counts as being just that far: no one feature settles anything."""


def standard(features: Floats, mean: Doubles, scale: Doubles) -> Doubles:
    """Features with mean 0 and deviation 1, none far out."""
    return np.clip((features - mean) / scale, -FAR, FAR)


def _short(number: float) -> float:
    return float(f"{number:.4g}")


def fit(
    names: Sequence[str],
    features: Floats,
    classes: Ints,
    count: int,
    penalty: float,
    apart: npt.NDArray[np.bool_] | None = None,
) -> Linear:
    """Fit with an L2 penalty on the standardised weights; deterministic.

    Args:
        names: of the features, in order.
        features: shape (rows, features).
        classes: the class of each row, 0 to `count` - 1.
        count: how many classes there are.
        penalty: half of it times the squared weights is added to the summed log loss.
        apart: rows of other judges, shape (rows,); how much oftener they give each class is fitted and left out.

    """
    mean, scale = features.mean(axis=0, dtype=np.float64), features.std(axis=0, dtype=np.float64)
    scale = np.where(scale < 1e-6, 1.0, scale)
    others = np.zeros((len(features), 1)) if apart is None else _OTHERS * apart[:, None]
    x = np.concatenate([standard(features, mean, scale), others], axis=1)
    weights = _descend(x, classes, np.zeros((x.shape[1] + 1, count - 1)), penalty, 1e-6)
    return Linear(tuple(names), mean, scale, weights[:-2], weights[-1])


_OTHERS = 3.0
"""Size of the column that tells other judges apart; the larger, the less its weight is held back."""


def refit(model: Linear, features: Floats, classes: Ints, penalty: float) -> Linear:
    """As `fit`, but what is penalised is how far the weights, and the bias, move from those of a model."""
    start = np.concatenate([model.weights, model.bias[None]])
    weights = _descend(standard(features, model.mean, model.scale), classes, start, penalty, penalty / 20)
    return Linear(model.names, model.mean, model.scale, weights[:-1], weights[-1])


def _descend(x: Doubles, classes: Ints, start: Doubles, penalty: float, on_bias: float) -> Doubles:
    """Newton's method from `start`, which the penalty also pulls to."""
    count = start.shape[1] + 1
    x = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    truth = np.eye(count)[classes]
    held_back = np.full((x.shape[1], 1), penalty)
    held_back[-1] = on_bias

    def chances(weights: Doubles) -> Doubles:
        return np.asarray(softmax(np.concatenate([np.zeros((len(x), 1)), x @ weights], axis=1), axis=1))

    def loss(weights: Doubles) -> float:
        likely = (chances(weights) * truth).sum(axis=1)
        return float(-np.log(np.maximum(likely, 1e-300)).sum() + (held_back * (weights - start) ** 2).sum() / 2)

    weights = start
    now = loss(weights)
    for _ in range(_NEWTON_STEPS):
        p = chances(weights)[:, 1:]
        slope = x.T @ (p - truth[:, 1:]) + held_back * (weights - start)
        step = np.linalg.solve(_curvature(x, p, held_back), slope.T.ravel()).reshape(count - 1, -1).T
        size = 1.0
        while (then := loss(weights - size * step)) > now and size > 1e-4:
            size /= 2
        if then > now:
            break
        weights = weights - size * step
        if now - then < 1e-6:
            break
        now = then
    return weights


_NEWTON_STEPS = 40


def _curvature(x: Doubles, p: Doubles, held_back: Doubles) -> Doubles:
    """Second derivatives of the loss, one block a pair of classes."""
    kinds = p.shape[1]
    blocks = [
        [(x.T * (p[:, a] * ((a == b) - p[:, b]))) @ x + (a == b) * np.diag(held_back[:, 0]) for b in range(kinds)]
        for a in range(kinds)
    ]
    return np.asarray(np.block(blocks), np.float64)
