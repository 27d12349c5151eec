"""What is read out of the database for lists, single commitments and exports."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from db import queries, store
from db.engine import reading, writing
from tracker.model import CommitmentDetail, CommitmentRow, Filter, NewDecision, ReportRow, Status

if TYPE_CHECKING:
    from sqlalchemy import Engine

PAGE = 500
"""Rows read at a time."""


def commitments(engine: Engine, chosen: Filter, limit: int | None = None) -> Iterator[CommitmentRow]:
    """The chosen rows in the order of reports, a page at a time."""
    with reading(engine) as session:
        ids = queries.commitment_ids(session, chosen)[:limit]
        for start in range(0, len(ids), PAGE):
            yield from queries.commitment_rows(session, ids[start : start + PAGE])


def tally(engine: Engine, chosen: Filter) -> dict[tuple[str | None, int | None], Counter[Status]]:
    """(issuer, report year) -> how many commitments have each status."""
    counts: dict[tuple[str | None, int | None], Counter[Status]] = {}
    for row in commitments(engine, chosen):
        counts.setdefault((row.issuer, row.year), Counter())[row.status] += 1
    return counts


def commitment(engine: Engine, identifier: int) -> CommitmentDetail:
    """Everything kept about one commitment."""
    with reading(engine) as session:
        return queries.commitment(session, identifier)


def reports(engine: Engine) -> list[ReportRow]:
    """Every kept report."""
    with reading(engine) as session:
        return queries.reports(session)


def decide(engine: Engine, decision: NewDecision) -> CommitmentDetail:
    """Keep a reviewer's decision and show what it made of the commitment."""
    with writing(engine) as session:
        store.decide(session, decision)
    return commitment(engine, decision.commitment)


def correct(
    engine: Engine, report: int, corrections: Mapping[str, str | int | dt.date | None], reviewer: str
) -> ReportRow:
    """Correct what was read of a report's identity; lasts over every later import."""
    with writing(engine) as session:
        for field, value in corrections.items():
            store.correct_report(session, report, field, value, reviewer)
    with reading(engine) as session:
        return queries.report(session, report)


def remove(engine: Engine, report: int) -> None:
    """Forget a report; refused where reviewers have decided on it."""
    with writing(engine) as session:
        store.remove_report(session, report)
