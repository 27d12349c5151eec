"""How well pairs of reports are judged: figures against what annotators say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from tracker.matching import repeated
from tracker.matching.annotated import Annotated
from tracker.matching.grams import Floats, Ints
from tracker.matching.matcher import Judged, Weights
from tracker.matching.models import Doubles
from tracker.model import VERDICTS, Status


def kappa(a: Ints, b: Ints) -> float:
    """Cohen's kappa of two lists of classes."""
    kinds = max(int(a.max(initial=0)), int(b.max(initial=0))) + 1
    agree = float((a == b).mean())
    chance = float((np.bincount(a, minlength=kinds) * np.bincount(b, minlength=kinds)).sum()) / len(a) ** 2
    return (agree - chance) / max(1 - chance, 1e-9)


def auc(scores: Floats | Doubles, positive: np.ndarray[Any, np.dtype[np.bool_]]) -> float:
    """Chance that a positive scores above a negative, ties half."""
    a, b = scores[positive][:, None], scores[~positive][None, :]
    return float(((a > b) + 0.5 * (a == b)).mean()) if a.size and b.size else float("nan")


def figures(pairs: Sequence[Annotated], judged: Sequence[Judged], weights: Sequence[Weights]) -> dict[str, float]:
    """How well some pairs are judged; `weights` are those that judged each."""
    ranks = np.array(
        [
            next((n for n, j in enumerate(order, 1) if j in proofs), 99)
            for pair, j_ in zip(pairs, judged, strict=True)
            for order, proofs in zip(j_.weighed.order, pair.proofs, strict=True)
            if proofs
        ]
    )
    truth = np.concatenate([p.verdicts for p in pairs])
    chances = np.concatenate([j.verdicts for j in judged])
    proposed = chances.argmax(axis=1)
    best = np.concatenate([j.scores[:, 0] for j in judged])
    again = [
        w.repeated.probabilities(repeated.features(p.earlier, p.later)[0])[:, 1] >= w.again
        if p.later.commitments.size
        else np.zeros(len(p.repeated), bool)
        for p, w in zip(pairs, weights, strict=True)
    ]
    dropped = VERDICTS.index(Status.DROPPED)
    found = {
        "commitments": len(truth),
        "evidence@1": (ranks == 1).mean(),
        "evidence@3": (ranks <= 3).mean(),
        "evidence@5": (ranks <= 5).mean(),
        "auc": auc(best, truth != dropped),
        "verdict_kappa": kappa(truth, proposed),
        "followup_kappa": kappa((truth != dropped).astype(int), (proposed != dropped).astype(int)),
        "repeated_kappa": kappa(np.concatenate([p.repeated for p in pairs]), np.concatenate(again).astype(int)),
        "log_loss": -np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-9)).mean(),
    }
    return {name: round(float(value), 3) for name, value in found.items()}


BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Edges of the bands of confidence in a reliability table."""


def reliability(pairs: Sequence[Annotated], judged: Sequence[Judged]) -> list[tuple[float, float, int, float, float]]:
    """For each band of confidence: its edges, how many verdicts fall in it, their mean confidence and share right."""
    truth = np.concatenate([p.verdicts for p in pairs])
    chances = np.concatenate([j.verdicts for j in judged])
    confidence, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    table = []
    for low, high in pairwise(BANDS):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            mean, share = float(confidence[inside].mean()), float(right[inside].mean())
            table.append((low, high, int(inside.sum()), round(mean, 3), round(share, 3)))
    return table
