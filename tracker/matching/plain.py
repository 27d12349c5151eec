"""Statements that have most characters in common with a promise: plain arithmetic on the texts, nothing learned.

What a blind reviewer is offered rests on it, so it depends on the promise and the report alone and gives away nothing
of what the matcher makes of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log, sqrt

from tracker.matching.comparison import MOST_CHARACTERS, fold


def most_alike(promise: str, statements: Sequence[str], most: int) -> list[int]:
    """Indices, ascending, of the `most` statements that share most pairs of neighbouring characters with a promise.

    A pair counts by how few of the statements hold it, and a long statement's pairs count less.
    """
    asked, told = _pairs(promise), [_pairs(text) for text in statements]
    held = Counter(pair for pairs in told for pair in pairs)
    weight = {pair: log((1 + len(told)) / held[pair]) for pair in asked if pair in held}

    def likeness(at: int) -> float:
        return sum(weight[pair] for pair in asked & told[at]) / sqrt(len(told[at]) or 1)

    return sorted(sorted(range(len(told)), key=lambda at: (-likeness(at), at))[:most])


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    folded = fold(text[:MOST_CHARACTERS])
    pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
    return frozenset(pair for pair in pairs if pair.isalnum())
