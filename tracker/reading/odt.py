"""OpenDocument texts (odt), as LibreOffice and WPS write them.

The elements are turned into those of a docx, which `docx.py` writes, so that numbers, deletions, hidden text and tables
follow the same rules. Names are those of ODF 1.3, part 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from tracker.reading.docx import MAX_DEPTH, write
from tracker.reading.elements import Element, attribute, local
from tracker.reading.limits import Extracted, Limits
from tracker.reading.outline import LEVELS, Numbering
from tracker.reading.package import Package
from tracker.reading.saying import refusal

_FORMS = {
    "": "none", "1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter",
    "一": "chineseCounting", "壹": "chineseLegalSimplified", "甲": "ideographTraditional", "子": "ideographZodiac",
    "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
}  # fmt: skip
"""How Word names a form of numbers, by how the first of them is written."""
_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "table-of-content", "sequence-decls", "forms", "note-citation", "ruby-text"}
    | {"bibliography", "alphabetical-index", "desc", "title"}
)
_NUMBERED = "list-level-style-number"
_BLANKS = re.compile(r"[ \t\r\n]+")
"""Line breaks and runs of blanks are one blank, as in html."""
MOST_REPEATED = 60
"""Columns and blanks that one element may stand for."""


def read_odt(data: bytes, limits: Limits) -> Extracted:
    """The text of a document, a paragraph or row of a table a line, cells behind tabs.

    Raises:
        ReadError: it is damaged, locked or built to do harm.

    """
    package = Package(data, limits, "odt")
    content = package.xml("content.xml")
    if content is None:
        raise refusal("damaged", form="odt")
    if b"encryption-data" in (package.content("META-INF/manifest.xml") or b""):
        raise refusal("locked")
    writer = _Writer([part for part in (content, package.xml("styles.xml")) if part is not None])
    text = next((element for element in content.iter() if local(element) == "text"), content)
    for element in text:
        writer.block(element, writer.body, 0, None)
    writer.body.extend(writer.notes)
    return Extracted(write(writer.body, Numbering(writer.numbering, None)))


class _Writer:
    """Elements of an OpenDocument text to those of a docx."""

    def __init__(self, parts: Iterable[Element]) -> None:
        self.body = etree.Element("body")
        self.numbering = etree.Element("numbering")
        self.notes: list[Element] = []
        self._hidden: set[str] = set()
        self._uses = 0
        self._starts: dict[str, str] = {}
        """Number that the first level of each style of list begins with."""
        self._last: dict[str, str] = {}
        """The last use of each style of list, which a list that goes on with it takes up."""
        for part in parts:
            for element in part.iter():
                if local(element) == "list-style":
                    self._list_style(element)
                elif local(element) == "text-properties" and attribute(element, "display") == "none":
                    parent = element.getparent()
                    self._hidden.add((attribute(parent, "name") or "") if parent is not None else "")

    def block(self, element: Element, out: Element, depth: int, place: tuple[str, int] | None) -> None:
        """Put a paragraph, list or table into `out`.

        Args:
            element: of the document.
            out: the element of the docx.
            depth: how deep it is nested.
            place: number of the list that it begins an item of, and the level of the item.

        """
        if depth > MAX_DEPTH:
            raise refusal("nested")
        name = local(element)
        if name in ("p", "h"):
            self._paragraph(element, out, depth, place)
        elif name == "list":
            self._list(element, out, depth, place)
        elif name == "table":
            self._table(element, out, depth)
        elif name not in _LEFT_OUT and name:
            for child in element:
                self.block(child, out, depth + 1, place)

    def _list(self, element: Element, out: Element, depth: int, above: tuple[str, int] | None) -> None:
        style = attribute(element, "style-name") or ""
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list") is not None
        use = above[0] if above else self._use(style, goes_on)
        level = min(above[1] + 1, LEVELS - 1) if above else 0
        for item in element:
            first = local(item) == "list-item"
            for child in item:
                nested = local(child) == "list"
                self.block(child, out, depth + 1, (use, level) if nested or first else None)
                first = first and nested

    def _use(self, style: str, goes_on: bool) -> str:
        """Number of the list that a new use of this style is: the last one if it goes on."""
        if goes_on and style in self._last:
            return self._last[style]
        self._uses += 1
        use = etree.SubElement(self.numbering, "num", numId=str(self._uses))
        etree.SubElement(use, "abstractNumId", val=style)
        override = etree.SubElement(use, "lvlOverride", ilvl="0")
        etree.SubElement(override, "startOverride", val=self._starts.get(style, "1"))
        self._last[style] = str(self._uses)
        return self._last[style]

    def _list_style(self, element: Element) -> None:
        kind = etree.SubElement(self.numbering, "abstractNum", abstractNumId=attribute(element, "name") or "")
        for about in element:
            number = attribute(about, "level") or ""
            if not (number.isascii() and number.isdecimal() and len(number) < 3):
                continue
            level = int(number) - 1
            form = (attribute(about, "num-format") or "")[:1] if local(about) == _NUMBERED else ""
            shown = min(int(attribute(about, "display-levels") or "1"), level + 1)
            places = ".".join(f"%{k + 1}" for k in range(level + 1 - shown, level + 1)) if form else ""
            label = (attribute(about, "num-prefix") or "") + places + (attribute(about, "num-suffix") or "")
            out = etree.SubElement(kind, "lvl", ilvl=str(level))
            etree.SubElement(out, "start", val=attribute(about, "start-value") or "1")
            etree.SubElement(out, "numFmt", val=_FORMS.get(form, "decimal"))
            etree.SubElement(out, "lvlText", val=label if form else "")
            if level == 0:
                self._starts[attribute(element, "name") or ""] = attribute(about, "start-value") or "1"

    def _paragraph(self, element: Element, out: Element, depth: int, place: tuple[str, int] | None) -> None:
        paragraph = etree.SubElement(out, "p")
        if place is not None:
            numbered = etree.SubElement(etree.SubElement(paragraph, "pPr"), "numPr")
            etree.SubElement(numbered, "ilvl", val=str(place[1]))
            etree.SubElement(numbered, "numId", val=place[0])
        self._run(element, paragraph, out, depth)

    def _run(self, element: Element, paragraph: Element, out: Element, depth: int) -> None:
        """Characters of an element; boxes in it become blocks behind the paragraph, notes go to the end."""
        if depth > MAX_DEPTH:
            raise refusal("nested")
        _put(_BLANKS.sub(" ", element.text or ""), paragraph)
        for child in element:
            name = local(child)
            if name == "s":
                _put(" " * _repeated(child, "c"), paragraph)
            elif name in ("tab", "line-break"):
                etree.SubElement(etree.SubElement(paragraph, "r"), "br" if name == "line-break" else "tab")
            elif name == "note":
                for body in child:
                    if local(body) == "note-body":
                        held = etree.Element("body")
                        self.block(body, held, depth + 1, None)
                        self.notes += list(held)
            elif name == "text-box":
                self.block(child, out, depth + 1, None)
            elif name == "span" and attribute(child, "style-name") in self._hidden:
                pass
            elif name not in _LEFT_OUT and name:
                self._run(child, paragraph, out, depth + 1)
            _put(_BLANKS.sub(" ", child.tail or ""), paragraph)

    def _table(self, table: Element, out: Element, depth: int) -> None:
        rows = etree.SubElement(out, "tbl")
        for element in table.iter():
            if local(element) != "table-row" or next(_tables_above(element), None) is not table:
                continue
            row = etree.SubElement(rows, "tr")
            for cell in element:
                if local(cell) in ("table-cell", "covered-table-cell"):
                    for _ in range(_repeated(cell, "number-columns-repeated")):
                        held = etree.SubElement(row, "tc")
                        for child in cell:
                            self.block(child, held, depth + 1, None)


def _put(text: str, paragraph: Element) -> None:
    if text:
        etree.SubElement(etree.SubElement(paragraph, "r"), "t").text = text


def _tables_above(element: Element) -> Iterator[Element]:
    return (above for above in element.iterancestors() if local(above) == "table")


def _repeated(element: Element, name: str) -> int:
    times = attribute(element, name) or "1"
    return min(int(times), MOST_REPEATED) if times.isascii() and times.isdecimal() and len(times) < 6 else 1
