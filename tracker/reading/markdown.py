"""Markdown: the text without its marks."""

from __future__ import annotations

import re

from tracker.reading.decoding import decode
from tracker.reading.limits import Extracted
from tracker.reading.plain import warn_broken

_FENCE = re.compile(r"^[ \t]*+(?:```|~~~).*$", re.M)
_RULE = re.compile(r"^ {0,3}(?:(?:[-*_][ \t]*){3,}|=+[ \t]*)$", re.M)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.S)
_HEADING = re.compile(r"^ {0,3}#{1,6}(?=[ \t\w])[ \t]*|(?<![ \t])[ \t]+#+[ \t]*$", re.M)
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.M)
_BULLET = re.compile(r"^([ \t]*)[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.M)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_AUTOLINK = re.compile(r"<(https?://[^>\s]*)>")
_TAG = re.compile(r"</?(?:p|div|br|span|b|i|u|em|strong|font|center|sub|sup|a|img|h[1-6])\b[^<>\n]*>", re.I)
_EMPHASIS = re.compile(r"(?<!\\)(\*\*\*|\*\*|\*|~~|`)(?=\S)([^\n]{0,500}?\S)\1")
_UNDERLINE = re.compile(r"(?<![\w\\])(___|__|_)(?=\S)([^\n]{0,500}?\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~<])")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def read_md(data: bytes) -> Extracted:
    """The text without the marks that are not text; item numbers stay, tables are rows of cells behind tabs."""
    text, broken = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FRONT_MATTER.sub(r"\1\n\n", text)
    text = _without_comments(text)
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
    return Extracted(text, warn_broken(broken))


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    parts = (part.partition("-->") for part in rest)
    return first + "".join(after if end else "<!--" + before for before, end, after in parts)


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
