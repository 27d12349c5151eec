"""What a blind reviewer is offered to look at in place of what matching found."""

from __future__ import annotations

from collections.abc import Sequence

OFFERED = 10
"""Statements of each later report: as many as there are digits, whatever is suggested."""


def offered(promise: str, statements: Sequence[str]) -> list[int]:
    """Indices, ascending, of those statements of a later report that are laid beside a promise.

    Those with most characters in common: what the matcher learned, and what it suggests, has no part in it.
    """
    from tracker.matching.plain import most_alike

    return most_alike(promise, statements, OFFERED)
