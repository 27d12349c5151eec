"""What a file is, told from its bytes; the name is asked only where bytes of text do not say."""

from __future__ import annotations

import re

from tracker.errors import ReadError

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".csv": "csv",
    ".tsv": "csv",
}
"""The format that a name promises."""

_AS_DOCX = "open it and save it as docx"
_AS_TEXT = "it holds no text; read the text of it with an OCR program first"
_UNPACK = "unpack it and name the reports in it"

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", _AS_TEXT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _AS_TEXT),
    (b"GIF8", "a picture (GIF)", _AS_TEXT),
    (b"BM", "a picture (BMP)", _AS_TEXT),
    (b"II*\0", "a picture (TIFF)", _AS_TEXT),
    (b"MM\0*", "a picture (TIFF)", _AS_TEXT),
    (b"8BPS", "a picture (Photoshop)", _AS_TEXT),
    (b"{\\rtf", "a rich text file (RTF)", _AS_DOCX),
    (b"%!PS", "a PostScript file", "save it as pdf"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"SQLite format 3\0", "a SQLite database", "name the reports themselves"),
    (b"\x7fELF", "a program", "name the reports themselves"),
    (b"MZ\x90\0", "a program", "name the reports themselves"),
    (b"ID3", "a sound recording", "name a written report"),
    (b"RIFF", "a picture, sound or film (RIFF)", "name a written report"),
)
"""Bytes at the start, what such a file is, what to do."""

_COMPOUND: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "is locked with a password", "open it and save it without one"),
    ("WordDocument", "is an old Word document (doc)", _AS_DOCX),
    ("Workbook", "is an old Excel workbook", "save the report as docx, html or text"),
    ("PowerPoint Document", "is an old PowerPoint file", "save the report as docx, html or text"),
)
"""Names of streams in a compound file (doc, encrypted docx): what it is, what to do."""

_PACKED: tuple[tuple[bytes, str, str], ...] = (
    (b"xl/workbook", "is an Excel workbook (xlsx)", "save the sheet as csv"),
    (b"ppt/presentation", "is a PowerPoint file (pptx)", "save the report as docx, html or text"),
    (b"OFD.xml", "is an OFD document", "open it and save it as pdf or docx"),
    (b"opendocument.text", "is an OpenDocument text (odt)", _AS_DOCX),
    (b"epub+zip", "is an e-book (epub)", "save the report as html or text"),
)

_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body|meta|title|script)[\s>]", re.I)
_TAG = re.compile(rb"</?(?:p|div|br|span|table|tr|td|h[1-6]|a|font|ul|li|center|section|article)\b[^<>]*>", re.I)
_HEAD = 4096


def tell_format(data: bytes, suffix: str) -> str:
    """One of txt, html, docx, pdf, md, csv.

    Args:
        data: the whole file.
        suffix: the end of its name with the dot, any case.

    Raises:
        ReadError: the file is of a kind that holds no readable report; without its name.

    """
    if not data:
        raise ReadError("is empty; there is nothing to read")
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _packed(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ReadError(_compound(data))
    for signature, kind, advice in _SIGNATURES:
        if head.startswith(signature) and not (len(signature) < 4 and _is_ascii(head)):
            raise ReadError(f"is {kind}; {advice}")
    if data.count(0) == len(data):
        raise ReadError("holds nothing but zero bytes; the copy went wrong, copy it again")
    return _text_kind(head, suffix.lower())


def _text_kind(head: bytes, suffix: str) -> str:
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c")
    promised = SUFFIXES.get(suffix, "txt")
    if _HTML.match(plain) or (plain.startswith((b"<!--", b"<?xml")) and _HTML.search(plain)):
        return "html"
    if promised == "html":
        return "html" if _TAG.search(plain) or _HTML.search(plain) else "txt"
    return promised if promised in ("md", "csv") else "txt"


def _packed(data: bytes) -> str:
    for mark, what, advice in _PACKED:
        if mark in data[-65_536:] or mark in data[:_HEAD]:
            raise ReadError(f"{what}; {advice}")
    if b"word/" in data or b"[Content_Types].xml" in data:
        return "docx"
    raise ReadError("is a zip archive; " + _UNPACK)


def _compound(data: bytes) -> str:
    for stream, what, advice in _COMPOUND:
        if stream.encode("utf-16-le") in data:
            return f"{what}; {advice}"
    return f"is an old office document (doc, wps or the like); {_AS_DOCX}"


def _is_ascii(head: bytes) -> bool:
    """Whether a short signature may as well be the first word of a text."""
    return all(9 <= byte < 127 for byte in head[:64])
