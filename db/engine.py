"""Opening and looking after a database; `reading` and `writing` are the two ways of using it.

An up-to-date database opens without loading Alembic, which costs 0.6 s.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Engine

from db.connection import Watch, engine_of, locate, name_of, plain_errors, reading, revision, writing
from db.copying import copy, dated
from db.file import HEAD, default_path
from tracker.errors import DatabaseError, why
from tracker.words import Message

__all__ = [
    "HEAD",
    "Watch",
    "backup",
    "check",
    "default_path",
    "existing_database",
    "open_database",
    "reading",
    "upgrade",
    "writing",
]


def open_database(target: str | Path | None = None, *, make: bool = True) -> Engine:
    """The database at a path or SQLAlchemy URL, made if there is none, backed up and upgraded if it is older.

    Args:
        target: its path or URL; the one in the user's data folder unless given.
        make: False to refuse where there is none: a name that was mistyped makes no empty database.

    Raises:
        DatabaseError: it is no database, not the tracker's, or of a newer version (all left untouched),
            or it cannot be reached.

    """
    url = locate(target) if make else _existing(target)
    with plain_errors(url):
        _bring_up_to_date(url)
    return engine_of(url)


def existing_database(target: str | Path | None = None) -> Engine | None:
    """The database as `open_database` gives it, but None where there is none.

    Raises:
        DatabaseError: as `open_database`.

    """
    url = locate(target)
    with plain_errors(url):
        found = revision(url)
    return None if found is None else open_database(target)


def upgrade(target: str | Path | None = None) -> Message:
    """Do what opening does; gives what that was."""
    url = locate(target)
    with plain_errors(url):
        return _bring_up_to_date(url)


def check(target: str | Path | None = None) -> list[Message]:
    """What is wrong with a database, a line each; empty if nothing is. Changes nothing.

    Raises:
        DatabaseError: there is none, or it is not the tracker's.

    """
    url = _existing(target)
    found = revision(url)
    if found != HEAD:
        return [Message("db.check.old", {"name": name_of(url), "found": found, "head": HEAD})]
    from db.checking import problems

    with plain_errors(url):
        return problems(engine_of(url, pooled=False))


def backup(target: str | Path | None, to: str | Path) -> Path:
    """Copy a database, also while it is used, into a file, or under a dated name into a folder.

    Raises:
        DatabaseError: there is none, the file is there already or cannot be written, or it is a PostgreSQL database.

    """
    url = _existing(target)
    if url.get_backend_name() != "sqlite":
        raise DatabaseError("db.backup.postgresql", name=name_of(url))
    to = Path(to).expanduser()
    if to.is_dir():
        to /= dated(Path(name_of(url)))
    if to.exists():
        raise DatabaseError("db.backup.exists", path=to)
    return copy(Path(name_of(url)), to)


def _existing(target: str | Path | None) -> URL:
    url = locate(target)
    with plain_errors(url):
        if revision(url) is None:
            raise DatabaseError("db.file.nothing", name=name_of(url))
    return url


def _bring_up_to_date(url: URL) -> Message:
    found = revision(url)
    if found == HEAD:
        return Message("db.upgraded.already", {"name": name_of(url), "head": HEAD})
    if url.get_backend_name() == "sqlite":
        try:
            Path(name_of(url)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError("db.file.no_access", name=name_of(url), why=why(error)) from error
    from db.migrating import migrate

    return migrate(url)
