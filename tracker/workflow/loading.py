"""What matching looks at in kept reports, read once for the many pairs that a report takes part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import queries
from db.engine import reading

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.model import ReportItems


class Loader:
    """Items of reports, the last few kept: one report takes part in many pairs."""

    def __init__(self, engine: Engine, keep: int = 32) -> None:
        self._engine, self._keep = engine, keep
        self._items: dict[int, ReportItems] = {}

    def __call__(self, report: int) -> ReportItems:
        """The items of a report."""
        if report not in self._items:
            while len(self._items) >= self._keep:
                self._items.pop(next(iter(self._items)))
            with reading(self._engine) as session:
                self._items[report] = queries.report_items(session, report)
        return self._items[report]
