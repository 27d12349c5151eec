"""The log of everything that people said, and of suggestions that another matcher moved."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import Any

from sqlalchemy import Connection, select

from db import columns as t
from db.outcomes import standing
from tracker.model import LogEntry, Move, Status

_D = t.decision.c


def log(s: Connection) -> Iterator[LogEntry]:
    """Every decision and correction, oldest first."""
    sources = (_decisions(s), _mismatches(s), _corrections(s), _unit_corrections(s), _issuer_names(s))
    return merge(*sources, key=lambda entry: entry.at)


def _rows(s: Connection, table: Any, *more: Any) -> Iterator[Any]:
    return iter(s.execute(select(table, *more).order_by(table.c.id)))


def _decisions(s: Connection) -> Iterator[LogEntry]:
    for row in _rows(s, t.decision):
        yield LogEntry(
            at=row.decided_at,
            reviewer=row.reviewer,
            action="take_back" if row.status is None else "adjudicate" if row.adjudicates else "decide",
            commitment=row.commitment_id,
            report=row.report_id,
            value=row.status or str(row.undoes),
            suggested=row.suggested or "",
            matcher=row.matcher,
            note=row.note,
            entry=row.id,
        )


def _mismatches(s: Connection) -> Iterator[LogEntry]:
    for row in _rows(s, t.mismatch):
        yield LogEntry(
            at=row.said_at,
            reviewer=row.reviewer,
            action="wrong_match" if row.wrong else "right_match",
            commitment=row.commitment_id,
            unit=row.unit_id,
            entry=row.id,
        )


def _corrections(s: Connection) -> Iterator[LogEntry]:
    for row in _rows(s, t.correction):
        yield LogEntry(
            at=row.corrected_at,
            reviewer=row.reviewer,
            action="correct_report" if row.undoes is None else "take_back_report",
            report=row.report_id,
            what=row.field,
            value=row.value or str(row.undoes or ""),
            entry=row.id,
        )


def _unit_corrections(s: Connection) -> Iterator[LogEntry]:
    c = t.unit_correction
    query = select(c, t.unit.c.report_id).join(t.unit, t.unit.c.id == c.c.unit_id).order_by(c.c.id)
    for row in s.execute(query):
        yield LogEntry(
            at=row.corrected_at,
            reviewer=row.reviewer,
            action="correct_unit" if row.undoes is None else "take_back_unit",
            report=row.report_id,
            unit=row.unit_id,
            what=row.field,
            value=row.value or str(row.undoes),
            note=row.before,
            entry=row.id,
        )


def _issuer_names(s: Connection) -> Iterator[LogEntry]:
    for row in _rows(s, t.issuer_name):
        yield LogEntry(
            at=row.said_at,
            reviewer=row.reviewer,
            action="correct_issuer",
            what=row.name,
            value=row.means or row.name,
            entry=row.id,
        )


def moves(s: Connection, matcher: str) -> list[Move]:
    """The suggestions that a version of the matcher moved, in the order of commitments."""
    m = t.move.c
    return [
        Move(
            row.commitment_id,
            row.report_id,
            Status(row.before),
            Status(row.after),
            row.before_matcher,
            row.matcher,
            row.moved_at,
        )
        for row in s.execute(select(t.move).where(m.matcher == matcher).order_by(m.commitment_id, m.report_id, m.id))
    ]


def standing_words(s: Connection) -> list[tuple[int, int | None, str, Status]]:
    """(commitment, later report or None for the whole, reviewer, status): each reviewer's last standing decision.

    Adjudications are left out: they are not a reviewer's independent word.
    """
    query = select(_D.commitment_id, _D.report_id, _D.reviewer, _D.status).where(standing(), _D.adjudicates.is_(False))
    last = {(row[0], row[1], row[2]): row[3] for row in s.execute(query.order_by(_D.id))}
    return [(*key, Status(status)) for key, status in last.items()]
