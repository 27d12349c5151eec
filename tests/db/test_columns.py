"""The tables that queries see are the tables that are kept."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import Column, Table

from db import columns, tables


def test_queries_see_every_column_as_it_is_kept() -> None:
    seen = {table.name: table for table in vars(columns).values() if isinstance(table, Table)}
    assert {name: _said(table) for name, table in seen.items()} == {
        name: _said(table) for name, table in tables.metadata.tables.items()
    }


def _said(table: Table) -> list[tuple[str, object, bool]]:
    return [(column.name, _kind(column), column.primary_key) for column in table.c]


def _kind(column: Column[object]) -> object:
    kind = column.type
    return repr(getattr(kind, "impl", kind))


def test_a_database_is_read_without_sqlmodel() -> None:
    heavy = "{'sqlmodel', 'pydantic', 'sqlalchemy.orm'}"
    code = f"import sys, db.engine, db.queries, db.store\nprint({heavy} & {{*sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
