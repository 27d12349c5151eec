"""Fit the models from annotated pairs of reports, and say how well they judge issuers they have not seen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from tracker.matching import contest, features, prospects, repeated, verdict
from tracker.matching.annotated import Annotated, Texts, issuers, learn_background, read_pairs
from tracker.matching.encoder import Encoder
from tracker.matching.features import Compared, compare
from tracker.matching.figures import figures, kappa, reliability
from tracker.matching.grams import Background, Floats, Ints
from tracker.matching.matcher import Judged, Weights, judge
from tracker.matching.meaning import Meaning
from tracker.matching.models import Doubles, Linear, fit
from tracker.matching.tuning import tune

PAIR_PENALTY, VERDICT_PENALTY, REPEATED_PENALTY = 10.0, 20.0, 1.0
"""Chosen by leaving one issuer out."""

FOLDS = 8
"""Groups of issuers that are held back in turn where a model learns from what another says of unseen ones."""

Tables = tuple[Background, Meaning]
Model = TypeVar("Model")
Said = TypeVar("Said")


@dataclass(frozen=True)
class Evaluation:
    """How pairs were judged by models that saw nothing of their issuer."""

    pairs: tuple[Annotated, ...]
    judged: tuple[Judged, ...]
    weights: tuple[Weights, ...]
    """That judged each pair."""

    def table(self) -> dict[str, dict[str, float]]:
        """Figures for each pair, and over all of them."""
        each = zip(self.pairs, self.judged, self.weights, strict=True)
        return {p.name: figures([p], [j], [w]) for p, j, w in each} | {
            "all": figures(self.pairs, self.judged, self.weights)
        }

    def reliability(self) -> list[tuple[float, float, int, float, float]]:
        """See `figures.reliability`."""
        return reliability(self.pairs, self.judged)


def leave_one_out(
    gold: Path, also: Sequence[Path], tables: Callable[[str | None], Tables], encoder: Encoder | None = None
) -> Evaluation:
    """Judge each annotated pair by models that saw nothing of its issuer.

    Args:
        gold: the folder of annotated reports.
        also: folders of further ones, learnt from and never judged.
        tables: the background and the meanings without an issuer.
        encoder: for the semantic models.

    """
    found: list[tuple[Annotated, Judged, Weights]] = []
    for issuer in issuers(gold):
        back, distilled = tables(issuer)
        judged, further = (
            [pair for folder in folders for pair in read_pairs(folder, back, distilled, encoder)]
            for folders in ([gold], also)
        )
        seen, more = ([p for p in pairs if p.issuer != issuer] for pairs in (judged, further))
        weights, meaning = fit_all(seen, more, distilled)
        unseen = [p.meant(meaning) for p in judged if p.issuer == issuer]
        found += [(p, judge(p.earlier, p.later, weights), weights) for p in unseen]
    pairs, judgements, used = zip(*found, strict=True)
    return Evaluation(pairs, judgements, used)


def learnt_tables(texts: dict[str, Texts], encoder: Encoder) -> Callable[[str | None], Tables]:
    """Tables learnt anew without each issuer."""
    return lambda without: learn_background(texts, encoder, without)


def fit_all(gold: Sequence[Annotated], further: Sequence[Annotated], distilled: Meaning) -> tuple[Weights, Meaning]:
    """Tune the vectors and fit every model; each learns from what the one before it says of issuers it has not seen.

    How strictly the annotators of further pairs judge is told apart, so that verdicts come out as those of gold.
    """
    pairs = [*gold, *further]
    apart = np.repeat([False, True], [sum(len(p.verdicts) for p in part) for part in (gold, further)])
    meaning = tune(distilled, pairs)
    pairs = _meant_unseen(pairs, distilled)
    compared = {p.name: compare(p.earlier, p.later) for p in pairs}
    proven = {p.name: _proven(p, compared[p.name].shortlist) for p in pairs}
    names = features.names_of(pairs[0].earlier.commitments)
    first = {p.name: compared[p.name].features for p in pairs}
    pair, looked = _held_out(names, first, proven, pairs)
    contested = {p.name: _contested(p, compared[p.name], looked[p.name]) for p in pairs}
    seen = {p.name: np.concatenate([first[p.name], contested[p.name]], axis=2) for p in pairs}
    among, chances = _held_out((*names, *contest.NAMES), seen, proven, pairs)
    promising = _unseen(pairs, prospects.learn, lambda model, p: model.of(p.earlier.commitments))
    weighed = [
        verdict.weigh(p.earlier, p.later, compared[n], chances[n], contested[n], promising[n])
        for n, p in ((p.name, p) for p in pairs)
    ]
    judged = np.concatenate([p.verdicts for p in pairs])
    x = np.concatenate([w.features for w in weighed])
    verdicts = fit(verdict.names_of(names), x, judged, 3, VERDICT_PENALTY, apart)
    again, limit = fit_repeated([p for p in pairs if p.later.commitments.size and p.repeated.size])
    share = _best_share(pairs, weighed)
    return Weights(pair, among, prospects.learn(pairs), verdicts, again, limit, share), meaning


def _meant_unseen(pairs: Sequence[Annotated], distilled: Meaning) -> list[Annotated]:
    """Each pair with vectors that were tuned without its issuer."""
    found = _unseen(pairs, lambda others: tune(distilled, others), lambda meaning, p: p.meant(meaning))
    return [found[p.name] for p in pairs]


def _held_out(
    names: Sequence[str], x: dict[str, Floats], proven: dict[str, Ints], pairs: Sequence[Annotated]
) -> tuple[Linear, dict[str, Doubles]]:
    """A model of evidence from all pairs, and the chances that models without a pair's issuer give it."""

    def fit_on(chosen: Sequence[Annotated]) -> Linear:
        rows = np.concatenate([x[p.name].reshape(-1, len(names)) for p in chosen])
        return fit(names, rows, np.concatenate([proven[p.name].ravel() for p in chosen]), 2, PAIR_PENALTY)

    return fit_on(pairs), _unseen(pairs, fit_on, lambda model, p: model.probabilities(x[p.name])[..., 1])


def _unseen(
    pairs: Sequence[Annotated],
    fit_on: Callable[[Sequence[Annotated]], Model],
    say: Callable[[Model, Annotated], Said],
) -> dict[str, Said]:
    """What is said of each pair by a model that saw nothing of its issuer, by the pair's name.

    Issuers are held back in FOLDS groups at most, each in turn.
    """
    found: dict[str, Said] = {}
    issuers = sorted({p.issuer for p in pairs})
    for k in range(min(FOLDS, len(issuers))):
        unseen = set(issuers[k::FOLDS])
        model = fit_on([p for p in pairs if p.issuer not in unseen])
        found |= {p.name: say(model, p) for p in pairs if p.issuer in unseen}
    return found


def _contested(pair: Annotated, compared: Compared, chances: Doubles) -> Floats:
    return contest.columns(pair.earlier, pair.later, compared.shortlist, chances)


def _proven(pair: Annotated, shortlist: Ints) -> Ints:
    """1 for each shortlisted statement that proves the verdict."""
    return np.array([[int(j in proofs) for j in row] for row, proofs in zip(shortlist, pair.proofs, strict=True)])


def _best_share(pairs: Sequence[Annotated], weighed: Sequence[verdict.Weighed]) -> float:
    """The share of the best chance from which a further statement is evidence too, by F1 of the evidence."""

    def f1(share: float) -> float:
        hit = found = true = 0
        for pair, w in zip(pairs, weighed, strict=True):
            for order, chances, proofs in zip(w.order, w.chances, pair.proofs, strict=True):
                if proofs:
                    chosen = set(order[:4][chances[:4] >= share * chances[0]].tolist())
                    hit, found, true = hit + len(chosen & proofs), found + len(chosen), true + len(proofs)
        return 2 * hit / max(found + true, 1)

    return max((round(0.2 + 0.05 * k, 2) for k in range(17)), key=f1)


def fit_repeated(pairs: Sequence[Annotated]) -> tuple[Linear, float]:
    """The model of repetition and the chance from which it agrees best with the annotators, held out by issuer."""
    found = {p.name: repeated.features(p.earlier, p.later)[0] for p in pairs}

    def fit_on(chosen: Sequence[Annotated]) -> Linear:
        x = np.concatenate([found[p.name] for p in chosen])
        return fit(repeated.NAMES, x, np.concatenate([p.repeated for p in chosen]), 2, REPEATED_PENALTY)

    said = _unseen(pairs, fit_on, lambda model, p: model.probabilities(found[p.name])[:, 1])
    chance = np.concatenate([said[p.name] for p in pairs])
    true = np.concatenate([p.repeated for p in pairs])
    limit = max((round(0.4 + 0.05 * k, 2) for k in range(9)), key=lambda t: kappa(true, (chance >= t).astype(int)))
    return fit_on(pairs), limit


def evaluate(gold: Path, weights: Weights, tables: Tables, encoder: Encoder | None = None) -> Evaluation:
    """How given weights judge annotated pairs; honest only for reports that took no part in their making."""
    pairs = tuple(read_pairs(gold, *tables, encoder))
    judged = tuple(judge(p.earlier, p.later, weights) for p in pairs)
    return Evaluation(pairs, judged, (weights,) * len(pairs))


def write_weights(path: Path, weights: Weights, made: dict[str, Any]) -> None:
    """Keep weights, with the figures of their making, as JSON that a person can read."""
    lines = json.dumps(made | weights.to_json(), ensure_ascii=False, indent=1)
    compact = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(compact + "\n", encoding="utf-8")
