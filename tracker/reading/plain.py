"""Text files: plain, Markdown and tables of values."""

from __future__ import annotations

import csv
import io
import re

from tracker.reading.decoding import decode
from tracker.reading.limits import Extracted

_ESCAPED_PAIR = re.compile(r"(?:\\r\\n)+")
_ESCAPED_BREAK = re.compile(r"(?:\\[rn])+(?![A-Za-z])")
_ENOUGH = 3
"""So many single escapes are a habit of the file; fewer may be a path."""


def read_txt(data: bytes) -> Extracted:
    """The text as it is, but line breaks that were written out (backslash r, backslash n) are line breaks again."""
    text, broken = decode(data)
    return Extracted(_unescape(text), _warn(broken))


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPED_PAIR.sub("\n", text)
    if len(_ESCAPED_BREAK.findall(text)) >= _ENOUGH:
        text = _ESCAPED_BREAK.sub("\n", text)
    return text


def _warn(broken: int) -> tuple[str, ...]:
    if not broken:
        return ()
    places = "1 place" if broken == 1 else f"{broken} places"
    return (f"{places} could not be decoded and show as \ufffd; save the file again as UTF-8 to have all of it",)


_FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.M)
_RULE = re.compile(r"^\s{0,3}(?:(?:[-*_]\s*){3,}|=+)\s*$", re.M)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.S)
_HEADING = re.compile(r"^\s{0,3}#{1,6}[ \t]*|[ \t]+#+[ \t]*$", re.M)
_QUOTE = re.compile(r"^\s{0,3}(?:>[ \t]?)+", re.M)
_BULLET = re.compile(r"^([ \t]*)[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.M)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_AUTOLINK = re.compile(r"<(https?://[^>\s]*)>")
_TAG = re.compile(r"</?(?:p|div|br|span|b|i|u|em|strong|font|center|sub|sup|a|img|h[1-6])\b[^<>\n]*>", re.I)
_EMPHASIS = re.compile(r"(?<!\\)(\*\*\*|\*\*|\*|~~|`)(?=\S)([^\n]*?\S)\1")
_UNDERLINE = re.compile(r"(?<![\w\\])(___|__|_)(?=\S)([^\n]*?\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~<])")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def read_md(data: bytes) -> Extracted:
    """The text without the marks that are not text; item numbers stay, tables are rows of cells behind tabs."""
    text, broken = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FRONT_MATTER.sub(r"\1\n\n", text)
    text = _COMMENT.sub("", text)
    text = "\n".join(_rows(text.split("\n")))
    for pattern, replacement in (
        (_FENCE, ""),
        (_RULE, ""),
        (_QUOTE, ""),
        (_HEADING, ""),
        (_BULLET, r"\1"),
        (_IMAGE, ""),
        (_LINK, r"\1"),
        (_AUTOLINK, r"\1"),
        (_TAG, ""),
        (_EMPHASIS, r"\2"),
        (_UNDERLINE, r"\2"),
        (_ESCAPE, r"\1"),
    ):
        text = pattern.sub(replacement, text)
    return Extracted(text, _warn(broken))


def _rows(lines: list[str]) -> list[str]:
    """Lines, with those of a table as cells behind tabs and the rule under its head left out."""
    out = []
    for number, line in enumerate(lines):
        if "|" not in line or not _in_table(lines, number):
            out.append(line)
        elif not _TABLE_RULE.match(line):
            out.append("\t".join(cell.strip() for cell in line.strip().strip("|").split("|")))
    return out


def _in_table(lines: list[str], number: int) -> bool:
    """Whether the rule of a table stands next to this line or above it without a line that is no row."""
    if number + 1 < len(lines) and "|" in lines[number + 1] and _TABLE_RULE.match(lines[number + 1]):
        return True
    return lines[number].lstrip().startswith("|")


def read_csv(data: bytes) -> Extracted:
    """A row a line, cells behind tabs; a line break inside a cell is a space."""
    text, broken = decode(data)
    csv.field_size_limit(len(text) + 1)
    delimiter = max(",\t;", key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    rows = ("\t".join(" ".join(cell.split()) for cell in row) for row in reader)
    return Extracted("\n".join(rows), _warn(broken))
