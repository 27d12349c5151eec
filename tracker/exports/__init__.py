"""Rows to files that leave the tracker. Knows no database: callers hand in what is to be written.

A form is a module with `write(file, ledger)`; they are imported when asked for, since some need much.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from tracker.errors import UsageError
from tracker.exports.ledger import Ledger, Note, Options, ReportStatements
from tracker.exports.whole import whole_or_not

__all__ = ["CANDIDATES", "FORMATS", "Ledger", "Note", "Options", "ReportStatements", "form_of", "write"]

FORMATS = {
    "xlsx": "xlsx_ledger",
    "docx": "docx_table",
    "html": "html_report",
    "pdf": "pdf_report",
    "csv": "csv_list",
    "md": "markdown",
    "json": "json_export",
}
"""Format -> the module of this package that writes it."""

CANDIDATES: dict[str, int | None] = {"html": 6, "json": None}
"""Format -> how many candidates it needs beside the evidence, the most alike; None for all. Other formats need none."""

Writer = Callable[[BinaryIO, Ledger], None]


def form_of(path: Path, name: str | None) -> str:
    """The format that was named, else the one that the file's name ends in.

    Raises:
        UsageError: there is none, it is none of FORMATS, or contradicts the ending of the file's name.

    """
    ending = path.suffix.lower().lstrip(".")
    chosen = (name or ending).lower()
    if not chosen:
        raise UsageError("exports.error.no_format", path=path, known=", ".join(FORMATS))
    if chosen not in FORMATS:
        raise UsageError("exports.error.format", name=chosen, known=", ".join(FORMATS))
    if ending in FORMATS and ending != chosen:
        raise UsageError("exports.error.ending", path=path, format=chosen)
    return chosen


def write(path: Path, name: str, ledger: Ledger, *, force: bool = False) -> None:
    """Write a file whole or not at all.

    Args:
        path: where to; an existing file is only replaced with `force`.
        name: a key of FORMATS.
        ledger: what to write.
        force: replace an existing file.

    Raises:
        ExportError: the format needs a package that is not installed, or the file cannot be written.

    """
    writer = cast(Writer, importlib.import_module(f"{__name__}.{FORMATS[name]}").write)
    with whole_or_not(path, force=force) as file:
        writer(file, ledger)
