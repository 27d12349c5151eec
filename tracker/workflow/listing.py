"""What is read out of the database for lists, single commitments and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from db import queries, store
from db.engine import reading, writing
from tracker.errors import UsageError
from tracker.model import (
    Agreement,
    CommitmentDetail,
    CommitmentRow,
    Filter,
    LogEntry,
    NewDecision,
    ReportRow,
    StatementRow,
    Tally,
    Viewer,
)
from tracker.parsing import parse
from tracker.workflow import agreement
from tracker.workflow.blindly import offered
from tracker.workflow.promising import rewrite
from tracker.workflow.topics import taxonomy

if TYPE_CHECKING:
    from sqlalchemy import Engine

PAGE = 500
"""Rows read at a time."""


def check_names(engine: Engine, chosen: Filter) -> None:
    """Refuse a filter by what is not kept: to a name that was mistyped an empty list would be a wrong answer.

    Raises:
        UsageError: there is no such issuer, report or topic.

    """
    with reading(engine) as session:
        if chosen.issuer is not None and chosen.issuer not in queries.issuers(session):
            raise UsageError("db.issuer.unknown", name=chosen.issuer)
        if chosen.report is not None:
            queries.report(session, chosen.report)
        if chosen.topic is not None and chosen.topic not in {topic.key for topic in taxonomy(session).topics}:
            raise UsageError("db.topic.unknown", key=chosen.topic)


def commitments(
    engine: Engine, chosen: Filter, limit: int | None = None, order: str = "report", viewer: Viewer | None = None
) -> Iterator[CommitmentRow]:
    """The chosen rows in an order of `queries.ORDERS`, a page at a time."""
    with reading(engine) as session:
        ids = queries.commitment_ids(session, chosen, order, viewer)[:limit]
        for start in range(0, len(ids), PAGE):
            yield from queries.commitment_rows(session, ids[start : start + PAGE], viewer)


def tallies(engine: Engine, chosen: Filter) -> list[Tally]:
    """How the chosen commitments stand, by issuer and report year."""
    with reading(engine) as session:
        return queries.tallies(session, chosen)


def commitment(engine: Engine, identifier: int, viewer: Viewer | None = None) -> CommitmentDetail:
    """Everything kept about one commitment."""
    with reading(engine) as session:
        return queries.commitment(session, identifier, viewer, offer=offered)


def statements(engine: Engine, chosen: Filter, *, unanswering: bool) -> list[StatementRow]:
    """Statements by a filter's issuer, years, report, body and text; or only those that answer no promise."""
    with reading(engine) as session:
        return queries.statements(session, chosen, unanswering=unanswering)


def log(engine: Engine) -> list[LogEntry]:
    """Every decision and correction, oldest first."""
    with reading(engine) as session:
        return list(queries.log(session))


def agreements(engine: Engine) -> list[Agreement]:
    """How far each two reviewers agree."""
    with reading(engine) as session:
        return agreement.agreements(queries.standing_words(session))


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
        if "year" in corrections:
            rewrite(session, report)  # deadlines such as 年底前 count from it
    with reading(engine) as session:
        return queries.report(session, report)


def take_back(engine: Engine, report: int, field: str, reviewer: str) -> ReportRow:
    """Take back the last word on a field of a report's identity, whoever said it; it stays on record.

    Raises:
        UsageError: the report is not kept, or no word on the field stands.

    """
    with writing(engine) as session:
        read = parse(queries.source_view(session, report).text).identity
        store.take_back_report(session, report, field, read, reviewer)
        if field == "year":
            rewrite(session, report)
    with reading(engine) as session:
        return queries.report(session, report)


def remove(engine: Engine, report: int) -> None:
    """Forget a report; refused where reviewers have decided on it."""
    with writing(engine) as session:
        store.remove_report(session, report)
