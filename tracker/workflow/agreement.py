"""How far reviewers agree, pair by pair: percent and Cohen's kappa with its interval."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import sqrt

from tracker.model import Agreement, Status

Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""

Word = tuple[int, int | None, str, Status]
"""Commitment, later report or None for the whole, reviewer, status."""


def agreements(words: Iterable[Word]) -> list[Agreement]:
    """How far each two reviewers agree on what both have decided: the same commitment and later report, or the whole.

    Pairs with nothing in common are left out.
    """
    said: dict[str, dict[tuple[int, int | None], Status]] = defaultdict(dict)
    for commitment, report, reviewer, status in words:
        said[reviewer][commitment, report] = status
    made = []
    for one, other in combinations(sorted(said), 2):
        both = sorted(said[one].keys() & said[other].keys(), key=lambda item: (item[0], item[1] or 0))
        if both:
            made.append(agreement(one, other, [(said[one][item], said[other][item]) for item in both]))
    return made


def agreement(one: str, other: str, pairs: Sequence[tuple[Status, Status]]) -> Agreement:
    """Percent and kappa of two reviewers' words on the same things.

    The interval is the large-sample one of Fleiss, Cohen and Everitt (1969), cut to [-1, 1].
    """
    n = len(pairs)
    agreed = sum(a is b for a, b in pairs)
    rows, columns, cells = Counter(a for a, _ in pairs), Counter(b for _, b in pairs), Counter(pairs)
    observed = agreed / n
    expected = sum(rows[status] * columns[status] for status in Status) / n**2
    if expected >= 1:
        return Agreement(one, other, n, agreed, None)
    kappa = (observed - expected) / (1 - expected)
    on = sum(cells[s, s] / n * (1 - (rows[s] + columns[s]) / n * (1 - kappa)) ** 2 for s in Status)
    off = (1 - kappa) ** 2 * sum(
        count / n * ((columns[a] + rows[b]) / n) ** 2 for (a, b), count in cells.items() if a is not b
    )
    variance = (on + off - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    half = Z * sqrt(max(variance, 0.0))
    return Agreement(one, other, n, agreed, kappa, max(kappa - half, -1.0), min(kappa + half, 1.0))
