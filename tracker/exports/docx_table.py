"""The 对照表 as a Word document: python-docx makes its frame, the rows are streamed into it.

A table of python-docx keeps every cell in memory and gets slower with each row; 50,000 rows would take hours.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tracker import words
from tracker.exports import charts
from tracker.exports.fonts import drawable
from tracker.exports.ledger import Ledger
from tracker.exports.looks import LOOKS
from tracker.exports.paper import Paragraph, Section, sections
from tracker.exports.rows import COLUMNS
from tracker.exports.tables import percent, tables_of
from tracker.model import Status

_MARK = "rows-go-here"
_DOCUMENT = "word/document.xml"
_BODY, _HEADING = "宋体", "黑体"
_MARKED = "FFF0B3"

UNBROKEN = 600
"""Characters of evidence up to which a row is kept on one page: about half of one."""

CHART = (Cm(12.2), Cm(15.5))
"""Width of a chart, and its height at most."""

TWIPS = {3: (5100, 7400, 2070), 2: (5400, 9170)}
"""Widths of the columns on A4 across, in twentieths of a point, by their number."""


def write(file: BinaryIO, ledger: Ledger) -> None:
    """Stream the document: memory does not grow with the number of commitments."""
    frame = io.BytesIO()
    _frame(ledger).save(frame)
    with zipfile.ZipFile(frame) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename != _DOCUMENT:
                target.writestr(entry, data)
                continue
            at = data.index(_MARK.encode())
            start, end = data.rindex(b"<w:p>", 0, at), data.index(b"</w:p>", at) + len(b"</w:p>")
            entry.compress_type = zipfile.ZIP_DEFLATED
            with target.open(entry, "w", force_zip64=True) as out:
                out.write(data[:start])
                for piece in _body(ledger):
                    out.write(piece.encode())
                out.write(data[end:])


def _frame(ledger: Ledger) -> Any:
    """Styles, page, title, note, figures and sources, with a paragraph that marks the rows' place."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = ledger.title, f"tracker {ledger.note.tool}"
    properties.comments = ""
    properties.created = properties.modified = ledger.note.made
    _page(document)
    for name, size, family, colour in (
        ("Normal", 10.5, _BODY, None),
        ("Title", 22, _HEADING, "22384F"),
        ("Heading 1", 15, _HEADING, "22384F"),
        ("Heading 2", 12, _HEADING, "22384F"),
    ):
        set_font(document.styles[name], size, family, colour)
    document.add_paragraph(ledger.title, style="Title")
    for line in ledger.note.lines():
        document.add_paragraph(line, style="List Bullet")
    _figures(document, ledger)
    if drawable():
        _charts(document, ledger)
    document.add_paragraph(_MARK)
    document.add_heading(words.say("exports.note.reports"), 1)
    for line in ledger.note.sources():
        document.add_paragraph(line, style="List Bullet")
    return document


def set_font(style: Any, size: float, family: str, colour: str | None) -> None:
    """Give a style its size in points, its Chinese font and its colour (RRGGBB)."""
    style.font.size, style.font.name = Pt(size), "Times New Roman" if family == _BODY else "Arial"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    fonts.set(qn("w:eastAsia"), family)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")  # without it Chinese punctuation is set as in Taiwan or Japan
    properties.append(language)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def add_page_numbers(section: Any) -> None:
    """Page n of m in the middle of the footer."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = 1
    before, between, after = words.say("exports.paper.page", page="\0", pages="\0").split("\0")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph.add_run(text)
        if field:
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            paragraph._p.append(element)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)
    add_page_numbers(section)


def _figures(document: Any, ledger: Ledger) -> None:
    table = tables_of(ledger.statistics)[0]
    document.add_heading(table.title, 1)
    shown = document.add_table(rows=0, cols=len(table.headings), style="Table Grid")
    shown.autofit = False
    for line in (table.headings, *table.rows):
        for cell, value in zip(shown.add_row().cells, line, strict=True):
            cell.text = percent(value)
    for i, column in enumerate(shown.columns):
        column.width = Cm(11) if i == 0 else Cm(2.4)
        for cell in column.cells:
            cell.width = column.width


def _charts(document: Any, ledger: Ledger) -> None:
    """The charts two beside each other, as wide as half the page but never taller than one."""
    shown = [name for name in charts.CHARTS if charts.has(name, ledger.statistics)]
    for pair in (shown[i : i + 2] for i in range(0, len(shown), 2)):
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        for name, cell in zip(pair, cells, strict=False):
            picture = io.BytesIO(charts.draw(name, ledger.statistics, "png"))
            drawn = cell.paragraphs[0].add_run().add_picture(picture, width=CHART[0])
            shrunk = min(1.0, CHART[1] / drawn.height)
            drawn.width, drawn.height = round(drawn.width * shrunk), round(drawn.height * shrunk)
            drawn._inline.docPr.set("descr", charts.title(name, ledger.statistics))


def _body(ledger: Ledger) -> Iterator[str]:
    for at, section in enumerate(sections(ledger)):
        issuer_year, title, *heading = section.source
        if section.first:
            yield _heading(1, f"{issuer_year}  {title}", new_page=at == 0)
        for text in heading:
            yield _heading(2, text)
        yield from _table(section, 2 if ledger.options.two_columns else 3)


def _heading(level: int, text: str, *, new_page: bool = False) -> str:
    turn = "<w:pageBreakBefore/>" if new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/>{turn}</w:pPr>{_run(text)}</w:p>'


def _table(section: Section, columns: int) -> Iterator[str]:
    titles = {column.key: column.title for column in COLUMNS}
    widths = TWIPS[columns]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9AA3AF"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    heads = [titles[key] for key in ("text", "evidence", "status")[:columns]]
    head = "".join(
        _cell(f"<w:p><w:pPr><w:keepNext/></w:pPr>{_run(text, bold=True, colour='FFFFFF')}</w:p>", width, "22384F")
        for text, width in zip(heads, widths, strict=True)
    )
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    for row in section.rows:
        ground = LOOKS[row.status].ground
        cells: list[tuple[list[Paragraph], str | None]] = [(row.left, None), (row.middle, None), (row.right, ground)]
        if columns == 2:
            cells[1:] = [([*row.right, *row.middle], None)]
        shown = "".join(
            _cell("".join(_paragraph(p, row.status) for p in part), width, fill)
            for (part, fill), width in zip(cells, widths, strict=True)
        )
        short = sum(len(p.text) for p in row.middle) < UNBROKEN
        yield f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if short else ''}{shown}</w:tr>"
    yield "</w:tbl><w:p/>"


def _cell(content: str, width: int, fill: str | None) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'


def _paragraph(paragraph: Paragraph, status: Status) -> str:
    kind = paragraph.kind
    bold = kind in ("id", "status", "verdict")
    size = 17 if kind in ("place", "label") else 19 if kind == "quote" else 20
    colour = LOOKS[status].words if kind == "status" else "4B5663" if kind in ("place", "label", "id") else None
    runs = "".join(
        _run(text, bold=bold, colour=colour, size=size, fill=_MARKED if marked else None)
        for text, marked in paragraph.pieces
    )
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="40"/></w:pPr>{runs}</w:p>'


def _run(
    text: str, *, bold: bool = False, colour: str | None = None, size: int | None = None, fill: str | None = None
) -> str:
    look = "<w:b/>" if bold else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
