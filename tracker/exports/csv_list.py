"""The status list as CSV that spreadsheets open right: UTF-8 with a mark, no cell that runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from tracker.exports.rows import COLUMNS, cells
from tracker.model import CommitmentDetail

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows as text: a leading formula sign gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell


def write(file: TextIO, reports: Iterable[object], commitments: Iterable[CommitmentDetail], method: str) -> None:
    """A header line of column keys, then a line a commitment."""
    out = csv.writer(file)
    out.writerow([column.key for column in COLUMNS])
    out.writerows([safe(cell) for cell in cells(detail)] for detail in commitments)
