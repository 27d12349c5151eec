"""Workbooks (xlsx): what their sheets show, a row a line, cells behind tabs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from openpyxl import load_workbook

from tracker.reading.limits import Extracted, Limits
from tracker.reading.package import Package
from tracker.reading.plain import as_table


def read_xlsx(data: bytes, limits: Limits) -> Extracted:
    """The sheets that are not hidden, one after the other, each as a csv file would be read.

    Raises:
        ReadError: it is damaged, locked or built to do harm.

    """
    Package(data, limits, "xlsx").check()
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    found = [
        as_table(list(_rows(sheet.iter_rows()))) for sheet in workbook.worksheets if sheet.sheet_state == "visible"
    ]
    return Extracted("\n".join(text for text, _ in found), tuple(said for _, warnings in found for said in warnings))


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[list[str]]:
    """Texts of the cells of rows that hold any."""
    for row in rows:
        cells = [_shown(getattr(cell, "value", None), getattr(cell, "number_format", "")) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield cells


def _shown(value: object, form: str) -> str:
    """A value as the sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value * 100:.10g}%" if "%" in (form or "") else f"{value:.15g}"
    return " ".join(str(value).split())
