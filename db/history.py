"""Reads of what was decided, of the commitments themselves and of those that reviewers made them out of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from db import columns as t
from db.connection import storable
from db.outcomes import batches
from tracker.model import DecisionRow, Forerunner, Status, Viewer

_D = t.decision.c
_U = t.unit.c


def history(s: Connection, key: int) -> list[DecisionRow]:
    """Every decision on a commitment, oldest first."""
    return decisions(s, [key])[key]


def last_decisions(s: Connection, viewer: Viewer, limit: int) -> list[DecisionRow]:
    """The last decisions of the one who looks, taken back or not, newest first."""
    mine = select(_D.id, _D.commitment_id).where(_D.reviewer == storable(viewer.name), _D.status.is_not(None))
    rows = s.execute(mine.order_by(_D.id.desc()).limit(limit)).all()
    every = {d.id: d for told in decisions(s, {row.commitment_id for row in rows}, viewer).values() for d in told}
    return [every[row.id] for row in rows]


def forerunners(s: Connection, ids: Iterable[int], viewer: Viewer) -> dict[int, list[Forerunner]]:
    """By commitment, those decided ones that a reviewer split or merged into it, oldest first."""
    f = t.forerunner.c
    found: dict[int, list[Forerunner]] = defaultdict(list)
    query = select(f.unit_id, _U.id, _U.text).join(t.unit, _U.id == f.forerunner_id).order_by(_U.id)
    for some in batches(ids):
        rows = s.execute(query.where(f.unit_id.in_(some))).all()
        told = decisions(s, {row.id for row in rows}, viewer)
        for row in rows:
            if told[row.id]:
                found[row.unit_id].append(Forerunner(row.id, row.text, tuple(told[row.id])))
    return found


def decisions(s: Connection, ids: Iterable[int], viewer: Viewer | None = None) -> dict[int, list[DecisionRow]]:
    """By commitment, oldest first; to a blind viewer only their own, without what was suggested."""
    blind = viewer is not None and viewer.blind
    found: dict[int, list[DecisionRow]] = defaultdict(list)
    e = t.decision_evidence.c
    for some in batches(ids):
        shown = defaultdict(list)
        of_these = select(e.decision_id, e.unit_id).join(t.decision, _D.id == e.decision_id)
        for decision, unit in s.execute(of_these.where(_D.commitment_id.in_(some)).order_by(e.unit_id)):
            shown[decision].append(unit)
        rows = s.execute(select(t.decision).where(_D.commitment_id.in_(some)).order_by(_D.id)).all()
        undone = {row.undoes for row in rows}
        for row in rows:
            if viewer is not None and blind and row.reviewer != viewer.name:
                continue
            found[row.commitment_id].append(
                DecisionRow(
                    id=row.id,
                    commitment=row.commitment_id,
                    report=row.report_id,
                    status=row.status and Status(row.status),
                    note=row.note,
                    reviewer=row.reviewer,
                    decided_at=row.decided_at,
                    evidence=tuple(shown[row.id]),
                    suggested=Status(row.suggested) if row.suggested and not blind else None,
                    matcher="" if blind else row.matcher,
                    undoes=row.undoes,
                    undone=row.id in undone,
                    adjudicates=row.adjudicates,
                    batch=row.batch,
                )
            )
    return found
