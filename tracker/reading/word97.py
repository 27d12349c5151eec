"""Word documents as Word 97 to 2003 and WPS keep them: doc and wps, and templates of either.

The binary form is turned into the elements of a docx, which `docx.py` writes: so numbers, deletions, hidden text and
tables follow the same rules. Structures and their names are those of Microsoft's [MS-DOC].
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import olefile
from lxml import etree

from tracker.reading.docx import write
from tracker.reading.elements import Element
from tracker.reading.limits import Extracted, Limits
from tracker.reading.lists97 import numbering, styles
from tracker.reading.outline import Numbering
from tracker.reading.saying import refusal
from tracker.reading.sprm import Properties, Sprm, properties

WORD97 = 0x00C1
"""Least number of the format (nFib) that has a table stream; what is older is laid out otherwise."""
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_PAGE = 512
_CLX, _CHPX, _PAPX = 0x01A2, 0x00FA, 0x0102
_STYLES, _LISTS, _OVERRIDES = 0x00A2, 0x02E2, 0x02EA
_TEXT = slice(0x4C, 0x68)
"""Lengths of the parts of the text, one behind the other; the third of them is of the form before Word 97."""
_CELL, _PARAGRAPH_ENDS = "\x07", "\r\x07\x0c"
_FIELD, _FIELD_SHOWS, _FIELD_ENDS = "\x13", "\x14", "\x15"
_WRITTEN = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\x01": "", "\x02": "", "\x05": "", "\x08": ""}
"""What stands for a line break, a hyphen, and for pictures and references to notes."""


@dataclass(slots=True)
class _Runs:
    """Properties by the places in the file where the characters lie that have them."""

    starts: list[int] = field(default_factory=list)
    about: list[Properties] = field(default_factory=list)

    def at(self, place: int) -> Properties:
        """Properties of the character there."""
        k = bisect_right(self.starts, place) - 1
        return self.about[k] if k >= 0 else Properties()


def read_doc(data: bytes, limits: Limits) -> Extracted:
    """The text of a document, a paragraph or row of a table a line, cells behind tabs.

    Raises:
        ReadError: it is damaged, locked, too long, or older than Word 97.

    """
    try:
        main, table = _streams(data)
        body = _body(main, table, limits)
        about = Numbering(
            numbering(table, _place(main, _LISTS), _place(main, _OVERRIDES)), styles(table, *_place(main, _STYLES))
        )
    except (struct.error, IndexError, OSError, ValueError):
        raise refusal("damaged", form="doc") from None
    return Extracted(write(body, about))


def _streams(data: bytes) -> tuple[bytes, bytes]:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        main = file.openstream("WordDocument").read()
        version, flags = _number(main, 2, "H"), _number(main, 0x0A, "H")
        if flags & _ENCRYPTED:
            raise refusal("locked")
        if version < WORD97:
            raise refusal("as_docx", form="doc, Word 95")
        return main, file.openstream("1Table" if flags & _TABLE_ONE else "0Table").read()


def _number(data: bytes, place: int, form: str = "I") -> int:
    return int(struct.unpack_from(f"<{form}", data, place)[0])


def _place(main: bytes, entry: int) -> tuple[int, int]:
    """Where a structure lies in the table stream: its start and its length."""
    return _number(main, entry), _number(main, entry + 4)


def _body(main: bytes, table: bytes, limits: Limits) -> Element:
    """The document as elements: its text, then footnotes, endnotes and text boxes."""
    text, places = _characters(main, table, limits)
    lengths = struct.unpack_from("<7i", main, _TEXT.start)
    if any(length < 0 for length in lengths):
        raise ValueError
    main_text, notes, headers, _, comments, endnotes, boxes = lengths
    after = main_text + notes
    last = after + headers + comments
    marks, looks = (_runs(main, table, *_place(main, entry), kind) for entry, kind in ((_PAPX, 13), (_CHPX, 1)))
    builder = _Builder(marks, looks)
    for start, end in ((0, after), (last, last + endnotes + boxes)):
        builder.add(text[start:end], places[start:end])
    return builder.body


def _characters(main: bytes, table: bytes, limits: Limits) -> tuple[str, list[int]]:
    """All characters in order, and where in the file each lies."""
    start, size = _place(main, _CLX)
    clx, at = table[start : start + size], 0
    while clx[at] == 1:
        at += 3 + _number(clx, at + 1, "H")
    count = (_number(clx, at + 1) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    if bounds[-1] > limits.max_characters:
        raise refusal("long", characters=limits.max_characters)
    words: list[str] = []
    places: list[int] = []
    for k, (begin, end) in enumerate(pairwise(bounds)):
        place = _number(clx, at + 5 + 4 * (count + 1) + 8 * k + 2)
        length = end - begin
        if length < 0:
            raise ValueError
        if place & 0x4000_0000:
            place = (place & 0x3FFF_FFFF) // 2
            part = main[place : place + length].decode("cp1252", "replace")
            places += range(place, place + len(part))
        else:
            # A character beyond the first plane counts as two in all that follows: it stays two halves until the end.
            part = main[place : place + 2 * length].decode("utf-16-le", "surrogatepass")
            if len(part) != length:
                part = "".join(map(chr, struct.unpack_from(f"<{length}H", main, place)))
            places += range(place, place + 2 * len(part), 2)
        words.append(part)
    return "".join(words), places


def _runs(main: bytes, table: bytes, start: int, size: int, width: int) -> _Runs:
    """What the pages of properties say: of paragraphs, whose entries take 13 bytes, or of characters, that take one."""
    out = _Runs()
    count = (size - 4) // 8
    for k in range(count):
        page = main[(place := (_number(table, start + 4 * (count + 1) + 4 * k) & 0x3F_FFFF) * _PAGE) : place + _PAGE]
        if len(page) < _PAGE:
            break
        inside = page[-1]
        for n in range(inside):
            out.starts.append(_number(page, 4 * n))
            at = 2 * page[4 * (inside + 1) + width * n]
            out.about.append(_paragraph_properties(page, at) if width > 1 else _character_properties(page, at))
    order = sorted(range(len(out.starts)), key=out.starts.__getitem__)
    return _Runs([out.starts[k] for k in order], [out.about[k] for k in order])


def _paragraph_properties(page: bytes, at: int) -> Properties:
    if not at:
        return Properties()
    size, at = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
    return properties(page[at + 2 : at + size], style=_number(page, at, "H"))


def _character_properties(page: bytes, at: int) -> Properties:
    return properties(page[at + 1 : at + 1 + page[at]]) if at else Properties()


class _Builder:
    """Characters to the elements of a docx; tables inside cells become lines of their cell."""

    def __init__(self, marks: _Runs, looks: _Runs) -> None:
        self.body = etree.Element("body")
        self._marks = marks
        self._looks = looks
        self._cells: list[list[Element]] = [[]]
        self._fields: list[bool] = []
        """For each open field whether its result is being read."""

    def add(self, text: str, places: list[int]) -> None:
        """Put the paragraphs of a part of the text behind what is there."""
        begin = 0
        for k, character in enumerate(text):
            if character in _PARAGRAPH_ENDS:
                self._paragraph(text[begin:k], places[begin:k], character, self._marks.at(places[k]))
                begin = k + 1
        if text[begin:].strip():
            self._paragraph(text[begin:], places[begin:], "\r", Properties())
        self._close()

    def _paragraph(self, text: str, places: list[int], end: str, about: Properties) -> None:
        if about.on(Sprm.ROW_END) and not about.on(Sprm.INNER_ROW_END) and about.depth() <= 1:
            self._row()
            return
        element = etree.Element("p")
        _describe(element, about)
        for run, look in self._split(text, places):
            _run(element, run, look)
        if not about.on(Sprm.IN_TABLE):
            self._close()
            self.body.append(element)
            return
        self._cells[-1].append(element)
        if end == _CELL:
            self._cells.append([])

    def _split(self, text: str, places: list[int]) -> Iterator[tuple[str, Properties]]:
        """Stretches of characters that look alike, without the instructions of fields."""
        run: list[str] = []
        last = Properties()
        for character, place in zip(text, places, strict=True):
            if character == _FIELD:
                self._fields.append(False)
            elif character == _FIELD_SHOWS and self._fields:
                self._fields[-1] = True
            elif character == _FIELD_ENDS and self._fields:
                self._fields.pop()
            elif all(self._fields):
                look = self._looks.at(place)
                if look is not last and run:
                    yield "".join(run), last
                    run = []
                last = look
                run.append(_WRITTEN.get(character, character))
        if run:
            yield "".join(run), last

    def _row(self) -> None:
        """What was gathered becomes a row of the last table."""
        table = self.body[-1] if len(self.body) and self.body[-1].tag == "tbl" else etree.SubElement(self.body, "tbl")
        row = etree.SubElement(table, "tr")
        for paragraphs in self._cells[:-1]:
            etree.SubElement(row, "tc").extend(paragraphs)
        self._cells = [[]]

    def _close(self) -> None:
        """Paragraphs of a row that never ended stand for themselves."""
        for paragraphs in self._cells:
            self.body.extend(paragraphs)
        self._cells = [[]]


def _describe(element: Element, about: Properties) -> None:
    """Style and place in a list of a paragraph."""
    described = etree.SubElement(element, "pPr")
    etree.SubElement(described, "pStyle", val=str(about.style))
    about.numbered(described)


def _run(element: Element, text: str, look: Properties) -> None:
    """Characters that look alike, where they are to be seen."""
    if look.on(Sprm.DELETED):
        element = etree.SubElement(element, "del")
    run = etree.SubElement(element, "r")
    if look.on(Sprm.HIDDEN):
        etree.SubElement(etree.SubElement(run, "rPr"), "vanish")
    for k, line in enumerate(text.split("\n")):
        if k:
            etree.SubElement(run, "br")
        etree.SubElement(run, "t").text = _writable(line)


def _writable(text: str) -> str:
    """Text without the control characters that XML does not hold; halves of characters put together."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(c for c in whole if (c >= " " or c == "\t") and c not in "\ufffe\uffff")
