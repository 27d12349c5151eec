"""What is laid before a blind viewer in place of what matching chose, which would tell what is suggested."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from db import columns as t
from tracker.model import Role

_U = t.unit.c

Offer = Callable[[str, Sequence[str]], Sequence[int]]
"""Chooses from a report's statements, given a promise, those to lay before a blind viewer: their indices."""


class Candidate(NamedTuple):
    """A statement laid beside a commitment without anything known of the two."""

    statement_id: int
    score: float | None = None
    evidence: bool = False


def offered(
    s: Connection, rows: Iterable[Row[Any]], follow_ups: Mapping[int, Collection[int]], offer: Offer | None
) -> dict[tuple[int, int], list[Candidate]]:
    """By commitment and later report, in the order of the report: what `offer` chooses from its statements."""
    if offer is None:
        return {}
    told: dict[int, tuple[list[int], list[str]]] = {}
    found = {}
    query = select(_U.id, _U.text).where(_U.role == Role.STATEMENT.value, _U.retired_at.is_(None))
    for row in rows:
        for report in follow_ups.get(row.id, ()):
            if report not in told:
                kept = s.execute(query.where(_U.report_id == report).order_by(_U.start, _U.id)).all()
                told[report] = [unit.id for unit in kept], [unit.text for unit in kept]
            ids, texts = told[report]
            found[row.id, report] = [Candidate(ids[at]) for at in sorted(offer(row.text, texts))]
    return found
