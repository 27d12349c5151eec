"""Bringing a database to the newest revision. The only room that loads Alembic, which is slow to load."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection

from db.connection import engine_of, name_of, revision
from db.copying import copy, dated
from tracker.errors import DatabaseError
from tracker.words import Message


def config() -> Config:
    """Alembic's settings: the migrations are found in the installed package."""
    made = Config()
    made.set_main_option("script_location", "db:migrations")
    made.set_main_option("path_separator", "os")
    return made


def migrate(url: URL) -> Message:
    """Upgrade in one transaction, which on SQLite too holds changes of tables; a file is backed up first.

    Returns what was done.

    Raises:
        DatabaseError: it is of a newer version, or rows would refer to others that are not there; nothing is changed.

    """
    settings = config()
    script = ScriptDirectory.from_config(settings)
    head = script.get_current_head()
    name = name_of(url)
    engine = engine_of(url, foreign_keys=False, pooled=False)
    _known(script, name, revision(url))
    with engine.execution_options(writes=True).begin() as connection:
        found = MigrationContext.configure(
            connection
        ).get_current_revision()  # under the lock: another may have come first
        _known(script, name, found)
        if found == head:
            return Message("db.upgraded.already", {"name": name, "head": head})
        kept = None
        if found is not None and url.get_backend_name() == "sqlite":
            path = Path(name)
            kept = copy(path, path.with_name(dated(path, f"before-{head}")))
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        _check_references(connection, name)
    how = "made" if found is None else "copied" if kept else "done"
    return Message(f"db.upgraded.{how}", {"name": name, "found": found, "head": head, "copy": kept})


def _known(script: ScriptDirectory, name: str, found: str | None) -> None:
    try:
        if found is not None:
            script.get_revision(found)
    except CommandError as error:
        raise DatabaseError("db.file.newer", name=name, found=found) from error


def _check_references(connection: Connection, name: str) -> None:
    """Foreign keys were off, so that nothing was deleted by them; nothing may now point nowhere."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise DatabaseError("db.file.broken", name=name, tables=tables)
