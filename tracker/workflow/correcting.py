"""Correcting what a report's units are: the report is kept anew with the reviewer's word over the parser's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import store
from db.engine import writing
from tracker.model import Role, Section
from tracker.workflow.following import match_reports
from tracker.workflow.promising import rewrite

if TYPE_CHECKING:
    from sqlalchemy import Engine


def correct_unit(engine: Engine, unit: int, section: Section | None, role: Role | None, reviewer: str) -> None:
    """Keep a correction, apply it, and match the report's pairs anew.

    Raises:
        UsageError: the unit is not kept, or there is nothing to correct.

    """
    with writing(engine) as session:
        report = store.correct_unit(session, unit, section, role, reviewer)
        rewrite(session, report)
    for _ in match_reports(engine, report=report):
        pass
