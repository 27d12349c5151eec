"""A database that is a file, looked at without SQLAlchemy, which takes longer to load than a screen."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock

from tracker.errors import DatabaseError, why

HEAD = "0003"
"""The newest revision in `db/migrations/versions`; a test keeps it true."""

BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""

OURS = frozenset({"alembic_version", "report", "unit", "commitment", "decision"})
"""Tables by which a database is known to be the tracker's."""

_MAGIC = b"SQLite format 3\0"


def current(target: str | Path | None) -> bool:
    """Whether a target is a file that opens as it is: ours, and neither to be made nor upgraded.

    Raises:
        DatabaseError: it is no database, or not the tracker's.

    """
    if isinstance(target, str) and "://" in target:
        return False
    path = path_of(target)
    return revision_of(*look(path), str(path)) == HEAD


class FileWatch:
    """Tells whether anybody has written to a file, in this program or another, in a few microseconds.

    SQLite counts the writes of all connections but the one that asks: this one asks and does nothing else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._asking = Lock()

    def stamp(self) -> int:
        """A number that is another one after a write.

        Raises:
            DatabaseError: the file cannot be read.

        """
        with self._asking:
            try:
                if self._connection is None:
                    uri = only_to_read(self._path) or f"{self._path.as_uri()}?mode=rw"  # it makes no file
                    self._connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
                return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
            except sqlite3.DatabaseError as error:
                raise DatabaseError("db.file.failed", name=self._path, why=error) from error

    def close(self) -> None:
        """Let go of the file: the last one to do so leaves nothing beside it."""
        with self._asking:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def quick_stamp(self) -> int | None:
        """The same; None where the file cannot be read."""
        try:
            return self.stamp()
        except DatabaseError:
            return None


def default_path() -> Path:
    """`tracker.db` in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("tracker", appauthor=False)) / "tracker.db"


def path_of(target: str | Path | None) -> Path:
    """The full path of a file, or of the one in the user's data folder.

    Raises:
        DatabaseError: it begins with the home of a user there is not.

    """
    path = Path(target) if target is not None else default_path()
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise DatabaseError("db.file.no_home", path=path) from error


def revision_of(tables: set[str], found: str | None, name: str) -> str | None:
    """The revision that a database with these tables is at, None for an empty or missing one.

    Raises:
        DatabaseError: it is not the tracker's.

    """
    if not tables:
        return None
    if not tables >= OURS or found is None:
        raise DatabaseError("db.file.foreign", name=name)
    return found


def look(path: Path) -> tuple[set[str], str | None]:
    """Names of the tables and the revision; leaves no file behind that was not there."""
    try:
        if path.is_dir():
            raise DatabaseError("db.file.folder", name=path)
        if not path.exists() or path.stat().st_size == 0:
            return set(), None
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise DatabaseError("db.file.no_sqlite", name=path)
    except OSError as error:
        raise DatabaseError("db.file.no_access", name=path, why=why(error)) from error
    # A reader of a WAL database makes files beside it unless told that nobody writes; then somebody may begin to.
    still, found = _still(path), None
    try:
        found = _tables_and_revision(path, "mode=ro&immutable=1" if still else "mode=ro")
    except sqlite3.DatabaseError as error:
        if still == _still(path):
            raise DatabaseError("db.file.unreadable", name=path, why=error) from error
    if found is None or (still and not _still(path)):
        return look(path)
    return found


def only_to_read(path: Path) -> str | None:
    """The URI by which SQLite opens a file that stands in a folder we may not write to; None for any other.

    Even a reader of a WAL database makes files beside it, unless it is told that nobody writes.
    """
    if os.access(path.parent, os.W_OK) or not path.exists():
        return None
    return f"{path.as_uri()}?mode=ro{'&immutable=1' if _still(path) else ''}"


def _still(path: Path) -> bool:
    """Whether no process writes to a file, nor died in doing so."""
    return not any(Path(f"{path}{suffix}").exists() for suffix in ("-wal", "-journal"))


def _tables_and_revision(path: Path, options: str) -> tuple[set[str], str | None]:
    with closing(sqlite3.connect(f"{path.as_uri()}?{options}", uri=True, timeout=BUSY_SECONDS)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = None
        if "alembic_version" in tables:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return tables, found[0] if found else None
