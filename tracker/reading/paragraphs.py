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
    row: bool = False
    """A row of a table, which stands for itself."""


_PAGE_NUMBER = re.compile(
    r"[-—–―－~·•.|\s]*(?:\d{1,4}|[ivxlc]{1,6}|第\s*[\d一二三四五六七八九十百]+\s*页(?:[\s,，/]*共\s*\d+\s*页)?|(?:https?|file)://\S+\s+\d+/\d+|(?:page\s*)?\d+\s*(?:/|of)\s*\d+)[-—–―－~·•.|\s]*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(
    r"[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|(?:[一二三四五六七八九十]{1,3})\s*[、．]|\d{1,2}\s*(?:[、．]|\.(?!\d))|[①-⑳]"
    r"|第[一二三四五六七八九十]{1,3}[章节部篇、，]"
)
_ENDED = re.compile(r"[。！？!?；;：:][”’」』）)】]*$")
_UNBROKEN = re.compile(r"[《“（(]?[0-9A-Za-z.,:/%％‰+-]{2,30}[、，。；：）”》%]*")
_NARROW = re.compile(r"[0-9A-Za-z]")

_RAGGED = 2.5
"""Characters by which a full line may end before the margin."""

_APART = 1.35
"""Times the usual distance of lines from which on they belong to two paragraphs."""

_BEYOND = 0.15
"""Share of lines that may reach beyond a margin."""

_EDGE_LINES = 3
"""Lines at either end of a page that may be its head or foot."""
_TELLING = 6
"""Characters of a line that is a head or foot though only two pages have it."""
_REPEATED = 0.5
"""Share of pages on which a line stands that is a head or foot."""


def paragraphs(pages: Sequence[Sequence[Fragment]]) -> list[str]:
    """Paragraphs of a document, one string each.

    Args:
        pages: for each page its fragments, in the order of the file.

    """
    lines = _without_heads(
        [[f if f.row else f._replace(text=f.text.strip()) for f in page if f.text.strip()] for page in pages]
    )
    out: list[str] = []
    previous: Fragment | None = None
    margin = 0.0
    frames = [_Frame.of(page) if page else None for page in lines]
    marked = sum(frame.indented for frame in frames if frame) > 1
    for page, frame in zip(lines, frames, strict=True):
        if frame is None:
            continue
        for number, line in enumerate(page):
            same_page = number > 0
            if previous is not None and frame.continues(previous, line, margin, same_page, marked):
                out[-1] = glue(out[-1], line.text)
            else:
                out.append(line.text)
            previous, margin = line, frame.right
    return out


class _Frame(NamedTuple):
    """Margins of a page, height of its characters and distance of its lines."""

    left: float
    right: float
    size: float
    pitch: float
    indented: int
    """Paragraphs that begin further to the right."""

    @classmethod
    def of(cls, page: Sequence[Fragment]) -> _Frame:
        page = [line for line in page if not line.row] or page
        size = median(line.top - line.bottom for line in page) or 1.0
        long = [line for line in page if line.right - line.left > 8 * size] or page
        left = _common([line.left for line in long], size, -1)
        right = _common([line.right for line in long], size, 1)
        steps = [above.bottom - below.bottom for above, below in pairwise(page)]
        pitch = median([step for step in steps if step > 0.5 * size] or [1.5 * size])
        indented = sum(size < line.left - left < 3 * size and line.right > right - 4 * size for line in page)
        return cls(left, right, size, pitch, indented)

    def continues(self, above: Fragment, line: Fragment, margin: float, same_page: bool, marked: bool) -> bool:
        """Whether a line goes on with the paragraph of the line above it.

        Args:
            above: the line before it.
            line: this line.
            margin: where full lines end on the page of the line before it.
            same_page: whether both stand on this page.
            marked: whether paragraphs of the document show by where they begin.

        """
        short = (margin - above.right) / self.size
        if above.row or line.row or short > _RAGGED + _first_word(line.text):
            return False
        if line.left > self.left + 1.2 * self.size:
            return False
        if same_page and above.bottom - line.bottom > _APART * self.pitch:
            return False
        heights = sorted((above.top - above.bottom, line.top - line.bottom))
        if heights[0] < 0.6 * heights[1] and min(len(above.text), len(line.text)) > 4:
            return False
        return marked or not (_ENDED.search(above.text) and (short > 1 or _NUMBERED.match(line.text)))


def _first_word(text: str) -> float:
    """Width in characters of the number or Latin word with its marks that begins a line and is never broken."""
    match = _UNBROKEN.match(text)
    return sum(1.0 if is_wide(c) else 0.5 for c in match.group()) if match else 0.0


def _common(places: list[float], size: float, towards: int) -> float:
    """The outermost place at which at least two lines begin or end, give or take half a character.

    Where many lines reach beyond it, it is no margin, and no line of the page is full but the longest.
    """
    ordered = sorted(places, key=lambda place: -towards * place)
    for beyond, (outer, inner) in enumerate(pairwise(ordered)):
        if beyond > max(1, _BEYOND * len(ordered)):
            break
        if abs(outer - inner) < size / 2:
            return outer
    return ordered[0]


def glue(above: str, below: str) -> str:
    """Two lines, none empty, as one; Latin words stay apart."""
    apart = _NARROW.match(below) and above[-1].isascii() and above[-1].isalpha()
    return above + (" " if apart else "") + below


def is_wide(character: str) -> bool:
    """Whether it is a Chinese character or mark."""
    return character >= "\u2e80" or character in "“”‘’—…·"


def _without_heads(pages: list[list[Fragment]]) -> list[list[Fragment]]:
    """Pages without their numbers and the lines that stand at the edge of most of them."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_DIGITS.sub("0", line.text) for line in _edges(page)})
    least = max(2, _REPEATED * len(pages))
    repeated = {text for text, times in seen.items() if times >= least and (times > 2 or len(text) >= _TELLING)}
    return [list(_inner(page, repeated)) for page in pages]


def _edges(page: list[Fragment]) -> list[Fragment]:
    ordered = sorted((line for line in page if not line.row), key=lambda line: -line.top)
    return ordered[:_EDGE_LINES] + ordered[_EDGE_LINES:][-_EDGE_LINES:]


def _inner(page: list[Fragment], repeated: set[str]) -> Iterator[Fragment]:
    edges = set(_edges(page))
    for line in page:
        outer = line in edges
        if not (outer and (_PAGE_NUMBER.fullmatch(line.text) or _DIGITS.sub("0", line.text) in repeated)):
            yield line
