"""The Chinese font as a PDF holds it: widths, codes, and at the end only the glyphs that were used.

Codes are the font's own character identifiers (CID), so pages can be written before it is known which glyphs they take.
"""

from __future__ import annotations

import zlib
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from tracker.exports.fonts import needed

EM = 1000
"""Units of a glyph's width to its size (ISO 32000-1, 9.2.4)."""

_LAST = 0xFFFF
_SUBSET = "TRACKR+"
"""Says that the font is not whole (ISO 32000-1, 9.6.4)."""

_TABLES = ("head", "hhea", "hmtx", "maxp", "OS/2", "cmap", "post", "CFF ")
_MAPPED = 100
"""Entries that a block of a character map may hold (Adobe Technical Note 5014)."""


class Face:
    """A CID-keyed OpenType font.

    Raises:
        ExportError: fontTools is not installed.

    """

    def __init__(self, file: Path) -> None:
        self._font = needed("fontTools.ttLib").TTFont(file, lazy=True)
        self._glyphs: dict[int, str] = self._font.getBestCmap()
        self._metrics: dict[str, tuple[int, int]] = self._font["hmtx"].metrics
        self._codes = _Asked(self._code)
        self._widths = _Asked(self._width)
        self._missing = 0

    def _code(self, character: int) -> int:
        glyph = self._glyphs.get(character)
        if glyph is not None:
            return int(glyph.removeprefix("cid"))
        # No glyph: a code of its own, so that it can still be searched for and copied.
        self._missing += 1
        return _LAST - self._missing

    def _width(self, character: str) -> int:
        glyph = self._glyphs.get(ord(character))
        return EM if glyph is None else self._metrics[glyph][0]

    def widths(self, text: str) -> list[int]:
        """Where each character of a text ends, from 0 before the first one, in units of EM to the size."""
        return [0, *accumulate(map(self._widths.__getitem__, text))]

    def codes(self, text: str) -> str:
        """A text as a hexadecimal string of a PDF, four digits for each character."""
        return text.translate(self._codes).encode("utf-16-be", "surrogatepass").hex()

    def embed(self, pdf: Any) -> bytes:
        """Add the font with the glyphs that were asked for to a pydyf document; gives a reference to it."""
        pydyf = needed("pydyf")
        data, name = self._subset(), f"/{_SUBSET}{self._font['name'].getDebugName(6)}"
        program = _stream(data, {"Subtype": "/CIDFontType0C"})
        pdf.add_object(program)
        os2, head = self._font["OS/2"], self._font["head"]
        descriptor = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": 4,
                "FontBBox": pydyf.Array([head.xMin, head.yMin, head.xMax, head.yMax]),
                "ItalicAngle": 0,
                "Ascent": os2.sTypoAscender,
                "Descent": os2.sTypoDescender,
                "CapHeight": os2.sCapHeight,
                "StemV": 80,
                "FontFile3": program.reference,
            }
        )
        pdf.add_object(descriptor)
        used = sorted((code, self._widths[chr(character)]) for character, code in self._codes.items())
        descendant = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType0",
                "BaseFont": name,
                "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
                "FontDescriptor": descriptor.reference,
                "DW": EM,
                "W": "[" + " ".join(f"{code} [{width}]" for code, width in used if width != EM) + "]",
            }
        )
        pdf.add_object(descendant)
        unicode = _stream(self._to_unicode().encode())
        pdf.add_object(unicode)
        font = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": name,
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([descendant.reference]),
                "ToUnicode": unicode.reference,
            }
        )
        pdf.add_object(font)
        return bytes(font.reference)

    def _subset(self) -> bytes:
        """The font program with the used glyphs alone."""
        subset = needed("fontTools.subset")
        for table in set(self._font.keys()) - {"GlyphOrder", "name", *_TABLES}:
            del self._font[table]
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False)
        options.drop_tables += ["name"]
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=[character for character in self._codes if character in self._glyphs])
        kept = self._font["name"]
        chosen.subset(self._font)
        self._font["name"] = kept
        return bytes(self._font.getTableData("CFF "))

    def _to_unicode(self) -> str:
        lines = [f"<{code:04x}> <{_utf16(character)}>" for character, code in self._codes.items()]
        waiting = iter(lines)
        blocks = []
        while block := list(islice(waiting, _MAPPED)):
            blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
        return "\n".join([*_CMAP_HEAD, *blocks, *_CMAP_END])


class _Asked(dict[Any, int]):
    """Remembers what a function gave: looked up without a call of ours from the second time on."""

    def __init__(self, give: Any) -> None:
        super().__init__()
        self._give = give

    def __missing__(self, key: Any) -> int:
        value = self[key] = self._give(key)
        return int(value)


def _utf16(character: int) -> str:
    return chr(character).encode("utf-16-be", "surrogatepass").hex()


def _stream(data: bytes, more: dict[str, Any] | None = None) -> Any:
    """A compressed stream for a pydyf document."""
    return needed("pydyf").Stream([zlib.compress(data)], {"Filter": "/FlateDecode", **(more or {})})


_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin",
    "12 dict begin",
    "begincmap",
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
    "/CMapName /Adobe-Identity-UCS def",
    "/CMapType 2 def",
    "1 begincodespacerange",
    "<0000> <ffff>",
    "endcodespacerange",
)
_CMAP_END = ("endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end")
