"""The linear models: which section a piece sounds like, and whether it promises or reports something.

A first look weighs the n-grams and the shape of each piece alone; a second one weighs what the first says of it
together with its neighbours and the style of the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np

from tracker.model import Section
from tracker.parsing.context import surroundings
from tracker.parsing.features import SHAPES, Edges, Floats, Ints, Seen, Vocabulary, shapes

OUTPUTS = (*(section.value for section in Section), "statement", "commitment", "heading")
"""Columns of the weights: six section scores, then yes-or-no scores: of done pieces, of plan pieces, of the others."""
SCALE = 1000
"""Weights are kept as whole thousandths,"""
SECOND = 100_000
"""those of the second look as hundred-thousandths."""
GRAM_WEIGHT = 5.4
"""N-grams of a piece together weigh as much whatever its length: each counts GRAM_WEIGHT / sqrt(its characters)."""
FAR = 3.0
_SECTIONS = len(Section)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the models say of each piece."""

    sections: Floats
    """Log-probabilities, shape (pieces, 6)."""
    statement: Floats
    commitment: Floats
    heading: Floats
    """Log-odds, shape (pieces,)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole numbers as they are kept in the file, a row for each n-gram and shape, a column for each of OUTPUTS."""

    grams: Mapping[str, int]
    """N-gram to its row."""
    shapes: Mapping[str, int]
    rows: Ints
    bias: Ints
    second: Ints
    """Of `context.surroundings` and a constant 1, shape (4, features + 1): mean and spread of each, then the weights of
    statement and commitment; no columns without a second look."""


class Model:
    """Weights, ready for scoring."""

    def __init__(self, weights: Weights) -> None:
        self._vocabulary = Vocabulary(weights.grams)
        groups = [[*(weights.shapes.get(name, -1) for name in names), -1] for names in SHAPES]
        self._shapes = np.array([place for group in groups for place in group])
        self._last = np.cumsum([len(group) for group in groups])[:, None] - 1
        """Place in `_shapes` of the -1 that ends each group."""
        self._edges = Edges({name: row for name, row in weights.shapes.items() if name[0] in "^$"})
        self._rows = np.vstack([weights.rows, np.zeros((1, len(OUTPUTS)))]).astype(np.int32)
        self._grams = [self._rows.take(places, axis=0) for places in self._vocabulary.places]
        self._bias = weights.bias / SCALE
        self._mean, self._spread, *self._second = weights.second / SECOND

    def score(self, seen: Seen) -> Scores:
        """Score all pieces of a text."""
        looks = self.first(seen)
        statement, commitment = looks[:, _SECTIONS], looks[:, _SECTIONS + 1]
        if len(self._mean):
            around = standard(surroundings(seen, looks), self._mean[:-1], self._spread[:-1])
            statement, commitment = (around @ row[:-1] + row[-1] for row in self._second)
        return Scores(looks[:, :_SECTIONS], statement, commitment, looks[:, -1])

    def first(self, seen: Seen) -> Floats:
        """What n-grams and shapes say of each piece, shape (pieces, len(OUTPUTS)); sections as log-probabilities."""
        single, *longer = zip(self._grams, self._vocabulary.find(seen), strict=True)
        grams = single[0].take(single[1], axis=0)
        for rows, numbers in longer:
            grams += rows.take(numbers, axis=0)
        sums = np.add.reduceat(grams, seen.spans[0], axis=0)
        codes = shapes(seen)
        begin = np.append(-1, self._last[:-1])[:, None] + 1
        shape = self._rows.take(self._shapes[np.where(codes < 0, self._last, begin + codes)], axis=0).sum(axis=0)
        shape += self._rows.take(self._edges.find(seen), axis=0).sum(axis=1)
        out: Floats = self._bias + (sums * gram_weights(seen)[:, None] + shape) / SCALE
        sections = out[:, :_SECTIONS]
        sections -= sections.max(axis=1, keepdims=True)
        sections -= np.log(np.exp(sections).sum(axis=1, keepdims=True))
        return out


def gram_weights(seen: Seen) -> Floats:
    """What each n-gram of each piece counts."""
    return np.asarray(GRAM_WEIGHT / np.sqrt(seen.spans[1] - seen.spans[0]))


def standard(values: Floats, mean: Floats, spread: Floats) -> Floats:
    """Values in spreads from the mean, no farther than FAR: a text unlike all that was learned is not judged wildly."""
    return np.asarray(np.clip((values - mean) / spread, -FAR, FAR))


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model trained by `training.py`, kept beside it."""
    return Model(read(resources.files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8")))


def read(text: str) -> Weights:
    """Weights from the text of their file: a feature a line, its kind, its name and its whole numbers behind tabs."""
    kinds, names, numbers = [], [], []
    for line in text.splitlines():
        kind, name, row = line.split("\t")
        kinds.append(kind)
        names.append(name)
        numbers.append(row)
    second = kinds.index("second") if "second" in kinds else len(kinds)
    table = np.fromstring(" ".join(numbers[:second]), dtype=np.int64, sep=" ").reshape(-1, len(OUTPUTS))
    places: dict[str, dict[str, int]] = {kind: {} for kind in ("gram", "shape", "bias")}
    for place, (kind, name) in enumerate(zip(kinds[:second], names, strict=False)):
        places[kind][name] = place
    return Weights(
        places["gram"],
        places["shape"],
        table,
        table[places["bias"][""]],
        np.array([[int(n) for n in row.split()] for row in numbers[second:]], dtype=np.int64),
    )


def write(weights: Weights, figures: Mapping[str, Mapping[str, float]], reports: Mapping[str, int]) -> None:
    """Keep weights and figures beside this file, a feature a line, so that a change can be read.

    Args:
        weights: what was learned.
        figures: what `training.judge` found.
        reports: how many of each kind were learned from.

    """
    lines = [
        f"{kind}\t{name}\t{' '.join(str(n) for n in weights.rows[row])}"
        for kind, places in (("gram", weights.grams), ("shape", weights.shapes))
        for name, row in places.items()
    ]
    lines.append(f"bias\t\t{' '.join(str(n) for n in weights.bias)}")
    for name, row in zip(("mean", "spread", "statement", "commitment"), weights.second, strict=True):
        lines.append(f"second\t{name}\t{' '.join(str(n) for n in row)}")
    here = Path(__file__)
    here.with_name("weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in figures.items())
    told = f'{{"reports_learned_from": {json.dumps(dict(reports))},\n"leave_one_issuer_out_f1": {{\n{rows}\n}}}}\n'
    here.with_name("figures.json").write_text(told, encoding="utf-8")
