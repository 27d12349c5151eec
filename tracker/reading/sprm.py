"""Properties of paragraphs and characters in a doc file: changes against what the style says, one behind the other.

See "Sprm" (single property modifier) in Microsoft's [MS-DOC].
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import IntEnum

from lxml import etree

from tracker.reading.elements import Element


class Sprm(IntEnum):
    """The properties that matter to the text."""

    IN_TABLE = 0x2416
    ROW_END = 0x2417
    DEPTH = 0x6649
    INNER_ROW_END = 0x244C
    LEVEL = 0x260A
    LIST = 0x460B
    DELETED = 0x0800
    HIDDEN = 0x083C


_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of a value by the three highest bits of its code; 6 means that its size stands before it."""
_TABLE, _TABS = 0xD608, 0xC615
"""Codes whose size is kept otherwise."""
_KNOWN = frozenset(Sprm)


@dataclass(frozen=True, slots=True)
class Properties:
    """What is told of a paragraph or of characters."""

    style: int = 0
    values: dict[int, int] = field(default_factory=dict)

    def on(self, code: Sprm) -> bool:
        """Whether a property that is on or off is on."""
        return self.values.get(code, 0) in (1, 0x81)

    def depth(self) -> int:
        """How many tables the paragraph stands in."""
        return self.values.get(Sprm.DEPTH, int(self.on(Sprm.IN_TABLE)))

    def numbered(self, described: Element) -> None:
        """Put list and level into a pPr element, where they are told."""
        if Sprm.LIST in self.values or Sprm.LEVEL in self.values:
            place = etree.SubElement(described, "numPr")
            if Sprm.LIST in self.values:
                etree.SubElement(place, "numId", val=str(self.values[Sprm.LIST]))
            etree.SubElement(place, "ilvl", val=str(self.values.get(Sprm.LEVEL, 0)))


def properties(changes: bytes, style: int = 0) -> Properties:
    """The known properties among these changes, the last word on each."""
    values: dict[int, int] = {}
    at = 0
    while at + 3 <= len(changes):
        (code,) = struct.unpack_from("<H", changes, at)
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            size, at = _told_size(code, changes, at)
        if code in _KNOWN:
            values[code] = int.from_bytes(changes[at : at + size], "little")
        at += size
    return Properties(style, values)


def _told_size(code: int, changes: bytes, at: int) -> tuple[int, int]:
    """Size of a value that stands before it, and where the value begins."""
    if code == _TABLE:
        return int.from_bytes(changes[at : at + 2], "little") - 1, at + 2
    if code == _TABS and changes[at] == 0xFF:
        deleted = changes[at + 1] if at + 1 < len(changes) else 0
        added = changes[at + 2 + 4 * deleted] if at + 2 + 4 * deleted < len(changes) else 0
        return 1 + 4 * deleted + 1 + 3 * added, at + 1
    return changes[at], at + 1
