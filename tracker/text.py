"""The one sanitiser of untrusted text, match keys, and widths in terminal cells."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""C0 and C1 controls, bidi and zero-width formatting, variation selectors, tags, lone surrogates."""

_LINE_BREAK = re.compile("\r\n?|\x0c|\x85|\u2028|\u2029")
_WRAP = re.compile(r"[ \t\u3000\xa0]*\n[ \t\u3000\xa0\n]*")
_ENUMERATOR = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十百\d]{1,4}[)）、．.](?!\d)|[①-⑳⑴-⒇]|[一二三四五六七八九十]{1,3}是|第[一二三四五六七八九十百\d]+[，,、])\s*"
)


def clean(text: str) -> tuple[str, int]:
    """Text with line feeds and without characters that could act on a reader's terminal or hide.

    Returns the text and the number of characters taken out (line ends do not count).
    """
    text = _LINE_BREAK.sub("\n", text)
    return _UNWANTED.subn("", text)


def join_lines(text: str) -> str:
    """One line: breaks and the blanks around them go, but Latin words stay apart; a broken number is whole again."""
    if "\n" not in text:
        return text

    def glue(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
        word = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
        return " " if word and not (before.isdigit() and after.isdigit()) else ""

    return _WRAP.sub(glue, text)


def strip_enumerator(text: str) -> str:
    """Text without a leading item number: （一） 1. ① 一是 第一，"""
    return _ENUMERATOR.sub("", text, count=1)


_USUAL = re.compile("[ -~\u00b7\u2014\u2018-\u201d\u3000-\u301b\u4e00-\u9fff\uff01-\uff5e]*")
"""Characters of which NFKC changes none but the wide blank and wide forms of ASCII."""
_WIDE = re.compile("[\u3000\uff01-\uff5e]")
_NARROW = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)} | {"\u3000": " "}


def nfkc(text: str) -> str:
    """Text in Unicode's form NFKC; several times faster than `unicodedata` for what reports are written in."""
    if _USUAL.fullmatch(text) is None:
        return unicodedata.normalize("NFKC", text)
    return _WIDE.sub(lambda match: _NARROW[match.group()], text)


def match_key(text: str) -> str:
    """Letters and digits only, width- and case-folded, item number dropped first (NFKC would turn ①5 into 15)."""
    folded = nfkc(strip_enumerator(text)).lower()
    return "".join(c for c in folded if c.isalnum())


def one_line(text: str) -> str:
    """Text for one line of a message or a table cell: any blank run is one space."""
    return " ".join(text.split())


_OPEN, _CLOSE = re.escape("（《〈【「『“‘〔［([{"), re.escape("）》〉】」』”’〕］，。、；：？！…—％·%")
_HAN = r"\u2e80-\u9fff\uff00-\uffef"
TOGETHER = re.compile(rf"[{_OPEN}]*(?:[{_HAN}]|[^\s{_HAN}]+)[{_CLOSE}]*|\s")
"""What stays together in a line: a Chinese character or other word, with the brackets before and the marks behind it;
each blank by itself."""


def cell_width(text: str) -> int:
    """Terminal cells that text takes; a Chinese character takes two."""
    return sum(map(_cells, text))


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    from wcwidth import wcwidth  # its tables take long to load, and only what is laid out in cells needs them

    return max(wcwidth(character), 0)


def fit(text: str, cells: int) -> str:
    """Text cut (with …) or padded to exactly that many cells."""
    width = cell_width(text)
    if width <= cells:
        return text + " " * (cells - width)
    used, out = 0, []
    for c in text:
        w = _cells(c)
        if used + w > cells - 1:
            break
        out.append(c)
        used += w
    return "".join(out) + "…" + " " * (cells - 1 - used)
