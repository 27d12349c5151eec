"""The summary sheet of a workbook: what the list counts to, with the spreadsheet's own charts."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.chart import BarChart, Reference

from tracker import words
from tracker.exports.ledger import Ledger
from tracker.exports.tables import Table, tables_of
from tracker.exports.xlsx_cells import Sheet, text_cell

CHARTED = 40
"""Rows of a table that its chart shows at most: more cannot be read."""

_ROW_CM = 0.55


def add_summary(book: Workbook, ledger: Ledger) -> None:
    """Tables one under another on the left, the charts of some of them on the right."""
    sheet = book.create_sheet(words.say("exports.sheet.summary"))
    for letter, width in zip("ABCDEFGHIJKLM", (34, *(13,) * 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.append([text_cell(sheet, ledger.title, "title")])
    at, anchor = 1, 2
    for table in tables_of(ledger.statistics):
        sheet.append([])
        sheet.append([text_cell(sheet, table.title, "strong")])
        sheet.append([text_cell(sheet, title, "heading") for title in table.headings])
        for row in table.rows:
            sheet.append([_value(sheet, cell) for cell in row])
        first = at + 4
        at = first + len(table.rows) - 1
        if table.charted and table.rows:
            shown = min(len(table.rows), CHARTED)
            chart = _chart(sheet, table, table.charted, first, shown)
            sheet.add_chart(chart, f"O{anchor}")
            anchor += int(chart.height / 0.5) + 2


def _value(sheet: Sheet, value: object) -> Cell:
    if isinstance(value, int | float):
        cell = WriteOnlyCell(sheet, value)
        cell.style = "share" if isinstance(value, float) else "count"
        return cell
    return text_cell(sheet, "" if value is None else str(value), "cell")


def _chart(sheet: Sheet, table: Table, columns: tuple[int, int], first: int, shown: int) -> Any:
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "percentStacked" if table.shares else "stacked", 100
    chart.title, chart.style = table.title, 10
    start, end = columns
    data = Reference(sheet, min_col=start + 1, max_col=end, min_row=first - 1, max_row=first - 1 + shown)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=first + shown - 1))
    for series, colour in zip(chart.series, table.colours, strict=True):
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = "FFFFFF"
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.number_format = "0%" if table.shares else "0"
    chart.gapWidth, chart.legend.position = 40, "b"
    chart.height, chart.width = max(7.5, 3.2 + _ROW_CM * shown), 24
    return chart
