"""Learn from reviewers' decisions: the models move from where annotators put them towards what reviewers say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tracker.errors import UsageError
from tracker.matching import contest
from tracker.matching.features import compare
from tracker.matching.figures import kappa
from tracker.matching.grams import Floats, Ints
from tracker.matching.matcher import Weights, tempered
from tracker.matching.models import Doubles, Linear, refit
from tracker.matching.prepare import Prepared
from tracker.matching.verdict import weigh

FEWEST = 20
"""Decisions from which refitting is tried."""

FOLDS = 5
"""Parts that the decisions are held back in, one at a time."""

VERDICT_PULL, EVIDENCE_PULL = 200.0, 30.0
"""How firmly the models are held where they were: half of it times the squared way is added to the log loss."""


@dataclass(frozen=True)
class Decided:
    """What reviewers say of one report's commitments by one later report."""

    earlier: Prepared
    later: Prepared
    verdicts: dict[int, int]
    """Index of a commitment -> index into VERDICTS."""
    proofs: dict[int, frozenset[int]]
    """Index of a commitment -> indices of the statements that a reviewer attached; only where there are any."""


@dataclass(frozen=True)
class Figures:
    """How decisions that were held back are judged."""

    verdict_kappa: float
    log_loss: float
    evidence_at_1: float
    """Not a number where no reviewer attached evidence."""

    def no_worse_than(self, other: Figures) -> bool:
        """Whether the log loss fell and nothing else did."""
        same_evidence = np.isnan(self.evidence_at_1) or self.evidence_at_1 >= other.evidence_at_1
        return bool(
            self.log_loss < other.log_loss and self.verdict_kappa >= other.verdict_kappa - 1e-9 and same_evidence
        )


@dataclass(frozen=True)
class Refitted:
    """New weights with what they bring, both on held-back decisions."""

    weights: Weights
    decisions: int
    before: Figures
    after: Figures


@dataclass(frozen=True)
class _Row:
    """One decided commitment with all that the models see of it."""

    pairs: Floats
    """Of its shortlist, shape (listed, features of `among`)."""
    proven: Ints | None
    """Which of them a reviewer attached; None if there is no evidence."""
    verdict: int
    weigh: Callable[[Linear], Floats]
    """The verdict's features when the shortlist is ordered by a model."""


def refit_from(decided: Sequence[Decided], weights: Weights) -> Refitted:
    """Refit the evidence and the verdict model; see whether `after` is no worse than `before` prior to using it.

    Raises:
        UsageError: there are fewer than FEWEST decisions.

    """
    rows = [row for pair in decided for row in _rows(pair, weights)]
    if len(rows) < FEWEST:
        raise UsageError("matching.error.few", n=len(rows), needed=FEWEST)
    parts = np.arange(len(rows)) % FOLDS
    before: list[tuple[Doubles, bool | None]] = []
    after: list[tuple[Doubles, bool | None]] = []
    order: list[int] = []
    for part in range(FOLDS):
        learnt = _fit([r for r, p in zip(rows, parts, strict=True) if p != part], weights)
        for k in np.flatnonzero(parts == part):
            order.append(int(k))
            before.append(_judge(rows[k], weights))
            after.append(_judge(rows[k], learnt))
    truth = np.array([rows[k].verdict for k in order])
    return Refitted(_fit(rows, weights), len(rows), _figures(truth, before), _figures(truth, after))


def _rows(pair: Decided, weights: Weights) -> list[_Row]:
    compared = compare(pair.earlier, pair.later)
    first = weights.pair.probabilities(compared.features)[..., 1]
    contested = contest.columns(pair.earlier, pair.later, compared.shortlist, first)
    seen = np.concatenate([compared.features, contested], axis=2)
    prospects = weights.prospects.of(pair.earlier.commitments)
    known: dict[int, Floats] = {}

    def features(model: Linear) -> Floats:
        if id(model) not in known:
            chances = model.probabilities(seen)[..., 1]
            known.clear()
            known[id(model)] = weigh(pair.earlier, pair.later, compared, chances, contested, prospects).features
        return known[id(model)]

    found = []
    for i, verdict in sorted(pair.verdicts.items()):
        proofs = pair.proofs.get(i)
        proven = np.array([int(j in proofs) for j in compared.shortlist[i]]) if proofs else None
        found.append(_Row(seen[i], proven, verdict, lambda model, i=i: features(model)[i]))  # type: ignore[misc]
    return found


def _fit(rows: Sequence[_Row], weights: Weights) -> Weights:
    proven = [(row.pairs, row.proven) for row in rows if row.proven is not None]
    among = weights.among
    if proven:
        x, y = np.concatenate([x for x, _ in proven]), np.concatenate([y for _, y in proven])
        among = refit(among, x, y, EVIDENCE_PULL)
    x = np.stack([row.weigh(among) for row in rows])
    verdict = refit(weights.verdict, x, np.array([row.verdict for row in rows]), VERDICT_PULL)
    return replace(weights, among=among, verdict=verdict)


def _judge(row: _Row, weights: Weights) -> tuple[Doubles, bool | None]:
    """Chances of the verdicts, and whether evidence comes first."""
    chances = weights.among.probabilities(row.pairs)[:, 1]
    first = None if row.proven is None else bool(row.proven[chances.argmax()])
    verdicts = weights.verdict.probabilities(row.weigh(weights.among)[None])
    return tempered(verdicts, chances.max(keepdims=True))[0], first


def _figures(truth: Ints, judged: Sequence[tuple[Doubles, bool | None]]) -> Figures:
    chances = np.stack([c for c, _ in judged])
    firsts = [first for _, first in judged if first is not None]
    loss = -np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-9)).mean()
    at_1 = float(np.mean(firsts)) if firsts else float("nan")
    return Figures(round(kappa(truth, chances.argmax(axis=1)), 3), round(float(loss), 4), round(at_1, 3))
