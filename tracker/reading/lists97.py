"""Lists and styles of a doc file, as the elements that a docx keeps them in.

See "PlfLst", "PlfLfo" and "STSH" in Microsoft's [MS-DOC]; kinds of numbers are those of MSONFC in [MS-OSHARED].
"""

from __future__ import annotations

import struct

from lxml import etree

from tracker.reading.elements import Element
from tracker.reading.outline import LEVELS
from tracker.reading.sprm import properties

_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle",
    22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
_LIST, _OVERRIDE = 28, 16
_PARAGRAPH_STYLE = 1


def numbering(table: bytes, lists: tuple[int, int], overrides: tuple[int, int]) -> Element:
    """The element that says how lists are numbered, from where both tables of lists lie."""
    out = etree.Element("numbering")
    at, size = lists
    if not size:
        return out
    (count,) = struct.unpack_from("<h", table, at)
    heads = [table[at + 2 + _LIST * k : at + 2 + _LIST * (k + 1)] for k in range(max(count, 0))]
    at += 2 + _LIST * len(heads)
    for head in heads:
        kind = etree.SubElement(out, "abstractNum", abstractNumId=_id(head, 0))
        for level in range(1 if head[26] & 1 else LEVELS):
            at = _level(table, at, kind, level)
    at, size = overrides
    if size:
        _overrides(table, at, out)
    return out


def _id(data: bytes, at: int) -> str:
    return str(struct.unpack_from("<i", data, at)[0])


def _level(table: bytes, at: int, parent: Element, level: int) -> int:
    """Put a level into a list; where the next one begins."""
    start, form, flags = struct.unpack_from("<iBB", table, at)
    characters, paragraphs, restart = table[at + 24 : at + 27]
    at += 28 + characters + paragraphs
    size = int(struct.unpack_from("<H", table, at)[0])
    label = table[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
    out = etree.SubElement(parent, "lvl", ilvl=str(level))
    etree.SubElement(out, "start", val=str(start))
    etree.SubElement(out, "numFmt", val=_FORMS.get(form, "decimal"))
    written = "".join(f"%{ord(c) + 1}" if ord(c) < LEVELS else c for c in label)
    etree.SubElement(out, "lvlText", val="".join(c for c in written if c >= " " and not "\ud800" <= c <= "\udfff"))
    if flags & 4:
        etree.SubElement(out, "isLgl")
    if flags & 8:
        etree.SubElement(out, "lvlRestart", val=str(restart))
    return at + 2 + 2 * size


def _overrides(table: bytes, at: int, out: Element) -> None:
    """What uses of the lists number otherwise; the n-th use is numId n."""
    (count,) = struct.unpack_from("<I", table, at)
    heads = [table[at + 4 + _OVERRIDE * k : at + 4 + _OVERRIDE * (k + 1)] for k in range(min(count, len(table)))]
    at += 4 + _OVERRIDE * len(heads)
    for number, head in enumerate(heads, 1):
        use = etree.SubElement(out, "num", numId=str(number))
        etree.SubElement(use, "abstractNumId", val=_id(head, 0))
        at += 4
        for _ in range(head[12]):
            start, flags = struct.unpack_from("<iI", table, at)
            at += 8
            override = etree.SubElement(use, "lvlOverride", ilvl=str(flags & 15))
            if flags & 16:
                etree.SubElement(override, "startOverride", val=str(start))
            if flags & 32:
                at = _level(table, at, override, flags & 15)


def styles(table: bytes, at: int, size: int) -> Element:
    """The element that says which lists styles number, with their names."""
    out = etree.Element("styles")
    end = at + size
    if not size:
        return out
    head, count, base = struct.unpack_from("<HHH", table, at)
    at += 2 + head
    for identity in range(count):
        if at + 2 > end:
            break
        (length,) = struct.unpack_from("<H", table, at)
        if length:
            _style(table[at + 2 : at + 2 + length], base, identity, out)
        at += 2 + length
    return out


def _style(entry: bytes, base: int, identity: int, out: Element) -> None:
    """Put a style of paragraphs into the element."""
    (about,) = struct.unpack_from("<H", entry, 2)
    if about & 15 != _PARAGRAPH_STYLE:
        return
    (size,) = struct.unpack_from("<H", entry, base)
    name = entry[base + 2 : base + 2 + 2 * size].decode("utf-16-le", "replace")
    at = base + 2 + 2 * (size + 1)
    at += at % 2
    style = etree.SubElement(out, "style", styleId=str(identity))
    etree.SubElement(style, "name", val="".join(c for c in name if c >= " " and not "\ud800" <= c <= "\udfff"))
    etree.SubElement(style, "basedOn", val=str(about >> 4))
    if at + 4 <= len(entry):
        (length,) = struct.unpack_from("<H", entry, at)
        properties(entry[at + 4 : at + 2 + length]).numbered(etree.SubElement(style, "pPr"))
