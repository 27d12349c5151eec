"""A reviewer's words: deciding, deciding many at once, and taking back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import Connection, and_, func, insert, select

from db.columns import candidate, commitment, decision, decision_evidence, follow_up, pairing, report, unit
from db.connection import storable
from db.evidence import wrong_matches
from db.history import history
from db.outcomes import Told, ages, batches, is_later, judge, recompute, standing, told
from tracker.errors import UsageError
from tracker.model import DECIDABLE, DecisionRow, NewDecision, Status
from tracker.words import Message


def decide(s: Connection, new: NewDecision, batch: str = "") -> int:
    """Keep a reviewer's word; gives the decision's id. Those of one batch are taken back by one `undo`.

    `not_a_commitment` is always said of the commitment as a whole, whatever report was on the screen.

    Raises:
        UsageError: the commitment or a piece of evidence is not kept, the report is no later one of its issuer, or
            another reviewer has said otherwise since this one looked.

    """
    about = None if new.status is Status.NOT_A_COMMITMENT else new.report
    own = s.scalar(select(commitment.c.report_id).where(commitment.c.id == new.commitment))
    if own is None:
        raise UsageError("db.commitment.unknown", id=new.commitment)
    if new.status not in DECIDABLE:
        raise UsageError("db.commitment.no_status", status=new.status, known=", ".join(DECIDABLE))
    if not new.reviewer.strip():
        raise UsageError("db.commitment.no_reviewer")
    if about is not None:
        _require_later(s, own, about)
    _require_evidence(s, own, about, new.evidence)
    if new.seen is not None:
        _require_seen(s, new, new.seen)
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
        adjudicates=new.adjudicates,
        batch=batch,
    )
    if new.evidence:
        s.execute(insert(decision_evidence), [{"decision_id": made, "unit_id": u} for u in dict.fromkeys(new.evidence)])
    recompute(s, commitment.c.id == new.commitment)
    return made


def accept(s: Connection, ids: Sequence[int], reviewer: str) -> int:
    """Decide as the tracker proposes on those commitments that nobody has decided and something is proposed of.

    Each is decided as a whole, with the evidence proposed for it; one `undo` takes all of them back. Gives how many.

    Raises:
        UsageError: the reviewer has no name.

    """
    if not reviewer.strip():
        raise UsageError("db.commitment.no_reviewer")
    batch = uuid4().hex
    c, f, k, p, d = commitment.c, follow_up.c, candidate.c, pairing.c, decision.c
    now = dt.datetime.now(dt.UTC)
    made = 0
    for some in batches(ids):
        open_ = select(c.id, c.status).where(c.id.in_(some), c.decided_by.is_(None), c.status != Status.PENDING.value)
        status = {row.id: row.status for row in s.execute(open_)}
        status = {key: value for key, value in status.items() if Status(value) in DECIDABLE}
        by = select(c.id, func.max(p.matcher)).join(pairing, p.earlier_id == c.report_id).where(c.id.in_(list(status)))
        matcher = {row[0]: row[1] for row in s.execute(by.group_by(c.id))}
        rows = [
            {
                "commitment_id": key,
                "report_id": None,
                "status": value,
                "note": "",
                "reviewer": storable(reviewer),
                "decided_at": now,
                "suggested": value,
                "matcher": matcher.get(key, ""),
                "adjudicates": False,
                "batch": batch,
            }
            for key, value in status.items()
        ]
        if not rows:
            continue
        s.execute(insert(decision), rows)
        own = select(d.id, d.commitment_id).where(d.batch == batch, d.commitment_id.in_(list(status)))
        decided = {row.commitment_id: row.id for row in s.execute(own)}
        rests = (
            select(k.commitment_id, k.statement_id, f.status)
            .join(follow_up, and_(f.commitment_id == k.commitment_id, f.report_id == k.report_id))
            .where(k.commitment_id.in_(list(decided)), k.evidence.is_(True))
        )
        wrong = wrong_matches(s, list(decided))
        shown = {
            (decided[row[0]], row[1])
            for row in s.execute(rests)
            if row[2] == status[row[0]] and (row[0], row[1]) not in wrong
        }
        if shown:
            s.execute(insert(decision_evidence), [{"decision_id": made_, "unit_id": u} for made_, u in sorted(shown)])
        made += len(rows)
        recompute(s, c.id.in_(list(status)))
    return made


def undo(s: Connection, reviewer: str) -> DecisionRow | None:
    """Take back this reviewer's last standing decision and return it; None if there is none.

    Decisions that were made in one step are taken back in one; `together` of the returned one says how many.
    Calling it again takes back the one before. What took something back is itself never taken back.
    """
    d = decision.c
    mine = d.reviewer == storable(reviewer)
    columns = (d.id, d.commitment_id, d.report_id, d.batch)
    last = s.execute(select(*columns).where(mine, standing()).order_by(d.id.desc()).limit(1)).first()
    if last is None:
        return None
    rows = [last]
    if last.batch:
        rows = list(s.execute(select(*columns).where(mine, standing(), d.batch == last.batch)))
    now = dt.datetime.now(dt.UTC)
    s.execute(
        insert(decision),
        [
            {
                "commitment_id": row.commitment_id,
                "report_id": row.report_id,
                "status": None,
                "note": "",
                "reviewer": storable(reviewer),
                "decided_at": now,
                "suggested": None,
                "matcher": "",
                "adjudicates": False,
                "batch": "",
                "undoes": row.id,
            }
            for row in rows
        ],
    )
    for some in batches([row.commitment_id for row in rows]):
        recompute(s, commitment.c.id.in_(some))
    taken = next(row for row in history(s, last.commitment_id) if row.id == last.id)
    return taken._replace(together=len(rows))


def _require_seen(s: Connection, new: NewDecision, seen: int) -> None:
    """Who would contradict another reviewer looks at what that one said first."""
    d = decision.c
    others = and_(d.commitment_id == new.commitment, d.reviewer != storable(new.reviewer), standing())
    query = select(d.reviewer, d.status).where(others, d.id > seen, d.status != new.status.value)
    said = s.execute(query.order_by(d.id.desc()).limit(1)).first()
    if said is not None:
        status = Message(f"model.status.{said.status}")
        raise UsageError("db.commitment.decided_meanwhile", reviewer=said.reviewer, status=status)


def _append(s: Connection, **values: object) -> int:
    """Add a row to `decision`, whose rows are never changed."""
    values["decided_at"] = dt.datetime.now(dt.UTC)
    return int(s.execute(insert(decision).values(values).returning(decision.c.id)).scalar_one())


def _require_later(s: Connection, own: int, about: int) -> None:
    earlier, later = report.alias("earlier"), report.alias("later")
    found = select(later.c.id).where(earlier.c.id == own, later.c.id == about, is_later(earlier, later))
    if s.scalar(found) is None:
        raise UsageError("db.report.not_later", id=about, own=own)


def _require_evidence(s: Connection, own: int, about: int | None, evidence: Sequence[int]) -> None:
    """Evidence stands in the report that the decision is about, or in any but the commitment's own."""
    stands = {
        row.id: row.report_id for row in s.execute(select(unit.c.id, unit.c.report_id).where(unit.c.id.in_(evidence)))
    }
    for key in evidence:
        if key not in stands:
            raise UsageError("db.evidence.unknown", id=key)
        if about not in (None, stands[key]):
            raise UsageError("db.evidence.elsewhere", id=key, stands=stands[key], about=about)
        if stands[key] == own:
            raise UsageError("db.evidence.own", id=key, stands=own)


def _proposal(s: Connection, commitment_id: int, own: int, about: int | None) -> tuple[str | None, str]:
    """What the tracker proposes now, for one later report or over all, and by which matcher; (None, "") if nothing."""
    this = commitment.c.id == commitment_id
    said = told(s, this).get(commitment_id, Told()).suggested
    matched = select(func.max(pairing.c.matcher)).where(pairing.c.earlier_id == own)
    if about is not None:
        suggested = said[about].status if about in said else None
        matched = matched.where(pairing.c.later_id == about)
    else:
        deadline = s.scalar(select(commitment.c.deadline_date).where(this))
        suggested = judge(Told(said), ages(s, said), deadline).status
    return (suggested and suggested.value), (s.scalar(matched) or "" if said else "")
