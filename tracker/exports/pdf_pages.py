"""Pages of a PDF, written as they are filled: lines of text broken as Chinese is, boxes, page numbers, an outline."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from tracker.exports.fonts import font_file, needed
from tracker.exports.pdf_font import EM, Face

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 841.89, 595.28
"""A4 across, in points."""

LEFT, TOP, BOTTOM = 45.0, 43.0, 45.0
"""Margins in points; the right one is as wide as the left one."""

NO_START = frozenset("，。、；：？！）】》〉」』”’…—·％℃,.;:?!)]}%")
NO_END = frozenset("（【《〈「『“‘([{")
"""Signs that begin or end no line (GB/T 15834-2011, 5.1)."""

_LATIN_BELOW = "\u2e80"
"""Characters before the East Asian blocks stay together in words."""

_CENTRE = 0.36
"""How far the middle of a line lies over its foot, to the size."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set."""

    size: float
    colour: str
    """RRGGBB."""
    leading: float = 1.5
    """Height of a line to the size."""
    before: float = 0.0
    """Points above the paragraph."""

    @property
    def height(self) -> float:
        """Points that a line takes."""
        return self.size * self.leading


@dataclass(slots=True)
class Line:
    """A line that is ready to be written."""

    style: Style
    codes: str
    height: float
    marks: tuple[tuple[float, float], ...] = ()
    """Highlighted stretches, in points from its start."""


Spans = Sequence[tuple[int, int]]


class Setter:
    """Breaks paragraphs into lines; those that come often are broken once."""

    MOST = 4096

    def __init__(self, face: Face) -> None:
        self._face = face
        self._often: dict[tuple[str, Style, float], list[Line]] = {}

    def width(self, text: str, style: Style) -> float:
        """Points that a text takes on one line."""
        return self._face.widths(text)[-1] * style.size / EM

    def lines(self, text: str, style: Style, width: float, marked: Spans = ()) -> list[Line]:
        """A paragraph as lines of at most `width` points, the marked stretches highlighted."""
        key = (text, style, width)
        if not marked and key in self._often:
            return self._often[key]
        ends, codes = self._face.widths(text), self._face.codes(text)
        made, height, to_points = [], style.height + style.before, style.size / EM
        for start, end in breaks(text, ends, int(width / to_points)):
            marks = [
                ((ends[max(a, start)] - ends[start]) * to_points, (ends[min(b, end)] - ends[start]) * to_points)
                for a, b in marked
                if a < end and b > start
            ]
            made.append(Line(style, codes[4 * start : 4 * end], height, tuple(marks)))
            height = style.height
        if not marked and len(self._often) < self.MOST:
            self._often[key] = made
        return made


def breaks(text: str, ends: Sequence[int], width: int) -> list[tuple[int, int]]:
    """Where the lines of a paragraph start and end; blanks at a break belong to no line.

    Args:
        text: the paragraph.
        ends: where each character ends, from 0 before the first.
        width: of a line, in the same units.

    """
    found, start, last = [], 0, len(text)
    while ends[last] - ends[start] > width:
        most = bisect_right(ends, ends[start] + width, start + 1) - 1
        cut = most
        while cut > start and not _may_break(text[cut - 1], text[cut]):
            cut -= 1
        if cut <= start:  # one long word
            cut = max(most, start + 1)
        found.append((start, cut))
        start = cut
        while start < last and text[start] == " ":
            start += 1
    if start < last or not found:
        found.append((start, last))
    return found


def _may_break(before: str, after: str) -> bool:
    if after in NO_START or before in NO_END:
        return False
    return before == " " or after == " " or before >= _LATIN_BELOW or after >= _LATIN_BELOW


class Pages:
    """A document that grows page by page; `finish` writes it.

    Places are points from the upper left corner of the page.
    """

    def __init__(self, *, title: str, author: str, language: str) -> None:
        pydyf = needed("pydyf")
        self.face = Face(font_file())
        self.setter = Setter(self.face)
        self._pdf = pydyf.PDF()
        self._pdf.info.update({"Title": pydyf.String(title), "Author": pydyf.String(author)})
        self._pdf.catalog.update(
            {"Lang": pydyf.String(language), "ViewerPreferences": "<</DisplayDocTitle true>>", "PageMode": "/UseNone"}
        )
        self._resources = pydyf.Dictionary()
        self._pdf.add_object(self._resources)
        self._pages: list[Any] = []
        self._outline: list[tuple[int, str, int, float]] = []
        self._pictures = pydyf.Dictionary()
        self._ops: list[str] = []

    @property
    def count(self) -> int:
        """Pages so far."""
        return len(self._pages)

    def new_page(self) -> None:
        """Begin another page."""
        self._close()
        pydyf = needed("pydyf")
        page = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self._pdf.pages.reference,
                "MediaBox": f"[0 0 {WIDTH} {HEIGHT}]",
                "Resources": self._resources.reference,
            }
        )
        self._pdf.add_page(page)
        self._pages.append(page)

    def _close(self) -> None:
        if self._pages:
            content = _stream("\n".join(self._ops))
            self._pdf.add_object(content)
            self._pages[-1]["Contents"] = content.reference
        self._ops = []

    # What stands on a page ---------------------------------------------------------------------

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "", line: str = "") -> None:
        """A rectangle with a ground, an edge or both."""
        place = f"{x:.2f} {HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re"
        if fill:
            self._ops.append(f"{_colour(fill)} rg {place} f")
        if line:
            self._ops.append(f".4 w {_colour(line)} RG {place} S")

    def rule(self, x: float, y: float, width: float, colour: str) -> None:
        """A thin line across."""
        self._ops.append(f".4 w {_colour(colour)} RG {x:.2f} {HEIGHT - y:.2f} m {x + width:.2f} {HEIGHT - y:.2f} l S")

    def text(self, x: float, y: float, lines: Iterable[Line], mark: str = "") -> None:
        """Lines under each other; `y` is where the first one begins, `mark` the colour of highlighted stretches."""
        marks: list[str] = []
        ops: list[str] = []
        y = HEIGHT - y
        style, at = None, 0.0
        for line in lines:
            of = line.style
            foot = y - line.height + of.size * (of.leading / 2 - _CENTRE)
            for a, b in line.marks:
                marks.append(f"{x + a:.2f} {foot - 0.24 * of.size:.2f} {b - a:.2f} {1.2 * of.size:.2f} re")
            if style is None:
                ops.append(f"BT {x:.2f} {foot:.2f} Td")
            else:
                ops.append(f"0 {foot - at:.2f} Td")
            if of is not style:
                ops.append(f"{_colour(of.colour)} rg /F {of.size:g} Tf")
            ops.append(f"<{line.codes}> Tj")
            y, at, style = y - line.height, foot, of
        if marks:
            self._ops += [f"{_colour(mark)} rg", *marks, "f"]
        if style is not None:
            self._ops += [*ops, "ET"]

    def picture(self, image: Image, x: float, y: float, width: float, height: float) -> None:
        """An image with a palette."""
        pydyf = needed("pydyf")
        palette = bytes(image.getpalette() or ())
        data = pydyf.Stream(
            [zlib.compress(image.tobytes(), 9)],
            {
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": image.width,
                "Height": image.height,
                "BitsPerComponent": 8,
                "ColorSpace": f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]",
                "Filter": "/FlateDecode",
            },
        )
        self._pdf.add_object(data)
        name = f"P{data.number}"
        self._pictures[name] = data.reference
        self._ops.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {HEIGHT - y - height:.2f} cm /{name} Do Q")

    def entry(self, level: int, title: str, y: float) -> None:
        """An entry of the outline that leads to a place on this page; level 1 is the highest."""
        self._outline.append((level, title, self.count - 1, HEIGHT - y))

    # The whole -----------------------------------------------------------------------------------

    def finish(self, file: BinaryIO, footer: Callable[[int, int], list[tuple[float, Line]]]) -> None:
        """Write the document; `footer` gives lines and where they begin for a page's number and the number of pages."""
        pydyf = needed("pydyf")
        self._close()
        for number, page in enumerate(self._pages, 1):
            for x, line in footer(number, len(self._pages)):
                self.text(x, HEIGHT - BOTTOM + 12, [line])
            content = _stream("\n".join(self._ops))
            self._ops = []
            self._pdf.add_object(content)
            page["Contents"] = pydyf.Array([page["Contents"], content.reference])
        self._resources["Font"] = b"<</F " + self.face.embed(self._pdf) + b">>"
        self._resources["XObject"] = self._pictures.data
        self._add_outline()
        self._pdf.write(file)

    def _add_outline(self) -> None:
        if not self._outline:
            return
        pydyf = needed("pydyf")
        root = pydyf.Dictionary({"Type": "/Outlines", "Count": 0})
        self._pdf.add_object(root)
        above: list[Any] = [root]
        last: dict[int, Any] = {}
        for level, title, page, y in self._outline:
            del above[max(level, 1) :]
            parent = above[-1]
            item = pydyf.Dictionary(
                {
                    "Title": pydyf.String(title),
                    "Parent": parent.reference,
                    "Dest": pydyf.Array([self._pages[page].reference, f"/XYZ null {y:.0f} null"]),
                }
            )
            self._pdf.add_object(item)
            before = last.get(parent.number)
            if before is None:
                parent["First"] = item.reference
            else:
                before["Next"], item["Prev"] = item.reference, before.reference
            parent["Last"] = item.reference
            parent["Count"] = parent.get("Count", 0) + (1 if parent is root else -1)  # less than 0: shut
            last[parent.number] = item
            above.append(item)
        self._pdf.catalog["Outlines"] = root.reference


def _stream(text: str) -> Any:
    return needed("pydyf").Stream([zlib.compress(text.encode("ascii"))], {"Filter": "/FlateDecode"})


def _colour(colour: str) -> str:
    """RRGGBB as the shares of red, green and blue."""
    found = _COLOURS.get(colour)
    if found is None:
        found = _COLOURS[colour] = " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (0, 2, 4))
    return found


_COLOURS: dict[str, str] = {}
