"""What the review room may ask and say; every call opens its own session, so any thread may call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db import queries, store
from db.engine import reading, writing
from tracker.model import (
    CommitmentDetail,
    CommitmentRow,
    DecisionRow,
    Facets,
    Filter,
    NewDecision,
    ReportRow,
    SourceView,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Reviewing:
    """The kept commitments as one reviewer walks them."""

    def __init__(self, engine: Engine, reviewer: str) -> None:
        self._engine = engine
        self.reviewer = reviewer

    def ids(self, chosen: Filter, order: str = "report") -> list[int]:
        """Ids of the chosen commitments, in order."""
        with reading(self._engine) as session:
            return queries.commitment_ids(session, chosen, order)

    def rows(self, ids: Sequence[int]) -> list[CommitmentRow]:
        """One row for each id, in the order of `ids`."""
        with reading(self._engine) as session:
            return queries.commitment_rows(session, ids)

    def detail(self, commitment: int) -> CommitmentDetail:
        """Everything kept about one commitment."""
        with reading(self._engine) as session:
            return queries.commitment(session, commitment)

    def source(self, report: int) -> SourceView:
        """A report's text and units."""
        with reading(self._engine) as session:
            return queries.source_view(session, report)

    def facets(self, chosen: Filter) -> Facets:
        """What the chosen commitments can be filtered by further."""
        with reading(self._engine) as session:
            return queries.facets(session, chosen)

    def reports(self) -> list[ReportRow]:
        """All kept reports."""
        with reading(self._engine) as session:
            return queries.reports(session)

    def decide(self, decision: NewDecision) -> int:
        """Keep a decision; gives its id."""
        with writing(self._engine) as session:
            return store.decide(session, decision)

    def undo(self) -> DecisionRow | None:
        """Take back this reviewer's last standing decision; None if there is none."""
        with writing(self._engine) as session:
            return store.undo(session, self.reviewer)
