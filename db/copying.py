"""Copies of a SQLite database, also while it is used."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tracker.errors import DatabaseError, why


def dated(path: Path, word: str = "backup") -> str:
    """A name for a copy of `path`, in the order of time: tracker.backup-20250131T235959.db."""
    return f"{path.stem}.{word}-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}{path.suffix}"


def copy(path: Path, to: Path) -> Path:
    """Copy a SQLite database by its own backup; `to` appears whole or not at all."""
    part = to.with_name(f"{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as copied,
        ):
            source.backup(copied)
            copied.execute("PRAGMA journal_mode = DELETE")  # one file, not three
        os.replace(part, to)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError("db.backup.failed", path=to, why=why(error)) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return to
