"""Rows to files that leave the tracker. Knows no database: callers hand in what is to be written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tracker.errors import ExportError
from tracker.exports import csv_list, json_export, markdown
from tracker.model import CommitmentDetail, EvidenceRow, ReportRow

__all__ = ["FORMATS", "ReportStatements", "write"]

ReportStatements = tuple[ReportRow, tuple[EvidenceRow, ...]]
"""A report and the units of its done section, in order."""


@dataclass(frozen=True, slots=True)
class Format:
    """How one format is written."""

    write: Callable[[TextIO, Iterable[ReportStatements], Iterable[CommitmentDetail], str], None]
    encoding: str = "utf-8"
    newline: str | None = "\n"


FORMATS = {
    "json": Format(json_export.write),
    "csv": Format(csv_list.write, encoding="utf-8-sig", newline=""),
    "md": Format(markdown.write),
}


def write(
    path: Path,
    name: str,
    reports: Iterable[ReportStatements],
    commitments: Iterable[CommitmentDetail],
    *,
    method: str,
    force: bool = False,
) -> None:
    """Write a file whole or not at all.

    Args:
        path: where to; an existing file is only replaced with `force`.
        name: a key of FORMATS.
        reports: the reports that were read, with their statements.
        commitments: what to list, in order.
        method: one line that says which tool and matcher proposed what.
        force: replace an existing file.

    Raises:
        ExportError: if the format is unknown or the file cannot be written.

    """
    chosen = FORMATS.get(name)
    if chosen is None:
        raise ExportError(f"unknown format {name!r}: choose one of {', '.join(FORMATS)}")
    if path.exists() and not force:
        raise ExportError(f"{path}: exists already; use --force to replace it")
    try:
        with _whole_or_not(path, chosen) as file:
            chosen.write(file, reports, commitments, method)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror or error}); choose another place") from error


@contextmanager
def _whole_or_not(path: Path, chosen: Format) -> Iterator[TextIO]:
    """A file beside `path` that takes its name only when everything was written."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        with open(handle, "w", encoding=chosen.encoding, newline=chosen.newline) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
