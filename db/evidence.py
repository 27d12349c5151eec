"""Statements beside commitments: what they say, whose evidence they are, and which matches are wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, exists, select

from db import columns as t
from db.outcomes import batches
from tracker.model import EvidenceRow, Viewer

_D = t.decision.c
_K = t.candidate.c
_U = t.unit.c


def body_names(kept: str) -> tuple[str, ...]:
    """The bodies that a unit names, the leading one first."""
    return tuple(kept.split("\n")) if kept else ()


class Evidence:
    """Statements beside some commitments: many candidates name the same one, which is read once."""

    def __init__(
        self,
        s: Connection,
        commitments: Collection[int],
        statements: Collection[int],
        viewer: Viewer,
        *,
        answering: bool = True,
    ) -> None:
        query = select(_U.id, _U.report_id, _U.text, _U.heading, _U.start, _U.end, _U.bodies)
        self._units = {
            row.id: row for some in batches(sorted(statements)) for row in s.execute(query.where(_U.id.in_(some)))
        }
        self._wrong = wrong_matches(s, commitments, viewer)
        self._answers = answers(s, statements) if answering and not viewer.blind else {}
        self._blind = viewer.blind

    def report_of(self, statement: int) -> int:
        """The report that a statement stands in."""
        return int(self._units[statement].report_id)

    def row(self, commitment: int, statement: int, score: float | None, evidence: bool) -> EvidenceRow:
        """A statement beside a commitment."""
        unit, wrong_by = self._units[statement], self._wrong.get((commitment, statement))
        return EvidenceRow(
            statement=statement,
            report=unit.report_id,
            text=unit.text,
            heading=unit.heading,
            start=unit.start,
            end=unit.end,
            score=None if self._blind else score,
            evidence=evidence,
            wrong_by=wrong_by,
            bodies=body_names(unit.bodies),
            answers=tuple(key for key in self._answers.get(statement, ()) if key != commitment),
        )

    def candidate(self, commitment: int, kept: Any) -> EvidenceRow:
        """A candidate; it is no evidence once somebody said that it is a wrong match."""
        wrong = (commitment, kept.statement_id) in self._wrong
        return self.row(commitment, kept.statement_id, kept.score, kept.evidence and not wrong)


def wrong_matches(
    s: Connection, commitments: Collection[int], viewer: Viewer | None = None
) -> dict[tuple[int, int], str]:
    """(commitment, statement) -> who says that they do not belong together, by the last word on them.

    To a blind viewer only their own words count.
    """
    m = t.mismatch.c
    found: dict[tuple[int, int], str] = {}
    query = select(t.mismatch).order_by(m.id)
    if viewer is not None and viewer.blind:
        query = query.where(m.reviewer == viewer.name)
    for some in batches(commitments):
        for row in s.execute(query.where(m.commitment_id.in_(some))):
            found.pop((row.commitment_id, row.unit_id), None)
            if row.wrong:
                found[row.commitment_id, row.unit_id] = row.reviewer
    return found


def answers(s: Connection, statements: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Statement -> the commitments that it is evidence for, as proposed or as decided."""
    e, undoing = t.decision_evidence.c, t.decision.alias("undoing")
    found: dict[int, set[int]] = defaultdict(set)
    for some in batches(sorted(statements)):
        proposed = select(_K.statement_id, _K.commitment_id).where(_K.statement_id.in_(some), _K.evidence.is_(True))
        decided = (
            select(e.unit_id, _D.commitment_id)
            .join(t.decision, _D.id == e.decision_id)
            .where(e.unit_id.in_(some), ~exists().where(undoing.c.undoes == _D.id))
        )
        for row in (*s.execute(proposed), *s.execute(decided)):
            found[row[0]].add(row[1])
    return {statement: tuple(sorted(ids)) for statement, ids in found.items()}
