"""Where a database is, what it is, and how we speak to it: SQLite by path, PostgreSQL by URL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, insert, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from db.file import BUSY_SECONDS, FileWatch, look, only_to_read, path_of, revision_of
from tracker.errors import DatabaseError
from tracker.words import Message

_WRITERS_LOCK = 0x7472616B
"""PostgreSQL advisory lock that makes writers wait for each other, as SQLite does by itself."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database; holds up no writer, and keeps nothing that is written in it."""
    if engine.dialect.name == "postgresql":  # SQLite gives a reader one state anyhow
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with plain_errors(engine.url), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection that is one transaction: all of it is kept, or nothing after any exception.

    The write lock is taken at the start: a transaction that reads first and writes later would be refused at once
    (SQLITE_BUSY_SNAPSHOT) when another process wrote in between.
    """
    with plain_errors(engine.url), engine.execution_options(writes=True).begin() as connection:
        yield connection


def locate(target: str | Path | None) -> URL:
    """The URL of a path or URL; SQLite paths are made absolute.

    Raises:
        DatabaseError: a URL that cannot be read, or of another kind of database.

    """
    if isinstance(target, str) and "://" in target:
        try:
            url = make_url(target)
        except ArgumentError as error:
            raise DatabaseError("db.file.no_url", target=target) from error
        if url.get_backend_name() == "postgresql":
            # The plain name means psycopg 3 since SQLAlchemy 2.1, and is the only driver that is tested.
            return url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
            raise DatabaseError("db.file.other_kind", name=name_of(url))
        target = url.database
    return URL.create("sqlite", database=str(path_of(target)))


def name_of(url: URL) -> str:
    """How messages call a database: its path, or its URL without the password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def revision(url: URL) -> str | None:
    """The revision a database is at, None for an empty or missing one; changes nothing.

    Raises:
        DatabaseError: it is no database, or not the tracker's.

    """
    tables, found = look(Path(name_of(url))) if url.get_backend_name() == "sqlite" else _look_into_server(url)
    return revision_of(tables, found, name_of(url))


def _look_into_server(url: URL) -> tuple[set[str], str | None]:
    engine = engine_of(url, pooled=False)
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        found = None
        if "alembic_version" in tables:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return tables, found


def engine_of(url: URL, *, foreign_keys: bool = True, pooled: bool = True) -> Engine:
    """An engine with our settings; neither looks at the database nor changes it.

    Args:
        url: of `locate`.
        foreign_keys: False for migrations: SQLite changes a table by dropping it, which with foreign keys on
            deletes every row that refers to it.
        pooled: False for an engine of one use.

    """
    options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
    if url.get_backend_name() == "sqlite" and (uri := only_to_read(Path(name_of(url)))):
        options["creator"] = lambda: sqlite3.connect(uri, uri=True, check_same_thread=False)
    try:
        engine = create_engine(url, json_serializer=_to_json, **options)
    except ModuleNotFoundError as error:
        raise DatabaseError("db.file.no_driver", name=name_of(url)) from error
    # On this engine only: a listener on the class would switch foreign keys on for migrations too.
    if url.get_backend_name() == "sqlite":

        @event.listens_for(engine, "connect")
        def set_up(connection: sqlite3.Connection, _record: object) -> None:
            connection.isolation_level = None  # else sqlite3 begins transactions by itself, and too late
            connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # what is decided outlives a loss of power, for 1 ms

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    else:

        @event.listens_for(engine, "begin")
        def wait_for_writers(connection: Connection) -> None:
            if connection.get_execution_options().get("writes"):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")

    return engine


class Watch:
    """Tells whether anybody has written, in this program or another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = FileWatch(Path(name_of(engine.url))) if engine.dialect.name == "sqlite" else None

    def stamp(self) -> int:
        """A number that is another one after a write; PostgreSQL's changes with writes to its other databases too."""
        if self._file is not None:
            return self._file.stamp()
        with plain_errors(self._engine.url), self._engine.connect() as connection:
            return int(connection.scalar(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")) or 0)

    def close(self) -> None:
        """Let go of what is watched."""
        if self._file is not None:
            self._file.close()

    def quick_stamp(self) -> int | None:
        """The same where it takes no time worth waiting for, else None."""
        return None if self._file is None else self._file.quick_stamp()


def insert_plain(
    s: Connection, table: Table, names: Sequence[str], rows: Iterable[tuple[int | float | str | None, ...]]
) -> None:
    """Insert rows of numbers and texts, which a driver takes as they are, into the named columns, in order.

    Half the time of `execute(insert(table), rows)`, which looks at every value of every row.
    """
    compiled = insert(table).inline().compile(dialect=s.dialect, column_keys=list(names))
    if compiled.positiontup is None:  # this driver takes values by name
        values: list[Any] = [dict(zip(names, row, strict=True)) for row in rows]
    elif list(names) == compiled.positiontup:
        values = list(rows)
    else:
        values = list(map(itemgetter(*(names.index(name) for name in compiled.positiontup)), rows))
    if values:
        s.exec_driver_sql(str(compiled), values)


def storable(text: str) -> str:
    """Text that any database takes: file names may hold bytes that are no text, and PostgreSQL takes no NUL."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "")


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_SQLITE = {
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CANTOPEN: "no_access",
}
"""The commonest of SQLite's primary result codes -> our words."""


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turns what a driver says of a lock, a full disk or an unreachable server into one line."""
    try:
        yield
    except OperationalError as error:
        said = " ".join(str(error.orig).split())
        if "locked" in said:
            raise DatabaseError("db.file.busy", name=name_of(url), seconds=BUSY_SECONDS) from error
        key = _SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
        raise DatabaseError(
            "db.file.failed", name=name_of(url), why=Message(f"db.says.{key}") if key else said
        ) from error
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.DatabaseError) or "malformed" not in str(error.orig):
            raise
        raise DatabaseError("db.file.damaged", name=name_of(url), why=error.orig) from error
