"""The log of decisions and corrections as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from tracker.errors import UsageError
from tracker.exports.csv_list import safe
from tracker.model import LogEntry

COLUMNS = LogEntry._fields


def as_csv(entries: Sequence[LogEntry]) -> str:
    """One line an entry under a line of names; no cell is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([safe(str(value)) if isinstance(value, str) else value for value in _values(entry).values()])
    return file.getvalue()


def _values(entry: LogEntry) -> dict[str, object]:
    values = {name: getattr(entry, name) for name in COLUMNS}
    return {**values, "at": entry.at.isoformat(timespec="seconds")}


def encoded(entries: Sequence[LogEntry], path: Path) -> bytes:
    """What to write into a file whose name ends in .csv or .json.

    Raises:
        UsageError: the name ends in something else.

    """
    if path.suffix.lower() == ".json":
        return (json.dumps([_values(entry) for entry in entries], ensure_ascii=False, indent=1) + "\n").encode()
    if path.suffix.lower() == ".csv":
        return as_csv(entries).encode("utf-8-sig")
    raise UsageError("exports.error.log", path=path)
