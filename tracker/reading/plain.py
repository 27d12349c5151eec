"""Text files: plain and tables of values."""

from __future__ import annotations

import csv
import io
import re

from tracker.reading.decoding import decode
from tracker.reading.furniture import without_furniture
from tracker.reading.limits import Extracted
from tracker.reading.saying import warning
from tracker.text import clean
from tracker.words import Message

_ESCAPED_PAIR = re.compile(r"(?:\\r\\n)+")
_ESCAPED_BREAK = re.compile(r"(?:\\[rn])+(?![A-Za-z])")
_ANY_BREAK = re.compile(r"(?:\\[rn])+")
_REST = {"t": "\t", '"': '"', "/": "/", "\\": "\\"}
_ESCAPED_REST = re.compile(r"\\([t\"/\\])")
_ENOUGH = 3
"""So many single escapes are a habit of the file; fewer may be a path. The same holds of blanks that became ?."""
_LOST_BLANKS = re.compile(r"^[ \t]*\?{2,}|(?<=[。！；：”）])\?{2,}|\?{4,}", re.MULTILINE)
"""Two question marks or more where a paragraph begins, four anywhere: wide blanks that a conversion did not know."""


def read_txt(data: bytes) -> Extracted:
    """The text as it is, but for the numbers and heads of pages between its lines.

    Line breaks that were written out (backslash r, backslash n) are line breaks again, blanks that became ? blanks.
    """
    text, broken = decode(data)
    text, left_out = without_furniture(_blanks(_unescape(text).replace("\r\n", "\n")))
    said = (warning("furniture", n=left_out),) if left_out else ()
    return Extracted(text, (*warn_broken(broken), *said))


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    text, pairs = _ESCAPED_PAIR.subn("\n", text)
    if pairs + len(_ESCAPED_BREAK.findall(text)) >= _ENOUGH:
        text = _ANY_BREAK.sub("\n", text)
        text = _ESCAPED_REST.sub(lambda match: _REST[match.group(1)], text)
    return text


def _blanks(text: str) -> str:
    """The text with blanks in the places of question marks that stand for blanks."""
    if "??" not in text or len(_LOST_BLANKS.findall(text)) < _ENOUGH:
        return text
    return _LOST_BLANKS.sub(lambda match: "\u3000" * len(match.group()), text)


def warn_broken(broken: int) -> tuple[Message, ...]:
    """A warning if places of a text could not be decoded."""
    return (warning("undecoded", n=broken),) if broken else ()


_TASKS = re.compile("责任|牵头|时限|期限|事项|任务|部门|单位|措施")
"""Words in the head of a table that says who does what by when."""
_HAN = re.compile("[\u4e00-\u9fff]")
_RUNNING = re.compile("[，。；：！？]")
_ROWS = 10
"""Rows from which on a column may be a text cut into its sentences."""


def read_csv(data: bytes) -> Extracted:
    """A row a line, cells behind tabs, a line break inside a cell as a space.

    Where one column holds a text cut into its sentences and the others say something about them (their number, a
    translation), the text is that column alone, with a warning.
    """
    text, broken = decode(data)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    delimiter = max(",\t;", key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    rows = [[" ".join(cell.split()) for cell in row] for row in reader]
    text, said = as_table(rows)
    return Extracted(text, (*warn_broken(broken), *said))


def as_table(rows: list[list[str]]) -> tuple[str, tuple[Message, ...]]:
    """Rows as lines, cells behind tabs; or the column that holds the text, with a warning."""
    column = _text_column(rows)
    if column is None:
        return "\n".join("\t".join(row) for row in rows), ()
    cells = [row[column] for row in rows if len(row) > column]
    lines = cells if _RUNNING.search(cells[0]) else cells[1:]
    return "\n".join(lines), (warning("column", number=column + 1, name=clean(cells[0])[0][:20]),)


def _text_column(rows: list[list[str]]) -> int | None:
    """The column that holds a running text, if there is one and this is no table of tasks."""
    width = max(map(len, rows), default=0)
    if len(rows) < _ROWS or width < 2 or _TASKS.search(" ".join(rows[0])):
        return None
    columns = [[row[number] for row in rows if len(row) > number and row[number]] for number in range(min(width, 200))]
    amounts = [sum(len(_HAN.findall(cell)) for cell in set(column[1:])) for column in columns]
    best = max(range(len(columns)), key=amounts.__getitem__)
    running = sum(_RUNNING.search(cell) is not None for cell in columns[best])
    rest = sum(a for a, column in zip(amounts, columns, strict=True) if column[1:] != columns[best][1:])
    return best if running * 2 > len(columns[best]) and rest * 2 < amounts[best] else None
