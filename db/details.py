"""Reads of commitments with all that is kept about them, many at a time: a query for each table, none for each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from db import tables as t
from db.outcomes import age, batches
from tracker.errors import UsageError
from tracker.model import (
    CommitmentDetail,
    CommitmentRow,
    Deadline,
    DecisionRow,
    EvidenceRow,
    FollowUpRow,
    Precision,
    Promise,
    Quantity,
    Relation,
    Status,
    Trackability,
)

_C = t.commitment.c
_D = t.decision.c
_F = t.follow_up.c
_K = t.candidate.c
_R = t.report.c
_U = t.unit.c

_LINE = (
    _C.id,
    _C.report_id,
    t.issuer.c.name,
    _R.year,
    _R.title,
    _U.heading,
    _U.text,
    _C.trackability,
    _C.status,
    _C.late,
    _C.confidence,
    _C.decided_by,
    _C.gone,
)
"""The columns of a CommitmentRow, in its order."""

_MORE = (
    _R.source,
    _R.delivered,
    _U.start,
    _U.end,
    _C.deadline_text,
    _C.deadline_date,
    _C.deadline_precision,
    _C.quantities,
)
"""What a CommitmentDetail takes besides."""


def commitment_rows(s: Session, ids: Sequence[int]) -> list[CommitmentRow]:
    """One row for each id, in the order of `ids`; an id that is not kept has none."""
    found = {row.id: _line(row) for row in _commitments(s, ids, _LINE)}
    return [found[key] for key in ids if key in found]


def commitment(s: Session, key: int) -> CommitmentDetail:
    """Everything kept about one commitment.

    Raises:
        UsageError: it is not kept.

    """
    found = details(s, [key])
    if not found:
        raise UsageError(f"commitment {key}: is not kept; tracker list shows the ids")
    return found[0]


def history(s: Session, key: int) -> list[DecisionRow]:
    """Every decision on a commitment, oldest first."""
    return _decisions(s, [key])[key]


def details(s: Session, ids: Sequence[int]) -> list[CommitmentDetail]:
    """Everything kept about some commitments, in the order of `ids`."""
    decisions = _decisions(s, ids)
    standing = {key: _standing(decisions[key]) for key in ids}
    follow_ups = _follow_ups(s, ids)
    candidates = _candidates(s, ids)
    attached = {unit for kept in standing.values() for d in kept.values() for unit in d.evidence}
    units = _places(s, attached | {k.statement_id for rows in candidates.values() for k in rows})
    told = {f.report_id for rows in follow_ups.values() for f in rows.values()}
    later = _later(s, told | {about for kept in standing.values() for about in kept if about is not None})
    made = {}
    for row in _commitments(s, ids, (*_LINE, *_MORE)):
        made[row.id] = CommitmentDetail(
            row=_line(row),
            source=row.source,
            delivered=row.delivered,
            start=row.start,
            end=row.end,
            promise=promise_of(row),
            follow_ups=tuple(_told(row.id, follow_ups[row.id], candidates, standing[row.id], units, later)),
            decisions=tuple(decisions[row.id]),
            attached=tuple(_attached(row.id, candidates, standing[row.id], units)),
        )
    return [made[key] for key in ids if key in made]


def promise_of(row: Any) -> Promise:
    """What a row of `commitment` promises."""
    deadline = None
    if row.deadline_date is not None:
        deadline = Deadline(row.deadline_text, row.deadline_date, Precision(row.deadline_precision))
    quantities = tuple(
        Quantity(
            text=q["text"],
            start=q["start"],
            end=q["end"],
            value=Decimal(q["value"]),
            unit=q["unit"],
            relation=Relation(q["relation"]),
            upper=None if q["upper"] is None else Decimal(q["upper"]),
        )
        for q in row.quantities
    )
    return Promise(quantities, deadline, Trackability(row.trackability))


def _commitments(s: Session, ids: Iterable[int], columns: Sequence[ColumnElement[Any]]) -> Iterator[Row[Any]]:
    query = (
        select(*columns)
        .select_from(t.commitment)
        .join(t.unit, _U.id == _C.id)
        .join(t.report, _R.id == _C.report_id)
        .outerjoin(t.issuer, t.issuer.c.id == _R.issuer_id)
    )
    for some in batches(ids):
        yield from s.execute(query.where(_C.id.in_(some)))


def _line(row: Row[Any]) -> CommitmentRow:
    key, report, issuer, year, title, heading, text, trackability, status, late, confidence, by, gone = row[
        : len(_LINE)
    ]
    return CommitmentRow(
        id=key,
        report=report,
        issuer=issuer,
        year=year,
        title=title,
        heading=heading,
        text=text,
        trackability=Trackability(trackability),
        status=Status(status),
        late=late,
        confidence=confidence,
        decided_by=by,
        gone=gone,
    )


def _follow_ups(s: Session, ids: Iterable[int]) -> dict[int, dict[int, Row[Any]]]:
    """By commitment and later report."""
    found: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
    for some in batches(ids):
        for row in s.execute(select(t.follow_up).where(_F.commitment_id.in_(some))):
            found[row.commitment_id][row.report_id] = row
    return found


def _candidates(s: Session, ids: Iterable[int]) -> dict[tuple[int, int], list[Row[Any]]]:
    """By commitment and later report, best first."""
    found: dict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
    for some in batches(ids):
        for row in s.execute(select(t.candidate).where(_K.commitment_id.in_(some)).order_by(_K.rank)):
            found[row.commitment_id, row.report_id].append(row)
    return found


def _places(s: Session, ids: Collection[int]) -> dict[int, Any]:
    """Units by id: many candidates name the same statement, which is read once."""
    query = select(_U.id, _U.report_id, _U.text, _U.heading, _U.start, _U.end)
    return {row.id: row for some in batches(sorted(ids)) for row in s.execute(query.where(_U.id.in_(some)))}


def _later(s: Session, ids: Collection[int]) -> dict[int, Any]:
    query = select(_R.id, _R.title, _R.year, _R.delivered, _R.statements)
    return {row.id: row for some in batches(sorted(ids)) for row in s.execute(query.where(_R.id.in_(some)))}


def _decisions(s: Session, ids: Iterable[int]) -> dict[int, list[DecisionRow]]:
    """By commitment, oldest first."""
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
                    suggested=row.suggested and Status(row.suggested),
                    matcher=row.matcher,
                    undoes=row.undoes,
                    undone=row.id in undone,
                )
            )
    return found


def _standing(decisions: Iterable[DecisionRow]) -> dict[int | None, DecisionRow]:
    """By the report it is about, the last decision that was not taken back."""
    return {d.report: d for d in decisions if d.status is not None and not d.undone}


def _evidence(row: Row[Any], score: float | None, evidence: bool) -> EvidenceRow:
    return EvidenceRow(row.id, row.report_id, row.text, row.heading, row.start, row.end, score, evidence)


def _told(
    key: int,
    follow_ups: dict[int, Row[Any]],
    candidates: dict[tuple[int, int], list[Row[Any]]],
    standing: dict[int | None, DecisionRow],
    units: dict[int, Any],
    later: dict[int, Any],
) -> Iterator[FollowUpRow]:
    """One for each later report that was matched or decided about, oldest first.

    A decision holds while its report waits to be matched anew; what was proposed is then what it was at that moment.
    """
    about = follow_ups.keys() | (standing.keys() - {None})
    for of in sorted((later[r] for r in about if r is not None), key=lambda r: age(r.year, r.delivered, r.id)):
        decision, proposed = standing.get(of.id), follow_ups.get(of.id)
        word = decision.status if decision else None
        yield FollowUpRow(
            report=of.id,
            title=of.title,
            year=of.year,
            delivered=of.delivered,
            searched=of.statements,
            suggested=Status(proposed.status) if proposed else (decision and decision.suggested) or Status.UNCLEAR,
            confidence=proposed.confidence if proposed else 0.0,
            reason=proposed.reason if proposed else "not matched since one of the two reports was read anew",
            repeated=bool(proposed and proposed.repeated),
            candidates=tuple(_evidence(units[k.statement_id], k.score, k.evidence) for k in candidates[key, of.id]),
            decided=word,
            decided_by=decision.reviewer if decision else None,
        )


def _attached(
    key: int,
    candidates: dict[tuple[int, int], list[Row[Any]]],
    standing: dict[int | None, DecisionRow],
    units: dict[int, Any],
) -> Iterator[EvidenceRow]:
    """The evidence of the standing decisions, each once, with its score where it is a candidate too."""
    for unit in dict.fromkeys(unit for d in standing.values() for unit in d.evidence):
        row = units[unit]
        score = next((k.score for k in candidates[key, row.report_id] if k.statement_id == unit), None)
        yield _evidence(row, score, True)
