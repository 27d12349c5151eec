"""Lines of pages to paragraphs: a pdf knows where characters stand, not what belongs together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple


class Fragment(NamedTuple):
    """Text on one base line and where it stands, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


_PAGE_NUMBER = re.compile(
    r"[-—–―－~·•.|\s]*(?:\d{1,4}|[ivxlc]{1,6}|第\s*[\d一二三四五六七八九十百]+\s*页(?:[\s,，/]*共\s*\d+\s*页)?|(?:page\s*)?\d+\s*(?:/|of)\s*\d+)[-—–―－~·•.|\s]*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(
    r"[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|(?:[一二三四五六七八九十]{1,3})\s*[、．]|\d{1,2}\s*(?:[、．]|\.(?!\d))|[①-⑳]"
    r"|第[一二三四五六七八九十]{1,3}[章节部篇、，]"
)
_ENDED = re.compile(r"[。！？!?；;：:][”’」』）)】]*$")
_NARROW = re.compile(r"[0-9A-Za-z]")

_EDGE_LINES = 3
"""Lines at either end of a page that may be its head or foot."""
_REPEATED = 0.5
"""Share of pages on which a line stands that is a head or foot."""


def paragraphs(pages: Sequence[Sequence[Fragment]]) -> list[str]:
    """Paragraphs of a document, one string each.

    Args:
        pages: for each page its fragments, in the order of the file.

    """
    lines = _without_heads([[f._replace(text=f.text.strip()) for f in page if f.text.strip()] for page in pages])
    out: list[str] = []
    previous: Fragment | None = None
    for page in lines:
        if not page:
            continue
        frame = _Frame.of(page)
        for number, line in enumerate(page):
            same_page = number > 0
            if previous is not None and frame.continues(previous, line, same_page):
                out[-1] = _glue(out[-1], line.text)
            else:
                out.append(line.text)
            previous = line
    return out


class _Frame(NamedTuple):
    """Margins of a page, height of its characters and distance of its lines."""

    left: float
    right: float
    size: float
    pitch: float

    @classmethod
    def of(cls, page: Sequence[Fragment]) -> _Frame:
        size = median(line.top - line.bottom for line in page) or 1.0
        lefts = Counter(round(line.left / 2) for line in page if line.right - line.left > 8 * size)
        left = 2.0 * min((x for x, n in lefts.items() if n >= 2), default=min(line.left for line in page) / 2)
        right = max(line.right for line in page)
        steps = [above.bottom - below.bottom for above, below in pairwise(page)]
        pitch = median([step for step in steps if step > 0.5 * size] or [1.5 * size])
        return cls(left, right, size, pitch)

    def continues(self, above: Fragment, line: Fragment, same_page: bool) -> bool:
        """Whether a line goes on with the paragraph of the line above it."""
        if above.right < self.right - 2.5 * self.size:
            return False
        if line.left > self.left + 1.2 * self.size:
            return False
        if same_page and above.bottom - line.bottom > 1.6 * self.pitch:
            return False
        heights = sorted((above.top - above.bottom, line.top - line.bottom))
        if heights[0] < 0.6 * heights[1] and min(len(above.text), len(line.text)) > 4:
            return False
        return not (_NUMBERED.match(line.text) and _ENDED.search(above.text))


def _glue(above: str, below: str) -> str:
    """Two lines as one; words of Latin letters and numbers stay apart."""
    apart = _NARROW.match(below) and above[-1].isascii() and above[-1].isalpha()
    return above + (" " if apart else "") + below


def _without_heads(pages: list[list[Fragment]]) -> list[list[Fragment]]:
    """Pages without their numbers and the lines that stand at the edge of most of them."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_DIGITS.sub("0", line.text) for line in _edges(page)})
    least = max(3, _REPEATED * len(pages))
    repeated = {text for text, times in seen.items() if times >= least}
    return [list(_inner(page, repeated)) for page in pages]


def _edges(page: list[Fragment]) -> list[Fragment]:
    ordered = sorted(page, key=lambda line: -line.top)
    return ordered[:_EDGE_LINES] + ordered[_EDGE_LINES:][-_EDGE_LINES:]


def _inner(page: list[Fragment], repeated: set[str]) -> Iterator[Fragment]:
    edges = set(_edges(page))
    for line in page:
        outer = line in edges
        if not (outer and (_PAGE_NUMBER.fullmatch(line.text) or _DIGITS.sub("0", line.text) in repeated)):
            yield line
