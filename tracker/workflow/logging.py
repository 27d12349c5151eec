"""The log of decisions and corrections as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db import queries
from db.engine import reading
from tracker.exports.log import encoded
from tracker.exports.whole import check_place, whole_or_not

if TYPE_CHECKING:
    from sqlalchemy import Engine


def write_log(engine: Engine, path: Path, *, force: bool = False) -> int:
    """Write every decision and correction, oldest first, to a .csv or .json file; how many.

    Raises:
        ExportError: the file may not or cannot be written.

    """
    check_place(path, force=force)
    with reading(engine) as session:
        entries = list(queries.log(session))
    content = encoded(entries, path)
    with whole_or_not(path, force=force) as file:
        file.write(content)
    return len(entries)
