"""Straight lines drawn on a page of a pdf: what may be the rules of a table."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from tracker.reading.grid import Rule

_MAX_PATHS = 20_000
"""Drawings on a page that are looked at for rules."""
_MAX_SEGMENTS = 60
"""Lines of one drawing; more is a picture."""
_SHORTEST = 8.0
"""Points of the shortest rule of a table."""

_THICKEST = 3.0
"""Points of the thickest rule that is a filled shape."""
_DEPTH = 3
"""Forms in each other that are looked into."""

_Point = tuple[float, float]


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> _Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: _Matrix) -> _Matrix:
        """First by this matrix, then by the outer one."""
        return _Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            *outer.at(self.e, self.f),
        )


def rules_of(page: pypdfium2.PdfPage) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical lines of a page, none of either if it is full of drawings."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for number, (drawing, matrix) in enumerate(_drawings(page.raw, _Matrix(), 0)):
        if number >= _MAX_PATHS:
            return [], []
        for (x1, y1), (x2, y2) in _seen(drawing, matrix):
            if abs(y1 - y2) < 1 and abs(x1 - x2) >= _SHORTEST:
                horizontal.append(Rule(min(x1, x2), max(x1, x2), (y1 + y2) / 2))
            elif abs(x1 - x2) < 1 and abs(y1 - y2) >= _SHORTEST:
                vertical.append(Rule(min(y1, y2), max(y1, y2), (x1 + x2) / 2))
    return horizontal, vertical


def _drawings(holder: Any, outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    """Drawings of a page or form, and what brings their points to the page."""
    count, get = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for index in range(count(holder)):
        thing = get(holder, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield thing, outer
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            yield from _drawings(thing, _matrix(thing).then(outer), depth + 1)


def _matrix(thing: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, byref(found)):
        return _Matrix()
    return _Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _seen(drawing: Any, outer: _Matrix) -> Iterator[tuple[_Point, _Point]]:
    """Straight lines that are seen of a drawing: its strokes, or the middle of a thin filled shape."""
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(drawing, byref(fill), byref(stroke))
    if stroke.value:
        yield from _strokes(drawing, _matrix(drawing).then(outer))
    elif fill.value:
        sides = [c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(drawing, *map(byref, sides)):
            return
        left, bottom, right, top = (side.value for side in sides)
        if top - bottom <= _THICKEST:
            yield outer.at(left, (bottom + top) / 2), outer.at(right, (bottom + top) / 2)
        elif right - left <= _THICKEST:
            yield outer.at((left + right) / 2, bottom), outer.at((left + right) / 2, top)


def _strokes(drawing: Any, matrix: _Matrix) -> Iterator[tuple[_Point, _Point]]:
    """Straight lines of a drawing, both ends in points of the page."""
    count = raw.FPDFPath_CountSegments(drawing)
    if not 0 < count <= _MAX_SEGMENTS:
        return
    x, y = c_float(), c_float()
    begin = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(drawing, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = matrix.at(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, begin
        last = point
