"""The 督办台账 as a workbook: the list, a summary with charts, and how it was made. `xlsx_marks` reads it back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tracker import words
from tracker.exports.ledger import Ledger
from tracker.exports.marks import CONFIRM, EVIDENCE, KEY, evidence_ids, key_of
from tracker.exports.rows import COLUMNS, cells
from tracker.exports.xlsx_cells import Cells, Sheet, add_styles, safe, text_cell
from tracker.exports.xlsx_summary import add_summary
from tracker.model import DECIDABLE, CommitmentDetail, Status

WIDTHS = {column.key: column.width for column in COLUMNS} | {EVIDENCE: 14, CONFIRM: 8, KEY: 4}
"""Column keys in order of the sheet, with their widths; the last one is hidden."""

EDITABLE = ("status", "note", EVIDENCE, CONFIRM)
"""What a colleague may change; the headings are coloured."""

WIDEST, A_REPORT = 160, 12
"""Of the evidence column, and what each report of the same issuer adds to it: a row cannot grow beyond TALLEST."""

NOTE_WIDTH = 110

LINE, TALLEST = 15.0, 409.0
"""Points of one line, and of the tallest row (Excel specifications and limits)."""

TICK = "✓"

_NO_TITLE = re.compile(r"[\[\]:*?/\\]")


def write(file: BinaryIO, ledger: Ledger) -> None:
    """Stream the workbook: memory does not grow with the number of commitments."""
    book = Workbook(write_only=True)
    add_styles(book)
    sheets = _Sheets(book, ledger.options.sheet_per_issuer, _widths(ledger))
    for detail in ledger.commitments:
        sheets.add(detail)
    sheets.finish()
    add_summary(book, ledger)
    _add_note(book, ledger)
    book.properties.title = safe(ledger.title)
    book.properties.creator = f"tracker {ledger.note.tool}"
    book.save(file)


class _Sheets:
    """One sheet for all, or one for each issuer as it comes."""

    def __init__(self, book: Workbook, per_issuer: bool, widths: Mapping[str, int]) -> None:
        self._book, self._per_issuer, self._widths = book, per_issuer, widths
        self._open: dict[str, tuple[Sheet, int]] = {}
        self._cells_of: dict[str, Cells] = {}
        self._styles = {key: "to fill in" if key in EDITABLE else "cell" for key in WIDTHS}

    def add(self, detail: CommitmentDetail) -> None:
        row = detail.row
        name = words.say("exports.sheet.list")
        if self._per_issuer:
            name = row.issuer or words.say("exports.cell.no_issuer")
        sheet, count = self._open.get(name) or (self._new(name), 0)
        self._open[name] = sheet, count + 1
        shown = cells(detail)
        place = count + 2
        sheet.row_dimensions[place].height = _height(shown, self._widths)
        sheet.append(self._cells(self._cells_of.setdefault(name, Cells(sheet)), detail, shown))
        del sheet.row_dimensions[place]  # it is written, and 50,000 of them take much room

    def finish(self) -> None:
        if not self._open:
            self._open[""] = self._new(words.say("exports.sheet.list")), 0
        for sheet, count in self._open.values():
            last = count + 1
            letters = {key: get_column_letter(i) for i, key in enumerate(WIDTHS, 1)}
            sheet.auto_filter.ref = f"A1:{letters[CONFIRM]}{last}"
            if count:
                choices = ",".join(words.name(status) for status in DECIDABLE)
                _choose(sheet, f"{letters['status']}2:{letters['status']}{last}", choices)
                _choose(sheet, f"{letters[CONFIRM]}2:{letters[CONFIRM]}{last}", TICK)

    def _new(self, name: str) -> Sheet:
        taken = {title.lower() for title in self._book.sheetnames}
        sheet = self._book.create_sheet(_title(name, taken))
        for i, (key, width) in enumerate(self._widths.items(), 1):
            column = sheet.column_dimensions[get_column_letter(i)]
            column.width, column.hidden = width, key == KEY
        sheet.freeze_panes = "D2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0
        sheet.oddFooter.center.text = "&P / &N"
        sheet.append([self._heading(sheet, key) for key in WIDTHS])
        return sheet

    def _heading(self, sheet: Sheet, key: str) -> Cell:
        title = KEY if key == KEY else words.say(f"exports.column.{key}")
        return text_cell(sheet, title, "heading to fill in" if key in EDITABLE else "heading")

    def _cells(self, made: Cells, detail: CommitmentDetail, shown: Mapping[str, str]) -> Iterator[Cell]:
        more = {EVIDENCE: " ".join(map(str, evidence_ids(detail))), CONFIRM: "", KEY: key_of(detail)}
        for key, text in (dict(shown) | more).items():
            if key == "id":
                yield made.number(detail.row.id, "number")
            else:
                yield made.text(text, f"status {detail.row.status.value}" if key == "status" else self._styles[key])


def _widths(ledger: Ledger) -> dict[str, int]:
    """WIDTHS, the evidence as wide as the longest history of an issuer asks for."""
    most = max(Counter(report.issuer for report in ledger.note.reports).values(), default=0)
    return WIDTHS | {"evidence": min(max(WIDTHS["evidence"], A_REPORT * most), WIDEST)}


def _height(shown: Mapping[str, str], widths: Mapping[str, int]) -> float:
    """Points that a row takes with every cell wrapped; not every spreadsheet finds that out by itself."""
    return min(LINE * max(_lines(text, widths[key]) for key, text in shown.items()) + 4.0, TALLEST)


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; a Chinese character is three bytes and two Latin ones wide."""
    return sum(-(-(len(line) + len(line.encode())) // (2 * width - 2)) or 1 for line in text.split("\n"))


def _choose(sheet: Sheet, cells: str, choices: str) -> None:
    rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
    rule.add(cells)
    sheet.data_validations.append(rule)


def _title(name: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it: 31 characters, none of its own signs, no quote at an end, not there yet."""
    base = _NO_TITLE.sub("·", safe(name)).strip("' ")[:31] or "?"
    title, turn = base, 2
    while title.lower() in taken or title.lower() == "history":
        end = f" ({turn})"
        title, turn = base[: 31 - len(end)] + end, turn + 1
    return title


def _add_note(book: Workbook, ledger: Ledger) -> None:
    sheet = book.create_sheet(_title(words.say("exports.sheet.note"), {t.lower() for t in book.sheetnames}))
    sheet.column_dimensions["A"].width = NOTE_WIDTH
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    lines = [(line, "line") for line in (*ledger.note.lines(), words.say("exports.note.return"))]
    for status in Status:
        meaning = words.say(f"exports.meaning.{status.value}")
        lines.append((f"{words.name(status)}: {meaning}", f"status {status.value}"))
    lines.append((words.say("exports.note.reports"), "strong"))
    lines += [(line, "line") for line in ledger.note.sources()]
    sheet.append([text_cell(sheet, ledger.title, "title")])
    for place, (line, style) in enumerate(lines, 2):
        sheet.row_dimensions[place].height = LINE * _lines(line, NOTE_WIDTH) + 4
        sheet.append([text_cell(sheet, line, style)])
