"""PDF files: the text layer, page by page, with wrapped lines put together again."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_double

import pypdfium2
from pypdfium2 import raw

from tracker.errors import ReadError
from tracker.reading.limits import Extracted, Limits
from tracker.reading.paragraphs import Fragment, paragraphs

_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""

_OCR = "it is a scan; make its text readable with an OCR program first"


def read_pdf(data: bytes, limits: Limits) -> Extracted:
    """The text of a file, a paragraph a line, without page numbers and repeated page heads.

    Raises:
        ReadError: it is damaged, locked, too long, or a scan without text.

    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise ReadError("is locked with a password; open it and save it without one") from None
        raise ReadError("is a damaged pdf; open it and save it again, or as text") from None
    try:
        if len(document) > limits.max_pages:
            raise ReadError(f"has more than {limits.max_pages:,} pages; save the report alone")
        pages, empty = [], []
        characters = 0
        for number in range(len(document)):
            fragments = list(_fragments(document, number))
            characters += sum(len(fragment.text) for fragment in fragments)
            if characters > limits.max_characters:
                raise ReadError(f"holds more than {limits.max_characters:,} characters; split it into its reports")
            pages.append(fragments)
            if not fragments:
                empty.append(number + 1)
    finally:
        document.close()
    if len(empty) == len(pages):
        raise ReadError(f"holds no text: {_OCR}")
    return Extracted("\n".join(paragraphs(pages)), _warn(empty))


def _warn(empty: list[int]) -> tuple[str, ...]:
    if not empty:
        return ()
    pages = ", ".join(map(str, empty[:10])) + ("…" if len(empty) > 10 else "")
    return (f"no text on page {pages}: empty or a scan, check what it holds",)


def _fragments(document: pypdfium2.PdfDocument, number: int) -> Iterator[Fragment]:
    """Pieces of lines of a page in the order of the file, with their place."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    words: list[str] = []
    box = [1e9, -1e9, 1e9, -1e9]
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        character = chr(code) if code < 0x110000 else "\ufffd"
        if character in "\r\n":
            if words:
                yield Fragment("".join(words), *box)
            words, box = [], [1e9, -1e9, 1e9, -1e9]
            continue
        words.append(character)
        if not character.isspace() and raw.FPDFText_GetCharBox(
            text_page, index, byref(left), byref(right), byref(bottom), byref(top)
        ):
            box = [
                min(box[0], left.value),
                max(box[1], right.value),
                min(box[2], bottom.value),
                max(box[3], top.value),
            ]
    if words:
        yield Fragment("".join(words), *box)
    text_page.close()
    page.close()
