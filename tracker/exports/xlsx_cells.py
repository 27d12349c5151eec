"""Cells of a workbook: their styles, and text that stays text."""

from __future__ import annotations

import re
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from tracker.exports.csv_list import FORMULA
from tracker.exports.looks import LOOKS

Sheet = Any
"""A sheet that rows are only appended to; the stubs lack most of what it can do."""

LONGEST = 32_767
"""Characters that a cell may hold (Excel specifications and limits)."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would take for a character (ECMA-376, ST_Xstring)."""

_FONT = "Microsoft YaHei"


def safe(text: str) -> str:
    """Text as a cell can hold it: without characters that a workbook has no place for, and not too long."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def add_styles(book: Workbook) -> None:
    """Name every style that a sheet uses."""
    line = Side(style="thin", color="D5D9DE")
    wrapped = Alignment(wrap_text=True, vertical="top")
    edges = Border(left=line, right=line, top=line, bottom=line)

    def add(name: str, *, fill: str | None = None, colour: str = "1F2933", bold: bool = False, form: str = "@") -> None:
        style = NamedStyle(
            name,
            font=Font(name=_FONT, size=10, bold=bold, color=colour),
            alignment=wrapped,
            border=edges,
            number_format=form,
        )
        if fill:
            style.fill = PatternFill("solid", fgColor=fill)
        book.add_named_style(style)

    add("cell")
    add("number", form="0")
    add("heading", fill="22384F", colour="FFFFFF", bold=True)
    add("heading to fill in", fill="1D6A5C", colour="FFFFFF", bold=True)
    add("to fill in", fill="F3FAF7")
    for status, look in LOOKS.items():
        add(f"status {status.value}", fill=look.ground, colour=look.words, bold=True)
    for name, size, bold in (("title", 16, True), ("line", 10, False), ("strong", 10, True)):
        font = Font(name=_FONT, size=size, bold=bold)
        book.add_named_style(NamedStyle(name, font=font, alignment=wrapped, number_format="@"))
    for name, form in (("count", "#,##0"), ("share", "0.0%")):
        book.add_named_style(NamedStyle(name, font=Font(name=_FONT, size=10), number_format=form))


def text_cell(sheet: Sheet, text: str, style: str) -> Cell:
    """A cell that is text whatever it begins with, also after somebody edits it."""
    return Cells(sheet).text(text, style)


class Cells:
    """Cells of a sheet, one for each style, filled anew for each text: making and styling one takes longest of all.

    A cell has to be written before the next one is asked for, as a generator that is appended does.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._made: dict[tuple[str, bool], Cell] = {}

    def text(self, text: str, style: str) -> Cell:
        """A cell that is text whatever it begins with, also after somebody edits it."""
        cell = self._cell(style, text.startswith(FORMULA))
        cell.value = _ESCAPE.sub("_x005F_", safe(text))
        cell.data_type = "s"
        return cell

    def number(self, value: int, style: str) -> Cell:
        """A cell that is a number."""
        cell = self._cell(style, False)
        cell.value = value
        return cell

    def _cell(self, style: str, quoted: bool) -> Cell:
        cell = self._made.get((style, quoted))
        if cell is None:
            cell = self._made[style, quoted] = WriteOnlyCell(self._sheet)
            cell.style = style
            if quoted:
                cell.quotePrefix = True
        return cell
