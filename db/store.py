"""Writes. Each function is part of one transaction, whose session the caller opens with `db.engine.writing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from db.chains import link_chains, unlink
from db.columns import candidate, commitment, follow_up, move, pairing, unit
from db.connection import insert_plain
from db.corrections import correct_unit, merge_units, split_unit, take_back_correction
from db.decisions import accept, decide, undo
from db.issuers import rename_issuer
from db.marks import flag, forget_filter, mark_wrong, save_filter, save_setting
from db.outcomes import recompute
from db.reports import (
    correct_report,
    match_anew,
    remove_report,
    save_promises,
    save_report,
    save_topics,
    take_back_report,
)
from tracker.model import FollowUp

__all__ = [
    "accept",
    "correct_report",
    "correct_unit",
    "decide",
    "flag",
    "forget_filter",
    "link_chains",
    "mark_wrong",
    "match_anew",
    "merge_units",
    "remove_report",
    "rename_issuer",
    "save_filter",
    "save_follow_ups",
    "save_matched",
    "save_promises",
    "save_report",
    "save_setting",
    "save_topics",
    "split_unit",
    "take_back_correction",
    "take_back_report",
    "undo",
]


def save_matched(s: Connection, earlier: int, matched: Mapping[int, Sequence[FollowUp]], matcher: str) -> None:
    """Keep what several later reports are proposed to say of an earlier one's commitments; outcomes follow once."""
    there = _standing(s, earlier)
    for later, follow_ups in matched.items():
        _save_pair(s, earlier, later, follow_ups, matcher, there)
    recompute(s, commitment.c.report_id == earlier)
    unlink(s, earlier)


def save_follow_ups(s: Connection, earlier: int, later: int, follow_ups: Sequence[FollowUp], matcher: str) -> None:
    """Keep what a later report is proposed to say of an earlier one's commitments, in place of earlier proposals.

    Where those came from another version of the matcher, what moved is kept too.

    If one of the reports was read again since (it lacks a commitment or a statement named here), nothing is kept
    and the pair stays to be matched. Decisions are never touched.
    """
    save_matched(s, earlier, {later: follow_ups}, matcher)


def _standing(s: Connection, report: int) -> set[int]:
    """The commitments that a report holds."""
    held = select(commitment.c.id).where(commitment.c.report_id == report, commitment.c.gone.is_(False))
    return set(s.scalars(held).all())


def _save_pair(
    s: Connection, earlier: int, later: int, follow_ups: Sequence[FollowUp], matcher: str, there: set[int]
) -> None:
    said = set(s.scalars(select(unit.c.id).where(unit.c.report_id == later, unit.c.retired_at.is_(None))).all())
    if not there.issuperset([f.commitment for f in follow_ups]):
        return
    if not said.issuperset([c.statement for f in follow_ups for c in f.candidates]):
        return
    if not _standing(s, later).issuperset([f.again for f in follow_ups if f.again is not None]):
        return
    _keep_moves(s, earlier, later, follow_ups, matcher)
    _forget_pair(s, earlier, later)
    s.execute(insert(pairing), {"earlier_id": earlier, "later_id": later, "matcher": matcher})
    insert_plain(
        s,
        follow_up,
        ("commitment_id", "report_id", "status", "confidence", "reason", "repeated", "again", "reported", "strength"),
        [
            (
                *(f.commitment, later, f.status.value, f.confidence, f.reason, f.repeated, f.again),
                *(f.reported.value, f.strength and f.strength.value),
            )
            for f in follow_ups
        ],
    )
    insert_plain(
        s,
        candidate,
        ("commitment_id", "report_id", "rank", "statement_id", "score", "evidence"),
        [(f.commitment, later, rank, *one) for f in follow_ups for rank, one in enumerate(f.candidates, 1)],
    )


def _keep_moves(s: Connection, earlier: int, later: int, follow_ups: Sequence[FollowUp], matcher: str) -> None:
    before = s.scalar(select(pairing.c.matcher).where(pairing.c.earlier_id == earlier, pairing.c.later_id == later))
    if before is None or before == matcher:
        return
    of_earlier = select(commitment.c.id).where(commitment.c.report_id == earlier)
    f = follow_up.c
    kept = select(f.commitment_id, f.status).where(f.report_id == later, f.commitment_id.in_(of_earlier))
    was = {row.commitment_id: row.status for row in s.execute(kept)}
    moved = [
        {
            "commitment_id": new.commitment,
            "report_id": later,
            "before": was[new.commitment],
            "after": new.status.value,
            "before_matcher": before,
            "matcher": matcher,
            "moved_at": dt.datetime.now(dt.UTC),
        }
        for new in follow_ups
        if new.commitment in was and was[new.commitment] != new.status.value
    ]
    if moved:
        s.execute(insert(move), moved)


def _forget_pair(s: Connection, earlier: int, later: int) -> None:
    of_earlier = select(commitment.c.id).where(commitment.c.report_id == earlier)
    s.execute(delete(follow_up).where(follow_up.c.report_id == later, follow_up.c.commitment_id.in_(of_earlier)))
    s.execute(delete(pairing).where(pairing.c.earlier_id == earlier, pairing.c.later_id == later))
