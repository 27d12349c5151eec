"""What a later report as a whole says of a commitment: the features that the verdict is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracker.matching import contest, features
from tracker.matching.features import STEP_NAMES, Compared
from tracker.matching.grams import Columns, Floats, Ints
from tracker.matching.models import Doubles, Linear
from tracker.matching.numbers import REACHED, Number, reached
from tracker.matching.prepare import Prepared, Side
from tracker.model import VERDICTS

PROSPECT = "prospect_"
"""Begins the names of features that tell what promises in such words came to elsewhere."""

ALIKE = 0.2
"""Cosine of the words around two numbers of one unit from which they count the same thing."""

NEAR = 0.15
"""What standing in a certain candidate adds to that cosine, and what being the very number promised adds."""


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A promised number and the reported one that answers it best."""

    promised: Number
    reported: Number | None
    """None if nothing of that unit is said of the same thing."""
    statement: int
    share: float
    """See `numbers.reached`."""
    likeness: float


@dataclass(frozen=True)
class Weighed:
    """Commitments with the candidates in order of the pair model, and what the verdict is drawn from."""

    order: Ints
    """Statement indices, best first, shape (commitments, listed)."""
    chances: Doubles
    """The pair model's chance of each, the same shape."""
    features: Floats
    """Shape (commitments, features), see `names_of`."""
    numbers: tuple[tuple[NumberMatch, ...], ...]


def weigh(
    earlier: Prepared, later: Prepared, compared: Compared, chances: Doubles, contested: Floats, prospects: Doubles
) -> Weighed:
    """Order the shortlists by chance and describe what stands there.

    Args:
        earlier: the report that promises.
        later: the report that tells.
        compared: the two of them.
        chances: of each shortlisted statement being evidence, shape (commitments, listed).
        contested: what `contest.columns` gave.
        prospects: of each commitment, what `Prospects.of` gave.

    """
    asked, told = earlier.commitments, later.statements
    best_first = np.argsort(-chances, axis=1, kind="stable")
    order = np.take_along_axis(compared.shortlist, best_first, axis=1)
    given, chances = chances, np.take_along_axis(chances, best_first, axis=1)
    pairs = _best_pair(compared.features, given, best_first[:, 0], features.names_of(asked))
    contested = np.take_along_axis(contested, best_first[:, :2, None], axis=1)
    numbers = match_numbers(asked, told, compared.numbers, order, chances)
    columns: Columns = {
        **_standing(chances),
        **pairs,
        **{"first_" + name: contested[:, 0, k] for k, name in enumerate(contest.NAMES)},
        **{"second_" + name: contested[:, -1, k] for k, name in enumerate(contest.NAMES)},
        **_covered(asked, compared, order),
        **_number_columns(numbers),
        **_steps(asked, told, compared, order),
        **_surroundings(earlier, later),
        **{PROSPECT + status.value: prospects[:, k] for k, status in enumerate(VERDICTS[:-1])},
    }
    names = names_of(features.names_of(asked))
    return Weighed(order, chances, np.stack([columns[n] for n in names], axis=1).astype(np.float32), numbers)


def _standing(chances: Doubles) -> Columns:
    """The best chances and how they add up."""
    top = np.pad(chances, ((0, 0), (0, max(0, 5 - chances.shape[1]))))[:, :5].clip(1e-4, 1 - 1e-4)
    logit = np.log(top / (1 - top))
    return {
        "first": logit[:, 0],
        "second": logit[:, 1],
        "third": logit[:, 2],
        "fifth": logit[:, 4],
        "sum": np.log(chances.sum(axis=1) + 1e-3),
        "none": np.log1p(-chances.clip(0, 0.999)).sum(axis=1),
    }


def _best_pair(pairs: Floats, chances: Doubles, best: Ints, names: Sequence[str]) -> Columns:
    """The features of the best pair, and their mean over the candidates weighted by squared chance."""
    weight = chances**2 / (chances**2).sum(axis=1, keepdims=True)
    mean = np.einsum("ij,ijk->ki", weight.astype(pairs.dtype), pairs)
    top = np.moveaxis(pairs, 2, 0)[:, np.arange(len(best)), best]
    return {"best_" + n: v for n, v in zip(names, top, strict=True)} | {
        "mean_" + n: v for n, v in zip(names, mean, strict=True)
    }


TOGETHER = (1, 2, 4)
"""How many of the best statements are looked at together."""

COVERED = 0.35
"""Share of a clause from which it counts as covered."""


def joint(per_clause: Floats, asked: Side, order: Ints, together: int) -> Floats:
    """Best value of each commitment clause over the first `together` statements of its commitment."""
    chosen = order[asked.owner][:, :together]
    return np.asarray(np.take_along_axis(per_clause, chosen, axis=1).max(axis=1), np.float32)


def _covered(asked: Side, compared: Compared, order: Ints) -> Columns:
    """Coverage of the commitment's clauses by its best statements jointly."""
    found: Columns = {}
    for name, per_clause in (
        ("coverage", compared.coverage),
        ("likeness", compared.likeness),
        ("meaning", compared.meant),
    ):
        for together in TOGETHER:
            best = joint(per_clause, asked, order, together)
            key = f"{name}{together}_"
            found[key + "mean"] = asked.mean @ best
            found[key + "share"] = asked.mean @ (best > COVERED)
            found[key + "least"] = np.minimum.reduceat(best, asked.starts)
            found[key + "most"] = np.maximum.reduceat(best, asked.starts)
            found[key + "first"] = best[asked.starts]
    return found


def match_numbers(
    asked: Side, told: Side, alike: Floats, order: Ints, chances: Doubles
) -> tuple[tuple[NumberMatch, ...], ...]:
    """For each commitment its promised numbers, each with the reported number that answers it best.

    `alike`, shape (promised numbers, reported numbers), says how like what they count is.
    """
    matches: list[list[NumberMatch]] = [[] for _ in range(asked.size)]
    if not asked.numbers:
        return tuple(tuple(found) for found in matches)
    values, units = np.array([n.value for n in told.numbers]), np.array([n.unit for n in told.numbers], object)
    directions = np.array([n.direction for n in told.numbers])
    for q, i in enumerate(asked.number_owner):
        promised = asked.numbers[q]
        if not told.numbers:
            matches[i].append(NumberMatch(promised, None, -1, 0.0, 0.0))
            continue
        chance = np.zeros(told.size)
        chance[order[i]] = chances[i]
        equal = values == promised.value
        same = (units == promised.unit) & (directions * promised.direction >= 0)  # a fall answers no promised rise
        fit = np.where(same, alike[q] + NEAR * (chance[told.number_owner] + equal), 0)
        best = int(np.argmax(fit))
        likeness = float(alike[q, best])
        if fit[best] <= ALIKE:
            matches[i].append(NumberMatch(promised, None, -1, 0.0, likeness))
            continue
        reported = told.numbers[best]
        share = reached(promised, reported.value)
        matches[i].append(NumberMatch(promised, reported, int(told.number_owner[best]), share, likeness))
    return tuple(tuple(found) for found in matches)


def _number_columns(numbers: Sequence[Sequence[NumberMatch]]) -> Columns:
    """How the promised numbers fare, over each commitment."""
    table = np.zeros((len(numbers), 6), np.float32)
    for i, found in enumerate(numbers):
        if found:
            answered = [m for m in found if m.reported]
            hit = sum(m.share >= REACHED for m in answered)
            near = sum(min(m.share, 1.5) for m in answered)
            n = len(found)
            likeness = sum(m.likeness for m in found) / n
            table[i] = (min(n, 4), hit / n, (len(answered) - hit) / n, 1 - len(answered) / n, near / n, likeness)
    names = ("numbers", "reached", "missed", "absent", "share_reached", "number_likeness")
    return {name: table[:, k] for k, name in enumerate(names)}


def _steps(asked: Side, told: Side, compared: Compared, order: Ints) -> Columns:
    """Kinds of step that are asked for, and those of the best statement's clauses that answer the commitment's."""
    first = order[asked.owner, 0]
    sizes = np.diff(told.starts, append=len(told.clauses))[first]
    places = told.starts[first][:, None] + np.minimum(np.arange(sizes.max()), sizes[:, None] - 1)
    alike = np.take_along_axis(compared.clauses, places, axis=1)
    answering = alike.argmax(axis=1)
    clause = np.arange(len(first))
    weight = (asked.clause_rows.mass * alike[clause, answering] + 1e-6)[:, None]
    kinds = np.minimum(told.clause_steps[places[clause, answering]], 1)
    answer = np.add.reduceat(weight * kinds, asked.starts) / np.add.reduceat(weight, asked.starts)
    found: Columns = {"answer_" + name: answer[:, k] for k, name in enumerate(STEP_NAMES)}
    return found | {"asked_" + name: np.minimum(asked.steps[:, k], 3) for k, name in enumerate(STEP_NAMES)}


def _surroundings(earlier: Prepared, later: Prepared) -> Columns:
    """The commitment's own shape, whether the earlier report spoke of it, and how much the later one tells."""
    asked, told = earlier.commitments, later.statements
    same = np.ones(asked.size, np.float32)
    return {
        "clauses": np.log(np.bincount(asked.owner, minlength=asked.size)).astype(np.float32),
        "names": np.array([min(len(n), 3) for n in asked.names], np.float32),
        "own": earlier.said_already,
        "told": same * np.float32(np.log(told.size)),
        "told_each": same * np.float32(np.log(1 + told.lengths.mean())),
    }


def expecting_nothing(model: Linear, features: Floats) -> Floats:
    """The features with the usual expectation for every commitment, so that what it rests on is evidence alone."""
    same, of_wording = features.copy(), [name.startswith(PROSPECT) for name in model.names]
    same[:, of_wording] = model.mean[of_wording]
    return same


def names_of(pair: Sequence[str]) -> tuple[str, ...]:
    """The features of a commitment in order, given those of a pair."""
    return (
        "first", "second", "third", "fifth", "sum", "none",
        *("best_" + name for name in pair),
        *("mean_" + name for name in pair),
        *("first_" + name for name in contest.NAMES),
        *("second_" + name for name in contest.NAMES),
        *(f"{kind}{n}_{how}" for kind in ("coverage", "likeness", "meaning") for n in TOGETHER
          for how in ("mean", "share", "least", "most", "first")),
        "numbers", "reached", "missed", "absent", "share_reached", "number_likeness",
        *("answer_" + name for name in STEP_NAMES),
        *("asked_" + name for name in STEP_NAMES),
        "clauses", "names", "own", "told", "told_each",
        *(PROSPECT + status.value for status in VERDICTS[:-1]),
    )  # fmt: skip
