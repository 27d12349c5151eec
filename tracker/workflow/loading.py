"""What matching looks at in kept reports, read once for the many pairs that a report takes part in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db import queries
from db.engine import reading
from tracker.model import Item, Promise, ReportItems, Trackability
from tracker.promises import find_quantities

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Loader:
    """Items of reports, the last few kept: one report takes part in many pairs."""

    def __init__(self, engine: Engine, keep: int = 32) -> None:
        self._engine, self._keep = engine, keep
        self._items: dict[int, ReportItems] = {}

    def __call__(self, report: int) -> ReportItems:
        """The items of a report, statements with the numbers that they report."""
        if report not in self._items:
            while len(self._items) >= self._keep:
                self._items.pop(next(iter(self._items)))
            with reading(self._engine) as session:
                items = queries.report_items(session, report)
            self._items[report] = replace(items, statements=tuple(map(_with_quantities, items.statements)))
        return self._items[report]


def _with_quantities(item: Item) -> Item:
    """A statement with the numbers that it reports."""
    return replace(item, promise=Promise(find_quantities(item.text), None, Trackability.GENERAL))
