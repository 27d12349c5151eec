"""Text files: plain and tables of values."""

from __future__ import annotations

import csv
import io
import re

from tracker.reading.decoding import decode
from tracker.reading.limits import Extracted
from tracker.reading.saying import warning

_ESCAPED_PAIR = re.compile(r"(?:\\r\\n)+")
_ESCAPED_BREAK = re.compile(r"(?:\\[rn])+(?![A-Za-z])")
_ANY_BREAK = re.compile(r"(?:\\[rn])+")
_REST = {"t": "\t", '"': '"', "/": "/", "\\": "\\"}
_ESCAPED_ANY_BREAK = re.compile(r"(?:\\[rn])+")
_REST = re.compile(r"\\([t\"/\\])")
_ENOUGH = 3
"""So many single escapes are a habit of the file; fewer may be a path."""


def read_txt(data: bytes) -> Extracted:
    """The text as it is, but line breaks that were written out (backslash r, backslash n) are line breaks again."""
    text, broken = decode(data)
    return Extracted(_unescape(text), warn_broken(broken))


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    text, pairs = _ESCAPED_PAIR.subn("\n", text)
    if pairs + len(_ESCAPED_BREAK.findall(text)) >= _ENOUGH:
        text = _ANY_BREAK.sub("\n", text)
        text = _ESCAPED_REST.sub(lambda match: _REST[match.group(1)], text)
    return text


def warn_broken(broken: int) -> tuple[str, ...]:
    """A warning if places of a text could not be decoded."""
    return (warning("undecoded", n=broken),) if broken else ()


def read_csv(data: bytes) -> Extracted:
    """A row a line, cells behind tabs; a line break inside a cell is a space."""
    text, broken = decode(data)
    csv.field_size_limit(len(text) + 1)
    delimiter = max(",\t;", key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    rows = ("\t".join(" ".join(cell.split()) for cell in row) for row in reader)
    return Extracted("\n".join(rows), warn_broken(broken))
