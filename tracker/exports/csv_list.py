"""The status list as CSV that spreadsheets open right: UTF-8 with a mark, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from tracker import words
from tracker.exports.ledger import Ledger
from tracker.exports.rows import COLUMNS, cells

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows as text: a leading formula sign gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell


def write(file: BinaryIO, ledger: Ledger) -> None:
    """A header line, a line a commitment, then the note and its sources under an empty line.

    As World Bank and IMF tables do it, for want of comments in CSV (RFC 4180). Every line has every column, and only a
    commitment has something in the first one: a program drops the note by that, a spreadsheet's filter ends before it.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    out = csv.writer(text)
    out.writerow([column.title for column in COLUMNS])
    out.writerows([safe(cell) for cell in cells(detail).values()] for detail in ledger.commitments)
    note = ("", *ledger.note.lines(), words.say("exports.note.reports"), *ledger.note.sources())
    out.writerows(["", safe(line), *[""] * (len(COLUMNS) - 2)] for line in note)
    text.detach()
