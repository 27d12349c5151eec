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


def config() -> Config:
    """Alembic's settings: the migrations are found in the installed package."""
    made = Config()
    made.set_main_option("script_location", "db:migrations")
    made.set_main_option("path_separator", "os")
    return made


def migrate(url: URL) -> str:
    """Upgrade in one transaction, which on SQLite too holds changes of tables; a file is backed up first.

    Returns one line that says what was done.

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
            return f"{name}: is up to date at revision {head}"
        kept = ""
        if found is not None and url.get_backend_name() == "sqlite":
            path = Path(name)
            kept = f", a copy of what it was is {copy(path, path.with_name(dated(path, f'before-{head}')))}"
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        _check_references(connection, name)
    return f"{name}: made at revision {head}" if found is None else f"{name}: upgraded from {found} to {head}{kept}"


def _known(script: ScriptDirectory, name: str, found: str | None) -> None:
    try:
        if found is not None:
            script.get_revision(found)
    except CommandError as error:
        raise DatabaseError(
            f"{name}: was made by a newer tracker (revision {found}); nothing was changed, upgrade the tracker"
        ) from error


def _check_references(connection: Connection, name: str) -> None:
    """Foreign keys were off, so that nothing was deleted by them; nothing may now point nowhere."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise DatabaseError(f"{name}: cannot be upgraded, rows of {tables} refer to nothing; nothing was changed")
