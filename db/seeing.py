"""What commitments are to the one who looks at them, and where reports stand in every list."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, literal, null, select

from db import columns as t
from db.outcomes import age
from tracker.model import Status, Viewer

_C = t.commitment.c
_O = t.opinion.c
_R = t.report.c


class Columns(NamedTuple):
    """What a commitment's outcome is to the one who looks."""

    status: ColumnElement[Any]
    late: ColumnElement[Any]
    confidence: ColumnElement[Any]
    decided_by: ColumnElement[Any]
    reported: ColumnElement[Any]
    strength: ColumnElement[Any]
    disagreed: ColumnElement[Any]
    chain: ColumnElement[Any]


def columns(viewer: Viewer) -> Columns:
    """The kept outcome, or to a blind viewer the one of their own words: `seen_by` has to join them."""
    if not viewer.blind:
        kept = (_C.status, _C.late, _C.confidence, _C.decided_by, _C.reported, _C.strength, _C.disagreed, _C.chain)
        return Columns(*kept)
    status = func.coalesce(_O.status, literal(Status.PENDING.value))
    late = func.coalesce(_O.late, false())
    return Columns(status, late, null(), _O.reviewer, null(), null(), false(), null())


def seen_by(query: Select[Any], viewer: Viewer) -> Select[Any]:
    """A query of commitments with what `columns` needs."""
    if not viewer.blind:
        return query
    return query.outerjoin(t.opinion, (_O.commitment_id == _C.id) & (_O.reviewer == viewer.name))


def flagged(viewer: Viewer) -> Select[Any]:
    """Ids of what the one who looks has marked for later; of what anybody has, if they have no name."""
    marked = select(t.flag.c.commitment_id)
    return marked.where(t.flag.c.reviewer == viewer.name) if viewer.name else marked


def with_issuer(query: Select[Any]) -> Select[Any]:
    """A query of reports with their issuers, where they have one."""
    return query.select_from(t.report).outerjoin(t.issuer, t.issuer.c.id == _R.issuer_id)


def place(issuer: str | None, year: int | None, delivered: dt.date | None, key: int) -> tuple[Any, ...]:
    """Where a report stands in every list. In Python: databases sort Chinese names differently."""
    return (issuer is None, issuer or "", *age(year, delivered, key))
