"""The status list as CSV that spreadsheets open right: UTF-8 with a mark, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from tracker.exports.ledger import Ledger
from tracker.exports.rows import COLUMNS, cells

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows as text: a leading formula sign gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell


def write(file: BinaryIO, ledger: Ledger) -> None:
    """A header line, a line a commitment, then the note, each of its lines in the first cell."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    out = csv.writer(text)
    out.writerow([column.title for column in COLUMNS])
    out.writerows([safe(cell) for cell in cells(detail).values()] for detail in ledger.commitments)
    text.detach()
