"""A report's text around one unit: wrapped once for its width, drawn line by line, so that length costs nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from tracker import words
from tracker.model import Role, Section, SourceView
from tracker.text import clean
from tracker.tui.looks import FAINT, fit, safe
from tracker.tui.wrapping import fold

GUTTER = 11
"""Cells left of the text, for the name of the section."""


class Place(NamedTuple):
    """A stretch of a source to look at, in offsets of its text."""

    start: int
    end: int


class SourceText(ScrollView, can_focus=False):
    """The wrapped text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "source--heading",
        "source--unit",
        "source--plain",
        *(f"source--{section.value}" for section in Section),
    }

    def __init__(self) -> None:
        super().__init__(id="source-text")
        self._base = Style()
        self._view: SourceView | None = None
        self._place = Place(0, 0)
        self._folded: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self._width = 0

    def show(self, view: SourceView, place: Place) -> None:
        """Show a report with one unit of it in the middle."""
        self._view, self._place, self._width = view, place, 0
        self._starts = [row.unit.start for row in view.units]
        self._wrap()

    def on_resize(self) -> None:
        """Wrap anew for another width."""
        self._wrap()

    def _wrap(self) -> None:
        width = max(self.scrollable_content_region.width - GUTTER, 10)
        if self._view is None or not self.size or width == self._width:
            return
        self._width = width
        self._folded = fold(self._view.text, width)
        self.virtual_size = Size(0, len(self._folded))
        line = bisect_right(self._folded, (self._place.start, len(self._view.text))) - 1
        self.scroll_to(y=max(line - self.size.height // 3, 0), animate=False, force=True)
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines in view."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line with its section in the gutter, named where it begins and at the top."""
        line, width = y + round(self.scroll_offset.y), self.scrollable_content_region.width
        if self._view is None or line >= len(self._folded):
            return Strip.blank(width, self._base)
        start, end = self._folded[line]
        section = self._section(end)
        first = y == 0 or self._section(self._folded[line - 1][1]) is not section
        here = self._place.start < max(end, start + 1) and start < self._place.end
        name = fit(words.name(section) if first else "", GUTTER - 3)
        gutter = f" {name}{'▸' if here else '│'} "
        segments = [Segment(gutter, self._style(f"source--{section.value}")), *self._text(start, end)]
        return Strip(segments).adjust_cell_length(width, self._base).apply_style(self._base)

    def _section(self, offset: int) -> Section:
        """The section of the last unit that begins before an offset."""
        assert self._view is not None
        at = bisect_right(self._starts, max(offset - 1, 0)) - 1
        return self._view.units[at].unit.section if at >= 0 else Section.FRONT

    def _text(self, start: int, end: int) -> Iterator[Segment]:
        """The characters of a line, the chosen unit marked."""
        assert self._view is not None
        at = bisect_right(self._starts, max(end - 1, 0)) - 1
        heading = at >= 0 and self._view.units[at].unit.role is Role.HEADING and start < self._view.units[at].unit.end
        plain = "source--heading" if heading else "source--plain"
        a, b = min(max(self._place.start, start), end), min(max(self._place.end, start), end)
        for piece, style in ((slice(start, a), plain), (slice(a, b), "source--unit"), (slice(b, end), plain)):
            text = clean(self._view.text[piece])[0].replace("\t", " ").replace("\n", " ")
            if text:
                yield Segment(text, self._style(style))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)


class SourcePane(Vertical):
    """A report's source, with a line that says which."""

    def __init__(self) -> None:
        super().__init__(id="source")
        self.display = False
        self.view: SourceView | None = None

    def compose(self) -> ComposeResult:
        """The line that says which report, and its text."""
        yield Static(id="source-title", markup=False)
        yield SourceText()

    def show(self, view: SourceView, place: Place, what: str) -> None:
        """Open at a place."""
        self.display, self.view = True, view
        report = view.report
        title = Content.assemble(
            (f" {what} ", "bold $text-primary"),
            (f" {report.year or ''} {words.name(report.kind)} ", FAINT),
            (f" {safe(report.title)}  ", ""),
            (f"{safe(report.source)}", FAINT),
        )
        self.query_one("#source-title", Static).update(title)
        self.query_one(SourceText).show(view, place)

    def scroll_page(self, pages: int) -> None:
        """Scroll by most of what is in view."""
        text = self.query_one(SourceText)
        text.scroll_relative(y=pages * max(text.size.height - 2, 1), animate=False)

    def close(self) -> None:
        """Put it away."""
        self.display = False
