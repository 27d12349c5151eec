"""The 对照表 as PDF: laid out here line by line, since any layouter of documents takes minutes for a long list.

pydyf writes the file, fontTools cuts the font down to the used glyphs, matplotlib draws the charts.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, cast

from tracker import words
from tracker.exports import charts
from tracker.exports.fonts import needed
from tracker.exports.ledger import Ledger
from tracker.exports.looks import LOOKS
from tracker.exports.paper import PaperRow, Paragraph, Section, sections
from tracker.exports.pdf_pages import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, Line, Pages, Style
from tracker.exports.rows import COLUMNS
from tracker.exports.statistics import Statistics
from tracker.exports.tables import Table, percent, tables_of
from tracker.model import Status

if TYPE_CHECKING:
    from PIL.Image import Image

INK, SOFT, STRONG, WHITE, EDGE, MARK = "1F2933", "4B5663", "22384F", "FFFFFF", "B8C0C9", "FFF0B3"

ROOM = WIDTH - 2 * LEFT
"""Points between the margins."""

END = HEIGHT - BOTTOM
"""Where a page's content ends."""

INSET = 5.0
"""Points between a cell's edge and its text."""

SHARES = {3: (0.357, 0.518, 0.125), 2: (0.385, 0.615)}
"""Of the page's width that the columns take, by their number."""

DPI = 240
"""Pixels of an inch of a chart, before it is drawn in."""

LARGEST = 0.85
"""How far a chart is drawn out, so that their letters are about alike."""

WHOLE, LEAST = 0.5 * (END - TOP), 80.0
"""Points up to which a row is kept on one page, and the least that a longer one has on the page where it begins."""

STYLES = {
    "id": Style(8, SOFT),
    "text": Style(9, INK),
    "plain": Style(9, INK, before=1),
    "verdict": Style(9, STRONG, before=2),
    "quote": Style(9, INK, before=2),
    "place": Style(7.5, SOFT),
    "label": Style(7.5, SOFT, before=2),
}
"""Kind of a paragraph -> how it is set; a status has its own colour."""

STATUS = {status: Style(10, look.words) for status, look in LOOKS.items()}
TITLE, NOTE, SMALL = Style(20, STRONG), Style(9, INK, before=1), Style(8, SOFT, before=1)
REPORT, HEADING, HEAD = Style(14, STRONG, before=14), Style(10.5, STRONG, before=6), Style(9, WHITE)

Cells = tuple[list[Line], ...]


def write(file: BinaryIO, ledger: Ledger) -> None:
    """Lay out page after page; what a page took is not kept.

    Raises:
        ExportError: pydyf, fontTools, matplotlib or the font is not installed.

    """
    chinese = words.spoken() == "zh"
    pages = Pages(
        title=ledger.title, author=f"tracker {ledger.note.tool}", language="zh-CN" if chinese else words.spoken()
    )
    paper = _Paper(pages)
    paper.head(ledger)
    table = _Rows(paper, 2 if ledger.options.two_columns else 3)
    for section in sections(ledger):
        table.section(section)
    paper.heading(1, words.say("exports.note.reports"), 40)
    for line in ledger.note.sources():
        paper.item(line, SMALL)
    before, between, after = words.say("exports.paper.page", page="\0", pages="\0").split("\0")

    def footer(page: int, count: int) -> list[tuple[float, Line]]:
        text = f"{before}{page}{between}{count}{after}"
        (line,) = pages.setter.lines(text, SMALL, ROOM)
        return [(LEFT + (ROOM - pages.setter.width(text, SMALL)) / 2, line)]

    pages.finish(file, footer)


class _Paper:
    """Where the next thing stands, and what stands between the tables."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.y = END

    @property
    def left(self) -> float:
        """Points that are left on the page."""
        return END - self.y

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.pages.new_page()
        self.y = TOP

    def lines(self, lines: list[Line], x: float = LEFT) -> None:
        """Lines of a paragraph, on the next page where they have no room."""
        for line in lines:
            if line.height > self.left:
                self.turn()
            self.pages.text(x, self.y, [line])
            self.y += line.height

    def item(self, text: str, style: Style) -> None:
        """A paragraph with a bullet."""
        lines = self.pages.setter.lines(text, style, ROOM - 12)
        if lines[0].height > self.left:
            self.turn()
        self.pages.text(LEFT + 2, self.y, self.pages.setter.lines("•", style, 12))
        self.lines(lines, LEFT + 12)

    def heading(self, level: int, text: str, room: float) -> None:
        """A heading on the page of the `room` points that follow it, with its entry in the outline."""
        style = REPORT if level == 1 else HEADING
        lines = self.pages.setter.lines(text, style, ROOM)
        if sum(line.height for line in lines) + room > self.left:
            self.turn()
        self.pages.entry(level, text, self.y)
        self.lines(lines)
        self.y += 4

    def head(self, ledger: Ledger) -> None:
        """Title, note, figures and charts."""
        self.turn()
        self.lines(self.pages.setter.lines(ledger.title, TITLE, ROOM))
        self.y += 4
        for line in ledger.note.lines():
            self.item(line, NOTE)
        self.y += 8
        self.figures(tables_of(ledger.statistics)[0])
        self.charts(ledger)

    def figures(self, table: Table) -> None:
        """A small table: names to the left, figures to the right, a rule under each row."""
        lines = [table.headings, *(tuple(map(percent, row)) for row in table.rows)]
        setter, gap = self.pages.setter, 16.0
        widths = [
            max(setter.width(cell, NOTE) for cell in column) + gap for column in list(zip(*lines, strict=True))[1:]
        ]
        for i, (first, *rest) in enumerate(lines):
            style = SMALL if i == 0 else NOTE
            name = setter.lines(first, style, ROOM - sum(widths))
            height = sum(line.height for line in name) + 4
            if height > self.left:
                self.turn()
            self.pages.text(LEFT, self.y + 2, name)
            x = LEFT + ROOM - sum(widths)
            for cell, width in zip(rest, widths, strict=True):
                x += width
                self.pages.text(x - setter.width(cell, style), self.y + 2, setter.lines(cell, style, width))
            self.y += height
            self.pages.rule(LEFT, self.y, ROOM, "D5D9DE")
        self.y += 10

    def charts(self, ledger: Ledger) -> None:
        """The charts in two columns, each where there is more room."""
        gap = 22.0
        width, most = (ROOM - gap) / 2, END - TOP
        tops = [self.y, self.y]
        for name in charts.CHARTS:
            if not charts.has(name, ledger.statistics):
                continue
            picture = _drawn(name, ledger.statistics)
            wide, high = (side * 72 / DPI for side in picture.size)
            scale = min(width / wide, most / high, LARGEST)
            column = tops.index(min(tops))
            if tops[column] + high * scale > END:
                self.turn()
                tops, column = [TOP, TOP], 0
            self.pages.picture(picture, LEFT + column * (width + gap), tops[column], wide * scale, high * scale)
            tops[column] += high * scale + 10
        self.y = max(tops)


def _drawn(name: str, statistics: Statistics) -> Image:
    """A chart in 256 colours, which takes half the room of all colours and looks the same."""
    image = needed("PIL.Image")
    with image.open(io.BytesIO(charts.draw(name, statistics, "png", DPI))) as picture:
        return cast("Image", picture.convert("RGB").quantize())


class _Rows:
    """The tables of the list: a printed heading on every page, rows whole where they are not long."""

    def __init__(self, paper: _Paper, columns: int) -> None:
        self._paper, self._pages, self._setter = paper, paper.pages, paper.pages.setter
        titles = {column.key: column.title for column in COLUMNS}
        self._widths = [ROOM * share for share in SHARES[columns]]
        self._xs = [LEFT + sum(self._widths[:i]) for i in range(columns)]
        self._room = [width - 2 * INSET for width in self._widths]
        self._titles = [
            self._setter.lines(titles[key], HEAD, room)
            for key, room in zip(("text", "evidence", "status"), self._room, strict=False)
        ]
        self._high = max(_height(lines) for lines in self._titles) + 6

    def section(self, section: Section) -> None:
        """A table under the headings of its section."""
        issuer_year, title, *heading = section.source
        first = next(section.rows)
        cells = self._cells(first)
        tall = self._tall(cells)
        room = self._high + (tall if tall < WHOLE else LEAST) + 24 * len(heading)
        if section.first:
            self._paper.heading(1, f"{issuer_year}  {title}", room)
        for text in heading:
            self._paper.heading(2, text, room)
        if not section.first and not heading and room > self._paper.left:
            self._paper.turn()
        self._titled()
        self._row(cells, first.status)
        for row in section.rows:
            self._row(self._cells(row), row.status)
        self._paper.y += 6

    def _cells(self, row: PaperRow) -> Cells:
        parts: Iterable[list[Paragraph]] = (row.left, row.middle, row.right)
        if len(self._widths) == 2:
            parts = (row.left, [*row.right, *row.middle])
        return tuple(
            [line for paragraph in part for line in self._lines(paragraph, row.status, room)]
            for part, room in zip(parts, self._room, strict=True)
        )

    def _lines(self, paragraph: Paragraph, status: Status, room: float) -> list[Line]:
        style = STATUS[status] if paragraph.kind == "status" else STYLES[paragraph.kind]
        marked, at = [], 0
        for text, mark in paragraph.pieces:
            if mark:
                marked.append((at, at + len(text)))
            at += len(text)
        return self._setter.lines(paragraph.text, style, room, marked)

    def _tall(self, cells: Cells) -> float:
        return max(map(_height, cells)) + 2 * INSET

    def _titled(self) -> None:
        y = self._paper.y
        self._pages.box(LEFT, y, ROOM, self._high, fill=STRONG)
        for x, lines in zip(self._xs, self._titles, strict=True):
            self._pages.text(x + INSET, y + 3, lines)
        self._paper.y += self._high

    def _row(self, cells: Cells, status: Status) -> None:
        """A row on this page or the next one; a long one goes on over the pages that it takes."""
        paper, tall = self._paper, self._tall(cells)
        if tall > paper.left and (tall < WHOLE or paper.left < LEAST):
            paper.turn()
            self._titled()
        while tall > paper.left:
            now, cells = _split(cells, paper.left - 2 * INSET)
            self._draw(now, status, paper.left)
            paper.turn()
            self._titled()
            tall = self._tall(cells)
        self._draw(cells, status, tall)

    def _draw(self, cells: Cells, status: Status, height: float) -> None:
        y = self._paper.y
        if len(cells) == 3:
            self._pages.box(self._xs[2], y, self._widths[2], height, fill=LOOKS[status].ground)
        for x, width, lines in zip(self._xs, self._widths, cells, strict=True):
            self._pages.text(x + INSET, y + INSET, lines, MARK)
            self._pages.box(x, y, width, height, line=EDGE)
        self._paper.y += height


def _height(lines: list[Line]) -> float:
    return sum(line.height for line in lines)


def _split(cells: Cells, room: float) -> tuple[Cells, Cells]:
    """What of each cell fits in so many points, and the rest."""
    heads, tails = [], []
    for lines in cells:
        at, left = 0, room
        while at < len(lines) and lines[at].height <= left:
            left -= lines[at].height
            at += 1
        heads.append(lines[:at])
        tails.append(lines[at:])
    return tuple(heads), tuple(tails)
