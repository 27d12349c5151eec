"""What a file is, told from its bytes; the name is asked only where bytes of text do not say."""

from __future__ import annotations

import re

from tracker.reading.saying import refusal

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".doc": "",
    ".dot": "",
    ".wps": "",
    ".wpt": "",
    ".rtf": "",
    ".odt": "",
    ".ofd": "",
}
"""The format that the end of a name promises; none where programs give it to documents of several forms.

Their bytes tell which; where one is not read, the reader says what to do with it.
"""

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "picture", "PNG"),
    (b"\xff\xd8\xff", "picture", "JPEG"),
    (b"GIF8", "picture", "GIF"),
    (b"BM", "picture", "BMP"),
    (b"II*\0", "picture", "TIFF"),
    (b"MM\0*", "picture", "TIFF"),
    (b"8BPS", "picture", "Photoshop"),
    (b"%!PS", "as_pdf", "PostScript"),
    (b"\x1f\x8b", "archive", "gzip"),
    (b"BZh", "archive", "bzip2"),
    (b"\xfd7zXZ\0", "archive", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "7z"),
    (b"Rar!\x1a\x07", "archive", "RAR"),
    (b"SQLite format 3\0", "program", "SQLite"),
    (b"\x7fELF", "program", "ELF"),
    (b"MZ\x90\0", "program", "EXE"),
    (b"ID3", "media", "MP3"),
    (b"RIFF", "media", "RIFF"),
)
"""Bytes at the start, what is said of such a file, its name."""

_COMPOUND: tuple[tuple[str, str, str], ...] = (
    ("Workbook", "as_csv", "xls"),
    ("PowerPoint Document", "as_text", "ppt"),
)
"""Streams in a compound file that is no document to read, what is said of it, its name."""

_PACKED: tuple[tuple[bytes, str, str], ...] = (
    (b"xl/workbook.bin", "as_csv", "xlsb"),
    (b"ppt/presentation", "as_text", "pptx"),
    (b"OFD.xml", "as_pdf", "OFD"),
    (b"epub+zip", "as_text", "epub"),
)
"""Bytes in the list of a zip archive, what is said of it, its name."""

_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body|meta|title|script)[\s>]", re.I)
_TAG = re.compile(rb"</?(?:p|div|br|span|table|tr|td|h[1-6]|a|font|ul|li|center|section|article)\b[^<>]*>", re.I)
_MAIL = re.compile(rb"\s*(?:From|MIME-Version|Subject|Content-[\w-]+|X-[\w-]+|Snapshot-[\w-]+)\s*:", re.I)
_HEAD = 4096


def tell_format(data: bytes, suffix: str) -> str:
    """One of txt, html, docx, doc, rtf, odt, pdf, md, csv, xlsx.

    Args:
        data: the whole file.
        suffix: the end of its name with the dot, any case.

    Raises:
        ReadError: the file is of a kind that holds no readable report; without its name.

    """
    if not data:
        raise refusal("empty")
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"PK\x03\x04"):
        return _packed(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data)
    for signature, said, form in _SIGNATURES:
        if head.startswith(signature) and not (len(signature) < 4 and _is_ascii(head)):
            raise refusal(said, form=form)
    if data.count(0) == len(data):
        raise refusal("zeros")
    return "html" if is_archive(data) else _text_kind(head, suffix.lower())


def is_archive(data: bytes) -> bool:
    """Whether a page was saved with its pictures in one file."""
    head = data[:_HEAD]
    return _MAIL.match(head) is not None and b"multipart/related" in head


def _text_kind(head: bytes, suffix: str) -> str:
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c")
    promised = SUFFIXES.get(suffix)
    if _HTML.match(plain) or (plain.startswith((b"<!--", b"<?xml")) and _HTML.search(plain)):
        return "html"
    if promised == "html":
        return "html" if _TAG.search(plain) or _HTML.search(plain) else "txt"
    return promised if promised in ("md", "csv") else "txt"


def _packed(data: bytes) -> str:
    if b"opendocument.text" in data[:_HEAD]:
        return "odt"
    for mark, said, form in _PACKED:
        if mark in data[-65_536:] or mark in data[:_HEAD]:
            raise refusal(said, form=form)
    if b"xl/workbook" in data[-65_536:] or b"xl/workbook" in data[:_HEAD]:
        return "xlsx"
    if b"word/" in data or b"[Content_Types].xml" in data:
        return "docx"
    raise refusal("archive", form="zip")


def _compound(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refusal("locked")
    if "WordDocument".encode("utf-16-le") in data:  # it may hold a workbook or slides as well
        return "doc"
    for stream, said, form in _COMPOUND:
        if stream.encode("utf-16-le") in data:
            raise refusal(said, form=form)
    raise refusal("as_docx", form="wps")


def _is_ascii(head: bytes) -> bool:
    """Whether a short signature may as well be the first word of a text."""
    return all(9 <= byte < 127 for byte in head[:64])
