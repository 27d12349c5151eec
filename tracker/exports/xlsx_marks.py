"""A workbook that came back: what a colleague filled in, row by row. The counterpart of `xlsx_ledger`."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tracker import words
from tracker.errors import ExportError
from tracker.exports.marks import CONFIRM, EVIDENCE, KEY, ReturnedRow
from tracker.model import Status
from tracker.text import clean, one_line

LARGEST = 600
"""Megabytes that a workbook may unpack to: ten times a list of 50,000 rows."""

_NEEDED = ("id", "text", "status", "note", EVIDENCE, CONFIRM, KEY)
_ESCAPED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
_LATE = re.compile(r"[(（].*[)）]")


def read(path: Path) -> Iterator[ReturnedRow]:
    """The rows of every sheet that holds a list, in order.

    Raises:
        ExportError: the file is no workbook, is too large, or no sheet of it holds a list.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist()) // 1_000_000
        if size > LARGEST:
            raise ExportError("exports.marks.too_large", path=path, size=size)
        book = load_workbook(path, read_only=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise ExportError("exports.marks.no_workbook", path=path) from error
    titles, statuses, found = _titles(), _statuses(), False
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # other programs write wrong ones
            rows = enumerate(sheet.iter_rows(values_only=True), 1)
            at = _columns(next(rows, (0, ()))[1], titles)
            if at is None:
                continue
            found = True
            for number, values in rows:
                row = {key: _text(values[i]) if i < len(values) else "" for key, i in at.items()}
                if any(row.values()):
                    yield _row(sheet.title, number, row, statuses)
    finally:
        book.close()
    if not found:
        raise ExportError("exports.marks.no_list", path=path, key=KEY)


def _titles() -> dict[str, str]:
    """Heading in any language -> column key."""
    keys = [key for key in _NEEDED if key != KEY]
    said = [words.catalog(language, "exports") for language in words.LANGUAGES]
    return {KEY: KEY} | {str(catalog[f"exports.column.{key}"]): key for catalog in said for key in keys}


def _statuses() -> dict[str, Status]:
    """What a person may write for a status: its name in any language, or its key."""
    said = [words.catalog(language, "model") for language in words.LANGUAGES]
    named = {str(catalog[f"model.status.{status.value}"]).lower(): status for catalog in said for status in Status}
    return named | {status.value: status for status in Status}


def _columns(headings: Sequence[Any], titles: dict[str, str]) -> dict[str, int] | None:
    """Column key -> its index; None where the sheet holds no list."""
    at = {titles[text]: i for i, heading in enumerate(headings) if (text := _text(heading)) in titles}
    return at if all(key in at for key in _NEEDED) else None


def _text(value: object) -> str:
    """A cell as text: a number as it was typed, without characters that hide or act."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    lines = clean(_ESCAPED.sub("_", str(value)))[0].split("\n")
    return "\n".join(line for line in map(one_line, lines) if line)


def _row(sheet: str, number: int, row: dict[str, str], statuses: dict[str, Status]) -> ReturnedRow:
    ids = re.split(r"[\s,，、;；]+", row[EVIDENCE].strip("[]"))
    ids = [one for one in ids if one]
    return ReturnedRow(
        sheet=sheet,
        row=number,
        key=row[KEY],
        id=row["id"],
        text=row["text"],
        status=statuses.get(_LATE.sub("", row["status"]).strip().lower()),
        status_text=row["status"],
        evidence=tuple(dict.fromkeys(map(int, ids))) if all(re.fullmatch("[0-9]{1,18}", i) for i in ids) else None,
        note=row["note"],
        confirmed=bool(row[CONFIRM]),
    )
