"""Writes. Each function is part of one transaction, whose session the caller opens with `db.engine.writing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from db import queries
from db.connection import insert_plain, storable
from db.outcomes import Told, ages, is_later, judge, recompute, standing, told
from db.reports import correct_report, remove_report, save_promises, save_report
from db.tables import (
    candidate,
    commitment,
    decision,
    decision_evidence,
    follow_up,
    pairing,
    report,
    unit,
)
from tracker.errors import UsageError
from tracker.model import DECIDABLE, DecisionRow, FollowUp, NewDecision, Status

__all__ = [
    "correct_report",
    "decide",
    "remove_report",
    "save_follow_ups",
    "save_promises",
    "save_report",
    "undo",
]


def save_follow_ups(s: Session, earlier: int, later: int, follow_ups: Sequence[FollowUp], matcher: str) -> None:
    """Keep what a later report is proposed to say of an earlier one's commitments, in place of earlier proposals.

    If one of the reports was read again since (it lacks a commitment or a statement named here), nothing is kept
    and the pair stays to be matched. Decisions are never touched.
    """
    live = commitment.c.gone.is_(False)
    there = set(s.scalars(select(commitment.c.id).where(commitment.c.report_id == earlier, live)))
    said = set(s.scalars(select(unit.c.id).where(unit.c.report_id == later, unit.c.retired_at.is_(None))))
    if any(f.commitment not in there or any(c.statement not in said for c in f.candidates) for f in follow_ups):
        return
    _forget_pair(s, earlier, later)
    s.execute(insert(pairing), {"earlier_id": earlier, "later_id": later, "matcher": matcher})
    insert_plain(
        s,
        follow_up,
        ("commitment_id", "report_id", "status", "confidence", "reason", "repeated"),
        [(f.commitment, later, f.status.value, f.confidence, f.reason, f.repeated) for f in follow_ups],
    )
    insert_plain(
        s,
        candidate,
        ("commitment_id", "report_id", "rank", "statement_id", "score", "evidence"),
        [
            (f.commitment, later, rank, c.statement, c.score, c.evidence)
            for f in follow_ups
            for rank, c in enumerate(f.candidates, 1)
        ],
    )
    recompute(s, commitment.c.report_id == earlier)


def _forget_pair(s: Session, earlier: int, later: int) -> None:
    of_earlier = select(commitment.c.id).where(commitment.c.report_id == earlier)
    s.execute(delete(follow_up).where(follow_up.c.report_id == later, follow_up.c.commitment_id.in_(of_earlier)))
    s.execute(delete(pairing).where(pairing.c.earlier_id == earlier, pairing.c.later_id == later))


def decide(s: Session, new: NewDecision) -> int:
    """Keep a reviewer's word; gives the decision's id.

    `not_a_commitment` is always said of the commitment as a whole, whatever report was on the screen.

    Raises:
        UsageError: the commitment or a piece of evidence is not kept, or the report is no later one of its issuer.

    """
    about = None if new.status is Status.NOT_A_COMMITMENT else new.report
    own = s.scalar(select(commitment.c.report_id).where(commitment.c.id == new.commitment))
    if own is None:
        raise UsageError(f"commitment {new.commitment}: is not kept; tracker list shows the ids")
    if new.status not in DECIDABLE:
        raise UsageError(f"{new.status}: cannot be decided; choose one of {', '.join(DECIDABLE)}")
    if not new.reviewer.strip():
        raise UsageError("a decision needs a reviewer; give a name")
    if about is not None:
        _require_later(s, own, about)
    _require_evidence(s, own, about, new.evidence)
    suggested, matcher = _proposal(s, new.commitment, own, about)
    made = _append(
        s,
        commitment_id=new.commitment,
        report_id=about,
        status=new.status.value,
        note=storable(new.note),
        reviewer=storable(new.reviewer),
        suggested=suggested,
        matcher=matcher,
    )
    if new.evidence:
        s.connection().execute(
            insert(decision_evidence), [{"decision_id": made, "unit_id": u} for u in dict.fromkeys(new.evidence)]
        )
    recompute(s, commitment.c.id == new.commitment)
    return made


def undo(s: Session, reviewer: str) -> DecisionRow | None:
    """Take back this reviewer's last standing decision and return it; None if there is none.

    Calling it again takes back the one before. What took something back is itself never taken back.
    """
    d = decision.c
    last = s.execute(
        select(d.id, d.commitment_id, d.report_id)
        .where(d.reviewer == storable(reviewer), standing())
        .order_by(d.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return None
    _append(
        s,
        commitment_id=last.commitment_id,
        report_id=last.report_id,
        note="",
        reviewer=storable(reviewer),
        matcher="",
        undoes=last.id,
    )
    recompute(s, commitment.c.id == last.commitment_id)
    return next(row for row in queries.history(s, last.commitment_id) if row.id == last.id)


def _append(s: Session, **values: object) -> int:
    """Add a row to `decision`, whose rows are never changed."""
    values["decided_at"] = dt.datetime.now(dt.UTC)
    return int(s.execute(insert(decision).values(values).returning(decision.c.id)).scalar_one())


def _require_later(s: Session, own: int, about: int) -> None:
    earlier, later = report.alias("earlier"), report.alias("later")
    found = select(later.c.id).where(earlier.c.id == own, later.c.id == about, is_later(earlier, later))
    if s.scalar(found) is None:
        raise UsageError(
            f"report {about}: is no later report of the same issuer as report {own}; tracker reports shows them all,"
            " and tracker reports set corrects one"
        )


def _require_evidence(s: Session, own: int, about: int | None, evidence: Sequence[int]) -> None:
    """Evidence stands in the report that the decision is about, or in any but the commitment's own."""
    stands = {
        row.id: row.report_id for row in s.execute(select(unit.c.id, unit.c.report_id).where(unit.c.id.in_(evidence)))
    }
    for key in evidence:
        if key not in stands:
            raise UsageError(f"evidence {key}: is not kept; tracker show lists the statements beside a commitment")
        if stands[key] == own or about not in (None, stands[key]):
            raise UsageError(
                f"evidence {key}: stands in report {stands[key]}; give a statement of report {about or 'a later one'}"
            )


def _proposal(s: Session, commitment_id: int, own: int, about: int | None) -> tuple[str | None, str]:
    """What the tracker proposes now, for one later report or over all, and by which matcher; (None, "") if nothing."""
    this = commitment.c.id == commitment_id
    said = told(s, this).get(commitment_id, Told()).suggested
    matched = select(func.max(pairing.c.matcher)).where(pairing.c.earlier_id == own)
    if about is not None:
        suggested = said[about][0] if about in said else None
        matched = matched.where(pairing.c.later_id == about)
    else:
        deadline = s.scalar(select(commitment.c.deadline_date).where(this))
        suggested = judge(Told(said), ages(s, said), deadline).status
    return (suggested and suggested.value), (s.scalar(matched) or "" if said else "")
