"""Reads of commitments with all that is kept about them, many at a time: a query for each table, none for each row."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, or_, select

from db import columns as t
from db import history
from db.corrections import divisions
from db.evidence import Evidence, body_names
from db.offering import Offer, offered
from db.outcomes import Word, age, batches, settle
from db.seeing import columns, seen_by
from tracker.errors import UsageError
from tracker.model import (
    ChainLink,
    CommitmentDetail,
    CommitmentRow,
    Deadline,
    DecisionRow,
    EvidenceRow,
    FollowUpRow,
    Part,
    Precision,
    Promise,
    Quantity,
    Relation,
    Reported,
    Status,
    Strength,
    Trackability,
    Viewer,
)

_C = t.commitment.c
_F = t.follow_up.c
_K = t.candidate.c
_R = t.report.c
_U = t.unit.c

PROMISE_COLUMNS = (
    *(_C.id, _C.trackability, _C.deadline_text, _C.deadline_date, _C.deadline_precision, _C.quantities, _C.parts),
    *(_C.topic, _U.bodies),
)
"""What `promise_of` reads, and the id."""

_MORE = (*PROMISE_COLUMNS[2:-2], _R.source, _R.delivered, _U.start, _U.end)
"""What a CommitmentDetail takes beside a CommitmentRow's columns."""


def _line_columns(viewer: Viewer) -> tuple[ColumnElement[Any], ...]:
    """The columns of a CommitmentRow by its field names."""
    seen = columns(viewer)
    flagged_ids = t.flag.alias("own")
    marked = exists().where(flagged_ids.c.commitment_id == _C.id)
    if viewer.name:
        marked = exists().where(flagged_ids.c.commitment_id == _C.id, flagged_ids.c.reviewer == viewer.name)
    return (
        *(_C.id, _C.report_id.label("report"), t.issuer.c.name.label("issuer"), _R.year, _R.title, _U.heading, _U.text),
        *(_C.trackability, seen.status.label("status"), seen.late.label("late")),
        *(seen.confidence.label("confidence"), seen.decided_by.label("decided_by"), _C.gone, _C.topic, _U.bodies),
        *(_C.deadline_date, seen.reported.label("reported"), seen.strength.label("strength")),
        *(seen.chain.label("chain"), marked.label("flagged"), seen.disagreed.label("disagreed"), _C.ahead),
    )


def commitment_rows(s: Connection, ids: Sequence[int], viewer: Viewer | None = None) -> list[CommitmentRow]:
    """One row for each id, in the order of `ids`; an id that is not kept has none."""
    viewer = viewer or Viewer()
    found = {row.id: _line(row) for row in _commitments(s, ids, _line_columns(viewer), viewer)}
    return [found[key] for key in ids if key in found]


def commitment(
    s: Connection, key: int, viewer: Viewer | None = None, *, offer: Offer | None = None
) -> CommitmentDetail:
    """Everything kept about one commitment; `offer` as for `details`.

    Raises:
        UsageError: it is not kept.

    """
    found = details(s, [key], viewer, offer=offer)
    if not found:
        raise UsageError("db.commitment.unknown", id=key)
    return found[0]


def details(
    s: Connection,
    ids: Sequence[int],
    viewer: Viewer | None = None,
    *,
    best: int | None = None,
    around: bool = True,
    offer: Offer | None = None,
) -> list[CommitmentDetail]:
    """Everything kept about some commitments, in the order of `ids`; to a blind viewer only what they said.

    What matching chose as candidates would tell a blind viewer what is suggested: they get what `offer` chooses.

    Args:
        s: a session.
        ids: which ones.
        viewer: who looks.
        best: how many candidates of all later reports to read beside the evidence, the most alike; all unless given.
        around: whether to read the chain of each, what it was made of, and what else each statement is evidence for.
        offer: chooses what a blind viewer gets; nothing unless given.

    """
    viewer = viewer or Viewer()
    decisions = history.decisions(s, ids, viewer)
    standing = {key: _standing(decisions[key]) for key in ids}
    follow_ups = _follow_ups(s, ids)
    rows = list(_commitments(s, ids, (*_line_columns(viewer), *_MORE), viewer))
    candidates = offered(s, rows, follow_ups, offer) if viewer.blind else _candidates(s, ids, best)
    attached = {unit for kept in standing.values() for d in kept.values() for unit in d.evidence}
    stated = attached | {k.statement_id for rows in candidates.values() for k in rows}
    evidence = Evidence(s, ids, stated, viewer, answering=around)
    told = {f.report_id for rows in follow_ups.values() for f in rows.values()}
    later = _later(s, told | {about for kept in standing.values() for about in kept if about is not None})
    made = {}
    divided = divisions(s, ids if around else ())
    forerunners = history.forerunners(s, ids if around else (), viewer)
    chains = _chains(s, {row.chain for row in rows if row.chain is not None} if around else (), viewer)
    for row in rows:
        made[row.id] = CommitmentDetail(
            row=_line(row),
            source=row.source,
            delivered=row.delivered,
            start=row.start,
            end=row.end,
            promise=promise_of(row),
            follow_ups=tuple(
                _told(
                    row.id,
                    follow_ups[row.id],
                    candidates,
                    decisions[row.id],
                    standing[row.id],
                    evidence,
                    later,
                    blind=viewer.blind,
                )
            ),
            decisions=tuple(decisions[row.id]),
            attached=tuple(_attached(row.id, candidates, standing[row.id], evidence)),
            chain=chains.get(row.chain, ()),
            forerunners=tuple(forerunners[row.id]),
            divisions=tuple(divided[row.id]),
        )
    return [made[key] for key in ids if key in made]


def _chains(s: Connection, firsts: Collection[int], viewer: Viewer) -> dict[int | None, tuple[ChainLink, ...]]:
    """By the first commitment of each chain, its members oldest first."""
    seen = columns(viewer)
    query = (
        select(_C.id, _C.report_id, _R.year, _R.delivered, _C.start, _U.text, _C.quantities, _C.chain)
        .add_columns(seen.status.label("status"), seen.late.label("late"))
        .select_from(t.commitment)
        .join(t.unit, _U.id == _C.id)
        .join(t.report, _R.id == _C.report_id)
    )
    found: dict[int | None, list[Any]] = defaultdict(list)
    for some in batches(sorted(firsts)):
        for row in s.execute(seen_by(query, viewer).where(_C.chain.in_(some), _C.gone.is_(False))):
            found[row.chain].append(row)
    return {
        first: tuple(
            ChainLink(
                commitment=row.id,
                report=row.report_id,
                year=row.year,
                text=row.text,
                status=Status(row.status),
                late=row.late,
                quantities=tuple(map(_quantity, row.quantities)),
            )
            for row in sorted(rows, key=lambda row: (age(row.year, row.delivered, row.report_id), row.start))
        )
        for first, rows in found.items()
    }


def promise_of(row: Any) -> Promise:
    """What a row of `commitment` promises."""
    return Promise(
        quantities=tuple(map(_quantity, row.quantities)),
        deadline=_deadline(row.deadline_text, row.deadline_date, row.deadline_precision),
        trackability=Trackability(row.trackability),
        parts=tuple(
            Part(
                start=part["start"],
                end=part["end"],
                verb=part["verb"],
                object=part["object"],
                quantities=tuple(map(_quantity, part["quantities"])),
                deadline=part["deadline"] and _read_deadline(part["deadline"]),
            )
            for part in row.parts
        ),
        bodies=body_names(row.bodies),
        topic=row.topic,
    )


def _deadline(text: str | None, date: dt.date | None, precision: str | None) -> Deadline | None:
    return None if date is None else Deadline(text or "", date, Precision(precision or ""))


def _read_deadline(kept: Mapping[str, str]) -> Deadline:
    return Deadline(kept["text"], dt.date.fromisoformat(kept["date"]), Precision(kept["precision"]))


def _quantity(kept: Mapping[str, Any]) -> Quantity:
    return Quantity(
        text=kept["text"],
        start=kept["start"],
        end=kept["end"],
        value=Decimal(kept["value"]),
        unit=kept["unit"],
        relation=Relation(kept["relation"]),
        upper=None if kept["upper"] is None else Decimal(kept["upper"]),
    )


def _commitments(
    s: Connection, ids: Iterable[int], wanted: Sequence[ColumnElement[Any]], viewer: Viewer
) -> Iterator[Row[Any]]:
    query = (
        select(*wanted)
        .select_from(t.commitment)
        .join(t.unit, _U.id == _C.id)
        .join(t.report, _R.id == _C.report_id)
        .outerjoin(t.issuer, t.issuer.c.id == _R.issuer_id)
    )
    for some in batches(ids):
        yield from s.execute(seen_by(query, viewer).where(_C.id.in_(some)))


def _line(row: Row[Any]) -> CommitmentRow:
    return CommitmentRow(
        id=row.id,
        report=row.report,
        issuer=row.issuer,
        year=row.year,
        title=row.title,
        heading=row.heading,
        text=row.text,
        trackability=Trackability(row.trackability),
        status=Status(row.status),
        late=bool(row.late),
        confidence=row.confidence,
        decided_by=row.decided_by,
        gone=row.gone,
        topic=row.topic,
        bodies=body_names(row.bodies),
        deadline=row.deadline_date,
        reported=row.reported and Reported(row.reported),
        strength=row.strength and Strength(row.strength),
        chain=row.chain,
        flagged=bool(row.flagged),
        disagreed=bool(row.disagreed),
        ahead=row.ahead,
    )


def _follow_ups(s: Connection, ids: Iterable[int]) -> dict[int, dict[int, Row[Any]]]:
    """By commitment and later report."""
    found: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
    for some in batches(ids):
        for row in s.execute(select(t.follow_up).where(_F.commitment_id.in_(some))):
            found[row.commitment_id][row.report_id] = row
    return found


def _candidates(s: Connection, ids: Iterable[int], best: int | None) -> dict[tuple[int, int], list[Any]]:
    """By commitment and later report, best first: the evidence, and of the others the `best` over all reports."""
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for some in batches(ids):
        query = select(t.candidate).where(_K.commitment_id.in_(some))
        if best == 0:
            query = query.where(_K.evidence.is_(True))
        elif best is not None:
            alike = (_K.score.desc(), _K.report_id, _K.rank)
            place = func.row_number().over(partition_by=(_K.commitment_id, _K.evidence), order_by=alike)
            ranked = query.add_columns(place.label("place")).subquery()
            query = select(ranked).where(or_(ranked.c.evidence.is_(True), ranked.c.place <= best))
        for row in s.execute(query.order_by(query.selected_columns.rank)):
            found[row.commitment_id, row.report_id].append(row)
    return found


def _later(s: Connection, ids: Collection[int]) -> dict[int, Any]:
    query = select(_R.id, _R.title, _R.year, _R.delivered, _R.statements)
    return {row.id: row for some in batches(sorted(ids)) for row in s.execute(query.where(_R.id.in_(some)))}


def _standing(decisions: Iterable[DecisionRow]) -> dict[int | None, DecisionRow]:
    """By the report it is about, the decision that counts: the last adjudication, else the last one."""
    found: dict[int | None, DecisionRow] = {}
    for one in _not_taken_back(decisions):
        if one.adjudicates or not (one.report in found and found[one.report].adjudicates):
            found[one.report] = one
    return found


def _not_taken_back(decisions: Iterable[DecisionRow]) -> list[DecisionRow]:
    return [d for d in decisions if d.status is not None and not d.undone]


def _told(
    key: int,
    follow_ups: dict[int, Row[Any]],
    candidates: Mapping[tuple[int, int], Sequence[Any]],
    decisions: Sequence[DecisionRow],
    standing: dict[int | None, DecisionRow],
    evidence: Evidence,
    later: dict[int, Any],
    *,
    blind: bool = False,
) -> Iterator[FollowUpRow]:
    """One for each later report that was matched or decided about, oldest first.

    A decision holds while its report waits to be matched anew; what was proposed is then what it was at that moment.
    To a blind viewer nothing is proposed.
    """
    about = follow_ups.keys() | (standing.keys() - {None})
    for of in sorted((later[r] for r in about if r is not None), key=lambda r: age(r.year, r.delivered, r.id)):
        decision, proposed = standing.get(of.id), None if blind else follow_ups.get(of.id)
        found = tuple(evidence.candidate(key, k) for k in candidates.get((key, of.id), ()))
        unknown = Status.PENDING if blind else (decision and decision.suggested) or Status.UNCLEAR
        waits = "" if blind else "reasons.waiting"
        words = [
            Word(d.reviewer, d.status, d.adjudicates)
            for d in _not_taken_back(decisions)
            if d.report == of.id and d.status
        ]
        yield FollowUpRow(
            report=of.id,
            title=of.title,
            year=of.year,
            delivered=of.delivered,
            searched=of.statements,
            suggested=Status(proposed.status) if proposed else unknown,
            confidence=proposed.confidence if proposed else 0.0,
            reason=proposed.reason if proposed else waits,
            repeated=bool(proposed and proposed.repeated),
            candidates=found,
            decided=decision.status if decision else None,
            decided_by=decision.reviewer if decision else None,
            again=proposed.again if proposed else None,
            reported=Reported(proposed.reported) if proposed else None,
            strength=Strength(proposed.strength) if proposed and proposed.strength else None,
            disagreed=bool(words) and settle(words).disagreed,
        )


def _attached(
    key: int,
    candidates: Mapping[tuple[int, int], Sequence[Any]],
    standing: dict[int | None, DecisionRow],
    evidence: Evidence,
) -> Iterator[EvidenceRow]:
    """The evidence of the standing decisions, each once, with its score where it is a candidate too."""
    for unit in dict.fromkeys(unit for d in standing.values() for unit in d.evidence):
        found = candidates.get((key, evidence.report_of(unit)), ())
        yield evidence.row(key, unit, next((k.score for k in found if k.statement_id == unit), None), True)
