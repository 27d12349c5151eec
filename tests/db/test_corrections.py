"""Corrections of units made before they could be taken back are given their place by the upgrade."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from sqlalchemy import text

import db.migrating
from db import queries
from db.connection import engine_of, locate
from db.engine import check, open_database, reading

OLD = (
    "INSERT INTO issuer (id, name, chained) VALUES (1, '清渚市司法局', 1)",
    "INSERT INTO report (id, source, path, digest, parser, title, kind, commitments, statements, warnings, imported_at,"
    " text) VALUES (1, 'a', 'a', 'd', '3', '题', 'other', 0, 1, '[]', '2025-01-01 00:00:00',"
    " '一、工作情况\n办理案件。')",
    'INSERT INTO unit (id, report_id, section, role, heading, start, "end", text, ahead, bodies)'
    " VALUES (1, 1, 'done', 'statement', '', 7, 12, '办理案件。', 0, '')",
    'INSERT INTO unit (id, report_id, section, role, heading, start, "end", text, ahead, bodies, retired_at)'
    " VALUES (2, 1, 'done', 'framing', '', 0, 0, '走访。', 0, '', '2025-01-01 00:00:00')",
    "INSERT INTO unit_correction (id, unit_id, field, value, before, reviewer, corrected_at)"
    " VALUES (1, 1, 'role', 'statement', 'framing', '林', '2025-01-02 00:00:00'),"
    " (2, 2, 'role', 'framing', 'statement', '何', '2025-01-03 00:00:00')",
)


def test_old_corrections_hold_for_the_stretch_that_their_unit_has(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    settings = db.migrating.config()
    engine = engine_of(locate(path), foreign_keys=False, pooled=False)
    with engine.execution_options(writes=True).begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        for line in OLD:
            connection.execute(text(line))
    with reading(open_database(path)) as s:
        one, two = queries.unit_corrections(s, 1)
    assert (one.start, one.stretch, one.cuts, one.standing) == (7, "办理案件。", (), True)
    assert (two.unit, two.reviewer, two.stretch) == (2, "何", "")
    assert check(path) == []
