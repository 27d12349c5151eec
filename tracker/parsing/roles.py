"""The linear models: which section a piece sounds like, and whether it promises or reports something."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from tracker.model import Section
from tracker.parsing.features import Floats, Seen, Vocabulary, shapes

OUTPUTS = (*(section.value for section in Section), "statement", "commitment", "heading")
"""Columns of the weights: six section scores, then yes-or-no scores: of done pieces, of plan pieces, of the others."""
SCALE = 1000
"""Weights are kept as whole thousandths."""
GRAM_WEIGHT = 3.0
"""N-grams of a piece together weigh as much whatever its length: each counts GRAM_WEIGHT / sqrt(their number)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the models say of each piece."""

    sections: Floats
    """Log-probabilities, shape (pieces, 6)."""
    statement: Floats
    commitment: Floats
    heading: Floats
    """Log-odds, shape (pieces,)."""


class Model:
    """Weights of n-grams and shapes, ready for scoring."""

    def __init__(
        self, grams: Mapping[str, Sequence[float]], shape_weights: Mapping[str, Sequence[float]], bias: Sequence[float]
    ) -> None:
        self._vocabulary = Vocabulary({gram: k for k, gram in enumerate(grams)})
        self._grams = np.array(list(grams.values()), dtype=np.float64).reshape(len(grams), len(OUTPUTS))
        self._shapes = {name: k for k, name in enumerate(shape_weights)}
        self._shape_weights = np.array(list(shape_weights.values()), dtype=np.float64).reshape(
            len(shape_weights), len(OUTPUTS)
        )
        self._bias = np.array(bias, dtype=np.float64)

    def score(self, seen: Seen) -> Scores:
        """Score all pieces of a text."""
        count = len(seen.pieces)
        out = np.tile(self._bias, (count, 1))
        rows, columns = self._vocabulary.find(seen.folded, seen.pieces)
        sums = np.zeros_like(out)
        _add(sums, rows, self._grams, columns)
        known = np.bincount(rows, minlength=count)[:, None]
        out += sums * (GRAM_WEIGHT / np.sqrt(np.maximum(known, 1)))
        places = [
            (k, at)
            for k, names in enumerate(shapes(seen))
            for name in names
            if (at := self._shapes.get(name)) is not None
        ]
        if places:
            pairs = np.array(places, dtype=np.int64)
            _add(out, pairs[:, 0], self._shape_weights, pairs[:, 1])
        sections = out[:, : len(Section)]
        top = sections.max(axis=1, keepdims=True) if count else sections
        sections = sections - top - np.log(np.exp(sections - top).sum(axis=1, keepdims=True))
        return Scores(sections, *out[:, len(Section) :].T)


def _add(out: Floats, rows: np.typing.NDArray[np.int64], weights: Floats, columns: np.typing.NDArray[np.int64]) -> None:
    """out[rows] += weights[columns], rows ascending."""
    if not len(rows):
        return
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    out[rows[starts]] += np.add.reduceat(weights[columns], starts, axis=0)


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model trained by `train.py`, kept beside it."""
    kept = json.loads(resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    return Model(
        {name: [w / SCALE for w in row] for name, row in kept["grams"].items()},
        {name: [w / SCALE for w in row] for name, row in kept["shapes"].items()},
        [w / SCALE for w in kept["bias"]],
    )
