"""PDF files: the text layer, page by page, with wrapped lines put together again and ruled tables as rows."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_double
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from tracker.reading.decoding import is_noise
from tracker.reading.drawings import rules_of
from tracker.reading.grid import Grid, find_grids, rows_of
from tracker.reading.gutters import Word, find_open_tables
from tracker.reading.limits import Extracted, Limits
from tracker.reading.paragraphs import Fragment, glue, is_wide, paragraphs
from tracker.reading.saying import refusal, warning
from tracker.words import Message

_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""

_SPACE = 0.6
"""Share of a character's height up to which a gap next to a wide character is no space."""
_WORD, _MARK_APART = 0.5, 0.9
"""Shares of a character's size from which on a gap stands between columns; marks fill only a part of their place."""
_UNSEEN = frozenset("\x00\x02\ufffe\uffff")
"""What pdfium gives for hyphens at a line end and for what has no character."""


class _Glyph(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float
    made: bool
    """Not in the file: pdfium put a space where it saw a gap."""


def read_pdf(data: bytes, limits: Limits) -> Extracted:
    """The text of a file, a paragraph or row of a table a line, without page numbers and repeated page heads.

    Raises:
        ReadError: it is damaged, locked, too long, or a scan without text.

    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise refusal("locked") from None
        raise refusal("damaged", form="pdf") from None
    try:
        if len(document) > limits.max_pages:
            raise refusal("pages", most=limits.max_pages)
        pages = []
        characters = 0
        for number in range(len(document)):
            pages.append(_page(document, number))
            characters += sum(len(fragment.text) for fragment in pages[-1])
            if characters > limits.max_characters:
                raise refusal("long", characters=limits.max_characters)
    finally:
        document.close()
    empty = [number for number, page in enumerate(pages, 1) if not any(f.text.strip() for f in page)]
    if len(empty) == len(pages):
        raise refusal("scan")
    text = "\n".join(paragraphs(pages))
    if is_noise(text):
        raise refusal("garbled")
    return Extracted(text, _warn(empty))


def _warn(empty: list[int]) -> tuple[Message, ...]:
    if not empty:
        return ()
    pages = ", ".join(map(str, empty[:10])) + ("…" if len(empty) > 10 else "")
    return (warning("no_text", n=len(empty), pages=pages),)


def _page(document: pypdfium2.PdfDocument, number: int) -> list[Fragment]:
    """Lines and rows of tables of a page, in the order of the file."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    try:
        lines = list(_lines(text_page))
        grids = find_grids(*rules_of(page))
        return list(_fragments(lines, grids or find_open_tables(_words(lines))))
    finally:
        text_page.close()
        page.close()


def _lines(text_page: pypdfium2.PdfTextPage) -> Iterator[list[_Glyph]]:
    """Characters as pdfium puts them on lines."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    places = (byref(left), byref(right), byref(bottom), byref(top))
    line: list[_Glyph] = []
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        text = chr(code) if code < 0x110000 else "\ufffd"
        if text in "\r\n":
            if line:
                yield line
            line = []
        elif text not in _UNSEEN:
            raw.FPDFText_GetCharBox(text_page, index, *places)
            made = text == " " and raw.FPDFText_IsGenerated(text_page, index) == 1
            line.append(_Glyph(text, left.value, right.value, bottom.value, top.value, made))
    if line:
        yield line


def _words(lines: list[list[_Glyph]]) -> Iterator[Word]:
    """Characters that stand close together: a gap as wide as one, or a step up or down, ends a word."""
    for line in lines:
        word: list[_Glyph] = []
        for glyph in line:
            if glyph.text.isspace():
                continue
            if word and _is_other_word(word[-1], glyph):
                yield Word(*_fragment(word)[:5])
                word = []
            word.append(glyph)
        if word:
            yield Word(*_fragment(word)[:5])


def _is_other_word(before: _Glyph, glyph: _Glyph) -> bool:
    height = max(before.top - before.bottom, glyph.top - glyph.bottom, before.right - before.left)
    gap = glyph.left - before.right
    level = abs((glyph.bottom + glyph.top) - (before.bottom + before.top)) / 2 < height
    wide = _WORD if before.text.isalnum() and glyph.text.isalnum() else _MARK_APART
    return not level or not -height < gap < wide * height


def _fragments(lines: list[list[_Glyph]], grids: list[Grid]) -> Iterator[Fragment]:
    """Lines of text as they come; a table where its first character comes."""
    texts: list[dict[tuple[int, int], str]] = [{} for _ in grids]
    order: list[Fragment | int] = []
    for line in lines:
        for inside, glyphs in _split(line, grids):
            if inside is None:
                order.append(_fragment(glyphs))
                continue
            table, place = inside
            if table not in order:
                order.append(table)
            above = texts[table].get(place, "")
            text = _text(glyphs).strip()
            texts[table][place] = glue(above, text) if above and text else above + text
    for item in order:
        if isinstance(item, Fragment):
            yield item
        else:
            grid = grids[item]
            for row in rows_of(grid, texts[item]):
                yield Fragment(row, grid.columns[0], grid.columns[-1], grid.rows[0], grid.rows[-1], row=True)


def _split(line: list[_Glyph], grids: list[Grid]) -> Iterator[tuple[tuple[int, tuple[int, int]] | None, list[_Glyph]]]:
    """Parts of a line that stand in the same cell, or in none."""
    part: list[_Glyph] = []
    where: tuple[int, tuple[int, int]] | None = None
    for glyph in line:
        here = where if glyph.text.isspace() else _cell(glyph, grids)
        if part and here != where:
            yield where, part
            part = []
        where = here
        part.append(glyph)
    if part:
        yield where, part


def _cell(glyph: _Glyph, grids: list[Grid]) -> tuple[int, tuple[int, int]] | None:
    for number, grid in enumerate(grids):
        place = grid.place((glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2)
        if place is not None:
            return number, place
    return None


def _fragment(glyphs: list[_Glyph]) -> Fragment:
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()] or glyphs
    return Fragment(
        _text(glyphs),
        min(glyph.left for glyph in seen),
        max(glyph.right for glyph in seen),
        min(glyph.bottom for glyph in seen),
        max(glyph.top for glyph in seen),
    )


def _text(glyphs: list[_Glyph]) -> str:
    """Characters without the spaces that pdfium saw between wide ones."""
    out = []
    for number, glyph in enumerate(glyphs):
        if not (
            glyph.text.isspace() and 0 < number < len(glyphs) - 1 and _is_no_space(*glyphs[number - 1 : number + 2])
        ):
            out.append(glyph.text)
    return "".join(out)


def _is_no_space(before: _Glyph, space: _Glyph, after: _Glyph) -> bool:
    """Whether a space next to a wide character is a small gap, or the end of a line in a cell."""
    if not (is_wide(before.text) or is_wide(after.text)):
        return False
    height = max(before.top - before.bottom, after.top - after.bottom)
    return (after.bottom + after.top) / 2 < before.bottom or (
        space.made and after.left - before.right < _SPACE * height
    )
