"""Word documents: paragraphs and tables in the order of the page, with the numbers that Word writes itself.

Tracked deletions, hidden text, comments, headers and tables of contents are left out; insertions, text boxes and
footnotes (at the end) are in. Elements are told by their local name, so that both dialects of the format are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from tracker.reading.archive import page_of
from tracker.reading.elements import Element, attribute, find, local, switched_on
from tracker.reading.formats import is_archive
from tracker.reading.limits import Extracted, Limits
from tracker.reading.outline import Numbering
from tracker.reading.package import Package
from tracker.reading.rows import Rows, as_row
from tracker.reading.saying import refusal

MAX_DEPTH = 150
"""Nesting of tables, boxes and changes; real documents stay below 30."""

_LEFT_OUT = frozenset(
    {
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "sectPr",
        "rt",
        "sdtPr",
    }
)
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_CONTENTS = re.compile(r"^(?:toc|目录)\s*\d", re.I)


def read_docx(data: bytes, limits: Limits) -> Extracted:
    """The text of a document, a paragraph or row of a table a line, cells behind tabs.

    Raises:
        ReadError: it is damaged, locked or built to do harm.

    """
    package = Package(data, limits)
    main = package.related("", "officeDocument") or "word/document.xml"
    document = package.xml(main)
    if document is None:
        raise refusal("damaged", form="docx")
    parts = {kind: _part(package, main, kind) for kind in ("styles", "numbering", "footnotes", "endnotes")}
    writer = _Writer(Numbering(parts["numbering"], parts["styles"]), lambda identity: _page(package, main, identity))
    body = next((child for child in document if local(child) == "body"), document)
    lines = list(writer.blocks(body, 0))
    for kind in ("footnotes", "endnotes"):
        lines += writer.notes(parts[kind])
    text = _joined(lines)
    if not text.strip() and package.has_pictures:
        raise refusal("scan")
    return Extracted(text)


def write(body: Element, numbering: Numbering) -> str:
    """The text of elements that another form of document was turned into."""
    return _joined(list(_Writer(numbering, lambda _: []).blocks(body, 0)))


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)


def _part(package: Package, main: str, kind: str) -> Element | None:
    name = package.related(main, kind) or f"word/{kind}.xml"
    return package.xml(name)


def _page(package: Package, main: str, identity: str) -> list[str]:
    """Lines of a page that a document holds in place of paragraphs: programs that make docx out of html write so."""
    data = package.content(package.related(main, "aFChunk", identity) or "")
    if not data:
        return []
    from tracker.reading.html import read_html

    return read_html(page_of(data) if is_archive(data) else data).text.split("\n")


class _Writer:
    """Elements of a document to lines; `pages` gives the lines of a page in it by the id of its relationship."""

    def __init__(self, numbering: Numbering, pages: Callable[[str], list[str]]) -> None:
        self._numbering = numbering
        self._pages = pages
        self._carried = ""

    def blocks(self, parent: Element, depth: int) -> Iterator[str]:
        """Lines of paragraphs, tables and what wraps them."""
        if depth > MAX_DEPTH:
            raise refusal("nested")
        for child in parent:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child, depth)
            elif name == "tbl":
                yield from self._table(child, depth)
            elif name == "AlternateContent":
                yield from self._alternative(child, depth)
            elif name == "altChunk":
                yield from self._pages(attribute(child, "id") or "")
            elif name not in _LEFT_OUT:
                yield from self.blocks(child, depth + 1)

    def notes(self, part: Element | None) -> Iterator[str]:
        """Footnotes as lines of their own."""
        for note in part if part is not None else ():
            if attribute(note, "type") in (None, "normal"):
                text = " ".join(line.strip() for line in self.blocks(note, 0) if line.strip())
                if text:
                    yield f"[{attribute(note, 'id')}] {text}"

    def _alternative(self, element: Element, depth: int) -> list[str]:
        """The first of several forms of the same content that holds text."""
        for form in element:
            lines = list(self.blocks(form, depth + 1))
            if any(line.strip() for line in lines):
                return lines
        return []

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[str]:
        properties = find(paragraph, "pPr")
        style = attribute(find(properties, "pStyle"))
        if _CONTENTS.match(self._numbering.style_name(style)):
            return
        words: list[str] = []
        boxes: list[str] = []
        self._run(paragraph, words, boxes, depth)
        text = self._carried + "".join(words)
        self._carried = ""
        if find(properties, "rPr", "del") is not None:
            self._carried = text
            return
        if text.strip():
            text = self._numbering.number(properties, style) + text.lstrip()
        yield from (line.strip() for line in text.split("\n"))
        yield from boxes

    def _run(self, parent: Element, words: list[str], boxes: list[str], depth: int) -> None:
        """Characters of everything in a paragraph; boxes that hang on it go to a list of their own."""
        if depth > MAX_DEPTH:
            raise refusal("nested")
        for child in parent:
            name = local(child)
            if name == "t":
                words.append(child.text or "")
            elif name in _CHARACTERS:
                words.append(_CHARACTERS[name])
            elif name == "txbxContent":
                boxes += self.blocks(child, depth + 1)
            elif name == "AlternateContent":
                self._alternative_run(child, words, boxes, depth)
            elif name == "r" and switched_on(find(child, "rPr", "vanish")):
                continue
            elif name == "sym":
                words.append(_symbol(child))
            elif name not in _LEFT_OUT:
                self._run(child, words, boxes, depth + 1)

    def _alternative_run(self, element: Element, words: list[str], boxes: list[str], depth: int) -> None:
        for form in element:
            found: tuple[list[str], list[str]] = ([], [])
            self._run(form, *found, depth + 1)
            if any(text.strip() for part in found for text in part):
                words += found[0]
                boxes += found[1]
                return

    def _table(self, table: Element, depth: int) -> Iterator[str]:
        """Rows of values as one line each; a table that only lays out paragraphs gives their lines."""
        rows = Rows()
        for row in _rows(table):
            cells: list[list[str] | None] = []
            for cell in _cells(row):
                lines = [line for line in self.blocks(cell, depth + 1) if line.strip()]
                cells.append(None if not lines and _goes_on(cell) else lines)
                cells += [[] for _ in range(_width(cell) - 1)]
            full = rows.complete(cells)
            line = as_row(full) if len(full) > 1 else None
            if line is not None:
                yield line
            else:
                yield from chain.from_iterable(lines for lines in cells if lines)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = local(child)
        if name == "tr":
            if find(child, "trPr", "del") is None:
                yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        name = local(child)
        if name == "tc":
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _cells(child)


def _goes_on(cell: Element) -> bool:
    """Whether a cell is merged with the one above."""
    merged = find(cell, "tcPr", "vMerge")
    return merged is not None and attribute(merged) != "restart"


def _width(cell: Element) -> int:
    """Columns that a cell spans."""
    span = attribute(find(cell, "tcPr", "gridSpan")) or "1"
    return max(1, min(int(span), 60)) if span.isascii() and span.isdecimal() and len(span) < 4 else 1


def _symbol(element: Element) -> str:
    code = attribute(element, "char") or ""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= character <= "\uf8ff" else character
