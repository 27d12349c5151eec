"""Every table as queries see it: columns and their types, without what SQLModel takes to load.

Their constraints, indexes and words are in `db.tables`; a test holds that both say the same.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Dialect, Float, Integer, MetaData, String, Table
from sqlalchemy.types import TypeDecorator, TypeEngine


class Instant(TypeDecorator[dt.datetime]):
    """A moment, which has a time zone wherever it comes from; kept as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Into the database."""
        return value if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Out of it; SQLite keeps no time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


_metadata = MetaData()


def _table(name: str, key: str, /, **columns: type[TypeEngine[Any]]) -> Table:
    keys = key.split()
    made = (Column(column, kind, primary_key=column in keys) for column, kind in columns.items())
    return Table(name, _metadata, *made)


candidate = _table(
    "candidate",
    "commitment_id report_id rank",
    commitment_id=Integer,
    report_id=Integer,
    rank=Integer,
    statement_id=Integer,
    score=Float,
    evidence=Boolean,
)
commitment = _table(
    "commitment",
    "id",
    id=Integer,
    report_id=Integer,
    start=Integer,
    gone=Boolean,
    trackability=String,
    deadline_text=String,
    deadline_date=Date,
    deadline_precision=String,
    quantities=JSON,
    parts=JSON,
    topic=String,
    ahead=Boolean,
    chain=Integer,
    status=String,
    late=Boolean,
    confidence=Float,
    decided_by=String,
    reported=String,
    strength=String,
    disagreed=Boolean,
)
correction = _table(
    "correction",
    "id",
    id=Integer,
    report_id=Integer,
    field=String,
    value=String,
    reviewer=String,
    corrected_at=Instant,
    undoes=Integer,
)
decision = _table(
    "decision",
    "id",
    id=Integer,
    commitment_id=Integer,
    report_id=Integer,
    status=String,
    note=String,
    reviewer=String,
    decided_at=Instant,
    suggested=String,
    matcher=String,
    adjudicates=Boolean,
    batch=String,
    undoes=Integer,
)
decision_evidence = _table("decision_evidence", "decision_id unit_id", decision_id=Integer, unit_id=Integer)
flag = _table("flag", "reviewer commitment_id", reviewer=String, commitment_id=Integer)
follow_up = _table(
    "follow_up",
    "commitment_id report_id",
    commitment_id=Integer,
    report_id=Integer,
    status=String,
    confidence=Float,
    reason=String,
    repeated=Boolean,
    again=Integer,
    reported=String,
    strength=String,
)
forerunner = _table("forerunner", "unit_id forerunner_id", unit_id=Integer, forerunner_id=Integer)
issuer = _table("issuer", "id", id=Integer, name=String, chained=Boolean)
issuer_name = _table("issuer_name", "id", id=Integer, name=String, means=String, reviewer=String, said_at=Instant)
mismatch = _table(
    "mismatch",
    "id",
    id=Integer,
    commitment_id=Integer,
    unit_id=Integer,
    wrong=Boolean,
    reviewer=String,
    said_at=Instant,
)
move = _table(
    "move",
    "id",
    id=Integer,
    commitment_id=Integer,
    report_id=Integer,
    before=String,
    after=String,
    before_matcher=String,
    matcher=String,
    moved_at=Instant,
)
opinion = _table(
    "opinion", "commitment_id reviewer", commitment_id=Integer, reviewer=String, status=String, late=Boolean
)
pairing = _table("pairing", "earlier_id later_id", earlier_id=Integer, later_id=Integer, matcher=String)
report = _table(
    "report",
    "id",
    id=Integer,
    source=String,
    path=String,
    digest=String,
    parser=String,
    title=String,
    stated_issuer=String,
    issuer_id=Integer,
    kind=String,
    year=Integer,
    delivered=Date,
    commitments=Integer,
    statements=Integer,
    warnings=JSON,
    imported_at=Instant,
    text=String,
)
saved_filter = _table("saved_filter", "name", name=String, fields=JSON)
setting = _table("setting", "name", name=String, value=String)
unit = _table(
    "unit",
    "id",
    id=Integer,
    report_id=Integer,
    section=String,
    role=String,
    heading=String,
    start=Integer,
    end=Integer,
    text=String,
    ahead=Boolean,
    bodies=String,
    retired_at=Instant,
)
unit_correction = _table(
    "unit_correction",
    "id",
    id=Integer,
    unit_id=Integer,
    field=String,
    value=String,
    before=String,
    reviewer=String,
    corrected_at=Instant,
    start=Integer,
    stretch=String,
    cuts=JSON,
    merged_id=Integer,
    undoes=Integer,
)
